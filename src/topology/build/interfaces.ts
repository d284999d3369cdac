import { addressesOf, formatPrefix, prefixAround, prefixContains } from '../../net/address.ts'
import { text } from '../../verdict.ts'
import type { InterfaceDocument } from '../document.ts'
import { DEFAULT_VRF, type Interface, type InterfaceAddress, type Segment } from '../model.ts'
import { each, field, named, optional, type Placed } from '../placed.ts'
import { address, interfaceAddress, isLinkLocal } from './literals.ts'
import type { Mistakes } from './mistakes.ts'
import type { Occupants } from './occupants.ts'
import type { PrefixIndex } from './prefix-index.ts'
import type { Subnet } from './segments.ts'

/** Of the segments that a message could name. */
const MOST_SHOWN = 5

export interface Ground {
  readonly segments: ReadonlyMap<string, Segment>
  readonly subnets: PrefixIndex<Subnet>
  readonly occupants: Occupants
}

export function buildInterface(device: string, name: string, typed: Placed<InterfaceDocument>, ground: Ground, mistakes: Mistakes): Interface {
  if (name.endsWith('+') || name === '') mistakes.say('id', named(typed.at), text(
    'インターフェース名は空にできず、+ で終えることもできません', 'the name of an interface is not empty and does not end in +'))
  const typedAddresses = [...each(field(typed, 'address')), ...each(field(typed, 'addresses'))]
  const own = typedAddresses.flatMap(one => interfaceAddress(one, mistakes) ?? [])
  const addresses = [...own, ...each(field(typed, 'virtual')).flatMap(one => virtualAddress(one, own, mistakes))]
  const segment = bind(name, typed, addresses, ground, mistakes)
  if (segment !== undefined) {
    for (const { address, at, virtual } of addresses) {
      ground.occupants.add(segment, { value: addressesOf(address), at: at as Placed<string>['at'] },
        text(`機器「${device}」のインターフェース「${name}」`, `the interface "${name}" of "${device}"`), virtual)
    }
  }
  return {
    name, at: named(typed.at), addresses,
    ...optional('segment', segment),
    vrf: typed.value.vrf ?? DEFAULT_VRF,
    ...optional('vlan', typed.value.vlan),
    ...optional('port', typed.value.port),
    reversePath: typed.value['reverse-path'] ?? 'none',
    ...optional('reversePathAt', field(typed, 'reverse-path')?.at),
  }
}

/** It lies on a network that the interface stands on by an address of its own (RFC 9568 section 1.7). */
function virtualAddress(typed: Placed<string>, own: readonly InterfaceAddress[], mistakes: Mistakes): InterfaceAddress[] {
  const value = address(typed, mistakes)
  const beside = value && own.find(one => prefixContains(prefixAround(one.address, one.length), value))
  if (value && !beside) mistakes.say('virtual', typed.at, text(
    `仮想アドレス ${typed.value} は、このインターフェース自身のアドレスのサブネットにありません`,
    `the virtual address ${typed.value} lies on no subnet of the interface's own addresses`))
  return value && beside ? [{ address: value, length: beside.length, at: typed.at, virtual: true }] : []
}

/** The segment as typed, else the one that holds the addresses; none is no mistake, several are. */
function bind(name: string, typed: Placed<InterfaceDocument>, all: readonly InterfaceAddress[], ground: Ground, mistakes: Mistakes): string | undefined {
  const addresses = all.filter(({ address }) => !isLinkLocal(address))
  const chosen = field(typed, 'segment')
  if (chosen) {
    const segment = mistakes.find('segment', chosen, ground.segments)
    if (!segment) return undefined
    for (const one of addresses) checkWithin(one, segment, ground.subnets.holding(one.address), mistakes)
    return segment.id
  }
  const held = addresses.map(one => ({ one, subnets: ground.subnets.holding(one.address) }))
  const segments = [...new Set(held.flatMap(({ subnets }) => subnets.map(subnet => subnet.segment)))]
  if (segments.length > 1) {
    const list = segments.slice(0, MOST_SHOWN).join(', ')
    mistakes.say('binding', named(typed.at), text(
      `インターフェース「${name}」のアドレスは複数のセグメント（${list}）に当てはまります。segment で指定してください`,
      `the addresses of the interface "${name}" lie in several segments (${list}): type its \`segment\``),
    held.flatMap(({ subnets }) => subnets.slice(0, MOST_SHOWN).map(subnet => ({
      at: subnet.at, message: text(`セグメント「${subnet.segment}」のサブネット`, `a subnet of the segment "${subnet.segment}"`) }))))
    return undefined
  }
  for (const { one, subnets } of held) checkLength(one, subnets, mistakes)
  return segments[0]
}

function checkWithin(one: InterfaceAddress, segment: Segment, holding: readonly Subnet[], mistakes: Mistakes): void {
  const own = holding.filter(subnet => subnet.segment === segment.id)
  if (own.length > 0) return checkLength(one, own, mistakes)
  mistakes.say('binding', one.at as Placed<string>['at'], text(
    `このアドレスはセグメント「${segment.id}」のサブネットの外にあります`, `this address lies outside the subnets of the segment "${segment.id}"`), [
    { at: segment.at, message: text('セグメントの定義はここです', 'the segment is defined here') },
  ])
}

function checkLength(one: InterfaceAddress, subnets: readonly Subnet[], mistakes: Mistakes): void {
  const [subnet] = subnets
  if (!subnet || subnets.some(({ prefix }) => prefix.length === one.length)) return
  const own = formatPrefix(prefixAround(one.address, one.length))
  mistakes.say('prefix-length', one.at as Placed<string>['at'], text(
    `プレフィックス長が合いません：ここでは ${own}、セグメント「${subnet.segment}」では ${formatPrefix(subnet.prefix)} です`,
    `the prefix lengths disagree: ${own} here, ${formatPrefix(subnet.prefix)} in the segment "${subnet.segment}"`), [
    { at: subnet.at, message: text('セグメントのサブネットはここです', 'the subnet of the segment is here') },
  ])
}
