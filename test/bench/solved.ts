/** The peer that npm brings: which rules never decide, asked of z3 rule by rule, as a process of its own in the same run. */
import { join } from 'node:path'
import { and, declare, define, FALSE, or, within } from '../z3/smt.ts'
import type { Cost } from './measured.ts'
import type { Processes } from './processes.ts'
import { MAXIMA, type RawRule } from './raw-rules.ts'

type Field = keyof typeof MAXIMA
const FIELDS = Object.keys(MAXIMA) as Field[]
const widthOf = (field: Field): number => Math.log2(MAXIMA[field] + 1)

/** Each rule has a name, and so has what any rule before it matches: of the encodings tried, the one that Z3 is quickest with. */
export function shadowedBySolver(rules: readonly RawRule[], processes: Processes): { shadowed: readonly boolean[]; cost: Cost } {
  const matches = ({ spans }: RawRule): string => and(...FIELDS.filter((field) => spans[field][0] > 0 || spans[field][1] < MAXIMA[field])
    .map((field) => within(field, widthOf(field), spans[field][0], spans[field][1])))
  const script = [
    '(set-logic QF_BV)', ...FIELDS.map((field) => declare(field, widthOf(field))), define('before0', FALSE),
    ...rules.flatMap((rule, i) => [
      define(`rule${i}`, matches(rule)), `(check-sat-assuming (rule${i} (not before${i})))`, define(`before${i + 1}`, or(`before${i}`, `rule${i}`)),
    ]),
    '(echo "end")', '',
  ]
  const { said, cost } = processes.run([join('test', 'z3', 'solver-process.mjs')], script.join('\n'))
  const answers = said.split('\n').filter((line) => line === 'sat' || line === 'unsat')
  if (answers.length !== rules.length) throw new Error(`the solver said: ${said.slice(0, 500)}`)
  return { shadowed: answers.map((answer) => answer === 'unsat'), cost }
}
