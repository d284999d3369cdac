/**
 * What each match says of a packet: iptables(8), iptables-extensions(8). Whatever is not in these tables is a test whose
 * answer nobody knows.
 */
import { TCP, TCP_FLAGS, UDP, SCTP } from '../../net/header.ts'
import type { Family } from '../../net/header.ts'
import { normalize } from '../../net/interval.ts'
import type { Ranges } from '../../net/interval.ts'
import { ANYTHING } from '../../topology/model.ts'
import type { Condition } from '../../topology/model.ts'
import { addressSpan, networks } from './addresses.ts'
import { all, any, not, protocol, unknown } from '../conditions.ts'
import { bothOther, onPorts } from '../netfilter/conditions.ts'
import { conntrack, CONNTRACK_OPTIONS, states } from './conntrack.ts'
import { icmpKinds } from './icmp.ts'
import { portRange, protocolNumber } from '../netfilter/names.ts'
import type { Match, RuleText } from './rule.ts'

export interface Context {
  readonly family: Family
  readonly table: string
  /** Which packets a destination NAT rule of this family may have made. */
  readonly translated: Condition
  /** The protocol that the rule's `-p` asks for. */
  readonly protocol?: number | undefined
}

/** Undefined: not understood. */
type Means = (values: readonly string[], context: Context) => Condition | undefined

interface Meaning {
  readonly arity: number
  readonly means?: Means
  /** Of a list of addresses or ports: iptables refuses its negation. */
  readonly single?: (value: string) => boolean
}

interface Module {
  readonly options: Readonly<Record<string, Meaning>>
  /** True of every packet that the module looks at: its other answers are false, negated or not. */
  readonly guard?: Condition
  /** iptables of the other family refuses it. */
  readonly family?: Family
  /** Puts one option's test, already negated, in its place. */
  readonly wrap?: (test: Condition, text: string, context: Context) => Condition
  /** Of a module whose options do not stand for themselves. */
  readonly whole?: (match: Match, context: Context) => Condition
}

// ------------------------------------------------------------------------------------------------------------- options

const one = (means: (value: string, context: Context) => Condition | undefined): Meaning => ({ arity: 1, means: ([value], context) => means(value!, context) })

const address = (test: 'source' | 'destination'): Meaning => ({
  ...one((value, { family }) => { const set = networks(value, family); return set && { test, set } }),
  single: (value) => !value.includes(','),
})

const span = (test: 'source' | 'destination'): Meaning =>
  one((value, { family }) => { const set = addressSpan(value, family); return set && { test, set } })

const port = (test: 'source-port' | 'destination-port'): Meaning =>
  one((value) => { const range = portRange(value, ':'); return range && { test, set: [range] } })

/** How an IPv6 packet with these extension headers counts is not settled: `-p` sees the protocol behind them. */
const EXTENSION_HEADERS = [43, 44, 51, 60]

const ip: Readonly<Record<string, Meaning>> = {
  '-s': address('source'),
  '-d': address('destination'),
  '-p': {
    ...one((value, { family }) => {
      const number = protocolNumber(value)
      if (number === undefined || (family === 6 && EXTENSION_HEADERS.includes(number))) return undefined
      return number === 0 ? ANYTHING : protocol(number)
    }),
    single: (value) => protocolNumber(value) !== 0,
  },
  '-i': one((value) => (value === '+' ? ANYTHING : { test: 'in', names: [value] })),
  '-o': one((value) => (value === '+' ? ANYTHING : { test: 'out', names: [value] })),
  '-f': { arity: 0, means: (_, { family }) => (family === 4 ? { test: 'fragment' } : undefined) },
  // Counters; and a rule for the other family in a file that both commands read, which the wrong one skips.
  '-c': { arity: 2, means: () => ANYTHING },
  '-4': { arity: 0, means: () => ({ test: 'family', family: 4 }) },
  '-6': { arity: 0, means: () => ({ test: 'family', family: 6 }) },
}

const PORTS: Readonly<Record<string, Meaning>> = {
  '--sport': port('source-port'), '--source-port': port('source-port'),
  '--dport': port('destination-port'), '--destination-port': port('destination-port'),
}

const FLAG_NAMES: Readonly<Record<string, number>> = { ...TCP_FLAGS, ALL: 63, NONE: 0 }

const flags = (list: string): number | undefined => list.split(',').reduce<number | undefined>((bits, name) =>
  (bits === undefined || !Object.hasOwn(FLAG_NAMES, name) ? undefined : bits | FLAG_NAMES[name]!), 0)

const tcp: Readonly<Record<string, Meaning>> = {
  ...PORTS,
  '--tcp-flags': {
    arity: 2,
    means: ([examined, present]) => {
      const mask = flags(examined!)
      const set = flags(present!)
      return mask === undefined || set === undefined ? undefined : { test: 'tcp-flags', mask, set }
    },
  },
  '--syn': { arity: 0, means: () => ({ test: 'tcp-flags', mask: TCP_FLAGS.FIN | TCP_FLAGS.SYN | TCP_FLAGS.RST | TCP_FLAGS.ACK, set: TCP_FLAGS.SYN }) },
}

const icmp = (family: Family): Meaning => one((value) => {
  const kinds = icmpKinds(family, value)
  return kinds && { test: 'icmp', family, ...kinds }
})

/** Fifteen ports at most; a range counts as two (kernel include/uapi/linux/netfilter/xt_multiport.h). */
function portList(list: string): Ranges | undefined {
  const ranges = list.split(',').map((item) => portRange(item, ':'))
  if (ranges.some((range) => range === undefined)) return undefined
  return list.split(/[,:]/).length > 15 ? undefined : normalize(ranges as [number, number][])
}

const ports = (...tests: readonly ('source-port' | 'destination-port')[]): Meaning =>
  one((value) => { const set = portList(value); return set && any(tests.map((test) => ({ test, set }))) })

// ------------------------------------------------------------------------------------------------------------- modules

/** `-m tcp` alone asks for a header to read: of a later fragment ip_tables says no, nf_tables yes. */
const portsOf = (number: number): Condition => all([protocol(number), { test: 'destination-port', set: [[0, 65535]] }])
const messageOf = (family: Family): Condition => ({ test: 'icmp', family, types: [[0, 255]], codes: [[0, 255]] })

/** DCCP and UDP-Lite have ports that the model does not hold. */
const STRANGERS: Ranges = [[33, 33], [136, 136]]

export const MODULES: ReadonlyMap<string, Module> = new Map<string, Module>([
  ['', { options: ip }],
  ['tcp', { options: tcp, guard: portsOf(TCP) }],
  ['udp', { options: PORTS, guard: portsOf(UDP) }],
  ['sctp', { options: PORTS, guard: portsOf(SCTP) }],
  ['icmp', { options: { '--icmp-type': icmp(4) }, guard: messageOf(4), family: 4 }],
  ['icmp6', { options: { '--icmpv6-type': icmp(6) }, guard: messageOf(6), family: 6 }],
  ['multiport', {
    options: {
      '--sports': ports('source-port'), '--source-ports': ports('source-port'),
      '--dports': ports('destination-port'), '--destination-ports': ports('destination-port'),
      '--ports': ports('source-port', 'destination-port'), '--port': ports('source-port', 'destination-port'),
    },
    wrap: (test, text, { protocol: asked }) => onPorts(test, STRANGERS, text, asked),
  }],
  ['iprange', { options: { '--src-range': span('source'), '--dst-range': span('destination') } }],
  ['state', { options: { '--state': one((value, { table }) => states(value, table)) } }],
  ['conntrack', { options: CONNTRACK_OPTIONS, whole: conntrack }],
  ['comment', { options: { '--comment': { arity: 1, means: () => ANYTHING } } }],
])

/** The match that a protocol brings along without `-m`, by what stands after `-p`. */
export const PROTOCOL_MODULES: ReadonlyMap<string, string> = new Map([
  ['tcp', 'tcp'], ['6', 'tcp'], ['udp', 'udp'], ['17', 'udp'], ['sctp', 'sctp'], ['132', 'sctp'], ['icmp', 'icmp'], ['1', 'icmp'],
  ['icmpv6', 'icmp6'], ['ipv6-icmp', 'icmp6'], ['58', 'icmp6'],
])

/** Other spellings of the options that need no module. */
export const ALIASES: Readonly<Record<string, string>> = {
  '--source': '-s', '--src': '-s', '--destination': '-d', '--dst': '-d', '--protocol': '-p',
  '--in-interface': '-i', '--out-interface': '-o', '--fragment': '-f', '--set-counters': '-c', '--ipv4': '-4', '--ipv6': '-6',
  '--match': '-m', '--jump': '-j', '--goto': '-g',
}

/** Matches whose meaning is plain and whose truth depends on traffic or time (iptables-extensions(8)). */
const VARYING: ReadonlySet<string> = new Set([
  'limit', 'hashlimit', 'dstlimit', 'connlimit', 'connbytes', 'recent', 'quota', 'rateest', 'statistic', 'random', 'nth', 'time',
])

function conditionOf(match: Match, context: Context): Condition {
  const module = MODULES.get(match.module)
  const names = new Set(match.options.map(({ name }) => name))
  // iptables takes the last of two, or refuses, depending on the module and its version.
  if (VARYING.has(match.module)) return { test: 'unknown', what: match.text, varies: true }
  if (!module || (module.family ?? context.family) !== context.family || names.size < match.options.length) return unknown(match.text)
  if (module.whole) return module.whole(match, context)
  const { guard, wrap = (test: Condition) => test } = module
  const tests = match.options.map(({ name, negated, values, text }) => {
    const meaning = module.options[name]
    const refused = negated && meaning?.single && !meaning.single(values[0] ?? '')
    const test = meaning?.means && values.length === meaning.arity && !refused ? meaning.means(values, context) : undefined
    return { test, negated, whole: wrap(test === undefined ? unknown(text) : negated ? not(test) : test, text, context) }
  })
  const ports = tests.flatMap(({ test, negated }) => (negated && (test?.test === 'source-port' || test?.test === 'destination-port') && isOne(test.set) ? [test] : []))
  const joined = match.module !== 'multiport' && ports.length === 2 ? tests.filter(({ test }) => ports.every((port) => port !== test)) : tests
  return all([...(guard ? [guard] : []), ...joined.map((one) => one.whole), ...(joined === tests ? [] : [bothOther(ports, match.text)])])
}

const isOne = (set: Ranges): boolean => set.length === 1 && set[0]![0] === set[0]![1]

export const conditionsOf = ({ matches }: RuleText, context: Context): Condition[] => {
  const asked = matches[0]!.options.find(({ name, negated }) => name === '-p' && !negated)
  const protocol = asked && protocolNumber(asked.values[0] ?? '')
  return matches.map((match) => conditionOf(match, { ...context, protocol: protocol === 0 ? undefined : protocol }))
}
