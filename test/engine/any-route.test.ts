/** Whether filters alone hold: what is left out to find out in time, and what becomes of it where there is no time. */
import { describe, expect, test } from 'vitest'
import { ANY_ROUTE, MAY, type Reading } from '../../src/engine/flood.ts'
import { matrixOf, segmentGroups } from '../../src/engine/matrix.ts'
import { Network } from '../../src/engine/network.ts'
import { Reach } from '../../src/engine/reach.ts'
import { Replies } from '../../src/engine/replies.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import { BudgetExceeded } from '../../src/net/unique-table.ts'
import type { Pipeline } from '../../src/topology/model.ts'
import { filter } from '../brute/build.ts'
import { generate } from '../brute/generate.ts'
import { between, face, FACES } from './networks.ts'

const SEEDS = Array.from({ length: 60 }, (_, index) => 300 + index)

describe('with every route possible', () => {
  test('what gets onto a segment is the same, whether or not what is sent to nobody here is followed', () => {
    let translating = 0
    let reached = 0
    for (const seed of SEEDS) {
      const network = new Network(generate(seed, { doubt: 0.1 }))
      const reach = new Reach(network)
      if (network.movesDestinations()) translating++
      for (const from of reach.origins) {
        for (const segment of network.topology.segments.keys()) {
          const all = reach.from(from, ANY_ROUTE).pairs(network.delivered({ segment }))
          if (!all.isEmpty()) reached++
          expect(reach.initiate(from, { segment }, ANY_ROUTE).equals(all), `seed ${seed}, onto ${segment}`).toBe(true)
        }
      }
    }
    expect(Math.min(translating, SEEDS.length - translating, reached)).toBeGreaterThan(5)
  })

  test('a device hands on by every interface, whatever its tables and VRFs say; only what filters deny stays', () => {
    const red = [FACES[0]!, face('b', 'b', '10.0.2.1/24', { vrf: 'red' })]
    const passes = (reading: Reading, pipeline: Partial<Pipeline> = {}): boolean =>
      !new Reach(new Network(between({ faces: red, pipeline }))).initiate({ segment: 'a' }, { segment: 'b' }, reading).isEmpty()
    expect([passes(MAY), passes(ANY_ROUTE), passes(ANY_ROUTE, { forward: [filter('deny')] })]).toEqual([false, true, false])
  })

  test('what takes more than half of the budget stays undecided, and everything else is what it was', () => {
    const topology = generate(SEEDS[0]!, { doubt: 0 })
    const asked = (edgeBudget: number): { cells: ReturnType<typeof matrixOf>; used: number } => {
      const space = new PacketSpace({ edgeBudget })
      const reach = new Reach(new Network(topology, space))
      return { cells: matrixOf(reach, new Replies(reach), segmentGroups(reach)), used: space.diagrams.table.edges }
    }
    const ample = asked(50_000_000)
    const scarce = asked(ample.used)
    const undecided = (cells: typeof ample.cells): typeof ample.cells => cells.map((cell) => (cell.passage.is === 'closed' ? { ...cell, passage: { is: 'closed', holds: 'undecided' } } : cell))
    expect(undecided(scarce.cells)).toEqual(undecided(ample.cells))
    expect(ample.cells.filter(({ passage }) => passage.is === 'closed' && passage.holds === 'undecided')).toEqual([])
    expect(scarce.cells.filter(({ passage }) => passage.is === 'closed' && passage.holds === 'undecided')).not.toEqual([])
  })

  test('an error of another kind is passed on, and the budget is whole again', () => {
    const space = new PacketSpace({ edgeBudget: 4000 })
    expect(() => space.diagrams.table.sparing(() => { throw new RangeError('other') })).toThrow(RangeError)
    const many = (count: number): unknown => Array.from({ length: count }, (_, i) => space.destinationPort([[i, 2 * i]]))
    expect(space.diagrams.table.sparing(() => many(1500))).toBeUndefined()
    expect(space.diagrams.table.edges).toBeLessThanOrEqual(2000)
    expect(() => many(20_000)).toThrow(BudgetExceeded)
    expect(space.diagrams.table.edges).toBeGreaterThan(2000)
  })
})
