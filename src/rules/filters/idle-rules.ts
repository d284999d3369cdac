/** Which rules of a list do nothing: earlier ones decide everything of theirs, or later ones would decide it alike. */
import { conditionSets, type Scope } from '../../engine/condition-sets.ts'
import { cached } from '../../engine/reach.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { PacketSpace } from '../../net/packet-space.ts'
import { analyseFilter, analyseRules, type MatchRule } from '../../net/rule-analysis.ts'
import { BudgetExceeded } from '../../net/unique-table.ts'
import type { Rule } from '../../topology/model.ts'
import type { Met } from './filter-lists.ts'

/**
 * By rule: the positions of the earlier rules that decide all of it; `live`; `empty`, when it matches nothing here anyway; or
 * the positions of the later rules that would decide alike all that it decides (beyond `MOST_NAMED` of a list, none of them).
 */
export type Fate = 'live' | 'empty' | { readonly shadowedBy: readonly number[] } | { readonly repeatedBy: readonly number[] }

const MOST_NAMED = 200

interface Matched { readonly must: PacketSet; readonly may: PacketSet }

/** What ends the walk of a list, whatever it says. A call may come back, and a line not understood may do nothing. */
const decides = ({ action }: Rule): boolean => ['permit', 'deny', 'return', 'goto', 'rewrite'].includes(action.do)

/** Whether it may decide: what comes after it is not all that a packet meets. */
const mayDecide = ({ action }: Rule): boolean => action.do === 'jump' || action.do === 'unknown'

/** A record in a log is an effect; where a list sends packets on to is one of its own, and like no other. */
const kindOf = ({ action, log }: Rule): number => (action.do !== 'permit' && action.do !== 'deny' ? 2 : log ? 1 : 0)

/**
 * What a rule certainly matches shadows; what it may match is shadowed. A later fragment of which only a test of ports is in
 * doubt counts for neither: a device treats it alike in both rules, and it comes to nothing by itself.
 * Undefined: the list is too large for an answer.
 */
export function fatesOf({ chain: { rules, otherwise }, scope, here }: Met): Fate[] | undefined {
  const matchIn = matching(scope, here)
  const decided = (rule: Rule, space: PacketSpace): MatchRule => ({
    match: decides(rule) ? matchIn(rule, space).must : space.none, permit: rule.action.do === 'permit', kind: kindOf(rule),
  })
  try {
    const whole = analyseFilter(rules, decided, otherwise)
    const { space } = whole.accepted
    const list = rules.map((rule) => decided(rule, space))
    const decidedBefore = running(list.map(({ match }) => match), space.none)
    const matches = rules.map((rule) => matchIn(rule, space))
    const perhaps = rules.flatMap((rule, index) => (mayDecide(rule) || !matches[index]!.must.equals(matches[index]!.may) ? [{ index, may: matches[index]!.may }] : []))
    let named = 0
    return matches.map(({ must, may }, index): Fate => {
      if (may.isEmpty()) return 'empty'
      if (!decides(rules[index]!) || !must.equals(may)) {
        if (!may.within(decidedBefore(index))) return 'live'
        return { shadowedBy: analyseRules(space, [...list.slice(0, index), { match: may, permit: true }], otherwise).shadowers(index) }
      }
      if (whole.shadowed[index]) return { shadowedBy: whole.shadowers(index) }
      const again = whole.repeated[index] && kindOf(rules[index]!) < 2 && !perhaps.some((other) => other.index > index && other.may.meets(may))
      return again ? { repeatedBy: named++ < MOST_NAMED ? whole.followers(index) : [] } : 'live'
    })
  } catch (error) {
    if (error instanceof BudgetExceeded) return undefined
    throw error
  }
}

/** What a rule certainly and perhaps matches of what is met here; of each rule made once in a space. */
function matching(scope: Met['scope'], here: Met['here']): (rule: Rule, space: PacketSpace) => Matched {
  const known = new WeakMap<PacketSpace, { readonly all: PacketSet; readonly of: Scope; readonly matched: Map<Rule, Matched> }>()
  return (rule, space) => {
    const { all, of, matched } = known.get(space) ?? { all: here(space), of: scope(space), matched: new Map<Rule, Matched>() }
    known.set(space, { all, of, matched })
    return cached(matched, rule, () => {
      const { must, may } = conditionSets(rule.when, of)
      const sure = must.intersect(all)
      return { must: sure, may: must.equals(may) ? sure : sure.union(may.intersect(all).subtract(space.fragment())) }
    })
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
