/** Builds packet sets. All sets of one space share one manager; sets of different spaces do not mix. */
import { addressNode, wordsOf } from './address-levels.ts'
import type { AddressSet } from './address.ts'
import { boxNode } from './box.ts'
import type { BoxTests } from './box.ts'
import { decisionOperators } from './decision-operators.ts'
import type { DecisionOperators } from './decision-operators.ts'
import { Diagrams, FALSE, isTerminal, OPEN, TRUE } from './diagram.ts'
import type { Operator } from './diagram.ts'
import { flagValues, headerLevels, maskOf, REWRITABLE_FIELDS, stateValues } from './fields.ts'
import type { Levels, SortedField } from './fields.ts'
import { TCP } from './header.ts'
import type { Family, Header, State } from './header.ts'
import { intersect } from './interval.ts'
import type { Ranges } from './interval.ts'
import { PacketSet } from './packet-set.ts'
import { Answers } from './translation.ts'
import { familyRange, icmpProtocol, NO, PORTED, validHeaders, YES } from './valid-headers.ts'
import type { Ref } from './unique-table.ts'

export interface SpaceOptions {
  readonly order?: readonly SortedField[]
  /** See `DiagramOptions`. */
  readonly edgeBudget?: number
}

export class PacketSpace {
  readonly diagrams: Diagrams
  readonly levels: Levels
  /** The levels that are not the header now: where NAT keeps the header as sent. */
  readonly sentMask: number
  readonly none: PacketSet
  /** Every valid header, as any pair. */
  readonly all: PacketSet
  /** TCP, UDP and SCTP, not later fragments. */
  readonly ported: PacketSet
  readonly deciding: DecisionOperators
  readonly #valid: Ref
  #asSent: PacketSet | undefined
  #answers: Answers | undefined
  readonly #relax: Operator

  constructor({ order, edgeBudget }: SpaceOptions = {}) {
    this.levels = headerLevels(order)
    this.diagrams = new Diagrams(this.levels.maxima, edgeBudget === undefined ? {} : { edgeBudget })
    this.deciding = decisionOperators(this.diagrams)
    this.sentMask = maskOf([this.levels.rewritten, ...REWRITABLE_FIELDS.flatMap((field) => this.levels.sent[field])])
    this.#valid = validHeaders(this.diagrams, this.levels)
    this.#relax = this.diagrams.operator((set, valid) => (set === FALSE || valid === FALSE ? FALSE : set === valid ? TRUE : isTerminal(valid) ? set : OPEN))
    this.none = this.of(FALSE)
    this.all = this.of(this.#valid)
    this.ported = this.#where([[this.levels.protocol, PORTED], [this.levels.fragment, NO]])
  }

  of(ref: Ref): PacketSet {
    return new PacketSet(this, ref)
  }

  /** The part of any diagram over these levels that is made of valid headers. */
  valid(ref: Ref): PacketSet {
    return this.of(this.diagrams.apply(this.diagrams.and, this.#valid, ref))
  }

  /**
   * The same set where headers are valid, and a smaller diagram: elsewhere it may say anything. For rule lists, which are
   * cut back to the valid headers once, at their end.
   */
  relaxed(set: PacketSet): Ref {
    return this.diagrams.apply(this.#relax, set.ref, this.#valid)
  }

  /** Holds, family by family, addresses of that family only. */
  source(set: AddressSet): PacketSet {
    return this.valid(this.addresses(this.levels.now.source, set))
  }

  destination(set: AddressSet): PacketSet {
    return this.valid(this.addresses(this.levels.now.destination, set))
  }

  family(family: Family): PacketSet {
    return this.#where([[this.levels.family, familyRange(family)]])
  }

  /** Later fragments too. */
  protocol(set: Ranges): PacketSet {
    return this.#where([[this.levels.protocol, set]])
  }

  /** Only packets that have ports. */
  sourcePort(set: Ranges): PacketSet {
    return this.#where([[this.levels.protocol, PORTED], [this.levels.fragment, NO], [this.levels.now.sourcePort[0]!, set]])
  }

  destinationPort(set: Ranges): PacketSet {
    return this.#where([[this.levels.protocol, PORTED], [this.levels.fragment, NO], [this.levels.now.destinationPort[0]!, set]])
  }

  /** ICMP of that family, not later fragments. */
  icmp(family: Family, types: Ranges, codes: Ranges): PacketSet {
    const { levels } = this
    return this.#where([
      [levels.family, familyRange(family)], [levels.protocol, icmpProtocol(family)], [levels.fragment, NO],
      [levels.now.destinationPort[0]!, types], [levels.now.sourcePort[0]!, codes],
    ])
  }

  /** TCP (not later fragments) of whose flags in `mask` exactly those in `set` are set. */
  tcpFlags(mask: number, set: number): PacketSet {
    const { levels } = this
    return this.#where([[levels.protocol, [[TCP, TCP]]], [levels.fragment, NO], [levels.flags, flagValues(mask, set)]])
  }

  /** The intersection of the tests given, as the builders of the same names make them. */
  box(tests: BoxTests): PacketSet {
    const { protocols = [[0, 0xff]], sourcePorts, destinationPorts } = tests
    const ported = sourcePorts || destinationPorts ? { ...tests, protocols: intersect(protocols, PORTED) } : tests
    return this.valid(boxNode(this.diagrams, this.levels, ported, { inside: TRUE, outside: FALSE, later: FALSE }))
  }

  /** Fragments other than the first. */
  fragment(): PacketSet {
    return this.#where([[this.levels.fragment, YES]])
  }

  state(states: readonly State[]): PacketSet {
    return this.#where([[this.levels.state, stateValues(states)]])
  }

  in(interfaces: Ranges): PacketSet {
    return this.#where([[this.levels.in, interfaces]])
  }

  out(interfaces: Ranges): PacketSet {
    return this.#where([[this.levels.out, interfaces]])
  }

  /** What no NAT has rewritten. */
  asSent(): PacketSet {
    return this.#asSent ??= this.#where([[this.levels.rewritten, NO]])
  }

  /** The answers to sets of this space. */
  get answers(): Answers {
    return this.#answers ??= new Answers(this)
  }

  /** Exactly that header; empty when it is not a valid one. */
  header(header: Header): PacketSet {
    const values = this.pointOf(header)
    const point = values.flatMap((value, level) => (value === undefined ? [] : [[level, [[value, value]]] as const]))
    return this.#where(point)
  }

  union(sets: readonly PacketSet[]): PacketSet {
    return this.of(this.diagrams.fold(this.diagrams.or, sets.map((set) => set.ref), FALSE))
  }

  /** The value of every level of the header now; undefined where a header says nothing. */
  pointOf(header: Header): (number | undefined)[] {
    const { levels } = this
    const values: (number | undefined)[] = levels.maxima.map(() => undefined)
    for (const field of ['source', 'destination'] as const) {
      const words = wordsOf(header[field])
      levels.now[field].forEach((level, i) => { if (header.family === 6 || i === 3) values[level] = words[i] })
    }
    values[levels.now.sourcePort[0]!] = header.sourcePort
    values[levels.now.destinationPort[0]!] = header.destinationPort
    values[levels.family] = header.family === 4 ? 0 : 1
    values[levels.protocol] = header.protocol
    values[levels.fragment] = header.fragment ? 1 : 0
    values[levels.flags] = header.flags
    return values
  }

  /** Addresses of a set in the four levels of one address; no word about anything else. */
  addresses(address: readonly number[], set: AddressSet): Ref {
    const v4 = addressNode(this.diagrams, address, 4, set.v4)
    const v6 = addressNode(this.diagrams, address, 6, set.v6)
    return this.diagrams.pieces(this.levels.family, [[0, 0, v4], [1, 1, v6]], FALSE)
  }

  #where(constraints: readonly (readonly [number, Ranges])[]): PacketSet {
    return this.valid(this.diagrams.product(constraints))
  }
}
