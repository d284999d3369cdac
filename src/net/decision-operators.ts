/** Operations on decisions (`decision.ts`), where a terminal is a set of outcomes. */
import { FALSE, isTerminal, OPEN, terminal, TRUE, valueOf } from './diagram.ts'
import type { Diagrams, Operator } from './diagram.ts'

/** Outcomes, as bits: a packet's outcomes are all those that some reading of the rules gives it. */
export const PERMIT = 1
export const DENY = 2
/** Back to the chain that jumped here. */
export const RETURN = 4
/** No rule decided: on to what follows. */
export const NEXT = 8

export interface DecisionOperators {
  /** A decision inside a set, no outcome outside. */
  readonly mark: Operator
  /** A decision inside a set, NEXT outside. */
  readonly where: Operator
  /** Any outcome of either. */
  readonly either: Operator
  /** What the first leaves as NEXT, the second decides. Associative. */
  readonly then: Operator
  /** Where one of the outcomes given as second operand is possible. */
  readonly possibly: Operator
  /** Where exactly the outcomes given are possible. */
  readonly exactly: Operator
}

export const decisionOperators = (diagrams: Diagrams): DecisionOperators => ({
  mark: diagrams.operator((set, b) => (set === FALSE || b === FALSE ? FALSE : set === TRUE ? b : OPEN)),
  where: diagrams.operator((set, b) => (set === FALSE || b === terminal(NEXT) ? terminal(NEXT) : set === TRUE ? b : OPEN)),
  either: diagrams.operator((a, b) =>
    (a === FALSE || a === b ? b : b === FALSE ? a : isTerminal(a) && isTerminal(b) ? terminal(valueOf(a) | valueOf(b)) : OPEN), true),
  then: diagrams.operator((a, b) => {
    if (!isTerminal(a)) return b === terminal(NEXT) ? a : OPEN
    const bits = valueOf(a)
    if ((bits & NEXT) === 0) return a
    if (bits === NEXT) return b
    return isTerminal(b) ? terminal((bits & ~NEXT) | valueOf(b)) : OPEN
  }),
  possibly: diagrams.operator((a, bits) => (!isTerminal(a) ? OPEN : valueOf(a) & valueOf(bits) ? TRUE : FALSE)),
  exactly: diagrams.operator((a, bits) => (!isTerminal(a) ? OPEN : a === bits ? TRUE : FALSE)),
})
