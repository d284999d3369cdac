/** Whole processes, cold: the commands as a terminal or a CI gate starts them, beside Node that does nothing. Medians. */
import { existsSync } from 'node:fs'
import { report } from './measured.ts'
import type { Cost } from './measured.ts'
import { Processes } from './processes.ts'

const RUNS = 5
const check = (example: string): string[] => ['bin/run.js', 'check', `examples/${example}`, '--as-of', '2026-11-23']
const COMMANDS: readonly { readonly name: string; readonly argv: readonly string[]; readonly status: number }[] = [
  { name: 'node -e 0', argv: ['-e', '0'], status: 0 },
  { name: 'sanso --help', argv: ['bin/run.js', '--help'], status: 0 },
  { name: 'check saikai', argv: check('saikai'), status: 1 },
  { name: 'check saikai-town', argv: check('saikai-town'), status: 0 },
  { name: 'check saikai-pref', argv: check('saikai-pref'), status: 0 },
]

const [, scratch = ''] = process.argv.slice(2)
const processes = new Processes(scratch)

function median(costs: readonly Cost[]): Cost {
  const middle = (of: (cost: Cost) => number): number => costs.map(of).sort((a, b) => a - b)[costs.length >> 1]!
  return { user: middle(({ user }) => user), wall: middle(({ wall }) => wall), peakMiB: middle(({ peakMiB }) => peakMiB) }
}

if (!existsSync('dist/main.js')) console.log('commands: nothing is built (npm run build): skipped')
else for (const { name, argv, status } of COMMANDS) {
  const runs = Array.from({ length: RUNS }, () => processes.run(argv))
  report(name, `exit ${runs[0]!.status}`, runs.every((run) => run.status === status), median(runs.map(({ cost }) => cost)), `medians of ${RUNS}`)
}
