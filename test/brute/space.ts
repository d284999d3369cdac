/**
 * The shrunken header space of a network: of every field the values at the edges of what the network mentions, and values
 * that it does not. What the network does is the same everywhere between two neighbours of them.
 */
import { address, bits, highest, rangesOf, span } from './addresses.ts'
import { ACK, FIN, isIcmp, PSH, RST, SYN, TCP, URG } from './protocols.ts'
import type { Random } from './random.ts'
import type { Start } from './walk.ts'
import type { Universe } from './translate.ts'
import type { AddressSet, Prefix } from '../../src/net/address.ts'
import type { Family, Header } from '../../src/net/header.ts'
import type { Topology } from '../../src/topology/model.ts'

const FRESH: Readonly<Record<Family, readonly string[]>> = {
  4: ['8.8.8.8', '192.168.77.7', '192.0.2.200', '224.0.0.5', '255.255.255.255', '127.0.0.1', '0.0.0.0', '169.254.1.1', '198.18.0.1', '240.0.0.1'],
  6: ['2a00::1', 'fdee::1', '2001:db8::7', 'ff02::1', 'fe80::1', '::1', '::', '::2'],
}

/** Everything in the network that looks like a set of addresses, wherever it stands. */
interface Mentioned { readonly sets: AddressSet[]; readonly prefixes: Prefix[] }

const mentioned = (value: unknown, found: Mentioned): void => {
  if (typeof value !== 'object' || value === null) return
  if ('v4' in value && 'v6' in value) found.sets.push(value as AddressSet)
  else if ('family' in value && 'address' in value && 'length' in value) found.prefixes.push(value as Prefix)
  else if ('family' in value && 'value' in value) {
    const { family, value: single } = value as { family: Family; value: bigint }
    found.prefixes.push({ family, address: single, length: bits(family) })
  } else for (const each of value instanceof Map ? value.values() : Object.values(value)) mentioned(each, found)
}

export const mentionedIn = (topologies: readonly Topology[]): Mentioned => {
  const found: Mentioned = { sets: [], prefixes: [] }
  for (const { zones, segments, lines, devices, hosts, parties, flows, exceptions } of topologies) {
    for (const part of [zones, segments, lines, devices, hosts, parties, flows, exceptions]) mentioned(part, found)
  }
  return found
}

/** Of one network, or of several that are held against each other. */
export const universeOf = (...topologies: readonly Topology[]): Universe => {
  const found = mentionedIn(topologies)
  const of = (family: Family): bigint[] => {
    // A pool of a few addresses is taken whole.
    const edges = [
      ...found.sets.flatMap((each) => rangesOf(each, family)),
      ...found.prefixes.filter((each) => each.family === family).map(span),
    ].flatMap(([low, high]) => [low - 1n, low, high, high + 1n, ...(high - low < 4n ? [low + 1n, low + 2n] : [])])
    const all = [0n, highest(family), ...edges, ...FRESH[family].map((text) => address(text).value)]
    return [...new Set(all)].filter((value) => value >= 0n && value <= highest(family)).sort((a, b) => (a < b ? -1 : 1))
  }
  return { addresses: { 4: of(4), 6: of(6) }, ports: PORTS }
}

/** Edges of every port that the generator writes, and of the classes that source NAT keeps to. */
const PORTS: readonly number[] = [0, 1, 79, 80, 81, 442, 443, 444, 500, 511, 512, 1023, 1024, 2001, 8079, 8080, 8084, 8090, 8091, 50000, 65535]
const FLAGS: readonly number[] = [SYN, SYN, SYN | ACK, ACK, ACK | PSH, FIN | ACK, SYN | FIN, SYN | RST, RST, 0, SYN | URG, SYN | URG | PSH, ACK | URG]
const ICMP: Readonly<Record<Family, readonly number[]>> = { 4: [0, 3, 8, 9, 13, 15, 17, 18], 6: [1, 127, 128, 129, 130, 135, 137, 139, 140, 143, 144] }

export type Sender = { readonly segment: string } | { readonly zone: string } | { readonly device: string }

export const senders = (topology: Topology): Sender[] => [
  ...[...topology.segments.keys()].map((segment) => ({ segment })),
  ...[...topology.zones.values()].filter((zone) => zone.external).map(({ id }) => ({ zone: id })),
  { zone: 'undeclared' },
  ...[...topology.devices.keys()].map((device) => ({ device })),
]

/** Of some addresses those that it may send from. */
export const sourcesOf = (topology: Topology, from: Sender, family: Family, all: readonly bigint[]): readonly bigint[] => {
  if ('zone' in from) return all
  const own = 'segment' in from
    ? (topology.segments.get(from.segment)?.subnets ?? []).filter((each) => each.family === family).map(span)
    : [...(topology.devices.get(from.device)?.interfaces.values() ?? [])].flatMap((each) =>
      each.addresses.filter(({ address }) => address.family === family).map(({ address }) => [address.value, address.value] as const))
  return all.filter((value) => own.some(([low, high]) => low <= value && value <= high))
}

/** One packet of the space, and who sends it. */
export const sample = (topology: Topology, universe: Universe, random: Random): Start | undefined => {
  const place = random.pick(senders(topology))
  const family: Family = random.chance(0.75) ? 4 : 6
  const possible = sourcesOf(topology, place, family, universe.addresses[family])
  if (possible.length === 0) return undefined
  const protocol = random.pick([TCP, TCP, TCP, 17, 17, 1, 58, 132, 47])
  const base: Header = { family, source: random.pick(possible), destination: random.pick(universe.addresses[family]),
    protocol, sourcePort: 0, destinationPort: 0, flags: 0, fragment: false }
  // What a device sends is whole: a later fragment can come only from elsewhere.
  if (!('device' in place) && random.chance(0.08)) return { place, header: { ...base, fragment: true } }
  if (isIcmp(base)) return { place, header: { ...base, destinationPort: random.pick(ICMP[family]), sourcePort: random.pick([0, 1]) } }
  if (![6, 17, 132].includes(protocol)) return { place, header: base }
  return { place, header: { ...base, sourcePort: random.pick(PORTS), destinationPort: random.pick(PORTS), flags: protocol === TCP ? random.pick(FLAGS) : 0 } }
}
