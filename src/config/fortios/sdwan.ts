/** SD-WAN: lines that share a route (FortiOS CLI Reference, `system sdwan`; before 6.4 `system virtual-wan-link`). */
import { parseAddress } from '../../net/address.ts'
import type { Address } from '../../net/address.ts'
import type { Node } from './node.ts'
import { isUnset } from './numbers.ts'
import type { Scope } from './scope.ts'

export interface SdwanMember { readonly interface: string; readonly gateway: Address | undefined; readonly gateway6: Address | undefined; readonly node: Node }

const DEFAULT_ZONE = 'virtual-wan-link'

/** Members of each SD-WAN zone; the default one stands for all of them where zones are not used. */
export function sdwanMembers(scope: Scope): Map<string, SdwanMember[]> {
  const zones = new Map<string, SdwanMember[]>()
  for (const path of ['system sdwan', 'system virtual-wan-link']) {
    for (const section of scope.sections(path)) {
      const on = section.is('status', 'enable')
      for (const zone of section.within('zone')) zones.set(zone.name, zones.get(zone.name) ?? [])
      for (const node of section.within('members')) {
        const name = node.first('interface')
        const zone = node.first('zone') ?? DEFAULT_ZONE
        const [gateway, gateway6] = [addressAt(node, 'gateway'), addressAt(node, 'gateway6')]
        const off = node.is('status', 'disable')
        if (!on || off || name === undefined) continue
        const member = { interface: name, gateway, gateway6, node }
        const known = zones.get(zone)
        if (known) known.push(member)
        else zones.set(zone, [member])
      }
    }
  }
  return zones
}

function addressAt(node: Node, key: string): Address | undefined {
  const address = parseAddress(node.first(key) ?? '')
  return address && !isUnset(address) ? address : undefined
}
