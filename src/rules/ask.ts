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

/** A verdict with the packets that it is about, which are no part of a report. */
export type FullVerdict = Verdict & Pick<Answer, 'violation'>

export const askInFull = (rule: Rule, judgement: Judgement): FullVerdict[] => answersOf(rule, judgement).map(({ grade, leaks: _, claim: __, ...answer }) =>
  ({ ...answer, severity: judgement.severity(grade === undefined ? rule.id : `${rule.id}/${grade}`) }))

export const ask = (rule: Rule, judgement: Judgement): Verdict[] => askInFull(rule, judgement).map(({ violation: _, ...verdict }) => verdict)
