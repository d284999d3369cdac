/** Small random networks: routers, segments, addresses, routes good and bad. */
import { generateRuleset } from './generate-nft.ts'
import { policyRoutes, routes } from './generate-routes.ts'
import { generateTables } from './generate-rules.ts'
import { hostAddresses, isIn, sameAddress, usable, type Face, type Network, type Router, type Segment, type Subnet } from './network.ts'
import { Random } from './random.ts'

/** Short names inside longer ones: `-i eth1` must not mean eth10, `-i eth1+` does. */
const NAMES = ['eth0', 'eth1', 'eth10', 'lan0', 'lan1', 'wan0', 'wan1', 'lan']

interface Draft { readonly id: string; readonly faces: Face[] }

export function generate(seed: number): Network {
  const random = new Random(seed)
  const segments: Segment[] = []
  const routers: Draft[] = Array.from({ length: random.weighted([[3, 1], [4, 2], [3, 3], [1, 4]]) },
    (_, index) => ({ id: `r${index + 1}`, faces: [] }))
  const addSegment = (): Segment => {
    const segment = { id: `s${segments.length}`, subnets: subnets(random, segments.length) }
    segments.push(segment)
    return segment
  }
  routers.slice(1).forEach((router, index) => {
    const transits = segments.filter(({ id }) => routers.slice(0, index + 1).some(({ faces }) => faces.some((face) => face.segment === id)))
    const neighbour = routers[random.int(index + 1)]!
    const shared = transits.length > 0 && random.chance(0.25) ? random.pick(transits) : addSegment()
    if (!neighbour.faces.some((face) => face.segment === shared.id)) attach(random, routers, neighbour, shared)
    attach(random, routers, router, shared)
  })
  if (routers.length > 2 && random.chance(0.3)) {
    const shared = addSegment()
    for (const router of random.some(routers, 3)) attach(random, routers, router, shared)
  }
  for (let left = random.between(2, 5); left > 0; left--) {
    const segment = addSegment()
    for (const router of random.chance(0.2) ? random.some(routers, 2) : [random.pick(routers)]) attach(random, routers, router, segment)
  }
  const plain: Network = {
    seed, segments, hosts: [],
    routers: routers.map((router) => ({ ...router, routes: [], policyRoutes: [], tables: { 4: [], 6: [] } })),
    backend: random.chance(0.75) ? 'legacy' : 'nft', printed: random.chance(0.3), printedRoutes: random.chance(0.4),
  }
  const named = { ...plain, hosts: hosts(random, plain) }
  const checks = random.chance(0.25)
  const routed = { ...named, routers: named.routers.map((router): Router => {
    const known = { ...router, routes: routes(random, named, router) }
    if (checks && random.chance(0.7)) return { ...known, faces: known.faces.map((face) => checking(random, face)) }
    return random.chance(0.3) ? { ...known, policyRoutes: policyRoutes(random, named, known) } : known
  }) }
  const nft = random.chance(0.5)
  return { ...routed, routers: routed.routers.map((router) => (nft && random.chance(0.8)
    ? { ...router, nft: generateRuleset(random, routed, router) } : { ...router, tables: generateTables(random, routed, router) })) }
}

function subnets(random: Random, index: number): Subnet[] {
  const v4: Subnet = { family: 4, value: (10n << 24n) + (BigInt(index) << 8n), length: random.pick([28, 29, 29]) }
  const v6: Subnet = { family: 6, value: (0xfd00n << 112n) + (BigInt(index) << 64n), length: random.pick([124, 125, 125]) }
  const found = random.weighted([[6, [v4, v6]], [4, [v4]], [2, [v6]]])
  // Two subnets on one wire: an interface then has two addresses of one family.
  const second = random.pick(found)
  return random.chance(0.1) ? [...found, { ...second, value: second.value + 128n }] : found
}

function attach(random: Random, all: readonly Draft[], router: Draft, segment: Segment): void {
  const taken = all.flatMap(({ faces }) => faces.flatMap(({ addresses }) => addresses))
  const name = random.pick(NAMES.filter((name) => router.faces.every((face) => face.name !== name)))
  const kept = segment.subnets.length > 1 && random.chance(0.1) ? [random.pick(segment.subnets)] : segment.subnets
  const addresses = kept.map((subnet): Subnet => {
    const free = usable(subnet).filter((address) => !taken.some((other) => sameAddress(other, address)))
    return { ...random.pick(free), length: subnet.length }
  })
  router.faces.push({ name, segment: segment.id, addresses })
}

/**
 * Never with policy routes: the strict check of Linux asks them too, as if the packet came in where it would leave; the
 * language says that it asks the table only.
 */
function checking(random: Random, face: Face): Face {
  const reversePath = random.weighted([[2, undefined], [3, 'strict'], [2, 'loose']] as const)
  return reversePath ? { ...face, reversePath } : face
}

function hosts(random: Random, network: Network): Network['hosts'] {
  return network.segments.filter(() => random.chance(0.5)).map((segment, index) => ({
    id: `h${index}`, segment: segment.id,
    addresses: segment.subnets.map((subnet) => random.pick(hostAddresses(network, segment).filter((address) => isIn(subnet, address)))),
  }))
}
