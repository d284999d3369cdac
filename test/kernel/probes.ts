/** Packets worth sending: near what rules, routes and addresses of the network speak of. */
import { ICMP, ICMPV6, TCP, TCP_FLAGS, UDP, type Family, type Header } from '../../src/net/header.ts'
import { PORTS } from './generate-match.ts'
import { hintsOf } from './generate-rules.ts'
import { facesOn, hostAddresses, usable, type Network, type Origin, type Probe, type Router } from './network.ts'
import type { Random } from './random.ts'

const { FIN, SYN, RST, PSH, ACK, URG } = TCP_FLAGS
const FLAGS = [
  [12, SYN], [3, ACK], [3, SYN | ACK], [2, RST], [1, RST | ACK], [1, FIN], [1, FIN | ACK], [1, 0], [1, FIN | PSH | URG], [1, SYN | FIN],
  [1, PSH | ACK], [1, SYN | PSH], [1, SYN | URG], [1, ACK | URG],
] as const

/** Errors and neighbour discovery apart: the former speak of another packet, the latter stays on its wire. */
export const ICMP_TYPES: Readonly<Record<Family, readonly number[]>> = { 4: [8, 8, 8, 0, 13, 14, 15, 17, 40], 6: [128, 128, 128, 129, 139, 140, 150] }

export function probes(random: Random, network: Network, count: number): Probe[] {
  const hints = hintsOf(network)
  return Array.from({ length: count }, () => probe(random, network, hints)).filter((one) => one !== undefined)
}

function probe(random: Random, network: Network, hints: readonly Partial<Header>[]): Probe | undefined {
  const family: Family = random.weighted([[3, 4], [2, 6]])
  const fitting = hints.filter((hint) => hint.family === undefined || hint.family === family)
  const hint = fitting.length > 0 && random.chance(0.6) ? random.pick(fitting) : {}
  const sender = sending(random, network, family, hint.source)
  if (!sender) return undefined
  const step = (): number => (random.chance(0.2) ? random.pick([-1, 1]) : 0)
  const protocol = hint.protocol ?? random.weighted([[5, TCP], [3, UDP], [2, family === 4 ? ICMP : ICMPV6]])
  const destination = hint.destination !== undefined && random.chance(0.9) ? hint.destination + BigInt(step()) : target(random, network, family)
  if (destination === undefined || !isAsked(network, sender.origin, { family, source: sender.source, destination })) return undefined
  const port = (value: number | undefined): number => Math.max(1, Math.min(65535, (value ?? random.pick([...PORTS, 5000, 40000])) + step()))
  const icmp = protocol === ICMP || protocol === ICMPV6
  const type = hint.destinationPort !== undefined && icmp && random.chance(0.7) ? hint.destinationPort : random.pick(ICMP_TYPES[family])
  const isError = family === 4 ? [3, 4, 5, 11, 12].includes(type) : type < 128
  const header: Header = {
    family, source: sender.source, destination, protocol, fragment: false,
    sourcePort: icmp ? (isError ? 0 : random.pick([0, 0, 1])) : port(hint.sourcePort ?? (random.chance(0.5) ? random.pick([1024, 5000, 40000]) : undefined)),
    destinationPort: icmp ? (isError ? (family === 4 ? 8 : 128) : type) : port(hint.destinationPort),
    flags: protocol === TCP ? (hint.flags !== undefined && random.chance(0.6) ? hint.flags : random.weighted(FLAGS)) : 0,
  }
  // A machine waits for the first fragment before it takes a later one: only those are sent that must be forwarded.
  const isFragment = random.chance(0.05) && 'segment' in sender.origin && !isHalfTracked(network, family) && network.routers.every(({ id }) => !owns(network, id, destination))
  return { origin: sender.origin, header: isFragment ? { ...header, sourcePort: 0, destinationPort: 0, flags: 0, fragment: true } : header }
}

/** Whether the laboratory can put such a packet on its way, and the model of a network speaks of it. */
export function isAsked(network: Network, origin: Origin, { family, source, destination }: Pick<Header, 'family' | 'source' | 'destination'>): boolean {
  if (!isUnicastTarget(network, family, destination)) return false
  if (hasNetmap(network) && [source, destination].some((value) => [0n, 7n].includes(value & 7n))) return false
  // What a machine says to itself never leaves it.
  return !('device' in origin && owns(network, origin.device, destination))
}

const owns = (network: Network, router: string, address: bigint): boolean =>
  network.routers.find(({ id }) => id === router)!.faces.some(({ addresses }) => addresses.some(({ value }) => value === address))

/** A host on a segment hands its packet to one of the routers there; now and then a router speaks itself. Nobody spoofs. */
export function sending(random: Random, network: Network, family: Family, wanted?: bigint): { origin: Origin; source: bigint } | undefined {
  if (random.chance(0.07)) {
    const router = random.pick(network.routers)
    const own = router.faces.flatMap(({ addresses }) => addresses).filter((address) => address.family === family)
    return own.length === 0 ? undefined : { origin: { device: router.id }, source: random.pick(own).value }
  }
  const segments = network.segments.filter((segment) => via(network, segment.id, family).length > 0)
  if (segments.length === 0) return undefined
  const asked = segments.find((segment) => hostAddresses(network, segment, family).some(({ value }) => value === wanted))
  const segment = asked ?? random.pick(segments)
  const hosts = hostAddresses(network, segment, family)
  return {
    origin: { segment: segment.id, via: random.pick(via(network, segment.id, family)) },
    source: asked ? wanted! : random.pick(hosts).value,
  }
}

export const via = (network: Network, segment: string, family: Family): { device: string; interface: string }[] =>
  facesOn(network, segment).filter(({ face }) => face.addresses.some((own) => own.family === family))
    .map(({ router, face }) => ({ device: router.id, interface: face.name }))

function target(random: Random, network: Network, family: Family): bigint | undefined {
  const subnets = network.segments.flatMap(({ subnets }) => subnets).filter((subnet) => subnet.family === family)
  if (subnets.length === 0) return undefined
  const own = network.routers.flatMap(({ faces }) => faces.flatMap(({ addresses }) => addresses)).filter((address) => address.family === family)
  return random.weighted<() => bigint>([
    [8, () => random.pick(usable(random.pick(subnets))).value],
    [own.length > 0 ? 2 : 0, () => random.pick(own).value],
    [0.5, () => (family === 4 ? 0x0a001234n : (0xfd00n << 112n) + 0x9999n)],
  ])()
}

/**
 * Whether a router puts fragments of this family together but not those of the other: the library keeps one answer for both,
 * and says on purpose that such a router passes them.
 */
function isHalfTracked(network: Network, family: Family): boolean {
  const tracks = (router: Router, of: Family): boolean => router.tables[of].some(({ rules }) =>
    rules.some(({ line }) => /-m (conntrack|state) |-j (CT|NOTRACK|DNAT|SNAT|MASQUERADE|REDIRECT|NETMAP)( |$)/.test(line)))
  return network.routers.some((router) => tracks(router, family) && !tracks(router, family === 4 ? 6 : 4))
}

/** NETMAP keeps the last bits of an address: it makes a broadcast address of these ones. */
const hasNetmap = ({ routers }: Network): boolean => routers.some(({ tables }) =>
  [...tables[4], ...tables[6]].some(({ rules }) => rules.some(({ line }) => line.includes('NETMAP'))))

/** Broadcast addresses and «some router» of a subnet are no targets of a unicast packet; nor is what stays on its wire or means many. */
function isUnicastTarget(network: Network, family: Family, value: bigint): boolean {
  const first = Number(value >> (family === 4 ? 24n : 112n))
  if (family === 4 ? first === 0 || first === 127 || first >= 224 : first === 0 || first >= 0xfe80) return false
  const subnets = network.segments.flatMap(({ subnets }) => subnets).filter((subnet) => subnet.family === family)
  return subnets.every((subnet) => {
    const size = 1n << BigInt((family === 4 ? 32 : 128) - subnet.length)
    return value !== subnet.value && (family === 6 || value !== subnet.value + size - 1n)
  })
}
