import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Diagrams, FALSE } from '../../src/net/diagram.ts'
import { exchange } from '../../src/net/exchange.ts'
import { normalize, type Ranges } from '../../src/net/interval.ts'
import type { Ref } from '../../src/net/unique-table.ts'

/** A level above the blocks, two blocks of two levels each, and a level below them. */
const MAXIMA = [2, 5, 3, 5, 3, 2]
const [UPPER, LOWER] = [[1, 2], [3, 4]] as const
const EXCHANGED = [0, 3, 4, 1, 2, 5]

/** By level: what the level's value may be. */
type Box = readonly Ranges[]
const boxes: fc.Arbitrary<Box[]> = fc.array(fc.tuple(...MAXIMA.map((max) => fc.oneof(
  fc.array(fc.tuple(fc.nat(max), fc.nat(max)), { minLength: 1, maxLength: 2 }).map((raw) => normalize(raw)),
  fc.constant<Ranges>([[0, max]]),
))), { maxLength: 5 })

const functionOf = (diagrams: Diagrams, list: readonly Box[]): Ref =>
  diagrams.fold(diagrams.or, list.map((box) => diagrams.product(box.map((ranges, level) => [level, ranges] as const))), FALSE)
const turned = (list: readonly Box[]): Box[] => list.map((box) => EXCHANGED.map((level) => box[level]!))

describe('exchanging two blocks of levels', () => {
  test('gives the function of the exchanged values, whichever block is named first, and twice gives the function back', () => {
    fc.assert(fc.property(boxes, (list) => {
      const diagrams = new Diagrams(MAXIMA)
      const root = functionOf(diagrams, list)
      const exchanged = exchange(diagrams, UPPER, LOWER, root)
      expect(exchanged).toBe(functionOf(diagrams, turned(list)))
      expect(exchange(diagrams, LOWER, UPPER, root)).toBe(exchanged)
      expect(exchange(diagrams, UPPER, LOWER, exchanged)).toBe(root)
    }), { numRuns: 300 })
  })

  test('refuses blocks that do not stand side by side', () => {
    expect(() => exchange(new Diagrams(MAXIMA), [1], [3], FALSE)).toThrow('side by side')
  })
})
