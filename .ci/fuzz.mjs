/**
 * Inputs nobody would write by accident, for as long as there is time: `node .ci/fuzz.mjs [--minutes N] [--target loader|readers|engine] [--seed N]`.
 * Each target has N minutes. Status 0: nothing broke; 1: something did, and stands above as a file for the corpus; 2: usage.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const TARGETS = ['loader', 'readers', 'engine']
const USAGE = `usage: npm run fuzz -- [--minutes N] [--target ${TARGETS.join('|')}] [--seed N]   (N: a whole number; at least one minute)`

const refuse = (...lines) => {
  console.error(lines.join('\n'))
  process.exit(2)
}
const given = () => {
  try {
    return parseArgs({ options: { minutes: { type: 'string' }, target: { type: 'string' }, seed: { type: 'string' } } }).values
  } catch (error) {
    return refuse(error.message, USAGE)
  }
}
const { minutes = '10', target, seed = String(Math.floor(Math.random() * 1e9)) } = given()
if (![minutes, seed].every((value) => /^\d{1,9}$/.test(value)) || Number(minutes) === 0 || (target !== undefined && !TARGETS.includes(target))) refuse(USAGE)

console.log(`${target ?? TARGETS.join(', ')}: ${minutes} minutes${target === undefined ? ' each' : ''} from seed ${seed}`)
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--reporter=verbose', 'test/fuzz'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
  env: { ...process.env, SANSO_FUZZ_MINUTES: minutes, SANSO_FUZZ_SEED: seed, ...(target !== undefined && { SANSO_FUZZ_TARGET: target }) },
})
process.exitCode = status === 0 ? 0 : 1
