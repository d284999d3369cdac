import type { Carrier } from '../engine/carriers.ts'
import { text } from '../verdict.ts'
import { acceptedBy } from './chains/accepted.ts'
import { atBorder, betweenTiers, passerOn, unregistered } from './chains/blame.ts'
import { ChainQuestions, type Question, type Spared } from './chains/chained.ts'
import { standsIn, type Stands } from './chains/stands.ts'
import { cloudUses } from './judgement/cloud.ts'
import { absence } from './judgement/expected.ts'
import type { Judgement } from './judgement/judgement.ts'
import type { Rule } from './rule.ts'

export const mynumberTransitive: Rule = {
  id: 'mynumber-transitive',
  clause: '第６条第３号ア',
  relation: 'flow',
  basis: { kind: 'policy', quote: '住民情報の流出を防ぐこと' },
  title: text('マイナンバー利用事務系とインターネット側との間を中継する経路', 'Nobody passes information on between the My Number tier and the Internet side'),
  checks: text(
    'パケット・応答・中継するホストや装置をいくつ介しても、マイナンバー利用事務系の情報がインターネット側に、インターネット側の情報がマイナンバー利用事務系に届かないことを証明します。有効な特定通信の相手方と端末は中継しないものとみなします。中継しないと申告されたホストが本当に中継しないか、相手方がその先で何をしているかは分かりません。',
    'Proves that by packets, replies, and hosts and devices that pass on, however many, no information of the My Number tier reaches the Internet side, and none of the Internet side the tier. The other party of an active 特定通信, and a terminal, are taken to pass nothing on. It cannot know whether a host said not to pass on really does not, or what a party does beyond.'),
  why: text('一つひとつは許可された通信でも、つながれば住民情報が庁外へ出る経路になるためです。', 'Ways that are each permitted make, joined, a way out for residents\' data.'),
  fix: text('中継しているホストの役割を分けるか、中継する範囲（relays）を実態に合わせて申告し、不要な許可を削除してください。',
    'Split what the host that passes on does, declare what it passes on (relays) as it really is, and remove permissions that are not needed.'),
  *check(judgement) {
    const missing = absence(judgement, this, 'mynumber')
    if (missing) yield missing
    const questions = new ChainQuestions(judgement, this, {
      sanitizers: 'pass', exceptions: judgement.exceptions(this.id), permitted: cloudUses(judgement), answered: [],
    })
    const counts = counted(judgement)
    const outside: Stands = (carrier) => counts(carrier) && !isAccepted(judgement, carrier)
    const spared = accepted(judgement)
    // Between zones of the tier nothing leaves it: no such step is to blame.
    const ofTier = standsIn(judgement.areasOf('mynumber'))
    for (const tier of judgement.areasOf('mynumber')) {
      const inside = standsIn([tier])
      const shared: Pick<Question, 'zone' | 'says' | 'spared' | 'cause'> = {
        zone: tier.zone!, says: SAYS, spared,
        cause: (steps, hops) => betweenTiers(judgement, steps) ?? unregistered(judgement, steps, ofTier, 'mynumber-isolation')
          ?? passerOn(judgement, steps, ofTier) ?? atBorder(judgement, steps, hops, ofTier),
      }
      yield questions.ask({
        ...shared, key: `${tier.id}->internet`, starts: inside, target: outside, internet: 'target',
        subject: text(`${tier.name.ja} → インターネット側`, `${tier.name.en} → Internet side`),
      })
      yield questions.ask({
        ...shared, key: `internet->${tier.id}`, starts: outside, target: inside, internet: 'starts',
        subject: text(`インターネット側 → ${tier.name.ja}`, `Internet side → ${tier.name.en}`),
      })
    }
  },
}

const SAYS = {
  proved: text('中継されて届く情報の経路はない', 'there is no way by which information is passed on'),
  excepted: text('承認された例外を除けば、中継されて届く情報の経路はない', 'but for approved exceptions, there is no way by which information is passed on'),
  refuted: text('情報が届く経路がある', 'a way for information'),
}

/** Whoever stands on the Internet side, and a party said to be on the Internet, wherever it stands. */
function counted(judgement: Judgement): Stands {
  const stands = standsIn(judgement.internetSide())
  return (carrier) => stands(carrier) || (carrier.kind === 'party' && carrier.party.internetConnected === true)
}

const isAccepted = (judgement: Judgement, carrier: Carrier): boolean => carrier.kind === 'party' && acceptedBy(judgement, carrier.party) !== undefined

/** Parties that are not counted because the profile accepts them. */
function accepted(judgement: Judgement): Spared[] {
  const counts = counted(judgement)
  return [...judgement.topology.parties.values()].flatMap((party): Spared[] => {
    const assumptions = acceptedBy(judgement, party)
    return assumptions ? [{ assumptions, stands: (carrier) => carrier.kind === 'party' && carrier.party === party && counts(carrier) }] : []
  })
}
