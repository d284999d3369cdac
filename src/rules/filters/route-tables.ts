/** Which interfaces of a device share a table of routes, and whether anything but that table keeps them apart. */
import type { Device, Interface, PolicyRoute, Route } from '../../topology/model.ts'

/** The interfaces by table: VRFs that a route leads between count as one. */
export function routeTables(device: Device): Interface[][] {
  const { interfaces } = device
  const tableOf = new Map([...interfaces.values()].map(({ vrf }) => [vrf, vrf]))
  const root = (vrf: string): string => {
    const above = tableOf.get(vrf) ?? vrf
    return above === vrf ? vrf : root(above)
  }
  for (const { vrf, to } of leaksOf(device)) tableOf.set(root(vrf), root(to))
  const tables = new Map<string, Interface[]>()
  for (const face of interfaces.values()) tables.set(root(face.vrf), [...tables.get(root(face.vrf)) ?? [], face])
  return [...tables.values()]
}

/** A firewall by its kind, or by what it does: it remembers sessions and has a list for what it forwards. A supplied box forwards only what it declares. */
export const isFirewall = ({ kind, sessions, pipeline }: Device): boolean =>
  kind === 'firewall' || kind === 'appliance' || (sessions.kind !== 'none' && pipeline.forward.length > 0)

/** A route or policy route by which packets of one VRF get into another. */
export type Leak = { readonly vrf: string; readonly to: string } & ({ readonly route: Route } | { readonly policy: PolicyRoute })

export function leaksOf({ interfaces, routes, policyRoutes = [] }: Device): Leak[] {
  const into = ({ vrf, next }: Route | PolicyRoute): string =>
    (next.kind === 'vrf' ? next.vrf : 'interface' in next ? interfaces.get(next.interface)!.vrf : vrf)
  return [
    ...routes.map((route): Leak => ({ vrf: route.vrf, to: into(route), route })),
    ...policyRoutes.map((policy): Leak => ({ vrf: policy.vrf, to: into(policy), policy })),
  ].filter(({ vrf, to }) => vrf !== to)
}
