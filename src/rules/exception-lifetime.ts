import type { Exception } from '../topology/model.ts'
import { text, type Text } from '../verdict.ts'
import { answersOf } from './ask.ts'
import { exceptionAssumed } from './judgement/isolation.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { exceptionCause, exceptionStanding, lifeOf, unrecorded, type ExceptionStanding } from './register/exceptions.ts'
import { tightForm } from './register/tight-form.ts'
import type { Answer, Rule } from './rule.ts'

/** Whether an exception is needed is for the rules that it names to say: it has to know all of them. */
export const exceptionLifetime = (rules: () => readonly Rule[]): Rule => ({
  id: 'exception-lifetime',
  clause: '第７条',
  relation: 'none',
  basis: {
    kind: 'inference',
    source: text(
      '例外を理由・承認・期限のある狭いものに限り見直すことは、第７条（定期的な点検）からの推論。年限は評価基準の値',
      'That an exception is narrow, reasoned, approved and for a time is inferred from 第７条 (periodic inspection); the term is the profile\'s'),
  },
  title: text('例外の要件と期間', 'Exceptions are complete, narrow, for a time, and needed'),
  checks: text(
    '例外の一つ一つについて、理由・承認者・期間・サービスの記載があること、送信元と宛先の両方が広くないこと、期間が評価基準の上限に収まること、起案番号と代替の対策の記載があること、名指しした規則のどれかがその例外を実際に必要としていること、通信の範囲より広すぎないことを確かめます。期限が過ぎたかは register-expired が判定します。代替の対策が実際に行われているかは分かりません。',
    'Checks of each exception that it states reason, approver, days and service, that it is not wide at both ends, that its life is within the limit of the profile, that ticket and compensating measures are on record, that some rule that it names needs it, and that it is not far wider than what gets through. Whether it is past its days is for register-expired. It cannot know whether the measures are really taken.'),
  why: text('例外は規則を外す許可であり、広すぎる例外や忘れられた例外は規則そのものを失わせるためです。', 'An exception sets a rule aside: one that is too wide, or forgotten, is the end of the rule.'),
  fix: text('不足を補って範囲と期間を絞り、もう要らない例外は削除してください。', 'Complete it, narrow its packets and its days, and delete it when it is no longer needed.'),
  *check(judgement) {
    const exceptions = [...judgement.topology.exceptions.values()]
    if (exceptions.length === 0) return yield nothingToAsk(this, judgement, text('例外はない', 'there are no exceptions'))
    for (const exception of exceptions) {
      const standing = exceptionStanding(exception, judgement.asOf, judgement.profile.limits)
      yield wellFormed(judgement, exception, standing, this)
      if (standing.is !== 'active') continue
      const use = needed(judgement, exception, rules().filter((other) => other.id !== this.id), this)
      yield use
      if (use.outcome === 'proved') yield narrow(judgement, exception, this)
    }
  },
})

type Asking = Pick<Rule, 'id' | 'fix'>

const about = ({ id }: Asking, one: Exception, aspect: string, what: Text): Pick<Answer, 'rule' | 'key' | 'subject' | 'at' | 'ground' | 'assumes' | 'missing'> => ({
  rule: id, key: `${one.id} ${aspect}`, subject: text(`例外 ${one.id} の${what.ja}`, `${what.en} of exception ${one.id}`), at: one.at, ground: 'computed', assumes: [], missing: [],
})

function wellFormed({ profile }: Judgement, one: Exception, standing: ExceptionStanding, rule: Asking): Answer {
  const said = about(rule, one, 'terms', text('要件', 'the terms'))
  const refuted = (why: Text, grade?: string): Answer =>
    ({ ...said, outcome: 'refuted', message: why, fix: rule.fix, cause: exceptionCause(one, why), ...(grade !== undefined && { grade }) })
  if (standing.is === 'refused') return refuted(standing.why)
  if (standing.is === 'incomplete') return refuted(standing.why, 'incomplete')
  const life = lifeOf(one)
  const { exceptionDays: most } = profile.limits
  if (one.issued === undefined) return refuted(text('発行日の記載がなく、期間が分かりません', 'its first day is not stated, so its life is not known'), 'incomplete')
  if (life !== undefined && life > most) return refuted(text(`期間が${life}日で、上限の${most}日を超えます`, `it is to last ${life} days, more than ${most}`))
  const lacking = unrecorded(one)
  return lacking ? refuted(lacking, 'record') : { ...said, outcome: 'proved', message: text('記載がそろい、期間が上限に収まる', 'it is complete and within its days') }
}

/** Whether some rule that it names would say otherwise without it: such a rule lists it. */
function needed(judgement: Judgement, one: Exception, others: readonly Rule[], rule: Asking): Answer {
  const said = about(rule, one, 'use', text('必要性', 'the need'))
  const answers = others.filter(({ id }) => one.rules.includes(id)).flatMap((other) => answersOf(other, judgement))
  if (answers.some(({ assumes }) => assumes.some(({ key }) => key === `exception:${one.id}`))) {
    return { ...said, outcome: 'proved', message: text('名指しした規則が必要としている', 'a rule that it names needs it') }
  }
  // A chain that is broken elsewhere does not show which hops are excused.
  if (answers.some(({ outcome, chain }) => chain !== undefined && (outcome === 'refuted' || outcome === 'unknown'))) {
    return { ...said, outcome: 'vacuous', message: text('名指しした規則が別の原因で破られており、必要かどうかは問えない', 'a rule that it names is broken elsewhere, so the need cannot be asked') }
  }
  const why = text(`名指しした規則（${one.rules.join('、')}）のどれも、この例外を必要としていません`, `none of the rules that it names (${one.rules.join(', ')}) needs it`)
  return { ...said, outcome: 'refuted', grade: 'unused', message: why, fix: rule.fix, cause: exceptionCause(one, why) }
}

/** An exception that is needed, and could be half as wide. */
function narrow(judgement: Judgement, one: Exception, rule: Asking): Answer {
  const said = about(rule, one, 'width', text('範囲', 'the width'))
  const tight = tightForm(judgement, one)
  if (!tight) return { ...said, outcome: 'proved', assumes: [exceptionAssumed(one)], message: text('通信の範囲に見合っている', 'it is as wide as what gets through') }
  const why = text('ネットワークが通すより広い', 'it is wider than what the network lets through')
  const yaml = `exceptions: { ${one.id}: ${tight.yaml} }`
  return {
    ...said, outcome: 'refuted', grade: 'wide', message: why, cause: exceptionCause(one, why),
    fix: text(`次のように絞っても、いま通っている通信はすべて許可されます（確認済み）: ${yaml}`, `This permits all that gets through now, as proved: ${yaml}`),
  }
}
