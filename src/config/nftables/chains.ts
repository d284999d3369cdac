/** The chains of a table as a packet meets them from one hook: other chains linked in, interfaces seen from there. */
import type { Chain, Condition, Rule } from '../../topology/model.ts'
import { text } from '../../verdict.ts'
import type { Text } from '../../verdict.ts'
import { unknownsIn } from '../conditions.ts'
import { atHook } from '../netfilter/conditions.ts'
import type { LineStatus } from '../reader.ts'
import type { Context } from './fields.ts'
import { FAMILIES_OF } from './ruleset.ts'
import type { ChainLines, RuleLines, Ruleset, Table } from './ruleset.ts'
import { calledBy } from './called.ts'
import { meaningOf } from './statements.ts'
import type { Part, RuleMeaning } from './statements.ts'

interface Notes { readonly unknowns: Set<string>; decides: boolean }

/** What rules do beside deciding, in the chains of one base chain. */
export interface Effects {
  readonly rewrites: { readonly rule: RuleLines; readonly field: 'source' | 'destination'; readonly when: Condition }[]
  helps: boolean
  offloads: boolean
}

export class TableCompiler {
  readonly table: Table
  #ruleset: Ruleset
  #notes = new Map<RuleLines, Notes>()
  #diverting = new Set<RuleLines>()
  #refused = new Set<RuleLines>()

  constructor(table: Table, ruleset: Ruleset) {
    this.table = table
    this.#ruleset = ruleset
  }

  /** A base chain, and what its rules do besides. */
  compile(base: ChainLines, context: Context): { chain: Chain; effects: Effects } {
    const effects: Effects = { rewrites: [], helps: false, offloads: false }
    const compiled = new Map<string, Chain>()
    // Called chains first. No recursion: a file may nest chains deeper than our own stack is.
    for (const chain of this.#calledFirst(base)) {
      compiled.set(chain.name, {
        name: `${this.table.family} ${this.table.name} ${chain.name}`, at: chain.line.at, otherwise: 'permit',
        rules: chain.rules.flatMap((rule) => this.#rules(rule, context, compiled, effects)),
      })
    }
    const { policy } = base.base!
    return { chain: { ...compiled.get(base.name)!, otherwise: policy, otherwiseAt: base.line.at }, effects }
  }

  /** After every hook was compiled: what the rules turned out to be. */
  finish(): void {
    for (const chain of this.table.chains.values()) {
      for (const rule of chain.rules) {
        const notes = this.#notes.get(rule)
        const list = [...notes?.unknowns ?? []].join(', ')
        if (notes?.decides && list !== '') note(rule, 'not understood', text(`分からない部分: ${list}`, `not understood: ${list}`))
        else if (notes && list !== '') note(rule, 'irrelevant', text('どの通信の行方も決めません', 'decides about no packet'))
        else if (!notes && this.table.isActive === 'no') note(rule, 'irrelevant', text('休止中のテーブルです', 'the table is dormant'))
        else if (!notes) note(rule, 'irrelevant', text(`どの規則もチェイン「${chain.name}」を呼びません`, `no rule jumps to chain "${chain.name}"`))
      }
    }
  }

  /** Depth first, each chain after the chains it calls; a call back into a chain still open is a loop. */
  #calledFirst(first: ChainLines): ChainLines[] {
    const order: ChainLines[] = []
    const seen = new Set([first])
    const open = [{ chain: first, calls: this.#calls(first), next: 0 }]
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const called = top.calls[top.next++]
      if (!called) order.push(open.pop()!.chain)
      else if (!seen.has(called)) { seen.add(called); open.push({ chain: called, calls: this.#calls(called), next: 0 }) }
    }
    return order
  }

  #calls(chain: ChainLines): ChainLines[] {
    return chain.rules.flatMap((rule) => calledBy(rule, this.table).flatMap((name) => this.table.chains.get(name) ?? []))
  }

  #rules(rule: RuleLines, context: Context, compiled: ReadonlyMap<string, Chain>, effects: Effects): Rule[] {
    const meaning = meaningOf(rule.statements, context)
    const rules = meaning.parts.map((part): Rule => ({
      id: rule.id, at: rule.line.at, when: atHook(part.when, context.hook), action: this.#action(part, rule, compiled), ...(part.log && { log: true }),
    }))
    this.#remember(rule, meaning, rules)
    effects.helps ||= meaning.helps === true
    effects.offloads ||= meaning.offloads === true
    if (meaning.rewrites) effects.rewrites.push({ rule, field: meaning.rewrites.field, when: atHook(meaning.rewrites.when, context.hook) })
    return rules
  }

  #remember(rule: RuleLines, meaning: RuleMeaning, rules: readonly Rule[]): void {
    const notes = this.#notes.get(rule) ?? { unknowns: new Set(), decides: false }
    this.#notes.set(rule, notes)
    for (const { when, action } of rules) {
      for (const what of unknownsIn(when)) notes.unknowns.add(what)
      if (action.do === 'unknown') notes.unknowns.add(action.what)
      if (action.do === 'rewrite' && action.to.addresses === 'unknown') notes.unknowns.add(rule.line.text)
      notes.decides ||= action.do !== 'continue'
    }
    if (!meaning.diverts || this.#diverting.has(rule)) return
    notes.unknowns.add(rule.line.text)
    notes.decides = true
    this.#diverting.add(rule)
    this.#ruleset.gaps.push({ touches: 'forwarding', families: FAMILIES_OF[this.table.family], at: rule.line.at, what: rule.line.text })
  }

  #action({ action }: Part, rule: RuleLines, compiled: ReadonlyMap<string, Chain>): Rule['action'] {
    if (action.do !== 'call') return action
    const chain = compiled.get(action.chain)
    if (chain) return { do: action.goto ? 'goto' : 'jump', chain }
    const [code, ja, en] = this.table.chains.has(action.chain)
      ? ['chain-loop', `チェイン「${action.chain}」が自分自身に戻ります`, `chain "${action.chain}" calls itself in a loop`]
      : ['undefined-chain', `チェイン「${action.chain}」は定義されていません`, `chain "${action.chain}" is not defined`]
    if (!this.#refused.has(rule)) this.#ruleset.problems.push({ code, at: rule.line.at, message: text(ja, en) })
    this.#refused.add(rule)
    return { do: 'unknown', what: rule.line.text }
  }
}

function note({ line }: RuleLines, status: LineStatus, why: Text): void {
  line.status = status
  line.why = why
}
