/** Addresses as IOS writes them: masks of networks, wildcard masks of access lists, prefixes of IPv6. */
import { addressesOf, ALL_ADDRESSES, bitsOf, maxAddress, parseAddress, parsePrefix, prefixAround } from '../../net/address.ts'
import type { Address, AddressSet, Prefix } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import { normalize } from '../../net/interval.ts'
import type { Words } from './words.ts'

export const everyAddress = (family: Family): AddressSet =>
  (family === 4 ? { v4: ALL_ADDRESSES.v4, v6: [] } : { v4: [], v6: ALL_ADDRESSES.v6 })

export function ipv4(word: string | undefined): Address | undefined {
  const address = word === undefined ? undefined : parseAddress(word)
  return address?.family === 4 ? address : undefined
}

export const isAddress = (word: string | undefined): boolean => word !== undefined && parseAddress(word) !== undefined

/** `255.255.255.0` is 24. */
export function maskLength(word: string | undefined): number | undefined {
  const mask = ipv4(word)
  if (!mask) return undefined
  const hostPart = maxAddress(4) - mask.value
  if ((hostPart & (hostPart + 1n)) !== 0n) return undefined
  return bitsOf(4) - (hostPart === 0n ? 0 : hostPart.toString(2).length)
}

/** A network with its mask: bits of the host are ignored. */
export function network(address: string | undefined, mask: string | undefined): Prefix | undefined {
  const from = ipv4(address)
  const length = mask?.startsWith('/') ? Number(mask.slice(1)) : maskLength(mask)
  return from && length !== undefined && length >= 0 && length <= 32 ? prefixAround(from, length) : undefined
}

/** Every bit of the mask above its trailing ones doubles the ranges: more of them are not expanded. */
const MOST_RANGES = 4096

/** Bits set in a wildcard mask may be anything; the others are those of the address. Undefined: too many ranges. */
export function wildcard(address: Address, mask: Address): AddressSet | undefined {
  const trailing = BigInt((mask.value ^ (mask.value + 1n)).toString(2).length - 1)
  const fixed = address.value & (maxAddress(4) - mask.value)
  let starts = [fixed]
  for (let bit = trailing; bit < 32n; bit++) {
    if ((mask.value >> bit & 1n) === 0n) continue
    if (starts.length * 2 > MOST_RANGES) return undefined
    starts = starts.flatMap((start) => [start, start | 1n << bit])
  }
  return { v4: normalize(starts.map((start) => [start, start + (1n << trailing) - 1n] as const)), v6: [] }
}

/** One end of an access list entry: a set, the name of an object group, or what is not understood. */
export type Written = { readonly set: AddressSet } | { readonly group: string } | { readonly unknown: string }

export function takeAddresses(words: Words, family: Family): Written | undefined {
  if (words.skip('any')) return { set: everyAddress(family) }
  const group = words.after('object-group') ?? words.after('addrgroup')
  if (group !== undefined) return { group }
  if (words.skip('host')) return one(words.take(), family)
  if (family === 6) {
    const prefix = parsePrefix(words.peek() ?? '')
    if (prefix?.prefix.family !== 6) return undefined
    words.take()
    return { set: addressesOf(prefix.prefix) }
  }
  const address = ipv4(words.peek())
  if (!address) return undefined
  const written = words.take()!
  // A standard list may leave the wildcard out: one host.
  const mask = ipv4(words.peek())
  if (!mask) return { set: addressesOf(address) }
  const holes = words.take()!
  const set = wildcard(address, mask)
  return set ? { set } : { unknown: `${written} ${holes}` }
}

function one(word: string | undefined, family: Family): Written | undefined {
  const address = word === undefined ? undefined : parseAddress(word)
  if (address?.family === family) return { set: addressesOf(address) }
  // A name that the device resolves when it starts.
  return word === undefined ? undefined : { unknown: `host ${word}` }
}
