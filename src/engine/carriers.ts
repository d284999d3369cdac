/** Everyone who can hold information and pass it on. */
import { ALL_ADDRESSES, EMPTY_ADDRESSES, isEmptyAddresses, subtractAddresses, unionAddresses, type AddressSet } from '../net/address.ts'
import type { Chain, Device, Host, Party, Topology, Zone } from '../topology/model.ts'
import { ownAddresses, placeKey, subnetsOf, UNDECLARED, type Place } from './places.ts'

/** `rest`: the addresses of a segment that nothing declared has. */
export type Carrier = { readonly key: string; readonly standings: readonly Standing[] } & (
  | { readonly kind: 'host'; readonly host: Host }
  | { readonly kind: 'party'; readonly party: Party }
  | { readonly kind: 'zone'; readonly zone: Zone }
  | { readonly kind: 'device'; readonly device: Device }
  | { readonly kind: 'rest'; readonly segment: string }
  | { readonly kind: 'undeclared' }
)

/** The addresses that a carrier has at a place. */
export interface Standing { readonly place: Place; readonly addresses: AddressSet }

export function carriersOf(topology: Topology): Carrier[] {
  const hosts = [...topology.hosts.values()].map((host): Carrier => ({
    kind: 'host', key: `host:${host.id}`, host, standings: host.attach.map(({ place, addresses }) => ({ place, addresses })),
  }))
  const parties = [...topology.parties.values()].map((party): Carrier => ({
    kind: 'party', key: `party:${party.id}`, party, standings: [{ place: { zone: party.zone }, addresses: party.addresses }],
  }))
  const taken = takenBy([...hosts, ...parties])
  const zones = [...topology.zones.values()].filter((zone) => zone.external).map((zone): Carrier => ({
    kind: 'zone', key: `zone:${zone.id}`, zone,
    standings: [{ place: { zone: zone.id }, addresses: subtractAddresses(ALL_ADDRESSES, taken({ zone: zone.id })) }],
  }))
  const devices = [...topology.devices.values()].filter((device) => takesOver(device) || device.runs.length > 0).map((device): Carrier => ({
    kind: 'device', key: `device:${device.id}`, device, standings: [{ place: { device: device.id }, addresses: ALL_ADDRESSES }],
  }))
  const own = unionAddresses(...[...topology.devices.values()].map(ownAddresses))
  const rests = [...topology.segments.values()].flatMap((segment): Carrier[] => {
    const place = { segment: segment.id }
    const addresses = subtractAddresses(subnetsOf(segment), unionAddresses(taken(place), own))
    return isEmptyAddresses(addresses) ? [] : [{ kind: 'rest', key: `rest:${segment.id}`, segment: segment.id, standings: [{ place, addresses }] }]
  })
  return [...hosts, ...parties, ...zones, ...devices, ...rests,
    { kind: 'undeclared', key: 'undeclared', standings: [{ place: UNDECLARED, addresses: ALL_ADDRESSES }] }]
}

function takenBy(carriers: readonly Carrier[]): (place: Place) => AddressSet {
  const byPlace = new Map<string, AddressSet>()
  for (const { place, addresses } of carriers.flatMap(({ standings }) => standings)) {
    byPlace.set(placeKey(place), unionAddresses(byPlace.get(placeKey(place)) ?? EMPTY_ADDRESSES, addresses))
  }
  return (place) => byPlace.get(placeKey(place)) ?? EMPTY_ADDRESSES
}

/** A device that takes over connections (REDIRECT) answers for others: it passes on what it gets. */
export function takesOver(device: Device): boolean {
  const redirects = (chain: Chain): boolean => chain.rules.some(({ action }) =>
    (action.do === 'rewrite' && action.to.addresses === 'interface')
    || ((action.do === 'jump' || action.do === 'goto') && redirects(action.chain)))
  return device.pipeline.prerouting.some((step) => step.kind === 'translate' && redirects(step.chain))
}
