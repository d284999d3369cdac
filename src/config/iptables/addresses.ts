/** Addresses as `-s` and `-d` write them: iptables 1.8, libxtables/xtables.c, `xtables_ipparse_multiple`. */
import { addressesOf, bitsOf, maxAddress, parseAddress, parseAddresses, prefixAround, rangesOf, unionAddresses } from '../../net/address.ts'
import type { AddressSet } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'

/** A list of addresses with masks. Undefined: a host name, a mask with holes, the other family. */
export function networks(text: string, family: Family): AddressSet | undefined {
  const sets = text.split(',').map((one) => network(one, family))
  return sets.some((set) => set === undefined) ? undefined : unionAddresses(...sets as AddressSet[])
}

function network(text: string, family: Family): AddressSet | undefined {
  const [host = '', mask, ...more] = text.split('/')
  const address = parseAddress(/^\d+(\.\d+){0,2}$/.test(host) ? padded(host) : host)
  const length = mask === undefined ? bitsOf(family) : maskLength(mask, family)
  if (!address || address.family !== family || length === undefined || more.length > 0) return undefined
  // Bits of the host are allowed, and ignored.
  return addressesOf(prefixAround(address, length))
}

/** `10/8` is 10.0.0.0/8. */
const padded = (host: string): string => [...host.split('.'), '0', '0', '0'].slice(0, 4).join('.')

/** `24`, `255.255.255.0` or `ffff::`. */
function maskLength(text: string, family: Family): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= bitsOf(family) ? Number(text) : undefined
  const mask = parseAddress(text)
  if (mask?.family !== family) return undefined
  const hostPart = maxAddress(family) - mask.value
  if ((hostPart & (hostPart + 1n)) !== 0n) return undefined
  return bitsOf(family) - (hostPart === 0n ? 0 : hostPart.toString(2).length)
}

/** `10.0.0.1-10.0.0.9` or one address, of this family. */
export function addressSpan(text: string, family: Family): AddressSet | undefined {
  const set = text.includes('/') ? undefined : parseAddresses(text)
  return set && rangesOf(set, family).length > 0 ? set : undefined
}
