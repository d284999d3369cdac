import { boxesOf } from './boxes.ts'
import type { Boxes } from './boxes.ts'
import { countPoints, holdsPoint } from './diagram-walk.ts'
import { FALSE, TRUE } from './diagram.ts'
import type { Operator } from './diagram.ts'
import { maskOf, REWRITABLE, REWRITABLE_FIELDS } from './fields.ts'
import { STATES } from './header.ts'
import type { Header, State } from './header.ts'
import type { PacketSpace } from './packet-space.ts'
import { samplePacket } from './sample.ts'
import type { Sample } from './sample.ts'
import { delivered, sent, translate, whereDelivered, whereSent } from './translation.ts'
import type { Pools } from './translation.ts'
import type { Ref } from './unique-table.ts'

/** What a packet has at one device only: the interfaces, and what connection tracking says. */
export interface Here { readonly in: number; readonly out: number; readonly state: State }
export type HereField = keyof Here

/**
 * An immutable set of packets: pairs of the header as sent and the header now (see `fields.ts`), valid headers only.
 * Laws: those of sets; equal sets of one space have equal `ref`s, so `ref` is a key for maps.
 */
export class PacketSet {
  readonly space: PacketSpace
  readonly ref: Ref

  /** Made by a `PacketSpace` only: `ref` is within its valid headers. */
  constructor(space: PacketSpace, ref: Ref) {
    this.space = space
    this.ref = ref
  }

  union(other: PacketSet): PacketSet { return this.#combine(this.space.diagrams.or, other) }
  intersect(other: PacketSet): PacketSet {
    // Every set lies within all valid headers; that diagram need not be walked to find so.
    if (other === this.space.all) return this
    return this === this.space.all ? assertSameSpace(this, other) : this.#combine(this.space.diagrams.and, other)
  }
  subtract(other: PacketSet): PacketSet { return this.#combine(this.space.diagrams.minus, other) }

  isEmpty(): boolean { return this.ref === FALSE }
  equals(other: PacketSet): boolean { return assertSameSpace(this, other).ref === this.ref }
  within(other: PacketSet): boolean { return this.subtract(other).isEmpty() }
  meets(other: PacketSet): boolean { return !this.intersect(other).isEmpty() }

  /** Whether some packet of the set has this header now; at these interfaces, in this state, sent with that header, if given. */
  contains(header: Header, at: Partial<Here> & { readonly sent?: Header } = {}): boolean {
    const { diagrams, levels } = this.space
    const values = this.space.pointOf(header)
    if (at.in !== undefined) values[levels.in] = at.in
    if (at.out !== undefined) values[levels.out] = at.out
    if (at.state !== undefined) values[levels.state] = STATES.indexOf(at.state)
    if (!at.sent) return holdsPoint(diagrams, this.ref, values)
    const before = at.sent
    for (const field of ['family', 'protocol', 'flags', 'fragment'] as const) if (before[field] !== header[field]) return false
    const sentValues = this.space.pointOf(before)
    for (const field of REWRITABLE_FIELDS) {
      levels.sent[field].forEach((level, i) => { values[level] = sentValues[levels.now[field][i]!] })
    }
    const changed = REWRITABLE_FIELDS.reduce((bits, field) => (before[field] === header[field] ? bits : bits | REWRITABLE[field]), 0)
    for (let bits = 0; bits < 16; bits++) {
      values[levels.rewritten] = bits
      if ((bits & changed) === changed && holdsPoint(diagrams, this.ref, values)) return true
    }
    return false
  }

  /** Number of headers now, whatever they were when sent, wherever they are, in whatever state. Exact. */
  size(): bigint {
    const { diagrams, levels, sentMask } = this.space
    const headers = diagrams.forget(diagrams.or, sentMask | maskOf([levels.in, levels.out, levels.state]), this.ref)
    const common = [levels.protocol, levels.fragment, ...levels.now.sourcePort, ...levels.now.destinationPort, levels.flags]
    const words = [...levels.now.source, ...levels.now.destination]
    const lastWords = [levels.now.source[3]!, levels.now.destination[3]!]
    return countPoints(diagrams, diagrams.restrict(levels.family, 0, headers), [...common, ...lastWords]) +
      countPoints(diagrams, diagrams.restrict(levels.family, 1, headers), [...common, ...words])
  }

  /** Every value of that field for every packet of the set: a packet that moves on has other interfaces and no state yet. */
  forget(...fields: readonly HereField[]): PacketSet {
    const { diagrams, levels } = this.space
    return this.space.of(diagrams.forget(diagrams.or, maskOf(fields.map((field) => levels[field])), this.ref))
  }

  /** The packets of the set, now at this interface or in this state. */
  at<F extends HereField>(field: F, value: Here[F]): PacketSet {
    const { diagrams, levels } = this.space
    const here = diagrams.interval(levels[field], [[codeOf(value), codeOf(value)]], TRUE)
    return this.space.of(diagrams.apply(diagrams.and, this.forget(field).ref, here))
  }

  /** The packets that the set has at this interface or in this state; the result says nothing of that field any more. */
  only<F extends HereField>(field: F, value: Here[F]): PacketSet {
    return this.space.of(this.space.diagrams.restrict(this.space.levels[field], codeOf(value), this.ref))
  }

  translate(pools: Pools): PacketSet { return translate(this, pools) }
  sent(): PacketSet { return sent(this) }
  delivered(): PacketSet { return delivered(this) }
  whereSent(headers: PacketSet): PacketSet { return whereSent(this, assertSameSpace(this, headers)) }
  whereDelivered(headers: PacketSet): PacketSet { return whereDelivered(this, assertSameSpace(this, headers)) }
  reverse(): PacketSet { return this.space.answers.to(this) }

  /** The headers of the packets that these answer; see `Answers` in translation.ts. */
  asked(): PacketSet { return this.space.answers.asked(this) }

  /** One packet that people believe, within the preferences as far as they go, the first before the second. */
  sample(preferences: readonly PacketSet[] = []): Sample { return samplePacket(this, preferences) }

  /** The headers now as few boxes, at most `limit` for each family. */
  boxes(limit: number): Boxes { return boxesOf(this, limit) }

  #combine(op: Operator, other: PacketSet): PacketSet {
    return this.space.of(this.space.diagrams.apply(op, this.ref, assertSameSpace(this, other).ref))
  }
}

const codeOf = (value: number | State): number => (typeof value === 'number' ? value : STATES.indexOf(value))

function assertSameSpace(set: PacketSet, other: PacketSet): PacketSet {
  if (set.space !== other.space) throw new Error('packet sets of two spaces do not mix')
  return other
}
