/** What ordered lists do with packet sets: which pass a filter, which lines of a translating list meet which packets. */
import { Decision, DENY, NEXT, PERMIT, RETURN } from '../net/decision.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { Action, Chain, Condition, Translation } from '../topology/model.ts'
import type { At } from '../verdict.ts'
import { both, either, exactly, without, type Bounds } from './bounds.ts'
import { conditionSets, type Scope } from './condition-sets.ts'
import { plainTests } from './plain-tests.ts'

/**
 * The packets that a filter passes: `may` for some resolution of what is not understood, `must` for every one.
 * `states`: the pairs (header, state) that occur; the result says nothing of states.
 */
export function permitted(chain: Chain, scope: Scope, states: PacketSet | undefined): Bounds {
  const decision = outcomes(chain, scope).mapped((bits) =>
    (bits & (RETURN | NEXT)) === 0 ? bits : (bits & ~(RETURN | NEXT)) | (chain.otherwise === 'permit' ? PERMIT : DENY))
  const judged = states ? decision.atState(states) : decision
  return { must: judged.certainly(PERMIT), may: judged.possibly(PERMIT) }
}

function outcomes(chain: Chain, scope: Scope): Decision {
  return Decision.sequence(scope.space, chain.rules.flatMap(({ when, action }) => lineOf(when, outcomeOf(action, scope), scope)))
}

/** Of several boxes any may hold; one that decides what another decided already changes nothing, so they may follow each other. */
function lineOf(when: Condition, outcome: number | Decision, scope: Scope): Decision[] {
  if (typeof outcome === 'number') {
    const boxes = plainTests(when, scope)
    if (boxes) return boxes.map(({ tests, doubt }) => Decision.box(scope.space, tests, outcome, doubt))
  }
  const { must, may } = conditionSets(when, scope)
  return [Decision.when(must, may, outcome)]
}

function outcomeOf(action: Action, scope: Scope): number | Decision {
  switch (action.do) {
    case 'permit': case 'rewrite': return PERMIT
    case 'deny': return DENY
    case 'continue': case 'untrack': return NEXT
    case 'return': return RETURN
    case 'unknown': return PERMIT | DENY | NEXT
    case 'jump': return outcomes(action.chain, scope).mapped((bits) => (bits & RETURN ? (bits & ~RETURN) | NEXT : bits))
    case 'goto': return outcomes(action.chain, scope).mapped((bits) => (bits & NEXT ? (bits & ~NEXT) | RETURN : bits))
  }
}

/** What a translating list does with `arriving`: the packets each line rewrites, those it drops, those that pass unchanged. */
export interface Translated {
  readonly rewrites: readonly { readonly when: Bounds; readonly to: Translation; readonly at: At }[]
  readonly denied: Bounds
  readonly unchanged: Bounds
  /** Packets for which connection tracking was switched off. */
  readonly untracked: Bounds
}

export function translated(chain: Chain, scope: Scope, arriving: Bounds): Translated {
  const list = new TranslatingList(scope)
  const { through, returned } = list.walk(chain, arriving)
  const fallen = either(through, returned)
  const none = exactly(scope.space.none)
  return {
    rewrites: list.rewrites,
    denied: chain.otherwise === 'deny' ? either(list.denied, fallen) : list.denied,
    unchanged: chain.otherwise === 'permit' ? either(list.unchanged, fallen) : either(list.unchanged, none),
    untracked: list.untracked,
  }
}

class TranslatingList {
  readonly rewrites: { when: Bounds; to: Translation; at: At }[] = []
  denied: Bounds
  unchanged: Bounds
  untracked: Bounds
  private readonly scope: Scope

  constructor(scope: Scope) {
    this.scope = scope
    this.denied = this.unchanged = this.untracked = exactly(scope.space.none)
  }

  walk(chain: Chain, arriving: Bounds): { through: Bounds; returned: Bounds } {
    let here = arriving
    let returned = exactly(this.scope.space.none)
    for (const rule of chain.rules) {
      const matching = conditionSets(rule.when, this.scope)
      const hit = both(here, matching)
      here = without(here, matching)
      switch (rule.action.do) {
        case 'permit': this.unchanged = either(this.unchanged, hit); break
        case 'deny': this.denied = either(this.denied, hit); break
        case 'rewrite': this.rewrites.push({ when: hit, to: rule.action.to, at: rule.at }); break
        case 'return': returned = either(returned, hit); break
        case 'untrack': this.untracked = either(this.untracked, hit); here = either(here, hit); break
        case 'continue': here = either(here, hit); break
        case 'jump': case 'goto': {
          const sub = this.walk(rule.action.chain, hit)
          if (rule.action.do === 'jump') here = either(here, either(sub.through, sub.returned))
          else returned = either(returned, either(sub.through, sub.returned))
          break
        }
        case 'unknown': {
          const perhaps = { must: this.scope.space.none, may: hit.may }
          this.unchanged = either(this.unchanged, perhaps)
          this.denied = either(this.denied, perhaps)
          this.rewrites.push({ when: perhaps, to: { addresses: 'unknown' }, at: rule.at })
          here = either(here, perhaps)
        }
      }
    }
    return { through: here, returned }
  }
}
