/**
 * npm run bench [-- name …]   answers first, then times; a wrong answer ends with status 1. README.md beside this says what each line means.
 * Names are the modules of this folder. Some need the workloads beside the project, in ../shared/bench, and are skipped where these are absent.
 */
import { build } from 'esbuild'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const project = resolve(here, '../..')
const workloads = resolve(project, '../shared/bench')
const NEED_WORKLOADS = ['filters', 'painted', 'networks', 'stanford']
const ALL = [...NEED_WORKLOADS, 'made-filters', 'towns', 'commands']
const present = existsSync(workloads)
const directory = mkdtempSync(join(tmpdir(), 'sanso-bench-'))
try {
  if (present) spawnSync(process.execPath, [join(workloads, 'gen.mjs'), directory], { stdio: 'ignore' })
  const names = process.argv.slice(2)
  for (const name of names.length > 0 ? names : ALL) {
    if (!present && NEED_WORKLOADS.includes(name)) {
      console.log(`${name}: no workloads at ${workloads}: skipped`)
      continue
    }
    const outfile = join(directory, `${name}.mjs`)
    // CommonJS packages ask for modules of Node by a name that ESM does not have.
    const banner = { js: "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)" }
    await build({ entryPoints: [join(here, `${name}.ts`)], outfile, bundle: true, platform: 'node', format: 'esm', banner, logLevel: 'error' })
    const { status } = spawnSync(process.execPath, [outfile, workloads, directory], { stdio: 'inherit', cwd: project })
    process.exitCode ||= status ?? 1
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
}
