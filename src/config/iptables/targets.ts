/** What each target does: iptables-extensions(8). */
import type { Family } from '../../net/header.ts'
import type { Action, Pipeline } from '../../topology/model.ts'
import type { Option, Target } from './rule.ts'
import { NAT_OPTIONS, translationOf } from './translation.ts'

export interface Place { readonly family: Family; readonly table: string; readonly hook: keyof Pipeline }

export interface Effect {
  readonly action: Action
  readonly log?: true
  /** It may send the packet elsewhere than the routes say, or change it where the model has no translation. */
  readonly diverts?: true
}

/** They change a mark, a counter, a header field that no match here reads, or write a log: the packet goes on. */
const CONTINUE = [
  'AUDIT', 'CHECKSUM', 'CLASSIFY', 'CONNMARK', 'CONNSECMARK', 'DSCP', 'ECN', 'HL', 'HMARK', 'IDLETIMER', 'LED', 'LOG', 'MARK',
  'NFLOG', 'RATEEST', 'SECMARK', 'SET', 'TCPMSS', 'TCPOPTSTRIP', 'TOS', 'TRACE', 'TTL', 'ULOG',
]
const LOGS = ['LOG', 'NFLOG', 'ULOG']

/** A process or a module that is not in the file decides. */
const UNDECIDED = ['NFQUEUE', 'QUEUE', 'SYNPROXY']

/** Extensions of the kernel and of xtables-addons that redirect, copy or rewrite in ways the model does not hold. */
const DIVERT = [
  'ACCOUNT', 'CHAOS', 'CLUSTERIP', 'DELUDE', 'DHCPMAC', 'DNPT', 'ECHO', 'FLOWOFFLOAD', 'FULLCONENAT', 'IMQ', 'IPMARK', 'LOGMARK',
  'MIRROR', 'NDPI', 'PROTO', 'RAWDNAT', 'RAWSNAT', 'ROUTE', 'SNPT', 'STEAL', 'SYSRQ', 'TARPIT', 'TEE', 'TPROXY',
]

const VERDICTS: Readonly<Record<string, Action>> = {
  ACCEPT: { do: 'permit' }, DROP: { do: 'deny' }, REJECT: { do: 'deny' }, RETURN: { do: 'return' },
}

/** Options with their number of values, of targets whose options matter. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ...NAT_OPTIONS,
  REJECT: { '--reject-with': 1 },
  CT: { '--notrack': 0, '--helper': 1, '--ctevents': 1, '--expevents': 1, '--timeout': 1, '--zone': 1, '--zone-orig': 1, '--zone-reply': 1 },
}

export const isTarget = (name: string): boolean =>
  Object.hasOwn(VERDICTS, name) || Object.hasOwn(OPTIONS, name) || name === 'NOTRACK' || [CONTINUE, UNDECIDED, DIVERT].some((names) => names.includes(name))

/** The number of values that an option of this target takes; undefined: not its option, or nobody cares. */
export function targetOption(target: string, option: string): number | undefined {
  const options = Object.hasOwn(OPTIONS, target) ? OPTIONS[target] : undefined
  return options && Object.hasOwn(options, option) ? options[option] : undefined
}

/** The effect of a target that is no chain of the file. */
export function effectOf(target: Target, place: Place): Effect {
  const { name } = target
  const unknown: Effect = { action: { do: 'unknown', what: target.text } }
  const diverts: Effect = { ...unknown, diverts: true }
  if (target.goto) return diverts
  if (CONTINUE.includes(name)) return { action: { do: 'continue' }, ...(LOGS.includes(name) && { log: true }) }
  if (UNDECIDED.includes(name)) return unknown
  if (target.options.some((option) => !isOwn(name, option))) return diverts
  if (Object.hasOwn(VERDICTS, name)) return { action: VERDICTS[name]! }
  if (name === 'NOTRACK') return { action: place.table === 'raw' ? { do: 'untrack' } : { do: 'unknown', what: target.text } }
  if (name === 'CT') return ctEffect(target, place)
  if (Object.hasOwn(NAT_OPTIONS, name)) {
    const to = place.table === 'nat' ? translationOf(target, place) : undefined
    return to ? { action: { do: 'rewrite', to } } : diverts
  }
  return diverts
}

const isOwn = (target: string, { name, negated }: Option): boolean => !negated && targetOption(target, name) !== undefined

/** Helpers, timeouts and events leave the packet alone; zones split the table of connections, which the model has whole. */
function ctEffect({ options, text }: Target, { table }: Place): Effect {
  const names = options.map(({ name }) => name)
  if (table !== 'raw' || names.some((name) => name.startsWith('--zone'))) return { action: { do: 'unknown', what: text } }
  return { action: { do: names.includes('--notrack') ? 'untrack' : 'continue' } }
}
