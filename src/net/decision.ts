/** What a chain of rules may do with each packet, where a rule may be only partly understood. */
import { boxNode } from './box.ts'
import type { BoxTests } from './box.ts'
import { NEXT } from './decision-operators.ts'
import { FALSE, isTerminal, OPEN, terminal, TRUE, valueOf } from './diagram.ts'
import type { Operator } from './diagram.ts'
import { maskOf } from './fields.ts'
import type { PacketSet } from './packet-set.ts'
import type { PacketSpace } from './packet-space.ts'
import type { Ref } from './unique-table.ts'

export { DENY, NEXT, PERMIT, RETURN } from './decision-operators.ts'

/**
 * A function from packets to non-empty sets of outcomes. Laws: `then` is associative, with `always(NEXT)` as its unit, and
 * `always(PERMIT).then(x)` is `always(PERMIT)`.
 */
export class Decision {
  readonly space: PacketSpace
  /**
   * Terminals are outcomes. On what is no valid header it may say anything, so that what no rule touches is one terminal
   * and costs nothing: `possibly` and `certainly` answer within the valid headers.
   */
  readonly ref: Ref

  private constructor(space: PacketSpace, ref: Ref) {
    this.space = space
    this.ref = ref
  }

  static always(space: PacketSpace, bits: number): Decision {
    return new Decision(space, terminal(bits))
  }

  /** The body where the rule matches; body or NEXT where it may match; NEXT elsewhere. `must` lies within `may`. */
  static when(must: PacketSet, may: PacketSet, body: number | Decision): Decision {
    const { space } = may
    const { diagrams, deciding } = space
    const inside = typeof body === 'number' ? terminal(body) : body.ref
    const possible = space.relaxed(may)
    if (must.equals(may)) return new Decision(space, diagrams.apply(deciding.where, possible, inside))
    const sure = space.relaxed(must)
    const perhapsInside = diagrams.apply(deciding.either, inside, terminal(NEXT))
    const unlessSure = diagrams.apply(deciding.where, possible, perhapsInside)
    const certain = diagrams.apply(deciding.mark, sure, inside)
    const uncertain = diagrams.apply(deciding.mark, diagrams.apply(diagrams.minus, TRUE, sure), unlessSure)
    return new Decision(space, diagrams.apply(deciding.either, certain, uncertain))
  }

  /**
   * `when` for plain tests, made at once. Of later fragments that only the tests of ports and flags leave open nobody knows
   * whether they match; of none, where the whole box is in doubt.
   */
  static box(space: PacketSpace, tests: BoxTests, bits: number, doubt = false): Decision {
    const perhaps = terminal(bits | NEXT)
    const inside = doubt ? perhaps : terminal(bits)
    return new Decision(space, boxNode(space.diagrams, space.levels, tests, { inside, outside: terminal(NEXT), later: perhaps }))
  }

  /** First match decides: what the first leaves as NEXT is left to the rest. Folded balanced. */
  static sequence(space: PacketSpace, decisions: readonly Decision[]): Decision {
    const refs = decisions.map((decision) => decision.ref)
    return new Decision(space, space.diagrams.fold(space.deciding.then, refs, terminal(NEXT)))
  }

  then(next: Decision): Decision { return Decision.sequence(this.space, [this, next]) }

  /** Any outcome of either. */
  or(other: Decision): Decision { return this.#with(this.space.diagrams.apply(this.space.deciding.either, this.ref, other.ref)) }

  /** Replaces each set of outcomes; `map` must not make one empty. */
  mapped(map: (bits: number) => number): Decision {
    const { diagrams } = this.space
    const replace = diagrams.operator((a) => (!isTerminal(a) ? OPEN : a === FALSE ? FALSE : terminal(map(valueOf(a)))))
    return this.#with(diagrams.apply(replace, this.ref, FALSE))
  }

  /** The packets for which this outcome is among the possible ones. */
  possibly(bit: number): PacketSet { return this.#select(this.space.deciding.possibly, bit) }
  /** The packets for which it is the only one. */
  certainly(bit: number): PacketSet { return this.#select(this.space.deciding.exactly, bit) }

  /**
   * The decision of each header over the states that `states` (pairs of header and state) gives it: any outcome of any of
   * them, and none at all where it gives none. Speaks of no state any more.
   */
  atState(states: PacketSet): Decision {
    const { diagrams, levels, deciding } = this.space
    return this.#with(diagrams.forget(deciding.either, maskOf([levels.state]), diagrams.apply(deciding.mark, states.ref, this.ref)))
  }

  /** Whether both decide every valid header the same. */
  equals(other: Decision): boolean {
    const valid = ({ space, ref }: Decision): Ref => space.diagrams.apply(space.deciding.mark, space.all.ref, ref)
    return this.space === other.space && valid(this) === valid(other)
  }

  #with(ref: Ref): Decision { return new Decision(this.space, ref) }
  #select(op: Operator, bit: number): PacketSet { return this.space.valid(this.space.diagrams.apply(op, this.ref, terminal(bit))) }
}
