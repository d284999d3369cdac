/** The walker on networks small enough to be judged by eye: what it does is what the design says. */
import { describe, expect, it } from 'vitest'
import { set } from './addresses.ts'
import { device, face, filter, line, packet, route, rule, segment, translate, via } from './build.ts'
import { host, topologyOf, zone, type Parts } from './generate.ts'
import { ACK, reversed, SYN } from './protocols.ts'
import { always, answering, deliveryText, trips, walk, type Start, type Walked } from './walk.ts'
import type { Mode } from './device.ts'
import type { Device } from '../../src/topology/model.ts'

const UNKNOWN = { test: 'unknown', what: 'time of day' } as const

const ZONES = [
  zone('mn', 'mynumber'), zone('in', 'internet'),
  zone('sc', 'security-cloud', { addresses: set('203.0.113.0/26'), relays: true }),
  zone('lgwan', 'lgwan-network', { addresses: set('198.51.100.0/24') }),
  zone('world', 'public', { relays: true }),
]
const SEGMENTS = [segment('a', 'mn', '10.0.1.0/24'), segment('b', 'in', '10.0.2.0/24')]
const FACES = [face('a', 'a', '10.0.1.1/24'), face('b', 'b', '10.0.2.1/24')]

/** Two segments and a device between them; `more` adds to it. */
const between = (parts: Partial<Parameters<typeof device>[1]> = {}, more: Parts = {}): Parts =>
  ({ zones: ZONES, segments: SEGMENTS, ...more, devices: [device('d', { faces: FACES, ...parts }), ...(more.devices ?? [])] })

const texts = ({ delivered }: Walked): string[] => [...delivered.values()].map(deliveryText).sort()

const places = (parts: Parts, start: Start, mode: Mode = 'upper'): string[] =>
  texts(walk(topologyOf(parts), start, mode))

const from = (place: string, header = packet('10.0.1.5', '10.0.2.5')): Start => ({ place: { segment: place }, header })
const drops = (parts: Parts, start: Start): string[] => [...walk(topologyOf(parts), start, 'upper').drops]

const A_TO_B = '10.0.1.5 > 10.0.2.5 6 50000 443 2'

describe('segments and devices', () => {
  it('delivers to the other segment, and within one segment without any device', () => {
    expect(places(between(), from('a'))).toEqual([`segment b: ${A_TO_B}`])
    expect(places({ zones: ZONES, segments: SEGMENTS }, from('a', packet('10.0.1.5', '10.0.1.9')))).toHaveLength(1)
  })
  it('sends nothing from an address that the segment does not have', () => {
    expect(walk(topologyOf(between()), from('a', packet('10.0.9.9', '10.0.2.5')), 'upper').sent).toBe(false)
  })
  it('answers its own address on any interface', () => {
    expect(places(between(), from('a', packet('10.0.1.5', '10.0.2.1')))).toEqual(['device d: 10.0.1.5 > 10.0.2.1 6 50000 443 2'])
  })
  it('takes the longest prefix, whatever its distance', () => {
    const routes = [route('10.0.2.0/30', { kind: 'null' }, { distance: 200 })]
    expect(drops(between({ routes }), from('a', packet('10.0.1.5', '10.0.2.2')))).toEqual(['null-route'])
    expect(places(between({ routes }), from('a'))).toHaveLength(1)
  })
  it('names the reasons: no route, a loop between VRFs, multicast, a family that it does not speak', () => {
    expect(drops(between(), from('a', packet('10.0.1.5', '10.9.9.9')))).toEqual(['no-route'])
    const loop = [route('10.9.0.0/16', { kind: 'vrf', vrf: 'red' }), route('10.9.0.0/16', { kind: 'vrf', vrf: 'default' }, { vrf: 'red' })]
    expect(drops(between({ routes: loop }), from('a', packet('10.0.1.5', '10.9.9.9')))).toEqual(['vrf-loop'])
    expect(drops(between(), from('a', packet('10.0.1.5', '224.0.0.5')))).toEqual(['unforwardable'])
    const six = [segment('a', 'mn', 'fd00::/64')]
    expect(drops(between({}, { segments: six }), from('a', packet('fd00::5', 'fd01::5')))).toEqual(['family'])
  })
  it('sees a circle between two routers', () => {
    const other = device('e', { faces: [face('b', 'b', '10.0.2.2/24')], routes: [route('0.0.0.0/0', via('10.0.2.1', 'b'))] })
    const parts = between({ routes: [route('0.0.0.0/0', via('10.0.2.2', 'b'))] }, { devices: [other] })
    expect(drops(parts, from('a', packet('10.0.1.5', '8.8.8.8')))).toEqual(['loop'])
  })
  it('holds a source to the interface that leads back to it', () => {
    const strict = [face('a', 'a', '10.0.1.1/24'), face('b', 'b', '10.0.2.1/24', { reversePath: 'strict' })]
    const parts = between({ faces: strict }, { lines: [line('l', 'b', '10.0.2.9', 'sc')] })
    const spoofed: Start = { place: { zone: 'sc' }, header: packet('10.0.1.7', '10.0.1.5') }
    expect(drops(parts, spoofed)).toContain('reverse-path')
    expect(places(parts, spoofed).filter((each) => each.startsWith('segment'))).toEqual([])
  })
})

describe('filters', () => {
  it('lets the first match decide, and the rest to the end of the list', () => {
    const web = { test: 'destination-port', set: [[443, 443]] } as const
    const pipeline = { forward: [filter('deny', rule('permit', web))] }
    expect(places(between({ pipeline }), from('a'))).toHaveLength(1)
    expect(drops(between({ pipeline }), from('a', packet('10.0.1.5', '10.0.2.5', 80)))).toEqual(['filter'])
  })
  it('comes back from a chain that it jumped to, not from one that it went to', () => {
    const empty = { name: 'empty', at: { file: 'x', path: [] }, rules: [], otherwise: 'deny' } as const
    const jump = [filter('deny', rule({ do: 'jump', chain: empty }), rule('permit'))]
    const goto = [filter('deny', rule({ do: 'goto', chain: empty }), rule('permit'))]
    expect(places(between({ pipeline: { forward: jump } }), from('a'))).toHaveLength(1)
    expect(places(between({ pipeline: { forward: goto } }), from('a'))).toHaveLength(0)
  })
  it('lets a permit not understood pass in the upper reading only, unless a later one permits for sure', () => {
    const doubtful = between({ pipeline: { forward: [filter('deny', rule('permit', UNKNOWN))] } })
    const backed = between({ pipeline: { forward: [filter('deny', rule('permit', UNKNOWN), rule('permit'))] } })
    expect([places(doubtful, from('a')).length, places(doubtful, from('a'), 'lower').length]).toEqual([1, 0])
    expect([places(backed, from('a')).length, places(backed, from('a'), 'lower').length]).toEqual([1, 1])
  })
  it('cannot tell the port of a later fragment', () => {
    const web = { test: 'destination-port', set: [[443, 443]] } as const
    const parts = between({ pipeline: { forward: [filter('permit', rule('deny', web))] } })
    const fragment = packet('10.0.1.5', '10.0.2.5', 0, { sourcePort: 0, flags: 0, fragment: true })
    expect([places(parts, from('a', fragment)).length, places(parts, from('a', fragment), 'lower').length]).toEqual([1, 0])
  })
})

describe('translation and sessions', () => {
  const hide = { postrouting: [translate('source', rule({ do: 'rewrite', to: { addresses: set('10.0.2.100') } }))] }
  it('hides the source, and gives it back to the reply', () => {
    for (const sessions of ['strict', 'conntrack'] as const) {
      const pipeline = sessions === 'conntrack' ? { ...hide, prerouting: [{ kind: 'track' } as const] } : hide
      const topology = topologyOf(between({ sessions, pipeline }))
      const [trip] = trips(topology, from('a'), 'upper') ?? []
      expect(trip?.header.source).toBe(packet('10.0.2.100', '10.0.2.5').source)
      const back = walk(topology, answering(trip!, reversed(trip!.header)), 'upper', { sessions: trip!.sessions })
      expect(texts(back)).toContain('segment a: 10.0.2.5 > 10.0.1.5 6 443 50000 18')
      // Without the session the reply is for an address that nobody on the way has.
      expect(texts(walk(topology, answering(trip!, reversed(trip!.header)), 'upper'))).not.toContain('segment a: 10.0.2.5 > 10.0.1.5 6 443 50000 18')
    }
  })
  it('publishes a server, and the filter sees its real address', () => {
    const real = { test: 'destination', set: set('10.0.2.5') } as const
    const pipeline = {
      prerouting: [translate('destination', rule({ do: 'rewrite', to: { addresses: set('10.0.2.5'), ports: [[8443, 8443]] } }))],
      forward: [filter('deny', rule('permit', real))],
    }
    expect(places(between({ pipeline }), from('a', packet('10.0.1.5', '192.0.2.1'))))
      .toEqual(['segment b: 10.0.1.5 > 10.0.2.5 6 50000 8443 2'])
  })
  it('passes TCP without a session only if it opens one', () => {
    const strict = between({ sessions: 'strict' })
    expect(places(strict, from('a'))).toHaveLength(1)
    expect(drops(strict, from('a', packet('10.0.1.5', '10.0.2.5', 443, { flags: SYN | ACK })))).toEqual(['no-session'])
  })
  it('knows the states of Linux', () => {
    const fresh = { test: 'state', states: ['new'] } as const
    const pipeline = { prerouting: [{ kind: 'track' } as const], forward: [filter('deny', rule('permit', fresh))] }
    const parts = between({ sessions: 'conntrack', pipeline })
    const passes = (more: Parameters<typeof packet>[3]): boolean => places(parts, from('a', packet('10.0.1.5', '10.0.2.5', 443, more))).length > 0
    expect([SYN, ACK, SYN | ACK, 0].map((flags) => passes({ flags }))).toEqual([true, true, false, false])
    const icmp = (type: number) => ({ protocol: 1, sourcePort: 0, destinationPort: type, flags: 0 })
    expect([8, 0, 13, 3].map((type) => passes(icmp(type)))).toEqual([true, false, true, false])
  })
})

describe('the outside', () => {
  const lines = [line('l', 'b', '10.0.2.9', 'sc', ['world']), line('g', 'a', '10.0.1.9', 'lgwan')]
  const routes = [route('0.0.0.0/0', via('10.0.2.9', 'b'))]
  const zonesOf = (destination: string): string[] =>
    places(between({ routes }, { lines: lines.slice(0, 1) }), from('a', packet('10.0.1.5', destination))).map((each) => each.split(':')[0] ?? '')
  it('is held by the zone, by the Internet, or by nobody', () => {
    expect(zonesOf('203.0.113.5')).toEqual(['zone sc'])
    expect(zonesOf('8.8.8.8')).toEqual(['zone world'])
    expect(zonesOf('192.168.77.7')).toEqual(['zone sc', 'zone undeclared'])
  })
  it('ends in a zone that does not relay', () => {
    const to = between({ routes: [route('0.0.0.0/0', via('10.0.1.9', 'a'))] }, { lines })
    expect(places(to, from('b', packet('10.0.2.5', '8.8.8.8'))).filter((each) => each.includes('lgwan'))).toHaveLength(1)
  })
  it('sends with any source but those of others behind the line', () => {
    const topology = topologyOf(between({}, { lines }))
    const sent = (zoneId: string, source: string): boolean => walk(topology, { place: { zone: zoneId }, header: packet(source, '10.0.1.5') }, 'upper').sent
    expect([sent('sc', '203.0.113.5'), sent('world', '203.0.113.5')]).toEqual([true, false])
    expect([sent('sc', '8.8.8.8'), sent('world', '8.8.8.8')]).toEqual([false, true])
    expect([sent('sc', '10.0.1.7'), sent('world', '10.0.1.7')]).toEqual([true, true])
  })
  it('gives what nobody declared to `undeclared`: a next hop, an interface', () => {
    expect(places(between({ routes: [route('0.0.0.0/0', via('10.0.2.77', 'b'))] }), from('a', packet('10.0.1.5', '8.8.8.8')))[0]).toMatch(/^zone undeclared/)
    const faces = [...FACES, face('u', undefined, '172.31.0.1/30')]
    expect(places(between({ faces, routes: [route('0.0.0.0/0', via('172.31.0.2', 'u'))] }), from('a', packet('10.0.1.5', '8.8.8.8')))[0]).toMatch(/^zone undeclared/)
  })
})

describe('hosts and choices', () => {
  const two = (forwards?: boolean) => host('h', [['a', '10.0.1.8'], ['b', '10.0.2.8']], forwards === undefined ? {} : { forwards })
  it('lets a host with two legs pass packets on, unless it is said not to', () => {
    const parts = (forwards?: boolean): Parts => ({ zones: ZONES, segments: SEGMENTS, hosts: [two(forwards)] })
    expect([undefined, true, false].map((forwards) => places(parts(forwards), from('a')).length)).toEqual([1, 1, 0])
  })
  it('lets a host with one leg turn a packet back only if it says that it forwards', () => {
    const routes = [route('0.0.0.0/0', via('10.0.2.8', 'b'))]
    const ends = (forwards?: boolean): string[] => places(between({ routes }, { lines: [line('g', 'b', '10.0.2.9', 'lgwan')],
      hosts: [host('h', [['b', '10.0.2.8']], forwards === undefined ? {} : { forwards })] }), from('a', packet('10.0.1.5', '8.8.8.8')))
    expect([undefined, true, false].map((forwards) => ends(forwards).some((each) => each.startsWith('zone lgwan')))).toEqual([false, true, false])
  })
  it('lets a host that stands outside, too, be a line, and anybody else be spoofed there', () => {
    const parts = (forwards?: boolean): Parts => between({ routes: [route('0.0.0.0/0', via('10.0.2.8', 'b'))] },
      { hosts: [host('h', [['b', '10.0.2.8'], ['zone lgwan', '198.51.100.8']], forwards === undefined ? {} : { forwards })] })
    const out = (forwards?: boolean): string[] => places(parts(forwards), from('a', packet('10.0.1.5', '8.8.8.8'))).map((each) => each.split(':')[0] ?? '')
    expect([out(), out(false)]).toEqual([['zone lgwan'], []])
    const sent = (source: string): boolean => walk(topologyOf(parts()), { place: { zone: 'lgwan' }, header: packet(source, '10.0.2.5') }, 'upper').sent
    expect([sent('198.51.100.9'), sent('203.0.113.5'), sent('8.8.8.8')]).toEqual([true, true, true])
  })
  it('passes IPv4 on without an address of its own, IPv6 only with one', () => {
    const bare = ['a', 'b'].map((name) => ({ ...face(name, name, '0.0.0.0/0'), addresses: [] }))
    const routes = [route('0.0.0.0/0', { kind: 'interface', interface: 'b' }), route('::/0', { kind: 'interface', interface: 'b' })]
    const segments = [segment('a', 'mn', '10.0.1.0/24', 'fd00:1::/64'), segment('b', 'in', '10.0.2.0/24', 'fd00:2::/64')]
    const parts = between({ faces: bare, routes }, { segments })
    expect(places(parts, from('a'))).toContain(`segment b: ${A_TO_B}`)
    expect(drops(parts, from('a', packet('fd00:1::5', 'fd00:2::5')))).toEqual(['family'])
  })
  it('always delivers only where every equal route does', () => {
    const ways = (...next: Device['routes']): Parts => between({ routes: next }, { lines: [line('l', 'b', '10.0.2.9', 'lgwan')] })
    const out = route('8.8.8.8', via('10.0.2.9', 'b'))
    const start: Start = { place: { segment: 'a', via: 'd' }, header: packet('10.0.1.5', '8.8.8.8') }
    expect(always(walk(topologyOf(ways(out)), start, 'lower'))).toBe(true)
    expect(always(walk(topologyOf(ways(out, { ...out, next: { kind: 'null' } })), start, 'lower'))).toBe(false)
  })
})
