/** Puts one network before the engine and the walker, packet by packet. */
import { compareReplies } from './compare-replies.ts'
import { compareReach, compareTrace, reachOf, type Disagreement } from './compare.ts'
import { random } from './random.ts'
import { sample, universeOf } from './space.ts'
import { TooMuch, type Start } from './walk.ts'
import type { Topology } from '../../src/topology/model.ts'

export interface Effort { readonly packets: number; readonly by: Disagreement['with'] }

/** Asks about one packet after another of the same network. */
const asking = (topology: Topology, by: Disagreement['with']): ((start: Start) => Disagreement[]) => {
  const universe = universeOf(topology)
  if (by === 'trace') return unlessTooMuch((start) => compareTrace(topology, start, universe))
  if (by === 'replies') return unlessTooMuch((start) => compareReplies(topology, start, universe))
  const reach = reachOf(topology)
  return unlessTooMuch((start) => compareReach(topology, reach, start, universe))
}

const unlessTooMuch = (ask: (start: Start) => Disagreement[]) => (start: Start): Disagreement[] => {
  try {
    return ask(start)
  } catch (error) {
    if (error instanceof TooMuch) return []
    throw error
  }
}

/** Samples of the shrunken space of a network; the seed decides which. Stops at the first disagreement. */
export const compare = (topology: Topology, seed: number, { packets, by }: Effort): Disagreement | undefined => {
  const universe = universeOf(topology)
  const choose = random(seed ^ 0x5eed)
  const ask = asking(topology, by)
  for (let i = 0; i < packets; i++) {
    const start = sample(topology, universe, choose)
    if (start === undefined) continue
    const [first] = ask(start)
    if (first !== undefined) return first
  }
  return undefined
}

/** Whether the same packet still divides us on a smaller network. */
export const divides = (topology: Topology, { with: by, start, mode }: Disagreement): Disagreement | undefined =>
  asking(topology, by)(start).find((each) => each.mode === mode)
