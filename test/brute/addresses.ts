/** Addresses, written a second time: nothing here comes from `src/net`. */
import type { Address, AddressSet, Prefix } from '../../src/net/address.ts'
import type { Family } from '../../src/net/header.ts'
import { once } from './once.ts'
import type { Range, Ranges } from '../../src/net/interval.ts'

export const bits = (family: Family): number => (family === 4 ? 32 : 128)
export const highest = (family: Family): bigint => (1n << BigInt(bits(family))) - 1n

/** Reads `10.0.0.1` or `fd00::1`; only what the tests here write. */
export const address = (text: string): Address => {
  if (!text.includes(':')) {
    const value = text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
    return { family: 4, value }
  }
  const [head = '', tail] = text.split('::')
  const words = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const left = words(head)
  const right = tail === undefined ? [] : words(tail)
  const middle = Array.from({ length: 8 - left.length - right.length }, () => '0')
  const value = [...left, ...middle, ...right].reduce((sum, word) => sum * 65536n + BigInt(`0x${word}`), 0n)
  return { family: 6, value }
}

export const prefix = (text: string): Prefix => {
  const [at = '', length] = text.split('/')
  const { family, value } = address(at)
  return network(family, value, length === undefined ? bits(family) : Number(length))
}

/** The network of that length around an address. */
export const network = (family: Family, value: bigint, length: number): Prefix => {
  const rest = BigInt(bits(family) - length)
  return { family, address: (value >> rest) << rest, length }
}

export const span: (of: Prefix) => Range<bigint> = once((of: Prefix): Range<bigint> =>
  [of.address, of.address + (1n << BigInt(bits(of.family) - of.length)) - 1n])

export const inPrefix = (of: Prefix, family: Family, value: bigint): boolean => {
  if (of.family !== family) return false
  const [low, high] = span(of)
  return low <= value && value <= high
}

export const within = <N extends number | bigint>(ranges: Ranges<N>, value: N): boolean =>
  ranges.some(([low, high]) => low <= value && value <= high)

export const rangesOf = (set: AddressSet, family: Family): Ranges<bigint> => (family === 4 ? set.v4 : set.v6)

export const inSet = (set: AddressSet, family: Family, value: bigint): boolean => within(rangesOf(set, family), value)

/** Sorted, disjoint and joined where they touch, as the model promises its readers. */
export const joined = (ranges: readonly Range<bigint>[]): Ranges<bigint> => {
  const out: [bigint, bigint][] = []
  for (const [low, high] of [...ranges].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))) {
    const last = out.at(-1)
    if (last !== undefined && low <= last[1] + 1n) last[1] = high > last[1] ? high : last[1]
    else out.push([low, high])
  }
  return out
}

export const setOf = (prefixes: readonly Prefix[]): AddressSet => ({
  v4: joined(prefixes.filter((each) => each.family === 4).map(span)),
  v6: joined(prefixes.filter((each) => each.family === 6).map(span)),
})

export const set = (...texts: string[]): AddressSet => setOf(texts.map(prefix))

const inAny = (texts: readonly string[]): ((family: Family, value: bigint) => boolean) => {
  const prefixes = texts.map(prefix)
  return (family, value) => prefixes.some((each) => inPrefix(each, family, value))
}

/** What IANA hands out of IPv6, and the well-known prefix of NAT64: all else is nobody's. */
const handedOut = inAny(['0.0.0.0/0', '2000::/3', '64:ff9b::/96'])

/** Private, unique local, shared, link-local, documentation, benchmarking and reserved addresses: never the Internet's. */
const special = inAny([
  '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16',
  '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '192.0.0.0/24', '198.18.0.0/15', '240.0.0.0/4', '0.0.0.0/8',
  'fc00::/7', 'fe80::/10', '2001:db8::/32', '3fff::/20', '2001:2::/48',
])

/** What no router forwards towards, and what it forwards from: the same list. */
export const isUnforwardable = inAny([
  '224.0.0.0/4', '255.255.255.255', '127.0.0.0/8', '0.0.0.0',
  'ff00::/8', '::1', '::', 'fe80::/10',
])

export const isPublic = (family: Family, value: bigint): boolean => handedOut(family, value) && !special(family, value) && !isUnforwardable(family, value)

export const show = (family: Family, value: bigint): string => {
  const size = family === 4 ? 8n : 16n
  const mask = (1n << size) - 1n
  const parts: string[] = []
  for (let shift = BigInt(bits(family)) - size; shift >= 0n; shift -= size) {
    parts.push(((value >> shift) & mask).toString(family === 4 ? 10 : 16))
  }
  return family === 4 ? parts.join('.') : parts.join(':').replace(/(^|:)0(:0)+(:|$)/, '::')
}
