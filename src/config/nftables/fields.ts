/** The left side of a match: which subject each expression of libnftables-json(5) is. */
import { SCTP, TCP, UDP, ICMP, ICMPV6 } from '../../net/header.ts'
import type { Family } from '../../net/header.ts'
import type { Ranges } from '../../net/interval.ts'
import { ANYTHING } from '../../topology/model.ts'
import type { Condition, Pipeline } from '../../topology/model.ts'
import { all, any, NEVER, not, protocol, unknown } from '../conditions.ts'
import { connection, onTransport } from './connection.ts'
import { bits, flagsUnder } from './flags.ts'
import { get, getText, listOf, only } from './json.ts'
import { icmpValue, portValue, protocolValue } from './names.ts'
import type { SetLines, TableFamily } from './ruleset.ts'
import { addresses, chosen, numbers, oneByOne } from './subject.ts'
import type { Subject } from './subject.ts'
import { valueText } from './written.ts'

export interface Context {
  readonly family: TableFamily
  readonly hook: keyof Pipeline
  /** Before connection tracking: a packet has no state yet. */
  readonly early: boolean
  /** The chain is of type nat. */
  readonly translates: boolean
  readonly sets: ReadonlyMap<string, SetLines>
  /** Sets that rules of the table add to or delete from. */
  readonly altered: ReadonlySet<string>
  /** No set of the file shows an element: `nft -t` leaves them out, and does not say so. */
  readonly hidden: boolean
  /** Which packets a destination NAT rule may have made. */
  readonly translated: Condition
  readonly translatesSource: boolean
  /** The protocols that the rule asks for. */
  readonly asked?: Ranges | undefined
}

const varies = (what: string): Condition => ({ test: 'unknown', what, varies: true })

/** Understood, and not in the model: it depends on the packet beyond its header, on traffic or on time. */
const varying = (guard: Condition, what: string): Subject => ({ guard, is: () => varies(what) })


/** How an IPv6 packet with these extension headers counts is not settled. */
const EXTENSION_HEADERS = [0, 43, 44, 51, 60]

export function subjectOf(left: unknown, context: Context): Subject | undefined {
  const [name, of] = only(left) ?? []
  switch (name) {
    case 'payload': return payload(of, left, context)
    case 'meta': return meta(getText(of, 'key') ?? '', left, context)
    case 'ct': return connection(of, left, context)
    case 'fib': return fib(of, context)
    case 'exthdr': return extension(of, left)
    case '&': return masked(of)
    case 'tcp option': return varying(protocol(TCP), valueText(left))
    case 'sctp chunk': return varying(protocol(SCTP), valueText(left))
    case 'ip option': return varying({ test: 'family', family: 4 }, valueText(left))
    case 'numgen': case 'jhash': case 'symhash': case 'socket': case 'osf': return varying(ANYTHING, valueText(left))
    default: return undefined
  }
}

// ------------------------------------------------------------------------------------------------------------- payload

const TRANSPORT: ReadonlyMap<string, number> = new Map([['tcp', TCP], ['udp', UDP], ['sctp', SCTP]])
/** Their fields are beyond the model, or hold ports that it does not know. */
const OTHERS: ReadonlyMap<string, number> = new Map([['dccp', 33], ['udplite', 136], ['ah', 51], ['esp', 50], ['comp', 108], ['igmp', 2], ['gre', 47]])

const protocols = (guard: Condition): Subject => numbers(guard, 255, protocolValue, (set) => ({ test: 'protocol', set }))

const ports = (guard: Condition, field: string, wrap: (test: Condition) => Condition = (test) => test): Subject => {
  const plain = numbers(guard, 65535, portValue, (set) => ({ test: field === 'sport' ? 'source-port' : 'destination-port', set }))
  return { guard, is: (operator, right) => { const test = plain.is(operator, right); return test && wrap(test) } }
}

function payload(of: unknown, left: unknown, context: Context): Subject | undefined {
  const [name, field] = [getText(of, 'protocol') ?? '', getText(of, 'field') ?? '']
  const what = valueText(left)
  const isPort = field === 'sport' || field === 'dport'
  if (name === 'ip' || name === 'ip6') return network(name === 'ip' ? 4 : 6, field, what)
  if (name === 'th' && isPort) return ports(ANYTHING, field, (test) => onTransport(test, what, context.asked))
  if (name === 'icmp' || name === 'icmpv6') return icmp(name, field, what)
  if (name === 'tcp' && field === 'flags') return flagsUnder(255)
  const number = TRANSPORT.get(name)
  if (number !== undefined) return isPort ? ports(protocol(number), field) : varying(protocol(number), what)
  const other = OTHERS.get(name)
  if (other !== undefined) return varying(protocol(other), what)
  if (name === 'ether' && field === 'type') return etherType(context)
  return name === 'ether' || name === 'vlan' || name === 'th' || get(of, 'base') !== undefined ? varying(ANYTHING, what) : undefined
}

function network(family: Family, field: string, what: string): Subject {
  const guard: Condition = { test: 'family', family }
  if (field === 'saddr' || field === 'daddr') return addresses(field === 'saddr' ? 'source' : 'destination', family)
  if (field === 'protocol') return protocols(guard)
  if (field === 'version') return oneByOne(guard, (value) => (value === family ? ANYTHING : NEVER))
  if (field !== 'nexthdr') return varying(guard, what)
  // The header that follows may be an extension, and the protocol further behind.
  return oneByOne(guard, (value) => {
    const number = protocolValue(value)
    return number === undefined || EXTENSION_HEADERS.includes(number) ? undefined : all([protocol(number), varies('ip6 exthdr')])
  })
}

function icmp(name: 'icmp' | 'icmpv6', field: string, what: string): Subject {
  const family = name === 'icmp' ? 4 : 6
  const guard: Condition = { test: 'icmp', family, types: [[0, 255]], codes: [[0, 255]] }
  if (field === 'type') return numbers(guard, 255, icmpValue(name, 'type'), (types) => ({ test: 'icmp', family, types, codes: [[0, 255]] }))
  if (field === 'code') return numbers(guard, 255, icmpValue(name, 'code'), (codes) => ({ test: 'icmp', family, types: [[0, 255]], codes }))
  return varying(all([{ test: 'family', family }, protocol(family === 4 ? ICMP : ICMPV6)]), what)
}

// ---------------------------------------------------------------------------------------------------------------- meta

const VARYING_META = [
  'length', 'pkttype', 'skuid', 'skgid', 'cpu', 'random', 'hour', 'day', 'time', 'cgroup',
]

const families = (names: ReadonlyMap<unknown, Family>): Subject => oneByOne(ANYTHING, (value) => {
  const family = names.get(value)
  return family ? { test: 'family', family } : NEVER
})

const NFPROTO: ReadonlyMap<unknown, Family> = new Map<unknown, Family>([['ipv4', 4], ['ipv6', 6], [2, 4], [10, 6]])
const ETHERTYPE: ReadonlyMap<unknown, Family> = new Map<unknown, Family>([['ip', 4], ['ip6', 6], [2048, 4], [34525, 6], ['0x0800', 4], ['0x86dd', 6]])

/** On links that are not Ethernet the question is answered no. */
function etherType({ family }: Context): Subject {
  const plain = families(ETHERTYPE)
  return family === 'netdev' || family === 'bridge' ? plain : { ...plain, guard: varies('iiftype ether') }
}

function meta(key: string, left: unknown, context: Context): Subject | undefined {
  switch (key) {
    case 'l4proto': return protocols(ANYTHING)
    case 'nfproto': return families(NFPROTO)
    case 'protocol': return families(ETHERTYPE)
    // In the bridge family these are the ports of a bridge.
    case 'iifname': case 'iif': return context.family === 'bridge' ? undefined : interfaces('in')
    case 'oifname': case 'oif': return context.family === 'bridge' ? undefined : interfaces('out')
    default: return VARYING_META.includes(key) ? varying(ANYTHING, valueText(left)) : undefined
  }
}

/** An index that no interface of the device had any more is printed as a number. */
const interfaces = (test: 'in' | 'out'): Subject => oneByOne(ANYTHING, (value) => {
  if (typeof value !== 'string' || /[+]$|\\/.test(value) || /^\d+$/.test(value)) return undefined
  return { test, names: [value.endsWith('*') ? `${value.slice(0, -1)}+` : value] }
})

// -------------------------------------------------------------------------------------------------------------- others

/** What is for the device itself has an address of its own, and what it forwards has not. */
function fib(of: unknown, { hook }: Context): Subject | undefined {
  const flags = listOf(get(of, 'flags'))
  if (getText(of, 'result') !== 'type' || flags.length !== 1 || flags[0] !== 'daddr') return undefined
  if (hook === 'input') return oneByOne(ANYTHING, (value) => (value === 'local' ? ANYTHING : NEVER))
  return hook === 'forward' ? oneByOne(ANYTHING, (value) => (value === 'local' ? NEVER : undefined)) : undefined
}

function extension(of: unknown, left: unknown): Subject {
  const guard: Condition = { test: 'family', family: 6 }
  if (getText(of, 'name') !== 'frag' || getText(of, 'field') !== undefined) return varying(guard, valueText(left))
  // The first fragment has the header, too.
  const present = any([{ test: 'fragment' }, all([not({ test: 'fragment' }), varies(valueText(left))])])
  return chosen(guard, (values) => (values.length !== 1 || typeof values[0] !== 'boolean' ? unknown(valueText(left)) : values[0] ? present : not(present)))
}

function masked(of: unknown): Subject | undefined {
  const [inner, mask] = listOf(of)
  const [name, field] = [getText(get(inner, 'payload'), 'protocol'), getText(get(inner, 'payload'), 'field')]
  if (name === 'tcp' && field === 'flags') { const wanted = bits(mask); return wanted === undefined ? undefined : flagsUnder(wanted) }
  if ((name === 'ip' || name === 'ip6') && (field === 'saddr' || field === 'daddr')) {
    return addresses(field === 'saddr' ? 'source' : 'destination', name === 'ip' ? 4 : 6, mask)
  }
  // The offset of a fragment; zero in the first.
  if (name === 'ip' && field === 'frag-off' && mask === 0x1fff) {
    return oneByOne({ test: 'family', family: 4 }, (value) => (value === 0 ? not({ test: 'fragment' }) : undefined))
  }
  return undefined
}
