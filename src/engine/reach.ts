/** What each place of a network can send, and to where: `initiate`, and what surely arrives. */
import { ALL_ADDRESSES, type AddressSet } from '../net/address.ts'
import type { PacketSet } from '../net/packet-set.ts'
import { arriveKey, outputKey } from './device-edges.ts'
import { lineKey, MAY, type Beginning, type Flood, type Reading } from './flood.ts'
import type { Graph, Memory, NodeId } from './graph.ts'
import type { Network } from './network.ts'
import { placeKey, UNDECLARED, type Place, type Port } from './places.ts'

export class Reach {
  readonly network: Network
  /** Every place that sends. */
  readonly origins: readonly Place[]
  private readonly floods = new Map<string, Flood>()

  constructor(network: Network) {
    this.network = network
    const { topology } = network
    this.origins = [
      ...[...topology.segments.keys()].map((segment) => ({ segment })),
      ...[...topology.zones.values()].filter((zone) => zone.external).map((zone) => ({ zone: zone.id })),
      ...[...topology.devices.keys()].map((device) => ({ device })),
      ...(this.hasUndeclared() ? [UNDECLARED] : []),
    ]
  }

  /** Whether something undeclared stands anywhere: behind an interface that is bound to nothing, or a next hop nobody owns. */
  hasUndeclared(): boolean {
    return this.network.places.undeclaredOn.size > 0 || this.network.places.unboundPorts().length > 0
  }

  /** The pairs (as sent from one place, as delivered at another) that get through with no session anywhere. */
  initiate(from: Place, to: Place, reading: Reading = MAY): PacketSet {
    const flood = reading.routes === 'any' && 'segment' in to ? this.fromOntoSegments(from, reading) : this.from(from, reading)
    return flood.pairs(this.network.delivered(to))
  }

  /**
   * An answer that no verdict rests on, such as whether filters alone would do: undefined where it would take what others need.
   * What it asks is to have been asked with the declared routes before: a place that begins to be built is to be finished.
   */
  aside<T>(ask: () => T): T | undefined {
    return this.network.space.diagrams.table.sparing(ask)
  }

  /**
   * Where no route keeps packets back, those to addresses of nobody here meet every filter there is, for nothing: only what is
   * sent to an address of a segment gets onto one, unless its destination is translated on the way.
   */
  private fromOntoSegments(from: Place, reading: Reading): Flood {
    if (this.network.movesDestinations()) return this.from(from, reading)
    return cached(this.floods, `${placeKey(from)} ${readingKey(reading)} onto segments`, () => {
      // Asking where they begin may add ways.
      const starts = this.beginnings(from, reading)
      const taken = this.network.takenBySegments()
      return this.network.flood(reading, starts.map(({ at, set }) => ({ at, set: set.intersect(taken) })))
    })
  }

  from(place: Place, asked: Reading = MAY): Flood {
    // Where everything is understood, what may get through is what surely does.
    const reading: Reading = this.network.graph.isUnderstood() ? { ...asked, unknown: 'pass' } : asked
    return cached(this.floods, `${placeKey(place)} ${readingKey(reading)}`, () =>
      this.network.flood(reading, this.beginnings(place, reading)))
  }

  /** Of the packets in `sent`, what happens when a place sends them: the same fixpoint, started with less. */
  fromOnly(place: Place, sent: PacketSet, reading: Reading): Flood {
    return this.network.flood(reading, this.beginnings(place, reading).map(({ at, set }) => ({ at, set: set.intersect(sent) })))
  }

  /** What happens to packets with any of these sources that somebody on its segment hands to one interface. */
  fromPort({ device, interface: face }: Port, sources: AddressSet, reading: Reading): Flood {
    const { graph, space } = this.network
    return this.network.flood(reading, [{ at: graph.node(arriveKey(device.id, face.name)), set: space.asSent().intersect(space.source(sources)) }])
  }

  /**
   * Of the packets in `sent`, the pairs that surely get from one place to another by one first hop or another (a host has
   * one gateway, and it is set up to be the right one), whatever choices are made after it.
   */
  surely(from: Place, to: Place, sent: PacketSet, reading: Reading): PacketSet {
    return this.surelyFrom(this.beginnings(from, reading).map(({ at, set }) => ({ at, set: set.intersect(sent) })), to, reading)
  }

  /** The same from where packets enter the graph; `memory`: what devices remember, for answers. */
  surelyFrom(starts: readonly Beginning[], to: Place, reading: Reading, memory?: ReadonlyMap<string, Memory>): PacketSet {
    const { graph, space } = this.network
    const target = this.network.delivered(to)
    const elsewhere = this.receivers().map((place) => this.network.delivered(place)).filter((node) => node !== target)
    return space.union(starts.flatMap((start) => firstHops(graph, start)).filter(({ set }) => !set.isEmpty()).map((hop) => {
      const flood = this.network.flood(reading, [hop], memory)
      const arrived = flood.at(target).forget('in', 'out')
      if (arrived.isEmpty()) return arrived
      // A choice that delivers to somebody else is as bad as one that drops.
      const astray = this.sentBy(flood, elsewhere)
      // Where a way is not known, what is known to happen may not.
      const doubted = this.sentBy(flood, [...graph.doubtful])
      return arrived.subtract(arrived.whereSent(flood.lostAsSent().union(astray).subtract(doubted)))
    }))
  }

  /** What comes to any of these nodes, as it was sent. */
  private sentBy(flood: Flood, nodes: readonly NodeId[]): PacketSet {
    const sets = nodes.map((node) => flood.at(node)).filter((set) => !set.isEmpty())
    return this.network.space.union(sets.map((set) => set.sent().forget('in', 'out')))
  }

  /** Every place where a packet can be received. */
  receivers(): Place[] {
    return this.origins.some((place) => 'undeclared' in place) ? [...this.origins] : [...this.origins, UNDECLARED]
  }

  beginnings(place: Place, reading: Reading): Beginning[] {
    const { space } = this.network
    return this.sources(place, reading).map(({ at, sources }) => ({ at, set: sources === ALL_ADDRESSES ? space.asSent() : space.asSent().intersect(space.source(sources)) }))
  }

  /** Where a place sends from which addresses: a segment its own, an external zone any that is not believed to be another's. */
  sources(place: Place, reading: Reading): { readonly at: NodeId; readonly sources: AddressSet }[] {
    const { places } = this.network
    if ('segment' in place) {
      const sources = this.network.subnets(place.segment)
      return this.entrances(place).map((at) => ({ at, sources }))
    }
    if ('zone' in place) {
      return places.outlets(place.zone).filter(({ line }) => !reading.without?.includes(lineKey(line.id)))
        .map(({ line, sources }) => ({ at: this.network.onSegment(line.segment, { line }), sources }))
    }
    return this.entrances(place).map((at) => ({ at, sources: ALL_ADDRESSES }))
  }

  /** The nodes at which what a place sends enters the graph. */
  entrances(place: Place): NodeId[] {
    const { network } = this
    if ('segment' in place) return [network.onSegment(place.segment)]
    if ('device' in place) return [network.graph.node(outputKey(place.device))]
    if ('zone' in place) return [...network.places.spread(place.zone, true).lines].map((line) => network.onSegment(line.segment, { line }))
    return [
      ...network.places.unboundPorts().map((port) => network.graph.node(arriveKey(port.device.id, port.interface.name))),
      ...[...network.places.undeclaredOn.keys()].map((segment) => network.onSegment(segment)),
    ]
  }
}

const readingKey = ({ unknown, routes, requires, without }: Reading): string => `${unknown} ${routes} ${requires ?? ''} ${without?.join(' ') ?? ''}`

/** What a sender hands its packet to, each by itself; where there is only one way out, that. */
function firstHops(graph: Graph, { at, set }: Beginning): Beginning[] {
  const edges = graph.edges[at]!
  if (!edges.every((edge) => edge.kind === 'permit')) return [{ at, set }]
  return edges.flatMap((edge) => (edge.kind === 'permit' && !edge.onlyMay ? [{ at: edge.to, set: set.intersect(edge.sets.must) }] : []))
}

/** The value kept under a key, made when it is first asked for. */
export function cached<K, T>(store: Map<K, T>, key: K, make: () => T): T {
  const known = store.get(key)
  if (known !== undefined) return known
  const made = make()
  store.set(key, made)
  return made
}
