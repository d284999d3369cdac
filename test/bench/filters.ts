/** One filter at a time in the raw five-field universe: shadowed and redundant rules, and the accepted set. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { countPoints } from '../../src/net/diagram-walk.ts'
import { analyseInBestOrder } from './analysed.ts'
import { growth, report, timed } from './measured.ts'
import type { Cost } from './measured.ts'
import { Processes } from './processes.ts'
import { CLASSBENCH, rawRule, readClassBench, type RawRule } from './raw-rules.ts'
import { shadowedBySolver } from './solved.ts'
import { readWorkload } from './workload.ts'

const [workloads = '', generated = ''] = process.argv.slice(2)
const processes = new Processes(generated)
/** Longer lists take the solver minutes. */
const SOLVED = 1000

function besideSolver(name: string, rules: readonly RawRule[], shadowed: readonly boolean[]): void {
  if (rules.length > SOLVED) return
  const solved = shadowedBySolver(rules, processes)
  const agrees = solved.shadowed.every((one, i) => one === shadowed[i])
  report(`${name}, z3`, `${solved.shadowed.filter(Boolean).length} shadowed, says z3-solver, as a whole process`, agrees, solved.cost)
}

for (const kind of ['pool', 'uniform']) {
  const measured: [number, Cost][] = []
  for (const size of [100, 1000, 10000]) {
    const name = `acl-${kind}-${size}`
    if (!existsSync(join(generated, `${name}.json`))) continue
    const filter = readWorkload(join(generated, `${name}.json`)).filters.acl!
    const rules = filter.rules.map(rawRule)
    const { result, cost } = timed(() => analyseInBestOrder(rules))
    const unreachable = filter.rules.filter((_, i) => result.shadowed[i]).map(({ id }) => id).join(' ')
    const expected = readFileSync(join(workloads, 'expected', `${name}.unreachable.txt`), 'utf8').trim()
    report(name, `${result.shadowed.filter(Boolean).length} unreachable, ${result.redundant.filter(Boolean).length} redundant`, unreachable === expected, cost)
    measured.push([size, cost])
    besideSolver(name, rules, result.shadowed)
  }
  growth(`acl-${kind}`, measured, 'rules')
}
for (const [name, expected] of Object.entries(CLASSBENCH)) {
  const file = join(workloads, 'classbench', name)
  if (!existsSync(file)) continue
  const rules = readClassBench(file)
  const { result, cost } = timed(() => analyseInBestOrder(rules))
  const shadowed = result.shadowed.filter(Boolean).length
  const accepted = countPoints(result.diagrams, result.accepted, [0, 1, 2, 3, 4])
  report(name, `${shadowed} shadowed, ${accepted} accepted`,
    shadowed === expected.shadowed && accepted === expected.accepted, cost, `${result.diagrams.table.edges} edges`)
  besideSolver(name, rules, result.shadowed)
}
