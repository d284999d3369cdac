import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PacketSpace } from '../../src/net/packet-space.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import { analyseFilter, analyseRules } from '../../src/net/rule-analysis.ts'
import type { MatchRule } from '../../src/net/rule-analysis.ts'
import { BudgetExceeded } from '../../src/net/unique-table.ts'
import { headerExpressions } from './expression.ts'

const space = new PacketSpace()
const lists = fc.array(fc.record({ match: headerExpressions, permit: fc.boolean() }), { maxLength: 6 })
  .map((list): MatchRule[] => list.map(({ match, permit }) => ({ match: match.build(space), permit })))

/** First match decides, in the plainest way. */
function accepted(rules: readonly MatchRule[], otherwise: 'permit' | 'deny'): PacketSet {
  let left = space.all
  let permitted = space.none
  for (const { match, permit } of rules) {
    if (permit) permitted = permitted.union(left.intersect(match))
    left = left.subtract(match)
  }
  return otherwise === 'permit' ? permitted.union(left) : permitted
}

describe('rule analysis', () => {
  test('agrees with removing one rule at a time', () => {
    fc.assert(fc.property(lists, fc.constantFrom<'permit' | 'deny'>('permit', 'deny'), (rules, otherwise) => {
      const analysis = analyseRules(space, rules, otherwise)
      expect(analysis.accepted.equals(accepted(rules, otherwise))).toBe(true)
      rules.forEach(({ match }, i) => {
        const earlier = rules.slice(0, i)
        const reached = match.subtract(space.union(earlier.map((rule) => rule.match)))
        expect(analysis.shadowed[i]).toBe(reached.isEmpty())
        expect(analysis.redundant[i]).toBe(accepted(rules.filter((_, j) => j !== i), otherwise).equals(analysis.accepted))
        const shadowers = earlier.flatMap((rule, j) =>
          (rule.match.intersect(match).subtract(space.union(earlier.slice(0, j).map((before) => before.match))).isEmpty() ? [] : [j]))
        expect(analysis.shadowers(i)).toEqual(shadowers)
      })
    }), { numRuns: 300 })
  })

  test('a rule that would decide only what is no header is shadowed', () => {
    const types = (low: number, high: number): MatchRule => ({ match: space.icmp(4, [[low, high]], [[0, 255]]), permit: true })
    const rules = [types(0, 100), types(101, 255), types(0, 255), types(0, 255)]
    expect(analyseRules(space, rules, 'deny').shadowed).toEqual([false, false, true, true])
    expect(analyseRules(space, rules, 'deny').shadowers(3)).toEqual([0, 1])
  })

  test('a long filter in a space of its own is analysed as in any other', () => {
    const texts = Array.from({ length: 2100 }, (_, i) => ({ port: (i * 37) % 1500, permit: i % 2 === 0 }))
    const own = analyseFilter(texts, ({ port, permit }, its) => ({ match: its.destinationPort([[port, port + 3]]), permit }), 'deny')
    const shared = analyseRules(space, texts.map(({ port, permit }) => ({ match: space.destinationPort([[port, port + 3]]), permit })), 'deny')
    expect(own.shadowed).toEqual(shared.shadowed)
    expect(own.redundant).toEqual(shared.redundant)
    expect(own.accepted.size()).toBe(shared.accepted.size())
    expect(own.shadowers(2050)).toEqual(shared.shadowers(2050))
  })

  test('more edges than allowed are an error, never an answer', () => {
    const rules = Array.from({ length: 50 }, (_, i) => i)
    expect(() => analyseFilter(rules, (i, its) => ({ match: its.destinationPort([[i * 2, i * 3]]), permit: true }), 'deny', 100)).toThrow(BudgetExceeded)
  })

  test('a shadowed rule is redundant', () => {
    fc.assert(fc.property(lists, (rules) => {
      const { shadowed, redundant } = analyseRules(space, rules, 'deny')
      shadowed.forEach((is, i) => expect(!is || redundant[i]).toBe(true))
    }))
  })
})
