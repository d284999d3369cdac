/** How much it weighs that two zones touch. */
import type { Zone } from '../../topology/model.ts'
import type { Judgement } from '../judgement/judgement.ts'
import type { Answer } from '../rule.ts'

/** An error where one is My Number, or one is LGWAN and another on the Internet side; else a warning. */
export function apart(judgement: Judgement, zones: readonly Zone[]): Pick<Answer, 'grade'> {
  if (new Set(zones).size < 2) return { grade: 'one-zone' }
  const outside = new Set(judgement.internetSide().map(({ id }) => id))
  const tiers = zones.map(({ tier }) => tier)
  const grave = tiers.some((tier) => tier !== 'mynumber') && tiers.includes('mynumber')
  return grave || (tiers.includes('lgwan') && zones.some(({ id }) => outside.has(id))) ? {} : { grade: 'one-side' }
}
