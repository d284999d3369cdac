import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decision, DENY, NEXT, PERMIT, RETURN } from '../../src/net/decision.ts'
import { STATES } from '../../src/net/header.ts'
import { TRUE } from '../../src/net/diagram.ts'
import { intersect } from '../../src/net/interval.ts'
import { PORTED } from '../../src/net/valid-headers.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import { FIELD_ORDERS } from '../../src/net/field-order.ts'
import { addressSets, freshPackets, protocolRanges, ranges } from './arbitrary.ts'
import type { Packet } from './arbitrary.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import { expressions } from './expression.ts'
import type { Expression } from './expression.ts'

const space = new PacketSpace()
const OUTCOMES = [PERMIT, DENY, RETURN, NEXT]

/** A rule: certain where both hold, possible where the second does. */
interface PlainRule { readonly must: Expression; readonly may: Expression; readonly bits: number }
const rules = fc.array(fc.record({ must: expressions, may: expressions, bits: fc.integer({ min: 1, max: 15 }) }), { maxLength: 5 })

const outcomesOf = (rule: PlainRule, packet: Packet): number =>
  !rule.may.holds(packet) ? NEXT : rule.must.holds(packet) ? rule.bits : rule.bits | NEXT
const chainOutcomes = (list: readonly PlainRule[], packet: Packet): number => list.reduce((sofar, rule) =>
  (sofar & NEXT ? (sofar & ~NEXT) | outcomesOf(rule, packet) : sofar), NEXT)

const decisionOf = ({ must, may, bits }: PlainRule): Decision => {
  const possible = may.build(space)
  return Decision.when(must.build(space).intersect(possible), possible, bits)
}

describe('decisions', () => {
  test('a sequence gives each packet the outcomes that some reading of its rules gives', () => {
    fc.assert(fc.property(rules, fc.array(freshPackets, { minLength: 1, maxLength: 10 }), (list, packets) => {
      const decision = Decision.sequence(space, list.map(decisionOf))
      for (const packet of packets) {
        const expected = chainOutcomes(list, packet)
        for (const bit of OUTCOMES) {
          expect(decision.possibly(bit).contains(packet.now, packet)).toBe((expected & bit) !== 0)
          expect(decision.certainly(bit).contains(packet.now, packet)).toBe(expected === bit)
        }
      }
    }), { numRuns: 300 })
  })

  test('a box decides as its tests do, and leaves in doubt the later fragments that only ports would tell apart', () => {
    const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
    const tests = fc.record({
      family: maybe(fc.constantFrom<4 | 6>(4, 6)), source: maybe(addressSets), destination: maybe(addressSets), protocols: maybe(protocolRanges),
      sourcePorts: maybe(ranges(0xffff)), destinationPorts: maybe(ranges(0xffff)), in: maybe(ranges(3)), state: maybe(ranges(4)),
    })
    const spaces = FIELD_ORDERS.map((order) => new PacketSpace({ order }))
    fc.assert(fc.property(tests, fc.integer({ min: 1, max: 15 }), fc.constantFrom(...spaces), (some, bits, space) => {
      const { sourcePorts, destinationPorts, family, source, destination, state } = some
      const asksPorts = sourcePorts !== undefined || destinationPorts !== undefined
      const protocols = asksPorts ? intersect(some.protocols ?? [[0, 255]], PORTED) : some.protocols
      const given = Object.fromEntries(Object.entries({ ...some, protocols }).filter(([, test]) => test !== undefined))
      const others = [
        family && space.family(family), source && space.source(source), destination && space.destination(destination), protocols && space.protocol(protocols),
        some.in && space.in(some.in), state && space.valid(space.diagrams.interval(space.levels.state, state, TRUE)),
      ].reduce<PacketSet>((all, part) => (part ? all.intersect(part) : all), space.all)
      const ports = [sourcePorts && space.sourcePort(sourcePorts), destinationPorts && space.destinationPort(destinationPorts)]
        .reduce<PacketSet>((all, part) => (part ? all.intersect(part) : all), others)
      const may = asksPorts ? ports.union(others.intersect(space.fragment())) : ports
      expect(Decision.box(space, given, bits).equals(Decision.when(ports, may, bits))).toBe(true)
      expect(Decision.box(space, given, bits, true).equals(Decision.when(space.none, may, bits))).toBe(true)
    }), { numRuns: 300 })
  })

  test('decisions are equal where every packet has the same outcomes, and nowhere else', () => {
    const listed = (list: readonly PlainRule[]): Decision => Decision.sequence(space, list.map(decisionOf))
    const agree = (a: Decision, b: Decision): boolean => OUTCOMES.every((bit) => a.possibly(bit).equals(b.possibly(bit)))
    fc.assert(fc.property(rules, rules, (x, y) => {
      const [a, b] = [listed(x), listed(y)]
      expect(a.equals(b)).toBe(agree(a, b))
    }), { numRuns: 100 })
    expect(Decision.always(space, PERMIT).equals(Decision.always(space, DENY))).toBe(false)
    expect(Decision.always(space, PERMIT).equals(Decision.always(new PacketSpace(), PERMIT))).toBe(false)
    // What they say of no valid header is nobody's business.
    const everywhere = Decision.when(space.all, space.all, PERMIT)
    expect(everywhere.equals(Decision.always(space, PERMIT))).toBe(true)
  })

  test('then is associative, with always(NEXT) as its unit', () => {
    fc.assert(fc.property(rules, rules, rules, (x, y, z) => {
      const [a, b, c] = [x, y, z].map((list) => Decision.sequence(space, list.map(decisionOf))) as [Decision, Decision, Decision]
      const unit = Decision.always(space, NEXT)
      expect(a.then(b).then(c).equals(a.then(b.then(c)))).toBe(true)
      expect(unit.then(a).equals(a) && a.then(unit).equals(a)).toBe(true)
      expect(Decision.always(space, PERMIT).then(a).equals(Decision.always(space, PERMIT))).toBe(true)
      expect(a.or(a).equals(a) && a.or(b).equals(b.or(a))).toBe(true)
    }), { numRuns: 100 })
  })

  test('a body with a decision of its own acts inside the match, and may act where it may match', () => {
    fc.assert(fc.property(rules, expressions, expressions, fc.array(freshPackets, { minLength: 1, maxLength: 10 }), (list, must, may, packets) => {
      const body = Decision.sequence(space, list.map(decisionOf)).mapped((bits) => (bits & RETURN ? (bits & ~RETURN) | NEXT : bits))
      const possible = may.build(space)
      const decision = Decision.when(must.build(space).intersect(possible), possible, body)
      for (const packet of packets) {
        const inner = chainOutcomes(list, packet)
        const mapped = inner & RETURN ? (inner & ~RETURN) | NEXT : inner
        const expected = !may.holds(packet) ? NEXT : must.holds(packet) ? mapped : mapped | NEXT
        for (const bit of OUTCOMES) expect(decision.possibly(bit).contains(packet.now, packet)).toBe((expected & bit) !== 0)
      }
    }), { numRuns: 200 })
  })

  test('where no outcome is possible none comes of mapping outcomes', () => {
    fc.assert(fc.property(rules, expressions, (list, relation) => {
      const states = relation.build(space)
      const decision = Decision.sequence(space, list.map(decisionOf)).atState(states)
      expect(decision.mapped(() => PERMIT).possibly(PERMIT).equals(states.forget('state'))).toBe(true)
    }), { numRuns: 50 })
  })

  test('at the states of a header, every outcome of any of its states is possible', () => {
    fc.assert(fc.property(rules, expressions, fc.array(freshPackets, { minLength: 1, maxLength: 10 }), (list, relation, packets) => {
      const states = relation.build(space)
      const decision = Decision.sequence(space, list.map(decisionOf)).atState(states)
      for (const packet of packets) {
        const expected = STATES.filter((state) => relation.holds({ ...packet, state }))
          .reduce((bits, state) => bits | chainOutcomes(list, { ...packet, state }), 0)
        for (const bit of OUTCOMES) {
          expect(decision.possibly(bit).contains(packet.now, { in: packet.in, out: packet.out, state: packet.state })).toBe((expected & bit) !== 0)
        }
      }
    }), { numRuns: 200 })
  })
})
