/** What an entry of the register is to achieve: between each two of its ends, openings that arrive. */
import type { Reading } from '../../engine/flood.ts'
import { ownAddresses } from '../../engine/places.ts'
import { cached, type Reach } from '../../engine/reach.ts'
import { intersectAddresses, subtractAddresses, unionAddresses, type AddressSet } from '../../net/address.ts'
import { TCP, TCP_FLAGS } from '../../net/header.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { End, Flow } from '../../topology/model.ts'
import { standingsOf, type EntryPackets, type Standing } from './ends.ts'

/** Whose leg a standing is: a host is reached if one of its legs is. */
interface Leg extends Standing { readonly of: string }

/** `wanted`: what is to arrive, addressed as the entry says; `offered`: the same to any address, as destination NAT may need. */
export interface Ask { readonly from: Leg; readonly to: Leg; readonly wanted: PacketSet; readonly offered: PacketSet }

/** Asks between the same two ends, of which one is enough. */
export function byEnds(asks: readonly Ask[]): Ask[][] {
  const ends = new Map<string, Ask[]>()
  for (const ask of asks) ends.set(`${ask.from.of} ${ask.to.of}`, [...ends.get(`${ask.from.of} ${ask.to.of}`) ?? [], ask])
  return [...ends.values()]
}

/** Several rules ask whether an entry works: what arrives is computed once. */
export class EntryAsks {
  private readonly reach: Reach
  private readonly entries: EntryPackets
  private readonly asks = new Map<Flow, readonly Ask[]>()
  private readonly arrivals = new Map<Ask, Map<Reading, PacketSet>>()

  constructor(reach: Reach, entries: EntryPackets) {
    this.reach = reach
    this.entries = entries
  }

  of(flow: Flow): readonly Ask[] {
    return cached(this.asks, flow, () => asksOf(this.reach, this.entries, flow))
  }

  /**
   * The pairs that arrive; undefined if not all do. Every packet asked for must, whatever source it shows by then. Where none
   * does, the receiver is addressed otherwise (destination NAT): then some opening of the service must arrive there.
   */
  received(ask: Ask, reading: Reading): PacketSet | undefined {
    const set = cached(cached(this.arrivals, ask, () => new Map<Reading, PacketSet>()), reading, () => this.arrived(ask, reading))
    return set.isEmpty() ? undefined : set
  }

  private arrived({ from, to, wanted, offered }: Ask, reading: Reading): PacketSet {
    const { space } = this.reach.network
    const addressed = this.reach.surely(from.place, to.place, wanted, reading)
    if (!addressed.isEmpty() && !wanted.within(addressed.sent())) return space.none
    const arrived = addressed.isEmpty() ? this.reach.surely(from.place, to.place, offered, reading) : addressed
    return arrived.intersect(space.destination(to.addresses))
  }
}

/** Openings of the service from ephemeral ports (RFC 6335 section 6), for each pair of ends that share a family. */
function asksOf({ network }: Reach, entries: EntryPackets, flow: Flow): Ask[] {
  const { space, topology } = network
  const tcp = space.protocol([[TCP, TCP]])
  const openings = space.all.subtract(tcp).union(space.tcpFlags(63, TCP_FLAGS.SYN))
  const ephemeral = space.all.subtract(space.ported).union(space.sourcePort([[49152, 65535]]))
  const service = entries.service(flow).intersect(openings).intersect(ephemeral).subtract(space.fragment()).intersect(space.asSent())
  const ofDevices = unionAddresses(...[...topology.devices.values()].map(ownAddresses))
  /** Who really stands there: no device, and in an external zone nobody whose addresses another holds. */
  const hosts = ({ place, addresses }: Standing): AddressSet => {
    const here = 'zone' in place ? intersectAddresses(addresses, network.places.heldBy.get(place.zone)!) : addresses
    return subtractAddresses(here, ofDevices)
  }
  const standings = (ends: readonly End[]): Leg[] => ends.flatMap((end) => standingsOf(end, topology).map((standing) =>
    ({ ...standing, of: end.kind === 'host' ? end.id : JSON.stringify(standing.place) })))
  return standings(flow.from).flatMap((from) => standings(flow.to).map((to) => {
    const offered = service.intersect(space.source(hosts(from)))
    return { from, to, offered, wanted: offered.intersect(space.destination(hosts(to))) }
  })).filter(({ wanted, from, to }) => !wanted.isEmpty() && !outsideOnly(from, to))
}

/** What goes on between external zones is not ours to see. */
const outsideOnly = (from: Standing, to: Standing): boolean => 'zone' in from.place && 'zone' in to.place
