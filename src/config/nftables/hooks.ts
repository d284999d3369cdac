/**
 * In which order a packet meets the base chains of all tables: kernel net/netfilter/core.c, include/uapi/linux/netfilter_ipv4.h.
 * At one hook chains go by priority, whatever their table; `accept` ends a chain, not the way, `drop` ends the way.
 */
import { ANYTHING } from '../../topology/model.ts'
import type { Chain, Condition, Pipeline, Rule, Step } from '../../topology/model.ts'
import { unknown } from '../conditions.ts'
import { passing } from '../netfilter/conditions.ts'
import type { Base, ChainLines, RuleLines, Table } from './ruleset.ts'
import { TRANSLATED_FIELD } from './translation.ts'

export const CONNTRACK = -200
/** All chains of type nat stand in one place, in the order of their priorities (net/netfilter/nf_nat_core.c, `nf_nat_inet_fn`). */
const NAT: Readonly<Record<'source' | 'destination', number>> = { destination: -100, source: 100 }

/** A base chain compiled for its hook. */
export interface Compiled {
  readonly table: Table
  readonly lines: ChainLines
  readonly base: Base
  readonly chain: Chain
  readonly rewrites: readonly { readonly rule: RuleLines; readonly field: 'source' | 'destination'; readonly when: Condition }[]
}

/** Where the packets of a base chain are in the model; undefined: nowhere that it knows. */
export function hookOf({ family }: Table, { hook }: Base): keyof Pipeline | undefined {
  if (family === 'arp') return hook === 'input' ? 'prerouting' : hook === 'output' ? 'postrouting' : undefined
  if (hook === 'ingress') return 'prerouting'
  if (hook === 'egress') return 'postrouting'
  const known = (['prerouting', 'input', 'forward', 'output', 'postrouting'] as const).find((name) => name === hook)
  // What a bridge hands up, sends down or passes on has been through its own hooks before or after those of the device.
  if (family === 'bridge') return known === 'prerouting' || known === 'input' ? 'prerouting' : known && 'postrouting'
  return known
}

export const isLink = ({ family }: Table, { hook }: Base): boolean => ['arp', 'bridge', 'netdev'].includes(family) || hook === 'ingress' || hook === 'egress'

export function stepsAt(hook: keyof Pipeline, all: readonly Compiled[], offloads: boolean): Step[] {
  const here = all.filter((one) => hookOf(one.table, one.base) === hook)
  const links = here.filter((one) => isLink(one.table, one.base)).flatMap(stepsOf)
  const own = here.filter((one) => !isLink(one.table, one.base)).sort((a, b) => a.base.priority - b.base.priority)
  const nat = own.filter(({ base }) => base.type === 'nat')
  const field = TRANSLATED_FIELD[hook]
  const place = field === undefined || nat.length === 0 ? Infinity : NAT[field]
  const tracks = hook === 'prerouting' || hook === 'output'
  const filters = own.filter(({ base }) => base.type !== 'nat')
  const between = (low: number, high: number): Step[] => filters.filter(({ base }) => low <= base.priority && base.priority < high).flatMap((one) =>
    stepsOf(offloads && hook !== 'input' && hook !== 'output' ? { ...one, chain: offloaded(one.chain) } : one))
  // At the place of NAT itself, which comes first depends on which was there first.
  const beside = filters.filter(({ base }) => base.priority === place).flatMap((one) => stepsOf({ ...one, chain: perhaps(one.chain, `priority ${place}`) }))
  const steps: Step[] = [
    ...(tracks ? between(-Infinity, CONNTRACK + 1) : []),
    ...(tracks ? [{ kind: 'track' } as const] : []),
    ...between(tracks ? CONNTRACK + 1 : -Infinity, place),
    ...(nat.length > 0 && field ? [...beside, { kind: 'translate', field, chain: oneAfterAnother(nat) } as const, ...beside] : []),
    ...between(place === Infinity ? Infinity : place + 1, Infinity),
  ]
  return hook === 'postrouting' ? [...steps, ...links] : [...links, ...steps]
}

/** The packets of the other family do not meet this chain. */
const ofFamily = ({ table, chain }: Pick<Compiled, 'table' | 'chain'>): Chain =>
  (table.family === 'ip' || table.family === 'arp' ? passing(6, chain) : table.family === 'ip6' ? passing(4, chain) : chain)

function stepsOf(one: Compiled): Step[] {
  const filter: Step = { kind: 'filter', chain: one.table.isActive === 'perhaps' ? perhaps(ofFamily(one), one.table.line.text) : ofFamily(one) }
  return [filter, ...one.rewrites.map(({ rule, field, when }): Step => ({
    kind: 'translate', field,
    chain: { name: one.chain.name, at: rule.line.at, otherwise: 'permit', rules: [{ id: rule.id, at: rule.line.at, when, action: { do: 'rewrite', to: { addresses: 'unknown', ports: [[0, 65535]] } } }] },
  }))]
}

/** The chain is met or not, nobody knows. */
export const perhaps = (chain: Chain, what: string, when: Condition = unknown(what)): Chain =>
  ({ name: chain.name, at: chain.at, otherwise: 'permit', rules: [{ at: chain.at, when, action: { do: 'jump', chain: closed(chain) } }] })

/** Its policy as a rule, so that another chain can jump to it; a `return` in it, too, ends there. */
const closed = (chain: Chain, end: Rule['action'] = { do: chain.otherwise }): Chain => ({
  name: chain.name, at: chain.at, otherwise: 'permit',
  rules: [{ at: chain.at, when: ANYTHING, action: { do: 'jump', chain } }, { at: chain.otherwiseAt ?? chain.at, when: ANYTHING, action: end }],
})

/** Flows in a flowtable pass below every chain: nft(8), «Flowtables». */
const offloaded = (chain: Chain): Chain => ({
  ...chain,
  rules: [{ at: chain.at, when: { test: 'all', of: [{ test: 'state', states: ['established'] }, { test: 'unknown', what: 'flow add', varies: true }] }, action: { do: 'permit' } }, ...chain.rules],
})

/**
 * Translating chains as one: the first statement that translates ends them all, `accept` goes on to the next chain. Chains
 * of one priority stand in an order that a ruleset does not tell.
 */
function oneAfterAnother(chains: readonly Compiled[]): Chain {
  const [first] = chains
  if (chains.length === 1) {
    const alone = ofFamily(first!)
    return first!.table.isActive === 'perhaps' ? perhaps(alone, first!.table.line.text) : alone
  }
  const end: Chain = { name: 'nat', at: first!.chain.at, otherwise: 'permit', rules: [{ at: first!.chain.at, when: ANYTHING, action: { do: 'permit' } }] }
  const inOrder = (order: readonly Compiled[]): Chain => [...order].reverse().reduce((next, one) => followedBy(one, next), end)
  const swapped = [...chains].reverse().sort((a, b) => a.base.priority - b.base.priority)
  const ordered = inOrder(chains)
  const isTold = new Set(chains.map(({ base }) => base.priority)).size === chains.length
  if (isTold) return ordered
  // Of more than two that share a priority other orders are possible still: their translations exclude each other at most.
  return { ...ordered, rules: [{ at: ordered.at, when: unknown('nat chains of one priority'), action: { do: 'goto', chain: inOrder(swapped) } }, ...ordered.rules] }
}

function followedBy({ table, chain }: Compiled, next: Chain): Chain {
  const onward: Rule['action'] = { do: 'goto', chain: next }
  const here = closed(replaced(chain, onward), chain.otherwise === 'deny' ? { do: 'deny' } : onward)
  const other = table.family === 'ip' ? 6 : table.family === 'ip6' ? 4 : undefined
  const skips: Rule[] = [
    ...(other ? [{ at: chain.at, when: { test: 'family', family: other }, action: onward } as const] : []),
    ...(table.isActive === 'perhaps' ? [{ at: chain.at, when: unknown(table.line.text), action: onward }] : []),
  ]
  return { ...here, rules: [...skips, ...here.rules] }
}

/** `accept` as going on, in a chain and those it calls; each chain once. */
function replaced(chain: Chain, onward: Rule['action']): Chain {
  const done = new Map<Chain, Chain>()
  const open: Chain[] = [chain]
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const called = top.rules.flatMap(({ action }) => (action.do === 'jump' || action.do === 'goto' ? [action.chain] : [])).filter((one) => !done.has(one))
    if (called.length > 0) {
      for (const one of called) open.push(one)
      continue
    }
    open.pop()
    done.set(top, { ...top, rules: top.rules.map((rule) => ({
      ...rule, action: rule.action.do === 'permit' ? onward : rule.action.do === 'jump' || rule.action.do === 'goto' ? { ...rule.action, chain: done.get(rule.action.chain)! } : rule.action,
    })) })
  }
  return done.get(chain)!
}
