/** The chains of a table as a packet meets them from one hook: user chains linked in, interfaces and targets seen from there. */
import { ANYTHING } from '../../topology/model.ts'
import type { Action, Chain, Condition, Pipeline, Rule } from '../../topology/model.ts'
import { text } from '../../verdict.ts'
import type { Text } from '../../verdict.ts'
import type { LineStatus } from '../reader.ts'
import { all, unknown, unknownsIn } from '../conditions.ts'
import { atHook } from '../netfilter/conditions.ts'
import type { Dump, DumpChain, DumpRule, Table } from './dump.ts'
import { COMMAND } from './family.ts'
import { BUILT_IN } from './hooks.ts'
import { conditionsOf } from './matches.ts'
import type { Context } from './matches.ts'
import { effectOf, isTarget } from './targets.ts'
import type { Effect } from './targets.ts'
import { UNKNOWN } from './translation.ts'

/** Compiles the chains of one table; conditions are read once, and what was not understood is noted once for each rule. */
export class TableCompiler {
  #table: Table
  #context: Context
  #dump: Dump
  #conditions = new Map<DumpRule, Condition>()
  /** What was not understood in each rule that a hook reaches, and whether the rule decides anything. */
  #notes = new Map<DumpRule, { readonly unknowns: Set<string>; decides: boolean }>()
  /** Rules that already have their gap, and rules that already have their problem: several hooks may reach them. */
  #diverting = new Set<DumpRule>()
  #refused = new Set<DumpRule>()

  constructor(table: Table, context: Context, dump: Dump) {
    this.#table = table
    this.#context = context
    this.#dump = dump
  }

  /** The built-in chain; undefined when the file does not have it. */
  compile(name: string, hook: keyof Pipeline): Chain | undefined {
    const first = this.#table.chains.get(name)
    if (!first) return undefined
    const compiled = new Map<string, Chain>()
    // Called chains first. No recursion: a file may nest chains deeper than our own stack is.
    for (const chain of this.#calledFirst(first)) {
      compiled.set(chain.name, {
        name: `${this.#table.name} ${chain.name}`, at: chain.at,
        rules: chain.rules.map((rule, index) => this.#rule(rule, `${this.#table.name}/${chain.name}/${index + 1}`, hook, compiled)),
        otherwise: 'permit',
      })
    }
    const chain = compiled.get(name)!
    if (first.policy) return { ...chain, otherwise: first.policy.otherwise, otherwiseAt: first.policy.at }
    // Without a policy the chain keeps the one it had. Only in the filter table is one other than ACCEPT in use.
    if (this.#table.name !== 'filter') return chain
    const policy: Rule = { at: chain.at, when: ANYTHING, action: { do: 'unknown', what: `policy of ${name}` } }
    return { ...chain, rules: [...chain.rules, policy] }
  }

  /** After every hook was compiled: what the file's rules turned out to be. */
  finish(): void {
    for (const chain of this.#table.chains.values()) {
      for (const rule of chain.rules) {
        const notes = this.#notes.get(rule)
        const list = [...notes?.unknowns ?? []].join(', ')
        if (!notes) this.#checkTarget(rule)
        if (notes?.decides && list !== '') note(rule, 'not understood', text(`分からない部分: ${list}`, `not understood: ${list}`))
        else if (notes && list !== '') note(rule, 'irrelevant', text('どの通信の行方も決めません', 'decides about no packet'))
        else if (!notes) note(rule, 'irrelevant', text(`どの規則もチェイン「${chain.name}」を呼びません`, `no rule jumps to chain "${chain.name}"`))
      }
    }
  }

  /** Depth first, each chain after the chains it calls; a call back into a chain still open is a loop. */
  #calledFirst(first: DumpChain): DumpChain[] {
    const order: DumpChain[] = []
    const seen = new Set([first])
    const open = [{ chain: first, next: 0 }]
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const rule = top.chain.rules[top.next++]
      const called = rule && this.#called(rule)
      if (!rule) order.push(open.pop()!.chain)
      else if (called && !seen.has(called)) { seen.add(called); open.push({ chain: called, next: 0 }) }
    }
    return order
  }

  #called({ target }: DumpRule): DumpChain | undefined {
    if (!target || BUILT_IN[this.#table.name]!.includes(target.name)) return undefined
    return this.#table.chains.get(target.name)
  }

  #rule(rule: DumpRule, number: string, hook: keyof Pipeline, compiled: ReadonlyMap<string, Chain>): Rule {
    const when = atHook(this.#condition(rule), hook)
    const { action, log, diverts } = this.#effect(rule, hook, compiled)
    const notes = this.#notes.get(rule) ?? { unknowns: new Set(), decides: false }
    this.#notes.set(rule, notes)
    for (const what of [...unknownsIn(when), ...unknownIn(action, rule)]) notes.unknowns.add(what)
    notes.decides ||= action.do !== 'continue'
    if (diverts && !this.#diverting.has(rule)) {
      this.#diverting.add(rule)
      this.#dump.gaps.push({ touches: 'forwarding', families: [this.#context.family], at: rule.at, what: rule.line.text })
    }
    const id = `${COMMAND[this.#context.family]}/${number}`
    // What is not understood here may translate to anything; its own address and port are among that, so passing unchanged is, too.
    if (diverts && this.#table.name === 'nat') {
      return { id, at: rule.at, when: all([when, unknown(rule.line.text)]), action: { do: 'rewrite', to: UNKNOWN } }
    }
    return { id, at: rule.at, when, action, ...(log && { log }) }
  }

  #condition(rule: DumpRule): Condition {
    const known = this.#conditions.get(rule)
    if (known) return known
    const condition = all([
      ...conditionsOf(rule, this.#context),
      ...rule.stray.map((words) => unknown(words)),
    ])
    this.#conditions.set(rule, condition)
    return condition
  }

  #effect(rule: DumpRule, hook: keyof Pipeline, compiled: ReadonlyMap<string, Chain>): Effect {
    const { target } = rule
    if (rule.stray.length > 0) return { action: { do: 'unknown', what: rule.stray.join(' ') }, diverts: true }
    if (!target) return { action: { do: 'continue' } }
    const called = this.#called(rule)
    if (!called) {
      this.#checkTarget(rule)
      return effectOf(target, { family: this.#context.family, table: this.#table.name, hook })
    }
    const chain = compiled.get(called.name)
    if (!chain) {
      this.#problem(rule, 'chain-loop', `チェイン「${target.name}」が自分自身に戻ります`, `chain "${target.name}" calls itself in a loop`)
      return { action: { do: 'unknown', what: target.text } }
    }
    if (target.options.length > 0) return { action: { do: 'unknown', what: target.text }, diverts: true }
    return { action: { do: target.goto ? 'goto' : 'jump', chain } }
  }

  /** `iptables-restore` refuses a file that jumps to what is neither a chain of the table nor an extension. */
  #checkTarget(rule: DumpRule): void {
    const { target } = rule
    if (!target || this.#called(rule) || (isTarget(target.name) && !target.goto)) return
    this.#problem(rule, 'undefined-chain', `チェイン「${target.name}」は定義されていません`, `chain "${target.name}" is not defined`)
  }

  #problem(rule: DumpRule, code: string, ja: string, en: string): void {
    if (!this.#refused.has(rule)) this.#dump.problems.push({ code, at: rule.at, message: text(ja, en) })
    this.#refused.add(rule)
  }
}

const unknownIn = (action: Action, { target }: DumpRule): string[] =>
  (action.do === 'unknown' ? [action.what] : action.do === 'rewrite' && action.to.addresses === 'unknown' ? [target!.text] : [])

function note({ line }: DumpRule, status: LineStatus, why: Text): void {
  line.status = status
  line.why = why
}
