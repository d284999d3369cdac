import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { prefixAround, prefixContains } from '../../src/net/address.ts'
import type { Address } from '../../src/net/address.ts'
import type { Family } from '../../src/net/header.ts'
import { longestPrefix } from '../../src/net/longest-prefix.ts'
import type { LabelledPrefix } from '../../src/net/longest-prefix.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import { NO_CASE, Switch } from '../../src/net/switch.ts'
import { addressValues } from './arbitrary.ts'
import { expressions } from './expression.ts'

const space = new PacketSpace()

const prefixes: fc.Arbitrary<LabelledPrefix[]> = fc.array(fc.constantFrom<Family>(4, 6).chain((family) => fc.record({
  prefix: fc.tuple(addressValues(family), fc.constantFrom(...(family === 4 ? [0, 1, 8, 30, 31, 32] : [0, 1, 31, 32, 33, 64, 127, 128])))
    .map(([value, length]) => prefixAround({ family, value }, length)),
  label: fc.nat(4),
})), { maxLength: 8 })
const addresses: fc.Arbitrary<Address> = fc.constantFrom<Family>(4, 6).chain((family) => fc.record({ family: fc.constant(family), value: addressValues(family) }))

function plainLookup(list: readonly LabelledPrefix[], address: Address): number {
  const matching = list.filter(({ prefix }) => prefixContains(prefix, address))
  const longest = Math.max(...matching.map(({ prefix }) => prefix.length))
  return matching.find(({ prefix }) => prefix.length === longest)?.label ?? NO_CASE
}

describe('switches', () => {
  test('the longest prefix that holds an address labels it; of equal prefixes the first', () => {
    fc.assert(fc.property(prefixes, fc.array(addresses, { minLength: 1 }), (list, some) => {
      for (const family of [4, 6] as const) {
        const ranges = longestPrefix(list, family)
        for (let i = 1; i < ranges.length; i++) {
          expect(ranges[i]!.low > ranges[i - 1]!.high).toBe(true)
          expect(ranges[i]!.low > ranges[i - 1]!.high + 1n || ranges[i]!.label !== ranges[i - 1]!.label).toBe(true)
        }
        for (const address of some.filter((one) => one.family === family)) {
          const label = ranges.find(({ low, high }) => low <= address.value && address.value <= high)?.label ?? NO_CASE
          expect(label).toBe(plainLookup(list, address))
        }
      }
    }), { numRuns: 500 })
  })

  test('a split has one part for each case that the set meets, and the parts make up the set', () => {
    fc.assert(fc.property(prefixes, expressions, fc.constantFrom<'source' | 'destination'>('source', 'destination'), (list, expression, field) => {
      const set = expression.build(space)
      const parts = Switch.byPrefix(space, field, list).split(set)
      expect(space.union(parts.map((part) => part.set)).equals(set)).toBe(true)
      expect(parts.every((part) => !part.set.isEmpty())).toBe(true)
      for (let i = 1; i < parts.length; i++) expect(parts[i]!.label).toBeGreaterThan(parts[i - 1]!.label)
      for (const part of parts) {
        const { now } = part.set.sample()
        expect(plainLookup(list, { family: now.family, value: now[field] })).toBe(part.label)
        for (const other of parts) expect(other === part || !other.set.meets(part.set)).toBe(true)
      }
    }), { numRuns: 200 })
  })

  test('a set of another space is not split', () => {
    expect(() => Switch.of(space, []).split(new PacketSpace().all)).toThrow('do not mix')
  })

  test('splitting by sets is intersecting with each that no earlier one holds', () => {
    fc.assert(fc.property(fc.array(expressions, { maxLength: 4 }), expressions, (list, expression) => {
      const set = expression.build(space)
      const cases = list.map((one, label) => ({ label, set: one.build(space) }))
      const parts = Switch.of(space, cases).split(set)
      let rest = set
      for (const { label, set: one } of cases) {
        const part = parts.find((found) => found.label === label)?.set ?? space.none
        expect(part.equals(rest.intersect(one))).toBe(true)
        rest = rest.subtract(one)
      }
      expect((parts.find(({ label }) => label === NO_CASE)?.set ?? space.none).equals(rest)).toBe(true)
    }), { numRuns: 200 })
  })
})
