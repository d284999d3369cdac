/** The ends of a register entry as a person would type them. */
import { ownAddresses, placeKey, subnetsOf } from '../../engine/places.ts'
import { ALL_ADDRESSES, formatAddresses, isEmptyAddresses, subtractAddresses, unionAddresses, type AddressSet } from '../../net/address.ts'
import type { End, Topology } from '../../topology/model.ts'
import type { Standing } from './ends.ts'

export type ByPlace = ReadonlyMap<string, AddressSet>

/** Ranges of addresses in one end. */
const LISTED = 8

/** An end, and how the topology language writes it. */
export interface Piece { readonly end: End; readonly yaml: string }

/** By the names of hosts or parties where they are just these, by the segment or zone where it is the whole, else by addresses. */
export function written(topology: Topology, { place, addresses }: Standing, heldBy: ByPlace): Piece[] | undefined {
  const { at } = topology
  const piece = (kind: 'host' | 'party' | 'segment' | 'zone', id: string): Piece => ({ end: { kind, id, at }, yaml: `{ ${kind}: ${id} }` })
  const own = unionAddresses(...[...topology.devices.values()].map(ownAddresses))
  const isWhole = (set: AddressSet): boolean => isEmptyAddresses(subtractAddresses(subtractAddresses(set, own), addresses))
  if ('segment' in place && isWhole(subnetsOf(topology.segments.get(place.segment)!))) return [piece('segment', place.segment)]
  if ('zone' in place && isWhole(heldBy.get(place.zone) ?? ALL_ADDRESSES)) return [piece('zone', place.zone)]
  const standing = [
    ...[...topology.hosts.values()].flatMap(({ id, attach }) => attach.filter((one) => placeKey(one.place) === placeKey(place)).map((one) => ({ piece: piece('host', id), addresses: one.addresses }))),
    ...('zone' in place ? [...topology.parties.values()].filter(({ zone }) => zone === place.zone).map((one) => ({ piece: piece('party', one.id), addresses: one.addresses })) : []),
  ].filter((one) => isEmptyAddresses(subtractAddresses(one.addresses, addresses)))
  if (standing.length > 0 && isEmptyAddresses(subtractAddresses(addresses, unionAddresses(...standing.map((one) => one.addresses))))) return standing.map((one) => one.piece)
  const ranges = formatAddresses(addresses)
  if (ranges.length > LISTED || 'device' in place || 'undeclared' in place) return undefined
  const zone = 'segment' in place ? topology.segments.get(place.segment)!.zone : place.zone
  return [{ end: { kind: 'addresses', place: { zone }, set: addresses, at }, yaml: `{ zone: ${zone}, addresses: [${ranges.map((range) => (range.includes(':') ? `'${range}'` : range)).join(', ')}] }` }]
}
