/** Holds what a comparison says became possible, and what is no more, against the two sets of packets that the walker found. */
import { crossingOf, crossings, zoneOf, type Crossing } from './crossings.ts'
import { UNDECLARED } from './outside.ts'
import { senders, universeOf, type Sender } from './space.ts'
import { headerKey, type Start } from './walk.ts'
import { difference, type Change } from '../../src/engine/difference.ts'
import { zoneGroups, type Group } from '../../src/engine/matrix.ts'
import { Network } from '../../src/engine/network.ts'
import { Reach } from '../../src/engine/reach.ts'
import { Recall } from '../../src/engine/recall.ts'
import type { Topology } from '../../src/topology/model.ts'

interface Side { readonly topology: Topology; readonly reach: Reach; readonly groups: readonly Group[]; readonly crossings: readonly Crossing[] }

/** Of what is undeclared nobody asks where nothing is known to stand. */
const isAsked = (groups: readonly Group[], id: string): boolean => id !== UNDECLARED || groups.some((group) => group.id === UNDECLARED)

/** From which zone to which, how it was sent and how it arrives: wherever in the two zones. */
const keyOf = ({ from, to, start, header }: Crossing): string => `${from}->${to} ${headerKey(start.header)} ${headerKey(header)}`

/** The pairs of zones between which something is new, and whether something of it is sure. */
const gained = (here: Side, there: Side): Map<string, boolean> => {
  const before = new Set(there.crossings.map(keyOf))
  const pairs = new Map<string, boolean>()
  for (const each of here.crossings.filter((crossing) => !before.has(keyOf(crossing)))) {
    const pair = `${each.from}->${each.to}`
    pairs.set(pair, each.sure || pairs.get(pair) === true)
  }
  return pairs
}

const quarrel = (what: string, said: readonly Change[], here: Side, there: Side, complete: boolean): string[] => {
  const ours = gained(here, there)
  const theirs = new Map(said.map((change) => [`${change.from}->${change.to}`, change]))
  const shown = ({ topology, groups }: Side, { from, to, witness }: Change): ReturnType<typeof crossingOf> =>
    ([from, to].every((id) => isAsked(groups, id)) ? crossingOf(topology, from, to, witness) : undefined)
  const isThere = (change: Change): boolean => shown(here, change) !== undefined
  const wasThere = (change: Change): boolean => typeof shown(there, change) === 'object'
  // See disputes.test.ts: where something is translated to itself, the engine may say too much.
  const translated = [...here.topology.devices.values()].some(({ pipeline }) => Object.values(pipeline).flat().some(({ kind }) => kind === 'translate'))
  const toItself = ({ witness: { sent, delivered } }: Change): boolean => translated && JSON.stringify(sent) === JSON.stringify(delivered)
  return [
    ...[...ours.keys()].filter((pair) => !theirs.has(pair)).map((pair) => `${what} ${pair}: only the walker says so`),
    ...[...theirs].filter(([pair, change]) => !isThere(change) || (!toItself(change) && (wasThere(change) || (complete && ours.get(pair) !== change.certain))))
      .map(([pair, { certain, witness }]) => `${what} ${pair}: the engine says so (${certain}, ${JSON.stringify(witness.sent)} ${JSON.stringify(witness.delivered)}), the walker ${ours.get(pair) ?? 'does not'}`),
  ]
}

/** What is no more from one segment may still be from another of the zone, where two have the same addresses. */
const fromAllOfItsZone = (topologies: readonly Topology[], { place, header }: Start): Start[] => {
  const zones = (one: Start['place']): string => topologies.map((topology) => zoneOf(topology, one as Sender)).join()
  const places = topologies.flatMap(senders).filter((one) => zones(one) === zones(place))
  return [...new Map(places.map((one) => [JSON.stringify(one), { place: one, header }])).values()]
}

/** In words; `complete`: whether the packets are of every kind that the two networks can tell apart. */
export const differ = (base: Topology, head: Topology, some: readonly Start[], complete: boolean): string[] => {
  const starts = complete ? some : some.flatMap((start) => fromAllOfItsZone([base, head], start))
  const recall = new Recall()
  const universe = universeOf(base, head)
  const side = (topology: Topology): Side | undefined => {
    const reach = new Reach(new Network(topology, recall))
    const groups = zoneGroups(reach)
    const all = crossings(topology, starts, universe)
    return all && { topology, reach, groups, crossings: all.filter(({ from, to }) => isAsked(groups, from) && isAsked(groups, to)) }
  }
  const [old, now] = [side(base), side(head)]
  if (!old || !now) return []
  const said = difference(old, now)
  return [...quarrel('opened', said.opened, now, old, complete), ...quarrel('closed', said.closed, old, now, complete)]
}
