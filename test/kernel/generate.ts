/** Small random networks: routers, segments, addresses, routes good and bad. */
import type { Family } from '../../src/net/header.ts'
import { generateRuleset } from './generate-nft.ts'
import { generateTables } from './generate-rules.ts'
import {
  baseOf, facesOn, FAMILIES, hostAddresses, isIn, sameAddress, textOfSubnet, usable,
  type Address, type Face, type Network, type Route, type Router, type Segment, type Subnet,
} from './network.ts'
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
    routers: routers.map((router) => ({ ...router, routes: [], tables: { 4: [], 6: [] } })),
    backend: random.chance(0.75) ? 'legacy' : 'nft', printed: random.chance(0.3),
  }
  const named = { ...plain, hosts: hosts(random, plain) }
  const routed = { ...named, routers: named.routers.map((router) => ({ ...router, routes: routes(random, named, router) })) }
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

function hosts(random: Random, network: Network): Network['hosts'] {
  return network.segments.filter(() => random.chance(0.5)).map((segment, index) => ({
    id: `h${index}`, segment: segment.id,
    addresses: segment.subnets.map((subnet) => random.pick(hostAddresses(network, segment).filter((address) => isIn(subnet, address)))),
  }))
}

// ----------------------------------------------------------------------------------------------------------- routes

/** Next hops by shortest paths; those that the family has. */
function nextHops(network: Network, from: Router, to: Segment, family: Family): Route['via'] {
  const speaks = (face: Face): boolean => face.addresses.some((own) => own.family === family)
  const distance = new Map(network.routers.map(({ id, faces }) => [id, faces.some((face) => face.segment === to.id && speaks(face)) ? 0 : Infinity]))
  for (let round = 0; round < network.routers.length; round++) {
    for (const router of network.routers) {
      for (const { router: near } of neighbours(network, router, family)) {
        distance.set(router.id, Math.min(distance.get(router.id)!, distance.get(near.id)! + 1))
      }
    }
  }
  return neighbours(network, from, family)
    .filter(({ router }) => distance.get(router.id)! < distance.get(from.id)!)
    .map(({ via }) => via)
}

function neighbours(network: Network, from: Router, family: Family): { router: Router; via: Route['via'][number] }[] {
  return from.faces.filter(({ addresses }) => addresses.some((own) => own.family === family)).flatMap((mine) =>
    facesOn(network, mine.segment).filter(({ router }) => router.id !== from.id).flatMap(({ router, face }) =>
      face.addresses.filter((own) => own.family === family)
        .map(({ value }) => ({ router, via: { address: { family, value }, face: mine.name } }))))
}

function routes(random: Random, network: Network, router: Router): Route[] {
  const found = new Map<string, Route>()
  const connected = router.faces.flatMap(({ addresses }) => addresses.map((own) => textOfSubnet({ ...own, value: baseOf(own) })))
  const add = (route: Route): void => {
    // The kernel has one route for one prefix, and its own networks come first.
    const to = { ...route.to, value: baseOf(route.to) }
    const key = textOfSubnet(to)
    if (!connected.includes(key) && !found.has(key)) found.set(key, { ...route, to })
  }
  for (const family of FAMILIES) {
    const near = neighbours(network, router, family).map(({ via }) => via)
    if (near.length === 0) continue
    const everything: Subnet = { family, value: 0n, length: 0 }
    const usesDefault = random.chance(0.3)
    if (usesDefault) add({ to: everything, via: [random.pick(near)] })
    for (const segment of network.segments) {
      for (const subnet of segment.subnets.filter((subnet) => subnet.family === family)) {
        const hops = nextHops(network, router, segment, family)
        if (random.chance(0.06)) add({ to: subnet, via: [random.pick(near)] })
        if (random.chance(0.04)) add({ to: subnet, via: [] })
        if (random.chance(0.1)) add({ to: morespecific(random, subnet), via: random.chance(0.4) ? [] : [random.pick(near)] })
        if (random.chance(0.03)) add({ to: subnet, via: [{ address: strange(random, network, router, family), face: strangeFace(router, family) }] })
        if (hops.length === 0 || (usesDefault && random.chance(0.5)) || random.chance(0.05)) continue
        add({ to: subnet, via: hops.length > 1 && random.chance(0.3) ? hops.slice(0, 2) : [random.pick(hops)] })
      }
    }
    if (random.chance(0.1)) add({ to: { family, value: family === 4 ? 10n << 24n : 0xfd00n << 112n, length: family === 4 ? 16 : 48 }, via: random.chance(0.5) ? [] : [random.pick(near)] })
  }
  return [...found.values()]
}

function morespecific(random: Random, subnet: Subnet): Subnet {
  const length = random.between(subnet.length + 1, subnet.family === 4 ? 32 : 128)
  return { family: subnet.family, value: random.pick(usable(subnet)).value, length }
}

/** A next hop that is no router at all: a mistake that people make. */
const strangeFace = (router: Router, family: Family): string =>
  router.faces.find(({ addresses }) => addresses.some((own) => own.family === family))!.name

function strange(random: Random, network: Network, router: Router, family: Family): Address {
  const face = router.faces.find(({ name }) => name === strangeFace(router, family))!
  const own = face.addresses.find((address) => address.family === family)!
  const free = hostAddresses(network, network.segments.find(({ id }) => id === face.segment)!, family)
  return random.pick(free.filter((address) => isIn(own, address)))
}
