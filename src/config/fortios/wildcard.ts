/** `10.0.0.1 255.0.0.255`: an address and the bits of it that must agree, in any places. */
import { parseAddress } from '../../net/address.ts'
import type { AddressSet } from '../../net/address.ts'
import { normalize } from '../../net/interval.ts'

/** Masks with more free bits above the lowest fixed one than this would make too many ranges. */
const MOST_FREE_BITS = 12

/** Undefined: no address and mask, or too many ranges to write down. */
export function wildcardSet(values: readonly string[]): AddressSet | undefined {
  const [address, mask] = values.map((value) => parseAddress(value))
  if (address?.family !== 4 || mask?.family !== 4 || values.length !== 2) return undefined
  const free = Array.from({ length: 32 }, (_, bit) => 1n << BigInt(bit)).filter((bit) => (mask.value & bit) === 0n)
  // Free bits from the lowest up make one range; each above a fixed bit doubles their number.
  const trailing = free.findIndex((bit, index) => bit !== 1n << BigInt(index))
  const inRange = trailing < 0 ? free.length : trailing
  if (free.length - inRange > MOST_FREE_BITS) return undefined
  const size = 1n << BigInt(inRange)
  const starts = free.slice(inRange).reduce<bigint[]>((all, bit) => [...all, ...all.map((start) => start | bit)], [address.value & mask.value])
  return { v4: normalize(starts.map((start) => [start, start + size - 1n] as const)), v6: [] }
}
