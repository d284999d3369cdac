import { MAY, SURELY } from '../engine/flood.ts'
import type { Exception, Flow } from '../topology/model.ts'
import type { Found } from '../engine/witness.ts'
import { text, type Assumption, type At, type Cause, type Text } from '../verdict.ts'
import { causeOf } from './judgement/blame.ts'
import { isDay, outOfDate, type Days } from './judgement/dates.ts'
import { arriving } from './register/entry-packets.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { dayNumber, exceptionStanding } from './register/exceptions.ts'
import { successions, type Succession } from './register/successors.ts'
import type { Answer, Rule } from './rule.ts'

export const registerExpired: Rule = {
  id: 'register-expired',
  clause: '第７条',
  relation: 'initiate',
  basis: {
    kind: 'inference',
    source: text(
      '登録と例外に期限を設け、期限を見直しの機会とすることは、第７条（定期的な点検）からの推論。対策基準の条文は確認していない',
      'That entries have an expiry, which makes somebody look at them again, is inferred from 第７条 (periodic inspection); the city\'s standard was not read'),
  },
  title: text('登録と例外の期限', 'No entry of the register is past its days'),
  checks: text(
    '登録と例外の一つ一つについて、基準日が開始日・承認日から有効期限まで（当日を含む）にあることを確かめ、外れている場合は、その通信がまだ通るかどうかも確かめます。通るものは誤り、もう通らないものは警告とし、同じ通信の後継の登録が有効なら、古い登録の削除を促す注記にとどめます。まもなく切れて後継のないものも注記します。始まる前で、まだ通らないものは問題としません。記載された日付が正しいかは分かりません。',
    'Checks of each entry and exception that the day lies between its start or approval and its expiry (both included); of one that is out of its days, whether the network still lets its packets through: an error if so, else a warning, and a note where another entry for the same communication has taken its place. One that is about to expire with none to follow is noted. One that is yet to begin is well as long as nothing of it gets through. It cannot know whether the dates typed are the right ones.'),
  why: text('期限の切れた許可は、誰も必要性を確かめていない通信の口になるためです。', 'A permission past its expiry is a way that nobody has said is still needed.'),
  fix: text('必要なら改めて承認を受けて期限を更新し、不要ならフィルタの許可とともに削除してください。', 'Have it approved again and renew its expiry; or delete it together with the rule that permits it.'),
  *check(judgement) {
    const flows = [...judgement.topology.flows.values()]
    const exceptions = [...judgement.topology.exceptions.values()]
    const renewed = successions(flows)
    const extended = successions(exceptions)
    for (const flow of flows) yield inDate(judgement, datedFlow(judgement, flow, renewed.get(flow)), this)
    for (const exception of exceptions) yield inDate(judgement, datedException(judgement, exception, extended.get(exception)), this)
    if (flows.length + exceptions.length === 0) yield nothingToAsk(this, judgement, text('登録も例外もない', 'no entry and no exception'))
  },
}

/** An entry of the register or an exception, as far as its days go. */
interface Dated {
  readonly key: string
  readonly list: 'flows' | 'exceptions'
  readonly id: string
  readonly name: Text
  readonly at: At
  readonly expiresAt: At
  readonly days: Days
  readonly entry: Flow | Exception
  /** Why it permits nothing today, if it does not. */
  readonly inactive: Text | undefined
  /** The same for the days that follow, and for those before. */
  readonly successor?: Dated
  readonly predecessor?: Dated
}

function datedFlow(judgement: Judgement, flow: Flow, { successor, predecessor }: Succession<Flow> = {}): Dated {
  const standing = judgement.standing(flow)
  return {
    key: `flow:${flow.id}`, list: 'flows', id: flow.id, name: text(`登録 ${flow.id}`, `register entry ${flow.id}`), at: flow.at, expiresAt: flow.expiresAt ?? flow.at,
    days: { from: [flow.starts, flow.approved?.on], until: flow.expires }, entry: flow, inactive: standing.is === 'active' ? undefined : standing.why,
    ...(successor && { successor: datedFlow(judgement, successor) }), ...(predecessor && { predecessor: datedFlow(judgement, predecessor) }),
  }
}

function datedException(judgement: Judgement, one: Exception, { successor, predecessor }: Succession<Exception> = {}): Dated {
  const standing = exceptionStanding(one, judgement.asOf, judgement.profile.limits)
  return {
    key: `exception:${one.id}`, list: 'exceptions', id: one.id, name: text(`例外 ${one.id}`, `exception ${one.id}`), at: one.at, expiresAt: one.expiresAt ?? one.at,
    days: { from: [one.issued], until: one.expires }, entry: one, inactive: standing.is === 'active' ? undefined : standing.why,
    ...(successor && { successor: datedException(judgement, successor) }), ...(predecessor && { predecessor: datedException(judgement, predecessor) }),
  }
}

function inDate(judgement: Judgement, dated: Dated, rule: Rule): Answer {
  const { asOf } = judgement
  const { key, name, at, days, successor, predecessor } = dated
  const about = { rule: rule.id, key, subject: name, at, ground: 'computed' as const, assumes: [], missing: [] }
  const fault = outOfDate(days, asOf)
  if (fault?.is === 'expired') return { ...about, outcome: 'refuted', fix: rule.fix, ...expired(judgement, dated, fault.why, rule) }
  if (fault) {
    const gap = predecessor && outOfDate(predecessor.days, asOf)?.is === 'expired'
    // What is between two entries is the matter of the one that ended.
    if (gap) return { ...about, outcome: 'refuted', fix: rule.fix, ...expired(judgement, { ...predecessor, successor: dated }, outOfDate(predecessor.days, asOf)!.why, rule) }
    const found = predecessor ? undefined : passing(judgement, dated)
    const early = days.from.every((day) => day === undefined || isDay(day))
    if (early && !found) {
      const until = predecessor ? text(`（それまでは${predecessor.name.ja}）`, ` (until then there is ${predecessor.name.en})`) : text('（通信もまだ通らない）', ' (nor does anything of it get through yet)')
      return { ...about, outcome: 'proved', message: text(`まだ始まっていない${until.ja}`, `it has not begun${until.en}`) }
    }
    return { ...about, outcome: 'refuted', fix: rule.fix, ...outside(judgement, dated, fault.why, found) }
  }
  if (days.until === undefined) return { ...about, ...withoutExpiry(dated) }
  const left = dayNumber(days.until) - dayNumber(asOf)
  if (left <= judgement.profile.limits.expiryNoticeDays && !successor) {
    const message = text(`有効期限 ${days.until} まであと${left}日で、後継の記載がない`, `it expires on ${days.until}, in ${left} days, and nothing follows it`)
    return { ...about, outcome: 'refuted', grade: 'soon', message, fix: rule.fix, cause: { key, at: dated.expiresAt, title: text(`${name.ja}：${message.ja}`, `${name.en}: ${message.en}`) } }
  }
  return { ...about, assumes: [stated(dated, days.until)], outcome: 'proved', message: text(`期限内（${days.until} まで）`, `in date (until ${days.until})`) }
}

/** Whose kind permits nothing needs none. */
function withoutExpiry({ key, name, at, list, id, entry }: Dated): Pick<Answer, 'outcome' | 'message' | 'missing'> {
  const message = text('有効期限の記載がない', 'no expiry is stated')
  if ('kind' in entry && (entry.kind === 'ordinary' || entry.kind === 'media')) return { outcome: 'vacuous', message, missing: [] }
  const missing = [{ key: `${key}/expires`, at, yaml: `${list}:\n  ${id}:\n    expires: YYYY-MM-DD`, text: text(`${name.ja} の有効期限`, `the expiry of ${name.en}`) }]
  return { outcome: 'unknown', message, missing }
}

/** The day is as somebody typed it. */
const stated = ({ key, name, expiresAt }: Dated, until: string): Assumption => ({
  key: `${key}/expires`, at: expiresAt, text: text(`${name.ja} の有効期限は ${until}（記載）`, `the expiry of ${name.en} is ${until} (as stated)`),
})

type Refuted = Pick<Answer, 'grade' | 'message' | 'cause' | 'witness' | 'fix'>

/** One finding for an entry and the one that follows it, whichever of them has to be corrected. */
function expired(judgement: Judgement, dated: Dated, why: Text, rule: Rule): Refuted {
  const { successor } = dated
  if (!successor) return outside(judgement, dated, why, passing(judgement, dated))
  if (!successor.inactive) {
    const message = text(`${why.ja}。後継の${successor.name.ja}が有効`, `${why.en}; ${successor.name.en} has taken its place`)
    return { grade: 'succeeded', message, cause: causeOfDated(dated, message), fix: text(`${dated.name.ja}を台帳から削除してください。`, `Delete ${dated.name.en}.`) }
  }
  const both = text(`${why.ja}。後継の${successor.name.ja}：${successor.inactive.ja}`, `${why.en}; of ${successor.name.en}, which follows it: ${successor.inactive.en}`)
  const yaml = dated.list === 'flows' ? `flows: { ${dated.id}: { expires: ${judgement.asOf} } }` : `exceptions: { ${dated.id}: { expires: ${judgement.asOf} } }`
  return {
    ...outside(judgement, dated, both, passing(judgement, dated)),
    fix: text(`後継の${successor.name.ja}を今日から有効にするか、それが始まる日まで${dated.name.ja}の延長の承認を受けてください（${yaml} のように）。${rule.fix.ja}`,
      `Let ${successor.name.en} begin today, or have ${dated.name.en} extended until it does (such as ${yaml}). ${rule.fix.en}`),
  }
}

const causeOfDated = ({ key, name, expiresAt }: Dated, why: Text): Cause => ({ key, at: expiresAt, title: text(`${name.ja}：${why.ja}`, `${name.en}: ${why.en}`) })

interface Passing { readonly found: Found; readonly sure: boolean }

function passing({ reach }: Judgement, { entry }: Dated): Passing | undefined {
  const sure = arriving(entry, reach, SURELY)
  const found = sure ?? arriving(entry, reach, MAY)
  return found && { found, sure: sure !== undefined }
}

/** What becomes of the packets of an entry that is not in force. */
function outside({ network }: Judgement, dated: Dated, why: Text, passed: Passing | undefined): Refuted {
  const cause = causeOfDated(dated, why)
  if (!passed) return { cause, grade: 'harmless', message: text(`${why.ja}（通信はもう通らない）`, `${why.en} (nothing of it gets through any more)`) }
  const { found, sure } = passed
  if (!sure) return { cause, message: text(`${why.ja}（解釈できない設定があり、まだ通る可能性がある）`, `${why.en} (it may still get through: part of the configuration is not understood)`) }
  const by = causeOf(found, network).title
  return { cause, witness: found.witness, message: text(`${why.ja}。${by.ja} がまだ通している`, `${why.en}; ${by.en} still lets it through`) }
}
