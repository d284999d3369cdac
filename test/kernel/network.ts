/**
 * A small network, described once: from it come the namespaces of the kernel and the topology file of the library.
 * Addresses are written here with code of our own, so that a mistake in the library's cannot hide itself.
 */
import type { Family, Header } from '../../src/net/header.ts'

export interface Address { readonly family: Family; readonly value: bigint }
export interface Subnet extends Address { readonly length: number }

export interface Segment { readonly id: string; readonly subnets: readonly Subnet[] }

export interface Face {
  readonly name: string
  readonly segment: string
  readonly addresses: readonly Subnet[]
  readonly reversePath?: 'loose' | 'strict'
}

export interface Hop { readonly address: Address; readonly face: string }

/** The words of `ip route` for a null route: they differ in what the sender is told, which nobody is here. */
export type Nothing = 'blackhole' | 'unreachable' | 'prohibit'

/** Several next hops share the load. Of two routes to one destination the lower metric wins. */
export interface Route { readonly to: Subnet; readonly via: readonly Hop[] | Nothing; readonly metric: number }

/** `ip rule`, for packets that come in by one of `faces`: another way than the table's, or expressly the table's. */
export interface PolicyRoute {
  readonly faces: readonly string[]
  readonly source: Subnet
  readonly destination?: Subnet
  readonly service?: { readonly protocol: 'tcp' | 'udp'; readonly ports: readonly [low: number, high: number] }
  readonly via: Hop | Nothing | 'table'
}

/** One line of a rule set and a packet that it has to do with, where one is known. */
export interface Rule { readonly line: string; readonly hint: Partial<Header> }

export interface Table {
  readonly name: 'raw' | 'mangle' | 'nat' | 'filter'
  /** Built-in chains have a policy, user chains `-`. */
  readonly chains: readonly (readonly [name: string, policy: string])[]
  readonly rules: readonly Rule[]
}

/** A chain of nftables: with a head it is a base chain. */
export interface NftChain { readonly name: string; readonly head?: string; readonly rules: readonly Rule[] }

export interface NftTable {
  readonly family: 'ip' | 'ip6' | 'inet'
  readonly name: string
  readonly sets: readonly string[]
  readonly chains: readonly NftChain[]
}

export interface Router {
  readonly id: string
  readonly faces: readonly Face[]
  readonly routes: readonly Route[]
  readonly policyRoutes: readonly PolicyRoute[]
  /** By family; a router without rules has none of either. */
  readonly tables: Readonly<Record<Family, readonly Table[]>>
  /** Where the router speaks nftables instead; it then has no tables of iptables. */
  readonly nft?: readonly NftTable[]
}

export interface Network {
  readonly seed: number
  readonly segments: readonly Segment[]
  readonly routers: readonly Router[]
  /** Hosts that the topology names; every other address of a segment is a host just as well. */
  readonly hosts: readonly { readonly id: string; readonly segment: string; readonly addresses: readonly Address[] }[]
  /** Which implementation reads the rules: both must mean the same. */
  readonly backend: 'legacy' | 'nft'
  /** The library reads the rules as the kernel prints them, rather than as they were written. */
  readonly printed: boolean
  /** The same of the routes: `ip -json route`. */
  readonly printedRoutes: boolean
}

/** Where a packet is put: handed to one router by a host on its segment, or sent by a router itself. */
export type Origin =
  | { readonly segment: string; readonly via: { readonly device: string; readonly interface: string } }
  | { readonly device: string }

export interface Probe { readonly origin: Origin; readonly header: Header }

export const textOf = ({ family, value }: Address): string => family === 4
  ? [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
  : Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(':')

export const textOfSubnet = (subnet: Subnet): string => `${textOf(subnet)}/${subnet.length}`

export const bitsOf = (family: Family): number => (family === 4 ? 32 : 128)

export const sizeOf = ({ family, length }: Subnet): bigint => 1n << BigInt(bitsOf(family) - length)

export const baseOf = (subnet: Subnet): bigint => subnet.value / sizeOf(subnet) * sizeOf(subnet)

export const isIn = (subnet: Subnet, { family, value }: Address): boolean =>
  family === subnet.family && value >= baseOf(subnet) && value < baseOf(subnet) + sizeOf(subnet)

export const sameAddress = (a: Address, b: Address): boolean => a.family === b.family && a.value === b.value

/**
 * Addresses that one machine can have. The first of an IPv6 subnet means «some router» (RFC 4291 section 2.6.1), first and
 * last of an IPv4 subnet are broadcast.
 */
export const usable = (subnet: Subnet): Address[] => {
  const base = baseOf(subnet)
  const last = sizeOf(subnet) - (subnet.family === 4 ? 2n : 1n)
  return Array.from({ length: Number(last) }, (_, index) => ({ family: subnet.family, value: base + BigInt(index + 1) }))
}

export const rulesText = (tables: readonly Table[]): string => tables.map(({ name, chains, rules }) => [
  `*${name}`,
  ...chains.map(([chain, policy]) => `:${chain} ${policy} [0:0]`),
  ...rules.map(({ line }) => line),
  'COMMIT', '',
].join('\n')).join('')

export const nftText = (tables: readonly NftTable[]): string => tables.map(({ family, name, sets, chains }) => [
  `table ${family} ${name} {`, ...sets,
  ...chains.flatMap((chain) => [`chain ${chain.name} {`, ...(chain.head === undefined ? [] : [chain.head]), ...chain.rules.map(({ line }) => line), '}']),
  '}', '',
].join('\n')).join('')

export const isVia = (via: Route['via']): via is readonly Hop[] => typeof via !== 'string'

export const FAMILIES: readonly Family[] = [4, 6]

export const facesOn = (network: Network, segment: string): { router: Router; face: Face }[] =>
  network.routers.flatMap((router) => router.faces.filter((face) => face.segment === segment).map((face) => ({ router, face })))

/** The addresses of a segment that no router has: hosts, all of them. */
export const hostAddresses = (network: Network, segment: Segment, family?: Family): Address[] => {
  const owned = facesOn(network, segment.id).flatMap(({ face }) => face.addresses)
  return segment.subnets.filter((subnet) => family === undefined || subnet.family === family).flatMap(usable)
    .filter((address) => !owned.some((own) => sameAddress(own, address)))
}
