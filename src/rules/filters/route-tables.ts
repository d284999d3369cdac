/** Which interfaces of a device share a table of routes, and whether anything but that table keeps them apart. */
import type { Device, Interface } from '../../topology/model.ts'

/** The interfaces by table: VRFs that a route leads between count as one. */
export function routeTables({ interfaces, routes }: Device): Interface[][] {
  const tableOf = new Map([...interfaces.values()].map(({ vrf }) => [vrf, vrf]))
  const root = (vrf: string): string => {
    const above = tableOf.get(vrf) ?? vrf
    return above === vrf ? vrf : root(above)
  }
  for (const { vrf, next } of routes) if (next.kind === 'vrf') tableOf.set(root(vrf), root(next.vrf))
  const tables = new Map<string, Interface[]>()
  for (const face of interfaces.values()) tables.set(root(face.vrf), [...tables.get(root(face.vrf)) ?? [], face])
  return [...tables.values()]
}

/** A firewall by its kind, or by what it does: it remembers sessions and has a list for what it forwards. A supplied box forwards only what it declares. */
export const isFirewall = ({ kind, sessions, pipeline }: Device): boolean =>
  kind === 'firewall' || kind === 'appliance' || (sessions.kind !== 'none' && pipeline.forward.length > 0)
