/** `ip nat …` line by line (Cisco IOS IP Addressing Services Command Reference). */
import { addressesOf, addressRange, EMPTY_ADDRESSES, unionAddresses, type AddressSet } from '../../net/address.ts'
import { ICMP, TCP, UDP } from '../../net/header.ts'
import { ipv4, network } from './addresses.ts'
import type { Draft } from './draft.ts'
import { notUnderstood, understood, type Line } from './line.ts'
import { decimal } from './names.ts'
import { Words } from './words.ts'

/** An address of this device, known or not, or any of a set. */
export type Target = { readonly set: AddressSet } | { readonly face: string }

export interface StaticRule {
  readonly kind: 'static'
  readonly side: 'inside' | 'outside'
  readonly line: Line
  readonly protocol?: number
  /** The address where it stands, and the one that it is known by beyond. */
  readonly local: AddressSet
  readonly localPort?: number
  readonly global: Target
  readonly globalPort?: number
  readonly vrf?: string
  readonly routeMap?: string
}

export interface DynamicRule {
  readonly kind: 'dynamic'
  readonly side: 'inside' | 'outside'
  readonly line: Line
  readonly list?: string
  readonly routeMap?: string
  readonly to: Target
  readonly overload: boolean
  readonly vrf?: string
}

/** A translation that is not understood. */
export interface StrangeRule { readonly kind: 'strange'; readonly line: Line }

export type NatRule = StaticRule | DynamicRule | StrangeRule

export function natRules(draft: Draft): NatRule[] {
  const pools = poolsOf(draft)
  return draft.nat.filter(({ words }) => words[2] !== 'pool').map((line) => {
    const rule = ruleOf(line, pools, draft)
    if (!rule) return { kind: 'strange', line }
    understood(line)
    return rule
  })
}

function poolsOf({ nat }: Draft): Map<string, AddressSet> {
  const pools = new Map<string, AddressSet>()
  for (const line of nat.filter(({ words }) => words[2] === 'pool')) {
    const [name = '', low, high] = line.words.slice(3)
    const ends = [ipv4(low), ipv4(high)]
    const written = ends[0] && ends[1] ? addressRange(4, ends[0].value, ends[1].value) : EMPTY_ADDRESSES
    const under = line.children.map((child) => {
      const [from, to] = [ipv4(child.words[1]), ipv4(child.words[2])]
      if (child.words[0] !== 'address' || !from || !to) return undefined
      understood(child)
      return addressRange(4, from.value, to.value)
    })
    if ((!ends[0] && under.length === 0) || under.includes(undefined)) { notUnderstood(line); continue }
    understood(line)
    pools.set(name, unionAddresses(written, ...under as AddressSet[]))
  }
  return pools
}

function ruleOf(line: Line, pools: ReadonlyMap<string, AddressSet>, draft: Draft): NatRule | undefined {
  const words = new Words(line.words.slice(2))
  const side = words.take()
  if ((side !== 'inside' && side !== 'outside') || !words.skip('source')) return undefined
  const rule = words.skip('static') ? staticRule(words, side, line, draft) : dynamicRule(words, side, line, pools, draft)
  return rule && words.done ? rule : undefined
}

const PROTOCOLS: ReadonlyMap<string, number> = new Map([['tcp', TCP], ['udp', UDP], ['icmp', ICMP], ['esp', 50], ['gre', 47]])

function staticRule(words: Words, side: 'inside' | 'outside', line: Line, draft: Draft): NatRule | undefined {
  const whole = words.skip('network')
  const protocol = PROTOCOLS.get(words.peek() ?? '')
  if (protocol !== undefined) words.take()
  const first = words.take()
  const ported = protocol === TCP || protocol === UDP
  const localPort = ported ? decimal(words.peek(), 65535) : undefined
  if (localPort !== undefined) words.take()
  const face = words.skip('interface') ? faceAt(words, draft) : undefined
  const second = face === undefined ? words.take() : undefined
  const mask = whole ? words.take() : undefined
  const globalPort = ported ? decimal(words.peek(), 65535) : undefined
  if (globalPort !== undefined) words.take()
  const [one, other] = [placed(first, mask), placed(second, mask)]
  if (!one || (face === undefined && !other)) return undefined
  const options = optionsOf(words)
  // `outside source static GLOBAL LOCAL` names them the other way round.
  const ends = side === 'inside' ? { local: one, global: face === undefined ? { set: other! } : { face } } : { local: other!, global: { set: one } }
  if (!ends.local) return undefined
  const ports = side === 'inside' ? { localPort, globalPort } : { localPort: globalPort, globalPort: localPort }
  return {
    kind: 'static', side, line, ...ends, ...options, ...(protocol !== undefined && { protocol }),
    ...(ports.localPort !== undefined && { localPort: ports.localPort }), ...(ports.globalPort !== undefined && { globalPort: ports.globalPort }),
  }
}

const placed = (word: string | undefined, mask: string | undefined): AddressSet | undefined => {
  const prefix = mask === undefined ? undefined : network(word, mask)
  const address = ipv4(word)
  return mask !== undefined ? prefix && addressesOf(prefix) : address && addressesOf(address)
}

/** Undefined where the name is none of an interface. */
function faceAt(words: Words, draft: Draft): string | undefined {
  const one = words.take() ?? ''
  const name = draft.faceNamed([one]) ?? (/^\d/.test(words.peek() ?? '') ? draft.faceNamed([one, words.take()!]) : undefined)
  return name?.name
}

function dynamicRule(words: Words, side: 'inside' | 'outside', line: Line, pools: ReadonlyMap<string, AddressSet>, draft: Draft): NatRule | undefined {
  const list = words.after('list')
  const routeMap = list === undefined ? words.after('route-map') : undefined
  if (list === undefined && routeMap === undefined) return undefined
  const pool = words.after('pool')
  const face = pool === undefined && words.skip('interface') ? faceAt(words, draft) : undefined
  const set = pools.get(pool ?? '')
  const to: Target | undefined = set ? { set } : face !== undefined ? { face } : undefined
  if (!to) return undefined
  let overload = false
  const options: { vrf?: string } = {}
  for (;;) {
    if (words.skip('overload')) overload = true
    else if (words.skip('reversible') || words.skip('match-in-vrf') || words.skip('add-route') || words.skip('oer') || words.skip('forced')) continue
    else if (words.peek() === 'vrf') options.vrf = words.after('vrf')!
    else if (words.skip('mapping-id')) words.take()
    else break
  }
  return { kind: 'dynamic', side, line, to, overload: overload || 'face' in to, ...(list !== undefined && { list }), ...(routeMap !== undefined && { routeMap }), ...options }
}

function optionsOf(words: Words): { vrf?: string; routeMap?: string } {
  const options: { vrf?: string; routeMap?: string } = {}
  for (;;) {
    if (words.peek() === 'vrf') options.vrf = words.after('vrf') ?? ''
    else if (words.peek() === 'route-map') options.routeMap = words.after('route-map') ?? ''
    else if (words.skip('redundancy') || words.skip('mapping-id')) words.take()
    // How the device answers ARP for the address, and whether applications are looked into.
    else if (!['extendable', 'no-alias', 'no-payload', 'reversible', 'forced', 'match-in-vrf', 'add-route'].some((word) => words.skip(word))) return options
  }
}

