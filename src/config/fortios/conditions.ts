/** Conditions put together as plainly as they can be said. */
import { unionAddresses } from '../../net/address.ts'
import type { AddressSet } from '../../net/address.ts'
import { ANYTHING } from '../../topology/model.ts'
import type { Condition } from '../../topology/model.ts'

export const NOTHING: Condition = { test: 'any', of: [] }

export const isAnything = (condition: Condition): boolean => condition.test === 'all' && condition.of.length === 0
export const isNothing = (condition: Condition): boolean => condition.test === 'any' && condition.of.length === 0

export function all(...parts: readonly Condition[]): Condition {
  const of = parts.filter((part) => !isAnything(part))
  return of.some(isNothing) ? NOTHING : of.length === 1 ? of[0]! : { test: 'all', of }
}

/** Sets of one side become one set: long groups stay cheap. */
export function any(...parts: readonly Condition[]): Condition {
  if (parts.some(isAnything)) return ANYTHING
  const flat = parts.flatMap((part) => (part.test === 'any' ? part.of : [part]))
  const sets = (side: 'source' | 'destination'): Condition[] => {
    const of = flat.flatMap((part): AddressSet[] => (part.test === side ? [part.set] : []))
    return of.length === 0 ? [] : [{ test: side, set: unionAddresses(...of) }]
  }
  const of = [...sets('source'), ...sets('destination'), ...flat.filter(({ test }) => test !== 'source' && test !== 'destination')]
  return of.length === 1 ? of[0]! : { test: 'any', of }
}

export const not = (of: Condition): Condition => (of.test === 'not' ? of.of : isAnything(of) ? NOTHING : isNothing(of) ? ANYTHING : { test: 'not', of })

export const unknown = (what: string): Condition => ({ test: 'unknown', what })
export const varies = (what: string): Condition => ({ test: 'unknown', what, varies: true })
