/** Who the ends of a register entry are: the places where they stand, with the addresses that they have there. */
import { ALL_ADDRESSES, intersectAddresses, isEmptyAddresses, EMPTY_ADDRESSES, unionAddresses, type AddressSet } from '../../net/address.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { Network } from '../../engine/network.ts'
import { conditionSets } from '../../engine/condition-sets.ts'
import { ownAddresses, placeKey, placesOf, subnetsOf, type Place } from '../../engine/places.ts'
import { PORT_PROTOCOLS } from '../../net/header.ts'
import type { Condition, End, Topology } from '../../topology/model.ts'

export interface Standing { readonly place: Place; readonly addresses: AddressSet }

export function standingsOf(end: End, topology: Topology): Standing[] {
  switch (end.kind) {
    case 'host': return topology.hosts.get(end.id)!.attach.map(({ place, addresses }) => ({ place, addresses }))
    case 'party': {
      const party = topology.parties.get(end.id)!
      return [{ place: { zone: party.zone }, addresses: party.addresses }]
    }
    case 'device': return [{ place: { device: end.id }, addresses: ownAddresses(topology.devices.get(end.id)!) }]
    case 'segment': return [wholeSegment(end.id, topology)]
    case 'zone': {
      const zone = topology.zones.get(end.id)!
      if (zone.external) return [{ place: { zone: zone.id }, addresses: ALL_ADDRESSES }]
      return [...topology.segments.values()].filter((segment) => segment.zone === zone.id).map((segment) => wholeSegment(segment.id, topology))
    }
    case 'addresses': return standingsOfAddresses(end, topology)
  }
}

/** Bare addresses stand where somebody holds them; with a zone, in that zone. */
function standingsOfAddresses(end: Extract<End, { kind: 'addresses' }>, topology: Topology): Standing[] {
  const segments = [...topology.segments.values()].filter((segment) => !end.place || end.place.zone === segment.zone)
    .map((segment): Standing => ({ place: { segment: segment.id }, addresses: intersectAddresses(end.set, subnetsOf(segment)) }))
  const { heldBy } = placesOf(topology)
  const zones = [...topology.zones.values()].filter((zone) => zone.external && (!end.place || end.place.zone === zone.id))
    .map((zone): Standing => ({ place: { zone: zone.id }, addresses: end.place ? end.set : intersectAddresses(end.set, heldBy.get(zone.id)!) }))
  return [...segments, ...zones].filter(({ addresses }) => !isEmptyAddresses(addresses))
}

const wholeSegment = (id: string, topology: Topology): Standing =>
  ({ place: { segment: id }, addresses: subnetsOf(topology.segments.get(id)!) })

/** A register entry or an exception, as far as packets go. */
export interface Entry { readonly from: readonly End[]; readonly to: readonly End[]; readonly service?: Condition }

/** The packets of register entries. Asked of each entry and place many times, so each set is made once. */
export class EntryPackets {
  private readonly network: Network
  private readonly ends = new Map<readonly End[], ReadonlyMap<string, AddressSet>>()
  private readonly sets = new Map<Entry, Map<string, PacketSet>>()
  private readonly services = new Map<Entry, PacketSet>()

  constructor(network: Network) {
    this.network = network
  }

  /**
   * The part of `set` (pairs as sent at `from`, as delivered at `to`) that goes between the ends by the service: who sends,
   * as sent; who receives and by which service, as delivered. Later fragments of the same protocols belong to the service:
   * without their first they come to nothing.
   */
  between(set: PacketSet, from: Place, to: Place, entry: Entry): PacketSet {
    const { space } = this.network
    const senders = this.end(entry, `from ${placeKey(from)}`, () => this.addressesAt(entry.from, from), 'source')
    if (senders.isEmpty()) return space.none
    const receivers = this.end(entry, `to ${placeKey(to)}`, () => this.addressesAt(entry.to, to), 'destination')
    if (receivers.isEmpty()) return space.none
    const received = set.intersect(receivers).intersect(this.service(entry))
    return received.isEmpty() ? received : received.whereSent(senders)
  }

  /** Who of an entry stands at the one place and who at the other. */
  standing(from: Place, to: Place, entry: Entry): { readonly senders: AddressSet; readonly receivers: AddressSet } {
    return { senders: this.addressesAt(entry.from, from), receivers: this.addressesAt(entry.to, to) }
  }

  service(entry: Entry): PacketSet {
    const known = this.services.get(entry)
    if (known) return known
    const made = servicePackets(this.network, entry.service)
    this.services.set(entry, made)
    return made
  }

  private end(entry: Entry, key: string, addresses: () => AddressSet, field: 'source' | 'destination'): PacketSet {
    const sets = this.sets.get(entry) ?? new Map<string, PacketSet>()
    this.sets.set(entry, sets)
    const known = sets.get(key)
    if (known) return known
    const made = this.network.space[field](addresses())
    sets.set(key, made)
    return made
  }

  private addressesAt(ends: readonly End[], place: Place): AddressSet {
    let byPlace = this.ends.get(ends)
    if (!byPlace) {
      const places = new Map<string, AddressSet>()
      for (const { place: at, addresses } of ends.flatMap((end) => standingsOf(end, this.network.topology))) {
        places.set(placeKey(at), unionAddresses(places.get(placeKey(at)) ?? EMPTY_ADDRESSES, addresses))
      }
      this.ends.set(ends, byPlace = places)
    }
    return byPlace.get(placeKey(place)) ?? EMPTY_ADDRESSES
  }
}

function servicePackets({ space }: Network, service: Condition | undefined): PacketSet {
  if (!service) return space.none
  const nothing = { space, tracked: false, in: () => [], out: () => [] }
  const { must } = conditionSets(service, nothing)
  const ported = PORT_PROTOCOLS.filter((protocol) => must.meets(space.protocol([[protocol, protocol]])))
  return must.union(space.protocol(ported.map((protocol) => [protocol, protocol] as const)).intersect(space.fragment()))
}
