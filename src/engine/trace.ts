/**
 * The plain second meaning of a network: one concrete packet walked over the model (rules, routes, NAT lists in their
 * order), every choice tried. It never sees the graph that `reach` computes on; the two must agree.
 */
import { hasAddress, prefixContains, type Address } from '../net/address.ts'
import { TCP, TCP_FLAGS, type Header } from '../net/header.ts'
import type { Line, Topology } from '../topology/model.ts'
import type { DropReason } from './drop.ts'
import { isNobody, owns, placesOf, same, UNDECLARED, type Leg, type Place, type Places, type Port } from './places.ts'
import { blameOf, wireAt, wireText } from './crossing.ts'
import { Passage, type Left } from './plain/device.ts'
import { framesOf, type Frames } from './plain/frame.ts'
import type { End, Event, Hop, Path, Session, Traveller } from './plain/path.ts'
import type { Hand } from './plain/route.ts'
import { reversed } from './plain/translate.ts'

export type { Hop as TraceHop, Path, Session } from './plain/path.ts'

export interface Start {
  /** A segment's packet goes to every device on it, or to one: `via`. */
  readonly place: Place | { readonly segment: string; readonly via: { readonly device: string; readonly interface: string } }
  readonly header: Header
  /** The packet goes on where a filter or a check would stop it: what stands in its way is all on its path. */
  readonly insists?: true
  /** It answers what the place received, so that nobody asks whose its source is. */
  readonly answers?: true
}

type Location =
  | { readonly on: 'device'; readonly port: Port }
  | { readonly on: 'leg'; readonly leg: Leg }
  | { readonly on: 'zone'; readonly zone: string; readonly entered: Line }
  | { readonly on: 'end'; readonly end: End }

/** How many ways to one place are told apart by who remembers the packet. */
const MOST_WAYS = 8

interface Step { readonly where: Location; readonly by: Traveller; readonly trail: readonly string[] }

/**
 * Every way that the packet may take, each to its end. `sessions` are what devices remember of an earlier packet; `wanted`
 * is a header to prefer where a NAT pool leaves a choice. Ways that meet at the same place with the same header are
 * followed once.
 */
export function explore(topology: Topology, start: Start, sessions: readonly Session[] = [], wanted?: Header): Path[] {
  return new Walk(topology, sessions, wanted).run(start)
}

/** Where the reply to a delivered packet starts, and what it looks like (a TCP reply carries SYN and ACK). */
export function replyTo(path: Path): Start | undefined {
  if (path.end.kind !== 'delivered') return undefined
  const header = reversed(path.end.header)
  if (!header) return undefined
  return { place: path.end.place, answers: true, header: header.protocol === TCP ? { ...header, flags: TCP_FLAGS.SYN | TCP_FLAGS.ACK } : header }
}

class Walk {
  private readonly places: Places
  private readonly frames: Frames
  private readonly memory: readonly Session[]
  private readonly wanted: Header | undefined
  private readonly seen = new Map<string, Set<string>>()

  constructor(topology: Topology, memory: readonly Session[], wanted: Header | undefined) {
    this.places = placesOf(topology)
    this.frames = framesOf(topology)
    this.memory = memory
    this.wanted = wanted
  }

  run(start: Start): Path[] {
    const paths: Path[] = []
    const queue = this.begin(start)
    for (let index = 0; index < queue.length; index++) {
      const { where, by, trail } = queue[index]!
      if (where.on === 'end') {
        paths.push({ start: start.header, hops: by.hops, end: where.end, certain: by.certain, sessions: by.sessions })
        continue
      }
      const key = `${locationKey(where)} ${headerKey(by.header)}`
      if (trail.includes(key)) {
        queue.push({ ...dropped(placeOf(where), by, 'forwarding-loop'), trail })
        continue
      }
      if (!this.isNew(key, by)) continue
      for (const next of this.step(where, by)) queue.push({ ...next, trail: [...trail, key] })
    }
    return paths
  }

  /**
   * A certain way to the same place tells more than one that a line not understood opened, and so does one on which other
   * devices remember the packet; of those a few are enough, for there may be exponentially many.
   */
  private isNew(key: string, by: Traveller): boolean {
    const ways = this.seen.get(`${key} ${by.certain}`) ?? new Set<string>()
    this.seen.set(`${key} ${by.certain}`, ways)
    const way = by.sessions.map((session) => session.memory + headerKey(session.left)).join() + (by.insists ? stopsOn(by.hops).length : '')
    if (ways.has(way) || ways.size >= MOST_WAYS) return false
    ways.add(way)
    return true
  }

  private begin({ place, header, insists, answers }: Start): Step[] {
    const by: Traveller = { header, certain: true, sessions: [], hops: [{ place, event: { does: 'sent' }, header }], ...(insists && { insists }) }
    const steps = 'device' in place ? this.sendFrom(place.device, by)
      : 'zone' in place ? this.leaveZone(by, { lines: this.linesFrom(place.zone, by, answers) }, place.zone)
      : 'undeclared' in place ? this.leaveUndeclared(by)
      : 'via' in place ? [at({ on: 'device', port: this.port(place.via.device, place.via.interface) }, by)]
      : this.onSegment(place.segment, by)
    return steps.map((step) => ({ ...step, trail: [] }))
  }

  private step(where: Location, by: Traveller): Omit<Step, 'trail'>[] {
    switch (where.on) {
      case 'device': return new Passage(where.port.device, this.memory, this.wanted).cross(where.port.interface, by)
        .flatMap((left) => this.after(where.port.device.id, left))
      case 'leg': return this.throughHost(where.leg, by)
      case 'zone': return this.inZone(where.zone, where.entered, by)
      case 'end': return []
    }
  }

  private after(device: string, left: Left): Omit<Step, 'trail'>[] {
    if (left.kind === 'local') return [delivered({ device }, left.by)]
    if (left.kind === 'dropped') return [dropped({ device }, left.by, left.reason)]
    return this.handOn(left.hand, left.by, device)
  }

  /** What an address on a segment, or everything on it, makes of a packet handed to it. */
  private handOn(hand: Hand, by: Traveller, device: string): Omit<Step, 'trail'>[] {
    const { segment } = hand.interface
    const inside = this.places.mediumOf(hand.interface)
    const tunnel = inside === undefined ? undefined : this.places.tunnels.get(inside)
    if (tunnel) return this.onSegment(inside!, noted({ device }, by, { does: 'enters-tunnel', tunnel: tunnel.id, ...(tunnel.kind === 'joint' && { joint: true }) }, tunnel.at), this.port(device, hand.interface.name))
    if (segment === undefined) return [delivered(UNDECLARED, by)]
    if (hand.to === undefined) {
      const port = this.port(device, hand.interface.name)
      const there = this.handedOn(segment, by, port)
      return [...(there.length > 0 ? there : [delivered(UNDECLARED, by)]), ...this.overCables(segment, by, port)]
    }
    const owner = this.places.nextHop(segment, hand.to)
    if (owner.ports.length > 0) return owner.ports.map((port) => at({ on: 'device', port }, by))
    const toOwn = same(hand.to, destination(by))
    if (isNobody(owner)) return [toOwn && this.isOn(segment, hand.to) ? delivered({ segment }, by) : delivered(UNDECLARED, by)]
    if (toOwn) return [delivered({ segment }, by)]
    // A host answers any address of its own, on whichever leg the packet came (RFC 1122 section 3.3.4.2, weak model).
    const own = owner.hosts.flatMap(({ attach }) => attach.filter(({ addresses }) => hasAddress(addresses, destination(by))))
    const onward = [
      ...own.map(({ place }) => delivered(place, by)),
      ...owner.lines.map((line) => this.intoLine(line, by)),
      ...owner.legs.map((leg) => at({ on: 'leg', leg }, by)),
    ]
    return onward.length > 0 ? onward : [dropped({ host: owner.hosts[0]!.id }, by, 'not-for-this-host')]
  }

  private onSegment(segment: string, by: Traveller, except?: Port, line?: Line): Omit<Step, 'trail'>[] {
    return [...this.handedOn(segment, by, except, line), ...this.overCables(segment, by, except)]
  }

  /** Heard by whatever is in the same broadcast domain, although it was declared to stand on another segment. */
  private overCables(segment: string, by: Traveller, except?: Port): Omit<Step, 'trail'>[] {
    return this.frames.from(segment).flatMap((crossing) => {
      const plugged = crossing.leaving.some(({ face }) => face !== undefined && face.device === except?.device.id && face.interface === except.interface.name)
      if (crossing.senders && !plugged && !hasAddress(crossing.senders, { family: by.header.family, value: by.header.source })) return []
      const blame = blameOf(crossing)
      const over = crossing.wires.reduce((one, wire) => {
        const { place, what } = wireText(wire)
        return noted({ wire: place }, one, { does: 'crosses', what, blame }, wireAt(wire))
      }, by)
      const { ports, legs, lines, undeclared } = this.places.within(crossing.to, crossing.receivers && crossing.arriving)
      const owned = ports.some((port) => owns(port.interface, destination(by)))
      const received = crossing.receivers ? hasAddress(crossing.receivers, destination(by)) : this.isOn(crossing.to, destination(by))
      return [
        ...(received && !owned ? [delivered({ segment: crossing.to }, over)] : []),
        ...ports.map((port) => at({ on: 'device', port }, over)),
        ...legs.map((leg) => at({ on: 'leg', leg }, over)),
        ...lines.map((one) => this.intoLine(one, over)),
        ...(undeclared ? [delivered(UNDECLARED, over)] : []),
      ]
    })
  }

  /** Handed to every device, line and forwarding host on a segment, and received by its own address if it has it. */
  private handedOn(segment: string, by: Traveller, except?: Port, line?: Line): Omit<Step, 'trail'>[] {
    const ports = (this.places.portsOn.get(segment) ?? []).filter((port) => port.interface !== except?.interface)
    const owned = ports.some((port) => port.device !== except?.device && owns(port.interface, destination(by)))
    return [
      ...(this.isOn(segment, destination(by)) && !owned ? [delivered({ segment }, by)] : []),
      ...ports.map((port) => at({ on: 'device', port }, by)),
      ...(this.places.legsOn.get(segment) ?? []).map((leg) => at({ on: 'leg', leg }, by)),
      ...(this.places.linesOn.get(segment) ?? []).filter((other) => other !== line).map((other) => this.intoLine(other, by)),
      ...(this.places.undeclaredOn.has(segment) ? [delivered(UNDECLARED, by)] : []),
    ]
  }

  private throughHost(leg: Leg, by: Traveller): Omit<Step, 'trail'>[] {
    const forwarded = noted({ host: leg.host.id }, by, { does: 'forwarded-by-host' }, leg.host.at)
    return this.places.otherLegs(leg).flatMap((other) => this.onSegment(other.segment, forwarded))
  }

  private intoLine(line: Line, by: Traveller): Omit<Step, 'trail'> {
    return at({ on: 'zone', zone: line.to, entered: line }, noted({ zone: line.to }, by, { does: 'enters-line', line: line.id }, line.at))
  }

  /** Received where the address is held; an end keeps the rest; what relays lets it out of its other lines. */
  private inZone(zone: string, entered: Line, by: Traveller): Omit<Step, 'trail'>[] {
    const spread = this.places.spread(zone, false, entered)
    return [
      ...this.places.receivers(zone, spread.zones, destination(by)).map((place) => delivered(place, by)),
      ...this.leaveZone(by, spread, zone),
    ]
  }

  /** By which lines what a zone sends is believed to be its own; what insists goes out by any. */
  private linesFrom(zone: string, { header: { family, source }, insists }: Traveller, answers?: true): Set<Line> {
    const outlets = this.places.outlets(zone).filter(({ sources }) => insists || answers || hasAddress(sources, { family, value: source }))
    return new Set(outlets.map(({ line }) => line))
  }

  private leaveZone(by: Traveller, spread: { lines: ReadonlySet<Line> }, zone: string): Omit<Step, 'trail'>[] {
    return [...spread.lines].flatMap((line) =>
      this.onSegment(line.segment, noted({ zone }, by, { does: 'leaves-line', line: line.id }, line.at), undefined, line))
  }

  private leaveUndeclared(by: Traveller): Omit<Step, 'trail'>[] {
    return [
      ...this.places.unboundPorts().map((port) => at({ on: 'device', port }, by)),
      ...[...this.places.undeclaredOn.keys()].flatMap((segment) => this.onSegment(segment, by)),
    ]
  }

  private sendFrom(id: string, by: Traveller): Omit<Step, 'trail'>[] {
    const device = this.places.topology.devices.get(id)!
    const vrfs = new Set([...device.interfaces.values()].map((face) => face.vrf))
    return [...vrfs].flatMap((vrf) => new Passage(device, this.memory, this.wanted).send(vrf, by)).flatMap((left) => this.after(id, left))
  }

  private isOn(segment: string, address: Address): boolean {
    return (this.places.topology.segments.get(segment)?.subnets ?? []).some((subnet) => prefixContains(subnet, address))
  }

  private port(device: string, name: string): Port {
    const owner = this.places.topology.devices.get(device)!
    return { device: owner, interface: owner.interfaces.get(name)! }
  }
}

/** The hops at which a packet would have gone no further. */
export const stopsOn = (hops: readonly Hop[]): Hop[] => hops.filter(({ event }) => event.does === 'denied' || event.does === 'dropped')

const destination = (by: Traveller): Address => ({ family: by.header.family, value: by.header.destination })

const at = (where: Location, by: Traveller): Omit<Step, 'trail'> => ({ where, by })

const noted = (place: Hop['place'], by: Traveller, event: Event, where: Hop['at']): Traveller =>
  ({ ...by, hops: [...by.hops, { place, event, header: by.header, ...(where && { at: where }) }] })

const delivered = (place: Place, by: Traveller): Omit<Step, 'trail'> => at(
  { on: 'end', end: { kind: 'delivered', place, header: by.header } }, noted(place, by, { does: 'delivered' }, undefined))

const dropped = (place: Hop['place'], by: Traveller, reason: DropReason): Omit<Step, 'trail'> => at(
  { on: 'end', end: { kind: 'dropped', reason, place, header: by.header } }, noted(place, by, { does: 'dropped', reason }, undefined))

const headerKey = (header: Header): string => Object.values(header).join()

function locationKey(where: Exclude<Location, { on: 'end' }>): string {
  switch (where.on) {
    case 'device': return `${where.port.device.id}/${where.port.interface.name}`
    case 'leg': return `leg ${where.leg.host.id} ${where.leg.segment}`
    case 'zone': return `zone ${where.zone} ${where.entered.id}`
  }
}

function placeOf(where: Exclude<Location, { on: 'end' }>): Hop['place'] {
  switch (where.on) {
    case 'device': return { device: where.port.device.id }
    case 'leg': return { host: where.leg.host.id }
    case 'zone': return { zone: where.zone }
  }
}
