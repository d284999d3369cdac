/** Who the ends of a register entry are: the places where they stand, with the addresses that they have there. */
import { addressesOf, ALL_ADDRESSES, EMPTY_ADDRESSES, unionAddresses, type AddressSet } from '../net/address.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { Network } from '../engine/network.ts'
import { conditionSets } from '../engine/condition-sets.ts'
import { placeKey, type Place } from '../engine/places.ts'
import { PORT_PROTOCOLS } from '../net/header.ts'
import type { Condition, End, Topology } from '../topology/model.ts'

export interface Standing { readonly place: Place; readonly addresses: AddressSet }

export function standingsOf(end: End, topology: Topology): Standing[] {
  switch (end.kind) {
    case 'host': return topology.hosts.get(end.id)!.attach.map(({ place, addresses }) => ({ place, addresses }))
    case 'party': {
      const party = topology.parties.get(end.id)!
      return [{ place: { zone: party.zone }, addresses: party.addresses }]
    }
    case 'segment': return [wholeSegment(end.id, topology)]
    case 'zone': {
      const zone = topology.zones.get(end.id)!
      if (zone.external) return [{ place: { zone: zone.id }, addresses: ALL_ADDRESSES }]
      return [...topology.segments.values()].filter((segment) => segment.zone === zone.id).map((segment) => wholeSegment(segment.id, topology))
    }
    case 'addresses': return [...topology.segments.keys()].map((segment): Standing => ({ place: { segment }, addresses: end.set }))
      .concat([...topology.zones.values()].filter((zone) => zone.external && (!end.place || end.place.zone === zone.id))
        .map((zone) => ({ place: { zone: zone.id }, addresses: end.set })))
  }
}

const wholeSegment = (id: string, topology: Topology): Standing =>
  ({ place: { segment: id }, addresses: unionAddresses(...topology.segments.get(id)!.subnets.map(addressesOf)) })

/** The addresses that some of these ends have at a place. */
export function addressesAt(ends: readonly End[], place: Place, topology: Topology): AddressSet {
  const here = ends.flatMap((end) => standingsOf(end, topology)).filter((standing) => placeKey(standing.place) === placeKey(place))
  return here.length === 0 ? EMPTY_ADDRESSES : unionAddresses(...here.map(({ addresses }) => addresses))
}

/**
 * The part of `set` (pairs as sent at `from`, as delivered at `to`) that goes between these ends by that service: who sends,
 * as sent; who receives and by which service, as delivered. Later fragments of the same protocols belong to the service:
 * without their first they come to nothing.
 */
export function between(
  network: Network, set: PacketSet, from: Place, to: Place,
  entry: { readonly from: readonly End[]; readonly to: readonly End[]; readonly service?: Condition },
): PacketSet {
  const { space, topology } = network
  const senders = space.source(addressesAt(entry.from, from, topology))
  const receivers = space.destination(addressesAt(entry.to, to, topology))
  return set.whereSent(senders).intersect(receivers).intersect(servicePackets(network, entry.service))
}

export function servicePackets({ space }: Network, service: Condition | undefined): PacketSet {
  if (!service) return space.none
  const nothing = { space, tracked: false, in: () => [], out: () => [] }
  const { must } = conditionSets(service, nothing)
  const ported = PORT_PROTOCOLS.filter((protocol) => must.meets(space.protocol([[protocol, protocol]])))
  return must.union(space.protocol(ported.map((protocol) => [protocol, protocol] as const)).intersect(space.fragment()))
}
