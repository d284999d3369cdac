/** Asks one rule, and weighs its answers as the profile says. */
import type { Verdict } from '../verdict.ts'
import type { Judgement } from './judgement/judgement.ts'
import type { Answer, Rule } from './rule.ts'

const asked = new WeakMap<Judgement, Map<Rule, readonly Answer[]>>()

/** What a rule answers is the same whoever asks, so it is worked out once. */
export function answersOf(rule: Rule, judgement: Judgement): readonly Answer[] {
  const known = asked.get(judgement) ?? new Map<Rule, readonly Answer[]>()
  asked.set(judgement, known)
  const answers = known.get(rule) ?? [...rule.check(judgement)]
  known.set(rule, answers)
  return answers
}

export const ask = (rule: Rule, judgement: Judgement): Verdict[] => answersOf(rule, judgement).map(({ grade, ...answer }) =>
  ({ ...answer, severity: judgement.severity(grade === undefined ? rule.id : `${rule.id}/${grade}`) }))
