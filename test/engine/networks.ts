/** The random small networks of test/brute as packet sets, and the hand-made ones that several laws here start from. */
import { prefix, set } from '../brute/addresses.ts'
import { device, face, line, route, segment, via } from '../brute/build.ts'
import { generate, topologyOf, zone, type Parts } from '../brute/generate.ts'
import { random, type Random } from '../brute/random.ts'
import { Network } from '../../src/engine/network.ts'
import type { Place } from '../../src/engine/places.ts'
import { Reach } from '../../src/engine/reach.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import type { PacketSpace } from '../../src/net/packet-space.ts'
import type { Chain, Device, Pipeline, Step, Topology } from '../../src/topology/model.ts'

export const reachOf = (topology: Topology, space?: PacketSpace): Reach => new Reach(new Network(topology, space))

/** Every seed gives the same network and the same choices on every machine. */
export function eachNetwork(count: number, doubt: number, check: (reach: Reach, random: Random, seed: number) => void): void {
  for (let seed = 9000; seed < 9000 + count; seed++) check(reachOf(generate(seed, { doubt })), random(seed), seed)
}

export const places = (reach: Reach): Place[] => [...reach.origins.filter((place) => !('undeclared' in place)), { undeclared: true }]

/** Plain sets of the kind that filters speak of. */
export const somePackets = (space: PacketSpace, random: Random): PacketSet => random.pick([
  space.protocol([[6, 6]]), space.family(4), space.fragment(), space.destinationPort([[0, 443]]), space.tcpFlags(18, 2),
  space.destination(set(random.pick(['10.0.0.0/28', '10.0.1.0/29', '203.0.113.0/28', '8.0.0.0/8', 'fd00::/16']))),
  space.source(set(random.pick(['10.0.0.0/29', '10.0.2.0/28', 'fd00:0:0:1::/64', '198.51.100.0/24']))),
])

/** The network with every step of every device changed. */
export const withSteps = (topology: Topology, change: (step: Step) => Step): Topology => ({
  ...topology,
  devices: new Map([...topology.devices].map(([id, one]): [string, Device] => [id, { ...one, pipeline: Object.fromEntries(
    Object.entries(one.pipeline).map(([hook, steps]) => [hook, (steps as readonly Step[]).map(change)])) as unknown as Pipeline }])),
})

export const withChains = (topology: Topology, change: (chain: Chain) => Chain): Topology =>
  withSteps(topology, (step) => (step.kind === 'filter' ? { ...step, chain: change(step.chain) } : step))

export const ZONES = [
  zone('mn', 'mynumber'), zone('in', 'internet'),
  zone('world', 'public', { relays: true }), zone('lgwan', 'lgwan-network', { addresses: set('198.51.100.0/24') }),
]
/** `a` in one tier, `b` in another. */
export const SEGMENTS = [segment('a', 'mn', '10.0.1.0/24'), segment('b', 'in', '10.0.2.0/24')]
export const FACES = [face('a', 'a', '10.0.1.1/24'), face('b', 'b', '10.0.2.1/24')]

/** Device `d` between `a` and `b`. */
export const between = (of: Omit<Parameters<typeof device>[1], 'faces'> & { faces?: Device['interfaces'] extends ReadonlyMap<string, infer F> ? readonly F[] : never }, more: Parts = {}): Topology =>
  topologyOf({ zones: ZONES, segments: SEGMENTS, devices: [device('d', { faces: FACES, ...of })], ...more })

export { device, face, line, prefix, route, segment, set, topologyOf, via }
