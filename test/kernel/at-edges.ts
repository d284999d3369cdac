/** Packets from the borders of the library's own sets, and one step beyond them: where a set ends is where it would be wrong by one. */
import { addressFrom } from '../../src/net/address-levels.ts'
import { FALSE } from '../../src/net/diagram.ts'
import { ICMP, ICMPV6, TCP, UDP, type Header } from '../../src/net/header.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import { hostAddresses, type Network, type Origin, type Probe } from './network.ts'
import { ICMP_TYPES, isAsked, sending } from './probes.ts'
import type { Random } from './random.ts'
import type { Symbolic } from './symbolic.ts'

const PROTOCOLS = [TCP, TCP, UDP, ICMP, ICMPV6]

export function atEdges(random: Random, network: Network, symbolic: Symbolic, count: number): Probe[] {
  return Array.from({ length: count }, () => probe(random, network, symbolic)).filter((one) => one !== undefined)
}

function probe(random: Random, network: Network, symbolic: Symbolic): Probe | undefined {
  const family = random.pick([4, 6] as const)
  const origin = sending(random, network, family)?.origin
  const arriving = origin ? symbolic.arriving(origin) : []
  if (!origin || arriving.length === 0) return undefined
  const set = random.pick(arriving)
  const protocol = random.pick(PROTOCOLS)
  const { space } = set
  const wanted = set.intersect(space.family(family)).intersect(space.protocol([[protocol, protocol]])).subtract(space.fragment())
  if (wanted.isEmpty()) return undefined
  const inside = headerIn(random, wanted)
  const header = random.chance(0.5) ? inside : beyond(random, inside)
  return isSender(network, origin, header) && isAsked(network, origin, header) && isSent(header) ? { origin, header } : undefined
}

/** A way down the diagram, at each level to the end of an edge or to somewhere between its ends. */
function headerIn(random: Random, set: PacketSet): Header {
  const { diagrams, levels } = set.space
  let here = set.ref
  const point = levels.maxima.map((_, level) => {
    const { child, ranges } = random.pick(diagrams.groups(here, level).filter((group) => group.child !== FALSE))
    here = child
    const [low, high] = random.pick(ranges)
    return random.weighted([[2, low], [2, high], [1, random.between(low, high)]])
  })
  const family = point[levels.family] === 0 ? 4 : 6
  const address = (words: readonly number[]): bigint => addressFrom(words.slice(family === 4 ? 3 : 0).map((level) => point[level]!))
  const { source, destination, sourcePort, destinationPort } = levels.now
  return {
    family, source: address(source), destination: address(destination), protocol: point[levels.protocol]!, fragment: false,
    sourcePort: point[sourcePort[0]!]!, destinationPort: point[destinationPort[0]!]!, flags: point[levels.flags]!,
  }
}

function beyond(random: Random, header: Header): Header {
  const field = random.pick(['source', 'destination', 'sourcePort', 'destinationPort', 'flags'] as const)
  switch (field) {
    case 'source': case 'destination': return { ...header, [field]: header[field] + random.pick([-1n, 1n]) }
    case 'flags': return header.protocol === TCP ? { ...header, flags: header.flags ^ (1 << random.int(6)) } : header
    default: return { ...header, [field]: header[field] + random.pick([-1, 1]) }
  }
}

/** Nobody spoofs. */
function isSender(network: Network, origin: Origin, { family, source }: Header): boolean {
  const own = 'device' in origin
    ? network.routers.find(({ id }) => id === origin.device)!.faces.flatMap(({ addresses }) => addresses).filter((address) => address.family === family)
    : hostAddresses(network, network.segments.find(({ id }) => id === origin.segment)!, family)
  return own.some(({ value }) => value === source)
}

/** Errors and neighbour discovery apart, as in `probes`; and no port is 0. */
function isSent({ family, protocol, sourcePort, destinationPort }: Header): boolean {
  if (protocol === ICMP || protocol === ICMPV6) return (protocol === ICMP) === (family === 4) && ICMP_TYPES[family].includes(destinationPort) && sourcePort >= 0 && sourcePort < 256
  return [sourcePort, destinationPort].every((port) => port > 0 && port < 65536)
}
