/**
 * Expressions about connection tracking: kernel net/netfilter/nft_ct.c. A packet with state `invalid` or `untracked` has no
 * connection, and there every expression but the state ends the rule. A packet with state `new` is the first of its connection,
 * so the original direction is its own header, as it was before destination NAT. Of an established connection only the protocol
 * follows from the packet; of a related packet, which belongs to another, nothing but the family.
 */
import type { Family, State } from '../../net/header.ts'
import { PORT_PROTOCOLS } from '../../net/header.ts'
import { complement, intersect } from '../../net/interval.ts'
import type { Ranges } from '../../net/interval.ts'
import { ANYTHING } from '../../topology/model.ts'
import type { Condition } from '../../topology/model.ts'
import { all, any, NEVER, not, unknown } from '../conditions.ts'
import { onPorts } from '../netfilter/conditions.ts'
import type { Context } from './fields.ts'
import { get, getText, listOf } from './json.ts'
import { portValue, protocolValue } from './names.ts'
import { addresses, chosen, numbers, oneByOne } from './subject.ts'
import type { Subject } from './subject.ts'
import { valueText } from './written.ts'

const STATES: ReadonlyMap<unknown, State> = new Map<unknown, State>((['invalid', 'new', 'established', 'related', 'untracked'] as const).map((name) => [name, name]))

const VARYING = ['expiration', 'bytes', 'packets', 'avgpkt', 'id']

const NO_PORTS = complement(PORT_PROTOCOLS.map((number) => [number, number] as const), 255)

/** A test of ports where the protocol may be one whose ports the model does not hold. */
export const onTransport = (test: Condition, what: string, asked: Ranges = [[0, 255]]): Condition => onPorts(test, intersect(NO_PORTS, asked), what, undefined)

export function connection(of: unknown, left: unknown, context: Context): Subject | undefined {
  // «ip saddr» from nft 1.0, `family` beside «saddr» from others.
  const [, prefix = getText(of, 'family') ?? '', key = ''] = /^(?:(ip6?) )?(.*)$/.exec(getText(of, 'key') ?? '') ?? []
  const what = valueText(left)
  if (context.early) return undefined
  if (key === 'state') return { guard: ANYTHING, is: states }
  if (key === 'status') return status(what, context)
  if (VARYING.includes(key)) return { guard: ANYTHING, is: () => ({ test: 'unknown', what, varies: true }) }
  if (key === 'l3proto') return ofConnection(byFamily.is, byFamily.is, what)
  if (key === 'protocol') return ofConnection(byProtocol.is, byProtocol.is, what)
  if (key === 'direction') return ofConnection(byDirection.is, undefined, what)
  if (getText(of, 'dir') !== 'original') return undefined
  const family: Family | undefined = prefix === 'ip6' || context.family === 'ip6' ? 6 : prefix === 'ip' || context.family === 'ip' ? 4 : undefined
  const sentTo = (test: Condition | undefined): Condition | undefined => test && beforeNat(test, context, what)
  switch (key) {
    case 'saddr': case 'daddr': {
      if (!family) return undefined
      const { guard, is } = addresses(key === 'saddr' ? 'source' : 'destination', family)
      const whole: Subject['is'] = (operator, right) => { const test = is(operator, right); return test && all([guard, key === 'saddr' ? test : sentTo(test)!]) }
      return ofConnection(whole, undefined, what)
    }
    case 'proto-src': case 'proto-dst': {
      const source = key === 'proto-src'
      const { is } = numbers(ANYTHING, 65535, portValue, (set) => ({ test: source ? 'source-port' : 'destination-port', set }))
      // Of other protocols conntrack keeps something else in the place of ports, such as the ICMP identifier.
      const whole: Subject['is'] = (operator, right) => { const test = is(operator, right); return test && onTransport(test, what, context.asked) }
      return ofConnection(source ? whole : (operator, right) => sentTo(whole(operator, right)), undefined, what)
    }
    default: return undefined
  }
}

const byFamily = oneByOne(ANYTHING, (value) => {
  const family = ([['ipv4', 4], ['ipv6', 6], ['ip', 4], ['ip6', 6], [2, 4], [10, 6]] as const).find(([name]) => name === value)?.[1]
  return family && { test: 'family', family }
})
const byProtocol = numbers(ANYTHING, 255, protocolValue, (set) => ({ test: 'protocol', set }))
const byDirection = oneByOne(ANYTHING, (value) => (value === 'original' || value === 0 ? ANYTHING : value === 'reply' || value === 1 ? NEVER : undefined))

/** Absent: it depends on which connection the packet belongs to. */
const ofConnection = (fresh: Subject['is'], established: Subject['is'] | undefined, what: string, related?: Subject['is']): Subject => ({
  guard: ANYTHING,
  is: (operator, right) => {
    const first = fresh(operator, right)
    const depends: Condition = { test: 'unknown', what, varies: true }
    const inState = (state: State, test: Condition | undefined): Condition => all([{ test: 'state', states: [state] }, test ?? unknown(what)])
    return first && any([
      inState('new', first), inState('established', established ? established(operator, right) : depends), inState('related', related ? related(operator, right) : depends),
    ])
  },
})

/** Destination NAT hides what the packet was sent to: exact for what no such rule can have made. */
const beforeNat = (test: Condition, { translated }: Context, what: string): Condition => (isNever(translated) ? test
  : any([all([not(translated), test]), all([translated, unknown(what)])]))

const isNever = (condition: Condition): boolean => condition.test === 'any' && condition.of.length === 0

/**
 * A packet has one state, kept as one bit. `in` and `!` ask for any bit of a list; `==` and `!=` compare all bits, so that
 * `!= established,related` holds of every packet.
 */
const states: Subject['is'] = (operator, right) => {
  const alternatives = operator === 'in' || operator === '!' ? right.flatMap((one) => joined(one)) : right
  const lists = alternatives.map(joined)
  if (lists.some((names) => names.some((name) => !STATES.has(name)))) return undefined
  const single = lists.flatMap((names) => (new Set(names).size === 1 ? [STATES.get(names[0])!] : []))
  const test: Condition = single.length > 0 ? { test: 'state', states: single } : NEVER
  return chosen(ANYTHING, () => test).is(operator, right)
}

const joined = (value: unknown): unknown[] => (Array.isArray(value) ? value.flatMap(joined)
  : get(value, '|') === undefined ? [value] : listOf(get(value, '|')).flatMap(joined))

/** Bits of the connection: whether a rule translated it. Of a ruleset without such rules the answer is no. */
function status(what: string, { translated, translatesSource }: Context): Subject {
  const bit = (name: unknown): Condition => (name === 'dnat' ? (isNever(translated) ? NEVER : unknown(what))
    : name === 'snat' && !translatesSource ? NEVER : unknown(what))
  return ofConnection(bitwise((name) => (name === 'dnat' ? all([translated, bit(name)]) : bit(name))), bitwise(bit), what, bitwise(bit))
}

const bitwise = (bit: (name: unknown) => Condition): Subject['is'] => (operator, right) => {
  const test = any(right.flatMap(joined).map(bit))
  return operator === 'in' ? test : operator === '!' ? not(test) : undefined
}
