/** Servers of VIPs that lie where their packets come from: such a packet may pass without a policy, VIP or not. */
import { intersectAddresses, isEmptyAddresses, prefixAround } from '../../net/address.ts'
import type { AddressSet, Prefix } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
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
  const labels = ([4, 6] as const).flatMap((family) => longestPrefix(leading.map(({ prefix }, label) => ({ prefix, label })), family).map((range) => ({ family, ...range })))
  return any(...vips.flatMap(({ mapped, family, faces }): Condition[] => {
    if (!mapped) return []
    const inside = labels.filter((range) => range.family === family && !isEmptyAddresses(intersectAddresses(spanOf(family, range.low, range.high), mapped)))
    const names = [...new Set(inside.map(({ label }) => leading[label]!.face))]
    const to: Condition = { test: 'destination', set: mapped }
    return names.includes(undefined) ? [to] : (names as string[]).filter((name) => !faces || faces.includes(name)).map((name) => all({ test: 'in', names: [name] }, to))
  }))
}

const spanOf = (family: Family, low: bigint, high: bigint): AddressSet => (family === 4 ? { v4: [[low, high]], v6: [] } : { v4: [], v6: [[low, high]] })
