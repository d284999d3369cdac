import { MAY } from '../engine/flood.ts'
import { unionAddresses } from '../net/address.ts'
import type { End } from '../topology/model.ts'
import { text, type Assumption } from '../verdict.ts'
import { admitted, breakoutsOf, refusedCause, type Leaving } from './judgement/breakouts.ts'
import { cloudUses } from './judgement/cloud.ts'
import { absence } from './judgement/expected.ts'
import { isolated, type Isolation } from './judgement/isolation.ts'
import type { Area, Judgement } from './judgement/judgement.ts'
import { closedLinks, internetAreas } from './judgement/outside.ts'
import { edgesOf } from './judgement/transit.ts'
import { grantOf, isOwnCloud, undeclaredWatch, watchAssumed, watchAttested, watcherCause, watchersOf, type Watcher } from './judgement/watched.ts'
import type { Answer, Rule } from './rule.ts'

export const monitoring: Rule = {
  id: 'monitoring',
  clause: '第６条第３号ウ',
  relation: 'initiate',
  basis: { kind: 'policy', quote: '不正通信の監視機能の強化等の高度な情報セキュリティ対策を実施する' },
  title: text('インターネットとの通信の監視', 'All traffic with the Internet passes a monitored point'),
  checks: text(
    '監視していると申告された領域への回線・機器・ホスト（monitored: true）をすべて切ったと仮定して、三層とインターネットとの間に、どちら向きにも経路が残らないことを証明します。監視の申告には期限内の根拠と、セキュリティクラウド以外ではログの送り先を求めます。セキュリティクラウドのログは運営者のものとします。監視が実際に行われているか、ログが分析されているかは分かりません。',
    'Proves that with everything cut that is declared to be monitored (lines into such zones, devices, hosts: monitored: true) no way remains between the three tiers and the Internet, in either direction. The declaration needs evidence in date and, but for a security cloud, where the logs go; those of a security cloud are its operator\'s. It cannot know whether anybody watches, or reads the logs.'),
  why: text('監視を受けない経路が一つでもあれば、侵入も情報の流出も気付かれないためです。', 'On a way that nobody watches, neither a break-in nor a leak is noticed.'),
  fix: text('その経路を監視している装置またはセキュリティクラウドを通すか、監視を強化して申告してください。', 'Send it through a monitored device or the security cloud, or have it monitored and declare that.'),
  *check(judgement) {
    const missing = absence(judgement, this, 'internet')
    if (missing) yield missing
    const watchers = watchersOf(judgement.topology)
    const used = new Set<Watcher>()
    const edges = edgesOf(judgement)
    const closed = new Set(closedLinks(judgement).map(({ id }) => id))
    // What a proxy of the security cloud passes on goes no further as packets: the way into the cloud is the way out.
    const outsides = [...internetAreas(judgement), ...judgement.areasOf('security-cloud').filter(({ zone }) => zone!.external)]
    for (const tier of judgement.areasOf('mynumber', 'lgwan', 'internet')) {
      // What a cloud of the My Number tier may open to the Internet is weighed by cloud-tier.
      const permits = tier.tier === 'mynumber' ? cloudUses(judgement) : []
      const leaving: Leaving | undefined = tier.tier === 'lgwan' || tier.tier === 'internet' ? tier.tier : undefined
      const refused = leaving ? breakoutsOf(judgement, leaving).filter((one) => one.refused).map((entry) => ({ entry, cause: refusedCause(entry) })) : []
      for (const outside of outsides) {
        if (tier.tier === 'lgwan' && closed.has(outside.id)) continue
        for (const way of ['out', 'in'] as const) {
          const asked = (inside: Area, given: readonly Assumption[]): Isolation => {
            const [from, to] = way === 'out' ? [inside, outside] : [outside, inside]
            return { rule: this.id, fix: this.fix, from, to, permits, refused, given, says: SAYS }
          }
          // A firewall of our own watches nothing of the segment before it, where nobody stands.
          const given = edges.assumed(tier)
          const isolations = [asked(tier, []), ...(given.length > 0 ? [asked(edges.inside(tier), given)] : [])]
          yield watchedWay(judgement, isolations, { way, outside, watchers, used })
        }
      }
      for (const cloud of judgement.areasOf('security-cloud').filter(({ zone }) => isOwnCloud(zone!))) {
        const watcher = watchers.find(({ zone }) => zone === cloud.zone)!
        for (const way of ['out', 'in'] as const) yield* throughOwnCloud(judgement, way === 'out' ? [tier, cloud] : [cloud, tier], watcher, used, this)
      }
    }
    for (const watcher of watchers) if (used.has(watcher)) yield watchAttested(judgement, watcher, this)
  },
}

const SAYS = {
  proved: text('監視されない経路はない', 'no way that is not monitored'),
  refuted: text('監視されない経路がある', 'there is a way that is not monitored'),
}

/** What enters a security cloud of one's own is in the hands of its proxies: it is watched there or nowhere. */
function throughOwnCloud(judgement: Judgement, [from, to]: readonly [Area, Area], watcher: Watcher, used: Set<Watcher>, { id, fix }: Rule): Answer[] {
  const answer = isolated(judgement, { rule: id, fix, from, to, permits: [], says: SAYS })
  if (answer.outcome === 'proved' || answer.outcome === 'vacuous') return [answer]
  const { cause: _, fix: __, ...rest } = answer
  if (watcher.watch.monitored === undefined) return [{ ...rest, outcome: 'unknown', missing: [undeclaredWatch(watcher)], message: text('監視されているかが申告されていない', 'whether it is monitored is not declared') }]
  if (watcher.watch.monitored === false) return [{ ...answer, cause: watcherCause(watcher) }]
  used.add(watcher)
  const { witness: ___, violation: ____, ...about } = rest
  return [{ ...about, outcome: 'proved', missing: [], assumes: [watchAssumed(watcher)], message: SAYS.proved }]
}

interface Asked {
  readonly way: 'out' | 'in'
  readonly outside: Area
  readonly watchers: readonly Watcher[]
  /** Those that some way passes. */
  readonly used: Set<Watcher>
}

/** Asked of the whole, and where that does not stand of what is behind the firewall. */
function watchedWay(judgement: Judgement, isolations: readonly Isolation[], { way, outside, watchers, used }: Asked): Answer {
  const ends: End[] = outside.zone ? [{ kind: 'zone', id: outside.zone.id, at: outside.zone.at }] : []
  const believing = (believed: readonly Watcher[]): Answer => {
    const answer = (asked: Isolation): Answer => isolated(judgement, {
      ...asked, without: believed.flatMap(({ cut }) => cut), permits: [...asked.permits, ...believed.flatMap((one) => grantOf(one, ends, way))],
    })
    const whole = answer(isolations[0]!)
    return whole.outcome === 'proved' || !isolations[1] ? whole : answer(isolations[1])
  }
  const passed = isolations[0]!
  const monitored = watchers.filter((one) => one.watch.monitored === true && passes(judgement, passed, one))
  for (const one of monitored) used.add(one)
  const answer = believing(monitored)
  if (answer.outcome === 'proved') {
    const needed = monitored.filter((one) => believing(monitored.filter((other) => other !== one)).outcome !== 'proved')
    const assumes = [...answer.assumes, ...needed.map(watchAssumed)]
    return { ...answer, assumes: assumes.filter(({ key }, index) => assumes.findIndex((other) => other.key === key) === index) }
  }
  if (answer.outcome !== 'refuted') return answer
  const { cause: _, fix: __, ...rest } = answer
  const open = candidates(judgement, watchers).filter((one) => one.watch.monitored === undefined && passes(judgement, passed, one))
  if (open.length > 0 && believing([...monitored, ...open]).outcome !== 'refuted') {
    return { ...rest, outcome: 'unknown', missing: open.map(undeclaredWatch), message: text('監視されているかが申告されていない', 'whether it is monitored is not declared') }
  }
  // What is said not to be monitored is what a person has to look at, if it is what is missing.
  const unwatched = watchers.find((one) => one.watch.monitored === false && believing([...monitored, one]).outcome !== 'refuted')
  return unwatched ? { ...answer, cause: watcherCause(unwatched) } : answer
}

/** Whether anything between the two goes by it, or ends at it. */
function passes(judgement: Judgement, { from, to }: Isolation, { cut, host }: Watcher): boolean {
  const { reach, network } = judgement
  const own = host && unionAddresses(...host.attach.map(({ addresses }) => addresses))
  return from.places.some((source) => to.places.some((target) => {
    const all = reach.initiate(source, target)
    if (all.isEmpty()) return false
    return (own !== undefined && (all.meets(network.space.destination(own)) || !all.whereSent(network.space.source(own)).isEmpty())) || (cut.length > 0 && !all.within(reach.initiate(source, target, { ...MAY, without: cut })))
  }))
}

/** Where monitoring is to be expected: security clouds, and the devices at the end of a local breakout that is admitted. */
function candidates(judgement: Judgement, watchers: readonly Watcher[]): Watcher[] {
  const { topology } = judgement
  const segments = new Set((['lgwan', 'internet'] as const).flatMap((tier) => admitted(judgement, tier)).map(({ line }) => line.segment))
  return watchers.filter(({ kind, id, zone }) => (kind === 'zone' && zone!.tier === 'security-cloud')
    || (kind === 'device' && [...topology.devices.get(id)!.interfaces.values()].some(({ segment }) => segment !== undefined && segments.has(segment))))
}
