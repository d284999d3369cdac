/** Devices that remember each other's sessions, and addresses that they share. */
import { describe, expect, test } from 'vitest'
import { set } from '../brute/addresses.ts'
import { address } from '../brute/addresses.ts'
import { device, face, filter, packet, route, rule, segment, translate, via } from '../brute/build.ts'
import { reachOf } from '../brute/compare.ts'
import { topologyOf, zone } from '../brute/generate.ts'
import { AT } from '../brute/generate-rules.ts'
import { MAY, REQUIRED } from '../../src/engine/flood.ts'
import { placeKey } from '../../src/engine/places.ts'
import { Replies } from '../../src/engine/replies.ts'
import { explore, replyTo } from '../../src/engine/trace.ts'
import type { Device, Interface, Step, Topology } from '../../src/topology/model.ts'

const SEGMENTS = [segment('a', 'mn', '10.0.1.0/24'), segment('b', 'in', '10.0.2.0/24')]
const [A, B] = [{ segment: 'a' }, { segment: 'b' }]
const ASKED = packet('10.0.1.5', '10.0.2.5')
/** Lets in what came by `a`, and the answers to it. */
const OUTWARD = filter('deny', rule('permit', { test: 'in', names: ['a'] }))
const HIDE: Step = translate('source', rule({ do: 'rewrite', to: { addresses: set('10.0.2.100') } }, { test: 'out', names: ['b'] }))

const member = (id: string, last: number, more: Partial<Device> = {}, pipeline: Partial<Device['pipeline']> = {}): Device => ({
  ...device(id, { faces: [face('a', 'a', `10.0.1.${last}/24`), face('b', 'b', `10.0.2.${last}/24`)], sessions: 'strict', pipeline: { forward: [OUTWARD], ...pipeline } }), ...more,
})
const network = (...devices: Device[]): Topology =>
  topologyOf({ zones: [zone('mn', 'mynumber'), zone('in', 'internet')], segments: SEGMENTS, devices })

/** Whether the answer to a packet that went by `there` may come back by `back`, in the plain walk. */
const comesBack = (topology: Topology, there: string, back: string): boolean =>
  explore(topology, { place: { segment: 'a', via: { device: there, interface: 'a' } }, header: ASKED })
    .filter(({ end }) => end.kind === 'delivered' && placeKey(end.place) === 'segment:b')
    .flatMap((path) => explore(topology, { place: { segment: 'b', via: { device: back, interface: 'b' } }, header: replyTo(path)!.header }, path.sessions))
    .some(({ end }) => end.kind === 'delivered' && placeKey(end.place) === 'segment:a' && end.header.destination === ASKED.source)

/** The same in the fixpoint, where everything goes by `there` because the other denies it. */
const answeredByTheOther = (cluster: string | undefined, pipeline: Partial<Device['pipeline']> = {}): boolean => {
  const share = cluster === undefined ? {} : { cluster }
  const deaf = { prerouting: [filter('permit', rule('deny', { test: 'in', names: ['a'] }))] }
  const mute = { prerouting: [filter('permit', rule('deny', { test: 'in', names: ['b'] }))] }
  const topology = network(member('x', 1, { ...share, sessions: { kind: 'inspecting', reassembles: false, helpers: false } }, { forward: [], ...mute, ...pipeline }),
    member('y', 2, { ...share, sessions: { kind: 'inspecting', reassembles: false, helpers: false } }, { ...deaf, forward: [filter('deny', rule('permit', { test: 'state', states: ['established'] }))] }))
  return new Replies(reachOf(topology)).answered(A, B, MAY).contains(ASKED)
}

describe('a cluster', () => {
  test('lets an answer back by any of its devices, others do not', () => {
    const pair = network(member('x', 1, { cluster: 'fw' }), member('y', 2, { cluster: 'fw' }))
    expect(comesBack(pair, 'x', 'y')).toBe(true)
    for (const other of [undefined, 'another']) {
      expect(comesBack(network(member('x', 1, { cluster: 'fw' }), member('y', 2, other === undefined ? {} : { cluster: other })), 'x', 'y')).toBe(false)
    }
  })
  test('does so in the fixpoint, too', () => {
    expect([answeredByTheOther('fw'), answeredByTheOther(undefined)]).toEqual([true, false])
  })
  test('gives back what another of its devices has translated', () => {
    expect(answeredByTheOther('fw', { postrouting: [HIDE] })).toBe(true)
    expect(comesBack(network(member('x', 1, { cluster: 'fw' }, { postrouting: [HIDE] }), member('y', 2, { cluster: 'fw' })), 'x', 'y')).toBe(true)
  })
  test('is no device of that name', () => {
    expect(comesBack(network(member('x', 1, { cluster: 'y' }), member('y', 2)), 'x', 'y')).toBe(false)
  })
})

describe('a virtual address', () => {
  const shared = (one: Interface, last = 254): Interface => ({ ...one, addresses: [...one.addresses, { address: address(`10.0.8.${last}`), length: 24, at: AT, virtual: true }] })
  const gateway = (id: string, last: number, virtual: boolean, forward: readonly Step[] = []): Device => {
    const link = face('l', 'l', `10.0.8.${last}/24`)
    const both = virtual ? shared(link) : { ...shared(link), addresses: shared(link).addresses.map(({ virtual: _, ...rest }) => rest) }
    return device(id, { faces: [both, face('b', 'b', `10.0.2.${last}/24`)], pipeline: { forward } })
  }
  const behind = (virtual: boolean, ...forward: (readonly Step[])[]): Topology => topologyOf({
    zones: [zone('mn', 'mynumber'), zone('in', 'internet')], segments: [...SEGMENTS, segment('l', 'mn', '10.0.8.0/24')],
    devices: [device('d', { faces: [face('a', 'a', '10.0.1.1/24'), face('l', 'l', '10.0.8.1/24')], routes: [route('10.0.2.0/24', via('10.0.8.254', 'l'))] }),
      gateway('x', 2, virtual, forward[0]), gateway('y', 3, virtual, forward[1])],
  })
  const arrives = (topology: Topology): { may: boolean; surely: boolean } => {
    const reach = reachOf(topology)
    const sent = reach.network.space.header(ASKED).intersect(reach.network.space.asSent())
    return { may: reach.initiate(A, B).contains(ASKED, { sent: ASKED }), surely: sent.within(reach.surely(A, B, sent, REQUIRED)) }
  }

  test('is answered by either device: something surely arrives only by both', () => {
    expect(arrives(behind(true))).toEqual({ may: true, surely: true })
    expect(arrives(behind(true, [], [filter('deny')]))).toEqual({ may: true, surely: false })
    expect(arrives(behind(true, [filter('deny')], [filter('deny')]))).toEqual({ may: false, surely: false })
  })
  test('that two devices have by mistake makes nothing sure', () => {
    expect(arrives(behind(false))).toEqual({ may: true, surely: false })
  })
  test('is not what `interface` stands for in a translation', () => {
    const hide = translate('source', rule({ do: 'rewrite', to: { addresses: 'interface' } }))
    const one = device('d', { faces: [face('a', 'a', '10.0.1.1/24'), { ...face('b', 'b', '10.0.2.1/24'), addresses: [...face('b', 'b', '10.0.2.1/24').addresses, { address: address('10.0.2.254'), length: 24, at: AT, virtual: true }] }], pipeline: { postrouting: [hide] } })
    const sources = explore(network(one), { place: A, header: ASKED }).filter(({ end }) => end.kind === 'delivered' && placeKey(end.place) === 'segment:b').map(({ end }) => end.header.source)
    expect([...new Set(sources)]).toEqual([address('10.0.2.1').value])
  })
})
