/**
 * Long runs of judges that share nothing with the engine: `node .ci/oracle.mjs brute|kernel|z3 [--networks N] [--seed N]`.
 * The seed is printed, and the same seed asks the same. Status 0: nothing disagreed; 1: something did, or nothing could be asked; 2: usage, or not root.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const JUDGES = {
  brute: { tests: ['test/brute/brute.test.ts', 'test/brute/verdicts.test.ts', 'test/brute/differences.test.ts'], networks: 2000 },
  kernel: { tests: ['test/kernel/kernel.test.ts'], networks: 500 },
  z3: { tests: ['test/z3'], networks: 500 },
}
const USAGE = `usage: npm run ${Object.keys(JUDGES).map((name) => `oracle:${name}`).join(' | ')} -- [--networks N] [--seed N]   (N: a whole number; at least one network)`

const refuse = (...lines) => {
  console.error(lines.join('\n'))
  process.exit(2)
}
const given = (args) => {
  try {
    return parseArgs({ args, options: { networks: { type: 'string' }, seed: { type: 'string' } } }).values
  } catch (error) {
    return refuse(error.message, USAGE)
  }
}

const [name = '', ...args] = process.argv.slice(2)
if (!Object.hasOwn(JUDGES, name)) refuse(USAGE)
const judge = JUDGES[name]
const { networks = String(judge.networks), seed = String(Math.floor(Math.random() * 1e9)) } = given(args)
if (![networks, seed].every((value) => /^\d{1,9}$/.test(value)) || Number(networks) === 0) refuse(USAGE)
if (name === 'kernel' && process.getuid?.() !== 0) refuse('The kernel builds network namespaces, which takes Linux and root: sudo npm run oracle:kernel')

console.log(`${name}: ${networks} networks from seed ${seed}; again: npm run oracle:${name} -- --networks ${networks} --seed ${seed}`)
const home = mkdtempSync(join(tmpdir(), 'sanso-oracle-'))
const results = join(home, 'results.json')
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--reporter=verbose', '--reporter=json', `--outputFile.json=${results}`, ...judge.tests], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
  env: { ...process.env, [`SANSO_${name.toUpperCase()}_NETWORKS`]: networks, [`SANSO_${name.toUpperCase()}_SEED`]: seed },
})
const asked = status === 0 ? JSON.parse(readFileSync(results, 'utf8')).numPassedTests : 0
rmSync(home, { recursive: true })
if (status === 0 && asked === 0) console.error(`${name}: nothing was asked; the names of the skipped tests say why`)
process.exitCode = asked > 0 ? 0 : 1
