/** What the filters of ClassBench accept, counted without the engine. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { report, timed } from './measured.ts'
import { acceptedByPainting } from './painting.ts'
import { CLASSBENCH, readClassBench } from './raw-rules.ts'

const [workloads = ''] = process.argv.slice(2)
for (const [name, expected] of Object.entries(CLASSBENCH)) {
  const file = join(workloads, 'classbench', name)
  if (!existsSync(file)) continue
  const { result: accepted, cost } = timed(() => acceptedByPainting(readClassBench(file)))
  report(`${name}, painted`, `${accepted} accepted`, accepted === expected.accepted, cost)
}
