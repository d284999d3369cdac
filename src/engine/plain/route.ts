/** Which way a device sends one packet: longest prefix, then lowest distance; equals are choices. */
import { prefixAround, prefixContains, type Address, type Prefix } from '../../net/address.ts'
import type { Header } from '../../net/header.ts'
import type { Device, Interface, Route } from '../../topology/model.ts'

/** Out of an interface to an address on its segment; `to` undefined: to whatever stands there. */
export interface Hand { readonly interface: Interface; readonly to: Address | undefined }

export interface Choice { readonly route?: Route; readonly hand: Hand | 'no-route' | 'null-route' }

interface Candidate { readonly to: Prefix; readonly distance: number; readonly route?: Route; readonly connected?: Interface }

export function routesFor(device: Device, vrf: string, header: Header): Choice[] {
  return lookUp(device, vrf, { family: header.family, value: header.destination }, new Set())
}

function lookUp(device: Device, vrf: string, to: Address, visited: ReadonlySet<string>): Choice[] {
  if (visited.has(vrf)) return [{ hand: 'no-route' }]
  const matching = candidates(device, vrf).filter((candidate) => prefixContains(candidate.to, to))
  const longest = Math.max(...matching.map((candidate) => candidate.to.length))
  const near = matching.filter((candidate) => candidate.to.length === longest)
  const distance = Math.min(...near.map((candidate) => candidate.distance))
  const best = near.filter((candidate) => candidate.distance === distance)
  if (best.length === 0) return [{ hand: 'no-route' }]
  return best.flatMap(({ route, connected }): Choice[] => {
    if (connected) return [{ hand: { interface: connected, to } }]
    const { next } = route!
    switch (next.kind) {
      case 'null': return [{ route: route!, hand: 'null-route' }]
      case 'vrf': return lookUp(device, next.vrf, to, new Set([...visited, vrf])).map((choice) => ({ ...choice, route: route! }))
      case 'via': return [{ route: route!, hand: { interface: device.interfaces.get(next.interface)!, to: next.address } }]
      case 'interface': return [{ route: route!, hand: { interface: device.interfaces.get(next.interface)!, to: undefined } }]
    }
  })
}

/** Networks that interfaces stand on are routes of distance 0. */
function candidates(device: Device, vrf: string): Candidate[] {
  const connected = [...device.interfaces.values()].filter((face) => face.vrf === vrf).flatMap((face) =>
    face.addresses.map(({ address, length }) => ({ to: prefixAround(address, length), distance: 0, connected: face })))
  const fixed = device.routes.filter((route) => route.vrf === vrf).map((route) => ({ to: route.to, distance: route.distance, route }))
  return [...connected, ...fixed]
}

/** Reverse-path check (RFC 3704): strict asks that the source be routed out of the interface it came by, loose that it be routed. */
export function isReversePath(device: Device, face: Interface, header: Header): boolean {
  if (face.reversePath === 'none') return true
  const choices = lookUp(device, face.vrf, { family: header.family, value: header.source }, new Set())
  return choices.some(({ hand }) =>
    typeof hand === 'object' && (face.reversePath === 'loose' || hand.interface.name === face.name))
}
