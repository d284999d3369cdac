/**
 * The matches of connection tracking: kernel net/netfilter/xt_state.c, xt_conntrack.c.
 *
 * A packet with state `invalid` or `untracked` has no connection: there the options other than the state are not looked at,
 * and the match holds if it asked for the state and the state fits, else not. A packet with state `new` is the first of its
 * connection, so the connection's original direction is the packet's own header, as it was before destination NAT. Of an
 * established connection only the protocol follows from the packet; of a related packet, which belongs to another, nothing.
 */
import { addressSpan, networks } from './addresses.ts'
import { PORT_PROTOCOLS } from '../../net/header.ts'
import type { State } from '../../net/header.ts'
import { complement } from '../../net/interval.ts'
import type { Condition } from '../../topology/model.ts'
import { all, any, NEVER, not, protocol, unknown } from '../conditions.ts'
import { onPorts } from '../netfilter/conditions.ts'
import type { Context } from './matches.ts'
import { portRange, protocolNumber } from '../netfilter/names.ts'
import type { Match, Option } from './rule.ts'

const NAMES: ReadonlyMap<string, State> = new Map([
  ['NEW', 'new'], ['ESTABLISHED', 'established'], ['RELATED', 'related'], ['INVALID', 'invalid'], ['UNTRACKED', 'untracked'],
])

const NO_PORTS = complement(PORT_PROTOCOLS.map((number) => [number, number] as const), 255)

/** `SNAT` and `DNAT` are bits beside the state; whether a packet's connection was translated, the model does not know. */
export function states(list: string, table: string): Condition | undefined {
  // Before tracking, a packet has no state yet.
  if (table === 'raw') return undefined
  const names = list.split(',')
  if (!names.every((name) => NAMES.has(name) || name === 'SNAT' || name === 'DNAT')) return undefined
  const translated = names.filter((name) => !NAMES.has(name))
  const known = names.flatMap((name) => NAMES.get(name) ?? [])
  return any([...(known.length > 0 ? [{ test: 'state', states: known } as const] : []), ...translated.map((name) => unknown(`--ctstate ${name}`))])
}

type OfNew = (value: string, context: Context) => Condition | undefined

/** Destination NAT hides what the packet was sent to: exact for what no such rule can have made. */
const beforeNat = (test: Condition, { translated }: Context, what: string): Condition =>
  (translated.test === 'any' && translated.of.length === 0 ? test
    : any([all([not(translated), test]), all([translated, unknown(what)])]))

const port = (test: 'source-port' | 'destination-port'): OfNew => (value) => {
  const range = portRange(value, ':')
  return range && { test, set: [range] }
}

const address = (test: 'source' | 'destination'): OfNew => (value, { family }) => {
  const set = networks(value, family) ?? addressSpan(value, family)
  return set && { test, set }
}

/** What an option says of a packet in state `new`; undefined in the table: nothing that the header would tell. */
const OF_NEW: Readonly<Record<string, { of: OfNew; ports?: true; sentTo?: true } | undefined>> = {
  '--ctproto': { of: (value) => { const number = protocolNumber(value); return number ? protocol(number) : undefined } },
  '--ctorigsrc': { of: address('source') },
  '--ctorigdst': { of: address('destination'), sentTo: true },
  '--ctorigsrcport': { of: port('source-port'), ports: true },
  '--ctorigdstport': { of: port('destination-port'), ports: true, sentTo: true },
  '--ctdir': { of: (value) => (value === 'ORIGINAL' ? all([]) : value === 'REPLY' ? NEVER : undefined) },
  '--ctreplsrc': undefined, '--ctrepldst': undefined, '--ctreplsrcport': undefined, '--ctrepldstport': undefined,
  '--ctstatus': undefined, '--ctexpire': undefined,
}

export const CONNTRACK_OPTIONS: Readonly<Record<string, { readonly arity: number }>> =
  Object.fromEntries(['--ctstate', ...Object.keys(OF_NEW)].map((name) => [name, { arity: 1 }]))

function ofNew({ name, negated, values: [value = ''], text }: Option, context: Context): Condition {
  const known = Object.hasOwn(OF_NEW, name) ? OF_NEW[name] : undefined
  const test = known?.of(value, context)
  if (!known || !test) return unknown(text)
  const signed = negated ? not(test) : test
  // Of other protocols conntrack compares what it keeps in the place of ports, such as the ICMP identifier.
  const whole = known.ports ? onPorts(signed, NO_PORTS, text, context.protocol) : signed
  return known.sentTo ? beforeNat(whole, context, text) : whole
}

export function conntrack(match: Match, outer: Context): Condition {
  const asked = match.options.find(({ name, negated }) => name === '--ctproto' && !negated)
  const context = { ...outer, protocol: outer.protocol ?? (asked && protocolNumber(asked.values[0] ?? '')) }
  const stated = match.options.find(({ name }) => name === '--ctstate')
  const others = match.options.filter((option) => option !== stated)
  const state = stated && states(stated.values[0] ?? '', context.table)
  if (context.table === 'raw' || (stated && !state)) return unknown(match.text)
  const fits = state && (stated.negated ? not(state) : state)
  if (others.length === 0) return fits ?? unknown(match.text)
  const inState = (...names: State[]): Condition => ({ test: 'state', states: names })
  const established = others.map((option) => (option.name === '--ctproto' ? ofNew(option, context) : unknown(option.text)))
  const reached = (name: State): boolean => !state || unlessNamed(stated!, name)
  return all([...(fits ? [fits] : []), any([
    ...(fits ? [inState('invalid', 'untracked')] : []),
    ...(reached('new') ? [all([inState('new'), ...others.map((option) => ofNew(option, context))])] : []),
    ...(reached('established') ? [all([inState('established'), ...established])] : []),
    ...(reached('related') ? [all([inState('related'), ...others.map(({ text }) => unknown(text))])] : []),
  ])])
}

/** Whether the option lets packets of this state through: spares a rule about `NEW` the unknowns of the other states. */
const unlessNamed = ({ values, negated }: Option, name: State): boolean => {
  const names = values[0]!.split(',')
  const named = names.some((one) => NAMES.get(one) === name)
  return negated ? !named : named || names.some((one) => !NAMES.has(one))
}
