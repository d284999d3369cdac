/** Servers of VIPs that lie where their packets come from: such a packet may pass without a policy, VIP or not. */
import { addressRange, intersectAddresses, isEmptyAddresses, prefixAround, unionAddresses } from '../../net/address.ts'
import type { AddressSet, Prefix } from '../../net/address.ts'
import { longestPrefix } from '../../net/longest-prefix.ts'
import type { Condition } from '../../topology/model.ts'
import type { StaticRoute } from '../device/routes.ts'
import { all, any, NOTHING } from './conditions.ts'
import type { Interfaces } from './interfaces.ts'
import type { Vip } from './vips.ts'

/** Where a prefix leads; undefined: to an interface that is only known by its next hop, or to several. */
interface Leading { readonly prefix: Prefix; readonly face: string | undefined }

export function hairpins(routes: readonly StaticRoute[], interfaces: Interfaces, vips: readonly Vip[]): Condition {
  if (vips.length === 0) return NOTHING
  const connected = interfaces.faces.flatMap((face) => face.addresses.map(({ address, length }): Leading => ({ prefix: prefixAround(address, length), face: face.name })))
  const leading: Leading[] = [...connected, ...routes.map(({ to, next }): Leading => ({ prefix: to, face: 'interface' in next ? next.interface : undefined }))]
  const servers = unionAddresses(...vips.flatMap(({ mapped }) => mapped ?? []))
  /** What lies behind each interface, as far as it is known behind which. */
  const behind = new Map<string | undefined, AddressSet[]>()
  for (const family of [4, 6] as const) {
    for (const { low, high, label } of longestPrefix(leading.map(({ prefix }, label) => ({ prefix, label })), family)) {
      const { face } = leading[label]!
      const known = behind.get(face)
      if (known) known.push(addressRange(family, low, high))
      else behind.set(face, [addressRange(family, low, high)])
    }
  }
  return any(...[...behind].flatMap(([face, sets]): Condition[] => {
    const set = intersectAddresses(unionAddresses(...sets), servers)
    const to: Condition = { test: 'destination', set }
    return isEmptyAddresses(set) ? [] : [face === undefined ? to : all({ test: 'in', names: [face] }, to)]
  }))
}
