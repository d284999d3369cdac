import type { Carrier } from '../engine/carriers.ts'
import type { Step } from '../engine/steps.ts'
import { text, type Cause } from '../verdict.ts'
import { atBorder, betweenTiers, passerOn, unregistered } from './chains/blame.ts'
import { ChainQuestions } from './chains/chained.ts'
import { answeredEntries, intoLgwan } from './chains/policy.ts'
import { standsIn } from './chains/stands.ts'
import { hostCause } from './judgement/blame.ts'
import { breakoutsOf, refusedCause } from './judgement/breakouts.ts'
import { absence } from './judgement/expected.ts'
import type { Judgement } from './judgement/judgement.ts'
import { transitOf } from './judgement/transit.ts'
import type { Rule } from './rule.ts'
import { isBeta } from './profiles/model.ts'
import { backingOf } from './sanitizers/backing.ts'
import { isValid } from './sanitizers/sanitizer-standing.ts'

export const sanitizationWaypoint: Rule = {
  id: 'sanitization-waypoint',
  clause: '第６条第３号イ',
  relation: 'flow',
  basis: { kind: 'policy', quote: '両システム間で通信する場合には、無害化通信を実施すること' },
  title: text('インターネット側からLGWAN接続系への情報は必ず無害化を経る', 'What comes from the Internet side into the LGWAN tier passes a sanitizer'),
  checks: text(
    '有効な無害化の経路（方式が完備し、失敗時と暗号化ファイルを遮断するもの）を切ったうえで、パケット・応答・中継するホストをいくつ介しても、インターネット側の情報がLGWAN接続系に届かないことを証明します。中継しないと申告されたホストが本当に中継しないかは分かりません。',
    'With every valid sanitised channel cut (method complete, failures and encrypted files blocked), proves that no information of the Internet side reaches the LGWAN tier by packets, replies and hosts that pass on, however many. It cannot know whether a host said not to pass on really does not.'),
  why: text('無害化を迂回する経路が一つでもあれば、不正プログラムがLGWAN接続系に入り得るためです。', 'One way around the sanitizer is enough for malware to come in.'),
  fix: text('迂回している通信を止めるか、無害化装置の入出力の登録と中継範囲（relays）を実態に合わせて申告してください。',
    'Stop what goes around, or declare the sanitizer\'s flows, and what hosts pass on (relays), as they really are.'),
  *check(judgement) {
    const missing = absence(judgement, this, 'lgwan')
    if (missing) yield missing
    const questions = new ChainQuestions(judgement, this, { sanitizers: 'cut', exceptions: judgement.exceptions(this.id), permitted: [], answered: answeredEntries(judgement) })
    const onInternetSide = standsIn(judgement.internetSide())
    const transit = transitOf(judgement, 'lgwan')
    // Between zones of the tier nothing comes in: no such step is to blame.
    const ofTier = standsIn(judgement.areasOf('lgwan'))
    for (const tier of judgement.areasOf('lgwan')) {
      const inTier = standsIn([transit.inside(tier)])
      yield questions.ask({
        key: `internet->${tier.id}`, zone: tier.zone!, internet: 'starts', says: SAYS, given: transit.assumed(tier),
        subject: text(`インターネット側 → ${tier.name.ja}`, `Internet side → ${tier.name.en}`),
        // Whatever a sanitizer takes in is raw, wherever it stands: the host itself is on the Internet side.
        starts: (carrier) => onInternetSide(carrier) || (isSanitizer(carrier) && !(isBeta(judgement.model) && inTier(carrier) && onlyShowsScreens(carrier))),
        target: (carrier) => !isSanitizer(carrier) && inTier(carrier),
        cause: (steps, hops) => betweenTiers(judgement, steps) ?? refusedBreakout(judgement, steps) ?? unregistered(judgement, steps, ofTier, 'path-division')
          ?? brokenSanitizer(judgement, steps) ?? unbackedEntry(judgement, steps) ?? passerOn(judgement, steps, ofTier) ?? atBorder(judgement, steps, hops, ofTier),
      })
    }
  },
}

const SAYS = {
  proved: text('無害化を経ない情報の経路はない', 'there is no way around the sanitizers'),
  excepted: text('承認された例外を除けば、無害化を経ない情報の経路はない', 'but for approved exceptions, there is no way around the sanitizers'),
  refuted: text('無害化を経ない経路がある', 'a way around the sanitizers'),
}

/** Under β and β´ it stands in the LGWAN tier, and takes in nothing but what people type at the screen that it shows. */
const onlyShowsScreens = (carrier: Carrier): boolean => carrier.kind === 'host'
  && carrier.host.sanitizes.filter(intoLgwan).every((entry) => entry.method === 'screen-transfer' && isValid(entry))

const isSanitizer = (carrier: Carrier): boolean => carrier.kind === 'host' && carrier.host.sanitizes.some(intoLgwan)

/** The chain leaves a host by what is meant to carry only what its sanitizer let through. */
function brokenSanitizer({ network }: Judgement, chain: readonly Step[]): Cause | undefined {
  const leaving = chain.find(({ from, channel }) => from.kind === 'host' && from.host.sanitizes.some((one) => one.out.includes(channel)))
  return leaving?.from.kind === 'host' ? hostCause(leaving.from.host.id, network) : undefined
}

/** A step goes by a local breakout that the model does not admit. */
function refusedBreakout(judgement: Judgement, chain: readonly Step[]): Cause | undefined {
  const refused = breakoutsOf(judgement, 'lgwan').filter((one) => one.refused)
  const one = chain.flatMap(({ by }) => (by.kind === 'outside' ? [] : refused.filter((entry) => !judgement.entries.between(by.sessions, by.client, by.server, entry).isEmpty())))[0]
  return one && refusedCause(one)
}

/** A step goes by an entry that is called sanitised, and that nothing at its ends is declared to sanitise. */
function unbackedEntry(judgement: Judgement, chain: readonly Step[]): Cause | undefined {
  const { entries, topology, model } = judgement
  const unbacked = judgement.active('sanitized').filter((flow) => backingOf(flow, topology, model).is !== 'backed')
  const flow = chain.flatMap(({ by }) => (by.kind === 'outside' ? [] : unbacked.filter((one) => !entries.between(by.sessions, by.client, by.server, one).isEmpty())))[0]
  return flow && { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id}（無害化する装置がない）`, `register entry ${flow.id} (nothing sanitises it)`) }
}
