import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PacketSpace } from '../../src/net/packet-space.ts'
import { readSet, writeSet } from '../../src/net/written-set.ts'

describe('a written set', () => {
  test('is read as the same set', () => {
    fc.assert(fc.property(fc.nat({ max: 65535 }), fc.nat({ max: 65535 }), (a, b) => {
      const space = new PacketSpace()
      const set = space.destinationPort([[Math.min(a, b), Math.max(a, b)]]).union(space.source({ v4: [[BigInt(a), BigInt(a) * 60000n]], v6: [] })).subtract(space.fragment())
      expect(readSet(space, writeSet(set))!.equals(set)).toBe(true)
      expect(writeSet(readSet(new PacketSpace(), writeSet(set))!)).toBe(writeSet(set))
    }))
  })

  test('nothing and everything', () => {
    const space = new PacketSpace()
    for (const set of [space.none, space.all]) expect(readSet(space, writeSet(set))!.equals(set)).toBe(true)
  })

  test('anything else is no set, and breaks nothing', () => {
    const space = new PacketSpace()
    const good = writeSet(space.destinationPort([[80, 443]]))
    for (const bad of ['', 'p1', 'p0;*', 'p1;0', 'p1;0:1>*;0', 'p1;zz:1>*;0', 'p1;0:5>*,1>-;0', 'p1;0:9>7;0', good.slice(0, -3), good.replace('p1', 'p9')]) expect(readSet(space, bad), bad).toBeUndefined()
    fc.assert(fc.property(fc.string(), (text) => { readSet(space, `p1;${text}`) }))
    fc.assert(fc.property(fc.nat({ max: good.length - 1 }), fc.constantFrom('0', 'z', ';', '>', ':'), (at, character) => {
      readSet(space, good.slice(0, at) + character + good.slice(at + 1))
    }))
  })
})
