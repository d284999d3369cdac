/** Devices that remember what went through them and judge every packet all the same: `Sessions.kind` `inspecting`. */
import { describe, expect, test } from 'vitest'
import { set } from '../brute/addresses.ts'
import { device, face, filter, packet, rule, segment, translate } from '../brute/build.ts'
import { reachOf } from '../brute/compare.ts'
import { topologyOf, zone } from '../brute/generate.ts'
import { ACK, SYN } from '../brute/protocols.ts'
import { MAY } from '../../src/engine/flood.ts'
import { placeKey } from '../../src/engine/places.ts'
import { Replies } from '../../src/engine/replies.ts'
import { explore, replyTo } from '../../src/engine/trace.ts'
import type { Header } from '../../src/net/header.ts'
import type { Condition, Pipeline, Topology } from '../../src/topology/model.ts'

const FACES = [face('a', 'a', '10.0.1.1/24'), face('b', 'b', '10.0.2.1/24')]
const SEGMENTS = [segment('a', 'mn', '10.0.1.0/24'), segment('b', 'in', '10.0.2.0/24')]
const TRACK = { kind: 'track' } as const
const network = (pipeline: Partial<Pipeline>, more: Partial<Parameters<typeof device>[1]> = {}): Topology => topologyOf({
  zones: [zone('mn', 'mynumber'), zone('in', 'internet')], segments: SEGMENTS,
  devices: [device('d', { faces: FACES, sessions: 'inspecting', pipeline, ...more })],
})
const [A, B] = [{ segment: 'a' }, { segment: 'b' }]
const into = (name: string): Condition => ({ test: 'in', names: [name] })
const inState = (state: 'new' | 'established'): Condition => ({ test: 'state', states: [state] })
const both = (...of: Condition[]): Condition => ({ test: 'all', of })

/** Whether a packet from `a` reaches `b`, in both meanings. */
const passes = (topology: Topology, header: Header = packet('10.0.1.5', '10.0.2.5')): boolean => {
  const plain = explore(topology, { place: A, header }).some(({ end }) => end.kind === 'delivered' && placeKey(end.place) === 'segment:b')
  const symbolic = reachOf(topology).initiate(A, B).sent().contains(header)
  expect(symbolic).toBe(plain)
  return plain
}

/** Whether the answer to a packet from `a` comes back to it, in both meanings. */
const answered = (topology: Topology, header: Header = packet('10.0.1.5', '10.0.2.5')): boolean => {
  const back = explore(topology, { place: A, header }).filter(({ end }) => end.kind === 'delivered' && placeKey(end.place) === 'segment:b')
    .flatMap((path) => explore(topology, replyTo(path)!, path.sessions))
  const plain = back.some(({ end }) => end.kind === 'delivered' && placeKey(end.place) === 'segment:a' && end.header.destination === header.source)
  expect(new Replies(reachOf(topology)).answered(A, B, MAY).contains(header)).toBe(plain)
  return plain
}

describe('an inspecting device', () => {
  const dynamic = (otherwise: 'permit' | 'deny') => filter(otherwise, rule('permit', both(into('b'), inState('established'))), rule('permit', into('a')))

  test('lets the answers of what went through it in where a list says so, and nothing else', () => {
    expect(answered(network({ prerouting: [TRACK], forward: [dynamic('deny')] }))).toBe(true)
    expect(answered(network({ prerouting: [TRACK], forward: [filter('deny', rule('permit', into('a')))] }))).toBe(false)
  })
  test('sees a TCP packet without a session as new, whatever its flags', () => {
    const topology = network({ prerouting: [TRACK], forward: [filter('deny', rule('permit', inState('new')))] })
    for (const flags of [SYN, ACK, SYN | ACK, 0]) expect(passes(topology, packet('10.0.1.5', '10.0.2.5', 443, { flags }))).toBe(true)
  })
  test('translates what is of no session, whatever its flags, and remembers it', () => {
    const hide = [translate('source', rule({ do: 'rewrite', to: { addresses: set('10.0.2.100') } }, { test: 'out', names: ['b'] }))]
    const topology = network({ prerouting: [TRACK], postrouting: hide })
    for (const flags of [SYN, ACK]) expect(answered(topology, packet('10.0.1.5', '10.0.2.5', 443, { flags }))).toBe(true)
  })
  test('looks its sessions up at once where no step says when', () => {
    expect(answered(network({ forward: [dynamic('deny')] }))).toBe(true)
  })
  test('judges an answer before it is tracked by lists without states', () => {
    expect(answered(network({ prerouting: [filter('permit', rule('deny', into('b'))), TRACK], forward: [dynamic('deny')] }))).toBe(false)
  })

  describe('gives an answer its address back where that field is translated', () => {
    const published = { test: 'destination', set: set('192.0.2.9') } as const
    const publish = translate('destination', rule({ do: 'rewrite', to: { addresses: set('10.0.2.5') } }, published))
    const hidden = translate('source', rule({ do: 'rewrite', to: { addresses: set('192.0.2.9') } }, both({ test: 'source', set: set('10.0.2.5') }, { test: 'out', names: ['a'] })))
    const from = (address: string) => filter('deny', rule('permit', { test: 'out', names: ['b'] }), rule('permit', { test: 'source', set: set(address) }))
    const asked = packet('10.0.1.5', '192.0.2.9')
    const behind = (postrouting: Pipeline['postrouting']): Topology => network({ prerouting: [TRACK, publish], postrouting })

    test('so that a list after it sees the published one', () => {
      expect(answered(behind([hidden, from('192.0.2.9')]), asked)).toBe(true)
      expect(answered(behind([hidden, from('10.0.2.5')]), asked)).toBe(false)
    })
    test('and a list before it the real one', () => {
      expect(answered(behind([from('10.0.2.5'), hidden]), asked)).toBe(true)
      expect(answered(behind([from('192.0.2.9'), hidden]), asked)).toBe(false)
    })
  })
})

test('a strict device that picks sessions up in the middle takes any TCP', () => {
  const acknowledging = packet('10.0.1.5', '10.0.2.5', 443, { flags: ACK })
  expect(passes(network({}, { sessions: 'strict' }), acknowledging)).toBe(false)
  expect(passes(network({}, { sessions: 'strict', midstream: true }), acknowledging)).toBe(true)
})
