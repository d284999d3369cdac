/** Networks of some tens of devices and segments from a seed: a tree of routers with more cables, routes that mostly lead home, filters on the way. */
import type { Random } from '../brute/random.ts'
import type { Address, Block, Face, Plan, Route, Router, Rule, Segment, Service } from './plan.ts'

const V4 = (a: number, b: number, c: number, d: number): bigint => (BigInt(a) << 24n) + BigInt((b << 16) + (c << 8) + d)
const V6 = (group: number, segment: number, host: number): bigint => ((0xfd00n + BigInt(group)) << 112n) + (BigInt(segment) << 64n) + BigInt(host)
const LEAF = 0, CABLE = 1

/** The address of the n-th machine of a segment, with the length of its subnet. */
const standing = (group: typeof LEAF | typeof CABLE, segment: number, n: number): Block[] => [
  { family: 4, value: group === LEAF ? V4(10, 0, segment, n) : V4(172, 16, segment, n), length: group === LEAF ? 24 : 29 },
  { family: 6, value: V6(group, segment, n), length: 64 },
]
const SERVICES: readonly Service[] = ['icmp', { protocol: 6 }, { protocol: 17 }, { protocol: 6, ports: [443, 443] }, { protocol: 6, ports: [1, 1023] }, { protocol: 17, ports: [53, 53] }, { protocol: 132, ports: [0, 8000] }]

interface Cable { readonly a: number; readonly b: number }

export function generatePlan(seed: number, choose: Random): Plan {
  const size = choose.int(8, 14)
  const cables: Cable[] = Array.from({ length: size - 1 }, (_, i) => ({ a: i + 1, b: choose.int(Math.max(0, i - 3), i) }))
  for (let more = choose.int(1, 3); more > 0; more--) {
    const [a, b] = choose.shuffle(Array.from({ length: size }, (_, i) => i)) as [number, number]
    cables.push({ a, b })
  }
  /** Where each leaf hangs. */
  const leaves = [...Array.from({ length: size }, (_, i) => i).filter(() => choose.chance(0.9)), choose.int(0, size - 1)]
  const segments: Segment[] = [
    ...leaves.map((_, leaf): Segment => ({ id: `leaf${leaf}`, blocks: standing(LEAF, leaf, 0) })),
    ...cables.map((_, cable): Segment => ({ id: `cable${cable}`, blocks: standing(CABLE, cable, 0) })),
  ]
  const facesOf = (router: number): Face[] => [
    ...leaves.flatMap((at, leaf) => (at === router ? [{ name: `leaf${leaf}`, segment: `leaf${leaf}`, addresses: standing(LEAF, leaf, 1) }] : [])),
    ...cables.flatMap(({ a, b }, cable) => [a, b].flatMap((end, side) =>
      end === router ? [{ name: `cable${cable}`, segment: `cable${cable}`, addresses: standing(CABLE, cable, side + 1) }] : [])),
  ]
  /** The neighbours of a router, each with the address that it has there. */
  const neighbours = (router: number): { readonly router: number; readonly addresses: readonly Block[] }[] => cables.flatMap(({ a, b }, cable) =>
    [...(a === router ? [{ router: b, addresses: standing(CABLE, cable, 2) }] : []), ...(b === router ? [{ router: a, addresses: standing(CABLE, cable, 1) }] : [])])
  const distances = (to: number): number[] => {
    const far = Array.from({ length: size }, () => Infinity)
    far[to] = 0
    for (let queue = [to]; queue.length > 0;) {
      const here = queue.shift()!
      for (const { router } of neighbours(here)) if (far[router] === Infinity) {
        far[router] = far[here]! + 1
        queue.push(router)
      }
    }
    return far
  }
  const address = (addresses: readonly Block[], family: 4 | 6): Address => addresses.find((one) => one.family === family)!
  const routesOf = (router: number): Route[] => {
    const around = neighbours(router)
    const routes: Route[] = leaves.flatMap((at, leaf) => {
      const far = distances(at)
      const near = around.filter((one) => far[one.router]! < far[router]!)
      return standing(LEAF, leaf, 0).flatMap((to) => {
        if (at === router || choose.chance(0.05)) return []
        const ways = choose.chance(0.7) ? near.slice(0, 1) : near
        return ways.map(({ addresses }): Route => ({ to, via: address(addresses, to.family), distance: 1 }))
      })
    })
    const astray = (leaf: number): Route[] => standing(LEAF, leaf, 0).map((block): Route => {
      const to = { ...block, value: block.value + (block.family === 4 ? 64n : 0n), length: block.family === 4 ? choose.pick([26, 27, 28]) : 80 }
      return { to, distance: 1, ...choose.chance(0.7) && { via: address(choose.pick(around).addresses, to.family) } }
    })
    if (choose.chance(0.3)) routes.push(...astray(choose.int(0, leaves.length - 1)))
    if (choose.chance(0.3)) routes.push({ to: { family: 4, value: 0n, length: 0 }, via: address(choose.pick(around).addresses, 4), distance: 1 })
    // Never taken while a nearer one for the same block stands.
    if (choose.chance(0.3)) routes.push({ to: standing(LEAF, 0, 0)[0]!, distance: 50 })
    return routes
  }
  const blocks = (): Block[] => {
    const leaf = choose.int(0, leaves.length - 1)
    const [v4, v6] = standing(LEAF, leaf, 0) as [Block, Block]
    return choose.pick<Block[]>([[v4, v6], [v4], [v6], [{ ...v4, length: 25 }], [{ ...v4, value: v4.value + 70n, length: 32 }, v6], [{ family: 4, value: V4(10, 0, 0, 0), length: 8 }]])
  }
  const rule = (permits: number): Rule => ({
    permit: choose.chance(permits),
    ...choose.chance(0.5) && { sources: blocks() }, ...choose.chance(0.6) && { destinations: blocks() },
    ...choose.chance(0.7) ? { services: choose.some(SERVICES, 0.4).slice(0, 2).concat(choose.pick(SERVICES)) } : choose.chance(0.2) && { established: true as const },
    ...choose.chance(0.1) && { fromPort: [1024, 65535] as const },
  })
  const list = (permits: number, most: number): Rule[] => Array.from({ length: choose.int(2, most) }, () => rule(permits))
  const routers = Array.from({ length: size }, (_, index): Router => {
    const stateful = choose.chance(0.4)
    const lists: Record<string, Rule[]> = choose.chance(0.5) ? { edge: [...list(0.5, 6), ...choose.chance(0.8) ? [{ permit: true }] : []] } : {}
    const faces = facesOf(index).map((face): Face => ({ ...face, ...'edge' in lists && choose.chance(0.4) && { [choose.pick(['ingress', 'egress'])]: 'edge' } }))
    const used = faces.some(({ ingress, egress }) => ingress ?? egress)
    const filter = list(0.6, 10).map((one): Rule => ({ ...one, ...choose.chance(0.3) && { in: choose.pick(faces).name }, ...choose.chance(0.2) && { out: choose.pick(faces).name } }))
    return {
      id: `r${index}`, stateful, faces, routes: routesOf(index), lists: used ? lists : {},
      ...(stateful || choose.chance(0.3)) && { filter: choose.chance(0.6) ? [...filter, { permit: true }] : filter },
    }
  })
  return { seed, segments, routers }
}
