import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { complement, count, has, intersect, normalize, subtract, union } from '../../src/net/interval.ts'
import type { Range, Ranges } from '../../src/net/interval.ts'

const MAX = 12
const raw = fc.array(fc.tuple(fc.nat(MAX), fc.nat(MAX)), { maxLength: 6 })
const sets = raw.map((list) => normalize(list))
const members = (list: readonly Range<number>[]): number[] =>
  Array.from({ length: MAX + 1 }, (_, value) => value).filter((value) => list.some(([low, high]) => low <= value && value <= high))
const big = (list: Ranges): Ranges<bigint> => list.map(([low, high]) => [BigInt(low), BigInt(high)])

describe('ranges', () => {
  test('normal ranges rise, do not touch, and hold what the raw ones held', () => {
    fc.assert(fc.property(raw, (list) => {
      const normal = normalize(list)
      expect(members(normal)).toEqual(members(list))
      for (const [i, [low, high]] of normal.entries()) {
        expect(low).toBeLessThanOrEqual(high)
        if (i > 0) expect(low).toBeGreaterThan(normal[i - 1]![1] + 1)
      }
      expect(normalize(normal)).toEqual(normal)
    }))
  })

  test('the algebra is that of sets, its results are normal, and bigints do as numbers do', () => {
    fc.assert(fc.property(sets, sets, (a, b) => {
      const [inA, inB] = [members(a), members(b)]
      for (const [result, expected] of [
        [union(a, b), [...inA, ...inB]],
        [intersect(a, b), inA.filter((value) => inB.includes(value))],
        [subtract(a, b), inA.filter((value) => !inB.includes(value))],
        [complement(a, MAX), members([[0, MAX]]).filter((value) => !inA.includes(value))],
      ] as const) {
        expect(members(result)).toEqual([...new Set(expected)].sort((x, y) => x - y))
        expect(normalize(result)).toEqual(result)
      }
      expect(union(big(a), big(b))).toEqual(big(union(a, b)))
      expect(intersect(big(a), big(b))).toEqual(big(intersect(a, b)))
      expect(subtract(big(a), big(b))).toEqual(big(subtract(a, b)))
      expect(complement(big(a), BigInt(MAX))).toEqual(big(complement(a, MAX)))
    }), { numRuns: 500 })
  })

  test('count counts the values that has finds', () => {
    fc.assert(fc.property(sets, (set) => {
      expect(Number(count(set))).toBe(Array.from({ length: MAX + 1 }, (_, value) => value).filter((value) => has(set, value)).length)
    }))
  })
})
