/**
 * The engine against the walker, on random small networks. `SANSO_BRUTE_NETWORKS=5000` runs longer, `SANSO_BRUTE_SEED=17`
 * starts elsewhere; a failure prints its seed, and the network as small as it could be made.
 */
import { describe, expect, it } from 'vitest'
import { compare, divides, type Effort } from './judge.ts'
import { generate } from './generate.ts'
import { print } from './print.ts'
import { shrink } from './shrink.ts'

const wished = process.env['SANSO_BRUTE_NETWORKS']
const first = Number(process.env['SANSO_BRUTE_SEED'] ?? 0)
/** Machines differ in speed: without a wish, time is the limit, and the first networks are always the same. */
const SECONDS = 12

const run = (name: string, doubt: number, networks: number, effort: Effort): void => {
  const count = wished === undefined ? networks : Number(wished)
  it(`${name}: seeds ${first} to ${first + count - 1}`, { timeout: wished === undefined ? 120_000 : 0 }, () => {
    const end = Date.now() + SECONDS * 1000
    for (let seed = first; seed < first + count; seed++) {
      if (wished === undefined && Date.now() > end) return
      const topology = generate(seed, { doubt, untracks: effort.by !== 'replies' })
      const found = compare(topology, seed, effort)
      if (found === undefined) continue
      const least = process.env['SANSO_BRUTE_SHRINK'] === 'no' ? topology : shrink(topology, (each) => divides(each, found))
      expect.fail(print(seed, least, divides(least, found) ?? found))
    }
  })
}

describe('the plain walk of the engine', () => {
  run('agrees on networks that are all understood', 0, 60, { packets: 60, by: 'trace' })
  run('agrees on networks with what is not understood', 0.08, 60, { packets: 60, by: 'trace' })
  run('agrees on what comes back', 0, 60, { packets: 60, by: 'replies' })
})

describe('the symbolic fixpoint', () => {
  run('agrees on networks that are all understood', 0, 40, { packets: 40, by: 'reach' })
  run('agrees on networks with what is not understood', 0.08, 40, { packets: 40, by: 'reach' })
})
