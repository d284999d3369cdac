/** Static routes as a configuration writes them, and the interfaces that their next hops lie beyond. */
import { formatPrefix, prefixAround, prefixContains, type Address, type Prefix } from '../../net/address.ts'
import type { Interface, PolicyRoute, Route, Segment } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'

/** A `Route` whose next hop may still be an address alone. */
export interface StaticRoute {
  readonly at: At
  readonly vrf: string
  readonly to: Prefix
  readonly distance: number
  readonly next: StaticNext
}

export type StaticNext = Exclude<Route['next'], { readonly kind: 'via' }> | { readonly kind: 'via'; readonly address: Address; readonly interface?: string }

export interface StaticPolicyRoute extends Omit<PolicyRoute, 'next'> { readonly next: StaticNext | { readonly kind: 'table' } }

/** What next hops are looked up in. */
export interface Ground {
  readonly interfaces: ReadonlyMap<string, Interface>
  readonly segments: ReadonlyMap<string, Segment>
}

export interface Resolved {
  readonly routes: readonly Route[]
  readonly policyRoutes: readonly PolicyRoute[]
  /** Those with a next hop that lies beyond no interface: the device does not use them. */
  readonly inactive: readonly { readonly at: At }[]
}

/** Next hops may be reached by another route, which may be so again; a device gives up where it goes in a circle. */
const DEEPEST = 8

export function resolveRoutes(statics: readonly StaticRoute[], policies: readonly StaticPolicyRoute[], ground: Ground): Resolved {
  const inactive: { at: At }[] = []
  const nextsOf = (one: StaticRoute | StaticPolicyRoute, next: StaticNext): Route['next'][] => {
    const nexts = resolved(next, one.vrf, statics, ground, 0)
    if (nexts.length === 0) inactive.push({ at: one.at })
    return nexts
  }
  return {
    routes: statics.flatMap((route) => nextsOf(route, route.next).map((next) => ({ ...route, next }))),
    policyRoutes: policies.flatMap((policy) => {
      const { next } = policy
      return next.kind === 'table' ? [{ ...policy, next }] : choices(policy, nextsOf(policy, next))
    }),
    inactive,
  }
}

/** The first that matches decides: of several ways each but the last may be taken, or not. */
const choices = (policy: StaticPolicyRoute, nexts: readonly Route['next'][]): PolicyRoute[] => nexts.map((next, index) => ({
  ...policy, next,
  ...(index < nexts.length - 1 && { when: { test: 'all', of: [policy.when, { test: 'unknown', what: 'next hop', varies: true }] } }),
}))

function resolved(next: StaticNext, vrf: string, statics: readonly StaticRoute[], ground: Ground, depth: number): Route['next'][] {
  if (next.kind === 'interface') return ground.interfaces.has(next.interface) ? [next] : []
  if (next.kind !== 'via') return [next]
  if (next.interface !== undefined) return ground.interfaces.has(next.interface) ? [{ ...next, interface: next.interface }] : []
  const { address } = next
  const here = [...ground.interfaces.values()].filter((face) => face.vrf === vrf)
  const facing = here.filter((face) => networksOf(face, ground).some((network) => prefixContains(network, address)))
  if (facing.length > 0) return facing.map((face) => ({ kind: 'via', address, interface: face.name }))
  const onTheWay = depth < DEEPEST ? longest(statics.filter((one) => one.vrf === vrf && one.to.length > 0 && prefixContains(one.to, address))) : []
  if (onTheWay.length > 0) return onTheWay.flatMap((one) => resolved(one.next, vrf, statics, ground, depth + 1))
  // An address that the device is given while it runs stands in no file: the next hop may lie beyond any such interface.
  return here.filter((face) => networksOf(face, ground).length === 0).map((face) => ({ kind: 'via', address, interface: face.name }))
}

const networksOf = (face: Interface, { segments }: Ground): Prefix[] => [
  ...face.addresses.filter(({ virtual }) => !virtual).map(({ address, length }) => prefixAround(address, length)),
  ...[face.segment ?? []].flat().flatMap((id) => segments.get(id)?.subnets ?? []),
]

function longest(routes: readonly StaticRoute[]): readonly StaticRoute[] {
  const [first] = [...routes].sort((a, b) => b.to.length - a.to.length || a.distance - b.distance)
  return first ? routes.filter((one) => formatPrefix(one.to) === formatPrefix(first.to) && one.distance === first.distance) : []
}
