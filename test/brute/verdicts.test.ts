/**
 * Verdicts against the walker, on random small networks with random rules between zones, a random register and exceptions.
 * Of a tiny network every kind of packet is walked, and the verdict has to be the same; of a larger one some packets are, none
 * of which may contradict it. Either way the packet that a verdict shows has to get through in the walker's eyes.
 */
import { expect, it } from 'vitest'
import { everyKind } from './classes.ts'
import { crossings } from './crossings.ts'
import { generate } from './generate.ts'
import { AS_OF, withPolicy, type Policy } from './policies.ts'
import { printTopology } from './print.ts'
import { random } from './random.ts'
import { runs, SHRINKS } from './runs.ts'
import { shrink } from './shrink.ts'
import { sample, universeOf } from './space.ts'
import { misjudged, profileFor } from './verdicts.ts'
import type { Start } from './walk.ts'
import { judgementOf } from '../../src/open.ts'
import type { Topology } from '../../src/topology/model.ts'

/** So many packets of a network may be walked; where there are more kinds, so many by chance. */
const [MOST, SOME] = [2500, 150]

const quarrels = (policy: Policy, seed: number): string[] => {
  const { topology } = policy
  const universe = universeOf(topology)
  const all = everyKind([topology], MOST)
  const choose = random(seed)
  const starts = all ?? Array.from({ length: SOME }, () => sample(topology, universe, choose)).filter((start): start is Start => start !== undefined)
  const walked = crossings(topology, starts, universe)
  if (walked === undefined) return []
  return misjudged(policy, judgementOf({ topology, profile: profileFor(policy), readings: new Map() }, AS_OF), walked, all !== undefined)
}

for (const { first, last } of runs(200)) {
  it(`verdicts are the walker's: seeds ${first} to ${last}`, { timeout: 0 }, () => {
    for (let seed = first; seed <= last; seed++) {
      const policy = withPolicy(generate(seed, { doubt: seed % 2 === 0 ? 0 : 0.08, tiny: seed % 4 !== 3 }), seed)
      const [found] = quarrels(policy, seed)
      if (found === undefined) continue
      const about = found.slice(0, found.indexOf(':'))
      const still = (topology: Topology): true | undefined => quarrels({ ...policy, topology }, seed).some((each) => each.startsWith(about)) || undefined
      const least = SHRINKS ? shrink(policy.topology, still, 300) : policy.topology
      expect.fail([`seed ${seed}`, ...quarrels({ ...policy, topology: least }, seed), ...printTopology(least)].join('\n'))
    }
  })
}
