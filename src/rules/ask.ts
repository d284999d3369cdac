/** Asks one rule, and weighs its answers as the profile says. */
import type { Verdict } from '../verdict.ts'
import type { Judgement } from './judgement/judgement.ts'
import type { Rule } from './rule.ts'

export const ask = (rule: Rule, judgement: Judgement): Verdict[] => [...rule.check(judgement)].map(({ grade, ...answer }) =>
  ({ ...answer, severity: judgement.severity(grade === undefined ? rule.id : `${rule.id}/${grade}`) }))
