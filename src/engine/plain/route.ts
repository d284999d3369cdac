/** Which way a device sends one packet: policy routes in order, else longest prefix, then lowest distance; equals are choices. */
import { prefixAround, prefixContains, type Address, type Prefix } from '../../net/address.ts'
import type { Header } from '../../net/header.ts'
import type { Device, Gap, Interface, PolicyRoute, Route } from '../../topology/model.ts'
import { holds, type Situation } from './condition.ts'

/** Out of an interface to an address on its segment; `to` undefined: to whatever stands there. */
export interface Hand { readonly interface: Interface; readonly to: Address | undefined }

export interface Choice {
  readonly route?: Route
  readonly policy?: PolicyRoute
  readonly hand: Hand | 'no-route' | 'null-route'
  /** Nothing that is not understood had a say in it. */
  readonly certain: boolean
}

interface Candidate { readonly to: Prefix; readonly distance: number; readonly route?: Route; readonly connected?: Interface }

export const routesFor = (device: Device, vrf: string, header: Header): Choice[] =>
  lookUp(device, vrf, { family: header.family, value: header.destination }, new Set())

/** The same of a packet that goes through the device: policy routes are asked first, and one that may match is one of the ways. */
export function routesThrough(device: Device, vrf: string, at: Situation): Choice[] {
  const choices: Choice[] = []
  let certain = true
  for (const policy of device.policyRoutes ?? []) {
    const matches = policy.vrf === vrf ? holds(policy.when, at) : false
    if (matches === false) continue
    certain &&= matches === true
    choices.push(...byPolicy(device, policy, at.header).map((choice) => ({ ...choice, policy, certain })))
    if (matches) return choices
  }
  return [...choices, ...routesFor(device, vrf, at.header).map((choice) => ({ ...choice, certain }))]
}

function byPolicy(device: Device, { vrf, next }: PolicyRoute, header: Header): Choice[] {
  switch (next.kind) {
    case 'table': return routesFor(device, vrf, header)
    case 'vrf': return routesFor(device, next.vrf, header)
    case 'null': case 'via': case 'interface': return [{ hand: handOf(device, next), certain: true }]
  }
}

function lookUp(device: Device, vrf: string, to: Address, visited: ReadonlySet<string>): Choice[] {
  if (visited.has(vrf)) return [{ hand: 'no-route', certain: true }]
  const matching = candidates(device, vrf).filter((candidate) => prefixContains(candidate.to, to))
  const longest = Math.max(...matching.map((candidate) => candidate.to.length))
  const near = matching.filter((candidate) => candidate.to.length === longest)
  const distance = Math.min(...near.map((candidate) => candidate.distance))
  const best = near.filter((candidate) => candidate.distance === distance)
  if (best.length === 0) return [{ hand: 'no-route', certain: true }]
  return best.flatMap(({ route, connected }): Choice[] => {
    if (connected) return [{ hand: { interface: connected, to }, certain: true }]
    const { next } = route!
    if (next.kind === 'vrf') return lookUp(device, next.vrf, to, new Set([...visited, vrf])).map((choice) => ({ ...choice, route: route! }))
    return [{ route: route!, hand: handOf(device, next), certain: true }]
  })
}

function handOf(device: Device, next: Exclude<Route['next'], { kind: 'vrf' }>): Hand | 'null-route' {
  if (next.kind === 'null') return 'null-route'
  return { interface: device.interfaces.get(next.interface)!, to: next.kind === 'via' ? next.address : undefined }
}

/** Networks that interfaces stand on are routes of distance 0. */
function candidates(device: Device, vrf: string): Candidate[] {
  const connected = [...device.interfaces.values()].filter((face) => face.vrf === vrf).flatMap((face) =>
    face.addresses.map(({ address, length }) => ({ to: prefixAround(address, length), distance: 0, connected: face })))
  const fixed = device.routes.filter((route) => route.vrf === vrf).map((route) => ({ to: route.to, distance: route.distance, route }))
  return [...connected, ...fixed]
}

/**
 * Reverse-path check (RFC 3704): strict asks that the source be routed out of the interface it came by, feasible that some
 * route to it lead there, loose that it be routed.
 */
export function isReversePath(device: Device, face: Interface, header: Header): boolean {
  if (face.reversePath === 'none') return true
  const source: Address = { family: header.family, value: header.source }
  if (face.reversePath === 'feasible') return isFeasible(device, face.vrf, source, face, new Set())
  const choices = lookUp(device, face.vrf, source, new Set())
  return choices.some(({ hand }) =>
    typeof hand === 'object' && (face.reversePath === 'loose' || hand.interface.name === face.name))
}

/**
 * The Linux kernel asks the policy routes as well, of the packet turned around and as if it came in by where it is to go out
 * (`fib_validate_source`): which way out that is, is not known yet.
 */
export function doubtfulReversePath({ sessions, policyRoutes: [policy] = [] }: Device, face: Interface): Pick<Gap, 'what' | 'at'> | undefined {
  if (sessions.kind !== 'conntrack' || !policy) return undefined
  return { what: `reverse-path: ${face.reversePath}, policy-routes`, at: face.reversePathAt ?? policy.at }
}

function isFeasible(device: Device, vrf: string, source: Address, face: Interface, visited: ReadonlySet<string>): boolean {
  if (visited.has(vrf)) return false
  return candidates(device, vrf).filter(({ to }) => prefixContains(to, source)).some(({ route, connected }) => {
    if (!route) return connected === face
    if (route.next.kind === 'vrf') return isFeasible(device, route.next.vrf, source, face, new Set([...visited, vrf]))
    return 'interface' in route.next && route.next.interface === face.name
  })
}
