/** Random rules between zones, a random register and random exceptions; and whether one of them permits a packet, by the words. */
import { inPrefix, inSet, set, setOf } from './addresses.ts'
import { judge } from './conditions.ts'
import type { Crossing } from './crossings.ts'
import { AT } from './generate-rules.ts'
import { hasPorts } from './protocols.ts'
import { random as seeded, type Random } from './random.ts'
import type { Place } from './places.ts'
import type { Family, Header } from '../../src/net/header.ts'
import { ANYTHING, type Condition, type End, type Exception, type Flow, type Topology } from '../../src/topology/model.ts'
import type { ZonePair } from '../../src/rules/profiles/profile.ts'

export const AS_OF = '2026-11-01'

export interface Policy { readonly topology: Topology; readonly zonePairs: readonly ZonePair[] }

const port = (protocol: number): Condition => ({ test: 'all', of: [{ test: 'protocol', set: [[protocol, protocol]] }, { test: 'destination-port', set: [[443, 443]] }] })
const NARROW: readonly Condition[] = [port(6), port(17), { test: 'any', of: [port(6), port(17)] }]
const WIDE: readonly Condition[] = [...NARROW, { test: 'protocol', set: [[6, 6]] }, ANYTHING, ANYTHING]

const end = (kind: 'host' | 'party' | 'zone' | 'segment', id: string): End => ({ kind, id, at: AT })

/** A whole zone or segment, or who stands there. */
const wideEnd = (random: Random, { zones, segments, hosts, parties }: Topology): End => random.pick([
  ...[...zones.keys()].flatMap((id) => [end('zone', id), end('zone', id)]), ...[...segments.keys()].map((id) => end('segment', id)),
  ...[...hosts.keys()].map((id) => end('host', id)), ...[...parties.keys()].map((id) => end('party', id)),
])

/** Few addresses of a zone; the whole of a segment is few here. */
const narrowEnd = (random: Random, topology: Topology, zones: readonly string[]): End => {
  const zone = random.pick(zones)
  const own = [...topology.segments.values()].filter((segment) => segment.zone === zone).flatMap(({ subnets }) => subnets)
  return { kind: 'addresses', place: { zone }, at: AT, set: own.length === 0 ? set('198.51.100.4') : setOf([random.pick(own)]) }
}

const dated = (random: Random): { readonly expires: string } => ({ expires: random.chance(0.85) ? '2027-03-31' : '2026-10-31' })

export const withPolicy = (topology: Topology, seed: number): Policy => {
  const random = seeded(seed ^ 0x9017)
  const zones = [...topology.zones.keys()]
  const closed = [...topology.zones.values()].filter(({ tier }) => tier === 'mynumber' || tier === 'lgwan').map(({ id }) => id)
  const flows = Array.from({ length: random.int(0, 4) }, (_, index): Flow => {
    // What the policy asks of a 特定通信: narrow at both ends, nobody on the Internet side, one service.
    const kind = random.pick(['specific', 'ordinary'] as const)
    const narrow = kind === 'specific'
    const side = (): End => (narrow ? narrowEnd(random, topology, closed) : wideEnd(random, topology))
    return { id: `f${index}`, at: AT, kind, from: [side()], to: [side()], service: random.pick(narrow ? NARROW : WIDE), serviceText: '-',
      purpose: '-', approved: { by: '-', on: '2026-01-01', at: AT }, ...dated(random) }
  })
  const exceptions = Array.from({ length: random.pick([0, 0, 1, 2]) }, (_, index): Exception => {
    const ends = random.shuffle([[narrowEnd(random, topology, zones)], [wideEnd(random, topology)]])
    return { id: `e${index}`, at: AT, rules: random.pick([['mynumber-isolation'], ['zone-pairs'], ['mynumber-isolation', 'zone-pairs']]), rulesAt: [],
      from: ends[0]!, to: ends[1]!, service: random.pick(WIDE), reason: '-', approver: '-', ticket: '-', measures: '-', issued: '2026-01-01', ...dated(random) }
  })
  const zonePairs = Array.from({ length: random.int(0, 3) }, (_, index): ZonePair => ({
    from: random.pick(zones), to: random.pick(zones), communication: random.pick(['forbidden', 'registered']), clause: String(index), at: { file: 'random', path: [] },
  }))
  // Of two zones one thing is said.
  const ruled = [...new Map(zonePairs.map((pair) => [`${pair.from}->${pair.to}`, pair])).values()]
  const byId = <T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> => new Map(all.map((each) => [each.id, each]))
  return { topology: { ...topology, flows: byId(flows), exceptions: byId(exceptions) }, zonePairs: ruled }
}

export const inForce = ({ expires }: Flow | Exception): boolean => expires !== undefined && expires >= AS_OF

const isEnd = ({ zones, segments, hosts, parties }: Topology, one: End, place: Place, family: Family, value: bigint): boolean => {
  const inZone = (id: string): boolean => ('zone' in place ? place.zone === id
    : 'segment' in place && segments.get(place.segment)?.zone === id && segments.get(place.segment)!.subnets.some((each) => inPrefix(each, family, value)))
  switch (one.kind) {
    case 'host': return hosts.get(one.id)!.attach.some((each) => inSet(each.addresses, family, value)
      && ('zone' in each.place ? 'zone' in place && place.zone === each.place.zone : 'segment' in place && place.segment === each.place.segment))
    case 'party': return 'zone' in place && place.zone === parties.get(one.id)!.zone && inSet(parties.get(one.id)!.addresses, family, value)
    case 'segment': return 'segment' in place && place.segment === one.id && segments.get(one.id)!.subnets.some((each) => inPrefix(each, family, value))
    case 'zone': return zones.has(one.id) && inZone(one.id)
    case 'addresses': return one.place !== undefined && inZone(one.place.zone) && inSet(one.set, family, value)
    case 'device': return false
  }
}

/** A later fragment belongs to every service of its protocol that has ports: without its first it comes to nothing. */
const isService = (service: Condition, header: Header): boolean => {
  const matches = (each: Header): boolean => judge(service, { header: each, in: undefined, out: undefined, state: undefined, reassembles: false }) === 'true'
  return matches(header) || (header.fragment && hasPorts(header)
    && [80, 443].some((destinationPort) => matches({ ...header, fragment: false, destinationPort })))
}

/** Who sends, as sent; who receives and by which service, as delivered. */
export const permits = (topology: Topology, { from, to, service }: Flow | Exception, { start, place, header }: Crossing): boolean => {
  const { family, source } = start.header
  return from.some((one) => isEnd(topology, one, start.place as Place, family, source))
    && to.some((one) => isEnd(topology, one, place, family, header.destination)) && service !== undefined && isService(service, header)
}
