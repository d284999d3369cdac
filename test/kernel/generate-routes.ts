/** Routes good and bad of one router, and its policy routes. */
import type { Family } from '../../src/net/header.ts'
import { PORTS } from './generate-match.ts'
import {
  baseOf, bitsOf, facesOn, FAMILIES, hostAddresses, isIn, textOfSubnet, usable,
  type Address, type Face, type Hop, type Network, type Nothing, type PolicyRoute, type Route, type Router, type Segment, type Subnet,
} from './network.ts'
import type { Random } from './random.ts'

/** What routes without a rival have; rivals have less or more. */
const METRIC = 100

const NOTHING: readonly Nothing[] = ['blackhole', 'unreachable', 'prohibit']

/** Next hops by shortest paths; those that the family has. */
function nextHops(network: Network, from: Router, to: Segment, family: Family): Hop[] {
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

function neighbours(network: Network, from: Router, family: Family): { router: Router; via: Hop }[] {
  return from.faces.filter(({ addresses }) => addresses.some((own) => own.family === family)).flatMap((mine) =>
    facesOn(network, mine.segment).filter(({ router }) => router.id !== from.id).flatMap(({ router, face }) =>
      face.addresses.filter((own) => own.family === family)
        .map(({ value }) => ({ router, via: { address: { family, value }, face: mine.name } }))))
}

export function routes(random: Random, network: Network, router: Router): Route[] {
  const found = new Map<string, Route>()
  const connected = router.faces.flatMap(({ addresses }) => addresses.map((own) => textOfSubnet({ ...own, value: baseOf(own) })))
  const nothing = (): Nothing => random.pick(NOTHING)
  const add = (wanted: Subnet, via: Route['via'], metric = METRIC): void => {
    // The kernel has one route for one prefix and metric, and its own networks come first.
    const to = { ...wanted, value: baseOf(wanted) }
    const key = `${textOfSubnet(to)} ${metric}`
    if (!connected.includes(textOfSubnet(to)) && !found.has(key)) found.set(key, { to, via, metric })
  }
  for (const family of FAMILIES) {
    const near = neighbours(network, router, family).map(({ via }) => via)
    if (near.length === 0) continue
    const everything: Subnet = { family, value: 0n, length: 0 }
    const usesDefault = random.chance(0.3)
    if (usesDefault) add(everything, [random.pick(near)])
    for (const segment of network.segments) {
      for (const subnet of segment.subnets.filter((subnet) => subnet.family === family)) {
        const hops = nextHops(network, router, segment, family)
        if (random.chance(0.06)) add(subnet, [random.pick(near)])
        if (random.chance(0.04)) add(subnet, nothing())
        if (random.chance(0.06)) add(subnet, random.chance(0.3) ? nothing() : [random.pick(near)], METRIC + random.pick([-10, 10]))
        if (random.chance(0.1)) add(morespecific(random, subnet), random.chance(0.4) ? nothing() : [random.pick(near)])
        if (random.chance(0.03)) add(subnet, [{ address: strange(random, network, router, family), face: strangeFace(router, family) }])
        if (hops.length === 0 || (usesDefault && random.chance(0.5)) || random.chance(0.05)) continue
        add(subnet, hops.length > 1 && random.chance(0.4) ? random.some(hops, 3) : [random.pick(hops)])
      }
    }
    if (random.chance(0.1)) add({ family, value: family === 4 ? 10n << 24n : 0xfd00n << 112n, length: family === 4 ? 16 : 48 }, random.chance(0.5) ? nothing() : [random.pick(near)])
  }
  return [...found.values()]
}

export function policyRoutes(random: Random, network: Network, router: Router): PolicyRoute[] {
  return Array.from({ length: random.between(1, 4) }, (): PolicyRoute | undefined => {
    const family = random.pick(FAMILIES)
    const near = neighbours(network, router, family).map(({ via }) => via)
    const subnets = network.segments.flatMap(({ subnets }) => subnets).filter((subnet) => subnet.family === family)
    if (near.length === 0 || subnets.length === 0) return undefined
    const some = (): Subnet => {
      const subnet = random.pick(subnets)
      return random.weighted([[3, { ...subnet, value: baseOf(subnet) }], [1, { family, value: random.pick(usable(subnet)).value, length: bitsOf(family) }]])
    }
    const ports = [random.pick(PORTS), random.pick(PORTS)].sort((a, b) => a - b) as [number, number]
    return {
      faces: random.chance(0.5) ? router.faces.map(({ name }) => name) : [random.pick(router.faces).name],
      source: random.chance(0.5) ? some() : { family, value: 0n, length: 0 },
      ...(random.chance(0.4) && { destination: some() }),
      ...(random.chance(0.4) && { service: { protocol: random.pick(['tcp', 'udp'] as const), ports: random.chance(0.5) ? ports : [ports[0], ports[0]] } }),
      via: random.weighted<PolicyRoute['via']>([[6, random.pick(near)], [1, random.pick(NOTHING)], [2, 'table']]),
    }
  }).filter((one) => one !== undefined)
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
