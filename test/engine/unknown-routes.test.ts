/** A device of which some routes are not known: the way out may be any, and every filter still decides. */
import { describe, expect, test } from 'vitest'
import { set } from '../brute/addresses.ts'
import { device, face, filter, packet, rule, segment, translate } from '../brute/build.ts'
import { deliveries, reachOf } from '../brute/compare.ts'
import { topologyOf, zone } from '../brute/generate.ts'
import { AT } from '../brute/generate-rules.ts'
import { ANY_ROUTE, MAY, PERHAPS_REQUIRED, REQUIRED, SURELY, type Reading } from '../../src/engine/flood.ts'
import { explore } from '../../src/engine/trace.ts'
import { placeKey } from '../brute/walk.ts'
import type { Device, Gap, Topology } from '../../src/topology/model.ts'

const OSPF: Gap = { touches: 'routes', families: [4], at: AT, what: 'router ospf 1' }
const SEGMENTS = [segment('a', 'mn', '10.0.1.0/24'), segment('b', 'in', '10.0.2.0/24'), segment('c', 'in', '10.0.3.0/24', 'fd00:3::/64')]
const FACES = [face('a', 'a', '10.0.1.1/24'), face('b', 'b', '10.0.2.1/24')]
const network = (more: Partial<Parameters<typeof device>[1]> = {}, others: readonly Device[] = []): Topology => topologyOf({
  zones: [zone('mn', 'mynumber'), zone('in', 'internet')], segments: SEGMENTS,
  devices: [device('d', { faces: FACES, gaps: [OSPF], ...more }), ...others],
})
/** Behind `b`, with the routes that the protocol could have taught `d`. */
const NEIGHBOUR = device('e', { faces: [face('b', 'b', '10.0.2.2/24'), face('c', 'c', '10.0.3.1/24')], routes: [] })
const [A, B, C] = ['a', 'b', 'c'].map((id) => ({ segment: id })) as [{ segment: string }, { segment: string }, { segment: string }]
const TO_B = packet('10.0.1.5', '10.0.2.5')
const TO_C = packet('10.0.1.5', '10.0.3.5')

const reaches = (topology: Topology, to: { segment: string }, header = TO_B, reading: Reading = MAY): boolean =>
  reachOf(topology).initiate(A, to, reading).contains(header, { sent: header })
const traced = (topology: Topology, header = TO_B, mode: 'upper' | 'lower' = 'upper'): string[] =>
  [...deliveries(explore(topology, { place: A, header }), mode).values()].map(({ place }) => placeKey(place))

describe('a route that is not known', () => {
  test('may lead out of any interface, where no route is known and where one is', () => {
    const topology = network({}, [NEIGHBOUR])
    expect([reaches(topology, B), reaches(topology, C, TO_C)]).toEqual([true, true])
    expect(traced(topology, TO_C)).toContain('segment c')
  })
  test('makes nothing sure, not even the network that the device stands on', () => {
    expect([reaches(network(), B, TO_B, SURELY), traced(network(), TO_B, 'lower')]).toEqual([false, []])
    expect(reaches(network({ gaps: [] }), B, TO_B, SURELY)).toBe(true)
  })
  test('passes no filter that denies: the isolation is proved by filter', () => {
    const topology = network({ pipeline: { forward: [filter('deny', rule('permit', { test: 'destination', set: set('10.0.2.5') }))] } }, [NEIGHBOUR])
    expect([MAY, ANY_ROUTE].map((reading) => reaches(topology, C, TO_C, reading))).toEqual([false, false])
    expect(traced(topology, TO_C)).toEqual([])
  })
  test('meets the translating lists of the way that it takes', () => {
    const hide = translate('source', rule({ do: 'rewrite', to: { addresses: set('10.0.2.1') } }, { test: 'out', names: ['b'] }))
    const topology = network({ pipeline: { postrouting: [hide] } }, [NEIGHBOUR])
    expect(reaches(topology, C, TO_C)).toBe(false)
    expect(reachOf(topology).initiate(A, C).contains({ ...TO_C, source: packet('10.0.2.1', '10.0.3.5').source }, { sent: TO_C })).toBe(true)
  })
  test('stays in the VRF', () => {
    const apart = [FACES[0]!, face('b', 'b', '10.0.2.1/24', { vrf: 'red' })]
    expect(reaches(network({ faces: apart }), B)).toBe(false)
  })
  test('leaves the other family alone', () => {
    expect(reaches(network({ gaps: [{ ...OSPF, families: [6] }] }), B, TO_B, SURELY)).toBe(true)
  })
  test('may be the one that leads back to a source', () => {
    const checking = [face('a', 'a', '10.0.1.1/24', { reversePath: 'strict' }), FACES[1]!]
    const spoofed = packet('10.0.9.9', '10.0.2.5')
    const enters = (gaps: Device['gaps'], reading: Reading): boolean => {
      const reach = reachOf(network({ faces: checking, gaps }))
      const port = { device: reach.network.topology.devices.get('d')!, interface: checking[0]! }
      return reach.fromPort(port, set('10.0.9.9'), reading).pairs(reach.network.delivered(B)).contains(spoofed, { sent: spoofed })
    }
    expect([enters([], MAY), enters([OSPF], MAY), enters([OSPF], SURELY)]).toEqual([false, true, false])
  })
  test('decides whether what is required arrives: it may, and surely does not where a filter denies', () => {
    const arrives = (topology: Topology, reading: Reading): boolean => {
      const reach = reachOf(topology)
      const sent = reach.network.space.header(TO_C).intersect(reach.network.space.asSent())
      return sent.within(reach.surely(A, C, sent, reading))
    }
    expect([REQUIRED, PERHAPS_REQUIRED].map((reading) => arrives(network({}, [NEIGHBOUR]), reading))).toEqual([false, true])
    const denied = network({ pipeline: { forward: [filter('deny')] } }, [NEIGHBOUR])
    expect([REQUIRED, PERHAPS_REQUIRED].map((reading) => arrives(denied, reading))).toEqual([false, false])
  })
})
