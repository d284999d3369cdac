/**
 * Where the engine and the words of the design parted, or leave room. Each is the smallest network that shows it. `it` is
 * what was decided; `it.fails` is a mistake of the engine that is still there, and turns red when it is gone: then make it `it`.
 */
import { describe, expect, it } from 'vitest'
import { set } from './addresses.ts'
import { device, face, filter, line, packet, route, rule, segment, translate, via } from './build.ts'
import { deliveries, reachOf, toEngine, toEnginePlace } from './compare.ts'
import { host, topologyOf, zone, type Parts } from './generate.ts'
import { AT } from './generate-rules.ts'
import { explore, replyTo } from '../../src/engine/trace.ts'
import { difference } from '../../src/engine/difference.ts'
import { MAY, SURELY } from '../../src/engine/flood.ts'
import { zoneGroups } from '../../src/engine/matrix.ts'
import { Network } from '../../src/engine/network.ts'
import { Reach } from '../../src/engine/reach.ts'
import { Recall } from '../../src/engine/recall.ts'
import { placeKey, type Start } from './walk.ts'
import type { Mode } from './device.ts'
import type { Place } from './places.ts'

const ZONES = [zone('mn', 'mynumber'), zone('in', 'internet')]
const SEGMENTS = [segment('a', 'mn', '10.0.1.0/24'), segment('b', 'in', '10.0.2.0/24')]
const FACES = [face('a', 'a', '10.0.1.1/24'), face('b', 'b', '10.0.2.1/24')]
const between = (parts: Partial<Parameters<typeof device>[1]> = {}, more: Parts = {}): Parts =>
  ({ zones: ZONES, segments: SEGMENTS, devices: [device('d', { faces: FACES, ...parts })], ...more })
const send = (header = packet('10.0.1.5', '10.0.2.5'), place: Place = { segment: 'a' }): Start => ({ place, header })

/** Where the plain walk of the engine delivers. */
const traced = (parts: Parts, start: Start, mode: Mode = 'upper'): string[] =>
  [...new Set([...deliveries(explore(topologyOf(parts), toEngine(start)), mode).values()].map(({ place }) => placeKey(place)))].sort()

/** Whether the symbolic fixpoint delivers the packet, unchanged, at a place. */
const reached = (parts: Parts, start: Start, place: Place, reading = MAY): boolean => {
  const reach = reachOf(topologyOf(parts))
  return reach.initiate(toEnginePlace(start.place as Place), toEnginePlace(place), reading).contains(start.header, { sent: start.header })
}

describe('the plain walk', () => {
  it('takes the network around an interface address, not what follows the address', () => {
    expect(traced(between(), send(packet('10.0.1.5', '10.0.2.0')))).toEqual(['segment b'])
    expect(traced(between(), send(packet('10.0.1.5', '10.0.3.0')))).toEqual([])
  })
  it('is in doubt of what a device receives, where its filters are not understood', () => {
    const parts = between({ pipeline: { input: [filter('permit')] }, gaps: [{ touches: 'filters', families: [4], at: AT, what: 'a line' }] })
    expect(traced(parts, send(packet('10.0.1.5', '10.0.1.1')), 'lower')).toEqual([])
  })
  it('keeps port 0, which is of no class, when it translates the source', () => {
    const pipeline = { postrouting: [translate('source', rule({ do: 'rewrite', to: { addresses: set('10.0.2.9') } }))] }
    const start = send(packet('10.0.1.5', '10.0.2.5', 443, { sourcePort: 0 }))
    const ports = [...deliveries(explore(topologyOf(between({ pipeline })), toEngine(start)), 'upper').values()].map(({ header }) => header.sourcePort)
    expect(ports).toEqual([0])
  })
})

describe('answers', () => {
  it('that are out of tracking are not translated back', () => {
    const fromB = { test: 'source', set: set('10.0.2.0/24') } as const
    const pipeline = {
      prerouting: [filter('permit', rule({ do: 'untrack' }, fromB)), { kind: 'track' } as const],
      postrouting: [translate('source', rule({ do: 'rewrite', to: { addresses: set('10.0.2.1') } }))],
    }
    const topology = topologyOf(between({ sessions: 'conntrack', pipeline }))
    const [path] = explore(topology, toEngine(send())).filter(({ end }) => end.kind === 'delivered')
    const back = deliveries(explore(topology, replyTo(path!)!, path!.sessions), 'upper')
    expect([...back.values()].map(({ place }) => placeKey(place))).toEqual(['device d'])
  })
})

describe('the symbolic fixpoint', () => {
  it('reaches the device itself', () => {
    expect(reached(between(), send(packet('10.0.1.5', '10.0.1.1')), { device: 'd' })).toBe(true)
  })
  it('lets one of them send, where two zones behind a line hold the same source', () => {
    const zones = [...ZONES, zone('x', 'party', { addresses: set('192.0.2.0/24'), relays: true }), zone('y', 'party', { addresses: set('192.0.2.0/24') })]
    const parts = between({}, { zones, lines: [line('l', 'b', '10.0.2.9', 'x', ['y'])] })
    const from = (id: string): boolean => reached(parts, send(packet('192.0.2.7', '10.0.2.5'), { zone: id }), { segment: 'b' })
    expect(from('x') || from('y')).toBe(true)
  })
  it('knows no incoming interface of what a device sends itself', () => {
    const pipeline = { output: [filter('deny', rule('permit', { test: 'in', names: ['a'] }))] }
    expect(reached(between({ pipeline }), send(packet('10.0.2.1', '10.0.2.5'), { device: 'd' }), { segment: 'b' })).toBe(false)
  })
})

describe('the lower reading of the symbolic fixpoint', () => {
  it('stays careful at a doubtful permit in a list that translates, though either way nothing is translated (doubtDoubtsTranslations)', () => {
    const pipeline = { postrouting: [translate('source', rule('permit', { test: 'unknown', what: 'time of day' }))] }
    expect(reached(between({ pipeline }), send(), { segment: 'b' }, SURELY)).toBe(false)
  })
})

describe('both', () => {
  it('lose nothing that leaves without a next hop onto a segment where nobody stands (nobodyIsUndeclared)', () => {
    const parts = between({ routes: [route('0.0.0.0/0', { kind: 'interface', interface: 'b' })] })
    expect(traced(parts, send(packet('10.0.1.5', '8.8.8.8')))).toEqual(['zone undeclared'])
  })
  it('deliver where the address stands, not where a host with several legs was met (hostsTakeInByAddress)', () => {
    const hosts = [host('h', [['b', '10.0.2.8'], ['c', '10.0.3.8']], { forwards: false })]
    const segments = [...SEGMENTS, segment('c', 'mn', '10.0.3.0/24')]
    const parts = between({ routes: [route('10.0.3.0/24', via('10.0.2.8', 'b'))] }, { hosts, segments })
    expect(traced(parts, send(packet('10.0.1.5', '10.0.3.8')))).toEqual(['segment c'])
  })
  it('check the reverse path of what is for the device itself, too (reversePathGuardsLocal)', () => {
    const faces = [face('a', 'a', '10.0.1.1/24'), face('b', 'b', '10.0.2.1/24', { reversePath: 'strict' })]
    const outside = { zones: [...ZONES, zone('sc', 'security-cloud', { addresses: set('203.0.113.0/26') })], lines: [line('l', 'b', '10.0.2.9', 'sc')] }
    expect(traced(between({ faces }, outside), send(packet('10.0.1.5', '10.0.2.1'), { zone: 'sc' }))).not.toContain('device d')
  })
  it('doubt every way of a device of whose forwarding something is not known (gapsDoubtKnownRoutes)', () => {
    const parts = between({ gaps: [{ touches: 'forwarding', families: [4], at: AT, what: 'a line' }] })
    expect(traced(parts, send(), 'lower')).toEqual([])
  })
  it('let such a device send its own packets anywhere, too (gapsTouchOwnPackets)', () => {
    const parts = between({ gaps: [{ touches: 'forwarding', families: [4], at: AT, what: 'a line' }] },
      { zones: [...ZONES, zone('sc', 'security-cloud', { addresses: set('203.0.113.0/26') })], lines: [line('l', 'b', '10.0.2.9', 'sc')] })
    expect(traced(parts, send(packet('10.0.2.1', '8.8.8.8'), { device: 'd' }))).toContain('zone sc')
  })
  it('take an address of the sending device for a host of the segment, too, to be careful (sendersOwnTheirAddresses)', () => {
    const faces = [face('a', 'a', '10.0.1.1/24', { vrf: 'red' }), face('b', 'b', '10.0.2.1/24')]
    const routes = [route('10.0.2.0/24', { kind: 'interface', interface: 'b' }, { vrf: 'red' })]
    expect(traced(between({ faces, routes }), send(packet('10.0.1.5', '10.0.2.1')))).toContain('segment b')
  })
  it('let a device answer only the addresses of the VRF that the packet is in: what separates by routing, separates here (ownAddressesPerVrf)', () => {
    const faces = [face('a', 'a', '10.0.1.1/24', { vrf: 'red' }), face('b', 'b', '10.0.2.1/24')]
    expect(traced(between({ faces }), send(packet('10.0.1.5', '10.0.2.1')))).toEqual([])
  })
  it('deliver to a relaying zone what stands elsewhere, too, to be careful (relayKeepsTheRest)', () => {
    const zones = [...ZONES, zone('sc', 'security-cloud', { relays: true }), zone('lgwan', 'lgwan-network', { addresses: set('198.51.100.0/24') })]
    const parts = between({ routes: [route('0.0.0.0/0', via('10.0.2.9', 'b'))] }, { zones, lines: [line('l', 'b', '10.0.2.9', 'sc')] })
    expect(traced(parts, { place: { segment: 'a' }, header: packet('10.0.1.5', '198.51.100.7') })).toContain('zone sc')
  })
  it('take the address of a party out of the range of every other zone, wherever the party stands: the zone at the line has it (partiesTakeTheirAddresses)', () => {
    const zones = [...ZONES, zone('sc', 'security-cloud', { addresses: set('203.0.113.0/26') }), zone('cloud', 'cloud', { relays: true }), zone('lgwan', 'lgwan-network', {})]
    const parties = [{ id: 'p', at: AT, zone: 'lgwan', addresses: set('203.0.113.9') }]
    const parts = between({ routes: [route('0.0.0.0/0', via('10.0.2.9', 'b'))] }, { zones, parties, lines: [line('l', 'b', '10.0.2.9', 'cloud', ['sc'])] })
    expect(traced(parts, send(packet('10.0.1.5', '203.0.113.9')))).toEqual(['zone cloud'])
  })
})

describe('a comparison', () => {
  // What a translation leaves as it was is to the fixpoint another pair than what was not translated: it then says too much, never too little.
  it.fails('says nothing of what was already possible, where it now is translated to itself, too', () => {
    const own = { test: 'all', of: [{ test: 'protocol', set: [[47, 47]] }, { test: 'source', set: set('10.0.1.5') }] } as const
    const side = (action: 'permit' | 'deny', within: Recall): Parameters<typeof difference>[0] => {
      const reach = new Reach(new Network(topologyOf(between({ pipeline: {
        forward: [filter('deny', rule(action, own))], postrouting: [translate('source', rule({ do: 'rewrite', to: { addresses: set('10.0.1.5') } }))] } })), within))
      return { reach, groups: zoneGroups(reach).filter(({ id }) => id === 'mn') }
    }
    const recall = new Recall()
    expect(difference(side('deny', recall), side('permit', recall)).opened).toEqual([])
  })
})

describe('a zone with two attachments', () => {
  // At the line to `sc` an address of its own is believed to be its own; `lgwan` stands there, too, and at a line of its own.
  const zones = [...ZONES, zone('sc', 'security-cloud', { addresses: set('203.0.113.0/26'), relays: true }), zone('lgwan', 'lgwan-network', {})]
  const parts = between({ routes: [route('0.0.0.0/0', via('10.0.1.9', 'a'))], sessions: 'strict' },
    { zones, lines: [line('own', 'a', '10.0.1.9', 'lgwan'), line('shared', 'b', '10.0.2.9', 'sc', ['lgwan'])] })
  const spoofed = packet('203.0.113.9', '10.0.1.5')
  it('sends as another only where that other is not attached', () => {
    const by = (start: Start): string[] => explore(topologyOf(parts), toEngine(start)).flatMap(({ hops }) =>
      hops.flatMap(({ event }) => (event.does === 'leaves-line' && event.line !== undefined ? [event.line] : [])))
    expect([...new Set(by(send(spoofed, { zone: 'lgwan' })))]).toEqual(['own'])
    expect(new Set(by(send(packet('192.0.2.9', '10.0.1.5'), { zone: 'lgwan' })))).toEqual(new Set(['own', 'shared']))
  })
  it('answers what it received by any of them, whoever the address belongs to', () => {
    const topology = topologyOf(parts)
    const [path] = explore(topology, toEngine(send(packet('10.0.2.5', '203.0.113.9'), { segment: 'b' }))).filter(({ end }) =>
      end.kind === 'delivered' && placeKey(end.place as Place) === 'zone lgwan')
    const back = deliveries(explore(topology, replyTo(path!)!, path!.sessions), 'upper')
    expect([...back.values()].map(({ place }) => placeKey(place))).toContain('segment b')
  })
})

describe('a host as next hop that stands outside, too', () => {
  const X = zone('x', 'party', { addresses: set('192.0.2.0/24') })
  const Y = zone('y', 'party', { addresses: set('198.51.100.0/24') })
  const by = (legs: Parameters<typeof host>[1], more: Parameters<typeof host>[2] = {}, to = '0.0.0.0/0'): Parts => between(
    { routes: [route(to, via('10.0.2.8', 'b'))] },
    { zones: [...ZONES, X, Y], segments: [...SEGMENTS, segment('c', 'in', '10.0.3.0/24')], hosts: [host('h', legs, more)], lines: [line('l', 'b', '10.0.2.9', 'y')] })
  it('may take a packet into any of its zones', () => {
    expect(traced(by([['b', '10.0.2.8'], ['zone x', '192.0.2.8'], ['zone y', '198.51.100.8']]), send(packet('10.0.1.5', '198.51.100.9')))).toContain('zone y')
  })
  it('may pass a packet on to its other segment', () => {
    expect(traced(by([['b', '10.0.2.8'], ['c', '10.0.3.8'], ['zone x', '192.0.2.8']]), send(packet('10.0.1.5', '10.0.3.9')))).toContain('segment c')
  })
  it('may turn a packet back, where it says that it forwards', () => {
    expect(traced(by([['b', '10.0.2.8'], ['zone x', '192.0.2.8']], { forwards: true }), send(packet('10.0.1.5', '198.51.100.9')))).toContain('zone y')
  })
  it('takes in what is for another address of its own on that segment', () => {
    expect(traced(by([['b', '10.0.2.8/31'], ['zone x', '192.0.2.8']], {}, '10.0.2.9/32'), send(packet('10.0.1.5', '10.0.2.9')))).toContain('segment b')
  })
  it('is one by each of its addresses', () => {
    const hosts = [host('h', [['b', '10.0.2.8/31'], ['zone x', '192.0.2.8']])]
    const parts = between({ routes: [route('0.0.0.0/0', via('10.0.2.9', 'b'))] }, { zones: [...ZONES, X], hosts })
    expect(traced(parts, send(packet('10.0.1.5', '192.0.2.9')))).toContain('zone x')
  })
})

describe('a device with two interfaces on one segment', () => {
  it('may hand a packet to its own other interface there, where a route names no next hop', () => {
    const faces = [...FACES, face('red', 'b', '10.0.2.2/24', { vrf: 'red' }), face('c', 'c', '10.0.3.1/24', { vrf: 'red' })]
    const parts = between({ faces, routes: [route('0.0.0.0/0', { kind: 'interface', interface: 'b' })] }, { segments: [...SEGMENTS, segment('c', 'in', '10.0.3.0/24')] })
    expect(traced(parts, send(packet('10.0.1.5', '10.0.3.9')))).toContain('segment c')
  })
})
