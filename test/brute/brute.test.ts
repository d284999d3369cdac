/**
 * The engine against the walker, on random small networks. `npm run oracle:brute -- --networks 5000 --seed 17` runs longer or
 * starts elsewhere; a failure prints its seed, and the network as small as it could be made.
 */
import { expect, it } from 'vitest'
import { compare, divides } from './judge.ts'
import { generate } from './generate.ts'
import { print } from './print.ts'
import { runs, SHRINKS } from './runs.ts'
import { shrink } from './shrink.ts'
import { universeOf } from './space.ts'

const PACKETS = 10

for (const { first, last } of runs(2000)) {
  it(`reach, trace and replies are the walker's: seeds ${first} to ${last}`, { timeout: 0 }, () => {
    for (let seed = first; seed <= last; seed++) {
      // In every other network something is not understood.
      const topology = generate(seed, { doubt: seed % 2 === 0 ? 0 : 0.08 })
      const found = compare(topology, seed, PACKETS)
      if (found === undefined) continue
      const universe = universeOf(topology)
      const least = !SHRINKS ? topology : shrink(topology, (each) => divides(each, found, universe))
      expect.fail(print(seed, least, divides(least, found, universe) ?? found))
    }
  })
}
