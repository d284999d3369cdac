/** Which rules of a list can never match because earlier ones decide everything of theirs. */
import { conditionSets } from '../engine/condition-sets.ts'
import type { PacketSet } from '../net/packet-set.ts'
import { analyseRules } from '../net/rule-analysis.ts'
import type { Rule } from '../topology/model.ts'
import type { Met } from './filter-lists.ts'

/** By rule: the positions of the earlier rules that decide all of it; `live`; or `empty`, when it matches nothing here anyway. */
export type Fate = 'live' | 'empty' | readonly number[]

/** What ends the walk of a list, whatever it says. A call may come back, and a line not understood may do nothing. */
const decides = ({ action }: Rule): boolean => ['permit', 'deny', 'return', 'goto', 'rewrite'].includes(action.do)

/**
 * What a rule certainly matches shadows; what it may match is shadowed. A later fragment of which only a test of ports is in
 * doubt counts for neither: a device treats it alike in both rules, and it comes to nothing by itself.
 */
export function fatesOf({ chain: { rules, otherwise }, scope, here }: Met): Fate[] {
  const { space } = scope
  const matches = rules.map(({ when }) => {
    const { must, may } = conditionSets(when, scope)
    const sure = must.intersect(here)
    return { must: sure, may: sure.union(may.intersect(here).subtract(space.fragment())) }
  })
  const list = rules.map((rule, index) => ({ match: decides(rule) ? matches[index]!.must : space.none, permit: rule.action.do === 'permit' }))
  const whole = analyseRules(space, list, otherwise)
  const decidedBefore = running(list.map(({ match }) => match), space.none)
  return rules.map((rule, index): Fate => {
    const { must, may } = matches[index]!
    if (may.isEmpty()) return 'empty'
    if (decides(rule) && must.equals(may)) return whole.shadowed[index] ? whole.shadowers(index) : 'live'
    if (!may.within(decidedBefore(index))) return 'live'
    return analyseRules(space, [...list.slice(0, index), { match: may, permit: true }], otherwise).shadowers(index)
  })
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
