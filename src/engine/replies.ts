/** What comes back: reversed packets by ordinary routes and filters, and by what stateful devices remember of a session. */
import { TCP, TCP_FLAGS } from '../net/header.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { Device } from '../topology/model.ts'
import { arrivedKey, leftKey, localKey, routedKey } from './device-edges.ts'
import { MAY, outOfLineKey, type Beginning, type Flood, type Reading } from './flood.ts'
import type { Memory, NodeId } from './graph.ts'
import { memoryKey, placeKey, type Place } from './places.ts'
import { cached, type Reach } from './reach.ts'
import { translates } from './stage-edges.ts'

export class Replies {
  private readonly reach: Reach
  /** What a TCP reply looks like (ACK or RST); other protocols have no such mark. */
  private readonly looks: PacketSet
  /** Packets of which conntrack remembers a session. */
  private readonly opening: PacketSet
  private readonly memories = new Map<Flood, ReadonlyMap<string, Memory>>()
  private readonly sharing = new Map<Flood, ReadonlySet<string>>()
  private readonly returned = new Map<Flood, Map<string, PacketSet>>()

  constructor(reach: Reach) {
    this.reach = reach
    const { space, constants } = reach.network
    const tcp = space.protocol([[TCP, TCP]])
    const { ACK, RST } = TCP_FLAGS
    this.looks = space.all.subtract(tcp).union(space.tcpFlags(ACK, ACK)).union(space.tcpFlags(RST, RST))
    this.opening = constants.fresh.intersect(space.state(['new'])).forget('state')
  }

  /** Of the packets that `client` sends and `server` receives, those (as sent) whose answer comes back to `client`. */
  answered(client: Place, server: Place, reading: Reading = MAY): PacketSet {
    const forward = this.reach.from(client, reading)
    // Receivers of the same packet are asked one by one: an answer of the one is none of the other.
    const shared = cached(this.sharing, forward, () => this.sharingReceivers(forward))
    const alone = shared.has(placeKey(server))
    return cached(cached(this.returned, forward, () => new Map<string, PacketSet>()), alone ? placeKey(server) : '', () => {
      const answers = this.answer(forward, reading, (place) => (alone ? placeKey(place) === placeKey(server) : !shared.has(placeKey(place))))
      const back = answers.at(this.reach.network.delivered(client)).sent().forget('in', 'out')
      return back.asked()
    })
  }

  /** Whether to each packet in `sent` that opens something an answer (of TCP one with SYN and ACK) surely comes back to its sender. */
  areAnswered(client: Place, sent: PacketSet, reading: Reading): boolean {
    const { space } = this.reach.network
    const forward = this.reach.fromOnly(client, sent, { unknown: reading.unknown, routes: 'declared', without: this.returns(client) })
    const back = this.reach.surelyFrom(this.starts(forward, () => true), client, reading, this.remembered(forward))
    const { SYN, ACK } = TCP_FLAGS
    const answers = space.all.subtract(space.protocol([[TCP, TCP]])).union(space.tcpFlags(63, SYN | ACK))
    return sent.reverse().intersect(answers).within(back.sent())
  }

  /**
   * Where what has left by a line may come back in by another. A packet that was received outside does not come round; were
   * it to, devices would remember of the session how it looks by then.
   */
  private returns(client: Place): string[] {
    const { topology, places } = this.reach.network
    const own = 'zone' in client ? places.spread(client.zone, true).lines : undefined
    return [...topology.lines.values()].filter((line) => !own?.has(line)).map((line) => outOfLineKey(line.segment, line.id))
  }

  /** The flood of replies to everything that another flood delivered to the places that answer. */
  answer(forward: Flood, reading: Reading, answers: (place: Place) => boolean = () => true): Flood {
    const memory = cached(this.memories, forward, () => this.remembered(forward))
    return this.reach.network.flood(reading, this.starts(forward, answers), memory)
  }

  private starts(forward: Flood, answers: (place: Place) => boolean): Beginning[] {
    return this.reach.origins.filter(answers).flatMap((place) => {
      const set = this.reversed(forward, this.reach.network.delivered(place))
      return set.isEmpty() ? [] : this.reach.entrances(place).map((at) => ({ at, set }))
    })
  }

  private remembered(forward: Flood): ReadonlyMap<string, Memory> {
    const { places, space } = this.reach.network
    const devices = [...this.reach.network.topology.devices.values()].filter(({ sessions }) => sessions.kind !== 'none')
    const clusters = new Map(devices.map((device) => [memoryKey(device), places.clusterOf(device)]))
    return new Map([...clusters].flatMap(([key, members]): [string, Memory][] => {
      const seen = (at: (device: string) => string): PacketSet => space.union(members.map((device) => this.seen(forward, device, at(device.id))))
      const left = seen(leftKey).union(seen(localKey))
      if (left.isEmpty()) return []
      // Where nothing is translated there is nothing to undo: what left is what arrived.
      const [arrived, routed] = members.some(translates) ? [seen(arrivedKey), seen(routedKey)] : [left, left]
      return [[key, { arrived, routed, left }]]
    }))
  }

  private seen(forward: Flood, device: Device, key: string): PacketSet {
    const { graph, space } = this.reach.network
    if (device.sessions.kind === 'none') return space.none
    return this.reversed(forward, graph.node(key), device.sessions.kind === 'conntrack' ? this.opening : space.all)
  }

  private reversed(forward: Flood, node: NodeId, only?: PacketSet): PacketSet {
    const all = forward.at(node)
    if (all.isEmpty()) return all
    const here = all.forget('in', 'out')
    return (only ? here.intersect(only) : here).reverse().intersect(this.looks)
  }

  /** The places at which some packet is received that is received at another as well. */
  private sharingReceivers(forward: Flood): ReadonlySet<string> {
    const sharing = new Set<string>()
    const seen: { key: string; set: PacketSet }[] = []
    for (const place of this.reach.origins) {
      const received = forward.at(this.reach.network.delivered(place))
      if (received.isEmpty()) continue
      const set = received.sent().forget('in', 'out')
      const key = placeKey(place)
      for (const other of seen) if (other.set.meets(set)) sharing.add(other.key).add(key)
      seen.push({ key, set })
    }
    return sharing
  }
}
