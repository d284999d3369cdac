/** What a match asks about, and what its right side means there: the kinds of values that several expressions share. */
import { addressesOf, addressRange, ALL_ADDRESSES, bitsOf, maxAddress, parseAddress, parseAddresses, prefixAround, rangesOf, unionAddresses } from '../../net/address.ts'
import type { AddressSet } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import { normalize } from '../../net/interval.ts'
import type { Range, Ranges } from '../../net/interval.ts'
import { ANYTHING } from '../../topology/model.ts'
import type { Condition } from '../../topology/model.ts'
import { any, NEVER, not, unknown } from '../conditions.ts'
import { get, listOf } from './json.ts'
import { valueText } from './written.ts'

export interface Subject {
  /** What must be true of a packet so that the question makes sense, negated or not: nft(8), implicit dependencies. */
  readonly guard: Condition
  /** The right side is a list of alternatives, or of flags. Undefined: not understood. */
  readonly is: (operator: string, right: readonly unknown[]) => Condition | undefined
}

/** `==` and its negation by way of alternatives. */
export const chosen = (guard: Condition, among: (values: readonly unknown[]) => Condition): Subject => ({
  guard,
  is: (operator, right) => {
    if (operator === '==' || operator === 'in') return among(right)
    return operator === '!=' || operator === '!' ? not(among(right)) : undefined
  },
})

/** One value at a time; those not understood are unknown, each by itself. */
export const oneByOne = (guard: Condition, of: (value: unknown) => Condition | undefined): Subject =>
  chosen(guard, (values) => any(values.map((value) => (value === '*' ? ANYTHING : of(value) ?? unknown(valueText(value))))))

/** Numbers up to `max`: alone, as ranges, or compared. */
export function numbers(guard: Condition, max: number, read: (value: unknown) => number | undefined, test: (set: Ranges) => Condition): Subject {
  const rangeOf = (value: unknown): Range<number> | undefined => {
    if (value === '*') return [0, max]
    const ends = get(value, 'range')
    const [low, high] = ends === undefined ? [read(value), read(value)] : listOf(ends).map(read)
    return low === undefined || high === undefined || high > max ? undefined : [low, high]
  }
  const among = (values: readonly unknown[]): Condition => {
    const ranges = values.flatMap((value) => { const range = rangeOf(value); return range ? [range] : [] })
    const others = values.filter((value) => rangeOf(value) === undefined).map((value) => unknown(valueText(value)))
    return any([...(ranges.length > 0 ? [test(normalize(ranges))] : []), ...others])
  }
  return {
    guard,
    is: (operator, right) => {
      const bound = right.length === 1 ? read(right[0]) : undefined
      const [low, high] = (bound === undefined ? undefined : compared(operator, bound, max)) ?? []
      return low === undefined ? chosen(guard, among).is(operator, right) : low > high! ? NEVER : test([[low, high!]])
    },
  }
}

function compared(operator: string, bound: number, max: number): readonly [number, number] | undefined {
  switch (operator) {
    case '<': return [0, bound - 1]
    case '<=': return [0, bound]
    case '>': return [bound + 1, max]
    case '>=': return [bound, max]
    default: return undefined
  }
}

/** `10`, `0x10`; a name by way of `names`. */
export const numberBy = (names: (name: string) => number | undefined) => (value: unknown): number | undefined => {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? value : undefined
  if (typeof value !== 'string') return undefined
  return /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(value) ? Number(value) : names(value)
}

/** Addresses of one family: alone, as prefixes and ranges. */
export function addressOf(value: unknown, family: Family): AddressSet | undefined {
  if (value === '*') return family === 4 ? { ...ALL_ADDRESSES, v6: [] } : { ...ALL_ADDRESSES, v4: [] }
  const set = typeof value === 'string' ? parseAddresses(value) : prefixOf(value) ?? spanOf(value)
  return set && rangesOf(set, family).length > 0 ? set : undefined
}

function prefixOf(value: unknown): AddressSet | undefined {
  const address = textAddress(get(get(value, 'prefix'), 'addr'))
  const length = get(get(value, 'prefix'), 'len')
  const isLength = typeof length === 'number' && Number.isInteger(length) && length >= 0
  return address && isLength && length <= bitsOf(address.family) ? addressesOf(prefixAround(address, length)) : undefined
}

function spanOf(value: unknown): AddressSet | undefined {
  const [low, high] = listOf(get(value, 'range')).map(textAddress)
  return low && high && low.family === high.family && low.value <= high.value ? addressRange(low.family, low.value, high.value) : undefined
}

const textAddress = (value: unknown): ReturnType<typeof parseAddress> => (typeof value === 'string' ? parseAddress(value) : undefined)

export function addresses(test: 'source' | 'destination', family: Family, mask?: unknown): Subject {
  const guard: Condition = { test: 'family', family }
  const length = mask === undefined ? undefined : maskLength(mask, family)
  if (mask !== undefined && length === undefined) return { guard, is: () => undefined }
  const read = (value: unknown): AddressSet | undefined => {
    const set = addressOf(value, family)
    if (length === undefined || !set) return set
    const address = textAddress(value)
    return address && prefixAround(address, length).address === address.value ? addressesOf(prefixAround(address, length)) : undefined
  }
  const among = (values: readonly unknown[]): Condition => {
    const sets = values.map((value) => ({ value, set: read(value) }))
    const known = sets.flatMap(({ set }) => set ?? [])
    const others = sets.filter(({ set }) => !set).map(({ value }) => unknown(valueText(value)))
    return any([...(known.length > 0 ? [{ test, set: unionAddresses(...known) } as const] : []), ...others])
  }
  return chosen(guard, among)
}

/** Of a mask without holes. */
function maskLength(mask: unknown, family: Family): number | undefined {
  const address = textAddress(mask)
  if (address?.family !== family) return undefined
  const hostPart = maxAddress(family) - address.value
  return (hostPart & (hostPart + 1n)) === 0n ? bitsOf(family) - (hostPart === 0n ? 0 : hostPart.toString(2).length) : undefined
}
