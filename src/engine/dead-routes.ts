/** Routes that send packets where nobody knows the way on, or that discard what another route would deliver. */
import { addressesOf, ALL_ADDRESSES, intersectAddresses, isEmptyAddresses, prefixAround, subtractAddresses, unionAddresses, type AddressSet } from '../net/address.ts'
import type { Device, Route } from '../topology/model.ts'
import { forwardingTable } from './forwarding-table.ts'
import { addressesOfFaces, type Places, type Port } from './places.ts'

/**
 * `trusting`: a device hands packets on that `device` has no way for. `discarding`: `device` itself discards what a wider route
 * or network of its own would deliver. A default route trusts nobody, nor does a policy route: they
 * say only where to look.
 */
export interface DeadRoute {
  readonly kind: 'trusting' | 'discarding'
  readonly device: Device
  /** The interfaces by which the packets come to it. */
  readonly ports: readonly Port[]
  /** Whose route it is that should be changed, and that route. */
  readonly of: Device
  readonly route: Route
  readonly destinations: AddressSet
}

export function deadRoutes(places: Places): DeadRoute[] {
  const devices = [...places.topology.devices.values()]
  return [...devices.flatMap((device) => trusting(device, places)), ...devices.flatMap((device) => discarding(device))]
    .filter(({ destinations }) => !isEmptyAddresses(destinations))
}

function trusting(device: Device, places: Places): DeadRoute[] {
  return device.routes.flatMap((route) => {
    const { next } = route
    if (next.kind !== 'via' || route.to.length === 0) return []
    const face = device.interfaces.get(next.interface)!
    const taken = unionAddresses(...forwardingTable(device, route.vrf).filter(({ hands }) => hands.some(({ interface: out, to }) =>
      out === face && typeof to === 'object' && to.value === next.address.value)).map(({ destinations }) => destinations))
    const handed = intersectAddresses(taken, addressesOf(route.to))
    const takers = face.segment === undefined ? [] : places.nextHop(face.segment, next.address).ports
    return takers.map((port): DeadRoute => ({ kind: 'trusting', device: port.device, ports: [port], of: device, route, destinations: intersectAddresses(handed, withoutWay(port)) }))
  })
}

function discarding(device: Device): DeadRoute[] {
  return device.routes.filter(({ next }) => next.kind === 'null').map((route): DeadRoute => {
    const faces = [...device.interfaces.values()].filter(({ vrf }) => vrf === route.vrf)
    const dropped = unionAddresses(...forwardingTable(device, route.vrf).filter(({ discards }) => discards === 'null-route').map(({ destinations }) => destinations))
    const wider = [
      ...device.routes.filter(({ vrf, next, to }) => vrf === route.vrf && next.kind !== 'null' && to.length > 0).map(({ to }) => to),
      ...faces.flatMap(({ addresses }) => addresses.map(({ address, length }) => prefixAround(address, length))),
    ].filter(({ length }) => length < route.to.length)
    const destinations = intersectAddresses(intersectAddresses(dropped, addressesOf(route.to)), unionAddresses(...wider.map(addressesOf)))
    return { kind: 'discarding', device, ports: faces.map((face) => ({ device, interface: face })), of: device, route, destinations }
  })
}

/** What a device neither takes itself nor has a way for. */
function withoutWay({ device, interface: { vrf } }: Port): AddressSet {
  const ways = forwardingTable(device, vrf).filter(({ hands }) => hands.length > 0).map(({ destinations }) => destinations)
  const own = addressesOfFaces([...device.interfaces.values()].filter((face) => face.vrf === vrf))
  return subtractAddresses(ALL_ADDRESSES, unionAddresses(...ways, own))
}
