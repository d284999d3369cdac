/** The meaning of conditions and chains in the plainest code there is: three values, and sets of possible outcomes. */
import { hasPorts, isIcmp, TCP, TCP_FLAGS } from '../../src/net/header.ts'
import type { Header, State } from '../../src/net/header.ts'
import type { Range } from '../../src/net/interval.ts'
import { parseAddress } from '../../src/net/address.ts'
import type { Action, Chain, Condition } from '../../src/topology/model.ts'

export interface Packet extends Header { readonly state: State; readonly in: string; readonly out: string }

export type Truth = true | false | 'unknown'

/** A packet as a person writes it; the rest is a NEW TCP SYN from eth0 to eth1. */
export interface Sketch {
  readonly from?: string
  readonly to?: string
  readonly protocol?: number
  readonly sport?: number
  readonly dport?: number
  readonly flags?: number
  readonly fragment?: boolean
  readonly state?: State
  readonly in?: string
  readonly out?: string
}

export function packet(sketch: Sketch, family: 4 | 6 = 4): Packet {
  const { from = family === 4 ? '192.0.2.1' : '2001:db8::1', to = family === 4 ? '192.0.2.2' : '2001:db8::2', protocol = TCP, fragment = false } = sketch
  const numbered = !fragment && (hasPorts(protocol) || isIcmp(family, protocol))
  return {
    family, protocol, fragment,
    source: parseAddress(from)!.value, destination: parseAddress(to)!.value,
    sourcePort: numbered ? sketch.sport ?? (isIcmp(family, protocol) ? 0 : 50000) : 0,
    destinationPort: numbered ? sketch.dport ?? (isIcmp(family, protocol) ? 8 : 80) : 0,
    flags: protocol === TCP && !fragment ? sketch.flags ?? TCP_FLAGS.SYN : 0,
    state: sketch.state ?? 'new', in: sketch.in ?? 'eth0', out: sketch.out ?? 'eth1',
  }
}

const within = <N extends number | bigint>(ranges: readonly Range<N>[], value: N): boolean => ranges.some(([low, high]) => low <= value && value <= high)

const bears = (name: string, pattern: string): boolean => (pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : name === pattern)

export function holds(condition: Condition, p: Packet): Truth {
  switch (condition.test) {
    case 'unknown': return 'unknown'
    case 'not': { const truth = holds(condition.of, p); return truth === 'unknown' ? truth : !truth }
    case 'all': return condition.of.reduce<Truth>((sum, one) => (sum === false ? false : both(sum, holds(one, p))), true)
    case 'any': { const none = holds({ test: 'all', of: condition.of.map((of) => ({ test: 'not', of })) }, p); return none === 'unknown' ? none : !none }
    case 'source': return within(p.family === 4 ? condition.set.v4 : condition.set.v6, p.source)
    case 'destination': return within(p.family === 4 ? condition.set.v4 : condition.set.v6, p.destination)
    case 'family': return p.family === condition.family
    case 'protocol': return within(condition.set, p.protocol)
    case 'source-port': return hasPorts(p.protocol) && read(within(condition.set, p.sourcePort), p)
    case 'destination-port': return hasPorts(p.protocol) && read(within(condition.set, p.destinationPort), p)
    case 'icmp': return p.family === condition.family && isIcmp(p.family, p.protocol)
      && read(within(condition.types, p.destinationPort) && within(condition.codes, p.sourcePort), p)
    case 'tcp-flags': return p.protocol === TCP && read((p.flags & condition.mask) === condition.set, p)
    case 'fragment': return p.fragment
    case 'state': return condition.states.includes(p.state)
    case 'in': return condition.names.some((name) => bears(p.in, name))
    case 'out': return condition.names.some((name) => bears(p.out, name))
  }
}

/** Nobody knows what a later fragment holds where a header would stand. */
const read = (matches: boolean, p: Packet): Truth => (p.fragment ? 'unknown' : matches)

const both = (a: Truth, b: Truth): Truth => (a === false || b === false ? false : a === 'unknown' || b === 'unknown' ? 'unknown' : true)

/** What a chain may do: `end` = it was left without a decision. */
export type Outcome = 'permit' | 'deny' | 'untrack' | 'end' | 'unknown' | `rewrite ${string}`

/** Everything that the first chain may do with a packet, its policy included. */
export function outcomes(chain: Chain, p: Packet): Set<Outcome> {
  const possible = walk(chain, p)
  if (possible.delete('end')) possible.add(chain.otherwise)
  return possible
}

function walk(chain: Chain, p: Packet): Set<Outcome> {
  const possible = new Set<Outcome>()
  for (const rule of chain.rules) {
    const truth = holds(rule.when, p)
    if (truth === false) continue
    const { goesOn, results } = act(rule.action, p)
    for (const result of results) possible.add(result)
    if (!goesOn && truth === true) return possible
  }
  return possible.add('end')
}

function act(action: Action, p: Packet): { goesOn: boolean; results: Iterable<Outcome> } {
  switch (action.do) {
    case 'permit': case 'deny': return { goesOn: false, results: [action.do] }
    case 'continue': return { goesOn: true, results: [] }
    case 'untrack': return { goesOn: true, results: ['untrack'] }
    case 'return': return { goesOn: false, results: ['end'] }
    case 'unknown': return { goesOn: true, results: ['permit', 'deny', 'unknown'] }
    case 'rewrite': return { goesOn: false, results: [`rewrite ${translation(action.to)}`] }
    case 'goto': return { goesOn: false, results: walk(action.chain, p) }
    case 'jump': { const results = walk(action.chain, p); const goesOn = results.delete('end'); return { goesOn, results } }
  }
}

const translation = (to: object): string => JSON.stringify(to, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))
