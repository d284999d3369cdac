/** A believable packet of a violating set, replayed over the model; and the set itself as a few boxes. */
import { boxesOf as boxes, formatBox } from '../net/boxes.ts'
import { addressesOf, EMPTY_ADDRESSES, formatAddress, hasAddress, unionAddresses, type Address, type AddressSet } from '../net/address.ts'
import type { Header } from '../net/header.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { PacketSpace } from '../net/packet-space.ts'
import type { Topology } from '../topology/model.ts'
import { text, type Text, type Witness } from '../verdict.ts'
import { DROP_TEXT } from './drop.ts'
import { packetText, pathText, placeText } from './narrate.ts'
import type { Network } from './network.ts'
import { placeKey, standingAt, subnetsOf, type Place } from './places.ts'
import type { Path } from './plain/path.ts'
import { cached } from './reach.ts'
import { explore, replyTo } from './trace.ts'

/** More boxes than a reader looks at are counted, not listed. */
const BOXES = 8

export interface Replayed {
  readonly path: Path
  readonly sent: Header
  readonly now: Header
}

export interface Found extends Replayed { readonly witness: Witness }

/** A packet of `set` (pairs as sent at `from`, as delivered at `to`; not empty), as people are shown it. */
export const witnessOf = (network: Network, from: Place, to: Place, set: PacketSet, preferred: readonly PacketSet[] = []): Found =>
  shown(network, from, to, set, replayed(network, from, to, set, preferred))

export const shown = ({ topology }: Network, from: Place, to: Place, set: PacketSet, { path, sent, now }: Replayed): Found =>
  ({ witness: { ...ends(topology, from, to, sent, now), path: pathText(path), ...boxesOf(set) }, path, sent, now })

/**
 * A packet of the set that the plain walk delivers too. A set none of whose packets replays is a bug of this program and is
 * said to be one. `preferred`: what the packet should be if it can.
 */
export function replayed(network: Network, from: Place, to: Place, set: PacketSet, preferred: readonly PacketSet[] = []): Replayed {
  const { topology, space } = network
  const { sent, now } = set.sample([
    ...preferred,
    set.whereSent(space.source(hostsAt(topology, from))),
    space.destination(hostsAt(topology, to)),
    set.whereSent(space.all.subtract(space.source(network.places.infrastructure))),
    space.all.subtract(space.destination(network.places.infrastructure)),
  ])
  const path = replay(topology, from, to, sent, now)
  if (!path) {
    throw new Error(`a computed packet does not replay: ${JSON.stringify({ from, to, sent: packetText(sent), now: packetText(now) })}`)
  }
  return { path, sent, now }
}

/**
 * A packet of `set` (pairs as sent at `from`; not empty) whose way ends as wanted before it arrives; undefined where the packet
 * that is tried does not.
 */
export function endingWitness(network: Network, from: Place, set: PacketSet, wanted: (path: Path) => boolean): Found | undefined {
  const { topology, space } = network
  const { sent, now } = set.sample([
    set.whereSent(space.source(hostsAt(topology, from))), space.destination(hostsOf(topology)),
    set.whereSent(space.all.subtract(space.source(network.places.infrastructure))),
  ])
  const [path] = explore(topology, { place: from, header: sent }, [], now).filter(wanted)
    .sort((a, b) => Number(b.certain) - Number(a.certain) || a.hops.length - b.hops.length)
  if (!path) return undefined
  const receiver = { family: now.family, value: now.destination }
  const held = [...topology.segments.values()].find((segment) => hasAddress(subnetsOf(segment), receiver))
  const zone = [...topology.zones.values()].find(({ id }) => standingAt(topology, id, receiver))
  const to = held ? whoIs(topology, { segment: held.id }, receiver) : zone ? whoIs(topology, { zone: zone.id }, receiver)
    : text(formatAddress(receiver), formatAddress(receiver))
  return { witness: { ...ends(topology, from, from, sent, now), to, path: pathText(path), ...boxesOf(set) }, path, sent, now }
}

/** Packets tried in search of one that does not arrive. */
const PROBES = 8

/** One of `wanted` that is stopped, or whose answer is, with its way; where none that was tried is, the first of them. */
export function blockedOf(network: Network, from: Place, to: Place, wanted: PacketSet): Witness {
  const { space } = network
  let rest = wanted
  let first: Witness | undefined
  for (let probe = 0; probe < PROBES && !rest.isEmpty(); probe++) {
    const { sent } = rest.sample()
    const witness = blocked(network, from, to, sent)
    if (witness.stopped) return witness.shown
    first ??= witness.shown
    // What fails is a family, a service or an end: each probe leaves out what the ones before had of one of them.
    const alike = [space.family(sent.family), space.protocol([[sent.protocol, sent.protocol]]), space.destinationPort([[sent.destinationPort, sent.destinationPort]]),
      space.destination(addressesOf({ family: sent.family, value: sent.destination })), space.source(addressesOf({ family: sent.family, value: sent.source }))]
    rest = alike.map((same) => rest.subtract(same)).find((left) => !left.isEmpty()) ?? space.none
  }
  return first!
}

/** Why a packet that should arrive does not: the way on which it gets furthest, or, if it arrives, the way of its answer. */
export function blocked(network: Network, from: Place, to: Place, sent: Header): { readonly shown: Witness; readonly stopped: boolean } {
  const { topology, space } = network
  const paths = explore(topology, { place: from, header: sent })
  const arriving = paths.find(({ end }) => end.kind === 'delivered' && placeKey(end.place) === placeKey(to))
  const back = arriving && replyTo(arriving)
  const answers = back ? explore(topology, back, arriving.sessions) : []
  const furthest = [...(arriving ? answers : paths)].filter(({ end }) => end.kind === 'dropped')
    .sort((a, b) => b.hops.length - a.hops.length)[0] ?? arriving ?? paths[0]
  // A segment on which nothing stands: the packet is sent and nobody takes it.
  if (!furthest) return { stopped: true, shown: { ...ends(topology, from, to, sent, sent), path: [{ place: placeText(from), what: DROP_TEXT['no-route'] }], ...boxesOf(space.header(sent)) } }
  const hops = arriving && furthest !== arriving ? [...pathText(arriving), ...pathText(furthest)] : pathText(furthest)
  const now = arriving ? arriving.end.header : { ...sent }
  const stopped = furthest.end.kind === 'dropped' && !(arriving && answers.some(({ end }) => end.kind === 'delivered' && placeKey(end.place) === placeKey(from)))
  return { stopped, shown: { ...ends(topology, from, to, sent, now), path: hops, ...boxesOf(space.header(sent)) } }
}

/** The shortest way on which the packet arrives as it should; one that rests on nothing unknown first. */
function replay(topology: Topology, from: Place, to: Place, sent: Header, now: Header): Path | undefined {
  const arriving = explore(topology, { place: from, header: sent }, [], now).filter(({ end }) =>
    end.kind === 'delivered' && placeKey(end.place) === placeKey(to) && sameHeader(end.header, now))
  return arriving.sort((a, b) => Number(b.certain) - Number(a.certain) || a.hops.length - b.hops.length)[0]
}

/** The answer to a witness, replayed with what the devices on its way remember; undefined if it does not come back. */
export function replyWitnessOf(network: Network, client: Place, server: Place, forward: Found): Found | undefined {
  const { topology, space } = network
  const start = replyTo(forward.path)
  const path = start && explore(topology, start, forward.path.sessions).find(({ end }) =>
    end.kind === 'delivered' && placeKey(end.place) === placeKey(client))
  if (!start || !path) return undefined
  const now = path.end.header
  return { path, sent: start.header, now, witness: { ...ends(topology, server, client, start.header, now), path: pathText(path), ...boxesOf(space.header(now)) } }
}

function ends(topology: Topology, from: Place, to: Place, sent: Header, now: Header): Pick<Witness, 'from' | 'to' | 'sent' | 'delivered'> {
  return {
    from: whoIs(topology, from, { family: sent.family, value: sent.source }),
    to: whoIs(topology, to, { family: now.family, value: now.destination }),
    sent: packetText(sent), delivered: packetText(now),
  }
}

type Told = Pick<Witness, 'boxes' | 'more'>

/** By diagram: the same set is shown of many pairs, and of the network before and after a change. */
const told = new WeakMap<PacketSpace, Map<number, Told>>()

function boxesOf(set: PacketSet): Told {
  const known = told.get(set.space) ?? new Map<number, Told>()
  told.set(set.space, known)
  return cached(known, set.ref, () => {
    const few = boxes(set, BOXES)
    return { boxes: few.boxes.map(formatBox), more: few.more }
  })
}

/** The declared hosts and parties that stand at a place: people believe a packet between real machines. */
export function hostsAt(topology: Topology, place: Place): AddressSet {
  const sets: AddressSet[] = [EMPTY_ADDRESSES]
  for (const host of topology.hosts.values()) {
    for (const attach of host.attach) if (samePlace(attach.place, place)) sets.push(attach.addresses)
  }
  if ('zone' in place) for (const party of topology.parties.values()) if (party.zone === place.zone) sets.push(party.addresses)
  return unionAddresses(...sets)
}

/** Every declared host and party, wherever it stands. */
const hostsOf = ({ hosts, parties }: Topology): AddressSet => unionAddresses(
  ...[...hosts.values()].flatMap(({ attach }) => attach.map(({ addresses }) => addresses)), ...[...parties.values()].map(({ addresses }) => addresses))

/** The name of whoever has an address at a place, with the address. */
function whoIs(topology: Topology, place: Place, address: Address): Text {
  const written = formatAddress(address)
  const name = 'segment' in place ? hostOn(topology, place.segment, address)
    : 'zone' in place ? standingAt(topology, place.zone, address)?.id : undefined
  const where = placeText(place)
  return name ? text(`${name}（${written}）`, `${name} (${written})`) : text(`${where.ja}（${written}）`, `${where.en} (${written})`)
}

function hostOn(topology: Topology, segment: string, address: Address): string | undefined {
  for (const host of topology.hosts.values()) {
    if (host.attach.some((a) => 'segment' in a.place && a.place.segment === segment && hasAddress(a.addresses, address))) return host.id
  }
  return undefined
}

const samePlace = (a: Place, b: Place): boolean => placeKey(a) === placeKey(b)

const sameHeader = (a: Header, b: Header): boolean =>
  (Object.keys(a) as (keyof Header)[]).every((field) => a[field] === b[field])
