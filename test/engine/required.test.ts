/** What is required: a packet surely arrives only if every choice on its way delivers it, and its answer comes back. */
import { describe, expect, test } from 'vitest'
import { filter, packet, rule, translate } from '../brute/build.ts'
import { REQUIRED } from '../../src/engine/flood.ts'
import { Replies } from '../../src/engine/replies.ts'
import type { Reach } from '../../src/engine/reach.ts'
import type { Device, Step, Topology } from '../../src/topology/model.ts'
import { device, face, reachOf, route, segment, set, topologyOf, via, ZONES } from './networks.ts'

const DENY = filter('deny')
const HTTPS = packet('10.0.1.5', '10.0.2.5')

/** Two ways between `a` and `b`, by p and by q, each forwarding unless told otherwise; d and e stand at the ends. */
interface Ways {
  /** Of d towards `b`, and of e towards `a`: the next hops. */
  readonly there?: readonly Device['routes'][number]['next'][]
  readonly back?: readonly Device['routes'][number]['next'][]
  readonly q?: { readonly forward?: readonly Step[]; readonly routes?: Device['routes'] }
  readonly e?: Parameters<typeof device>[1]['pipeline']
}

const P = via('10.0.8.2', 'x')
const Q = via('10.0.8.3', 'x')
const P_BACK = via('10.0.9.2', 'y')
const Q_BACK = via('10.0.9.3', 'y')
const NULL = { kind: 'null' } as const

function ways({ there = [P], back = [P_BACK], q = {}, e = {} }: Ways): Topology {
  const middle = (id: string, number: number, more: Ways['q'] = {}): Device => device(id, {
    faces: [face('x', 'x', `10.0.8.${number}/24`), face('y', 'y', `10.0.9.${number}/24`)],
    routes: more.routes ?? [route('10.0.1.0/24', via('10.0.8.1', 'x')), route('10.0.2.0/24', via('10.0.9.1', 'y'))],
    pipeline: { forward: more.forward ?? [] },
  })
  return topologyOf({
    zones: ZONES,
    segments: [segment('a', 'mn', '10.0.1.0/24'), segment('b', 'in', '10.0.2.0/24'), segment('x', 'in', '10.0.8.0/24'), segment('y', 'in', '10.0.9.0/24')],
    devices: [
      device('d', { faces: [face('a', 'a', '10.0.1.1/24'), face('x', 'x', '10.0.8.1/24')], routes: there.map((next) => route('10.0.2.0/24', next)) }),
      middle('p', 2), middle('q', 3, q),
      device('e', { faces: [face('y', 'y', '10.0.9.1/24'), face('b', 'b', '10.0.2.1/24')], routes: back.map((next) => route('10.0.1.0/24', next)), pipeline: e }),
    ],
  })
}

const sent = (reach: Reach, header = HTTPS) => reach.network.space.header(header).intersect(reach.network.space.asSent())
const arrives = (topology: Topology): boolean => {
  const reach = reachOf(topology)
  return sent(reach).within(reach.surely({ segment: 'a' }, { segment: 'b' }, sent(reach), REQUIRED))
}
const isAnswered = (topology: Topology): boolean => {
  const reach = reachOf(topology)
  return new Replies(reach).areAnswered({ segment: 'a' }, sent(reach), REQUIRED)
}

describe('a packet surely arrives', () => {
  test('by the only way, and by two equal ones that both deliver', () => {
    expect(arrives(ways({}))).toBe(true)
    expect(arrives(ways({ there: [P, Q] }))).toBe(true)
  })

  test('not where one of two equal ways denies, discards, or has no route further on', () => {
    expect(arrives(ways({ there: [P, Q], q: { forward: [DENY] } }))).toBe(false)
    expect(arrives(ways({ there: [P, NULL] }))).toBe(false)
    expect(arrives(ways({ there: [P, Q], q: { routes: [] } }))).toBe(false)
  })

  test('although a way that is not the best one denies', () => {
    const topology = ways({ there: [P, Q], q: { forward: [DENY] } })
    const d = topology.devices.get('d')!
    const worse = { ...d, routes: d.routes.map((one, index) => ({ ...one, distance: index + 1 })) }
    expect(arrives({ ...topology, devices: new Map([...topology.devices, ['d', worse]]) })).toBe(true)
  })

  test('only if what is not understood on its way is known to let it by', () => {
    expect(arrives(ways({ e: { forward: [filter('deny', rule('permit', { test: 'unknown', what: 'match' }))] } }))).toBe(false)
    expect(arrives(ways({ e: { forward: [filter('deny', rule('permit', { test: 'unknown', what: 'match' }), rule('permit'))] } }))).toBe(true)
  })

  // Only what is lost is taken away from what arrives: what one of the choices delivers to somebody else counts as arrived.
  test('not where one of two equal ways leads to what nobody declared', () => {
    expect(arrives(ways({ there: [P, via('10.0.8.77', 'x')] }))).toBe(false)
  })

  // A packet that goes round on one of two equal ways comes back to where it was: nothing of it is new there, and nothing lost.
  test('not where one of two equal ways is a loop', () => {
    const round = [route('10.0.2.0/24', via('10.0.8.1', 'x')), route('10.0.1.0/24', via('10.0.8.1', 'x'))]
    expect(arrives(ways({ there: [P, Q], q: { routes: round } }))).toBe(false)
  })
})

describe('an opening is answered', () => {
  test('where the answer has a way back', () => expect(isAnswered(ways({}))).toBe(true))

  test('not where the answer is denied, or has no route', () => {
    const noAnswers = filter('permit', rule('deny', { test: 'source', set: set('10.0.2.0/24') }))
    expect(isAnswered(ways({ e: { forward: [noAnswers] } }))).toBe(false)
    expect(isAnswered(ways({ back: [] }))).toBe(false)
    expect(isAnswered(ways({ back: [NULL] }))).toBe(false)
  })

  test('not where it never arrives', () => {
    // Nothing was delivered, so nobody answers.
    expect(isAnswered(ways({ e: { forward: [DENY] } }))).toBe(false)
  })

  // `Replies.areAnswered` floods the answers without `requires`: one way back of two is enough for it. The rule flow-blocked
  // says in both languages that the answer surely comes back.
  test('not where one of two equal ways back denies it', () => {
    expect(isAnswered(ways({ back: [P_BACK, Q_BACK], q: { forward: [DENY] } }))).toBe(false)
  })
})

describe('under translation', () => {
  const arrived = (e: Ways['e'], header = HTTPS) => {
    const reach = reachOf(ways({ e: e! }))
    return reach.surely({ segment: 'a' }, { segment: 'b' }, sent(reach, header), REQUIRED)
  }

  test('a published address delivers to the real one', () => {
    const publish = translate('destination', rule({ do: 'rewrite', to: { addresses: set('10.0.2.5') } }, { test: 'destination', set: set('10.0.2.200') }))
    const pairs = arrived({ prerouting: [publish] }, packet('10.0.1.5', '10.0.2.200'))
    expect(pairs.contains(packet('10.0.1.5', '10.0.2.5'), { sent: packet('10.0.1.5', '10.0.2.200') })).toBe(true)
    expect(pairs.delivered().contains(packet('10.0.1.5', '10.0.2.200'))).toBe(false)
  })

  test('a pool without an address of the family delivers nothing', () => {
    const hide = translate('source', rule({ do: 'rewrite', to: { addresses: set('fd00::9') } }))
    expect(arrived({ postrouting: [hide] }).isEmpty()).toBe(true)
  })
})
