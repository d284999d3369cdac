/** Random set expressions with two meanings: as a packet set, and as a plain test of one packet. */
import fc from 'fast-check'
import { hasAddress } from '../../src/net/address.ts'
import type { AddressSet } from '../../src/net/address.ts'
import { hasPorts, isIcmp } from '../../src/net/header.ts'
import type { Header, State } from '../../src/net/header.ts'
import { has } from '../../src/net/interval.ts'
import type { Ranges } from '../../src/net/interval.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import type { PacketSpace } from '../../src/net/packet-space.ts'
import { addressSets, interfaces, numbers, protocolRanges, ranges, states } from './arbitrary.ts'
import type { Packet } from './arbitrary.ts'

export interface Expression {
  readonly text: string
  build(space: PacketSpace): PacketSet
  holds(packet: Packet): boolean
}

const ported = ({ protocol, fragment }: Header): boolean => hasPorts(protocol) && !fragment
const atom = (text: string, build: Expression['build'], holds: Expression['holds']): Expression => ({ text, build, holds })

const address = (field: 'source' | 'destination') => (set: AddressSet): Expression => atom(field,
  (space) => space[field](set), ({ now }) => hasAddress(set, { family: now.family, value: now[field] }))
const port = (field: 'sourcePort' | 'destinationPort') => (set: Ranges): Expression => atom(`${field} ${JSON.stringify(set)}`,
  (space) => space[field](set), ({ now }) => ported(now) && has(set, now[field]))

/** Matches: what a filter can test. */
const headerTests: fc.Arbitrary<Expression> = fc.oneof(
  addressSets.map(address('source')),
  addressSets.map(address('destination')),
  ranges(0xffff).map(port('sourcePort')),
  ranges(0xffff).map(port('destinationPort')),
  fc.constantFrom<4 | 6>(4, 6).map((family) => atom(`family ${family}`, (space) => space.family(family), ({ now }) => now.family === family)),
  protocolRanges.map((set) => atom(`protocol ${JSON.stringify(set)}`, (space) => space.protocol(set), ({ now }) => has(set, now.protocol))),
  fc.tuple(fc.constantFrom<4 | 6>(4, 6), ranges(255), ranges(255)).map(([family, types, codes]) => atom(`icmp ${family}`,
    (space) => space.icmp(family, types, codes),
    ({ now }) => now.family === family && isIcmp(family, now.protocol) && !now.fragment && has(types, now.destinationPort) && has(codes, now.sourcePort))),
  fc.tuple(numbers(63), numbers(63)).map(([mask, set]) => atom(`flags ${mask}/${set}`,
    (space) => space.tcpFlags(mask, set), ({ now }) => now.protocol === 6 && !now.fragment && (now.flags & mask) === set)),
  fc.constant(atom('fragment', (space) => space.fragment(), ({ now }) => now.fragment)),
  fc.constant(atom('all', (space) => space.all, () => true)),
  fc.constant(atom('none', (space) => space.none, () => false)),
)
const placeTests: fc.Arbitrary<Expression> = fc.oneof(
  fc.array(states).map((list: State[]) => atom(`state ${list.join()}`, (space) => space.state(list), ({ state }) => list.includes(state))),
  interfaces.map((i) => atom(`in ${i}`, (space) => space.in([[i, i]]), (packet) => packet.in === i)),
  interfaces.map((i) => atom(`out ${i}`, (space) => space.out([[i, i]]), (packet) => packet.out === i)),
)

function combined(leaves: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const pair = (deeper: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> => fc.tuple(fc.constantFrom('∪', '∩', '−'), deeper, deeper).map(([op, a, b]) => atom(
    `(${a.text} ${op} ${b.text})`,
    (space) => (op === '∪' ? a.build(space).union(b.build(space)) : op === '∩' ? a.build(space).intersect(b.build(space)) : a.build(space).subtract(b.build(space))),
    (packet) => (op === '∪' ? a.holds(packet) || b.holds(packet) : a.holds(packet) && b.holds(packet) === (op === '∩')),
  ))
  return fc.oneof(leaves, pair(leaves), pair(pair(leaves)), pair(pair(pair(leaves))))
}

export const headerExpressions = combined(headerTests)
export const expressions = combined(fc.oneof({ weight: 3, arbitrary: headerTests }, { weight: 1, arbitrary: placeTests }))
