/** Every area against every other: what gets through, and what only answers. */
import { servicesIn } from '../net/services-in.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { Topology } from '../topology/model.ts'
import { ANY_ROUTE, MAY, SURELY, type Reading } from './flood.ts'
import type { Holds } from '../verdict.ts'
import { UNDECLARED, type Place } from './places.ts'
import type { Reach } from './reach.ts'
import type { Replies } from './replies.ts'

/** Places that are asked about together. */
export interface Group { readonly id: string; readonly places: readonly Place[] }

/**
 * What packets do from one group to another, with no session anywhere. `closed`: none gets through, proved. `replies`: only
 * answers to what the other end opens. `open`: exactly these services, some of them only in doubt. `unknown`: all in doubt.
 */
export type Passage =
  | { readonly is: 'closed'; readonly holds: Holds }
  | { readonly is: 'replies'; readonly services: readonly string[] }
  | { readonly is: 'open'; readonly services: readonly string[]; readonly doubtful: readonly string[] }
  | { readonly is: 'unknown'; readonly doubtful: readonly string[] }

export interface Cell { readonly from: string; readonly to: string; readonly passage: Passage }

/** Each zone with its segments, and what is undeclared where something is. */
export function zoneGroups(reach: Reach): Group[] {
  const { topology } = reach.network
  const zones = [...topology.zones.values()].map((zone): Group => ({
    id: zone.id, places: [...segmentsOf(topology, zone.id), ...(zone.external ? [{ zone: zone.id }] : [])],
  }))
  return reach.hasUndeclared() ? [...zones, { id: 'undeclared', places: [UNDECLARED] }] : zones
}

/** Each segment, each external zone, and what is undeclared where something is. */
export function segmentGroups(reach: Reach): Group[] {
  return reach.origins.filter((place) => !('device' in place)).map((place) => ({
    id: 'segment' in place ? place.segment : 'zone' in place ? place.zone : 'undeclared', places: [place],
  }))
}

const segmentsOf = ({ segments }: Topology, zone: string): Place[] =>
  [...segments.values()].filter((segment) => segment.zone === zone).map(({ id }) => ({ segment: id }))

export function matrixOf(reach: Reach, replies: Replies, groups: readonly Group[]): Cell[] {
  return groups.flatMap((from) => groups.filter((to) => to !== from).map((to) => ({ from: from.id, to: to.id, passage: passage(reach, replies, from, to) })))
}

function passage(reach: Reach, replies: Replies, from: Group, to: Group): Passage {
  const { space } = reach.network
  const between = (reading: Reading): PacketSet => space.union(pairs(from, to).map(([source, target]) => reach.initiate(source, target, reading)))
  const may = between(MAY)
  if (may.isEmpty()) {
    const answered = space.union(pairs(to, from).map(([client, server]) =>
      reach.initiate(client, server).whereSent(replies.answered(client, server))))
    if (!answered.isEmpty()) return { is: 'replies', services: servicesIn(answered) }
    return { is: 'closed', holds: holdsOf(reach.aside(() => between(ANY_ROUTE).isEmpty())) }
  }
  const sure = between(SURELY)
  const doubtful = servicesIn(may.subtract(sure))
  return sure.isEmpty() ? { is: 'unknown', doubtful } : { is: 'open', services: servicesIn(sure), doubtful }
}

/** `filtered`: whether nothing gets through with every route possible; undefined: too large to say. */
export const holdsOf = (filtered: boolean | undefined): Holds => (filtered === undefined ? 'undecided' : filtered ? 'by-filter' : 'by-routing-only')

const pairs = (from: Group, to: Group): (readonly [Place, Place])[] =>
  from.places.flatMap((source) => to.places.map((target) => [source, target] as const))
