/** The library's second meaning, packet sets on a graph, held against what one packet really did. */
import { addressesOf } from '../../src/net/address.ts'
import type { Header } from '../../src/net/header.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import { arriveKey, outputKey } from '../../src/engine/device-edges.ts'
import { Flood, MAY } from '../../src/engine/flood.ts'
import { Network } from '../../src/engine/network.ts'
import { placeKey, type Place } from '../../src/engine/places.ts'
import { Reach } from '../../src/engine/reach.ts'
import { Replies } from '../../src/engine/replies.ts'
import { explore, type Path } from '../../src/engine/trace.ts'
import type { Topology } from '../../src/topology/model.ts'
import type { Origin } from './network.ts'

/** Where a packet was received and with which header; undefined where it was lost. */
export type Received = { readonly place: Place; readonly header: Header } | undefined

export class Symbolic {
  private readonly network: Network
  private readonly reach: Reach
  private readonly replies: Replies
  private readonly topology: Topology
  private readonly floods = new Map<string, { forward: Flood; answer?: Flood }>()

  constructor(topology: Topology) {
    this.topology = topology
    this.network = new Network(topology)
    this.reach = new Reach(this.network)
    this.replies = new Replies(this.reach)
  }

  /** What a packet that got through (or did not) refutes of the sets; undefined where they agree. */
  probe(origin: Origin, sent: Header, received: Received): string | undefined {
    const { space } = this.network
    const { forward } = this.flood(origin)
    if (received && !this.at(forward, received.place).contains(received.header, { sent })) return `the set at ${placeKey(received.place)} lacks it`
    // What a segment can send at all, by whichever router.
    if (received && 'segment' in origin && !this.reach.initiate({ segment: origin.segment }, received.place).contains(received.header, { sent })) {
      return `initiate(${origin.segment}, ${placeKey(received.place)}) lacks it`
    }
    const paths = explore(this.topology, { place: origin, header: sent })
    // A translation leaves a choice of ports to the kernel, and what follows may depend on it.
    if (paths.length !== 1 || isTranslated(paths[0]!)) return undefined
    for (const place of this.reach.receivers()) {
      const pairs = this.at(forward, place).whereSent(space.header(sent))
      if (pairs.isEmpty()) continue
      if (!received || placeKey(received.place) !== placeKey(place)) return `the set at ${placeKey(place)} holds it, and it did not arrive there`
      if (!pairs.delivered().equals(space.header(sent).intersect(space.asSent()))) return `the set at ${placeKey(place)} holds more than what arrived`
    }
    return undefined
  }

  /** A reply that arrived must be among the replies to everything that the origin of the first packet can send. */
  reply(origin: Origin, first: Header, received: Received): string | undefined {
    if (!received) return undefined
    const flood = this.flood(origin)
    flood.answer ??= this.replies.answer(flood.forward, MAY)
    const { source, destination, sourcePort, destinationPort } = first
    // Pairs of replies begin with the reverse of what was sent, which the replier may have seen translated.
    const isPort = first.protocol === 6 || first.protocol === 17
    const sent: Header = {
      ...received.header, source: destination, destination: source,
      ...(isPort && { sourcePort: destinationPort, destinationPort: sourcePort }),
    }
    return this.at(flood.answer, received.place).contains(received.header, { sent }) ? undefined : `the set of replies at ${placeKey(received.place)} lacks it`
  }

  /** What the origin can send that arrives anywhere, as it is sent: a set for each place where something does. */
  arriving(origin: Origin): PacketSet[] {
    const { forward } = this.flood(origin)
    return this.reach.receivers().map((place) => this.at(forward, place).sent()).filter((set) => !set.isEmpty())
  }

  private at(flood: Flood, place: Place): PacketSet {
    return flood.at(this.network.delivered(place)).forget('in', 'out')
  }

  private flood(origin: Origin): { forward: Flood; answer?: Flood } {
    const { space, graph } = this.network
    const key = 'device' in origin ? outputKey(origin.device) : arriveKey(origin.via.device, origin.via.interface)
    const known = this.floods.get(key)
    if (known) return known
    const fresh = space.asSent()
    const sources = 'device' in origin ? fresh
      : fresh.intersect(space.union(this.topology.segments.get(origin.segment)!.subnets.map((subnet) => space.source(addressesOf(subnet)))))
    const made = { forward: new Flood(graph, MAY, [{ at: graph.node(key), set: sources }], space) }
    this.floods.set(key, made)
    return made
  }
}

const isTranslated = ({ hops }: Path): boolean => hops.some(({ event }) => event.does === 'translated')
