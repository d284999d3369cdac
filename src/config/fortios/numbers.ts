/** Numbers and addresses as FortiOS writes them. */
import { addressRange, bitsOf, maxAddress, parseAddress, parsePrefix, prefixAround } from '../../net/address.ts'
import type { Address, AddressSet, Prefix } from '../../net/address.ts'
import { normalize } from '../../net/interval.ts'
import type { Ranges } from '../../net/interval.ts'

/** `80`, `1-1024`. */
export function numberRange(text: string, max: number): readonly [number, number] | undefined {
  const [, low, high] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(text) ?? []
  if (low === undefined) return undefined
  const range = [Number(low), Number(high ?? low)] as const
  return range[0] <= range[1] && range[1] <= max ? range : undefined
}

export function numberRanges(texts: readonly string[], max: number): Ranges | undefined {
  const ranges = texts.flatMap((text) => text.split(/[\s,]+/)).filter((text) => text !== '').map((text) => numberRange(text, max))
  return ranges.length === 0 || ranges.some((range) => !range) ? undefined : normalize(ranges as (readonly [number, number])[])
}

/** `10.0.0.0 255.0.0.0` or `10.0.0.0/8`, with the host's own bits: the address and the length. */
export function interfaceAddress(values: readonly string[]): { address: Address; length: number } | undefined {
  const [host = '', mask] = values.length === 1 ? values[0]!.split('/') : values
  const address = parseAddress(host)
  const length = address && (mask === undefined ? bitsOf(address.family) : maskLength(mask, address.family))
  return address && length !== undefined && values.length <= 2 ? { address, length } : undefined
}

export function network(values: readonly string[]): Prefix | undefined {
  const one = interfaceAddress(values)
  return one && prefixAround(one.address, one.length)
}

function maskLength(text: string, family: Address['family']): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= bitsOf(family) ? Number(text) : undefined
  const mask = parseAddress(text)
  if (mask?.family !== family) return undefined
  const hostPart = maxAddress(family) - mask.value
  return (hostPart & (hostPart + 1n)) === 0n ? bitsOf(family) - (hostPart === 0n ? 0 : hostPart.toString(2).length) : undefined
}

/** `10.0.0.1`, `10.0.0.1-10.0.0.9`, `2001:db8::1-2001:db8::9`, `10.0.0.0/24`. */
export function addressSpan(text: string): { family: Address['family']; low: bigint; high: bigint } | undefined {
  const prefix = parsePrefix(text)?.prefix
  if (prefix) return { family: prefix.family, low: prefix.address, high: prefix.address + (1n << BigInt(bitsOf(prefix.family) - prefix.length)) - 1n }
  const [low, high, ...more] = text.split('-').map((end) => parseAddress(end.trim()))
  const last = text.includes('-') ? high : low
  return low && last && low.family === last.family && low.value <= last.value && more.length === 0
    ? { family: low.family, low: low.value, high: last.value } : undefined
}

export const spanSet = ({ family, low, high }: { family: Address['family']; low: bigint; high: bigint }): AddressSet => addressRange(family, low, high)

export const isUnset = ({ value }: Address): boolean => value === 0n
