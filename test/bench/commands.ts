/** Whole processes, cold: the commands as a terminal or a CI gate starts them, beside Node that does nothing. Medians. */
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { report } from './measured.ts'
import type { Cost } from './measured.ts'

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
const preload = join(scratch, 'own-figures.cjs')
/** Node tells a parent nothing about one child: the child tells its own figures, as the last thing it does. Those of its threads are in them. */
writeFileSync(preload, `if (require('node:worker_threads').isMainThread) process.on('exit', () => {
  const { userCPUTime, maxRSS } = process.resourceUsage()
  require('node:fs').writeSync(3, JSON.stringify({ user: userCPUTime / 1000, peakMiB: maxRSS / 1024 }))
})`)

function once(argv: readonly string[]): { status: number | null; cost: Cost } {
  const start = performance.now()
  const { status, output } = spawnSync(process.execPath, ['--require', preload, ...argv], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], encoding: 'utf8' })
  const wall = performance.now() - start
  return { status, cost: { wall, ...JSON.parse(output[3]!) as { user: number; peakMiB: number } } }
}

function median(costs: readonly Cost[]): Cost {
  const middle = (of: (cost: Cost) => number): number => costs.map(of).sort((a, b) => a - b)[costs.length >> 1]!
  return { user: middle(({ user }) => user), wall: middle(({ wall }) => wall), peakMiB: middle(({ peakMiB }) => peakMiB) }
}

if (!existsSync('dist/main.js')) console.log('commands: nothing is built (npm run build): skipped')
else for (const { name, argv, status } of COMMANDS) {
  const runs = Array.from({ length: RUNS }, () => once(argv))
  report(name, `exit ${runs[0]!.status}`, runs.every((run) => run.status === status), median(runs.map(({ cost }) => cost)), `medians of ${RUNS}`)
}
