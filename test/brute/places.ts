/** The ground between devices: segments, next hops, lines and hosts with several legs. */
import { inPrefix, inSet } from './addresses.ts'
import { heardOver } from './cables.ts'
import { once } from './once.ts'
import { UNDECLARED, waysOut } from './outside.ts'
import { READING } from './reading.ts'
import type { Family, Header } from '../../src/net/header.ts'
import type { Way } from './routing.ts'
import type { Device, Host, Interface, Line, Topology } from '../../src/topology/model.ts'

export type Place = { readonly segment: string } | { readonly zone: string } | { readonly device: string }

/** Where a packet stands between two machines. */
export type Arrival =
  | { readonly kind: 'interface'; readonly device: string; readonly name: string }
  | { readonly kind: 'host'; readonly host: string; readonly segment: string }
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'delivered'; readonly place: Place }
  | { readonly kind: 'dropped'; readonly reason: string }

const here = (place: Place): Arrival[] => [{ kind: 'delivered', place }]

const interfacesOn = once((topology: Topology, segment: string): { device: Device; each: Interface }[] =>
  [...topology.devices.values()].flatMap((device) =>
    [...device.interfaces.values()].filter((each) => each.segment === segment).map((each) => ({ device, each }))))

const arriving = (found: readonly { device: Device; each: Interface }[]): Arrival[] =>
  found.map(({ device, each }) => ({ kind: 'interface', device: device.id, name: each.name }))

const owning = (topology: Topology, segment: string, family: Family, value: bigint): { device: Device; each: Interface }[] =>
  interfacesOn(topology, segment).filter(({ each }) =>
    each.addresses.some(({ address }) => address.family === family && address.value === value))

const linesOn = once((topology: Topology, segment: string): Line[] =>
  waysOut(topology).filter((line) => line.segment === segment))

const legs = once((host: Host): string[] =>
  [...new Set(host.attach.flatMap(({ place }) => ('segment' in place ? [place.segment] : [])))])

/** With several legs unless it is said not to; with a single one only if it is said to. */
const forwards = (host: Host): boolean => host.forwards ?? legs(host).length > 1

const hostsOn = once((topology: Topology, segment: string): Host[] =>
  [...topology.hosts.values()].filter((host) => legs(host).includes(segment)))

const forwarding = (topology: Topology, segment: string): Arrival[] =>
  hostsOn(topology, segment).filter(forwards).map((host) => ({ kind: 'host', host: host.id, segment }))

const inSubnets = (topology: Topology, segment: string, header: Header): boolean =>
  topology.segments.get(segment)?.subnets.some((each) => inPrefix(each, header.family, header.destination)) === true

const delivered = (topology: Topology, segment: string, header: Header, except?: string): Arrival[] =>
  inSubnets(topology, segment, header)
    && owning(topology, segment, header.family, header.destination).every(({ device }) => device.id === except)
    ? here({ segment }) : []

/** Where a host with this address as destination takes it in, if it is one of its own. */
const takenIn = (host: Host, header: Header): Place[] => host.attach
  .filter(({ addresses }) => inSet(addresses, header.family, header.destination)).map(({ place }) => place)

const nextHopHosts = (topology: Topology, segment: string, family: Family, next: bigint): Host[] =>
  hostsOn(topology, segment).filter((host) => host.attach.some(({ place, addresses }) =>
    'segment' in place && place.segment === segment && inSet(addresses, family, next)))

const linesAt = (topology: Topology, segment: string, family: Family, next: bigint): Line[] =>
  linesOn(topology, segment).filter((line) => line.peers.some((peer) => peer.family === family && peer.value === next))

/** Whether nobody stands on the segment who could take a packet on, but the interface itself. */
const alone = (topology: Topology, segment: string, each: Interface): boolean => linesOn(topology, segment).length === 0
  && forwarding(topology, segment).length === 0 && interfacesOn(topology, segment).every((other) => other.each === each)

/** Segments where a route names a next hop that nobody declared, or leads to nobody: a machine of its own stands there. */
export const strangeSegments = once((topology: Topology): string[] => !READING.strangersStandOnSegments ? []
  : [...topology.segments.keys()].filter((segment) => [...topology.devices.values()].some((device) => [...device.routes, ...device.policyRoutes ?? []].some(({ next }) => {
    const out = 'interface' in next ? device.interfaces.get(next.interface) : undefined
    if (out?.segment !== segment) return false
    if (next.kind !== 'via') return alone(topology, segment, out)
    const { family, value } = next.address
    return owning(topology, segment, family, value).length === 0 && linesAt(topology, segment, family, value).length === 0
      && nextHopHosts(topology, segment, family, value).length === 0
  }))))

const strangers = (topology: Topology, segment: string): Arrival[] =>
  strangeSegments(topology).includes(segment) ? here({ zone: UNDECLARED }) : []

/** Whoever else is in the same broadcast domain. */
const overCables = (topology: Topology, segment: string, header: Header): Arrival[] => heardOver(topology, segment).flatMap((other) => [
  ...delivered(topology, other, header),
  ...arriving(interfacesOn(topology, other)),
  ...forwarding(topology, other),
  ...linesOn(topology, other).map((line): Arrival => ({ kind: 'line', line: line.id })),
  ...strangers(topology, other),
])

/** What a sender on the segment, or the far end of a line on it, may do with its packet. */
export const handedOver = (topology: Topology, segment: string, header: Header): Arrival[] => [
  ...delivered(topology, segment, header),
  ...arriving(interfacesOn(topology, segment)),
  ...(READING.sendersUseHosts ? forwarding(topology, segment) : []),
  ...(READING.sendersUseLines ? linesOn(topology, segment).map((line): Arrival => ({ kind: 'line', line: line.id })) : []),
  ...strangers(topology, segment),
  ...overCables(topology, segment, header),
]

const connected = (topology: Topology, segment: string, header: Header): Arrival[] => {
  const owner = owning(topology, segment, header.family, header.destination)
  if (owner.length > 0) return arriving(owner)
  return inSubnets(topology, segment, header) ? here({ segment }) : here({ zone: UNDECLARED })
}

const via = (topology: Topology, segment: string, next: bigint, header: Header): Arrival[] => {
  const { family } = header
  const owner = owning(topology, segment, family, next)
  if (owner.length > 0) return arriving(owner)
  if (READING.nextHopTakesItsOwn && next === header.destination && inSubnets(topology, segment, header)) return here({ segment })
  const lines = linesAt(topology, segment, family, next).map((line): Arrival => ({ kind: 'line', line: line.id }))
  const hosts = nextHopHosts(topology, segment, family, next)
  if (hosts.length + lines.length === 0) return here({ zone: UNDECLARED })
  return [...lines, ...hosts.flatMap((host): Arrival[] => {
    const own = takenIn(host, header)
    const passes: Arrival[] = forwards(host) && READING.hostsForwardTheirOwn ? [{ kind: 'host', host: host.id, segment }] : []
    if (own.length > 0) return [...(READING.hostsTakeInByAddress ? own.flatMap((place) => here(place)) : here({ segment })), ...passes]
    if (forwards(host)) return [{ kind: 'host', host: host.id, segment }]
    return lines.length > 0 ? [] : [{ kind: 'dropped', reason: 'host-does-not-forward' }]
  })]
}

const unnumbered = (topology: Topology, segment: string, from: Interface, header: Header, device: string): Arrival[] => {
  const anyone = [
    ...delivered(topology, segment, header, READING.sendersOwnTheirAddresses ? undefined : device),
    ...arriving(interfacesOn(topology, segment).filter(({ each }) => each !== from)),
    ...linesOn(topology, segment).map((line): Arrival => ({ kind: 'line', line: line.id })),
    ...(READING.unnumberedReachesHosts ? forwarding(topology, segment) : []),
    ...strangers(topology, segment),
  ]
  const direct = anyone.length === 0 && READING.nobodyIsUndeclared ? here({ zone: UNDECLARED }) : anyone
  return [...direct, ...overCables(topology, segment, header)]
}

/** What becomes of a packet that a device sends out. */
export const goesOut = (topology: Topology, device: Device, way: Way, header: Header): Arrival[] => {
  const out = device.interfaces.get(way.out)
  if (out?.segment === undefined) return here({ zone: UNDECLARED })
  switch (way.next.kind) {
    case 'connected': return connected(topology, out.segment, header)
    case 'via': return via(topology, out.segment, way.next.address, header)
    case 'unnumbered': return unnumbered(topology, out.segment, out, header, device.id)
  }
}

/** A host may send on, by any leg but the one it came in, or by its only one, to whoever is there. */
export const passedOn = (topology: Topology, host: Host, cameIn: string, header: Header): Arrival[] => {
  const own = takenIn(host, header)
  if (own.length > 0 && !READING.hostsForwardTheirOwn) return own.flatMap((place) => here(place))
  const all = legs(host)
  return all.filter((leg) => leg !== cameIn || all.length === 1).flatMap((segment) => [
    ...delivered(topology, segment, header),
    ...arriving(interfacesOn(topology, segment)),
    ...linesOn(topology, segment).map((line): Arrival => ({ kind: 'line', line: line.id })),
    ...forwarding(topology, segment).filter((each) => READING.hostsTurnBack || each.kind !== 'host' || each.host !== host.id),
    ...strangers(topology, segment),
    ...overCables(topology, segment, header),
  ])
}

/** Every interface that leads to nothing declared. */
const unbound = (topology: Topology): Arrival[] => [...topology.devices.values()].flatMap((device) =>
  [...device.interfaces.values()].filter((each) => each.segment === undefined)
    .map((each): Arrival => ({ kind: 'interface', device: device.id, name: each.name })))

/** Where what nobody declared may send: into every such interface, and onto every segment where it stands. */
export const fromStrangers = (topology: Topology, header: Header): Arrival[] => [
  ...unbound(topology),
  ...strangeSegments(topology).flatMap((segment) => handedOver(topology, segment, header)),
]
