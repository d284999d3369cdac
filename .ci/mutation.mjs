/**
 * Mutation testing of the core, room by room: `node .ci/mutation.mjs [--mutate FILE[:FROM-TO]]... [--concurrency N] [--tests PATH]...`
 * Each room is judged by the tests that stand for it; what was found is kept between runs in `.mutation`.
 */
import { Stryker } from '@stryker-mutator/core'
import { parseArgs } from 'node:util'

const ROOMS = {
  net: ['test/net'],
  engine: ['test/engine', 'test/brute'],
  rules: ['test/rules'],
}

const refuse = (line) => {
  console.error(`${line}\nusage: npm run mutation -- [--mutate src/ROOM/FILE.ts[:FROM-TO]]... [--concurrency N] [--tests PATH]...   (ROOM: ${Object.keys(ROOMS).join(', ')})`)
  process.exit(2)
}
const given = () => {
  try {
    return parseArgs({ options: { mutate: { type: 'string', multiple: true }, tests: { type: 'string', multiple: true }, concurrency: { type: 'string', default: '2' } } }).values
  } catch (error) {
    return refuse(error.message)
  }
}
const { mutate, tests, concurrency } = given()
const roomOf = (file) => /^src\/(\w+)\//.exec(file)?.[1]
const stranger = mutate?.find((file) => !Object.hasOwn(ROOMS, roomOf(file) ?? ''))
if (stranger !== undefined) refuse(`${stranger} is in no room of the core`)

for (const [room, own] of Object.entries(ROOMS)) {
  const files = mutate?.filter((file) => roomOf(file) === room) ?? [`src/${room}/**/*.ts`]
  if (files.length === 0) continue
  process.env.SANSO_MUTATION_TESTS = (tests ?? own).join(',')
  const kept = `.mutation/${room}`
  await new Stryker({
    mutate: files,
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner', './.ci/mutation.ignore.mjs'],
    ignorers: ['wording'],
    vitest: { configFile: '.ci/mutation.vitest.ts', related: false },
    coverageAnalysis: 'perTest',
    // What runs once, as a module is loaded, would need every test again for each mutant.
    ignoreStatic: true,
    ignorePatterns: ['.git', 'dist', 'bin', '.mutation'],
    tsconfigFile: 'none: what rewrites it needs the interface of an older compiler',
    tempDirName: '.mutation/tmp',
    incremental: true,
    incrementalFile: `${kept}.json`,
    htmlReporter: { fileName: `${kept}.html` },
    reporters: ['clear-text', 'progress-append-only', 'html'],
    clearTextReporter: { allowColor: false, reportTests: false },
    concurrency: Number(concurrency),
    timeoutMS: 5000,
    timeoutFactor: 2,
  }).runMutationTest()
}
