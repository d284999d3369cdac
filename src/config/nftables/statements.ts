/** One rule: its statements from left to right, each under what the ones before it asked. nft(8), «Statements». */
import { TCP } from '../../net/header.ts'
import { ANYTHING } from '../../topology/model.ts'
import type { Action, Condition } from '../../topology/model.ts'
import { all, any, not, protocol, unknown } from '../conditions.ts'
import { bothOther } from '../netfilter/conditions.ts'
import type { Context } from './fields.ts'
import { get, getText, isFields, listOf, only } from './json.ts'
import { conditionOf, elementsOf, whole } from './matches.ts'
import { FAMILIES_OF } from './ruleset.ts'
import { ANY_PORT, rewritings, translates, UNKNOWN } from './translation.ts'
import { statementText, valueText } from './written.ts'

export interface Part {
  readonly when: Condition
  readonly action: Action | { readonly do: 'call'; readonly goto: boolean; readonly chain: string }
  readonly log?: true
}

export interface RuleMeaning {
  readonly parts: readonly Part[]
  /** It may send the packet elsewhere than the routes say, or change it where the model has no translation. */
  readonly diverts?: true
  /** It writes another address or port without a session. */
  readonly rewrites?: { readonly field: 'source' | 'destination'; readonly when: Condition }
  /** What connection tracking helpers open is not computed. */
  readonly helps?: true
  /** Packets of an established connection may go past all chains from then on. */
  readonly offloads?: true
}

/** They count, log, mark, or change a header field that no match here reads: the packet goes on. */
const CONTINUE = ['counter', 'log', 'ct timeout', 'secmark', 'last', 'continue', 'comment']
/** They go on for some packets: by traffic. */
const LIMITS = ['limit', 'quota', 'ct count', 'meter', 'set', 'map']
const VERDICTS: Readonly<Record<string, Action>> = { accept: { do: 'permit' }, drop: { do: 'deny' }, return: { do: 'return' } }
/** A kind of answer that only some packets can get is given to those alone: nft(8), `reject`. */
const REJECTED: ReadonlyMap<string | undefined, readonly Condition[]> = new Map([
  ['tcp reset', [protocol(TCP)]], ['icmp', [{ test: 'family', family: 4 }]], ['icmpv6', [{ test: 'family', family: 6 }]],
])
/** A process or a module that is not in the file decides. */
const UNDECIDED = ['queue', 'synproxy']
/** Targets of iptables that nft shows by name only, of which the name is enough. */
const XT_CONTINUE = ['CHECKSUM', 'CLASSIFY', 'CONNMARK', 'DSCP', 'ECN', 'HL', 'LOG', 'MARK', 'NFLOG', 'TCPMSS', 'TCPOPTSTRIP', 'TOS', 'TRACE', 'TTL']

export function meaningOf(statements: readonly unknown[], outer: Context): RuleMeaning {
  const rule = new RuleReader(outer)
  for (const statement of statements) if (!rule.isOver) rule.read(statement)
  return rule.meaning()
}

class RuleReader {
  isOver = false
  #context: Context
  #asked: Condition[] = []
  #parts: Part[] = []
  #logs = false
  #namesFamily = false
  /** Whether the statement before is no match. */
  #counts = false
  /** Fields of one header asked to be other than a value, one after another. */
  #others: { readonly protocol: string; readonly equal: Condition[]; readonly texts: string[] } | undefined
  #more: { diverts?: true; rewrites?: RuleMeaning['rewrites']; helps?: true; offloads?: true } = {}

  constructor(context: Context) {
    this.#context = context
  }

  meaning(): RuleMeaning {
    const { rewrites, ...more } = this.#more
    if (this.#parts.length === 0) this.#part({ do: 'continue' })
    return { parts: this.#parts, ...more, ...(rewrites && { rewrites }) }
  }

  read(statement: unknown): void {
    const [name = '', of] = only(statement) ?? []
    const varies = (): void => void this.#asked.push({ test: 'unknown', what: statementText(statement), varies: true })
    if (name !== 'match') this.#others = undefined
    if (name === 'match') this.#namesFamily ||= namesFamily(get(of, 'left'))
    if (name !== 'reject') this.#counts = name !== 'match'
    if (name === 'match' && !this.#isOther(of)) {
      this.#others = undefined
      const { when, asked } = conditionOf(of, this.#context)
      this.#asked.push(when)
      if (asked !== undefined) this.#context = { ...this.#context, asked }
      if (get(get(get(of, 'left'), 'ct'), 'key') === 'helper') this.#more.helps = true
    } else if (name === 'match') return
    else if (name === 'log') this.#logs = true
    // An object chosen by a map may be missing.
    else if (CONTINUE.includes(name)) { if (get(of, 'map') !== undefined) varies() }
    else if (LIMITS.includes(name)) { this.#asked.push(this.#guardOf(get(get(of, 'elem'), 'elem') === undefined ? get(of, 'elem') ?? get(of, 'key') : get(get(get(of, 'elem'), 'elem'), 'val'))); varies() }
    else if (name === 'reject') this.#reject(of, statement)
    else if (name === 'ct helper' || name === 'ct expectation') this.#more.helps = true
    else if (Object.hasOwn(VERDICTS, name)) this.#end(VERDICTS[name]!)
    else if (name === 'jump' || name === 'goto') this.#call(name, of)
    else if (name === 'vmap') this.#choose(of)
    else if (translates(name)) this.#translate(name, of, statement)
    else if (name === 'notrack') this.#notrack(statement)
    else if (name === 'mangle') this.#mangle(of, statement)
    else if (name === 'flow') this.#more.offloads = true
    else if (name === 'dup') { this.#more.diverts = true; this.#part({ do: 'continue' }) }
    else if (name === 'xt') this.#xt(of, statement)
    else if (UNDECIDED.includes(name)) this.#part({ do: 'unknown', what: statementText(statement) })
    else this.#divert(statement)
  }

  /** `tcp sport != 1 tcp dport != 2` may have been loaded as one comparison (`bothOther`); addresses are too wide for that. */
  #isOther(match: unknown): boolean {
    const payload = get(get(match, 'left'), 'payload')
    const [protocol, field, right] = [getText(payload, 'protocol'), getText(payload, 'field') ?? '', get(match, 'right')]
    const isOne = typeof right === 'number' || (typeof right === 'string' && !right.startsWith('@'))
    if (getText(match, 'op') !== '!=' || !isOne || protocol === undefined || ['saddr', 'daddr', 'flags'].includes(field)) return false
    const subject = whole(get(match, 'left'), this.#context)
    const equal = subject?.is('==', [right])
    if (!subject || !equal) return false
    if (this.#others?.protocol !== protocol) this.#others = { protocol, equal: [], texts: [] }
    else this.#asked.pop()
    this.#others.equal.push(equal)
    this.#others.texts.push(statementText({ match }))
    const { equal: all, texts } = this.#others
    this.#asked.push(subject.guard, all.length === 1 ? not(equal) : bothOther(all, texts.join(' ')))
    return true
  }

  /** What an expression needs of a packet ends the rule for all others, also where nft does not print it. */
  #guardOf(expression: unknown): Condition {
    return (expression === undefined ? undefined : whole(expression, this.#context)?.guard) ?? ANYTHING
  }

  #part(action: Part['action'], more: Condition[] = []): void {
    this.#parts.push({ when: all([...this.#asked, ...more]), action, ...(this.#logs && { log: true }) })
  }

  #end(action: Part['action']): void {
    this.#part(action)
    this.isOver = true
  }

  /** Of both families `meta nfproto ipv6 reject with tcp reset` is printed as `reject with tcp reset` (nft 1.0.6, unless a counter or log stands between). */
  #reject(of: unknown, statement: unknown): void {
    const type = getText(of, 'type')
    const isEither = FAMILIES_OF[this.#context.family].length > 1 && !this.#namesFamily && !this.#counts
    if (type === 'tcp reset' && isEither) this.#asked.push(unknown(`${statementText(statement)}: ip, ip6`))
    this.#asked.push(...REJECTED.get(type) ?? [])
    this.#end({ do: 'deny' })
  }

  #call(name: 'jump' | 'goto', of: unknown): void {
    this.#part({ do: 'call', goto: name === 'goto', chain: getText(of, 'target') ?? '' })
    // From a chain that was jumped to the packet comes back to the next rule.
    this.isOver = true
  }

  /** Keys exclude each other, so that elements of one verdict can be taken together; `*` is for the rest. */
  #choose(of: unknown): void {
    const key = whole(get(of, 'key'), this.#context)
    const elements = elementsOf(get(of, 'data'), this.#context)
    if (!key || !elements) {
      this.isOver = true
      return this.#part({ do: 'unknown', what: statementText({ vmap: of }) })
    }
    const byVerdict = new Map<string, { verdict: unknown; keys: unknown[] }>()
    const rest: unknown[] = []
    for (const [from, verdict] of elements.lasting.map((pair) => listOf(pair))) {
      if (from === '*') { rest.push(verdict); continue }
      const written = JSON.stringify(verdict)
      const group = byVerdict.get(written) ?? { verdict, keys: [] }
      byVerdict.set(written, group)
      group.keys.push(from)
    }
    const test = (keys: readonly unknown[]): Condition => key.is('==', keys) ?? unknown(valueText(get(of, 'key')))
    const onward: Condition[] = []
    const decide = (verdict: unknown, when: Condition): void => {
      const [name = '', target] = only(verdict) ?? []
      if (name === 'continue') onward.push(when)
      else if (name === 'jump' || name === 'goto') this.#part({ do: 'call', goto: name === 'goto', chain: getText(target, 'target') ?? '' }, [key.guard, when])
      else this.#part(Object.hasOwn(VERDICTS, name) ? VERDICTS[name]! : { do: 'unknown', what: valueText(verdict) }, [key.guard, when])
    }
    if (elements.others) this.#part({ do: 'unknown', what: valueText(get(of, 'data')) }, [key.guard, elements.others])
    for (const { verdict, keys } of byVerdict.values()) decide(verdict, test(keys))
    for (const verdict of rest) decide(verdict, not(any([...byVerdict.values()].map(({ keys }) => test(keys)))))
    if (onward.length === 0) this.isOver = true
    else this.#asked.push(key.guard, any(onward))
  }

  #translate(name: string, of: unknown, statement: unknown): void {
    const ways = rewritings(name, of, this.#context)
    if (!ways) return this.#divert(statement)
    for (const { when, to } of ways) this.#part({ do: 'rewrite', to }, [when])
    this.isOver = true
  }

  #notrack(statement: unknown): void {
    this.#part(this.#context.early ? { do: 'untrack' } : { do: 'unknown', what: statementText(statement) })
  }

  #mangle(of: unknown, statement: unknown): void {
    const [kind, about] = only(get(of, 'key')) ?? []
    this.#asked.push(this.#guardOf(get(of, 'key')))
    // A map without an element for the packet ends the rule.
    if (isFields(get(of, 'value')) && JSON.stringify(get(of, 'value')).includes('"map"')) this.#asked.push({ test: 'unknown', what: statementText(statement), varies: true })
    const field = kind === 'payload' ? REWRITTEN.get(getText(about, 'field') ?? '') : undefined
    const key = getText(about, 'key') ?? ''
    if (kind === 'ct' && key === 'helper') this.#more.helps = true
    if (kind === 'ct' && key === 'zone') this.#part({ do: 'unknown', what: statementText(statement) })
    else if (field) {
      this.#more.rewrites = { field, when: all([...this.#asked, unknown(statementText(statement))]) }
      this.#more.diverts = true
      this.#part({ do: 'continue' }, [unknown(statementText(statement))])
    } else if (!WRITTEN.get(kind)?.includes(kind === 'payload' ? getText(about, 'field') ?? '' : key)) this.#divert(statement)
  }

  /** `nft` shows what iptables wrote by name, without its options. */
  #xt(of: unknown, statement: unknown): void {
    const name = getText(of, 'name') ?? ''
    if (getText(of, 'type') === 'match') { if (name !== 'comment') this.#asked.push(unknown(statementText(statement))) }
    else if (getText(of, 'type') !== 'target') this.#divert(statement)
    else if (name === 'LOG' || name === 'NFLOG') this.#logs = true
    else if (XT_CONTINUE.includes(name)) return
    else if (name === 'REJECT') this.#end({ do: 'deny' })
    else if (name === 'MASQUERADE' && this.#context.translates) this.#end({ do: 'rewrite', to: { addresses: 'interface', ports: ANY_PORT } })
    else this.#divert(statement)
  }

  /** What is not understood here may translate to anything; the packet's own address and port are among that. */
  #divert(statement: unknown): void {
    this.#more.diverts = true
    const what = statementText(statement)
    if (this.#context.translates) this.#part({ do: 'rewrite', to: UNKNOWN }, [unknown(what)])
    else this.#part({ do: 'unknown', what })
  }
}

const namesFamily = (left: unknown): boolean => ['ip', 'ip6', 'icmp', 'icmpv6'].includes(getText(get(left, 'payload'), 'protocol') ?? '')
  || ['nfproto', 'protocol'].includes(getText(get(left, 'meta'), 'key') ?? '') || listOf(get(left, 'concat')).some(namesFamily)

const REWRITTEN: ReadonlyMap<string, 'source' | 'destination'> = new Map([['saddr', 'source'], ['sport', 'source'], ['daddr', 'destination'], ['dport', 'destination']])
/** What may be written to and reroutes or readdresses nothing; of a header, fields that no match here reads. */
const WRITTEN: ReadonlyMap<string | undefined, readonly string[]> = new Map([
  ['meta', ['mark', 'priority', 'nftrace', 'secmark', 'pkttype']], ['ct', ['mark', 'label', 'event', 'secmark', 'helper']], ['tcp option', ['']], ['ip option', ['']], ['exthdr', ['']],
  ['payload', ['dscp', 'ecn', 'ttl', 'hoplimit', 'flowlabel', 'id', 'checksum', 'priority', 'pcp', 'window', 'urgptr']],
])
