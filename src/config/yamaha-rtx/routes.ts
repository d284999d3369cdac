/**
 * Static routes: command reference, `ip route`. Gateways with a filter are asked in their order, the first whose filter passes
 * the packet is taken; if none does, those without a filter share the load; where there are none, the route is as if it were not
 * there. `hide` and `keepalive` take a gateway away while its line is down.
 */
import { addressesOf, parseAddress, prefixAround, subtractAddresses, unionAddresses, type AddressSet, type Prefix } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import { DEFAULT_VRF, type Condition, type Interface } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import type { StaticNext, StaticPolicyRoute, StaticRoute } from '../device/routes.ts'
import { all } from '../conditions.ts'
import { maskLength, varying } from './conditions.ts'
import { doubt, familyOf, passedBy, type StaticFilter } from './filters.ts'
import { FACE } from './grammar.ts'
import type { Statement } from './statements.ts'

interface Gateway { readonly next: StaticNext; readonly filters: readonly string[] | undefined; readonly mayVanish: boolean }

interface Written { readonly statement: Statement; readonly to: Prefix; readonly gateways: readonly Gateway[] }

export interface Routing {
  readonly routes: readonly StaticRoute[]
  readonly policyRoutes: readonly StaticPolicyRoute[]
  /** Those that are not understood. */
  readonly doubted: readonly Statement[]
  /** Filters that choose a gateway. */
  readonly used: ReadonlySet<string>
}

export function routesOf(
  statements: readonly Statement[], statics: Readonly<Record<Family, ReadonlyMap<string, StaticFilter>>>, faces: ReadonlyMap<string, Interface>, backups: ReadonlyMap<string, StaticNext>,
): Routing {
  const doubted: Statement[] = []
  const used = new Set<string>()
  const written = statements.flatMap((statement): Written[] => {
    const to = networkOf(statement.key[2]!, familyOf(statement))
    const gateways = to && gatewaysOf(statement.rest)
    if (to && gateways) return [{ statement, to, gateways }]
    doubt(statement)
    doubted.push(statement)
    return []
  })
  const connected = [...faces.values()].flatMap(({ addresses }) =>
    addresses.filter(({ virtual }) => !virtual).map(({ address, length }) => prefixAround(address, length)))
  const known: Prefix[] = [...connected, ...written.filter(({ gateways }) => gateways.some(({ filters }) => filters === undefined)).map(({ to }) => to)]
  const longer = within(written.filter(({ gateways }) => gateways.some(({ filters }) => filters !== undefined)).map(({ to }) => to), known)
  const policyRoutes = written.flatMap(({ statement, to, gateways }) => gateways.flatMap(({ next, filters, mayVanish }): StaticPolicyRoute[] => {
    if (!filters) return []
    for (const number of filters) used.add(`${to.family} ${number}`)
    const known4 = statics[to.family]
    const when: Condition = all([
      { test: 'destination', set: longestHere(to, longer.get(keyOf(to)) ?? []) }, passedBy(filters.map((number) => known4.get(number) ?? `ip filter ${number}`)),
      ...(mayVanish ? [varying('keepalive or hide')] : []),
    ])
    if (filters.some((number) => !known4.has(number))) doubt(statement)
    return [{ at: statement.at, vrf: DEFAULT_VRF, when, next }]
  }))
  const plain = written.flatMap((one) => one.gateways.filter(({ filters }) => filters === undefined).map((gateway) => ({ ...one, ...gateway })))
  const routes = plain.map(({ statement, to, next }) => route(statement.at, to, next))
  return { routes: [...routes, ...instead(plain), ...throughBackups(routes, backups)], policyRoutes: policyRoutes, doubted, used }
}

const route = (at: At, to: Prefix, next: StaticNext): StaticRoute => ({ at, vrf: DEFAULT_VRF, to, distance: 1, next })


/** The destinations for which no longer route is known. */
const longestHere = (to: Prefix, longer: readonly Prefix[]): AddressSet =>
  subtractAddresses(addressesOf(to), unionAddresses(...longer.map(addressesOf)))

const keyOf = ({ family, address, length }: Prefix): string => `${family} ${address} ${length}`

/** Every network around a prefix, the nearest first. */
const around = ({ family, address, length }: Prefix): Prefix[] =>
  Array.from({ length }, (_, index) => prefixAround({ family, value: address }, length - 1 - index))

/** Of each of the networks, the known ones inside it. */
function within(networks: readonly Prefix[], known: readonly Prefix[]): Map<string, Prefix[]> {
  const inside = new Map(networks.map((one): [string, Prefix[]] => [keyOf(one), []]))
  for (const one of known) for (const outer of around(one)) inside.get(keyOf(outer))?.push(one)
  return inside
}

type Plain = Written & Gateway

/** Where every gateway of a route may vanish, the next shorter route may decide instead. */
function instead(plain: readonly Plain[]): StaticRoute[] {
  const byNetwork = new Map<string, Plain[]>()
  for (const one of plain) {
    const same = byNetwork.get(keyOf(one.to)) ?? []
    same.push(one)
    byNetwork.set(keyOf(one.to), same)
  }
  return [...byNetwork.values()].filter((group) => group.every(({ mayVanish }) => mayVanish)).flatMap(([first]) => {
    const { to, statement: { at } } = first!
    const shorter = around(to).map((outer) => byNetwork.get(keyOf(outer))).find((group) => group !== undefined) ?? []
    return [...shorter.map(({ statement, next }) => route(statement.at, to, next)), route(at, to, { kind: 'null' })]
  })
}

/** `pp backup`, `lan backup`, `tunnel backup`: what goes out of a line goes out of another while it is down. */
const throughBackups = (routes: readonly StaticRoute[], backups: ReadonlyMap<string, StaticNext>): StaticRoute[] => routes.flatMap((one) => {
  const other = one.next.kind === 'interface' ? backups.get(one.next.interface) : undefined
  return other ? [{ ...one, next: other }] : []
})

function networkOf(word: string, family: Family): Prefix | undefined {
  if (word === 'default') return { family, address: 0n, length: 0 }
  const [host = '', mask] = word.split('/')
  const address = parseAddress(host)
  const length = mask === undefined ? (family === 4 ? classful(address?.value ?? 0n) : 128) : maskLength(mask, family)
  if (address?.family !== family || length === undefined) return undefined
  return prefixAround(address, length)
}

/** Without a mask a network has that of its class, a host 32. */
function classful(value: bigint): number {
  const class_ = value >> 31n === 0n ? 8 : value >> 30n === 2n ? 16 : 24
  return value % (1n << BigInt(32 - class_)) === 0n ? class_ : 32
}

/** `gateway 192.168.0.254 weight 2 gateway pp 1 filter 1 2 hide …`. Undefined: some part of it is not understood. */
function gatewaysOf(words: readonly string[]): Gateway[] | undefined {
  const groups: string[][] = []
  for (const word of words) {
    if (word === 'gateway') groups.push([])
    else if (groups.length === 0) return undefined
    else groups.at(-1)!.push(word)
  }
  const gateways = groups.map(gatewayOf)
  return gateways.length === 0 || gateways.some((one) => one === undefined) ? undefined : gateways as Gateway[]
}

function gatewayOf(words: readonly string[]): Gateway | undefined {
  const [first = '', second = ''] = words
  const address = parseAddress(first.replace(/%.*$/, ''))
  const through = /%(.+)$/.exec(first)?.[1]
  let next: StaticNext
  let taken = 2
  if (address) [next, taken] = [{ kind: 'via', address, ...(through !== undefined && { interface: faceNamed(through) }) }, 1]
  else if (first === 'null' || first === 'blackhole' || first.startsWith('loopback')) [next, taken] = [{ kind: 'null' }, 1]
  else if ((first === 'pp' || first === 'tunnel') && second !== '') next = { kind: 'interface', interface: second === 'anonymous' ? `${first}-anonymous` : `${first}${second}` }
  else if (first === 'dhcp' && FACE.test(second)) next = { kind: 'interface', interface: second }
  else if (FACE.test(first)) [next, taken] = [{ kind: 'interface', interface: first }, 1]
  else return undefined
  return withOptions(next, words.slice(taken))
}

const faceNamed = (word: string): string => (/^\d+$/.test(word) ? `lan${word}` : word)

function withOptions(next: StaticNext, words: readonly string[]): Gateway | undefined {
  let filters: string[] | undefined
  let mayVanish = false
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!
    if (word === 'hide') mayVanish = true
    else if (word === 'keepalive') [mayVanish, index] = [true, index + 1]
    // A weight of 0 keeps a gateway for when no other is left; a metric is what RIP announces.
    else if (word === 'weight' || word === 'metric') index++
    else if (word.startsWith('name=')) continue
    else if (word === 'filter') {
      filters = []
      while (/^\d+$/.test(words[index + 1] ?? '')) filters.push(words[++index]!)
      if (filters.length === 0) return undefined
    } else return undefined
  }
  return { next, filters, mayVanish }
}

