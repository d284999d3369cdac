/** What hangs where: every host, interface, line and SSID at the VLAN of the switch that its cable leads to. */
import { addressesOf, unionAddresses, type AddressSet } from '../net/address.ts'
import { count, has } from '../net/interval.ts'
import type { At } from '../verdict.ts'
import type { Host, Link, LinkEnd, PortEnd, Segment, Switch, SwitchPort, Topology, Wireless } from './model.ts'

/** A VLAN of a switch, or a cable that joins two ends without one. */
export type Spot = { readonly switch: string; readonly vlan: number } | { readonly cable: number }

export const spotKey = (spot: Spot): string => ('cable' in spot ? `cable ${spot.cable}` : `${spot.vlan} ${spot.switch}`)

/** Something of a segment at a spot. `label`: nothing hangs there that we know of, but the VLAN is the segment's. */
export interface Berth {
  readonly is: 'label' | Exclude<LinkEnd['kind'], 'port'> | 'wireless'
  /** Undefined: of an SSID that says a VLAN alone. */
  readonly segment?: string
  readonly spot: Spot
  /** As it was typed: fw1/lan, nas, the id of a wireless LAN; of a label nothing. */
  readonly name: string
  /** The port of the switch that it hangs on. */
  readonly port?: SwitchPort
  readonly at: At
  /** The addresses that are surely there; undefined: whatever of the segment there is. */
  readonly addresses?: AddressSet
  readonly face?: { readonly device: string; readonly interface: string }
  readonly host?: string
}

/** A cable between two ports of switches. */
export interface Trunk { readonly ends: readonly [PortEnd, PortEnd]; readonly at: At }

export interface Wiring {
  readonly berths: readonly Berth[]
  readonly trunks: readonly Trunk[]
  readonly bySpot: ReadonlyMap<string, readonly Berth[]>
  readonly bySegment: ReadonlyMap<string, readonly Berth[]>
  /** The VLAN ids that anything tells apart; of others nothing can be said that is not said of these. */
  readonly vlans: ReadonlySet<number>
  port(end: PortEnd): SwitchPort
}

export const carries = (port: SwitchPort, vlan: number): boolean => port.untagged === vlan || has(port.tagged, vlan)

export function wiringOf(topology: Topology): Wiring {
  const { links = [], segments, switches = new Map<string, Switch>() } = topology
  const port = (end: PortEnd): SwitchPort => switches.get(end.switch)!.ports.get(end.port)!
  const owners = ownersOf(topology)
  const berths = [
    ...links.flatMap((link, index) => berthsOf(link, index, topology, port)),
    ...[...switches.values()].flatMap((one) => routingHalf(one, topology)),
    ...[...(topology.wireless ?? new Map<string, Wireless>()).values()].flatMap((one) => airOf(one, topology, port)),
    ...[...switches.values()].flatMap((one) => labelsOf(one, owners)),
  ]
  return {
    berths, port, bySpot: grouped(berths, ({ spot }) => spotKey(spot)), bySegment: grouped(berths, ({ segment }) => segment),
    trunks: links.flatMap(({ ends: [a, b], at }) => (a.kind === 'port' && b.kind === 'port' ? [{ ends: [a, b] as const, at }] : [])),
    vlans: new Set([
      ...[...segments.values()].flatMap(({ vlan }) => vlan ?? []),
      ...berths.flatMap(({ spot }) => ('vlan' in spot ? [spot.vlan] : [])),
      ...[...switches.values()].flatMap(({ ports }) => [...ports.values()].flatMap(({ untagged }) => untagged ?? [])),
    ]),
  }
}

function grouped(berths: readonly Berth[], keyOf: (berth: Berth) => string | undefined): Map<string, Berth[]> {
  const groups = new Map<string, Berth[]>()
  for (const berth of berths) {
    const key = keyOf(berth)
    const group = key === undefined ? undefined : groups.get(key)
    if (group) group.push(berth)
    else if (key !== undefined) groups.set(key, [berth])
  }
  return groups
}

type End = Exclude<LinkEnd, PortEnd>
type PortOf = (end: PortEnd) => SwitchPort

function berthsOf({ ends, at }: Link, index: number, topology: Topology, port: PortOf): Berth[] {
  const [a, b] = ends
  if (a.kind === 'port' && b.kind === 'port') return []
  if (a.kind !== 'port' && b.kind !== 'port') {
    const spot = { cable: index }
    return [a, b].flatMap((end, side) => segmentsOf(end, topology, (id) => segmentsOf([a, b][1 - side] as End, topology).includes(id))
      .map((segment) => berth(end, segment, spot, at, topology)))
  }
  const [plug, end] = a.kind === 'port' ? [a, b as End] : [b as PortEnd, a]
  const here = port(plug)
  const vlanOf = (id: string): number | undefined => topology.segments.get(id)?.vlan
  const matches = (id: string): boolean => vlanOf(id) !== undefined && carries(here, vlanOf(id)!)
  return segmentsOf(end, topology, matches).flatMap((segment): Berth[] => {
    const tag = end.kind === 'interface' ? topology.devices.get(end.device)!.interfaces.get(end.interface)!.vlan : undefined
    const vlan = tag ?? (matches(segment) ? vlanOf(segment) : here.untagged)
    return vlan === undefined || !carries(here, vlan) ? [] : [berth(end, segment, { switch: plug.switch, vlan }, at, topology, here)]
  })
}

/** The segments that an end stands on. Of a host with several legs those that `fit`, else those that fit no other cable of it. */
function segmentsOf(end: End, topology: Topology, fit: (segment: string) => boolean = () => false): readonly string[] {
  switch (end.kind) {
    case 'interface': return [topology.devices.get(end.device)!.interfaces.get(end.interface)!.segment ?? []].flat()
    case 'line': return [topology.lines.get(end.line)!.segment]
    case 'segment': return [end.segment]
    case 'host': {
      if (end.segment !== undefined) return [end.segment]
      const legs = [...new Set(topology.hosts.get(end.host)!.attach.flatMap(({ place }) => ('segment' in place ? [place.segment] : [])))]
      const fitting = legs.filter(fit)
      return fitting.length > 0 || legs.length < 2 ? (fitting.length > 0 ? fitting : legs) : strayLegs(end.host, legs, topology)
    }
  }
}

function strayLegs(host: string, legs: readonly string[], { links = [], segments, switches }: Topology): readonly string[] {
  const ports = links.flatMap(({ ends: [a, b] }) => [[a, b], [b, a]] as const)
    .flatMap(([one, other]) => (one.kind === 'host' && one.host === host && other.kind === 'port' ? [switches!.get(other.switch)!.ports.get(other.port)!] : []))
  const stray = legs.filter((leg) => !ports.some((port) => segments.get(leg)!.vlan !== undefined && carries(port, segments.get(leg)!.vlan!)))
  return stray.length > 0 ? stray : legs
}

function berth(end: End, segment: string, spot: Spot, at: At, topology: Topology, port?: SwitchPort): Berth {
  const about = { is: end.kind, segment, spot, at, ...(port && { port }) }
  switch (end.kind) {
    case 'interface': return { ...about, name: `${end.device}/${end.interface}`, face: end, addresses: ofFace(end, topology) }
    case 'host': return { ...about, name: end.host, host: end.host, addresses: ofLeg(topology.hosts.get(end.host)!, segment) }
    case 'line': return { ...about, name: end.line }
    case 'segment': return { ...about, name: segment }
  }
}

const ofFace = (face: { device: string; interface: string }, { devices }: Topology): AddressSet =>
  unionAddresses(...devices.get(face.device)!.interfaces.get(face.interface)!.addresses.map(({ address }) => addressesOf(address)))

const ofLeg = ({ attach }: Host, segment: string): AddressSet =>
  unionAddresses(...attach.flatMap(({ place, addresses }) => ('segment' in place && place.segment === segment ? [addresses] : [])))

/** The VLAN interfaces of an L3 switch: those with a tag, or a name such as vlan110, that no cable is plugged into. */
function routingHalf(one: Switch, topology: Topology): Berth[] {
  const device = one.device === undefined ? undefined : topology.devices.get(one.device)
  if (!device) return []
  const plugged = new Set((topology.links ?? []).flatMap(({ ends }) => ends.flatMap((end) => (end.kind === 'interface' && end.device === device.id ? [end.interface] : []))))
  return [...device.interfaces.values()].flatMap((face): Berth[] => {
    const named = /^(?:vlan|vl|irb|ve|bvi)[-_. ]?0*(\d{1,4})$/i.exec(face.name)?.[1]
    const vlan = face.vlan ?? (named === undefined ? undefined : Number(named))
    if (vlan === undefined || face.segment === undefined || plugged.has(face.name)) return []
    const end = { device: device.id, interface: face.name }
    return [{
      is: 'interface', segment: face.segment, spot: { switch: one.id, vlan }, name: `${device.id}/${face.name}`, at: face.at, face: end,
      addresses: ofFace(end, topology),
    }]
  })
}

/** An SSID comes out of its access points with the tag that it names, or that of its segment, or as the port takes it. */
function airOf(one: Wireless, { segments }: Topology, port: PortOf): Berth[] {
  const pairs = one.segments.length === 0 ? one.vlans.map((vlan) => ({ vlan }))
    : one.segments.map((segment, index) => ({ segment, ...(one.vlans.length === one.segments.length && { vlan: one.vlans[index]! }) }))
  const about = { is: 'wireless' as const, name: one.id, at: one.at }
  return one.accessPoints.flatMap((end) => (pairs.length > 0 ? pairs : [{}]).flatMap(({ segment, vlan: typed }: { segment?: string; vlan?: number }): Berth[] => {
    const here = port(end)
    const own = segment === undefined ? undefined : segments.get(segment)!.vlan
    const vlan = typed ?? (own !== undefined && carries(here, own) ? own : here.untagged)
    if (vlan === undefined || !carries(here, vlan)) return []
    return [{ ...about, spot: { switch: end.switch, vlan }, port: here, ...(segment !== undefined && { segment }) }]
  }))
}

/** The VLANs of a switch that are a segment's: by what was typed, else by their number where only one segment has it. */
function labelsOf(one: Switch, owners: ReadonlyMap<number, readonly Segment[]>): Berth[] {
  const ports = [...one.ports.values()]
  const onlyDefault = ports.every((port) => port.tagged.length === 0 && (port.untagged ?? DEFAULT_VLAN) === DEFAULT_VLAN)
  const used = usedVlans(ports)
  const typed = [...one.vlans].map(([vlan, { segment, at }]): Berth => ({ is: 'label', segment, spot: { switch: one.id, vlan }, name: '', at }))
  const counted = [...owners].flatMap(([vlan, [owner, ...others]]): Berth[] => {
    // Out of the box every port of every switch is in VLAN 1: on a switch that knows no other the number says nothing.
    if (!owner || others.length > 0 || one.vlans.has(vlan) || (onlyDefault && vlan === DEFAULT_VLAN)) return []
    const port = used.get(vlan)
    return port ? [{ is: 'label', segment: owner.id, spot: { switch: one.id, vlan }, name: '', port, at: port.at }] : []
  })
  return [...typed, ...counted]
}

/** The segments of each VLAN id. */
export function ownersOf({ segments }: Topology): ReadonlyMap<number, readonly Segment[]> {
  const owners = new Map<number, Segment[]>()
  for (const segment of segments.values()) {
    if (segment.vlan !== undefined) owners.set(segment.vlan, [...owners.get(segment.vlan) ?? [], segment])
  }
  return owners
}

const DEFAULT_VLAN = 1
/** A trunk that lets through at least so many lets through all: of none of them does it say that it is used here. */
const ALL = 4093n

/** The VLANs that ports were set up for by themselves, each with the first such port, an access port before a trunk. */
export function usedVlans(ports: readonly SwitchPort[]): ReadonlyMap<number, SwitchPort> {
  const used = new Map<number, SwitchPort>()
  const note = (vlan: number, port: SwitchPort): void => { if (!used.has(vlan)) used.set(vlan, port) }
  for (const port of [...ports].sort((a, b) => Number(a.mode === 'trunk') - Number(b.mode === 'trunk'))) {
    if (port.untagged !== undefined) note(port.untagged, port)
    if (port.tagged.length === 0 || count(port.tagged) >= ALL) continue
    for (const [low, high] of port.tagged) for (let vlan = low; vlan <= high; vlan++) note(vlan, port)
  }
  return used
}
