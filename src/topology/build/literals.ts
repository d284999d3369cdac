/** Addresses as typed → values, or a mistake that says what was expected. */
import {
  formatPrefix, parseAddress, parseAddresses, parsePrefix, type Address, type AddressSet, type Prefix,
} from '../../net/address.ts'
import { normalize, type Ranges } from '../../net/interval.ts'
import { text } from '../../verdict.ts'
import type { InterfaceAddress } from '../model.ts'
import { each, type Placed } from '../placed.ts'
import type { Mistakes } from './mistakes.ts'

const LINK_LOCAL = 0xfe80n << 112n

/** fe80::/10 lies on every segment and belongs to none. */
export const isLinkLocal = ({ family, value }: Address): boolean => family === 6 && (value >> 118n) << 118n === LINK_LOCAL

export function address(typed: Placed<string>, mistakes: Mistakes): Address | undefined {
  const value = parseAddress(typed.value)
  if (!value) mistakes.say('address', typed.at, text(
    `「${typed.value}」は IP アドレスとして読めません`, `"${typed.value}" is not an IP address`))
  return value
}

/** A network: bits after the prefix length must not be set, for then it is unclear what was meant. */
export function network(typed: Placed<string>, mistakes: Mistakes): Prefix | undefined {
  const parsed = parsePrefix(typed.value)
  if (!parsed) mistakes.say('address', typed.at, text(
    `「${typed.value}」はサブネット（10.0.0.0/24 など）として読めません`, `"${typed.value}" is not a subnet such as 10.0.0.0/24`))
  else if (parsed.hostBits) sayHostBits(typed, parsed.prefix, mistakes)
  return parsed?.prefix
}

function sayHostBits(typed: Placed<string>, prefix: Prefix, mistakes: Mistakes): void {
  mistakes.say('host-bits', typed.at, text(
    `「${typed.value}」はホスト部が 0 ではありません（サブネットなら ${formatPrefix(prefix)}）`,
    `"${typed.value}" has host bits set (the subnet is ${formatPrefix(prefix)})`))
}

/** An address, a prefix or a range; undefined, without complaint, for what is none of them. */
export function literal(typed: Placed<string>, mistakes: Mistakes): AddressSet | undefined {
  const prefix = parsePrefix(typed.value)
  if (prefix?.hostBits) sayHostBits(typed, prefix.prefix, mistakes)
  return parseAddresses(typed.value)
}

export function addresses(typed: Placed<string | readonly string[]> | undefined, mistakes: Mistakes): AddressSet {
  return unionOf(literals(typed, mistakes).map(({ value }) => value))
}

/** However many: as arguments of a function a hundred thousand would exhaust the stack. */
export const unionOf = (sets: readonly AddressSet[]): AddressSet =>
  ({ v4: normalize(sets.flatMap(set => set.v4)), v6: normalize(sets.flatMap(set => set.v6)) })

/** Each of them by itself, with the place where it stands. */
export function literals(typed: Placed<string | readonly string[]> | undefined, mistakes: Mistakes): Placed<AddressSet>[] {
  return each(typed).flatMap(one => {
    const value = literal(one, mistakes)
    if (!value) mistakes.say('address', one.at, text(
      `「${one.value}」はアドレス・サブネット・範囲（10.0.0.1-10.0.0.9）として読めません`,
      `"${one.value}" is not an address, a subnet or a range such as 10.0.0.1-10.0.0.9`))
    return value ? [{ value, at: one.at }] : []
  })
}

export function interfaceAddress(typed: Placed<string>, mistakes: Mistakes): InterfaceAddress | undefined {
  const length = parsePrefix(typed.value)?.prefix.length
  const value = parseAddress(typed.value.split('/')[0] ?? '')
  if (length === undefined || !value) {
    mistakes.say('address', typed.at, text(
      `「${typed.value}」はプレフィックス長付きのアドレス（10.0.0.1/24 など）として読めません`,
      `"${typed.value}" is not an address with its prefix length, such as 10.0.0.1/24`))
    return undefined
  }
  return { address: value, length, at: typed.at }
}

/** `443`, `1024-65535` or a list of such. */
export function ports(typed: Placed<number | string | readonly (number | string)[]>, mistakes: Mistakes): Ranges {
  return normalize(each(typed).flatMap(({ value, at }) => {
    const [, low, high = low] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(String(value)) ?? []
    if (low !== undefined && Number(low) <= Number(high) && Number(high) <= 65535) return [[Number(low), Number(high)] as const]
    mistakes.say('port', at, text(
      `「${value}」はポート番号（0～65535、範囲は 1024-65535）として読めません`,
      `"${value}" is not a port (0 to 65535) or a range such as 1024-65535`))
    return []
  }))
}
