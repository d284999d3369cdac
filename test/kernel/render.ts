/** The same network as a topology file and rule files, through the library's own doors: loader and reader are judged too. */
import { applyConfigs } from '../../src/config/index.ts'
import { loadTopology } from '../../src/topology/load.ts'
import type { Topology } from '../../src/topology/model.ts'
import type { Printed } from './build.ts'
import { FAMILIES, isVia, rulesText, textOf, textOfSubnet, type Network, type PolicyRoute, type Route, type Router } from './network.ts'

export const ROOT = 'network.yaml'

/** What `iptables-save` says where nothing is filtered. A missing file would mean «unknown». */
const NOTHING = '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n'

export function filesOf(network: Network, printed: Printed): Map<string, string> {
  const files = new Map([[ROOT, yamlOf(documentOf(network))]])
  for (const router of network.routers) {
    if (network.printedRoutes) for (const family of FAMILIES) files.set(routesFileOf(router, family), printed.get(`${router.id} routes ${family}`)!)
    if (router.nft) files.set(`${router.id}.nft`, printed.get(`${router.id} nft`)!)
    else for (const family of FAMILIES) {
      const tables = router.tables[family]
      files.set(fileOf(router, family), printed.get(`${router.id} ${family}`) ?? (tables.length > 0 ? rulesText(tables) : NOTHING))
    }
  }
  return files
}

const routesFileOf = (router: Router, family: 4 | 6): string => `${router.id}.routes${family}.json`

const fileOf = (router: Router, family: 4 | 6): string => `${router.id}.v${family}`

/** One line for each thing: what is inside is JSON, which YAML contains. */
const yamlOf = (document: Readonly<Record<string, unknown>>): string => Object.entries(document).map(([key, value]) =>
  NAMED.includes(key) && Object.keys(value as object).length > 0
    ? `${key}:\n${Object.entries(value as object).map(([id, one]) => `  ${id}: ${JSON.stringify(one)}\n`).join('')}`
    : `${key}: ${JSON.stringify(value)}\n`).join('')

const NAMED: readonly string[] = ['zones', 'segments', 'devices', 'hosts']

function documentOf(network: Network): Readonly<Record<string, unknown>> {
  return {
    sanso: 1, network: `seed-${network.seed}`, policy: { profile: 'saikai-2024', model: 'alpha' },
    zones: Object.fromEntries(network.segments.map(({ id }) => [`z-${id}`, { tier: 'other' }])),
    segments: Object.fromEntries(network.segments.map(({ id, subnets }) => [id, { zone: `z-${id}`, subnets: subnets.map(textOfSubnet) }])),
    devices: Object.fromEntries(network.routers.map((router) => [router.id, {
      kind: 'router',
      interfaces: Object.fromEntries(router.faces.map(({ name, addresses, reversePath }) =>
        [name, { addresses: addresses.map(textOfSubnet), 'reverse-path': reversePath ?? 'none' }])),
      ...(!network.printedRoutes && { routes: router.routes.flatMap(routesOf) }),
      ...(router.policyRoutes.length > 0 && { 'policy-routes': router.policyRoutes.map(policyRouteOf) }),
      config: {
        // A router without rules is a Linux router all the same.
        ...(router.nft ? { syntax: 'nftables', files: [{ file: `${router.id}.nft` }] }
          : { syntax: 'iptables-save', files: FAMILIES.map((family) => ({ file: fileOf(router, family), family })) }),
        ...(network.printedRoutes && { tables: FAMILIES.map((family) => ({ file: routesFileOf(router, family), family })) }),
      },
    }])),
    hosts: Object.fromEntries(network.hosts.map(({ id, segment, addresses }) =>
      [id, { role: 'server', attach: [{ segment, addresses: addresses.map(textOf) }] }])),
  }
}

function routesOf({ to, via, metric }: Route): unknown[] {
  const route = { to: textOfSubnet(to), distance: metric }
  return isVia(via) ? via.map(({ address }) => ({ ...route, via: textOf(address) })) : [{ ...route, discard: true }]
}

const policyRouteOf = ({ faces, source, destination, service, via }: PolicyRoute): unknown => ({
  in: faces, source: textOfSubnet(source), ...(destination && { destination: textOfSubnet(destination) }),
  ...(service && { service: `${service.protocol}/${service.ports.join('-')}` }),
  ...(via === 'table' ? { table: true } : typeof via === 'string' ? { discard: true } : { via: textOf(via.address) }),
})

/** Throws where the library refuses what the kernel accepted. */
export function read(files: ReadonlyMap<string, string>): Topology {
  const loaded = loadTopology(ROOT, (name) => files.get(name), () => [])
  if (!loaded.topology) throw new Error(`the loader refused: ${JSON.stringify(loaded.problems, undefined, 1)}`)
  const applied = applyConfigs(loaded.topology, (name) => files.get(name))
  if (applied.problems.length > 0) throw new Error(`the reader complained: ${JSON.stringify(applied.problems, undefined, 1)}`)
  return applied.topology
}
