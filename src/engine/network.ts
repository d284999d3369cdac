/** The topology as a graph: devices (device-edges.ts), joined by segments, lines, external zones and forwarding hosts. */
import { addressesOf, subtractAddresses, unionAddresses, type AddressSet } from '../net/address.ts'
import type { PacketSet } from '../net/packet-set.ts'
import { PacketSpace } from '../net/packet-space.ts'
import { broadcastDomains, type Domain, type Member } from '../topology/broadcast.ts'
import type { Device, Line, Step, Topology, Tunnel } from '../topology/model.ts'
import { exactly } from './bounds.ts'
import { arriveKey, constantsOf, DeviceEdges, localKey, pass, type Constants } from './device-edges.ts'
import type { Hand } from './forwarding-table.ts'
import { Flood, legKey, lineKey, outOfLineKey, type Beginning, type Reading } from './flood.ts'
import { Graph, type Memory, type NodeId } from './graph.ts'
import { addressesOfFaces, isNobody, placeKey, placesOf, same, subnetsOf, UNDECLARED, type Leg, type Place, type Places, type Port } from './places.ts'
import { Recall } from './recall.ts'

/** The place where packets for it are received. */
const deliveredKey = (place: Place): string => ('device' in place ? localKey(place.device) : `delivered ${placeKey(place)}`)

export class Network {
  readonly topology: Topology
  readonly space: PacketSpace
  readonly places: Places
  readonly graph = new Graph()
  readonly constants: Constants
  /** What ports and cables make of the segments; those with more than one member join them. */
  readonly domains: readonly Domain[]
  /** What is known of other versions of the network. */
  readonly recall: Recall | undefined

  /** Versions of one network share what is recalled, networks to be compared at least a space. */
  constructor(topology: Topology, within: PacketSpace | Recall = new PacketSpace()) {
    const [space, recall] = within instanceof Recall ? [within.space, within] : [within, undefined]
    this.topology = topology
    this.space = space
    this.recall = recall
    this.places = placesOf(topology)
    this.constants = constantsOf(space)
    this.domains = broadcastDomains(topology)
    for (const device of topology.devices.values()) {
      new DeviceEdges(device, this.places.clusterOf(device), this, (hand) => this.handed(device, hand)).build()
    }
  }

  /** What happens to packets from where they enter the graph; `memory`: what devices remember, for answers. */
  flood(reading: Reading, starts: readonly Beginning[], memory?: ReadonlyMap<string, Memory>): Flood {
    return this.recall?.flood(this.graph, reading, starts, memory) ?? new Flood(this.graph, reading, starts, this.space, memory)
  }

  /**
   * Everything that stands on a segment, as a sender there sees it: each device and forwarding host that it may hand a packet
   * to, each line, and the addresses of the segment itself. `except`: the interface or line that the packet came out of.
   */
  onSegment(segment: string, except?: Port | { line: Line }): NodeId {
    const { graph, places } = this
    const key = !except ? `on ${segment}` : 'line' in except ? outOfLineKey(segment, except.line.id) : `on ${segment} but ${except.device.id}/${except.interface.name}`
    if (graph.has(key)) return graph.node(key)
    const node = graph.node(key)
    const tunnel = places.tunnels.get(segment)
    if (tunnel) return this.insideTunnel(node, segment, tunnel, except)
    const left = except && 'device' in except ? except : undefined
    const ports = (places.portsOn.get(segment) ?? []).filter((port) => port.interface !== left?.interface)
    const owned = addressesOfFaces(ports.filter(({ device }) => device !== left?.device).map((port) => port.interface))
    this.permit(node, this.delivered({ segment }), subtractAddresses(this.subnets(segment), owned))
    for (const port of ports) this.pass(node, graph.node(arriveKey(port.device.id, port.interface.name)))
    for (const leg of places.legsOn.get(segment) ?? []) graph.connect(node, { ...pass(this.space, this.leg(leg)), onlyMay: true })
    for (const line of places.linesOn.get(segment) ?? []) {
      if (!except || !('line' in except) || except.line !== line) this.pass(node, this.intoLine(line))
    }
    if (places.undeclaredOn.has(segment)) this.pass(node, this.delivered(UNDECLARED))
    this.cross(node, segment, left)
    return node
  }

  /** The other end of a tunnel gets whatever was wrapped at the one. */
  private insideTunnel(node: NodeId, inside: string, { id, kind }: Tunnel, except?: Port | { line: Line }): NodeId {
    const { graph, places, space } = this
    const through = kind === 'joint' ? {} : { tunnel: id }
    const isBack = (one: Port | { line: Line }): boolean => except !== undefined
      && ('line' in one ? 'line' in except && one.line === except.line : 'device' in except && one.interface === except.interface)
    for (const port of (places.portsOn.get(inside) ?? []).filter((one) => !isBack(one))) {
      graph.connect(node, { ...pass(space, graph.node(arriveKey(port.device.id, port.interface.name))), ...through })
    }
    for (const line of (places.linesOn.get(inside) ?? []).filter((one) => !isBack({ line: one }))) {
      graph.connect(node, { ...pass(space, this.intoLine(line)), ...through })
    }
    return node
  }

  /** Over cables into every segment of the same broadcast domain: no device decides about it, and nothing may rely on it. */
  private cross(node: NodeId, segment: string, left: Port | undefined): void {
    for (const domain of this.domains) {
      const own = domain.members.get(segment)
      if (!own) continue
      const plugged = own.berths.some(({ face }) => face !== undefined && face.device === left?.device.id && face.interface === left.interface.name)
      const sent = own.atHome || plugged ? this.space.all : this.space.source(own.addresses)
      for (const other of domain.members.values()) {
        if (other !== own) this.graph.connect(node, { kind: 'permit', to: this.beside(other, domain), sets: exactly(sent), onlyMay: true })
      }
    }
  }

  /** What of a segment a packet meets that came in over cables. */
  private beside(member: Member, domain: Domain): NodeId {
    const { segment, atHome } = member
    const key = `beside ${segment} in ${domain.spots[0]}`
    if (this.graph.has(key)) return this.graph.node(key)
    const node = this.graph.node(key)
    const { ports, legs, lines, undeclared } = this.places.within(segment, atHome ? undefined : member.berths)
    const owned = addressesOfFaces(ports.map((port) => port.interface))
    this.permit(node, this.delivered({ segment }), subtractAddresses(atHome ? this.subnets(segment) : member.addresses, owned))
    for (const port of ports) this.pass(node, this.graph.node(arriveKey(port.device.id, port.interface.name)))
    for (const leg of legs) this.pass(node, this.leg(leg))
    for (const line of lines) this.pass(node, this.intoLine(line))
    if (undeclared) this.pass(node, this.delivered(UNDECLARED))
    return node
  }

  /** Whether a packet may arrive at another address than it was sent to. */
  movesDestinations(): boolean {
    return [...this.topology.devices.values()].some(({ pipeline }) =>
      Object.values(pipeline).some((steps: readonly Step[]) => steps.some((step) => step.kind === 'translate' && step.field === 'destination')))
  }

  /** All that any way onto a segment lets pass to somebody there. */
  takenBySegments(): PacketSet {
    const received = new Set([...this.topology.segments.keys()].map((segment) => this.delivered({ segment })))
    const ways = this.graph.edges.flatMap((edges) => edges.filter((edge) => received.has(edge.to)))
    return this.space.union(ways.map((edge) => (edge.kind === 'permit' ? edge.sets.may : this.space.all)))
  }

  delivered(place: Place): NodeId {
    return this.graph.node(deliveredKey(place))
  }

  subnets(segment: string): AddressSet {
    return subnetsOf(this.topology.segments.get(segment)!)
  }

  /** Where a packet that a device hands out goes on. */
  private handed(device: Device, { interface: face, to }: Hand): NodeId {
    const medium = this.places.mediumOf(face)
    if (medium !== undefined && this.places.tunnels.has(medium)) return this.onSegment(medium, { device, interface: face })
    if (face.segment === undefined) return this.delivered(UNDECLARED)
    if (to === 'any') return this.anyoneOn(face.segment, { device, interface: face })
    return to === 'destination' ? this.toDestination(face.segment) : this.toNextHop(face.segment, to)
  }

  /** Without a next hop: to whatever stands on the segment; if nothing does, to something undeclared. */
  private anyoneOn(segment: string, from: Port): NodeId {
    const there = this.onSegment(segment, from)
    const node = this.graph.node(`to anyone on ${segment} but ${from.device.id}/${from.interface.name}`)
    if (this.graph.edges[node]!.length > 0) return node
    this.pass(node, there)
    if (!this.places.anyoneElseOn(segment, from) && !this.places.undeclaredOn.has(segment)) {
      const nobodys = this.space.all.subtract(this.space.destination(this.subnets(segment)))
      this.graph.connect(node, { kind: 'permit', to: this.delivered(UNDECLARED), sets: exactly(nobodys) })
    }
    return node
  }

  /** Handed to its own destination: a device, or an address of the segment; an address that lies there by mistake is nobody's. */
  private toDestination(segment: string): NodeId {
    const key = `to the destination on ${segment}`
    if (this.graph.has(key)) return this.graph.node(key)
    const node = this.graph.node(key)
    const ports = this.places.portsOn.get(segment) ?? []
    const owners = ports.map((port) => addressesOfFaces([port.interface]))
    ports.forEach((port, index) => this.permit(node, this.graph.node(arriveKey(port.device.id, port.interface.name)), owners[index]!))
    const owned = unionAddresses(...owners)
    const here = this.subnets(segment)
    this.permit(node, this.delivered({ segment }), subtractAddresses(here, owned))
    const elsewhere = this.space.all.subtract(this.space.destination(unionAddresses(here, owned)))
    this.graph.connect(node, { kind: 'permit', to: this.delivered(UNDECLARED), sets: exactly(elsewhere) })
    return node
  }

  private toNextHop(segment: string, to: Exclude<Hand['to'], string>): NodeId {
    const { graph, places, space } = this
    const owner = places.nextHop(segment, to)
    const arrivals = owner.ports.map((port) => graph.node(arriveKey(port.device.id, port.interface.name)))
    if (arrivals.length === 1) return arrivals[0]!
    const node = graph.node(`to ${to.value}/${to.family} on ${segment}`)
    if (graph.edges[node]!.length > 0) return node
    // Either of two that share it takes the packet, so both have to do; of one that two have by mistake nothing is sure.
    const shared = owner.ports.every(({ interface: face }) => face.addresses.some(({ address, virtual }) => virtual && same(address, to)))
    for (const arrival of arrivals) graph.connect(node, shared ? pass(space, arrival) : { ...pass(space, arrival), onlyMay: true })
    if (arrivals.length > 0) return node
    const own = space.destination(addressesOf(to))
    const received = isNobody(owner) ? own.intersect(space.destination(this.subnets(segment))) : own
    const rest = space.all.subtract(received)
    const send = (to: NodeId, set: PacketSet, more: { onlyMay?: true; drop?: 'not-for-this-host' } = {}): void =>
      graph.connect(node, { kind: 'permit', to, sets: exactly(set), ...more })
    send(this.delivered({ segment }), received)
    if (isNobody(owner)) send(this.delivered(UNDECLARED), rest)
    const ways = owner.lines.length + owner.legs.length
    // A host answers any address of its own, on whichever leg the packet came (RFC 1122 section 3.3.4.2, weak model).
    for (const { place, addresses } of owner.hosts.flatMap(({ attach }) => attach)) {
      send(this.delivered(place), space.destination(addresses).subtract(own), ways > 0 ? {} : { drop: 'not-for-this-host' })
    }
    for (const line of owner.lines) send(this.intoLine(line), rest, ways > 1 ? { onlyMay: true } : {})
    for (const leg of owner.legs) send(this.leg(leg), rest, { onlyMay: true })
    return node
  }

  private leg(leg: Leg): NodeId {
    const key = legKey(leg.host.id, leg.segment)
    if (this.graph.has(key)) return this.graph.node(key)
    const node = this.graph.node(key)
    for (const other of this.places.otherLegs(leg)) this.pass(node, this.onSegment(other.segment))
    return node
  }

  /** A packet that enters an external zone: received by whoever holds its address there, passed on where the zone relays. */
  private intoLine(line: Line): NodeId {
    const key = lineKey(line.id)
    if (this.graph.has(key)) return this.graph.node(key)
    const node = this.graph.node(key)
    const { places, space } = this
    const spread = places.spread(line.to, false, line)
    const holders = [...spread.zones].map((zone) => ({ zone, addresses: places.heldBy.get(zone)! }))
    for (const { zone, addresses } of holders) this.permit(node, this.delivered({ zone }), addresses)
    const unheld = space.all.subtract(space.destination(unionAddresses(...holders.map(({ addresses }) => addresses))))
    this.graph.connect(node, { kind: 'permit', to: this.delivered({ zone: line.to }), sets: exactly(unheld) })
    if (this.topology.zones.get(line.to)!.relays) {
      const nobodys = unheld.subtract(space.destination(places.knownOrPublic))
      this.graph.connect(node, { kind: 'permit', to: this.delivered(UNDECLARED), sets: exactly(nobodys), onlyMay: true })
    }
    for (const other of spread.lines) {
      this.graph.connect(node, { ...pass(space, this.onSegment(other.segment, { line: other })), onlyMay: true })
    }
    return node
  }

  private pass(from: NodeId, to: NodeId): void {
    this.graph.connect(from, pass(this.space, to))
  }

  private permit(from: NodeId, to: NodeId, destinations: AddressSet): void {
    this.graph.connect(from, { kind: 'permit', to, sets: exactly(this.space.destination(destinations)) })
  }
}
