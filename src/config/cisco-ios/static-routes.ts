/** `ip route` and `ipv6 route` (Cisco IOS IP Routing: Protocol-Independent Command Reference). */
import { formatPrefix, parseAddress, parsePrefix, prefixAround, prefixContains, type Address, type Prefix } from '../../net/address.ts'
import { DEFAULT_VRF } from '../../topology/model.ts'
import type { StaticNext, StaticRoute } from '../device/routes.ts'
import { network } from './addresses.ts'
import type { Draft, Face } from './draft.ts'
import { irrelevant, notUnderstood, understood, type Line } from './line.ts'
import { decimal } from './names.ts'
import { Words } from './words.ts'

/** In force only while a probe says so: the routes that would take its place may be in force instead. */
interface Written extends StaticRoute { readonly tracked: boolean }

export function staticRoutes(draft: Draft): StaticRoute[] {
  const written = draft.routes.flatMap((line) => {
    const read = routeOf(line, draft)
    if (read === 'not understood') draft.gap(line, 'routes', [line.words[0] === 'ipv6' ? 6 : 4])
    return Array.isArray(read) ? read : []
  })
  return withAlternatives([...written, ...assigned(draft), ...gateway(draft)])
}

const ANYWHERE: Prefix = { family: 4, address: 0n, length: 0 }
const ANYWHERE_6: Prefix = { family: 6, address: 0n, length: 0 }
/** What a route has that does not say where it leads. */
const DEFAULT_DISTANCE = 1

function routeOf(line: Line, draft: Draft): Written[] | 'not understood' | undefined {
  const words = new Words(line.words)
  const family = words.take() === 'ipv6' ? 6 : 4
  words.take()
  const vrf = words.after('vrf') ?? DEFAULT_VRF
  if (words.skip('topology') || words.skip('profile')) return 'not understood'
  const first = words.take() ?? ''
  const to = family === 6 ? parsePrefix(first)?.prefix : network(first, words.take())
  if (to?.family !== family) return 'not understood'
  // Multicast routes choose no way for unicast.
  if (words.rest().split(' ').includes('multicast')) { irrelevant(line); return undefined }
  const found = hopOf(words, vrf, draft, family)
  let distance = DEFAULT_DISTANCE
  let tracked = false
  while (!words.done) {
    const number = decimal(words.peek(), 255)
    if (number !== undefined) { distance = number; words.take() }
    else if (words.skip('name') || words.skip('tag')) words.take()
    else if (words.skip('track')) { words.take(); tracked = true }
    else if (!words.skip('permanent') && !words.skip('unicast')) return 'not understood'
  }
  if (!found) return 'not understood'
  // A route whose interface is not there, or is shut down, is not in force.
  understood(line)
  return found.map((next) => ({ at: line.at, vrf, to, distance, next, tracked }))
}

function hopOf(words: Words, vrf: string, draft: Draft, family: 4 | 6): StaticNext[] | undefined {
  const taken: string[] = []
  if (/^null0?$/i.test(words.peek() ?? '')) {
    if (words.take()!.toLowerCase() === 'null') words.take()
    return [{ kind: 'null' }]
  }
  const address = addressAt(words, family)
  if (address) {
    if (words.skip('global') || words.skip('nexthop-vrf', 'default')) return [across(address, DEFAULT_VRF, draft)]
    const other = words.after('nexthop-vrf')
    return [other === undefined ? { kind: 'via', address } : across(address, other, draft)]
  }
  if (words.skip('dhcp')) return draft.up().filter((face) => face.vrf === vrf && face.dynamic?.how === 'dhcp').map((face) => ({ kind: 'interface', interface: face.name }))
  taken.push(words.take() ?? '')
  if (/^[A-Za-z-]+$/.test(taken[0]!) && /^\d/.test(words.peek() ?? '') && !draft.faceNamed(taken)) taken.push(words.take()!)
  const face = draft.faceNamed(taken)
  if (!face) return /^[A-Za-z-]+\d/.test(taken.join('')) ? (addressAt(words, family), []) : undefined
  const beyond = addressAt(words, family)
  words.skip('dhcp')
  words.skip('global')
  if (!isUp(face)) return []
  return [beyond ? { kind: 'via', address: beyond, interface: face.name } : { kind: 'interface', interface: face.name }]
}

function addressAt(words: Words, family: 4 | 6): Address | undefined {
  const address = parseAddress(words.peek() ?? '')
  if (address?.family !== family) return undefined
  words.take()
  return address
}

const isUp = ({ shutdown, carries }: Face): boolean => !shutdown && carries

/** A next hop that lies in another VRF: on one of its networks, else wherever that VRF sends the packet. */
function across(address: Address, vrf: string, draft: Draft): StaticNext {
  const face = draft.up().find((one) => one.vrf === vrf && one.addresses.some((own) => prefixContains(prefixAround(own.address, own.length), address)))
  return face ? { kind: 'via', address, interface: face.name } : { kind: 'vrf', vrf }
}

/**
 * Default routes that come with an address: from DHCP (distance 254: IP Addressing Command Reference, `ip dhcp client default-router
 * distance`), from PPP (`ppp ipcp route default`, distance 1), from a router's advertisement (`ipv6 address
 * autoconfig default`, `ipv6 nd autoconfig default-route`, distance 2).
 */
function assigned(draft: Draft): Written[] {
  return draft.up().flatMap(({ name, vrf, dynamic, defaultByPpp, advertised6 }) => {
    const by = (line: Line | undefined, to: Prefix, distance: number): Written[] =>
      (line ? [{ at: line.at, vrf, to, distance, next: { kind: 'interface', interface: name }, tracked: false }] : [])
    return [...by(dynamic?.how === 'dhcp' ? dynamic.line : undefined, ANYWHERE, 254), ...by(defaultByPpp, ANYWHERE, 1), ...by(advertised6, ANYWHERE_6, 2)]
  })
}

/** `ip default-gateway` is used only where the device does not route. */
function gateway(draft: Draft): Written[] {
  const address = draft.routing?.on === false ? parseAddress(draft.defaultGateway?.words[2] ?? '') : undefined
  if (draft.defaultGateway && !address && draft.routing?.on === false) notUnderstood(draft.defaultGateway)
  return address ? [{ at: draft.defaultGateway!.at, vrf: DEFAULT_VRF, to: ANYWHERE, distance: 255, next: { kind: 'via', address }, tracked: false }] : []
}

/**
 * Where a tracked route may be absent, the routes behind it are as good: they get its distance, so that either may be taken. The
 * routes behind are those to the same network, and where none of them is untracked those to the next larger one.
 */
function withAlternatives(written: readonly Written[]): StaticRoute[] {
  const tracked = written.filter((route) => route.tracked)
  if (tracked.length === 0) return written.map(plain)
  const byNetwork = new Map<string, Written[]>()
  for (const route of written) {
    const id = `${route.vrf} ${formatPrefix(route.to)}`
    byNetwork.set(id, [...byNetwork.get(id) ?? [], route])
  }
  return [...byNetwork.values()].flatMap((group) => {
    const sorted = [...group].sort((a, b) => a.distance - b.distance)
    const certain = sorted.find((route) => !route.tracked)
    const first = sorted[0]!
    if (!first.tracked) return group.map(plain)
    const levelled = sorted.map((route) => plain({ ...route, distance: !certain || route.distance <= certain.distance ? first.distance : route.distance }))
    return certain ? levelled : [...levelled, ...larger(first, byNetwork).map((route) => ({ ...plain(route), to: first.to, distance: first.distance }))]
  })
}

const plain = ({ tracked: _, ...route }: Written): StaticRoute => route

/** Those to the longest network around, or no way at all. */
function larger({ vrf, to, at, distance }: Written, byNetwork: ReadonlyMap<string, readonly Written[]>): Written[] {
  for (let length = to.length - 1; length >= 0; length--) {
    const around = byNetwork.get(`${vrf} ${formatPrefix(prefixAround({ family: to.family, value: to.address }, length))}`)
    if (around) return [...around]
  }
  return [{ vrf, to, at, distance, next: { kind: 'null' }, tracked: false }]
}
