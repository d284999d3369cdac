/** Random chains: conditions over the few addresses and services that the network is about. */
import { setOf } from './addresses.ts'
import { ACK, FIN, RST, SYN } from './protocols.ts'
import type { Random } from './random.ts'
import type { Prefix } from '../../src/net/address.ts'
import type { Ranges } from '../../src/net/interval.ts'
import { STATES } from '../../src/net/header.ts'
import type { At } from '../../src/verdict.ts'
import type { Action, Chain, Condition, Rule, Step, Translation } from '../../src/topology/model.ts'

export const AT: At = { file: 'random', path: [] }

/** What a device's rules may speak about. */
export interface Vocabulary {
  readonly random: Random
  readonly prefixes: readonly Prefix[]
  readonly interfaces: readonly string[]
  readonly conntrack: boolean
  /** How often something is not understood. */
  readonly doubt: number
  /** Little is tested, so that every kind of packet can be walked. */
  readonly tiny: boolean
}

const PORTS: readonly Ranges[] = [[[80, 80]], [[443, 443]], [[500, 1023]], [[80, 80], [8080, 8090]], [[0, 65535]]]

const flagTest = (random: Random): Condition => random.pick<Condition>([
  { test: 'tcp-flags', mask: SYN | ACK, set: SYN },
  { test: 'tcp-flags', mask: ACK, set: ACK },
  { test: 'tcp-flags', mask: SYN | RST | ACK | FIN, set: SYN },
  { test: 'any', of: [{ test: 'tcp-flags', mask: ACK, set: ACK }, { test: 'tcp-flags', mask: RST, set: RST }] },
])

const atom = (from: Vocabulary, sees: Sees): Condition => {
  const { random } = from
  if (random.chance(from.doubt)) return { test: 'unknown', what: 'a test' }
  const test = from.tiny ? random.pick(['source', 'destination', 'protocol', 'destination-port', ...(sees.in ? ['in'] : []), ...(sees.state ? ['state'] : [])]) : random.pick(['source', 'source', 'destination', 'destination', 'protocol', 'destination-port', 'destination-port',
    'source-port', 'icmp', 'flags', 'fragment', 'family', ...(sees.in ? ['in'] : []), ...(sees.out ? ['out'] : []), ...(sees.state ? ['state', 'state', 'state'] : [])])
  switch (test) {
    case 'source':
    case 'destination': return { test, set: setOf(random.some(from.prefixes, 0.25).concat(random.pick(from.prefixes))) }
    case 'protocol': return { test, set: from.tiny ? [[6, 6]] : random.pick<Ranges>([[[6, 6]], [[17, 17]], [[1, 1], [58, 58]], [[6, 6], [17, 17]], [[47, 47]]]) }
    case 'source-port':
    case 'destination-port': return { test, set: from.tiny ? [[443, 443]] : random.pick(PORTS) }
    case 'icmp': return random.pick<Condition>([
      { test: 'icmp', family: 4, types: [[8, 8]], codes: [[0, 255]] },
      { test: 'icmp', family: 4, types: [[0, 0], [3, 3]], codes: [[0, 0]] },
      { test: 'icmp', family: 6, types: [[128, 129]], codes: [[0, 255]] },
    ])
    case 'flags': return flagTest(random)
    case 'fragment': return { test }
    case 'family': return { test, family: random.pick([4, 6] as const) }
    case 'in':
    case 'out': return { test, names: random.chance(0.15) ? ['i+'] : [random.pick(from.interfaces)] }
    default: return { test: 'state', states: random.chance(0.5) ? ['established', 'related'] : random.some(STATES, 0.4).concat('new') }
  }
}

export interface Sees { readonly in: boolean; readonly out: boolean; readonly state: boolean }

export const condition = (from: Vocabulary, sees: Sees, depth = 0): Condition => {
  const { random } = from
  if (depth === 0) return { test: 'all', of: Array.from({ length: random.pick([0, 1, 1, 2, 2, 3]) }, () => condition(from, sees, 1)) }
  if (depth < 3 && random.chance(0.12)) return { test: 'not', of: condition(from, sees, depth + 1) }
  if (depth < 3 && random.chance(0.12)) {
    return { test: random.pick(['any', 'all'] as const), of: Array.from({ length: random.int(0, 2) }, () => condition(from, sees, depth + 1)) }
  }
  return atom(from, sees)
}

const filterAction = (from: Vocabulary, sees: Sees, depth: number): Action => {
  const { random } = from
  if (random.chance(from.doubt / 2)) return { do: 'unknown', what: 'an action' }
  if (depth < 2 && random.chance(0.2)) {
    return { do: random.chance(0.75) ? 'jump' : 'goto', chain: filterChain(from, sees, depth + 1) }
  }
  if (random.chance(0.1)) return { do: random.pick(['continue', 'return'] as const) }
  return { do: random.chance(0.62) ? 'permit' : 'deny' }
}

const rules = (from: Vocabulary, sees: Sees, action: () => Action, most: number): Rule[] =>
  Array.from({ length: from.random.int(0, from.tiny ? Math.min(most, 3) : most) }, (_, index) =>
    ({ id: String(index), at: AT, when: condition(from, sees), action: action() }))

const filterChain = (from: Vocabulary, sees: Sees, depth: number): Chain => ({
  name: `filter${depth}`, at: AT, rules: rules(from, sees, () => filterAction(from, sees, depth), depth === 0 ? 5 : 3),
  otherwise: from.random.chance(0.55) ? 'permit' : 'deny',
})

export const filter = (from: Vocabulary, sees: Sees): Step => ({ kind: 'filter', chain: filterChain(from, sees, 0) })

/** What comes before `track`: only certain tests, because an uncertain mark has no plain meaning. */
export const raw = (from: Vocabulary): Step => {
  const certain = { ...from, doubt: 0 }
  const sees = { in: true, out: false, state: false }
  const family: Condition = { test: 'not', of: { test: 'fragment' } }
  return { kind: 'filter', chain: { name: 'raw', at: AT, otherwise: 'permit', rules: [
    { at: AT, when: { test: 'all', of: [family, atom({ ...certain }, sees)] }, action: { do: 'untrack' } },
  ] } }
}

/** A translating chain; every rewriting rule names one family, and its pool has addresses of that family. */
export const translate = (from: Vocabulary, field: 'source' | 'destination', pools: readonly Prefix[], interfaceFamilies: readonly (4 | 6)[]): Step => {
  const { random } = from
  const sees = { in: field === 'destination', out: field === 'source', state: false }
  const rule = (): Rule => {
    if (random.chance(0.15)) return { at: AT, when: condition(from, sees), action: { do: 'permit' } }
    const when = condition(from, sees)
    if (random.chance(from.doubt / 3)) return { at: AT, when, action: { do: 'unknown', what: 'a translation' } }
    const pool = random.pick(pools)
    const ports: { ports?: Ranges } = random.chance(0.3) ? { ports: random.pick<Ranges>([[[8080, 8080]], [[443, 444]], [[2000, 2003]]]) } : {}
    const masquerade = random.chance(0.25) && interfaceFamilies.includes(pool.family)
    const to: Translation = { addresses: masquerade ? 'interface' : ports.ports !== undefined && random.chance(0.25) ? 'keep'
      : random.chance(from.doubt / 3) ? 'unknown' : setOf([pool]), ...ports }
    return { at: AT, when: { test: 'all', of: [{ test: 'family', family: pool.family }, when] }, action: { do: 'rewrite', to } }
  }
  return { kind: 'translate', field, chain: { name: field === 'source' ? 'snat' : 'dnat', at: AT, otherwise: 'permit',
    rules: Array.from({ length: from.tiny ? 1 : random.int(1, 2) }, rule) } }
}
