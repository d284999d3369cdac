/**
 * Addresses of both families. Behind this door an address is a plain integer: 32 bits for IPv4, 128 for IPv6.
 * An IPv4-mapped IPv6 address (`::ffff:10.0.0.1`) is an IPv6 address.
 */
import { Address4, Address6 } from 'ip-address'
import type { Family } from './header.ts'
import * as interval from './interval.ts'
import type { Ranges } from './interval.ts'

export interface Address { readonly family: Family; readonly value: bigint }

/** A network: `address` has no bit set after the first `length`. */
export interface Prefix { readonly family: Family; readonly address: bigint; readonly length: number }

/** Addresses of both families. */
export interface AddressSet { readonly v4: Ranges<bigint>; readonly v6: Ranges<bigint> }

export const bitsOf = (family: Family): number => (family === 4 ? 32 : 128)
export const maxAddress = (family: Family): bigint => (1n << BigInt(bitsOf(family))) - 1n

export const EMPTY_ADDRESSES: AddressSet = { v4: [], v6: [] }
export const ALL_ADDRESSES: AddressSet = { v4: [[0n, maxAddress(4)]], v6: [[0n, maxAddress(6)]] }

// ------------------------------------------------------------------------------------------------- reading and writing

/** Zone ids, leading zeros in IPv4 octets, ports and brackets are no part of an address: undefined. */
export function parseAddress(text: string): Address | undefined {
  try {
    if (/^[0-9.]+$/.test(text)) return { family: 4, value: new Address4(text).bigInt() }
    if (/^(?=.{1,64}$)[0-9a-fA-F:]+(\d+\.\d+\.\d+\.\d+)?$/.test(text)) return { family: 6, value: new Address6(text).bigInt() }
  } catch {
    // The library throws on what is no address.
  }
  return undefined
}

/** `hostBits`: bits after the prefix length were set in the text; the prefix is the network all the same. */
export function parsePrefix(text: string): { prefix: Prefix; hostBits: boolean } | undefined {
  const [, host, digits] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? []
  const address = host === undefined ? undefined : parseAddress(host)
  if (!address || Number(digits) > bitsOf(address.family)) return undefined
  const prefix = prefixAround(address, Number(digits))
  return { prefix, hostBits: prefix.address !== address.value }
}

/** An address, a prefix (host bits are ignored: see `parsePrefix`), or a range `10.0.0.1-10.0.0.9`. */
export function parseAddresses(text: string): AddressSet | undefined {
  const one = parseAddress(text) ?? parsePrefix(text)?.prefix
  if (one) return addressesOf(one)
  const [low, high, ...more] = text.split('-').map((end) => parseAddress(end.trim()))
  if (!low || !high || more.length > 0 || low.family !== high.family || low.value > high.value) return undefined
  return addressRange(low.family, low.value, high.value)
}

export const formatAddress = ({ family, value }: Address): string =>
  family === 4 ? Address4.fromBigInt(value).correctForm() : Address6.fromBigInt(value).correctForm()

export const formatPrefix = ({ family, address, length }: Prefix): string =>
  `${formatAddress({ family, value: address })}/${length}`

/** As people write them: a prefix where a range is one, a bare address where it is one, else `first-last`. */
export const formatAddresses = (set: AddressSet): string[] =>
  ([4, 6] as const).flatMap((family) => rangesOf(set, family).map(([low, high]) => {
    const length = low === high ? undefined : prefixLength(family, low, high)
    if (length !== undefined) return formatPrefix({ family, address: low, length })
    const first = formatAddress({ family, value: low })
    return low === high ? first : `${first}-${formatAddress({ family, value: high })}`
  }))

/** The length of the prefix that is exactly `low`–`high`, if there is one. */
function prefixLength(family: Family, low: bigint, high: bigint): number | undefined {
  const size = high - low + 1n
  if ((size & (size - 1n)) !== 0n || low % size !== 0n) return undefined
  return bitsOf(family) - (size.toString(2).length - 1)
}

// ------------------------------------------------------------------------------------------------------------ prefixes

/** The network of `length` bits that holds `address`. */
export function prefixAround({ family, value }: Address, length: number): Prefix {
  const hostBits = BigInt(bitsOf(family) - length)
  return { family, address: (value >> hostBits) << hostBits, length }
}

export const lastAddress = ({ family, address, length }: Prefix): bigint => address + (1n << BigInt(bitsOf(family) - length)) - 1n

export const prefixContains = (prefix: Prefix, { family, value }: Address): boolean =>
  family === prefix.family && prefix.address <= value && value <= lastAddress(prefix)

// ---------------------------------------------------------------------------------------------------------------- sets

export const rangesOf = (set: AddressSet, family: Family): Ranges<bigint> => (family === 4 ? set.v4 : set.v6)

export const addressRange = (family: Family, low: bigint, high: bigint): AddressSet =>
  family === 4 ? { v4: interval.normalize([[low, high]]), v6: [] } : { v4: [], v6: interval.normalize([[low, high]]) }

export const addressesOf = (one: Address | Prefix): AddressSet =>
  'length' in one ? addressRange(one.family, one.address, lastAddress(one)) : addressRange(one.family, one.value, one.value)

export const unionAddresses = (...sets: readonly AddressSet[]): AddressSet => ({
  v4: interval.normalize(sets.flatMap((set) => set.v4)),
  v6: interval.normalize(sets.flatMap((set) => set.v6)),
})

export const intersectAddresses = (a: AddressSet, b: AddressSet): AddressSet =>
  ({ v4: interval.intersect(a.v4, b.v4), v6: interval.intersect(a.v6, b.v6) })

export const subtractAddresses = (a: AddressSet, b: AddressSet): AddressSet =>
  ({ v4: interval.subtract(a.v4, b.v4), v6: interval.subtract(a.v6, b.v6) })

export const isEmptyAddresses = (set: AddressSet): boolean => set.v4.length === 0 && set.v6.length === 0

export const hasAddress = (set: AddressSet, { family, value }: Address): boolean => interval.has(rangesOf(set, family), value)

export const countAddresses = (set: AddressSet): bigint => interval.count(set.v4) + interval.count(set.v6)
