/** Who is to blame: the line, host, line of the outside or device that a person would change. */
import { describe, expect, test } from 'vitest'
import { filter, packet, rule } from '../brute/build.ts'
import { host } from '../brute/generate.ts'
import { random } from '../brute/random.ts'
import { witnessOf } from '../../src/engine/witness.ts'
import type { Place } from '../../src/engine/places.ts'
import { causeOf } from '../../src/rules/judgement/blame.ts'
import type { Chain, Rule, Topology } from '../../src/topology/model.ts'
import { between, face, line, reachOf, route, SEGMENTS, set, topologyOf, via, ZONES } from './networks.ts'

function blamed(topology: Topology, header = packet('10.0.1.5', '10.0.2.5'), to: Place = { segment: 'b' }): string {
  const reach = reachOf(topology)
  const { network } = reach
  const leak = reach.initiate({ segment: 'a' }, to).intersect(network.space.header(header))
  return causeOf(witnessOf(network, { segment: 'a' }, to, leak), network).key
}

const to = (address: string) => ({ test: 'destination', set: set(address) }) as const
const called = (id: string, one: Rule): Rule => ({ ...one, id })

describe('to blame is', () => {
  test('the planted line among many, wherever it stands', () => {
    for (let seed = 0; seed < 30; seed++) {
      const { shuffle, pick, int } = random(seed)
      const others = Array.from({ length: int(1, 12) }, (_, index) => called(`other${index}`, rule(pick(['permit', 'deny'] as const), to(`10.0.2.${100 + index}`))))
      const list = shuffle([...others, called('planted', rule('permit', to('10.0.2.5')))])
      expect(blamed(between({ pipeline: { forward: [filter('deny', ...list)] } }))).toBe('rule:d/filter/planted')
    }
  })

  test('the first of two lines of one list that permit it', () => {
    const list = [called('first', rule('permit', to('10.0.2.0/24'))), called('second', rule('permit', to('10.0.2.5')))]
    expect(blamed(between({ pipeline: { forward: [filter('deny', ...list)] } }))).toBe('rule:d/filter/first')
  })

  test('the line inside a list that was called, not the call', () => {
    const chain: Chain = { name: 'inner', at: { file: 'x', path: [] }, otherwise: 'deny', rules: [called('deep', rule('permit', to('10.0.2.5')))] }
    expect(blamed(between({ pipeline: { forward: [filter('deny', called('call', rule({ do: 'jump', chain })))] } }))).toMatch(/\/deep$/)
  })

  test('the device, where no line says anything', () => {
    expect(blamed(between({}))).toBe('device:d')
    expect(blamed(between({ pipeline: { forward: [filter('permit', called('no', rule('deny', to('10.0.2.77'))))] } }))).toBe('device:d')
  })

  test('the policy of a list, where it is written and no rule of the list names the packet', () => {
    const at = { file: 'gw.v4', line: 3, column: 1, endLine: 3, endColumn: 24 }
    const chain: Chain = { name: 'filter FORWARD', at, otherwise: 'permit', otherwiseAt: at, rules: [called('no', rule('permit', to('10.0.2.77')))] }
    expect(blamed(between({ pipeline: { forward: [{ kind: 'filter', chain }] } }))).toBe('policy:d/filter FORWARD IPv4')
    expect(blamed(between({ pipeline: { forward: [{ kind: 'filter', chain: { ...chain, name: 'mangle FORWARD' } }] } }))).toBe('device:d')
    expect(blamed(between({ pipeline: { forward: [{ kind: 'filter', chain: { ...chain, rules: [called('yes', rule('permit', to('10.0.2.5')))] } }] } }))).toBe('rule:d/filter FORWARD/yes')
  })

  test('the route that leads into another VRF, where nothing filters; never a device before it', () => {
    const faces = [face('a', 'a', '10.0.1.1/24', { vrf: 'one' }), face('b', 'b', '10.0.2.1/24', { vrf: 'two' })]
    const leak = route('10.0.0.0/16', { kind: 'vrf', vrf: 'two' }, { vrf: 'one' })
    expect(blamed(between({ faces, routes: [leak] }))).toBe('route:d/one/10.0.0.0/16')
    expect(blamed(between({ faces, routes: [leak], pipeline: { forward: [filter('deny', called('planted', rule('permit', to('10.0.2.5'))))] } }))).toBe('rule:d/filter/planted')
    const inner = route('10.0.2.0/24', via('10.0.3.2', 'b'), { vrf: 'two' })
    expect(blamed(between({ faces, routes: [leak, inner] }))).toBe('route:d/one/10.0.0.0/16')
  })

  test('the host that forwards, before any line', () => {
    const hosts = [host('h', [['a', '10.0.1.8'], ['b', '10.0.2.8']])]
    expect(blamed(topologyOf({ zones: ZONES, segments: SEGMENTS, hosts }))).toBe('host:h')
  })

  test('the circuit, where nothing of ours stands between', () => {
    const topology = topologyOf({ zones: ZONES, segments: SEGMENTS, lines: [line('l', 'a', '10.0.1.9', 'world')] })
    expect(blamed(topology, packet('10.0.1.5', '8.8.8.8'), { zone: 'world' })).toBe('line:l')
  })

  test('never a guard that only keeps a list from what does not concern it', () => {
    const guard = { ...rule('permit', { test: 'not', of: { test: 'in', names: ['z'] } }), elsewhere: true as const }
    expect(blamed(between({ pipeline: { forward: [filter('deny', guard)] } }))).toBe('device:d')
  })
})
