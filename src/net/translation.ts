/**
 * What NAT and sessions do to sets of pairs (header as sent, header now); `fields.ts` says how a diagram holds them.
 * The invariant that everything here rests on: where bit f of `rewritten` is clear, the level sentF is unconstrained.
 */
import type { AddressSet } from './address.ts'
import { exchange } from './exchange.ts'
import { FALSE, TRUE } from './diagram.ts'
import { maskOf, REWRITABLE, REWRITABLE_FIELDS } from './fields.ts'
import type { Rewritable } from './fields.ts'
import type { Family } from './header.ts'
import type { Ranges } from './interval.ts'
import type { PacketSet } from './packet-set.ts'
import type { PacketSpace } from './packet-space.ts'
import type { Ref } from './unique-table.ts'

/** The values that each rewritten field may get: any of them. A field without a pool keeps its value. */
export interface Pools {
  readonly source?: AddressSet
  readonly destination?: AddressSet
  readonly sourcePort?: Ranges
  readonly destinationPort?: Ranges
}

/**
 * The image under NAT: all packets that some packet of the set may become. An address pool without an address of the
 * packet's family leaves nothing of it; ports change only for packets that have ports.
 */
export function translate(set: PacketSet, pools: Pools): PacketSet {
  const { space } = set
  const { diagrams, levels } = space
  let { ref } = set
  for (const field of ['source', 'destination'] as const) {
    if (pools[field]) ref = rewrite(space, ref, field, space.addresses(levels.now[field], pools[field]))
  }
  for (const field of ['sourcePort', 'destinationPort'] as const) {
    if (!pools[field]) continue
    const ported = diagrams.apply(diagrams.and, ref, space.ported.ref)
    const rewritten = rewrite(space, ported, field, diagrams.interval(levels.now[field][0]!, pools[field], TRUE))
    ref = diagrams.apply(diagrams.or, rewritten, diagrams.apply(diagrams.minus, ref, space.ported.ref))
  }
  return space.of(ref)
}

function rewrite(space: PacketSpace, ref: Ref, field: Rewritable, pool: Ref): Ref {
  const { diagrams, levels } = space
  const bit = REWRITABLE[field]
  const moved = mapRewritten(space, ref, (part, bits) => ({
    bits: bits | bit,
    part: bits & bit ? diagrams.forget(diagrams.or, maskOf(levels.now[field]), part) : diagrams.rename(keepAsSent(space, bit), part),
  }))
  return diagrams.apply(diagrams.and, moved, pool)
}

/** The headers as sent, as a plain set. Interfaces and state stay as they are. */
export function sent(set: PacketSet): PacketSet {
  const { diagrams, levels } = set.space
  return set.space.valid(mapRewritten(set.space, set.ref, (part, bits) => {
    const fields = fieldsIn(bits)
    const forgotten = diagrams.forget(diagrams.or, maskOf(fields.flatMap((field) => levels.now[field])), part)
    return { bits: 0, part: diagrams.rename(swapped(keepAsSent(set.space, bits)), forgotten) }
  }))
}

/** The headers now, as a plain set. Interfaces and state stay as they are. */
export function delivered(set: PacketSet): PacketSet {
  const { diagrams, sentMask } = set.space
  return set.space.of(diagrams.forget(diagrams.or, sentMask, set.ref)).intersect(set.space.asSent())
}

/** The pairs whose header as sent lies in `headers`, a plain set. What `headers` says of interfaces and state is of now. */
export function whereSent(set: PacketSet, headers: PacketSet): PacketSet {
  const { space } = set
  const { diagrams, levels } = space
  const plain = diagrams.restrict(levels.rewritten, 0, headers.ref)
  return space.of(mapRewritten(space, set.ref, (part, bits) =>
    ({ bits, part: diagrams.apply(diagrams.and, part, diagrams.rename(keepAsSent(space, bits), plain)) })))
}

/** The pairs whose header now lies in `headers`, a plain set, whatever it was as sent. */
export function whereDelivered(set: PacketSet, headers: PacketSet): PacketSet {
  const { diagrams, levels } = set.space
  return set.intersect(set.space.valid(diagrams.restrict(levels.rewritten, 0, headers.ref)))
}

// -------------------------------------------------------------------------------------------------------------- answers

/**
 * ICMP messages that ask, and the type of the answer, as connection tracking pairs them: echo, timestamp, information,
 * address mask (RFC 792, RFC 950); for IPv6 echo (RFC 4443) and node information (RFC 4620).
 */
const ANSWERS: readonly (readonly [Family, request: number, reply: number])[] = [
  [4, 8, 0], [4, 13, 14], [4, 15, 16], [4, 17, 18], [6, 128, 129], [6, 139, 140],
]
const BYTE: Ranges = [[0, 0xff]]

/** Asked again and again of the same sets, and slow to make: each is made once. */
export class Answers {
  readonly #space: PacketSpace
  readonly #icmp: PacketSet
  readonly #replies: readonly Exchange[]
  readonly #requests: readonly Exchange[]
  readonly #known = new Map<Ref, PacketSet>()
  readonly #knownAsked = new Map<Ref, PacketSet>()

  constructor(space: PacketSpace) {
    this.#space = space
    this.#icmp = space.icmp(4, BYTE, BYTE).union(space.icmp(6, BYTE, BYTE))
    const exchanged = (family: Family, from: number, to: number): Exchange =>
      ({ set: space.icmp(family, [[from, from]], BYTE), becomes: space.diagrams.interval(space.levels.now.destinationPort[0]!, [[to, to]], TRUE) })
    this.#replies = ANSWERS.map(([family, request, reply]) => exchanged(family, request, reply))
    this.#requests = ANSWERS.map(([family, request, reply]) => exchanged(family, reply, request))
  }

  /**
   * The headers of the packets that answer: source and destination are swapped, addresses and ports, as sent and now.
   * An ICMP request becomes its reply, with the same code; ICMP that asks nothing (errors, replies) has no answer and is
   * dropped. A later fragment is answered by a later fragment. Flags and state of the answers are unconstrained; interfaces
   * stay as they are.
   */
  to(set: PacketSet): PacketSet {
    return remembered(this.#known, set, () => this.#reversed(set, this.#replies))
  }

  /** The headers of the packets that these answer: the inverse of `to`, as far as packets have answers. */
  asked(set: PacketSet): PacketSet {
    return remembered(this.#knownAsked, set, () => this.#reversed(set, this.#requests))
  }

  #reversed(set: PacketSet, exchanges: readonly Exchange[]): PacketSet {
    const { diagrams, levels } = this.#space
    const parts = [swapPorts(this.#space, swapAddresses(this.#space, set.subtract(this.#icmp).ref))]
    for (const { set: one, becomes } of exchanges) {
      const part = set.intersect(one)
      if (part.isEmpty()) continue
      const other = diagrams.apply(diagrams.and, diagrams.forget(diagrams.or, maskOf(levels.now.destinationPort), part.ref), becomes)
      parts.push(swapAddresses(this.#space, other))
    }
    const anyFlags = diagrams.forget(diagrams.or, maskOf([levels.flags, levels.state]), diagrams.fold(diagrams.or, parts, FALSE))
    return this.#space.valid(anyFlags)
  }
}

/** ICMP messages of one type, and the type of their counterpart. */
interface Exchange { readonly set: PacketSet; readonly becomes: Ref }

function remembered(known: Map<Ref, PacketSet>, set: PacketSet, make: () => PacketSet): PacketSet {
  const made = known.get(set.ref) ?? make()
  known.set(set.ref, made)
  return made
}

const swapAddresses = (space: PacketSpace, ref: Ref): Ref => swap(space, ref, 'source', 'destination')
const swapPorts = (space: PacketSpace, ref: Ref): Ref => swap(space, ref, 'sourcePort', 'destinationPort')

/** Exchanges two fields, as sent and now, and their bits in `rewritten`. The fields stand side by side. */
function swap(space: PacketSpace, ref: Ref, one: Rewritable, other: Rewritable): Ref {
  const { diagrams, levels } = space
  const [bit, otherBit] = [REWRITABLE[one], REWRITABLE[other]]
  const blockOf = (field: Rewritable): number[] => [...levels.sent[field], ...levels.now[field]]
  // What says nothing of `rewritten` has the same part for all its values.
  const exchanged = new Map<Ref, Ref>()
  return mapRewritten(space, ref, (part, bits) => {
    if (!exchanged.has(part)) exchanged.set(part, exchange(diagrams, blockOf(one), blockOf(other), part))
    return { bits: (bits & ~(bit | otherBit)) | (bits & bit ? otherBit : 0) | (bits & otherBit ? bit : 0), part: exchanged.get(part)! }
  })
}

// ------------------------------------------------------------------------------------------------------ rewritten fields

/** Cuts a set by the value of `rewritten`, maps each part (which says nothing of `rewritten`), and joins the results. */
function mapRewritten(space: PacketSpace, ref: Ref, map: (part: Ref, bits: number) => { part: Ref; bits: number }): Ref {
  const { diagrams, levels } = space
  const parts: Ref[] = []
  // Most sets met no NAT, and have one part.
  const end = diagrams.apply(diagrams.and, ref, space.asSent().ref) === ref ? 1 : 16
  for (let bits = 0; bits < end; bits++) {
    const part = diagrams.restrict(levels.rewritten, bits, ref)
    if (part === FALSE) continue
    const mapped = map(part, bits)
    parts.push(diagrams.apply(diagrams.and, mapped.part, diagrams.interval(levels.rewritten, [[mapped.bits, mapped.bits]], TRUE)))
  }
  return diagrams.fold(diagrams.or, parts, FALSE)
}

const fieldsIn = (bits: number): Rewritable[] => REWRITABLE_FIELDS.filter((field) => bits & REWRITABLE[field])

/** From the levels of the fields now to the levels that keep them as sent. */
const keepAsSent = ({ levels }: PacketSpace, bits: number): Map<number, number> =>
  new Map(fieldsIn(bits).flatMap((field) => levels.now[field].map((level, i) => [level, levels.sent[field][i]!])))

const swapped = (levels: ReadonlyMap<number, number>): Map<number, number> => new Map([...levels].map(([from, to]) => [to, from]))
