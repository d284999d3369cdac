/** One filter at a time in the raw five-field universe: shadowed and redundant rules, and the accepted set. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { countPoints } from '../../src/net/diagram-walk.ts'
import { analyseInBestOrder } from './analysed.ts'
import { growth, report, timed } from './measured.ts'
import type { Cost } from './measured.ts'
import { CLASSBENCH, rawRule, readClassBench } from './raw-rules.ts'
import { readWorkload } from './workload.ts'

const [workloads = '', generated = ''] = process.argv.slice(2)

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
}
