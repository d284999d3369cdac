/** What people type for an end of a question (a zone, segment, host, party, device or address), and where that stands. */
import { ALL_ADDRESSES, EMPTY_ADDRESSES, intersectAddresses, isEmptyAddresses, parseAddresses, subtractAddresses, unionAddresses, type AddressSet } from '../net/address.ts'
import { didYouMean } from '../topology/did-you-mean.ts'
import type { Topology } from '../topology/model.ts'
import { text, type Text } from '../verdict.ts'
import type { Standing } from './carriers.ts'
import type { Network } from './network.ts'
import { ownAddresses, subnetsOf, UNDECLARED } from './places.ts'

/** An end, with the places where it stands and the addresses that it has there. */
export interface End { readonly name: string; readonly standings: readonly Standing[] }

const KINDS = ['zone', 'segment', 'host', 'party', 'device'] as const
type Kind = (typeof KINDS)[number]

/**
 * `typed` is an id, where two things have it with its kind before it (`host:fw1`), or addresses (`10.0.0.1`, `10.0.0.0/24`).
 * A `Text` says why it is nothing.
 */
export function whereabouts(network: Network, typed: string): End | Text {
  const { topology } = network
  const [, prefix, rest] = /^(zone|segment|host|party|device):(.*)$/.exec(typed) ?? []
  const kinds = prefix === undefined ? KINDS : [prefix as Kind]
  const id = rest ?? typed
  const named = kinds.filter((kind) => table(topology, kind).has(id))
  if (named.length > 1) {
    const choices = named.map((kind) => `${kind}:${id}`).join(', ')
    return text(`「${id}」は複数あります。${choices} のどれかを指定してください`, `"${id}" is several things: say ${choices}`)
  }
  if (named[0]) return { name: typed, standings: standingsOf(network, named[0], id) }
  const addresses = prefix === undefined ? parseAddresses(typed) : undefined
  if (addresses) return { name: typed, standings: standingsOfAddresses(network, addresses) }
  const hint = didYouMean(id, kinds.flatMap((kind) => [...table(topology, kind).keys()]))
  return text(`「${typed}」という領域・セグメント・ホスト・相手先・機器・アドレスはありません${hint.ja}`,
    `there is no zone, segment, host, party, device or address "${typed}"${hint.en}`)
}

const table = (topology: Topology, kind: Kind): ReadonlyMap<string, unknown> =>
  ({ zone: topology.zones, segment: topology.segments, host: topology.hosts, party: topology.parties, device: topology.devices })[kind]

function standingsOf({ topology }: Network, kind: Kind, id: string): Standing[] {
  switch (kind) {
    case 'host': return topology.hosts.get(id)!.attach.map(({ place, addresses }) => ({ place, addresses }))
    case 'party': {
      const { zone, addresses } = topology.parties.get(id)!
      return [{ place: { zone }, addresses }]
    }
    case 'device': return [{ place: { device: id }, addresses: ownAddresses(topology.devices.get(id)!) }]
    case 'segment': return [{ place: { segment: id }, addresses: subnetsOf(topology.segments.get(id)!) }]
    case 'zone': {
      // Where no known holder has an address, it may be in any external zone.
      if (topology.zones.get(id)!.external) return [{ place: { zone: id }, addresses: ALL_ADDRESSES }]
      return [...topology.segments.values()].filter(({ zone }) => zone === id).map((segment) => ({ place: { segment: segment.id }, addresses: subnetsOf(segment) }))
    }
  }
}

/** Wherever the addresses stand; what nothing declared holds of them is behind what is undeclared. */
function standingsOfAddresses({ topology, places }: Network, wanted: AddressSet): Standing[] {
  const devices = [...topology.devices.values()].map((device): Standing => ({ place: { device: device.id }, addresses: ownAddresses(device) }))
  const own = unionAddresses(...devices.map(({ addresses }) => addresses))
  const segments = [...topology.segments.values()].map((segment): Standing => ({ place: { segment: segment.id }, addresses: subtractAddresses(subnetsOf(segment), own) }))
  const zones = [...places.heldBy].map(([zone, addresses]): Standing => ({ place: { zone }, addresses }))
  const found = [...devices, ...segments, ...zones]
    .map(({ place, addresses }) => ({ place, addresses: intersectAddresses(addresses, wanted) }))
    .filter(({ addresses }) => !isEmptyAddresses(addresses))
  const rest = subtractAddresses(wanted, unionAddresses(EMPTY_ADDRESSES, ...found.map(({ addresses }) => addresses)))
  return isEmptyAddresses(rest) ? found : [...found, { place: UNDECLARED, addresses: rest }]
}
