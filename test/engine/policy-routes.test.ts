/** Policy routes in both meanings: the first that matches decides about what goes through, and nothing else. */
import { describe, expect, test } from 'vitest'
import { set } from '../brute/addresses.ts'
import { device, face, line, packet, route, segment, translate, rule, via } from '../brute/build.ts'
import { deliveries, reachOf, toEnginePlace } from '../brute/compare.ts'
import { topologyOf, zone } from '../brute/generate.ts'
import { AT } from '../brute/generate-rules.ts'
import { MAY, SURELY } from '../../src/engine/flood.ts'
import { deadRoutes } from '../../src/engine/dead-routes.ts'
import { placesOf } from '../../src/engine/places.ts'
import { routingCycles } from '../../src/engine/routing-cycles.ts'
import { explore } from '../../src/engine/trace.ts'
import { placeKey } from '../brute/walk.ts'
import type { Condition, Device, PolicyRoute, Topology } from '../../src/topology/model.ts'
import type { Place } from '../brute/places.ts'

const policy = (next: PolicyRoute['next'], when: Condition = { test: 'all', of: [] }, more: Partial<PolicyRoute> = {}): PolicyRoute =>
  ({ at: AT, vrf: 'default', when, next, ...more })
const from = (...addresses: string[]): Condition => ({ test: 'source', set: set(...addresses) })

const SEGMENTS = [segment('a', 'mn', '10.0.1.0/24'), segment('b', 'in', '10.0.2.0/24'), segment('c', 'in', '10.0.3.0/24')]
const FACES = [face('a', 'a', '10.0.1.1/24'), face('b', 'b', '10.0.2.1/24'), face('c', 'c', '10.0.3.1/24')]
const LINES = [line('up', 'b', '10.0.2.9', 'x'), line('aside', 'c', '10.0.3.9', 'y')]
const DEFAULT = [route('0.0.0.0/0', via('10.0.2.9', 'b'))]
const network = (policyRoutes: readonly PolicyRoute[], more: Partial<Device> = {}): Topology => topologyOf({
  zones: [zone('mn', 'mynumber'), zone('in', 'internet'), zone('x', 'party', { addresses: set('192.0.2.0/24') }), zone('y', 'party', { addresses: set('192.0.2.0/24') })],
  segments: SEGMENTS, lines: LINES, devices: [{ ...device('d', { faces: FACES, routes: DEFAULT }), policyRoutes, ...more }],
})
const OUT = packet('10.0.1.5', '192.0.2.7')

/** Where a packet arrives, in both meanings, which agree. */
const arrives = (topology: Topology, header = OUT, place: Place = { segment: 'a' }, mode: 'upper' | 'lower' = 'upper'): string[] => {
  const plain = [...new Set([...deliveries(explore(topology, { place: toEnginePlace(place), header }), mode).values()].map((one) => placeKey(one.place)))].sort()
  const reach = reachOf(topology)
  const flood = reach.from(toEnginePlace(place), mode === 'upper' ? MAY : SURELY)
  const places: Place[] = [...reach.origins.filter((one) => !('undeclared' in one)) as Place[], { zone: 'undeclared' }]
  const symbolic = places.filter((one) => !flood.at(reach.network.delivered(toEnginePlace(one))).whereSent(reach.network.space.header(header)).isEmpty()).map(placeKey).sort()
  expect(symbolic).toEqual(plain)
  return plain
}
const ASIDE = { kind: 'via', ...(({ address, interface: out }) => ({ address, interface: out }))(via('10.0.3.9', 'c') as Extract<PolicyRoute['next'], { kind: 'via' }>) } as const

describe('a policy route', () => {
  test('takes what it matches past the table, the rest by the table', () => {
    const topology = network([policy(ASIDE, from('10.0.1.5'))])
    expect(arrives(topology)).toEqual(['zone y'])
    expect(arrives(topology, packet('10.0.1.6', '192.0.2.7'))).toEqual(['zone x'])
  })
  test('decides where it is the first, also for the table after all', () => {
    expect(arrives(network([policy({ kind: 'table' }, from('10.0.1.5')), policy(ASIDE)]))).toEqual(['zone x'])
    expect(arrives(network([policy({ kind: 'null' }), policy(ASIDE)]))).toEqual([])
  })
  test('sees the interface that a packet came in by, and its destination after translation', () => {
    expect(arrives(network([policy(ASIDE, { test: 'in', names: ['b'] })]))).toEqual(['zone x'])
    expect(arrives(network([policy(ASIDE, { test: 'in', names: ['a'] })]))).toEqual(['zone y'])
    const publish = translate('destination', rule({ do: 'rewrite', to: { addresses: set('192.0.2.7') } }, { test: 'destination', set: set('203.0.113.1') }))
    const pipeline = { prerouting: [publish], forward: [], postrouting: [], input: [], output: [] }
    expect(arrives(network([policy(ASIDE, { test: 'destination', set: set('192.0.2.7') })], { pipeline }), packet('10.0.1.5', '203.0.113.1'))).toEqual(['zone y'])
  })
  test('may or may not take what a test not understood is about', () => {
    const topology = network([policy(ASIDE, { test: 'unknown', what: 'an application' })])
    expect(arrives(topology)).toEqual(['zone x', 'zone y'])
    expect(arrives(topology, OUT, { segment: 'a' }, 'lower')).toEqual([])
  })
  test('is not asked of what the device takes in or sends itself, nor by its reverse-path check', () => {
    const topology = network([policy(ASIDE)])
    expect(arrives(topology, packet('10.0.1.5', '10.0.1.1'))).toEqual(['device d'])
    expect(arrives(topology, packet('10.0.1.1', '192.0.2.7'), { device: 'd' })).toEqual(['zone x'])
    const strict = new Map(FACES.map((one) => [one.name, one.name === 'c' ? { ...one, reversePath: 'strict' as const } : one]))
    expect(arrives(network([policy(ASIDE)], { interfaces: strict }), packet('192.0.2.7', '10.0.1.5'), { zone: 'y' })).toEqual([])
  })
  // Tried on a kernel: with `ip rule add to SOURCE` leading back, strict rp_filter lets in what the main table alone would have it drop.
  test('is perhaps asked by the reverse-path check of a Linux kernel: what that lets in, and what it drops, is in doubt', () => {
    const strict = new Map(FACES.map((one) => [one.name, one.name === 'c' ? { ...one, reversePath: 'strict' as const } : one]))
    const linux = (more: Partial<Device>): Topology => network([policy(ASIDE, from('10.0.1.5'))], { interfaces: strict, sessions: { kind: 'conntrack', helpers: false, reassembles: false }, ...more })
    const answer = packet('192.0.2.7', '10.0.1.5')
    const outcome = (topology: Topology) => (['upper', 'lower'] as const).map((mode) => arrives(topology, answer, { zone: 'y' }, mode).includes('segment a'))
    expect(outcome(linux({}))).toEqual([true, false])
    expect(outcome(linux({ policyRoutes: [] }))).toEqual([false, false])
    expect(outcome(linux({ routes: [route('0.0.0.0/0', via('10.0.3.9', 'c'))] }))).toEqual([true, false])
    expect(outcome(linux({ routes: [route('0.0.0.0/0', via('10.0.3.9', 'c'))], policyRoutes: [] }))).toEqual([true, true])
  })
  test('leads into another VRF, out of an interface, to whom nobody declared', () => {
    const red = new Map([FACES[0]!, FACES[1]!, face('c', 'c', '10.0.3.1/24', { vrf: 'red' })].map((one) => [one.name, one]))
    const routes = [...DEFAULT, route('0.0.0.0/0', via('10.0.3.9', 'c'), { vrf: 'red' })]
    expect(arrives(network([policy({ kind: 'vrf', vrf: 'red' })], { interfaces: red, routes }))).toEqual(['zone y'])
    expect(arrives(network([policy({ kind: 'vrf', vrf: 'red' })], { routes }))).toEqual(['zone y'])
    expect(arrives(network([policy({ kind: 'interface', interface: 'c' })]))).toEqual(['zone y'])
    expect(arrives(network([policy(via('10.0.3.77', 'c') as PolicyRoute['next'])]))).toEqual(['zone undeclared'])
  })
  test('knows no state of a connection, and no interface to go out by', () => {
    const asked = (when: Condition) => (['upper', 'lower'] as const).map((mode) => arrives(network([policy(ASIDE, when)]), OUT, { segment: 'a' }, mode))
    expect(asked({ test: 'state', states: ['new'] })).toEqual([['zone x', 'zone y'], []])
    expect(asked({ test: 'out', names: ['b', 'c'] })).toEqual([['zone x'], ['zone x']])
  })
  test('belongs to its VRF', () => {
    expect(arrives(network([policy(ASIDE, { test: 'all', of: [] }, { vrf: 'red' })]))).toEqual(['zone x'])
  })
})

test('a feasible reverse path is any route, a strict one the best', () => {
  const checked = (reversePath: 'feasible' | 'strict', routes: Device['routes']): boolean => {
    const interfaces = new Map(FACES.map((one) => [one.name, one.name === 'c' ? { ...one, reversePath } : one]))
    return arrives(network([], { interfaces, routes }), packet('192.0.2.7', '10.0.1.5'), { zone: 'y' }).includes('segment a')
  }
  const second = [...DEFAULT, route('0.0.0.0/0', via('10.0.3.9', 'c'), { distance: 50 })]
  expect([checked('feasible', second), checked('strict', second)]).toEqual([true, false])
  expect([checked('feasible', DEFAULT), checked('strict', DEFAULT)]).toEqual([false, false])
})

test('a next hop of a policy route that nobody declared is somebody who sends', () => {
  expect([...placesOf(network([policy(via('10.0.3.77', 'c') as PolicyRoute['next'])])).undeclaredOn.keys()]).toEqual(['c'])
})

describe('questions about routes', () => {
  const e = device('e', { faces: [face('c', 'c', '10.0.3.2/24')], routes: [route('0.0.0.0/0', via('10.0.3.1', 'c'))] })
  const circle = network([policy(via('10.0.3.2', 'c') as PolicyRoute['next'])])
  const topology: Topology = { ...circle, devices: new Map([...circle.devices, ['e', e]]) }

  test('a policy route may close a circle', () => {
    expect(routingCycles(placesOf(topology)).cycles.length).toBeGreaterThan(0)
    expect(explore(topology, { place: { segment: 'a' }, header: OUT }).some(({ end }) => end.kind === 'dropped' && end.reason === 'forwarding-loop')).toBe(true)
  })
  test('it trusts nobody: what it hands on is not held against it', () => {
    expect(deadRoutes(placesOf(topology))).toEqual([])
  })
})
