/** Circles in which routes alone would send a packet from device to device, whatever the filters on the way say. */
import { ALL_ADDRESSES, intersectAddresses, isEmptyAddresses, subtractAddresses, unionAddresses, EMPTY_ADDRESSES, type AddressSet } from '../net/address.ts'
import type { Device, Interface } from '../topology/model.ts'
import { NEVER_FORWARDED } from './forwardable.ts'
import { forwardingTable, handOf, type Hand, type RouteCase } from './forwarding-table.ts'
import { addressesOfFaces, type Places, type Port } from './places.ts'

/** The interfaces by which a packet for one of the destinations arrives, one after another, the first again after the last. */
export interface Cycle { readonly ports: readonly Port[]; readonly destinations: AddressSet }

/** One table of a device that hands packets for some destinations to another. */
interface Handing { readonly from: string; readonly to: string; readonly arrives: Port; readonly destinations: AddressSet }

/** More ways than this are not followed; nobody looks at more circles either. */
const MOST_STEPS = 20_000
const MOST_CYCLES = 100

/** `complete`: there are no others. */
export function routingCycles(places: Places): { readonly cycles: readonly Cycle[]; readonly complete: boolean } {
  const handings = [...places.topology.devices.values()].flatMap((device) => handingsOf(device, places))
  const endless = neverArriving(handings)
  const order = [...endless.keys()]
  const outOf = new Map(order.map((node) => [node, handings.filter(({ from }) => from === node)]))
  const cycles: Cycle[] = []
  let steps = 0
  /** Every circle once: from the first of its tables, in their order, through later ones only. */
  const follow = (start: string, node: string, visited: readonly Handing[], destinations: AddressSet): void => {
    for (const handing of outOf.get(node) ?? []) {
      if (++steps > MOST_STEPS || cycles.length >= MOST_CYCLES) return
      const left = intersectAddresses(intersectAddresses(destinations, handing.destinations), endless.get(handing.to) ?? EMPTY_ADDRESSES)
      if (isEmptyAddresses(left)) continue
      if (handing.to === start) cycles.push({ ports: [...visited, handing].map(({ arrives }) => arrives), destinations: left })
      else if (order.indexOf(handing.to) > order.indexOf(start) && !visited.some(({ to }) => to === handing.to)) follow(start, handing.to, [...visited, handing], left)
    }
  }
  for (const start of order) follow(start, start, [], ALL_ADDRESSES)
  return { cycles, complete: steps <= MOST_STEPS && cycles.length < MOST_CYCLES }
}

/** By table, the destinations that some way from it never leaves the devices for: the greatest fixpoint. */
function neverArriving(handings: readonly Handing[]): Map<string, AddressSet> {
  const endless = new Map(handings.map(({ from }) => [from, ALL_ADDRESSES]))
  for (let changed = true; changed;) {
    changed = false
    for (const node of [...endless.keys()]) {
      const left = unionAddresses(...handings.filter(({ from }) => from === node)
        .map(({ to, destinations }) => intersectAddresses(destinations, endless.get(to) ?? EMPTY_ADDRESSES)))
      if (isEmptyAddresses(subtractAddresses(endless.get(node)!, left))) continue
      changed = true
      if (isEmptyAddresses(left)) endless.delete(node)
      else endless.set(node, left)
    }
  }
  return endless
}

function handingsOf(device: Device, places: Places): Handing[] {
  const vrfs = new Set([...device.interfaces.values()].map(({ vrf }) => vrf))
  return [...vrfs].flatMap((vrf) => [...forwardingTable(device, vrf), ...byPolicy(device, vrf)].flatMap(({ destinations, hands }) => hands.flatMap((hand) =>
    takers(hand, places).map((arrives): Handing => ({
      from: tableKey(device, vrf), to: tableKey(arrives.device, arrives.interface.vrf), arrives,
      destinations: subtractAddresses(destinations, unionAddresses(NEVER_FORWARDED, addressesOfFaces(ofTable(arrives)))),
    })))))
}

/** A policy route may take packets to any destination: whether it does is seen when a packet is followed. */
const byPolicy = (device: Device, vrf: string): Pick<RouteCase, 'destinations' | 'hands'>[] => (device.policyRoutes ?? [])
  .filter((policy) => policy.vrf === vrf).flatMap(({ next }): Pick<RouteCase, 'destinations' | 'hands'>[] => {
    if (next.kind === 'vrf') return forwardingTable(device, next.vrf)
    return next.kind === 'table' ? [] : [{ destinations: ALL_ADDRESSES, hands: handOf(device, next) }]
  })

/** The interfaces of devices that take what leaves by a hand; what is handed to its own destination has arrived. */
function takers({ interface: face, to }: Hand, places: Places): readonly Port[] {
  const medium = places.mediumOf(face)
  if (medium === undefined) return []
  // Whatever goes into a tunnel comes out at its other end.
  const everyone = (places.portsOn.get(medium) ?? []).filter((port) => port.interface !== face)
  if (places.tunnels.has(medium) || to === 'any') return everyone
  return to === 'destination' ? [] : places.nextHop(medium, to).ports
}

/** The interfaces whose addresses are the device's own where the packet arrives. */
const ofTable = ({ device, interface: { vrf } }: Port): Interface[] => [...device.interfaces.values()].filter((face) => face.vrf === vrf)

const tableKey = (device: Device, vrf: string): string => JSON.stringify([device.id, vrf])
