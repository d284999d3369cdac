/** Who stands where: the lookups that both meanings of a network (`reach` and `trace`) ask of a topology. */
import { addressesOf, ALL_ADDRESSES, EMPTY_ADDRESSES, hasAddress, subtractAddresses, unionAddresses, type Address, type AddressSet } from '../net/address.ts'
import { PUBLIC } from '../net/special-addresses.ts'
import type { At } from '../verdict.ts'
import type { Device, Host, Interface, Line, Party, Segment, Topology, Tunnel } from '../topology/model.ts'
import type { Berth } from '../topology/wiring.ts'
import { legs, linesOfHost, type Leg } from './legs.ts'

export type { Leg } from './legs.ts'

/** Where a packet can start or end. `undeclared`: whatever stands behind a next hop or interface that nothing declared owns. */
export type Place =
  | { readonly segment: string }
  | { readonly zone: string }
  | { readonly device: string }
  | { readonly undeclared: true }

export const UNDECLARED: Place = { undeclared: true }

export const placeKey = (place: Place): string =>
  'segment' in place ? `segment:${place.segment}` : 'zone' in place ? `zone:${place.zone}`
  : 'device' in place ? `device:${place.device}` : 'undeclared'

/** Whose memory a device's is: its own, or that of its cluster. */
export const memoryKey = ({ id, cluster }: Pick<Device, 'id' | 'cluster'>): string => (cluster === undefined ? `device ${id}` : `cluster ${cluster}`)

/** A device's interface on a segment. */
export interface Port { readonly device: Device; readonly interface: Interface }

/**
 * What owns a next-hop address on a segment: the interfaces that have it, or else the lines that it is the peer of and the
 * hosts that have it. A host can be several things at once: the lines into its external zones, and a leg to its other segments.
 */
export interface NextHop {
  readonly ports: readonly Port[]
  readonly lines: readonly Line[]
  readonly legs: readonly Leg[]
  readonly hosts: readonly Host[]
}

/** A line by which an external zone may send, and the addresses that it may send from there. */
export interface Outlet { readonly line: Line; readonly sources: AddressSet }

/** What stands on a segment besides its own addresses. */
export interface Standing {
  readonly ports: readonly Port[]
  readonly legs: readonly Leg[]
  readonly lines: readonly Line[]
  readonly undeclared: boolean
}

export const isNobody = ({ ports, lines, hosts }: NextHop): boolean => ports.length + lines.length + hosts.length === 0

export class Places {
  readonly topology: Topology
  /** The tunnel that an interface leads into, where both of its ends are known. */
  private readonly tunnelOf: ReadonlyMap<Interface, Tunnel>
  /** By their inside: what stands there are their ends, as on a segment that has no addresses. */
  readonly tunnels: ReadonlyMap<string, Tunnel>
  /** Declared lines, hosts that join a segment to an external zone, and tunnels that lead into one. */
  readonly lines: readonly Line[]
  private readonly linesOfHosts: ReadonlyMap<Host, readonly Line[]>
  readonly portsOn: ReadonlyMap<string, readonly Port[]>
  readonly linesOn: ReadonlyMap<string, readonly Line[]>
  readonly linesTo: ReadonlyMap<string, readonly Line[]>
  readonly legsOn: ReadonlyMap<string, readonly Leg[]>
  /** By external zone: the addresses that packets are taken to belong to it by, most specific declaration first. */
  readonly heldBy: ReadonlyMap<string, AddressSet>
  /** Every address that a zone, party, host or segment holds, and every public one. */
  readonly knownOrPublic: AddressSet
  /** Segments on which a route or policy route names a next hop that nothing declared owns: something undeclared stands there. */
  readonly undeclaredOn: ReadonlyMap<string, At>
  private ofDevices: AddressSet | undefined
  private readonly outletsOf = new Map<string, readonly Outlet[]>()

  constructor(topology: Topology) {
    this.topology = topology
    const ports = [...topology.devices.values()].flatMap((device) =>
      [...device.interfaces.values()].map((face) => ({ device, interface: face })))
    const joined = [...topology.tunnels.values()].filter(({ ends }) => ends.length > 1)
    this.tunnels = new Map(joined.map((tunnel) => [insideKey(tunnel), tunnel]))
    this.tunnelOf = new Map(joined.flatMap((tunnel) => tunnel.ends.flatMap((end): [Interface, Tunnel][] =>
      end.on === 'device' ? [[topology.devices.get(end.device)!.interfaces.get(end.interface)!, tunnel]] : [])))
    this.portsOn = grouped(ports, (port) => this.mediumOf(port.interface))
    this.linesOfHosts = new Map([...topology.hosts.values()].map((host) => [host, linesOfHost(host)]))
    this.lines = [...topology.lines.values(), ...[...this.linesOfHosts.values()].flat(), ...joined.flatMap(linesOfTunnel)]
    this.linesOn = grouped(this.lines, (line) => line.segment)
    this.linesTo = grouped(this.lines, (line) => line.to)
    this.legsOn = grouped([...topology.hosts.values()].flatMap(legs), (leg) => leg.segment)
    const holdings = holdingsOf(topology)
    this.heldBy = holdings.byZone
    this.knownOrPublic = unionAddresses(holdings.all, PUBLIC)
    this.undeclaredOn = new Map(ports.flatMap(({ device, interface: face }) => [...device.routes, ...device.policyRoutes ?? []].flatMap((route): [string, At][] =>
      route.next.kind === 'via' && route.next.interface === face.name && face.segment !== undefined
        && isNobody(this.nextHop(face.segment, route.next.address)) ? [[face.segment, route.at]]
      : route.next.kind === 'interface' && route.next.interface === face.name && face.segment !== undefined
        && !this.anyoneElseOn(face.segment, { device, interface: face }) ? [[face.segment, route.at]] : [])))
  }

  /** What an interface leads onto: a segment, or the inside of a tunnel; undefined: nobody has said. */
  mediumOf(face: Interface): string | undefined {
    const tunnel = this.tunnelOf.get(face)
    return face.segment ?? (tunnel && insideKey(tunnel))
  }

  /** Whether a device's interface, line or forwarding host stands on a segment besides that interface. */
  anyoneElseOn(segment: string, one: Port): boolean {
    return (this.portsOn.get(segment) ?? []).some((port) => port.interface !== one.interface)
      || (this.linesOn.get(segment) ?? []).length > 0 || (this.legsOn.get(segment) ?? []).length > 0
  }

  /** What of a segment can take a packet that came over cables: all of it, or only what hangs at those berths. */
  within(segment: string, berths: readonly Berth[] | undefined): Standing {
    const all = { ports: this.portsOn.get(segment) ?? [], legs: this.legsOn.get(segment) ?? [], lines: this.linesOn.get(segment) ?? [] }
    if (!berths) return { ...all, undeclared: this.undeclaredOn.has(segment) }
    const hosts = berths.flatMap(({ host }) => (host === undefined ? [] : this.topology.hosts.get(host)!))
    return {
      ports: all.ports.filter(({ device, interface: { name } }) => berths.some(({ face }) => face?.device === device.id && face.interface === name)),
      legs: all.legs.filter(({ host }) => hosts.includes(host)),
      lines: all.lines.filter((line) => hosts.some((host) => this.linesOfHosts.get(host)!.includes(line))),
      undeclared: false,
    }
  }

  otherLegs(leg: Leg): Leg[] {
    const all = [...this.legsOn.values()].flat().filter((other) => other.host === leg.host)
    return all.length === 1 ? all : all.filter((other) => other.segment !== leg.segment)
  }

  /**
   * Who receives a packet for `address` that is in an external zone and could be in `zones`: whoever holds the address; else
   * the zone that it is in, and, where that zone relays an address of no known holder, something undeclared as well.
   */
  receivers(zone: string, zones: ReadonlySet<string>, address: Address): Place[] {
    const holders = [...zones].filter((id) => hasAddress(this.heldBy.get(id)!, address))
    if (holders.length > 0) return holders.map((id) => ({ zone: id }))
    const nobodys = !hasAddress(this.knownOrPublic, address)
    return nobodys && this.relays(zone) ? [{ zone }, UNDECLARED] : [{ zone }]
  }

  /** Addresses of devices and of the far ends of lines: nobody works there. */
  get infrastructure(): AddressSet {
    const { devices, lines } = this.topology
    return this.ofDevices ??= unionAddresses(...[...devices.values()].map(ownAddresses), ...[...lines.values()].flatMap((line) => line.peers.map(addressesOf)))
  }

  /** The devices that know each other's sessions, itself among them. */
  clusterOf(device: Device): Device[] {
    return device.cluster === undefined ? [device] : [...this.topology.devices.values()].filter(({ cluster }) => cluster === device.cluster)
  }

  /** The interfaces of devices that lead nowhere declared. */
  unboundPorts(): Port[] {
    return [...this.topology.devices.values()].flatMap((device) =>
      [...device.interfaces.values()].filter((face) => this.mediumOf(face) === undefined).map((face) => ({ device, interface: face })))
  }

  nextHop(segment: string, address: Address): NextHop {
    const ports = (this.portsOn.get(segment) ?? []).filter((port) => owns(port.interface, address))
    if (ports.length > 0) return { ports, lines: [], legs: [], hosts: [] }
    const hosts = [...this.topology.hosts.values()].filter((host) => host.attach.some(({ place, addresses }) =>
      'segment' in place && place.segment === segment && hasAddress(addresses, address)))
    return {
      ports, hosts,
      lines: (this.linesOn.get(segment) ?? []).filter((line) => line.peers.some((peer) => same(peer, address))
        || hosts.some((host) => this.linesOfHosts.get(host)!.includes(line))),
      legs: (this.legsOn.get(segment) ?? []).filter((leg) => hosts.includes(leg.host)),
    }
  }

  /**
   * The external zones that a packet which is in `zone` can be in, and the lines by which it can leave them. A packet that
   * `originates` there leaves by the zone's own lines and enters its neighbours; one that only arrived does so where the
   * zone relays. `entered` is the line that it came by: it does not turn back.
   */
  spread(zone: string, originates: boolean, entered?: Line): { zones: Set<string>; lines: Set<Line> } {
    const zones = new Set([zone])
    const lines = new Set<Line>()
    const queue = [{ zone, passes: originates || this.relays(zone) }]
    for (let next = queue.pop(); next; next = queue.pop()) {
      if (!next.passes) continue
      for (const line of this.linesTo.get(next.zone) ?? []) if (line !== entered) lines.add(line)
      for (const neighbour of this.neighbours(next.zone)) {
        if (zones.has(neighbour)) continue
        zones.add(neighbour)
        queue.push({ zone: neighbour, passes: this.relays(neighbour) })
      }
    }
    return { zones, lines }
  }

  outlets(zone: string): readonly Outlet[] {
    const known = this.outletsOf.get(zone)
    if (known) return known
    const outlets = [...this.spread(zone, true).lines].map((line) => ({ line, sources: this.sourcesBy(zone, line) }))
    this.outletsOf.set(zone, outlets)
    return outlets
  }

  /** Whoever has the line as its own attachment keeps its addresses to itself: at any other one they are spoofed. */
  private sourcesBy(zone: string, line: Line): AddressSet {
    const attached = this.relays(line.to) ? [line.to, ...line.beyond] : [line.to]
    const others = attached.filter((other) => other !== zone).map((other) => this.heldBy.get(other)!)
    return subtractAddresses(ALL_ADDRESSES, subtractAddresses(unionAddresses(...others), this.heldBy.get(zone)!))
  }

  private relays(zone: string): boolean {
    return this.topology.zones.get(zone)!.relays
  }

  /** External zones joined outside the municipality: by `beyond` of a line, in either direction. */
  private neighbours(zone: string): string[] {
    return this.lines.flatMap((line) =>
      line.to === zone ? line.beyond : line.beyond.includes(zone) ? [line.to] : [])
  }
}

const known = new WeakMap<Topology, Places>()

/** They are asked for each packet that is followed. */
export function placesOf(topology: Topology): Places {
  const places = known.get(topology) ?? new Places(topology)
  known.set(topology, places)
  return places
}

/** The addresses of interfaces: those of a whole device, of one VRF, of the devices on a segment. */
export const addressesOfFaces = (faces: Iterable<Interface>): AddressSet =>
  unionAddresses(...[...faces].flatMap((face) => face.addresses.map(({ address }) => addressesOf(address))))

export const ownAddresses = ({ interfaces }: Device): AddressSet => addressesOfFaces(interfaces.values())

export const subnetsOf = ({ subnets }: Segment): AddressSet => unionAddresses(...subnets.map(addressesOf))

export const same = (a: Address, b: Address): boolean => a.family === b.family && a.value === b.value

export const owns = (face: Interface, address: Address): boolean =>
  face.addresses.some((own) => same(own.address, address))

const insideKey = ({ id }: Tunnel): string => `inside tunnel ${id}`

/** A tunnel that ends at a party or in an external zone leads into that zone. */
const linesOfTunnel = (tunnel: Tunnel): Line[] => tunnel.ends.flatMap((end) => (end.on === 'zone' ? [{
  id: `tunnel ${tunnel.id}`, kind: 'tunnel', segment: insideKey(tunnel), to: end.zone, beyond: [], peers: [], at: tunnel.at,
}] : []))

/** Most specific first: a party or host in one zone takes its addresses out of every other zone's range. */
function holdingsOf(topology: Topology): { byZone: Map<string, AddressSet>; all: AddressSet } {
  const standing = new Map<string, AddressSet>()
  const stand = (zone: string, addresses: AddressSet): void => {
    standing.set(zone, unionAddresses(standing.get(zone) ?? EMPTY_ADDRESSES, addresses))
  }
  for (const party of topology.parties.values()) stand(party.zone, party.addresses)
  for (const host of topology.hosts.values()) {
    for (const { place, addresses } of host.attach) if ('zone' in place) stand(place.zone, addresses)
  }
  const external = [...topology.zones.values()].filter((zone) => zone.external)
  const byZone = new Map<string, AddressSet>()
  for (const zone of external) {
    const others = [...standing].filter(([id]) => id !== zone.id).map(([, set]) => set)
    const own = standing.get(zone.id) ?? EMPTY_ADDRESSES
    byZone.set(zone.id, unionAddresses(own, subtractAddresses(zone.addresses, unionAddresses(...others))))
  }
  const segments = [...topology.segments.values()].map(subnetsOf)
  const all = unionAddresses(...byZone.values(), ...segments)
  const unheld = subtractAddresses(PUBLIC, all)
  for (const zone of external) {
    if (zone.tier === 'public') byZone.set(zone.id, unionAddresses(byZone.get(zone.id)!, unheld))
  }
  return { byZone, all }
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

/** The party or host in an external zone that holds an address. */
export function standingAt(topology: Topology, zone: string, address: Address): Party | Host | undefined {
  for (const party of topology.parties.values()) if (party.zone === zone && hasAddress(party.addresses, address)) return party
  for (const host of topology.hosts.values()) {
    if (host.attach.some((a) => 'zone' in a.place && a.place.zone === zone && hasAddress(a.addresses, address))) return host
  }
  return undefined
}
