/** External zones: who holds an address, who a packet from outside belongs to, and what becomes of one that enters. */
import { inPrefix, inSet, isPublic, rangesOf } from './addresses.ts'
import { once } from './once.ts'
import { READING } from './reading.ts'
import type { AddressSet } from '../../src/net/address.ts'
import type { Family, Header } from '../../src/net/header.ts'
import type { Host, Line, Topology, Zone } from '../../src/topology/model.ts'

export const UNDECLARED = 'undeclared'
const FAMILIES: readonly Family[] = [4, 6]

interface Resident { readonly zone: string; readonly addresses: AddressSet }

/** Parties, and hosts that stand in an external zone. */
const residents = once((topology: Topology): Resident[] => [
  ...[...topology.parties.values()].map(({ zone, addresses }) => ({ zone, addresses })),
  ...[...topology.hosts.values()].flatMap((host) => host.attach.flatMap(({ place, addresses }) =>
    'zone' in place ? [{ zone: place.zone, addresses }] : [])),
])

const typed = once((topology: Topology): Resident[] =>
  [...topology.zones.values()].filter((zone) => zone.external).map((zone) => ({ zone: zone.id, addresses: zone.addresses })))

const onSegment = (topology: Topology, family: Family, value: bigint): boolean =>
  [...topology.segments.values()].some((segment) => segment.subnets.some((each) => inPrefix(each, family, value)))

/** The zone of the Internet itself holds every public address that nothing else holds. */
const internetHolds = (topology: Topology, zone: Zone, family: Family, value: bigint): boolean =>
  zone.tier === 'public' && isPublic(family, value) && !onSegment(topology, family, value)
  && ![...residents(topology), ...typed(topology)].some((each) => each.zone !== zone.id && inSet(each.addresses, family, value))

export const holds = (topology: Topology, zone: string, family: Family, value: bigint): boolean => {
  const found = topology.zones.get(zone)
  return [...residents(topology), ...typed(topology)].some((each) => each.zone === zone && inSet(each.addresses, family, value))
    || (found !== undefined && internetHolds(topology, found, family, value))
}

const somethingHolds = (topology: Topology, family: Family, value: bigint): boolean =>
  onSegment(topology, family, value) || [...topology.zones.keys()].some((zone) => holds(topology, zone, family, value))

/** A host that stands on a segment and in an external zone joins them, unless it is said not to forward. */
const joining = (host: Host): Line[] => {
  const outside = new Set(host.attach.flatMap(({ place }) => ('zone' in place ? [place.zone] : [])))
  const inside = new Set(host.attach.flatMap(({ place }) => ('segment' in place ? [place.segment] : [])))
  if (host.forwards === false) return []
  return [...inside].flatMap((segment) => [...outside].map((to): Line => ({
    id: `${host.id} from ${segment} to ${to}`, at: host.at, kind: 'host', segment, to, beyond: [],
    peers: host.attach.filter(({ place }) => 'segment' in place && place.segment === segment).flatMap(({ addresses }) =>
      FAMILIES.flatMap((family) => rangesOf(addresses, family).flatMap(([first, last]) =>
        [first, (first + last) / 2n, last].map((value) => ({ family, value }))))),
  })))
}

/** What leads to the outside: lines, and hosts that are like one. */
export const waysOut = once((topology: Topology): Line[] => [...topology.lines.values(), ...[...topology.hosts.values()].flatMap(joining)])

export const wayOut = (topology: Topology, id: string): Line | undefined => waysOut(topology).find((line) => line.id === id)

const relays = (topology: Topology, zone: string): boolean => topology.zones.get(zone)?.relays === true

/** Zones joined to this one outside the municipality: by `beyond` of a line, in either direction. */
const joined = once((topology: Topology, zone: string): string[] => [...topology.lines.values()].flatMap((line) => [
  ...(line.to === zone ? line.beyond : []),
  ...(line.beyond.includes(zone) ? [line.to] : []),
]))

/** Where a packet may be that entered one of these zones: only zones that relay pass it on. */
const spreading = (topology: Topology, from: readonly string[]): string[] => {
  const found = new Set(from)
  for (const each of found) if (relays(topology, each)) for (const other of joined(topology, each)) found.add(other)
  return [...found]
}

/** The zones whose packets come in by this line: its own, and those whose packets the zone at the line passes on. */
const behind = (topology: Topology, line: Line): string[] => [...topology.zones.values()].filter((zone) => zone.external
  && (zone.id === line.to
    || (relays(topology, line.to) && spreading(topology, joined(topology, zone.id)).includes(line.to)))).map(({ id }) => id)

/** Those of the zones that hold an address: a party or a host there says more than a zone's range. */
const holders = (topology: Topology, zones: readonly string[], family: Family, value: bigint): string[] => {
  const named = residents(topology).filter((each) => zones.includes(each.zone) && inSet(each.addresses, family, value))
  if (named.length > 0) return [...new Set(named.map(({ zone }) => zone))]
  const elsewhere = READING.partiesTakeTheirAddresses && residents(topology).some((each) => inSet(each.addresses, family, value))
  return elsewhere ? [] : zones.filter((zone) => holds(topology, zone, family, value))
}

/** The zones that have this line as their own attachment: an address of theirs is believed to be theirs here, and only here. */
const attached = (topology: Topology, line: Line): string[] => [line.to, ...(relays(topology, line.to) ? line.beyond : [])]

/** Whether a packet that comes in by this line can be the zone's: the zone's own, or of nobody who is attached by it. */
const believed = (topology: Topology, line: Line, zone: string, { family, source }: Header): boolean => {
  const found = holders(topology, [...new Set([zone, ...attached(topology, line)])], family, source)
  return found.length === 0 || found.includes(zone)
}

/** The lines by which a zone may send at all. */
export const linesOf = once((topology: Topology, zone: string): Line[] => waysOut(topology).filter((line) => behind(topology, line).includes(zone)))

/** The lines by which a zone may send this packet. */
export const linesFrom = (topology: Topology, zone: string, header: Header): Line[] =>
  linesOf(topology, zone).filter((line) => believed(topology, line, zone, header))

export type Outside =
  | { readonly kind: 'delivered'; readonly zone: string }
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'dropped'; readonly reason: string }

/** A packet enters by a line. */
export const enters = (topology: Topology, line: Line, { family, destination }: Header): Outside[] => {
  const zone = line.to
  if (!relays(topology, zone)) return [{ kind: 'delivered', zone }]
  const zones = spreading(topology, [zone])
  const found = holders(topology, zones, family, destination)
  if (found.includes(zone) && !READING.relaysItsOwn) return [{ kind: 'delivered', zone }]
  const nobodys = !somethingHolds(topology, family, destination)
    && (READING.publicMayBeUndeclared || !isPublic(family, destination))
  const receivers = found.length > 0 ? found : nobodys ? [UNDECLARED, zone] : READING.relayKeepsTheRest ? [zone] : []
  const onward = waysOut(topology).filter((each) =>
    each.id !== line.id && zones.includes(each.to) && relays(topology, each.to))
  const out: Outside[] = [
    ...receivers.map((each): Outside => ({ kind: 'delivered', zone: each })),
    ...onward.map((each): Outside => ({ kind: 'line', line: each.id })),
  ]
  return out.length === 0 ? [{ kind: 'dropped', reason: 'no-holder' }] : out
}
