/** Routes of one device: longest prefix, then lowest distance; equal ones are all possible. */
import { inPrefix, network } from './addresses.ts'
import type { Family } from '../../src/net/header.ts'
import type { Device, Route } from '../../src/topology/model.ts'

/** Where a packet goes once it is routed: out of an interface, to whom there. */
export interface Way {
  readonly out: string
  readonly next: { readonly kind: 'connected' | 'unnumbered' } | { readonly kind: 'via'; readonly address: bigint }
}
export type Routed = { readonly way: Way } | { readonly dropped: 'no-route' | 'null-route' | 'vrf-loop' }

interface Candidate { readonly length: number; readonly distance: number; readonly next: Route['next'] | { readonly kind: 'connected'; readonly interface: string } }

const candidates = (device: Device, vrf: string, family: Family, destination: bigint): Candidate[] => {
  const connected = [...device.interfaces.values()].filter((each) => each.vrf === vrf).flatMap((each) =>
    each.addresses.map(({ address, length }) => ({
      to: network(address.family, address.value, length), length, distance: 0,
      next: { kind: 'connected' as const, interface: each.name },
    })))
  const typed = device.routes.filter((each) => each.vrf === vrf).map((each) => ({ ...each, length: each.to.length }))
  return [...connected, ...typed].filter((each) => inPrefix(each.to, family, destination))
}

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

/** Whether the reverse-path check of the interface lets a source in. */
export const passesReversePath = (device: Device, name: string, family: Family, source: bigint): boolean => {
  const incoming = device.interfaces.get(name)
  if (incoming === undefined || incoming.reversePath === 'none') return true
  const back = route(device, incoming.vrf, family, source)
  return back.some((each) => 'way' in each && (incoming.reversePath === 'loose' || each.way.out === name))
}

export const owns = (device: Device, family: Family, value: bigint, vrf?: string): boolean =>
  [...device.interfaces.values()].some((each) => (vrf === undefined || each.vrf === vrf)
    && each.addresses.some(({ address }) => address.family === family && address.value === value))

/** IPv4 needs no address of its own to be forwarded, IPv6 does. */
export const speaks = (device: Device, family: Family): boolean => family === 4
  || [...device.interfaces.values()].some((each) => each.addresses.some(({ address }) => address.family === family))
