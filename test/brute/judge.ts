/** Puts one network before the engine and the walker, packet by packet. */
import { compareReplies } from './compare-replies.ts'
import { compareReach, compareTrace, reachOf, type Disagreement } from './compare.ts'
import { random } from './random.ts'
import { sample, universeOf } from './space.ts'
import { TooMuch, type Start } from './walk.ts'
import type { Universe } from './translate.ts'
import type { Topology } from '../../src/topology/model.ts'

export const WAYS = ['reach', 'trace', 'replies'] as const

/** Asks about one packet after another of the same network. `universe`: that of the network which it was before it shrank. */
const asking = (topology: Topology, by: readonly Disagreement['with'][], universe: Universe): ((start: Start) => Disagreement | undefined) => {
  const reach = by.includes('reach') ? reachOf(topology) : undefined
  const ways = {
    reach: (start: Start) => compareReach(topology, reach!, start, universe),
    trace: (start: Start) => compareTrace(topology, start, universe),
    replies: (start: Start) => compareReplies(topology, start, universe),
  }
  return (start) => {
    try {
      for (const way of by) {
        const [first] = ways[way](start)
        if (first !== undefined) return first
      }
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error
    }
    return undefined
  }
}

/** Samples of the shrunken space of a network; the seed decides which. Stops at the first disagreement. */
export const compare = (topology: Topology, seed: number, packets: number, by: readonly Disagreement['with'][] = WAYS): Disagreement | undefined => {
  const universe = universeOf(topology)
  const choose = random(seed ^ 0x5eed)
  const ask = asking(topology, by, universe)
  for (let i = 0; i < packets; i++) {
    const start = sample(topology, universe, choose)
    const found = start && ask(start)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether the same packet still divides us on a smaller network; the values that it may be given stay those of the whole one. */
export const divides = (topology: Topology, { with: by, start, mode }: Disagreement, universe: Universe): Disagreement | undefined => {
  const found = asking(topology, [by], universe)(start)
  return found?.mode === mode ? found : undefined
}
