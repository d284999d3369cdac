/** Every reason for which a packet goes no further is met by some network; and every path can be told in both languages. */
import { describe, expect, test } from 'vitest'
import { filter, packet, rule, translate } from '../brute/build.ts'
import { host, type Parts } from '../brute/generate.ts'
import { ACK, SYN } from '../brute/protocols.ts'
import { DROP_TEXT, type DropReason } from '../../src/engine/drop.ts'
import { pathText } from '../../src/engine/narrate.ts'
import type { Path } from '../../src/engine/plain/path.ts'
import { explore, type Start } from '../../src/engine/trace.ts'
import type { Text } from '../../src/verdict.ts'
import { between, device, face, FACES, line, route, SEGMENTS, segment, set, topologyOf, via, ZONES } from './networks.ts'
import type { Topology } from '../../src/topology/model.ts'

const from = (header: Start['header'], place: Start['place'] = { segment: 'a' }): Start => ({ place, header })
const toB = packet('10.0.1.5', '10.0.2.5')
const away = packet('10.0.1.5', '8.8.8.8')
const FRAGMENT = { sourcePort: 0, destinationPort: 0, flags: 0, fragment: true }
const SIX = [segment('a', 'mn', '10.0.1.0/24', 'fd00:1::/64'), segment('b', 'in', '10.0.2.0/24', 'fd00:2::/64')]
const BACK = device('e', { faces: [face('b', 'b', '10.0.2.2/24')], routes: [route('0.0.0.0/0', via('10.0.2.1', 'b'))] })

/** For each reason the smallest network, and a packet that meets its end there for that reason. */
const ENDS: Readonly<Record<DropReason, readonly [Topology, Start]>> = {
  denied: [between({ pipeline: { forward: [filter('deny')] } }), from(toB)],
  'no-session': [between({ sessions: 'strict' }), from(packet('10.0.1.5', '10.0.2.5', 443, { flags: SYN | ACK }))],
  'later-fragment': [between({ sessions: 'strict' }), from(packet('10.0.1.5', '10.0.2.5', 0, FRAGMENT))],
  'reverse-path': [
    between({ faces: [FACES[0]!, face('b', 'b', '10.0.2.1/24', { reversePath: 'strict' })] }, { lines: [line('l', 'b', '10.0.2.9', 'world')] }),
    from(packet('10.0.1.7', '10.0.1.5'), { zone: 'world' }),
  ],
  'own-source': [between({ sessions: 'conntrack', pipeline: { prerouting: [{ kind: 'track' }] } }), from(packet('10.0.1.1', '10.0.2.5'))],
  'not-forwardable': [between({ routes: [route('224.0.0.0/4', via('10.0.2.5', 'b'))] }), from(packet('10.0.1.5', '224.0.0.5'))],
  'family-not-routed': [between({ routes: [] }, { segments: SIX }), from(packet('fd00:1::5', 'fd00:2::5'))],
  'no-route': [between({}), from(away)],
  'null-route': [between({ routes: [route('8.0.0.0/8', { kind: 'null' })] }), from(away)],
  untranslatable: [between({ pipeline: { postrouting: [translate('source', rule({ do: 'rewrite', to: { addresses: set('fd00:2::9') } }))] } }), from(toB)],
  'not-for-this-host': [between({ routes: [route('8.0.0.0/8', via('10.0.2.8', 'b'))] }, { hosts: [host('h', [['b', '10.0.2.8']])] }), from(away)],
  'forwarding-loop': [
    topologyOf({ zones: ZONES, segments: SEGMENTS, devices: [device('d', { faces: FACES, routes: [route('8.0.0.0/8', via('10.0.2.2', 'b'))] }), BACK] }),
    from(away),
  ],
}

const reasons = (paths: readonly Path[]): string[] => paths.flatMap(({ end }) => (end.kind === 'dropped' ? [end.reason] : []))

describe('dropped', () => {
  test.each(Object.entries(ENDS))('%s', (reason, [topology, start]) => {
    const paths = explore(topology, start)
    expect(reasons(paths)).toContain(reason)
    for (const { end, hops } of paths) if (end.kind === 'dropped' && reason !== 'forwarding-loop') expect(hops.at(-1)!.event).toEqual({ does: 'dropped', reason: end.reason })
  })

  // `Walk.run` ends the path without the hop that says so: the reader is shown a way that just stops.
  test('a forwarding loop is told as the last hop, as every other reason is', () => {
    const looped = explore(...ENDS['forwarding-loop']).filter(({ end }) => end.kind === 'dropped' && end.reason === 'forwarding-loop')
    expect(looped.map(({ hops }) => hops.at(-1)!.event)).toEqual(looped.map(() => ({ does: 'dropped', reason: 'forwarding-loop' })))
  })

  test('the names differ in both languages', () => {
    for (const lang of ['ja', 'en'] as const) expect(new Set(Object.values(DROP_TEXT).map((text) => text[lang])).size).toBe(Object.keys(ENDS).length)
  })
})

const rich: Parts = {
  zones: ZONES, segments: SEGMENTS, lines: [line('l', 'b', '10.0.2.9', 'world')],
  hosts: [host('h', [['a', '10.0.1.8'], ['b', '10.0.2.8']])],
  devices: [device('d', {
    faces: FACES, sessions: 'strict', routes: [route('0.0.0.0/0', via('10.0.2.9', 'b'))],
    gaps: [{ touches: 'forwarding', families: [6], what: 'router ospf 1', at: { file: 'x', path: [] } }],
    pipeline: {
      forward: [filter('deny', { ...rule('permit', { test: 'source', set: set('10.0.1.0/25') }), id: '10' }, rule('permit'))],
      postrouting: [translate('source', rule({ do: 'rewrite', to: { addresses: set('10.0.2.100') } }))],
    },
  })],
}

describe('a path in words', () => {
  const told = (): Text[] => {
    const topology = topologyOf(rich)
    const starts = [from(away), from(packet('10.0.1.200', '8.8.8.8')), from(toB), from(packet('203.0.113.1', '10.0.1.5'), { zone: 'world' })]
    const paths = [...starts.flatMap((start) => explore(topology, start)), ...Object.values(ENDS).flatMap(([network, start]) => explore(network, start))]
    return paths.flatMap((path) => pathText(path).flatMap(({ place, what }) => [place, what]))
  }

  test('says something in both languages at every hop', () => {
    expect(told().length).toBeGreaterThan(50)
    for (const { ja, en } of told()) expect([ja.trim() !== '', en.trim() !== '', ja !== en]).toEqual([true, true, true])
  })

  // `named` in narrate.ts puts a blank on both sides of the id: right before the Japanese particle, wrong at an English end.
  test('begins and ends no sentence with a blank', () => {
    for (const { ja, en } of told()) expect([ja, en]).toEqual([ja.trim(), en.trim()])
  })

  test('shows the packet wherever it was sent, changed or received', () => {
    const [path] = explore(topologyOf(rich), from(away)).filter(({ end }) => end.kind === 'delivered')
    const packets = pathText(path!).flatMap(({ packet: now }) => (now ? [`${now.source} ${now.destination}`] : []))
    expect(packets[0]).toBe('10.0.1.5 8.8.8.8')
    expect(packets.length).toBeGreaterThan(1)
  })
})
