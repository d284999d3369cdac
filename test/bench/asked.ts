/** A town as the library sees it, held against what its lists say. */
import { Network } from '../../src/engine/network.ts'
import { Reach } from '../../src/engine/reach.ts'
import { open, type Files } from '../../src/open.ts'
import { random } from '../brute/random.ts'
import { documentOf, packet, passes, type Town } from './town.ts'

/** Packets that are walked through the lists, for each zone. */
const WALKED = 100

export const filesOf = (town: Town): Files => {
  const text = documentOf(town)
  return { read: (name) => (name === 'town.yaml' ? text : undefined), expand: () => [] }
}

function opened(town: Town) {
  const { declared, problems } = open('town.yaml', filesOf(town))
  if (!declared) throw new Error(`the town is refused: ${JSON.stringify(problems.slice(0, 3))}`)
  return declared
}

export function allPairs(town: Town): { reach: Reach; pairs: number } {
  const reach = new Reach(new Network(opened(town).topology))
  let pairs = 0
  town.zones.forEach((_, from) => town.zones.forEach((__, to) => {
    if (from !== to && !reach.initiate({ segment: `s${from}` }, { segment: `s${to}` }).isEmpty()) pairs++
  }))
  return { reach, pairs }
}

/** Packets as the lists themselves decide about them. */
export function agrees(town: Town, reach: Reach): boolean {
  const choose = random(1)
  return town.zones.every((_, from) => Array.from({ length: WALKED }, () => choose.int(0, town.zones.length - 1)).every((to) => {
    if (from === to) return true
    const header = packet(town, choose, from, to)
    const wide = reach.initiate({ segment: `s${from}` }, { segment: `s${to}` })
    return wide.contains(header) === passes(town, from, to, header)
  }))
}
