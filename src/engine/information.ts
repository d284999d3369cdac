/**
 * What information can move to where: packets from one carrier to another, replies, and what carriers pass on. A step is
 * taken by a channel (packets of a named entry) or raw (anything else); who may pass on what to whom is asked of a `Policy`.
 */
import type { PacketSet } from '../net/packet-set.ts'
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

const RAW = 'raw'
/** How information came to the carrier that it starts from. */
export const OWN = 'own'

export interface Policy {
  readonly channels: readonly Channel[]
  /** Whether what came in by one channel may leave by the other (ids, `RAW` or `OWN`). */
  passes(carrier: Carrier, arrived: string, leaves: string): boolean
  /** What of a step does not count: the packets of sessions (`initiate`), or their answers (`reply`). */
  excused(set: PacketSet, from: Place, to: Place, kind: 'initiate' | 'reply'): PacketSet
}

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

export class Information {
  readonly carriers: readonly Carrier[]
  private readonly reach: Reach
  private readonly replies: Replies
  private readonly reading: Reading
  private readonly policy: Policy
  private readonly steps = new Map<Carrier, readonly Step[]>()
  private readonly senders = new Map<Standing, PacketSet>()
  private readonly services = new Map<Carrier, PacketSet>()
  private readonly received = new Map<Standing, Map<string, PacketSet>>()

  constructor(reach: Reach, replies: Replies, policy: Policy, reading: Reading) {
    this.reach = reach
    this.replies = replies
    this.policy = policy
    this.reading = reading
    this.carriers = carriersOf(reach.network.topology)
  }

  /**
   * The shortest chain of steps from a start to a target, undefined if there is none. `passes` may narrow the policy's, `takes`
   * the steps.
   */
  chain(isStart: (carrier: Carrier) => boolean, isTarget: (carrier: Carrier) => boolean, passes = this.policy.passes, takes: (step: Step) => boolean = () => true): Step[] | undefined {
    interface State { readonly carrier: Carrier; readonly arrived: string; readonly before?: State; readonly step?: Step }
    const queue: State[] = this.carriers.filter(isStart).map((carrier) => ({ carrier, arrived: OWN }))
    const seen = new Set<string>()
    for (const state of queue) {
      for (const step of this.from(state.carrier)) {
        if (!takes(step) || !passes(state.carrier, state.arrived, step.channel) || staysWithClients(state.step, step)) continue
        const next: State = { carrier: step.to, arrived: step.channel, before: state, step }
        if (isTarget(step.to)) return trail(next)
        const key = `${step.to.key} ${step.channel}${step.to.kind === 'device' ? ` ${step.by.kind}` : ''}`
        if (seen.has(key)) continue
        seen.add(key)
        queue.push(next)
      }
    }
    return undefined

    function trail(last: State): Step[] {
      const steps: Step[] = []
      for (let state: State | undefined = last; state?.step; state = state.before) steps.unshift(state.step)
      return steps
    }
  }

  /** Every session by which a step of some chain from a start to a target is taken, however long: what a chain could be made of. */
  involved(isStart: (carrier: Carrier) => boolean, isTarget: (carrier: Carrier) => boolean): PacketSet {
    const stateOf = (carrier: Carrier, arrived: string): string => `${carrier.key} ${arrived}`
    const queue = this.carriers.filter(isStart).map((carrier) => ({ carrier, arrived: OWN }))
    const seen = new Set(queue.map(({ carrier, arrived }) => stateOf(carrier, arrived)))
    const into = new Map<string, { readonly from: string; readonly step: Step }[]>()
    const targets = new Set<string>()
    for (const { carrier, arrived } of queue) {
      for (const step of this.from(carrier)) {
        if (!this.policy.passes(carrier, arrived, step.channel)) continue
        const to = stateOf(step.to, step.channel)
        cached(into, to, () => []).push({ from: stateOf(carrier, arrived), step })
        if (isTarget(step.to)) targets.add(to)
        else if (!seen.has(to)) {
          seen.add(to)
          queue.push({ carrier: step.to, arrived: step.channel })
        }
      }
    }
    const sets: PacketSet[] = []
    for (const state of targets) {
      for (const { from, step } of into.get(state) ?? []) {
        if (step.by.kind !== 'outside') sets.push(step.by.sessions)
        targets.add(from)
      }
    }
    return this.reach.network.space.union(sets)
  }

  private from(carrier: Carrier): readonly Step[] {
    const known = this.steps.get(carrier)
    if (known) return known
    const steps = this.carriers.filter((other) => other !== carrier).flatMap((other) => [
      ...this.initiated(carrier, other, 'initiate'), ...this.initiated(other, carrier, 'reply'), ...this.outside(carrier, other),
    ])
    this.steps.set(carrier, steps)
    return steps
  }

  /** Steps by packets of sessions that `client` opens towards `server`: there, or back by the answers. */
  private initiated(client: Carrier, server: Carrier, kind: 'initiate' | 'reply'): Step[] {
    const { space } = this.reach.network
    return client.standings.flatMap((source) => server.standings.flatMap((target): Step[] => {
      const received = this.receivedBy(source.place, target)
      if (received.isEmpty()) return []
      const offered = received.whereSent(cached(this.senders, source, () => space.source(source.addresses)))
      const sent = [client, server].reduce((set, end) => (set.isEmpty() ? set : this.spokenBy(end, set)), offered)
      if (sent.isEmpty()) return []
      const counted = sent.subtract(this.policy.excused(sent, source.place, target.place, kind))
      const sessions = kind === 'initiate' ? counted : this.answered(counted, source.place, target.place)
      if (sessions.isEmpty()) return []
      const ends = {
        ...(kind === 'initiate' ? { from: client, to: server } : { from: server, to: client }),
        ...(asksUnsaid(client) && { doubtful: true as const }),
      }
      return this.byChannel(sessions, source.place, target.place)
        .map(({ channel, set }) => ({ ...ends, channel, by: { kind, client: source.place, server: target.place, sessions: set } }))
    }))
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
    const parts = this.policy.channels.map(({ id, covers }) => {
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
    const named = this.policy.channels.filter((channel) => channel.joins(from, to) || channel.joins(to, from)).map(({ id }) => id)
    return [RAW, ...named].map((channel) => ({ from, to, channel, by: { kind: 'outside' } }))
  }

  private joined(a: string, b: string): boolean {
    return this.reach.network.places.spread(a, true).zones.has(b)
  }
}

const asksUnsaid = (client: Carrier): boolean =>
  client.kind === 'device' && !takesOver(client.device) && client.device.relays === undefined

/** What a service fetched goes to those who ask it, into no question of its own; mail and what a proxy gets may go anywhere. */
const staysWithClients = (arrived: Step | undefined, leaves: Step): boolean => {
  const { from } = leaves
  if (from.kind !== 'device' || arrived?.by.kind !== 'reply' || leaves.by.kind !== 'initiate') return false
  const { device } = from
  return !takesOver(device) && !device.runs.some((service) => service === 'mail' || service === 'proxy')
}
