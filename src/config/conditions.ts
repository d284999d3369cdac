/** Conditions as readers put them together. */
import { normalize } from '../net/interval.ts'
import type { Condition } from '../topology/model.ts'

export const NEVER: Condition = { test: 'any', of: [] }

export const unknown = (what: string): Condition => ({ test: 'unknown', what })
export const not = (of: Condition): Condition => ({ test: 'not', of })
export const any = (of: readonly Condition[]): Condition => (of.length === 1 ? of[0]! : { test: 'any', of })
export const protocol = (...numbers: readonly number[]): Condition => ({ test: 'protocol', set: normalize(numbers.map((n) => [n, n])) })

/** Flat, so that a rule reads as the list of its tests. */
export function all(of: readonly Condition[]): Condition {
  const flat = of.flatMap((condition) => (condition.test === 'all' ? condition.of : [condition]))
  return flat.length === 1 ? flat[0]! : { test: 'all', of: flat }
}

/** What is not understood in a condition, in order. */
export function unknownsIn(condition: Condition): string[] {
  switch (condition.test) {
    case 'unknown': return condition.varies ? [] : [condition.what]
    case 'not': return unknownsIn(condition.of)
    case 'all': case 'any': return condition.of.flatMap(unknownsIn)
    default: return []
  }
}
