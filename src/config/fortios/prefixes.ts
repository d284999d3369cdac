/** A set of addresses as the fewest prefixes. */
import { bitsOf, rangesOf } from '../../net/address.ts'
import type { AddressSet, Prefix } from '../../net/address.ts'

export const prefixesOf = (set: AddressSet): Prefix[] => ([4, 6] as const).flatMap((family) => rangesOf(set, family).flatMap(([low, high]) => {
  const prefixes: Prefix[] = []
  for (let address = low; address <= high;) {
    let free = 0
    while (free < bitsOf(family) && (address & (1n << BigInt(free))) === 0n && address + (1n << BigInt(free + 1)) - 1n <= high) free++
    prefixes.push({ family, address, length: bitsOf(family) - free })
    address += 1n << BigInt(free)
  }
  return prefixes
}))
