/** Hosts that packets may pass: lines into the external zones in which they stand, too, and ways between their legs. */
import { EMPTY_ADDRESSES, unionAddresses, type AddressSet } from '../net/address.ts'
import type { Host, Line } from '../topology/model.ts'

/** A leg of a host that forwards between its legs. */
export interface Leg { readonly host: Host; readonly segment: string; readonly addresses: AddressSet }

/** A host with a leg on a segment and one in an external zone is a line between them, unless it is said not to forward. */
export function linesOfHost(host: Host): Line[] {
  if (host.forwards === false) return []
  const zones = host.attach.flatMap(({ place }) => ('zone' in place ? [place.zone] : []))
  return host.attach.flatMap(({ place, at }) => ('segment' in place ? zones.map((to): Line => (
    { id: `host ${host.id} ${place.segment} ${to}`, kind: 'host', segment: place.segment, to, beyond: [], peers: [], at })) : []))
}

/** An unlabelled host with legs on several segments is taken to forward between them, and one that says so on its only one. */
export function legs(host: Host): Leg[] {
  if (host.forwards === false) return []
  const bySegment = new Map<string, AddressSet>()
  for (const { place, addresses } of host.attach) {
    if ('segment' in place) bySegment.set(place.segment, unionAddresses(bySegment.get(place.segment) ?? EMPTY_ADDRESSES, addresses))
  }
  return bySegment.size < 2 && host.forwards !== true ? [] : [...bySegment].map(([segment, addresses]) => ({ host, segment, addresses }))
}
