/**
 * Inputs nobody would write by accident. By default a fixed number of fixed seeds; `npm run fuzz` goes on with new ones until its
 * time is over. What breaks is shrunk and printed as a file for the corpus, which is judged again every time.
 */
import { describe, expect, test } from 'vitest'
import { kept, shown } from './case.ts'
import { findings } from './seeds.ts'
import { shrunk, TARGETS } from './targets.ts'

const RUNS = { loader: 120, readers: 1500, engine: 40 }
const MINUTES = Number(process.env['SANSO_FUZZ_MINUTES'] ?? 0)
const FIRST = Number(process.env['SANSO_FUZZ_SEED'] ?? 1)
const ONLY = process.env['SANSO_FUZZ_TARGET']
const SHRINKING = 30_000

describe.each(Object.entries(TARGETS))('%s', (name, { generate, judge }) => {
  const asked = ONLY === undefined || ONLY === name
  test.skipIf(!asked).each(findings(name))('what broke it once: %s', (_, found) => expect(judge(found)).toBeUndefined())

  test.skipIf(!asked)(`${MINUTES > 0 ? `${MINUTES} minutes` : `${RUNS[name as keyof typeof RUNS]} inputs`} from seed ${FIRST}`, () => {
    const end = Date.now() + MINUTES * 60_000
    const goesOn = (seed: number): boolean => (MINUTES > 0 ? Date.now() < end : seed < FIRST + RUNS[name as keyof typeof RUNS])
    let seed = FIRST
    for (; goesOn(seed); seed++) {
      const input = generate(seed)
      const complaint = judge(input)
      if (complaint === undefined) continue
      expect.fail(`seed ${seed}: ${complaint}\nto be kept as test/fuzz/corpus/${name}/….json:\n${shown(shrunk(input, judge, Date.now() + SHRINKING))}`)
    }
    // A run that asks nothing would pass too.
    expect(seed).toBeGreaterThan(FIRST)
  }, MINUTES * 60_000 + 300_000)
})

test('what is kept is read as it was', () => {
  const input = TARGETS.loader.generate(FIRST)
  expect(kept(shown(input))).toEqual(input)
})
