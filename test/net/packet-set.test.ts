import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FIELD_ORDERS } from '../../src/net/field-order.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import { addressSets, freshPackets, headers, protocolRanges, ranges } from './arbitrary.ts'
import { expressions, headerExpressions } from './expression.ts'

describe.each(FIELD_ORDERS.map((order) => [order.join(', '), new PacketSpace({ order })] as const))('packet sets, ordered by %s', (_, space) => {
  test('a set holds the packets that its expression holds', () => {
    fc.assert(fc.property(expressions, fc.array(freshPackets, { minLength: 1, maxLength: 20 }), (expression, packets) => {
      const set = expression.build(space)
      for (const packet of packets) expect(set.contains(packet.now, packet), expression.text).toBe(expression.holds(packet))
    }), { numRuns: 300 })
  })

  test('equal sets are equal references', () => {
    fc.assert(fc.property(expressions, expressions, (x, y) => {
      const [a, b] = [x.build(space), y.build(space)]
      expect(a.union(b).ref).toBe(b.union(a).ref)
      expect(a.subtract(b).union(a.intersect(b)).ref).toBe(a.ref)
      expect(space.all.subtract(space.all.subtract(a)).ref).toBe(a.ref)
      expect(space.all.subtract(a.union(b)).ref).toBe(space.all.subtract(a).intersect(space.all.subtract(b)).ref)
      expect(a.within(b)).toBe(a.union(b).equals(b))
      expect(a.meets(b)).toBe(!a.intersect(b).isEmpty())
    }))
  })

  test('size(a − b) + size(a ∩ b) = size(a)', () => {
    fc.assert(fc.property(headerExpressions, headerExpressions, (x, y) => {
      const [a, b] = [x.build(space), y.build(space)]
      expect(a.subtract(b).size() + a.intersect(b).size()).toBe(a.size())
    }))
  })

  test('a box is the intersection of its tests', () => {
    const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
    const tests = fc.record({
      source: maybe(addressSets), destination: maybe(addressSets), protocols: maybe(protocolRanges), sourcePorts: maybe(ranges(0xffff)), destinationPorts: maybe(ranges(0xffff)),
    })
    fc.assert(fc.property(tests, ({ source, destination, protocols, sourcePorts, destinationPorts }) => {
      const box = space.box({
        ...(source && { source }), ...(destination && { destination }), ...(protocols && { protocols }),
        ...(sourcePorts && { sourcePorts }), ...(destinationPorts && { destinationPorts }),
      })
      const parts = [
        source && space.source(source), destination && space.destination(destination), protocols && space.protocol(protocols),
        sourcePorts && space.sourcePort(sourcePorts), destinationPorts && space.destinationPort(destinationPorts),
      ]
      expect(box.equals(parts.reduce<PacketSet>((all, part) => (part ? all.intersect(part) : all), space.all))).toBe(true)
    }))
  })

  test('the size is that of the headers, wherever they are and in whatever state', () => {
    fc.assert(fc.property(expressions, (expression) => {
      const set = expression.build(space)
      expect(set.size()).toBe(set.forget('in', 'out', 'state').size())
      expect(set.at('in', 1).at('out', 2).at('state', 'established').size()).toBe(set.size())
    }), { numRuns: 50 })
  })

  test('sets of two spaces do not mix', () => {
    const other = new PacketSpace()
    for (const mixed of [space.all, space.family(4)]) for (const stranger of [other.all, other.family(4)]) {
      expect(() => mixed.union(stranger)).toThrow('do not mix')
      expect(() => mixed.intersect(stranger)).toThrow('do not mix')
      expect(() => mixed.subtract(stranger)).toThrow('do not mix')
      expect(() => mixed.equals(stranger)).toThrow('do not mix')
      expect(() => mixed.whereSent(stranger)).toThrow('do not mix')
      expect(() => mixed.whereDelivered(stranger)).toThrow('do not mix')
    }
  })

  test('one header has size 1, and only a valid header is a packet', () => {
    fc.assert(fc.property(headers, (header) => {
      expect(space.header(header).size()).toBe(1n)
      expect(space.all.contains(header)).toBe(true)
    }))
    expect(space.header({ family: 4, source: 1n, destination: 2n, protocol: 50, sourcePort: 1, destinationPort: 0, flags: 0, fragment: false }).isEmpty()).toBe(true)
    expect(space.header({ family: 6, source: 1n, destination: 2n, protocol: 1, sourcePort: 0, destinationPort: 8, flags: 0, fragment: false }).isEmpty()).toBe(true)
  })

  test('every valid header is counted once', () => {
    const ports = 1n << 32n
    const perAddressPair = ports * 64n + ports * 2n + (1n << 16n) + 252n + 256n
    expect(space.all.size()).toBe((1n << 64n) * perAddressPair + (1n << 256n) * perAddressPair)
  })

  test('forgetting, standing at, and looking only at one interface or state', () => {
    fc.assert(fc.property(expressions, fc.array(freshPackets, { minLength: 1, maxLength: 10 }), (expression, packets) => {
      const set = expression.build(space)
      for (const packet of packets) {
        const { now } = packet
        expect(set.forget('in').contains(now, { out: packet.out, state: packet.state })).toBe(set.contains(now, { out: packet.out, state: packet.state }))
        expect(set.forget('in', 'state').contains(now, packet)).toBe(set.contains(now, { out: packet.out }))
        expect(set.at('out', 1).contains(now, { out: 1, in: packet.in })).toBe(set.contains(now, { in: packet.in }))
        expect(set.at('out', 1).contains(now, { out: 2 })).toBe(false)
        expect(set.only('state', packet.state).contains(now, { in: packet.in, out: packet.out })).toBe(set.contains(now, packet))
        expect(set.only('state', packet.state).forget('state').ref).toBe(set.only('state', packet.state).ref)
      }
    }))
  })
})
