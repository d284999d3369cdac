/** A device's routes as disjoint sets of destinations, longest prefix first: the table that `reach` looks up in. */
import { addressesOf, EMPTY_ADDRESSES, intersectAddresses, isEmptyAddresses, prefixAround, subtractAddresses, unionAddresses, type Address, type AddressSet, type Prefix } from '../net/address.ts'
import { longestPrefix } from '../net/longest-prefix.ts'
import type { Device, Interface, Route } from '../topology/model.ts'

/** A way out of a device. `to`: an address on the segment, `destination` the packet's own, `any` whatever stands there. */
export interface Hand { readonly interface: Interface; readonly to: Address | 'destination' | 'any' }

export interface RouteCase {
  readonly destinations: AddressSet
  /** Equal-cost choices. */
  readonly hands: readonly Hand[]
  /** Dropping is one of the choices. */
  readonly discards: 'null-route' | 'no-route' | undefined
}

/** The cases of one VRF. What lies in none has no route. */
export function forwardingTable(device: Device, vrf: string, visited: ReadonlySet<string> = new Set()): RouteCase[] {
  if (visited.has(vrf)) return []
  const groups = [...bestOf(device, vrf).values()]
  return destinationsByGroup(groups).flatMap((addresses, index) => {
    if (isEmptyAddresses(addresses)) return []
    const { routes, connected } = groups[index]!
    const hands = connected.map((face): Hand => ({ interface: face, to: 'destination' }))
    const leaks = routes.filter((route) => route.next.kind === 'vrf')
    const direct = [...hands, ...routes.flatMap(({ next }) => handOf(device, next))]
    const discards = routes.some((route) => route.next.kind === 'null') ? 'null-route' as const : undefined
    const own: RouteCase[] = direct.length > 0 || discards ? [{ destinations: addresses, hands: direct, discards }] : []
    return leaks.reduce((cases, route) => leaked(device, vrf, route, addresses, visited).reduce(overlay, cases), own)
  })
}

/** The addresses for which each prefix is the longest. */
function destinationsByGroup(groups: readonly Best[]): AddressSet[] {
  const prefixes = groups.map(({ to }, label) => ({ prefix: to, label }))
  const ranges = { v4: groups.map((): [bigint, bigint][] => []), v6: groups.map((): [bigint, bigint][] => []) }
  for (const { low, high, label } of longestPrefix(prefixes, 4)) ranges.v4[label]!.push([low, high])
  for (const { low, high, label } of longestPrefix(prefixes, 6)) ranges.v6[label]!.push([low, high])
  return groups.map((_, index) => ({ v4: ranges.v4[index]!, v6: ranges.v6[index]! }))
}

/** Adds a case to disjoint ones: where they overlap, both are equal-cost choices. */
function overlay(cases: readonly RouteCase[], added: RouteCase): RouteCase[] {
  const rest = cases.reduce((left, one) => subtractAddresses(left, one.destinations), added.destinations)
  const split = cases.flatMap((one): RouteCase[] => [
    { ...one, destinations: subtractAddresses(one.destinations, added.destinations) },
    {
      destinations: intersectAddresses(one.destinations, added.destinations),
      hands: [...one.hands, ...added.hands], discards: one.discards ?? added.discards,
    },
  ])
  return [...split, { ...added, destinations: rest }].filter((one) => !isEmptyAddresses(one.destinations))
}

/** A leaking route sends the lookup on to another VRF. */
function leaked(device: Device, vrf: string, route: Route, addresses: AddressSet, visited: ReadonlySet<string>): RouteCase[] {
  if (route.next.kind !== 'vrf') return []
  const cases = forwardingTable(device, route.next.vrf, new Set([...visited, vrf]))
    .map((inner) => ({ ...inner, destinations: intersectAddresses(inner.destinations, addresses) }))
    .filter((inner) => !isEmptyAddresses(inner.destinations))
  const missing = cases.reduce((left, one) => subtractAddresses(left, one.destinations), addresses)
  return isEmptyAddresses(missing) ? cases : [...cases, { destinations: missing, hands: [], discards: 'no-route' }]
}

/** The way out that a next hop says, if it says one. */
export function handOf(device: Device, next: Route['next']): Hand[] {
  switch (next.kind) {
    case 'via': return [{ interface: device.interfaces.get(next.interface)!, to: next.address }]
    case 'interface': return [{ interface: device.interfaces.get(next.interface)!, to: 'any' }]
    case 'vrf': case 'null': return []
  }
}

/** The sources to which some route of a VRF leads out of an interface, be it the best one or not (RFC 3704 section 2.3). */
export function feasibleSources(device: Device, vrf: string, face: Interface, visited: ReadonlySet<string> = new Set()): AddressSet {
  if (visited.has(vrf)) return EMPTY_ADDRESSES
  const connected = face.vrf === vrf ? networksOf(face) : []
  return device.routes.filter((route) => route.vrf === vrf).reduce((sources, { to, next }) => {
    if (next.kind === 'vrf') {
      const there = feasibleSources(device, next.vrf, face, new Set([...visited, vrf]))
      return unionAddresses(sources, intersectAddresses(addressesOf(to), there))
    }
    return 'interface' in next && next.interface === face.name ? unionAddresses(sources, addressesOf(to)) : sources
  }, unionAddresses(...connected.map(addressesOf)))
}

export const sameHand = (a: Hand, b: Hand): boolean => a.interface === b.interface && (a.to === b.to
  || (typeof a.to === 'object' && typeof b.to === 'object' && a.to.family === b.to.family && a.to.value === b.to.value))

interface Best { readonly to: Prefix; distance: number; routes: Route[]; connected: Interface[] }

/** Of each prefix, the routes of the lowest distance; networks that interfaces stand on have distance 0. */
function bestOf(device: Device, vrf: string): Map<string, Best> {
  const best = new Map<string, Best>()
  const offer = (to: Prefix, distance: number): Best | undefined => {
    const key = `${to.family}/${to.address}/${to.length}`
    const known = best.get(key)
    if (known && known.distance < distance) return undefined
    if (known && known.distance === distance) return known
    const fresh: Best = { to, distance, routes: [], connected: [] }
    best.set(key, fresh)
    return fresh
  }
  for (const face of device.interfaces.values()) {
    if (face.vrf !== vrf) continue
    for (const network of networksOf(face)) offer(network, 0)!.connected.push(face)
  }
  for (const route of device.routes) if (route.vrf === vrf) offer(route.to, route.distance)?.routes.push(route)
  return best
}

function networksOf(face: Interface): Prefix[] {
  return face.addresses.map(({ address, length }) => prefixAround(address, length))
}

