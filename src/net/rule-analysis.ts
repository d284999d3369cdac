/**
 * Which rules of an ordered list (first match decides) do nothing. One fold of label diagrams answers for all rules.
 * The label of a packet is the rule that decides it and what the rest of the list would say: 1 + width·rule + after, where
 * after is 0 when no later rule matches, else 1 + the deed of the next that matches. 0 is: no rule matches.
 */
import { terminalsMet } from './diagram-walk.ts'
import { FALSE, isTerminal, OPEN, terminal, TRUE, valueOf } from './diagram.ts'
import type { Diagrams } from './diagram.ts'
import { chooseFieldOrder, FIELD_ORDERS, LONG_FILTER, sampleEvenly } from './field-order.ts'
import type { PacketSet } from './packet-set.ts'
import { PacketSpace } from './packet-space.ts'
import type { Ref } from './unique-table.ts'

/** `kind` tells rules apart that permit or deny with different effects, such as a record in a log; 0 if not given. */
export interface MatchRule { readonly match: PacketSet; readonly permit: boolean; readonly kind?: number }

interface RefRule { readonly match: Ref; readonly permit: boolean; readonly kind?: number }

export interface RuleAnalysis {
  readonly accepted: PacketSet
  /** By rule: every packet that it matches is decided by an earlier one, or it matches none. */
  readonly shadowed: readonly boolean[]
  /** By rule: without this one rule every packet is decided as with it. True of shadowed rules. */
  readonly redundant: readonly boolean[]
  /** By rule: it decides some packets, and without it later rules of its kind would decide every one of them as it does. */
  readonly repeated: readonly boolean[]
  /** The earlier rules that decide packets which this one matches. Computed when asked. */
  shadowers(rule: number): number[]
  /** The later rules that would decide what this one does, if it were not there. Computed when asked. */
  followers(rule: number): number[]
}

export function analyseRules(space: PacketSpace, rules: readonly MatchRule[], otherwise: 'permit' | 'deny'): RuleAnalysis {
  const relaxed = rules.map((rule) => ({ ...rule, match: space.relaxed(rule.match) }))
  const analysis = analyseRefs(space.diagrams, relaxed, otherwise, space.all.ref)
  return { ...analysis, accepted: space.valid(analysis.accepted) }
}

/**
 * For a filter of any length: in a space of its own, which is dropped afterwards. A long one gets the order of fields that
 * suits it, and `BudgetExceeded` is thrown when no order does.
 */
export function analyseFilter<R>(
  rules: readonly R[], toMatch: (rule: R, space: PacketSpace) => MatchRule, otherwise: 'permit' | 'deny', edgeBudget = 60_000_000,
): RuleAnalysis {
  const analyse = (some: readonly R[], space: PacketSpace): RuleAnalysis => analyseRules(space, some.map((rule) => toMatch(rule, space)), otherwise)
  const order = rules.length < LONG_FILTER ? FIELD_ORDERS[0]! : chooseFieldOrder((candidate, sampleBudget) => {
    const space = new PacketSpace({ order: candidate, edgeBudget: sampleBudget })
    analyse(sampleEvenly(rules), space)
    return space.diagrams.table.edges
  })
  return analyse(rules, new PacketSpace({ order, edgeBudget }))
}

/** The same over any levels, for rules whose sets are not packet sets. Only what lies in `within` counts. */
export function analyseRefs(
  diagrams: Diagrams, rules: readonly RefRule[], otherwise: 'permit' | 'deny', within: Ref = TRUE,
): Omit<RuleAnalysis, 'accepted'> & { readonly accepted: Ref } {
  const NONE = FALSE
  const deedOf = (permit: boolean, kind = 0): number => 1 + 2 * kind + (permit ? 0 : 1)
  const deeds = rules.map(({ permit, kind }) => deedOf(permit, kind))
  const width = 1 + deeds.reduce((most, deed) => Math.max(most, deed), 0)
  const ruleOf = (label: number): number => Math.floor((label - 1) / width)
  const afterOf = (label: number): number => (label - 1) % width

  const inSet = diagrams.operator((set, label) => (set === FALSE ? NONE : set === TRUE ? label : OPEN))
  const first = diagrams.operator((a, b) => {
    if (a === NONE) return b
    if (b === NONE) return a
    if (!isTerminal(a)) return OPEN
    if (afterOf(valueOf(a)) !== 0) return a
    return isTerminal(b) ? terminal(valueOf(a) + deeds[ruleOf(valueOf(b))]!) : OPEN
  })
  const labels = rules.map(({ match }, rule) => diagrams.apply(inSet, match, terminal(1 + width * rule)))
  const decided = diagrams.apply(inSet, within, diagrams.fold(first, labels, NONE))

  const shadowed = rules.map(() => true)
  const redundant = rules.map(() => true)
  const repeated = rules.map(() => true)
  for (const label of terminalsMet(diagrams, decided)) {
    if (label === 0) continue
    const rule = ruleOf(label)
    const without = afterOf(label) === 0 ? deedOf(otherwise === 'permit') : afterOf(label)
    shadowed[rule] = false
    if (without !== deeds[rule]) redundant[rule] = false
    if (afterOf(label) !== deeds[rule]) repeated[rule] = false
  }

  const permitted = diagrams.operator((label) => {
    if (!isTerminal(label)) return OPEN
    return (label === NONE ? otherwise === 'permit' : rules[ruleOf(valueOf(label))]!.permit) ? TRUE : FALSE
  })
  const matches = unions(diagrams, rules.map(({ match }) => match))
  /** Rule by rule, until nothing is left, but past blocks of rules that match nothing of it. Folding as many would cost as much as the whole analysis, each time. */
  const deciders = (set: Ref, from: number, to: number): { met: number[]; left: Ref } => {
    const met: number[] = []
    let left = set
    const walk = (height: number, block: number): void => {
      const start = block << height
      const end = start + (1 << height)
      if (left === FALSE || start >= to || end <= from) return
      if (start < from || end > to || diagrams.apply(diagrams.and, left, matches(height, block)) !== FALSE) {
        if (height === 0) {
          met.push(start)
          left = diagrams.apply(diagrams.minus, left, matches(0, start))
        } else {
          walk(height - 1, 2 * block)
          walk(height - 1, 2 * block + 1)
        }
      }
    }
    for (let block = from >> TALLEST; block << TALLEST < to; block++) walk(TALLEST, block)
    return { met, left }
  }
  const matched = (rule: number): Ref => diagrams.apply(diagrams.and, rules[rule]!.match, within)
  return {
    accepted: diagrams.apply(permitted, decided, FALSE),
    shadowed, redundant, repeated: repeated.map((always, rule) => always && !shadowed[rule]),
    shadowers: (rule) => deciders(matched(rule), 0, rule).met,
    followers: (rule) => deciders(deciders(matched(rule), 0, rule).left, rule + 1, rules.length).met,
  }
}

/** Blocks of two to the power of this many rules are the largest that are joined. */
const TALLEST = 7

/** The union of the sets of a block, such as those from 12 to 15 (height 2, block 3); made when it is first asked for. */
function unions(diagrams: Diagrams, sets: readonly Ref[]): (height: number, block: number) => Ref {
  const known: Ref[][] = [[...sets]]
  const union = (height: number, block: number): Ref => {
    const made = known[height]?.[block]
    if (made !== undefined || height === 0) return made ?? FALSE
    const joined = diagrams.apply(diagrams.or, union(height - 1, 2 * block), union(height - 1, 2 * block + 1))
    const row = known[height] ??= []
    row[block] = joined
    return joined
  }
  return union
}
