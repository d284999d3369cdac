import { hasAddress, unionAddresses, type Address, type AddressSet } from '../net/address.ts'
import { subnetsOf, type Place } from '../engine/places.ts'
import { cached } from '../engine/reach.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { Condition } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { Crossings, mentions, pairsOfTiers, type Crossing, type Pair, type Permitting } from './filters/crossings.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { crossesRealms, isOwnTier } from './judgement/realms.ts'
import type { Answer, Rule } from './rule.ts'

export const ruleAny: Rule = {
  id: 'rule-any',
  clause: '第６条第６号',
  relation: 'initiate',
  basis: {
    kind: 'inference',
    source: text(
      '第６条第６号「アクセス制御」からの推論。許可の広さの限度を定める条文は確認していない',
      'Inferred from 第６条第６号 (access control); no text that limits the width of a permission was read'),
  },
  title: text('層をまたぐ、すべてを許可する規則', 'No rule permits everything from one tier to another'),
  checks: text(
    'サービスを限定しない許可の規則が、ある層のセグメントの全アドレスから別の層のセグメントまたは外部領域の全アドレスへの通信を、実際に通していないことを証明します。来庁者用と学校系のネットワーク、同じ層の中の許可は問いません。必要な通信がどれだけかは分かりません。',
    'Proves of each permission that names no service that it does not let every address of a segment reach every address of a segment or external zone of another tier. Networks for guests and schools, and permissions within one tier, do not count. It cannot know how much of it is needed.'),
  why: text('すべてを許可する規則は、移行作業などの後に消し忘れたものであることが多く、そのままでは何を通しているのか分からないためです。', 'A rule that permits everything is mostly one that was forgotten after some migration, and nobody can tell what passes by it.'),
  fix: text('必要な送信元・宛先・サービスだけを許可する規則に分けてください。', 'Replace it with rules for the sources, destinations and services that are needed.'),
  *check(judgement) {
    const crossings = new Crossings(judgement)
    const open = crossings.rules().filter(({ rule }) => !mentions(rule.when, SERVICE))
    if (open.length === 0) return yield nothingToAsk(this, judgement, text('サービスを限定しない許可の規則はない', 'every permission names its services'))
    const found = new Map<Permitting, Crossing>()
    const bySender = new Map<string, readonly Permitting[]>()
    const pairs = pairsOfTiers(judgement, ({ tier }) => isOwnTier(tier))
      .sort((a, b) => Number(crossesRealms(b.from.tier, b.to.tier)) - Number(crossesRealms(a.from.tier, a.to.tier)))
    for (const pair of pairs) {
      if (judgement.reach.initiate(pair.source, pair.target).isEmpty()) continue
      const openings = openingsOf(pair, judgement)
      if (openings.isEmpty()) continue
      // A rule that does not admit any one of them does not admit all: that is quickly asked, first of the one end, then of the other.
      const { now } = openings.sample()
      const sender = { family: now.family, value: now.source }
      const here = cached(bySender, `${now.family} ${now.source}`, () => open.filter(({ rule }) => !leavesOut(rule.when, 'source', sender)))
      const wide = here.filter((one) => !found.has(one) && !leavesOut(one.rule.when, 'destination', { family: now.family, value: now.destination })
        && openings.within(crossings.admits(one.rule)))
      for (const crossing of crossings.between(pair, wide, judgement.network.space.all)) found.set(crossing.by, crossing)
    }
    for (const crossing of found.values()) yield tooWide(crossing, this)
    yield {
      rule: this.id, key: 'network', subject: this.title, at: judgement.topology.at, outcome: 'proved', ground: 'computed', assumes: [], missing: [],
      message: found.size === 0 ? text('層をまたいですべてを許可する規則はない', 'no rule permits everything from one tier to another')
        : text('ほかに、層をまたいですべてを許可する規則はない', 'no other rule permits everything from one tier to another'),
    }
  },
}

/** What a rule may ask about the service; a rule that asks nothing of it permits any. */
const SERVICE = ['protocol', 'source-port', 'destination-port', 'icmp', 'tcp-flags', 'fragment', 'unknown'] as const

/** Whether the tests of one end leave out an address. Whatever else they say may leave it out as well. */
const leavesOut = (condition: Condition, end: 'source' | 'destination', address: Address): boolean =>
  (condition.test === end ? !hasAddress(condition.set, address) : condition.test === 'all' && condition.of.some((part) => leavesOut(part, end, address)))

/** Every packet without a session that the one place can send to the other. */
function openingsOf({ source, target }: Pair, { network }: Judgement): PacketSet {
  const { space, topology, places } = network
  const addresses = (place: Place): AddressSet => 'segment' in place ? subnetsOf(topology.segments.get(place.segment)!)
    : 'zone' in place ? places.heldBy.get(place.zone)! : unionAddresses()
  return space.source(addresses(source)).intersect(space.destination(addresses(target))).intersect(opening(network))
}

/** A connection tracking device tells packets that can open a session from those that cannot: only the former are asked for. */
const opening = ({ space, constants }: Judgement['network']) => constants.fresh.intersect(space.state(['new'])).forget('state')

function tooWide({ by, from, to, found, cause }: Crossing, rule: Rule): Answer {
  return {
    rule: rule.id, key: cause.key.replace(/^rule:/, ''), subject: cause.title, at: by.rule.at, outcome: 'refuted', ground: 'computed', assumes: [], missing: [],
    witness: found.witness, cause, fix: rule.fix, ...(!crossesRealms(from.tier, to.tier) && { grade: 'elsewhere' }),
    message: text(`${from.name.ja}から${to.name.ja}へ、すべてのサービスを許可している`, `permits every service from ${from.name.en} to ${to.name.en}`),
  }
}
