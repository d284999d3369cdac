/** Conditions and lists have a meaning for one packet and one for sets, conditions also one as boxes: they say the same. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactly } from '../../src/engine/bounds.ts'
import { permitted, translated } from '../../src/engine/chain-sets.ts'
import { conditionSets } from '../../src/engine/condition-sets.ts'
import { decide } from '../../src/engine/plain/chain.ts'
import { holds, named } from '../../src/engine/plain/condition.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import type { Chain, Condition } from '../../src/topology/model.ts'
import { at, conditions, lists, placed, scopeAt, situations } from './lists.ts'

const space = new PacketSpace()
const some = fc.array(situations, { minLength: 1, maxLength: 10 })

test('a condition holds for the packets of its sets and of its boxes: surely, perhaps or not', () => {
  fc.assert(fc.property(conditions, some, (when, met) => {
    const list: Chain = { name: 'list', at, otherwise: 'deny', rules: [{ at, when, action: { do: 'permit' } }] }
    for (const situation of met) {
      const { header, state } = situation
      const [scope, here] = [scopeAt(space, situation), placed(situation)]
      const said = holds(when, situation)
      const expected = { must: said === true, may: said !== false }
      const sets = conditionSets(when, scope)
      const inState = { ...here, ...(state && { state }) }
      expect({ must: sets.must.contains(header, inState), may: sets.may.contains(header, inState) }).toEqual(expected)
      const passed = permitted(list, scope, state && space.state([state]))
      expect({ must: passed.must.contains(header, here), may: passed.may.contains(header, here) }).toEqual(expected)
    }
  }), { numRuns: 250 })
})

test('a name that ends in + stands for all that begin so, any other for itself', () => {
  expect(['eth0', 'eth+', '+', 'eth', 'eth0+', 'th0'].map((pattern) => named(pattern, 'eth0'))).toEqual([true, true, true, false, true, false])
})

describe('a list that calls others', () => {
  test('lets by what some decision, and surely what every decision, lets by', () => {
    fc.assert(fc.property(lists(false), some, (list, met) => {
      for (const situation of met) {
        const { header, state } = situation
        const [here, decisions] = [placed(situation), decide(list, situation)]
        const { must, may } = permitted(list, scopeAt(space, situation), state && space.state([state]))
        const permits = decisions.map(({ does }) => does !== 'deny')
        expect({ must: must.contains(header, here), may: may.contains(header, here) }).toEqual({ must: permits.every(Boolean), may: permits.some(Boolean) })
      }
    }), { numRuns: 150 })
  })

  test('may rewrite, drop, leave alone and untrack what some decision does, and surely does only what every decision does', () => {
    fc.assert(fc.property(lists(true), some, (list, packets) => {
      for (const situation of packets) {
        const { header, state } = situation
        const here = { ...placed(situation), ...(state && { state }) }
        const decisions = decide(list, situation)
        const { denied, unchanged, untracked, rewrites } = translated(list, scopeAt(space, situation), exactly(state ? space.state([state]) : space.all))
        const rewritten = { must: space.union(rewrites.map(({ when }) => when.must)), may: space.union(rewrites.map(({ when }) => when.may)) }
        for (const [sets, does] of [[denied, 'deny'], [unchanged, 'permit'], [rewritten, 'rewrite']] as const) {
          expect(sets.may.contains(header, here)).toBe(decisions.some((each) => each.does === does))
          if (sets.must.contains(header, here)) expect(decisions.every((each) => each.does === does)).toBe(true)
        }
        const met = rewrites.filter(({ when }) => when.may.contains(header, here))
        expect(new Set(met.map(({ to }) => to.addresses))).toEqual(new Set(decisions.flatMap(({ to }) => (to ? [to.addresses] : []))))
        expect(untracked.may.contains(header, here)).toBe(decisions.some((each) => each.untracked))
      }
    }), { numRuns: 150 })
  })

  test('decides one thing only of what it is certain, and is certain where every test and action that is met is understood', () => {
    const understood = (condition: Condition): boolean => ('of' in condition ? [condition.of].flat().every(understood) : condition.test !== 'unknown')
    const all = ({ rules }: Chain): boolean => rules.every(({ when, action }) =>
      understood(when) && action.do !== 'unknown' && (!('chain' in action) || all(action.chain)))
    fc.assert(fc.property(lists(true), some, (list, met) => {
      for (const situation of met) {
        const decisions = decide(list, situation)
        expect(decisions.length).toBeGreaterThan(0)
        if (decisions.some(({ certain }) => certain)) expect(decisions).toHaveLength(1)
        if (all(list) && situation.state && !situation.header.fragment) expect(decisions.map(({ certain }) => certain)).toEqual([true])
        for (const { does, to } of decisions) {
          expect(['permit', 'deny', 'rewrite']).toContain(does)
          expect(to !== undefined).toBe(does === 'rewrite')
        }
      }
    }), { numRuns: 150 })
  })

  test('decides the rest where that is written, else where the list is', () => {
    const [last, situation] = [{ ...at, line: 9 }, fc.sample(situations, { numRuns: 1, seed: 1 })[0]!]
    const empty: Chain = { name: 'list', at, otherwise: 'deny', rules: [] }
    expect(decide(empty, situation).map((each) => each.at)).toEqual([at])
    expect(decide({ ...empty, otherwiseAt: last }, situation).map((each) => each.at)).toEqual([last])
  })
})
