/** The smallest network that still disagrees, by leaving out what can be left out. */
import type { Family } from '../../src/net/header.ts'
import { FAMILIES, isVia, type Network, type Router } from './network.ts'

/** The networks that lack one thing of this one. */
export function* smaller(network: Network): Generator<Network> {
  if (network.printed) yield { ...network, printed: false }
  if (network.printedRoutes) yield { ...network, printedRoutes: false }
  for (const router of network.routers) yield { ...network, routers: network.routers.filter((other) => other !== router) }
  for (const segment of network.segments) {
    if (network.routers.some(({ faces }) => faces.some((face) => face.segment === segment.id))) continue
    yield { ...network, segments: network.segments.filter((other) => other !== segment), hosts: network.hosts.filter((host) => host.segment !== segment.id) }
  }
  for (const host of network.hosts) yield { ...network, hosts: network.hosts.filter((other) => other !== host) }
  for (const router of network.routers) for (const less of lesser(router)) yield { ...network, routers: network.routers.map((other) => (other === router ? less : other)) }
}

/** Chains that rules call go after their rules. */
function* lesserNft(router: Router): Generator<Router> {
  const tables = router.nft ?? []
  for (const table of tables) {
    const put = (chains: typeof table.chains): Router => ({ ...router, nft: tables.map((other) => (other === table ? { ...table, chains } : other)) })
    if (tables.length > 1) yield { ...router, nft: tables.filter((other) => other !== table) }
    for (const chain of table.chains) {
      if (!table.chains.some(({ rules }) => rules.some(({ line }) => new RegExp(`(?:jump|goto) ${chain.name}\\b`).test(line)))) yield put(table.chains.filter((other) => other !== chain))
      for (const rule of chain.rules) yield put(table.chains.map((other) => (other === chain ? { ...chain, rules: chain.rules.filter((kept) => kept !== rule) } : other)))
    }
  }
}

function* lesser(router: Router): Generator<Router> {
  yield* lesserNft(router)
  const put = (family: Family, tables: Router['tables'][Family]): Router => ({ ...router, tables: { ...router.tables, [family]: tables } })
  for (const family of FAMILIES) {
    const tables = router.tables[family]
    if (tables.length > 0) yield put(family, [])
    // Rules without a filter table are rules that somebody did not show us: another story.
    if (tables.length > 1) for (const table of tables) if (table.name !== 'filter') yield put(family, tables.filter((other) => other !== table))
  }
  for (const face of router.faces) {
    const leads = router.routes.flatMap(({ via }) => (isVia(via) ? via : [])).concat(router.policyRoutes.flatMap(({ via }) => (typeof via === 'string' ? [] : [via])))
    const isAsked = router.policyRoutes.some(({ faces }) => faces.includes(face.name))
    if (!isAsked && leads.every((hop) => hop.face !== face.name)) yield { ...router, faces: router.faces.filter((other) => other !== face) }
    const { reversePath, ...unchecked } = face
    if (reversePath) yield { ...router, faces: router.faces.map((other) => (other === face ? unchecked : other)) }
  }
  for (const policy of router.policyRoutes) yield { ...router, policyRoutes: router.policyRoutes.filter((other) => other !== policy) }
  for (const route of router.routes) yield { ...router, routes: router.routes.filter((other) => other !== route) }
  for (const family of FAMILIES) {
    const tables = router.tables[family]
    for (const table of tables) {
      for (const rule of table.rules) {
        yield put(family, tables.map((other) => (other === table ? { ...table, rules: table.rules.filter((kept) => kept !== rule) } : other)))
      }
    }
  }
}

/**
 * `disagrees` answers false for a network that makes no sense. Greedy: what could not be left out is tried again only when
 * everything else was. Stops when the time is over.
 */
export async function shrink(network: Network, disagrees: (smaller: Network) => Promise<boolean>, milliseconds: number): Promise<Network> {
  const end = Date.now() + milliseconds
  let best = network
  let kept = 0
  for (let improved = false; Date.now() < end;) {
    const candidates = [...smaller(best)]
    const candidate = candidates[kept]
    if (candidate === undefined) {
      if (!improved) return best
      improved = false
      kept = 0
    } else if (await disagrees(candidate)) {
      best = candidate
      improved = true
    } else kept++
  }
  return best
}
