/**
 * Every step that packets make possible between two carriers, whoever may pass on what: by sessions, by the answers to them,
 * and beyond the municipality's lines. A step is taken by a channel (packets of a named entry) or raw (anything else).
 */
import type { PacketSet } from '../net/packet-set.ts'
import type { PacketSpace } from '../net/packet-space.ts'
import { carriersOf, takesOver, type Carrier, type Standing } from './carriers.ts'
import type { Reading } from './flood.ts'
import { placeKey, type Place } from './places.ts'
import { cached, type Reach } from './reach.ts'
import type { Replies } from './replies.ts'
import { packetsOf } from './running-services.ts'

export interface Channel {
  readonly id: string
  /** The part of `set` (pairs as sent at `from`, as delivered at `to`) that belongs to it. */
  covers(set: PacketSet, from: Place, to: Place): PacketSet
  /** Whether its ends are these carriers, for what goes on outside the municipality and is not computed. */
  joins(from: Carrier, to: Carrier): boolean
}

export const RAW = 'raw'

/** One step of information. `outside`: between neighbours beyond the municipality's lines, where no packet is computed. */
export interface Step {
  readonly from: Carrier
  readonly to: Carrier
  readonly channel: string
  /** Taken only to ask what may happen: a service of a device asks whom it was set up to ask, which nobody has said. */
  readonly doubtful?: true
  readonly by:
    | { readonly kind: 'initiate' | 'reply'; readonly client: Place; readonly server: Place; readonly sessions: PacketSet }
    | { readonly kind: 'outside' }
}

/** The same for every policy: computed once, and asked by all. */
export class Steps {
  readonly carriers: readonly Carrier[]
  private readonly reach: Reach
  private readonly replies: Pick<Replies, 'answered'>
  private readonly channels: readonly Channel[]
  private readonly reading: Reading
  private readonly steps = new Map<Carrier, readonly Step[]>()
  private readonly senders = new Map<Standing, PacketSet>()
  private readonly services = new Map<Carrier, PacketSet>()
  private readonly received = new Map<Standing, Map<string, PacketSet>>()
  private readonly sent = new Map<Standing, Map<Standing, PacketSet>>()
  /** Where carriers stand, and the carriers there by their number. */
  private readonly places = new Map<string, Place>()
  private readonly standingAt = new Map<string, number[]>()
  private readonly nearPlaces = new Map<string, readonly string[]>()

  constructor(reach: Reach, replies: Pick<Replies, 'answered'>, channels: readonly Channel[], reading: Reading) {
    this.reach = reach
    this.replies = replies
    this.channels = channels
    this.reading = reading
    this.carriers = carriersOf(reach.network.topology)
    this.carriers.forEach(({ standings }, index) => standings.forEach(({ place }) => {
      this.places.set(placeKey(place), place)
      cached(this.standingAt, placeKey(place), () => []).push(index)
    }))
  }

  get space(): PacketSpace {
    return this.reach.network.space
  }

  from(carrier: Carrier): readonly Step[] {
    return cached(this.steps, carrier, () => this.near(carrier).filter((other) => other !== carrier).flatMap((other) => [
      ...this.initiated(carrier, other, 'initiate'), ...this.initiated(other, carrier, 'reply'), ...this.outside(carrier, other),
    ]))
  }

  /** Those at places between which and its own anything gets, in the order of all: among thousands of hosts most are not. */
  private near(carrier: Carrier): Carrier[] {
    const indices = new Set(carrier.standings.flatMap(({ place }) => this.neighbours(place)).flatMap((key) => this.standingAt.get(key)!))
    return [...indices].sort((a, b) => a - b).map((index) => this.carriers[index]!)
  }

  private neighbours(place: Place): readonly string[] {
    return cached(this.nearPlaces, placeKey(place), () => [...this.places].filter(([, other]) =>
      !this.reach.initiate(place, other, this.reading).isEmpty() || !this.reach.initiate(other, place, this.reading).isEmpty()
      || ('zone' in place && 'zone' in other && (place.zone === other.zone || this.joined(place.zone, other.zone)))).map(([key]) => key))
  }

  /** Steps by packets of sessions that `client` opens towards `server`: there, or back by the answers. */
  private initiated(client: Carrier, server: Carrier, kind: 'initiate' | 'reply'): Step[] {
    return client.standings.flatMap((source) => server.standings.flatMap((target): Step[] => {
      const sent = cached(cached(this.sent, source, () => new Map<Standing, PacketSet>()), target, () => this.sessions(client, source, server, target))
      const sessions = kind === 'initiate' ? sent : this.answered(sent, source.place, target.place)
      if (sessions.isEmpty()) return []
      const ends = {
        ...(kind === 'initiate' ? { from: client, to: server } : { from: server, to: client }),
        ...(asksUnsaid(client) && { doubtful: true as const }),
      }
      return this.byChannel(sessions, source.place, target.place)
        .map(({ channel, set }) => ({ ...ends, channel, by: { kind, client: source.place, server: target.place, sessions: set } }))
    }))
  }

  private sessions(client: Carrier, source: Standing, server: Carrier, target: Standing): PacketSet {
    const received = this.receivedBy(source.place, target)
    if (received.isEmpty()) return received
    const offered = received.whereSent(cached(this.senders, source, () => this.reach.network.space.source(source.addresses)))
    return [client, server].reduce((set, end) => (set.isEmpty() ? set : this.spokenBy(end, set)), offered)
  }

  /** What a device gets and sends by the services that it runs; others speak anything. */
  private spokenBy(carrier: Carrier, set: PacketSet): PacketSet {
    if (carrier.kind !== 'device' || takesOver(carrier.device)) return set
    return set.intersect(cached(this.services, carrier, () => packetsOf(carrier.device.runs, this.reach.network.space)))
  }

  /** What one place sends to the addresses that a carrier has at another. */
  private receivedBy(from: Place, target: Standing): PacketSet {
    const byPlace = cached(this.received, target, () => new Map<string, PacketSet>())
    return cached(byPlace, placeKey(from), () => {
      const all = this.reach.initiate(from, target.place, this.reading)
      return all.isEmpty() ? all : all.intersect(this.reach.network.space.destination(target.addresses))
    })
  }

  /** The sessions to which an answer comes back. */
  private answered(sessions: PacketSet, client: Place, server: Place): PacketSet {
    if (sessions.isEmpty()) return sessions
    return sessions.whereSent(this.replies.answered(client, server, this.reading))
  }

  private byChannel(sessions: PacketSet, from: Place, to: Place): { channel: string; set: PacketSet }[] {
    let rest = sessions
    const parts = this.channels.map(({ id, covers }) => {
      const set = covers(sessions, from, to)
      rest = rest.subtract(set)
      return { channel: id, set }
    })
    return [...parts, { channel: RAW, set: rest }].filter(({ set }) => !set.isEmpty())
  }

  /** Carriers in the same external zone, or in joined ones, exchange anything. */
  private outside(from: Carrier, to: Carrier): Step[] {
    const zones = (carrier: Carrier): string[] => carrier.standings.flatMap(({ place }) => ('zone' in place ? [place.zone] : []))
    if (!zones(from).some((a) => zones(to).some((b) => a === b || this.joined(a, b)))) return []
    const named = this.channels.filter((channel) => channel.joins(from, to) || channel.joins(to, from)).map(({ id }) => id)
    return [RAW, ...named].map((channel) => ({ from, to, channel, by: { kind: 'outside' } }))
  }

  private joined(a: string, b: string): boolean {
    return this.reach.network.places.spread(a, true).zones.has(b)
  }
}

const asksUnsaid = (client: Carrier): boolean =>
  client.kind === 'device' && !takesOver(client.device) && client.device.relays === undefined

