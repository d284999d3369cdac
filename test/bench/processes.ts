/** What whole processes of Node take, from their start to their end. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cost } from './measured.ts'

export class Processes {
  readonly #preload: string

  /** `scratch`: a folder to write in. */
  constructor(scratch: string) {
    this.#preload = join(scratch, 'own-figures.cjs')
    // Node tells a parent nothing about one child: the child tells its own figures, as the last thing it does. Those of its threads are in them.
    writeFileSync(this.#preload, `if (require('node:worker_threads').isMainThread) process.on('exit', () => {
      const { userCPUTime, maxRSS } = process.resourceUsage()
      require('node:fs').writeSync(3, JSON.stringify({ user: userCPUTime / 1000, peakMiB: maxRSS / 1024 }))
    })`)
  }

  run(argv: readonly string[], input = ''): { status: number | null; said: string; cost: Cost } {
    const start = performance.now()
    const { status, output, error } = spawnSync(process.execPath, ['--require', this.#preload, ...argv],
      { stdio: ['pipe', 'pipe', 'pipe', 'pipe'], input, encoding: 'utf8', maxBuffer: 1 << 28 })
    if (error) throw error
    const wall = performance.now() - start
    return { status, said: output[1]!, cost: { wall, ...JSON.parse(output[3]!) as { user: number; peakMiB: number } } }
  }
}
