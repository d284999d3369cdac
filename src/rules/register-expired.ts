import { MAY, SURELY } from '../engine/flood.ts'
import type { Exception, Flow } from '../topology/model.ts'
import { text, type Assumption, type At, type Text } from '../verdict.ts'
import { causeOf } from './judgement/blame.ts'
import { outOfDate, type Days } from './judgement/dates.ts'
import type { Entry } from './register/ends.ts'
import { arriving } from './register/entry-packets.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
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
    '登録と例外の一つ一つについて、基準日が開始日・承認日から有効期限まで（当日を含む）にあることを確かめ、外れている場合は、その通信がまだ通るかどうかも確かめます。通るものは誤り、もう通らないものは警告とします。記載された日付が正しいかは分かりません。',
    'Checks of each entry and exception that the day lies between its start or approval and its expiry (both included); of one that is out of its days, whether the network still lets its packets through: an error if so, else a warning. It cannot know whether the dates typed are the right ones.'),
  why: text('期限の切れた許可は、誰も必要性を確かめていない通信の口になるためです。', 'A permission past its expiry is a way that nobody has said is still needed.'),
  fix: text('必要なら改めて承認を受けて期限を更新し、不要ならフィルタの許可とともに削除してください。', 'Have it approved again and renew its expiry; or delete it together with the rule that permits it.'),
  *check(judgement) {
    const { flows, exceptions } = judgement.topology
    for (const flow of flows.values()) yield inDate(judgement, datedFlow(flow), this)
    for (const exception of exceptions.values()) yield inDate(judgement, datedException(exception), this)
    if (flows.size + exceptions.size === 0) yield nothingToAsk(this, judgement, text('登録も例外もない', 'no entry and no exception'))
  },
}

interface Dated {
  readonly key: string
  readonly name: Text
  readonly at: At
  readonly expiresAt: At
  readonly days: Days
  readonly entry: Entry
  /** Where an expiry would be typed; undefined where nothing asks for one. */
  readonly yaml: string | undefined
}

const datedFlow = (flow: Flow): Dated => ({
  key: `flow:${flow.id}`, name: text(`登録 ${flow.id}`, `register entry ${flow.id}`), at: flow.at, expiresAt: flow.expiresAt ?? flow.at,
  days: { from: [flow.starts, flow.approved?.on], until: flow.expires }, entry: flow,
  yaml: flow.kind === 'ordinary' || flow.kind === 'media' ? undefined : `flows:\n  ${flow.id}:\n    expires: YYYY-MM-DD`,
})

const datedException = (one: Exception): Dated => ({
  key: `exception:${one.id}`, name: text(`例外 ${one.id}`, `exception ${one.id}`), at: one.at, expiresAt: one.expiresAt ?? one.at,
  days: { from: [one.issued], until: one.expires }, entry: one,
  yaml: `exceptions:\n  ${one.id}:\n    expires: YYYY-MM-DD`,
})

/** The day is as somebody typed it. */
const stated = ({ key, name, expiresAt }: Dated, until: string): Assumption => ({
  key: `${key}/expires`, at: expiresAt, text: text(`${name.ja} の有効期限は ${until}（記載）`, `the expiry of ${name.en} is ${until} (as stated)`),
})

function inDate({ reach, network, asOf }: Judgement, dated: Dated, rule: Rule): Answer {
  const { key, name, at, days, yaml } = dated
  const about = { rule: rule.id, key, subject: name, at, ground: 'computed' as const, assumes: [], missing: [] }
  const fault = outOfDate(days, asOf)
  if (fault) return { ...about, ...stillPassing(dated, fault.why), outcome: 'refuted', fix: rule.fix }
  if (days.until !== undefined) return { ...about, assumes: [stated(dated, days.until)], outcome: 'proved', message: text(`期限内（${days.until} まで）`, `in date (until ${days.until})`) }
  const none = text('有効期限の記載がない', 'no expiry is stated')
  if (yaml === undefined) return { ...about, outcome: 'vacuous', message: none }
  const missing = [{ key: `${key}/expires`, at, yaml, text: text(`${name.ja} の有効期限`, `the expiry of ${name.en}`) }]
  return { ...about, outcome: 'unknown', message: none, missing }

  function stillPassing({ entry, expiresAt }: Dated, why: Text): Pick<Answer, 'grade' | 'message' | 'cause' | 'witness'> {
    const cause = { key, at: expiresAt, title: text(`${name.ja}：${why.ja}`, `${name.en}: ${why.en}`) }
    const found = arriving(entry, reach, SURELY)
    if (!found && arriving(entry, reach, MAY)) {
      return { cause, message: text(`${why.ja}（解釈できない設定があり、まだ通る可能性がある）`, `${why.en} (it may still get through: part of the configuration is not understood)`) }
    }
    if (!found) return { cause, grade: 'harmless', message: text(`${why.ja}（通信はもう通らない）`, `${why.en} (nothing of it gets through any more)`) }
    const by = causeOf(found, network).title
    return { cause, witness: found.witness, message: text(`${why.ja}。${by.ja} がまだ通している`, `${why.en}; ${by.en} still lets it through`) }
  }
}
