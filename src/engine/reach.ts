/** What each place of a network can send, and to where: `initiate`, `reply`, and what surely works. */
import { subtractAddresses, ALL_ADDRESSES, unionAddresses } from '../net/address.ts'
import { TCP, TCP_FLAGS } from '../net/header.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { Line } from '../topology/model.ts'
import { arrivedKey, arriveKey, leftKey, localKey, outputKey, routedKey } from './device-edges.ts'
import { Flood, MAY, type Beginning, type Reading } from './flood.ts'
import type { Memory, NodeId } from './graph.ts'
import type { Network } from './network.ts'
import { placeKey, UNDECLARED, type Place } from './places.ts'

export class Reach {
  readonly network: Network
  /** Every place that sends. */
  readonly origins: readonly Place[]
  private readonly floods = new Map<string, Flood>()
  private readonly answers = new Map<string, Flood>()
  private readonly sharing = new Map<string, Set<string>>()

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
    return this.from(from, reading).at(this.network.delivered(to)).forget('in', 'out')
  }

  from(place: Place, reading: Reading = MAY): Flood {
    return cached(this.floods, `${placeKey(place)} ${JSON.stringify(reading)}`, () =>
      this.flood(this.beginnings(place, reading), reading))
  }

  /** Of the packets in `sent`, what happens when a place sends them: the same fixpoint, started with less. */
  fromOnly(place: Place, sent: PacketSet, reading: Reading): Flood {
    return this.flood(this.beginnings(place, reading).map(({ at, set }) => ({ at, set: set.intersect(sent) })), reading)
  }

  /**
   * Of the packets in `sent`, the pairs that surely get from one place to another by one first hop or another (a host has
   * one gateway, and it is set up to be the right one), whatever choices are made after it.
   */
  surely(from: Place, to: Place, sent: PacketSet, reading: Reading): PacketSet {
    const target = this.network.delivered(to)
    const { graph, space } = this.network
    return space.union(this.beginnings(from, reading).flatMap(({ at, set }) => graph.edges[at]!.flatMap((edge) => {
      if (edge.kind !== 'permit' || edge.onlyMay) return []
      const flood = this.flood([{ at: edge.to, set: set.intersect(sent).intersect(edge.sets.must) }], reading)
      const arrived = flood.at(target).forget('in', 'out')
      return [arrived.subtract(arrived.whereSent(flood.lostAsSent()))]
    })))
  }

  /**
   * What comes back to a place from where its packets were delivered: pairs (reverse of the packet that was sent, reply as it
   * arrives), among them all from `server`. Counted only where it arrives at that place again.
   */
  repliesTo(client: Place, server: Place, reading: Reading = MAY): PacketSet {
    const forward = this.from(client, reading)
    // Receivers of the same packet are asked one by one: an answer of the one is none of the other.
    const shared = cached(this.sharing, `${placeKey(client)} ${JSON.stringify(reading)}`, () => this.sharingReceivers(forward))
    const alone = shared.has(placeKey(server))
    const answer = cached(this.answers, `${placeKey(client)} ${alone ? placeKey(server) : ''} ${JSON.stringify(reading)}`, () =>
      this.answer(forward, reading, (place) => (alone ? placeKey(place) === placeKey(server) : !shared.has(placeKey(place)))))
    return answer.at(this.network.delivered(client)).forget('in', 'out')
  }

  /** The places at which some packet is received that is received at another as well. */
  private sharingReceivers(forward: Flood): Set<string> {
    const sharing = new Set<string>()
    const seen: { key: string; set: PacketSet }[] = []
    for (const place of this.receivers()) {
      const set = forward.at(this.network.delivered(place)).sent().forget('in', 'out')
      if (set.isEmpty()) continue
      const key = placeKey(place)
      for (const other of seen) if (other.set.meets(set)) sharing.add(other.key).add(key)
      seen.push({ key, set })
    }
    return sharing
  }

  /** Whether to each TCP opening that a place sends an answer (SYN and ACK) comes back to it. */
  isAnswered(place: Place, sent: PacketSet, { unknown }: Reading): boolean {
    const reading: Reading = { unknown, routes: 'declared' }
    const back = this.answer(this.fromOnly(place, sent, reading), reading).at(this.network.delivered(place))
    const { SYN, ACK } = TCP_FLAGS
    return sent.reverse().intersect(this.network.space.tcpFlags(63, SYN | ACK)).within(back.sent().forget('in', 'out'))
  }

  /** The flood of replies to everything that another flood delivered. */
  answer(forward: Flood, reading: Reading, answers: (place: Place) => boolean = () => true): Flood {
    const { topology } = this.network
    const looks = this.replies()
    const reversed = (node: NodeId): PacketSet => forward.at(node).forget('in', 'out').reverse().intersect(looks)
    const memory = new Map<string, Memory>()
    for (const device of topology.devices.values()) {
      if (device.sessions.kind === 'none') continue
      const { graph } = this.network
      const remembered = device.sessions.kind === 'conntrack' ? this.remembered() : this.network.space.all
      const seen = (key: string): PacketSet => forward.at(graph.node(key)).forget('in', 'out').intersect(remembered).reverse().intersect(looks)
      memory.set(device.id, {
        arrived: seen(arrivedKey(device.id)),
        routed: seen(routedKey(device.id)),
        left: seen(leftKey(device.id)).union(seen(localKey(device.id))),
      })
    }
    const starts = this.receivers().filter(answers).flatMap((place) => {
      const set = reversed(this.network.delivered(place))
      return set.isEmpty() ? [] : this.places(place).map((at) => ({ at, set }))
    })
    return this.flood(starts, reading, memory)
  }

  /** Every place where a packet can be received. */
  receivers(): Place[] {
    return this.origins.some((place) => 'undeclared' in place) ? [...this.origins] : [...this.origins, UNDECLARED]
  }

  private flood(starts: readonly Beginning[], reading: Reading, memory?: ReadonlyMap<string, Memory>): Flood {
    return new Flood(this.network.graph, reading, starts, this.network.space, memory)
  }

  /** What a place sends: a segment its own addresses, an external zone any that is not believed to be another's. */
  private beginnings(place: Place, reading: Reading): Beginning[] {
    const { space, places } = this.network
    const fresh = space.asSent()
    if ('segment' in place) {
      const set = fresh.intersect(space.source(this.network.subnets(place.segment)))
      return this.places(place).map((at) => ({ at, set }))
    }
    if ('zone' in place) {
      const lines = [...places.spread(place.zone, true).lines].filter((line) => !reading.without?.includes(line.id))
      return lines.map((line) => {
        const others = this.zonesBehind(line).filter((zone) => zone !== place.zone).map((zone) => places.heldBy.get(zone)!)
        const set = fresh.intersect(space.source(subtractAddresses(ALL_ADDRESSES, subtractAddresses(unionAddresses(...others), places.heldBy.get(place.zone)!))))
        return { at: this.network.onSegment(line.segment, { line }), set }
      })
    }
    return this.places(place).map((at) => ({ at, set: fresh }))
  }

  /** The nodes at which what a place sends enters the graph. */
  private places(place: Place): NodeId[] {
    const { network } = this
    if ('segment' in place) return [network.onSegment(place.segment)]
    if ('device' in place) return [network.graph.node(outputKey(place.device))]
    if ('zone' in place) return [...network.places.spread(place.zone, true).lines].map((line) => network.onSegment(line.segment, { line }))
    return [
      ...network.places.unboundPorts().map((port) => network.graph.node(arriveKey(port.device.id, port.interface.name))),
      ...[...network.places.undeclaredOn.keys()].map((segment) => network.onSegment(segment)),
    ]
  }

  private zonesBehind(line: Line): string[] {
    const external = [...this.network.topology.zones.values()].filter((zone) => zone.external)
    return external.map((zone) => zone.id).filter((zone) => this.network.places.spread(zone, true).lines.has(line))
  }

  /** Packets that make conntrack remember a session. */
  private remembered(): PacketSet {
    const { space } = this.network
    return this.network.constants.fresh.intersect(space.state(['new'])).forget('state')
  }

  /** TCP replies carry ACK or RST; other protocols have no such mark. */
  private replies(): PacketSet {
    const { space } = this.network
    const { ACK, RST } = TCP_FLAGS
    const tcp = space.protocol([[TCP, TCP]])
    return space.all.subtract(tcp).union(space.tcpFlags(ACK, ACK)).union(space.tcpFlags(RST, RST))
  }
}

/** The value kept under a key, made when it is first asked for. */
export function cached<K, T>(store: Map<K, T>, key: K, make: () => T): T {
  const known = store.get(key)
  if (known !== undefined) return known
  const made = make()
  store.set(key, made)
  return made
}
