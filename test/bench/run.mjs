/**
 * node test/bench/run.mjs [name …]   answers first, then times; a wrong answer ends with status 1.
 * Workloads live beside the project, in ../shared/bench; where they are absent there is nothing to do.
 */
import { build } from 'esbuild'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const workloads = resolve(here, '../../../shared/bench')
if (!existsSync(workloads)) {
  console.log(`no workloads at ${workloads}: skipped`)
  process.exit(0)
}
const directory = mkdtempSync(join(tmpdir(), 'sanso-bench-'))
try {
  spawnSync(process.execPath, [join(workloads, 'gen.mjs'), directory], { stdio: 'ignore' })
  const names = process.argv.slice(2)
  for (const name of names.length > 0 ? names : ['filters', 'networks']) {
    const outfile = join(directory, `${name}.mjs`)
    await build({ entryPoints: [join(here, `${name}.ts`)], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' })
    const { status } = spawnSync(process.execPath, [outfile, workloads, directory], { stdio: 'inherit' })
    process.exitCode ||= status ?? 1
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
}
