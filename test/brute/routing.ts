/** Routes of one device: longest prefix, then lowest distance; equal ones are all possible. */
import { inPrefix, network } from './addresses.ts'
import type { Prefix } from '../../src/net/address.ts'
import type { Family } from '../../src/net/header.ts'
import { judge, type View } from './conditions.ts'
import { once } from './once.ts'
import type { Device, PolicyRoute, Route } from '../../src/topology/model.ts'

/** Where a packet goes once it is routed: out of an interface, to whom there. */
export interface Way {
  readonly out: string
  readonly next: { readonly kind: 'connected' | 'unnumbered' } | { readonly kind: 'via'; readonly address: bigint }
}
export type Routed = { readonly way: Way } | { readonly dropped: 'no-route' | 'null-route' | 'vrf-loop' | 'uncertain' }

interface Candidate { readonly to: Prefix; readonly length: number; readonly distance: number; readonly next: Route['next'] | { readonly kind: 'connected'; readonly interface: string } }

const table = once((device: Device, vrf: string): Candidate[] => {
  const connected = [...device.interfaces.values()].filter((each) => each.vrf === vrf).flatMap((each) =>
    each.addresses.map(({ address, length }) => ({
      to: network(address.family, address.value, length), length, distance: 0,
      next: { kind: 'connected' as const, interface: each.name },
    })))
  const typed = device.routes.filter((each) => each.vrf === vrf).map((each) => ({ ...each, length: each.to.length }))
  return [...connected, ...typed]
})

const candidates = (device: Device, vrf: string, family: Family, destination: bigint): Candidate[] =>
  table(device, vrf).filter((each) => inPrefix(each.to, family, destination))

export const route = (device: Device, vrf: string, family: Family, destination: bigint, seen: readonly string[] = []): Routed[] => {
  if (seen.includes(vrf)) return [{ dropped: 'vrf-loop' }]
  const all = candidates(device, vrf, family, destination)
  const longest = Math.max(...all.map((each) => each.length))
  const nearest = all.filter((each) => each.length === longest)
  const lowest = Math.min(...nearest.map((each) => each.distance))
  const best = nearest.filter((each) => each.distance === lowest)
  if (best.length === 0) return [{ dropped: 'no-route' }]
  return best.flatMap(({ next }): Routed[] => {
    switch (next.kind) {
      case 'connected': return [{ way: { out: next.interface, next: { kind: 'connected' } } }]
      case 'interface': return [{ way: { out: next.interface, next: { kind: 'unnumbered' } } }]
      case 'via': return [{ way: { out: next.interface, next: { kind: 'via', address: next.address.value } } }]
      case 'null': return [{ dropped: 'null-route' }]
      case 'vrf': return route(device, next.vrf, family, destination, [...seen, vrf])
    }
  })
}

/**
 * The same of what goes through: policy routes one after another, and of one that may match both what it says and the rest.
 * In the lower reading such a one leaves nothing.
 */
export const throughRoutes = (device: Device, vrf: string, view: View, mode: 'upper' | 'lower'): Routed[] => {
  const rest = (policies: readonly PolicyRoute[]): Routed[] => {
    const [policy, ...others] = policies
    if (policy === undefined) return route(device, vrf, view.header.family, view.header.destination)
    const truth = policy.vrf === vrf ? judge(policy.when, view) : 'false'
    if (truth === 'unknown' && mode === 'lower') return [{ dropped: 'uncertain' }]
    return [...(truth === 'false' ? [] : followed(device, vrf, policy.next, view)), ...(truth === 'true' ? [] : rest(others))]
  }
  return rest(device.policyRoutes ?? [])
}

const followed = (device: Device, vrf: string, next: PolicyRoute['next'], { header: { family, destination } }: View): Routed[] => {
  switch (next.kind) {
    case 'table': return route(device, vrf, family, destination)
    case 'vrf': return route(device, next.vrf, family, destination)
    case 'null': return [{ dropped: 'null-route' }]
    case 'via': return [{ way: { out: next.interface, next: { kind: 'via', address: next.address.value } } }]
    case 'interface': return [{ way: { out: next.interface, next: { kind: 'unnumbered' } } }]
  }
}

/** Where a route not known may lead: out of any interface of the VRF, to whatever stands there. */
export const everyWay = (device: Device, vrf: string): Routed[] => [...device.interfaces.values()].filter((each) => each.vrf === vrf)
  .map((each) => ({ way: { out: each.name, next: { kind: 'unnumbered' } } }))

const feasible = (device: Device, vrf: string, name: string, family: Family, source: bigint, seen: readonly string[] = []): boolean =>
  !seen.includes(vrf) && candidates(device, vrf, family, source).some(({ next }) =>
    (next.kind === 'vrf' ? feasible(device, next.vrf, name, family, source, [...seen, vrf]) : next.kind !== 'null' && next.interface === name))

/** Whether the reverse-path check of the interface lets a source in. */
export const passesReversePath = (device: Device, name: string, family: Family, source: bigint): boolean => {
  const incoming = device.interfaces.get(name)
  if (incoming === undefined || incoming.reversePath === 'none') return true
  if (incoming.reversePath === 'feasible') return feasible(device, incoming.vrf, name, family, source)
  const back = route(device, incoming.vrf, family, source)
  return back.some((each) => 'way' in each && (incoming.reversePath === 'loose' || each.way.out === name))
}

export const owns = (device: Device, family: Family, value: bigint, vrf?: string): boolean =>
  [...device.interfaces.values()].some((each) => (vrf === undefined || each.vrf === vrf)
    && each.addresses.some(({ address }) => address.family === family && address.value === value))

/** IPv4 needs no address of its own to be forwarded, IPv6 does. */
export const speaks = (device: Device, family: Family): boolean => family === 4
  || [...device.interfaces.values()].some((each) => each.addresses.some(({ address }) => address.family === family))
