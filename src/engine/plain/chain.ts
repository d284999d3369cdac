/** What an ordered list may do with one packet. */
import type { Action, Chain, Rule, Translation } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import { holds, type Situation } from './condition.ts'

/** One thing that may happen; `certain` when nothing that is not understood had a say in it. */
export interface Decision {
  readonly does: 'permit' | 'deny' | 'rewrite'
  readonly to?: Translation
  /** The line that decided. */
  readonly at: At
  readonly rule?: Rule
  readonly certain: boolean
  /** Whether connection tracking was switched off for this packet on the way here. */
  readonly untracked: boolean
}

interface Ended extends Omit<Decision, 'does'> { readonly does: Decision['does'] | 'return' | 'next' }

/** Everything that may happen to the packet in the list: one decision unless something is not understood. */
export function decide(chain: Chain, at: Situation): Decision[] {
  return walk(chain, at, { certain: true, untracked: false }).map((end) =>
    end.does === 'return' || end.does === 'next'
      ? { ...end, does: chain.otherwise, at: chain.otherwiseAt ?? chain.at }
      : { ...end, does: end.does })
}

function walk(chain: Chain, at: Situation, arriving: { certain: boolean; untracked: boolean }): Ended[] {
  const ends: Ended[] = []
  /** The ways in which the packet comes to the next rule: at most one for each value of `untracked`. */
  let ways = [arriving]
  for (const rule of chain.rules) {
    const matches = holds(rule.when, at)
    if (matches === false) continue
    const onward: typeof ways = []
    for (const way of ways) {
      const known = { ...way, certain: way.certain && matches === true }
      if (matches === undefined) onward.push({ ...way, certain: false })
      for (const end of act(rule, at, known)) (end.does === 'next' ? onward : ends).push(end)
    }
    ways = distinct(onward)
    if (ways.length === 0) break
  }
  for (const way of ways) ends.push({ does: 'next', at: chain.at, ...way })
  return ends
}

function act(rule: Rule, at: Situation, way: { certain: boolean; untracked: boolean }): Ended[] {
  const end = (does: Ended['does'], more?: object): Ended => ({ does, at: rule.at, rule, ...way, ...more })
  const action: Action = rule.action
  switch (action.do) {
    case 'permit': case 'deny': case 'return': return [end(action.do)]
    case 'continue': return [end('next')]
    case 'untrack': return [end('next', { untracked: true })]
    case 'rewrite': return [end('rewrite', { to: action.to })]
    case 'jump': return walk(action.chain, at, way).map((sub) => (sub.does === 'return' ? { ...sub, does: 'next' } : sub))
    case 'goto': return walk(action.chain, at, way).map((sub) => (sub.does === 'next' ? { ...sub, does: 'return' } : sub))
    case 'unknown': return (['permit', 'deny', 'next', 'rewrite'] as const).map((does) =>
      end(does, { certain: false, ...(does === 'rewrite' && { to: { addresses: 'unknown' } }) }))
  }
}

/** Ways that differ only in certainty are one: uncertain unless it is the only way. */
function distinct(ways: readonly { certain: boolean; untracked: boolean }[]): { certain: boolean; untracked: boolean }[] {
  return [false, true].flatMap((untracked) => {
    const same = ways.filter((way) => way.untracked === untracked)
    return same.length === 0 ? [] : [{ untracked, certain: same.every((way) => way.certain) }]
  })
}
