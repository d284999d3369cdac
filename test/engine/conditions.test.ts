/** Conditions have three meanings: of one packet, as sets, and as the boxes that a plain line of a filter is made of. They are one. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressSets, headers, numbers, protocolRanges, ranges, states } from '../net/arbitrary.ts'
import { permitted } from '../../src/engine/chain-sets.ts'
import { conditionSets, type Scope } from '../../src/engine/condition-sets.ts'
import { decide } from '../../src/engine/plain/chain.ts'
import { holds, named, type Situation } from '../../src/engine/plain/condition.ts'
import type { Ranges } from '../../src/net/interval.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import type { Chain, Condition } from '../../src/topology/model.ts'

const FACES = ['eth0', 'eth1', 'ppp0']
const at = { file: 'list', line: 1, column: 1 }

const families = fc.constantFrom<4 | 6>(4, 6)
const names = fc.subarray(['eth0', 'eth1', 'eth+', 'eth0+', 'ppp', 'ppp+', '+'])
const single: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ test: fc.constantFrom<'source' | 'destination'>('source', 'destination'), set: addressSets }),
  fc.record({ test: fc.constant<'family'>('family'), family: families }),
  fc.record({ test: fc.constant<'protocol'>('protocol'), set: protocolRanges }),
  fc.record({ test: fc.constantFrom<'source-port' | 'destination-port'>('source-port', 'destination-port'), set: ranges(0xffff) }),
  fc.record({ test: fc.constant<'icmp'>('icmp'), family: families, types: ranges(255), codes: ranges(255) }),
  fc.record({ test: fc.constant<'tcp-flags'>('tcp-flags'), mask: numbers(63), set: numbers(63) }),
  fc.record({ test: fc.constant<'fragment'>('fragment') }),
  fc.record({ test: fc.constant<'state'>('state'), states: fc.array(states, { maxLength: 3 }) }),
  fc.record({ test: fc.constantFrom<'in' | 'out'>('in', 'out'), names }),
  fc.record({ test: fc.constant<'unknown'>('unknown'), what: fc.constant('a module') }),
)
const several = (part: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> => fc.oneof(
  { weight: 4, arbitrary: fc.record({ test: fc.constant<'all'>('all'), of: fc.array(part, { maxLength: 4 }) }) },
  { weight: 3, arbitrary: fc.record({ test: fc.constant<'any'>('any'), of: fc.array(part, { maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ test: fc.constant<'not'>('not'), of: part }) },
)
const conditions = fc.oneof(single, several(single), several(several(single)))

const situations: fc.Arbitrary<Situation> = fc.record({
  header: headers, state: fc.option(states, { nil: undefined }), in: fc.constantFrom(undefined, ...FACES), out: fc.constantFrom(undefined, ...FACES),
}).map(({ header, state, in: into, out }) => ({ header, ...(state && { state }), ...(into !== undefined && { in: into }), ...(out !== undefined && { out }) }))

/** Interfaces are numbered from 1; 0 is none. */
const numbered = (name: string | undefined): number => (name === undefined ? 0 : FACES.indexOf(name) + 1)
const meant = (patterns: readonly string[]): Ranges =>
  FACES.flatMap((name, i) => (patterns.some((pattern) => named(pattern, name)) ? [[i + 1, i + 1] as const] : []))

describe('a condition', () => {
  const space = new PacketSpace()

  test('holds for the packets of its sets and of its boxes: surely, perhaps or not', () => {
    fc.assert(fc.property(conditions, fc.array(situations, { minLength: 1, maxLength: 12 }), (when, some) => {
      const list: Chain = { name: 'list', at, otherwise: 'deny', rules: [{ at, when, action: { do: 'permit' } }] }
      for (const situation of some) {
        const { header, state } = situation
        const scope: Scope = { space, tracked: state !== undefined, in: meant, out: meant }
        const here = { in: numbered(situation.in), out: numbered(situation.out) }
        const said = holds(when, situation)
        const expected = { must: said === true, may: said !== false }
        const sets = conditionSets(when, scope)
        const inState = { ...here, ...(state && { state }) }
        expect({ must: sets.must.contains(header, inState), may: sets.may.contains(header, inState) }).toEqual(expected)
        const passed = permitted(list, scope, state && space.state([state]))
        expect({ must: passed.must.contains(header, here), may: passed.may.contains(header, here) }).toEqual(expected)
        const decisions = decide(list, situation)
        expect({ must: decisions.every(({ does }) => does === 'permit'), may: decisions.some(({ does }) => does === 'permit') }).toEqual(expected)
        expect(decisions.every(({ certain }) => certain)).toBe(said !== undefined)
      }
    }), { numRuns: 400 })
  })
})

test('a name that ends in + stands for all that begin so, any other for itself', () => {
  expect(['eth0', 'eth+', '+', 'eth', 'eth0+', 'th0'].map((pattern) => named(pattern, 'eth0'))).toEqual([true, true, true, false, true, false])
})
