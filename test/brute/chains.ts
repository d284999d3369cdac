/** What a chain may do with one packet: every outcome that some resolution of its unknowns gives. */
import { judge, type View } from './conditions.ts'
import { READING } from './reading.ts'
import type { Chain, Rule, Translation } from '../../src/topology/model.ts'

export type Decision =
  | { readonly does: 'permit' | 'deny'; readonly untracked: boolean }
  | { readonly does: 'rewrite'; readonly to: Translation; readonly untracked: boolean }

/** Of an action that was not understood, in a chain that translates: the address may become any other. */
const ANY_REWRITE: Translation = { addresses: 'unknown' }

/** Internal: `back` is falling out of a chain, back to who called it. */
type Result = Decision | { readonly does: 'back'; readonly untracked: boolean }

const keyOf = (result: Result, rewrites: Map<Translation, number>): string => {
  if (result.does !== 'rewrite') return `${result.does}${result.untracked}`
  if (!rewrites.has(result.to)) rewrites.set(result.to, rewrites.size)
  return `rewrite${rewrites.get(result.to)}${result.untracked}`
}

const distinct = <R extends Result>(results: readonly R[]): R[] => {
  const rewrites = new Map<Translation, number>()
  return [...new Map(results.map((each) => [keyOf(each, rewrites), each])).values()]
}

const apply = (rule: Rule, rest: readonly Rule[], view: View, untracked: boolean, translates: boolean): Result[] => {
  const { action } = rule
  const goOn = (marked = untracked): Result[] => run(rest, view, marked, translates)
  switch (action.do) {
    case 'permit':
    case 'deny': return [{ does: action.do, untracked }]
    case 'continue': return goOn()
    case 'return': return [{ does: 'back', untracked }]
    case 'untrack': return goOn(true)
    case 'rewrite': return [{ does: 'rewrite', to: action.to, untracked }]
    case 'goto': return run(action.chain.rules, view, untracked, translates)
    case 'jump':
      return run(action.chain.rules, view, untracked, translates)
        .flatMap((result) => (result.does === 'back' ? goOn(result.untracked) : [result]))
    case 'unknown':
      return [
        { does: 'permit', untracked }, { does: 'deny', untracked }, ...goOn(),
        ...(translates ? [{ does: 'rewrite' as const, to: ANY_REWRITE, untracked }] : []),
      ]
  }
}

const run = (rules: readonly Rule[], view: View, untracked: boolean, translates: boolean): Result[] => {
  const [rule, ...rest] = rules
  if (rule === undefined) return [{ does: 'back', untracked }]
  const matches = judge(rule.when, view)
  const all = [
    ...(matches === 'false' ? [] : apply(rule, rest, view, untracked, translates)),
    ...(matches === 'true' ? [] : run(rest, view, untracked, translates)),
  ]
  return translates && READING.doubtDoubtsTranslations ? all : distinct(all)
}

/** All decisions possible; exactly one means that nothing unknown had a say. */
export const decisions = (chain: Chain, view: View, translates: boolean): Decision[] => {
  const all = run(chain.rules, view, false, translates).map((result): Decision =>
    result.does === 'back' ? { does: chain.otherwise, untracked: result.untracked } : result)
  return translates && READING.doubtDoubtsTranslations ? all : distinct(all)
}
