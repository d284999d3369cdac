/**
 * Which order of fields keeps the diagrams of a long filter small. It decides about time and memory by a factor of up to
 * 40 on filters with many wildcards, and no order suits all; so a sample of the rules is built under each.
 */
import type { SortedField } from './fields.ts'
import { BudgetExceeded } from './unique-table.ts'

/** Measured to be enough: for every kind of filter one of these is near the best. */
export const FIELD_ORDERS: readonly (readonly SortedField[])[] = [
  ['source', 'destination', 'protocol', 'sourcePort', 'destinationPort'],
  ['destination', 'source', 'protocol', 'destinationPort', 'sourcePort'],
  ['sourcePort', 'protocol', 'destinationPort', 'source', 'destination'],
  ['sourcePort', 'protocol', 'destinationPort', 'destination', 'source'],
]

/** Shorter filters are quick in any order. */
export const LONG_FILTER = 2000
const SAMPLED = 1200
const FIRST_BUDGET = 1 << 16
/** A sample that is larger under every order says nothing; any will do, or none. */
const LAST_BUDGET = 1 << 24

/** About 1200 items, evenly spread, in their order. */
export const sampleEvenly = <T>(items: readonly T[]): readonly T[] =>
  (items.length <= SAMPLED ? items : Array.from({ length: SAMPLED }, (_, i) => items[Math.floor((i * items.length) / SAMPLED)]!))

/**
 * The order under which the sample has the fewest edges. `edgesUnder` builds it in a manager of its own with that edge budget
 * and answers their number. Budgets rise, so that a bad order costs no more than a few times what the best one does.
 */
export function chooseFieldOrder(edgesUnder: (order: readonly SortedField[], edgeBudget: number) => number): readonly SortedField[] {
  for (let budget = FIRST_BUDGET; budget <= LAST_BUDGET; budget *= 4) {
    let best: readonly SortedField[] | undefined
    let fewest = budget
    for (const order of FIELD_ORDERS) {
      const edges = withinBudget(() => edgesUnder(order, fewest))
      if (edges !== undefined && edges < fewest) [best, fewest] = [order, edges]
    }
    if (best) return best
  }
  return FIELD_ORDERS[0]!
}

function withinBudget<T>(build: () => T): T | undefined {
  try {
    return build()
  } catch (error) {
    if (error instanceof BudgetExceeded) return undefined
    throw error
  }
}
