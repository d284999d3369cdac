/** A filter in the raw five-field universe, analysed under the order of fields that suits it. */
import { Diagrams } from '../../src/net/diagram.ts'
import { chooseFieldOrder, FIELD_ORDERS, LONG_FILTER, sampleEvenly } from '../../src/net/field-order.ts'
import type { SortedField } from '../../src/net/fields.ts'
import { analyseRefs } from '../../src/net/rule-analysis.ts'
import { MAXIMA, type RawRule } from './raw-rules.ts'

function analyse(rules: readonly RawRule[], order: readonly SortedField[], edgeBudget?: number) {
  const diagrams = new Diagrams(order.map((field) => MAXIMA[field]), edgeBudget === undefined ? {} : { edgeBudget })
  const refs = rules.map(({ spans, permit }) => ({ match: diagrams.product(order.map((field, level) => [level, [spans[field]]])), permit }))
  return { diagrams, ...analyseRefs(diagrams, refs, 'deny') }
}

export function analyseInBestOrder(rules: readonly RawRule[]) {
  const order = rules.length < LONG_FILTER ? FIELD_ORDERS[0]!
    : chooseFieldOrder((candidate, budget) => analyse(sampleEvenly(rules), candidate, budget).diagrams.table.edges)
  return { order, ...analyse(rules, order) }
}
