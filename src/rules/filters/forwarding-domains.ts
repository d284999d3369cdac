/** Which segments packets can be routed between at all, filters apart: those joined by the VRFs of devices and by tunnels. */
import type { Topology } from '../../topology/model.ts'
import { leaksOf } from './route-tables.ts'

/** A name for the domain of each segment: equal for segments that are joined. VRFs of one device are joined where a route leaks. */
export function forwardingDomains({ devices, tunnels }: Topology): (segment: string) => string {
  const parents = new Map<string, string>()
  const root = (node: string): string => {
    let here = node
    for (let next = parents.get(here); next !== undefined; next = parents.get(here)) here = next
    return here
  }
  const join = (a: string, b: string): void => {
    const [from, to] = [root(a), root(b)]
    if (from !== to) parents.set(from, to)
  }
  const table = (device: string, vrf: string): string => JSON.stringify(['vrf', device, vrf])
  const broadcast = (segment: string): string => JSON.stringify(['segment', segment])
  for (const device of devices.values()) {
    for (const { segment, vrf } of device.interfaces.values()) if (segment !== undefined) join(broadcast(segment), table(device.id, vrf))
    for (const { vrf, to } of leaksOf(device)) join(table(device.id, vrf), table(device.id, to))
  }
  for (const { id, ends } of tunnels.values()) {
    for (const end of ends) {
      if (end.on === 'device') join(JSON.stringify(['tunnel', id]), table(end.device, devices.get(end.device)!.interfaces.get(end.interface)!.vrf))
    }
  }
  return (segment) => root(broadcast(segment))
}
