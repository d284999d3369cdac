/** A refutation is shown only with a packet that the plain walk delivers too. */
import { describe, expect, test } from 'vitest'
import { filter, packet } from '../brute/build.ts'
import { generate } from '../brute/generate.ts'
import { MAY, SURELY } from '../../src/engine/flood.ts'
import { blocked, replyWitnessOf, witnessOf } from '../../src/engine/witness.ts'
import type { Topology } from '../../src/topology/model.ts'
import { between, eachNetwork, places, reachOf, somePackets } from './networks.ts'

/** Where any address may be written into a packet, the plain walk tries only a few of them (see test/brute/compare.ts). */
const rewritesToAnything = (topology: Topology): boolean => [...topology.devices.values()].some(({ pipeline }) =>
  [...pipeline.prerouting, ...pipeline.postrouting].some((step) => step.kind === 'translate' && step.chain.rules.some(({ action }) =>
    action.do === 'unknown' || (action.do === 'rewrite' && action.to.addresses === 'unknown'))))

describe('a witness', () => {
  test.each([[0, 'MAY', MAY], [0.08, 'MAY', MAY], [0.08, 'SURELY', SURELY]] as const)('of every set replays: doubt %s, %s', (doubt, _, reading) => {
    let asked = 0
    eachNetwork(6, doubt, (reach, random) => {
      const { network } = reach
      if (rewritesToAnything(network.topology)) return
      for (const from of reach.origins) {
        for (const to of places(reach)) {
          const set = reach.initiate(from, to, reading).intersect(random.chance(0.5) ? network.space.all : somePackets(network.space, random))
          if (set.isEmpty()) continue
          const found = witnessOf(network, from, to, set)
          asked++
          expect(found.path.end).toMatchObject({ kind: 'delivered', header: found.now })
          expect(set.contains(found.now, { sent: found.sent })).toBe(true)
          expect(found.witness.path.length).toBeGreaterThan(1)
          expect(found.witness.boxes.length).toBeGreaterThan(0)
        }
      }
    })
    expect(asked).toBeGreaterThan(40)
  })

  test('is the same in every run', () => {
    const once = () => {
      const reach = reachOf(generate(9003, { doubt: 0 }))
      return reach.origins.slice(0, 3).flatMap((from) => places(reach).flatMap((to) => {
        const set = reach.initiate(from, to)
        return set.isEmpty() ? [] : [witnessOf(reach.network, from, to, set).witness]
      }))
    }
    expect(once()).toEqual(once())
  })

  test('that does not replay is a bug, and says so with the packet', () => {
    const { network } = reachOf(between({ pipeline: { forward: [filter('deny')] } }))
    const never = network.space.header(packet('10.0.1.5', '10.0.2.5')).intersect(network.space.asSent())
    expect(() => witnessOf(network, { segment: 'a' }, { segment: 'b' }, never)).toThrow(/does not replay.*10\.0\.2\.5/)
  })
})

describe('its answer', () => {
  test('comes back through a device that knows the session', () => {
    const { network } = reachOf(between({ sessions: 'strict' }))
    const set = network.space.header(packet('10.0.1.5', '10.0.2.5')).intersect(network.space.asSent())
    const forward = witnessOf(network, { segment: 'a' }, { segment: 'b' }, set)
    expect(replyWitnessOf(network, { segment: 'a' }, { segment: 'b' }, forward)!.witness.delivered).toMatchObject({ destination: '10.0.1.5', flags: 'SYN,ACK' })
  })
})

describe('what blocks a packet', () => {
  test('is told by the way that gets furthest, to the line that drops it', () => {
    const { network } = reachOf(between({ pipeline: { forward: [filter('deny')] } }))
    const { shown: { path } } = blocked(network, { segment: 'a' }, { segment: 'b' }, packet('10.0.1.5', '10.0.2.5'))
    expect(path.at(-1)!.what.en).toBe('denied by a filter')
  })
})
