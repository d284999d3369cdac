/** Which rules of a list can never match because earlier ones decide everything of theirs. */
import { conditionSets } from '../../engine/condition-sets.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { PacketSpace } from '../../net/packet-space.ts'
import { analyseFilter, analyseRules, type MatchRule } from '../../net/rule-analysis.ts'
import { BudgetExceeded } from '../../net/unique-table.ts'
import type { Rule } from '../../topology/model.ts'
import type { Met } from './filter-lists.ts'

/** By rule: the positions of the earlier rules that decide all of it; `live`; or `empty`, when it matches nothing here anyway. */
export type Fate = 'live' | 'empty' | readonly number[]

/** What ends the walk of a list, whatever it says. A call may come back, and a line not understood may do nothing. */
const decides = ({ action }: Rule): boolean => ['permit', 'deny', 'return', 'goto', 'rewrite'].includes(action.do)

/**
 * What a rule certainly matches shadows; what it may match is shadowed. A later fragment of which only a test of ports is in
 * doubt counts for neither: a device treats it alike in both rules, and it comes to nothing by itself.
 * Undefined: the list is too large for an answer.
 */
export function fatesOf({ chain: { rules, otherwise }, scope, here }: Met): Fate[] | undefined {
  const matchIn = (space: PacketSpace) => ({ when }: Rule): { must: PacketSet; may: PacketSet } => {
    const { must, may } = conditionSets(when, scope(space))
    const sure = must.intersect(here(space))
    return { must: sure, may: sure.union(may.intersect(here(space)).subtract(space.fragment())) }
  }
  const decided = (rule: Rule, space: PacketSpace): MatchRule => ({ match: decides(rule) ? matchIn(space)(rule).must : space.none, permit: rule.action.do === 'permit' })
  try {
    const whole = analyseFilter(rules, decided, otherwise)
    const { space } = whole.accepted
    const list = rules.map((rule) => decided(rule, space))
    const decidedBefore = running(list.map(({ match }) => match), space.none)
    return rules.map(matchIn(space)).map(({ must, may }, index): Fate => {
      if (may.isEmpty()) return 'empty'
      if (decides(rules[index]!) && must.equals(may)) return whole.shadowed[index] ? whole.shadowers(index) : 'live'
      if (!may.within(decidedBefore(index))) return 'live'
      return analyseRules(space, [...list.slice(0, index), { match: may, permit: true }], otherwise).shadowers(index)
    })
  } catch (error) {
    if (error instanceof BudgetExceeded) return undefined
    throw error
  }
}

/** The union of the first so many sets; asked for with a growing number. */
function running(sets: readonly PacketSet[], none: PacketSet): (count: number) => PacketSet {
  let union = none
  let included = 0
  return (count) => {
    union = none.space.union([union, ...sets.slice(included, count)])
    included = count
    return union
  }
}
