/** Conditions and lists that nobody would write, and packets that meet them somewhere. */
import fc from 'fast-check'
import { addressSets, headers, numbers, protocolRanges, ranges, states } from '../net/arbitrary.ts'
import type { Scope } from '../../src/engine/condition-sets.ts'
import { named, type Situation } from '../../src/engine/plain/condition.ts'
import type { Ranges } from '../../src/net/interval.ts'
import type { PacketSpace } from '../../src/net/packet-space.ts'
import { ANYTHING, type Action, type Chain, type Condition, type Rule } from '../../src/topology/model.ts'

const FACES = ['eth0', 'eth1', 'ppp0']
export const at = { file: 'list', line: 1, column: 1 }

const families = fc.constantFrom<4 | 6>(4, 6)
const names = fc.subarray(['eth0', 'eth1', 'eth+', 'eth0+', 'ppp', 'ppp+', '+'])
const single: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ test: fc.constantFrom<'source' | 'destination'>('source', 'destination'), set: addressSets }),
  fc.record({ test: fc.constant<'family'>('family'), family: families }),
  fc.record({ test: fc.constant<'protocol'>('protocol'), set: protocolRanges }),
  fc.record({ test: fc.constantFrom<'source-port' | 'destination-port'>('source-port', 'destination-port'), set: ranges(0xffff) }),
  fc.record({ test: fc.constant<'icmp'>('icmp'), family: families, types: ranges(255), codes: ranges(255) }),
  fc.record({ test: fc.constant<'tcp-flags'>('tcp-flags'), mask: numbers(63), set: numbers(63) }),
  fc.record({ test: fc.constant<'fragment'>('fragment') }),
  fc.record({ test: fc.constant<'state'>('state'), states: fc.array(states, { maxLength: 3 }) }),
  fc.record({ test: fc.constantFrom<'in' | 'out'>('in', 'out'), names }),
  fc.record({ test: fc.constant<'unknown'>('unknown'), what: fc.constant('a module') }),
)
const several = (part: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> => fc.oneof(
  { weight: 4, arbitrary: fc.record({ test: fc.constant<'all'>('all'), of: fc.array(part, { maxLength: 4 }) }) },
  { weight: 3, arbitrary: fc.record({ test: fc.constant<'any'>('any'), of: fc.array(part, { maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ test: fc.constant<'not'>('not'), of: part }) },
)
export const conditions = fc.oneof(single, several(single), several(several(single)))

export const situations: fc.Arbitrary<Situation> = fc.record({
  header: headers, state: fc.option(states, { nil: undefined }), in: fc.constantFrom(undefined, ...FACES), out: fc.constantFrom(undefined, ...FACES),
}).map(({ header, state, in: into, out }) => ({ header, ...(state && { state }), ...(into !== undefined && { in: into }), ...(out !== undefined && { out }) }))

/** Interfaces are numbered from 1; 0 is none. */
const numbered = (name: string | undefined): number => (name === undefined ? 0 : FACES.indexOf(name) + 1)
const meant = (patterns: readonly string[]): Ranges =>
  FACES.flatMap((name, i) => (patterns.some((pattern) => named(pattern, name)) ? [[i + 1, i + 1] as const] : []))

/** Where a packet set has the packet, and what its sets are asked with. */
export const placed = (situation: Situation): { in: number; out: number } => ({ in: numbered(situation.in), out: numbered(situation.out) })
export const scopeAt = (space: PacketSpace, { state }: Situation): Scope => ({ space, tracked: state !== undefined, in: meant, out: meant })

const EMPTY: Chain = { name: 'empty', at, otherwise: 'deny', rules: [] }

/** Lists that call others, to a depth; without `translating` none rewrites. */
export const lists = (translating: boolean, depth = 2): fc.Arbitrary<Chain> => {
  const plain = fc.constantFrom<Action>({ do: 'permit' }, { do: 'deny' }, { do: 'return' }, { do: 'continue' }, { do: 'untrack' }, { do: 'unknown', what: 'a target' })
  const rewriting = fc.constant<Action>({ do: 'rewrite', to: { addresses: { v4: [[7n, 7n]], v6: [] } } })
  const calling = fc.record({ do: fc.constantFrom<'jump' | 'goto'>('jump', 'goto'), chain: depth === 0 ? fc.constant(EMPTY) : lists(translating, depth - 1) })
  const action: fc.Arbitrary<Action> = fc.oneof({ weight: 4, arbitrary: plain }, { weight: translating ? 2 : 0, arbitrary: rewriting }, { weight: 3, arbitrary: calling })
  const rules: fc.Arbitrary<Rule[]> = fc.array(fc.record({ at: fc.constant(at), when: fc.oneof(fc.constant(ANYTHING), conditions), action }), { maxLength: 4 })
  return fc.record({ name: fc.constant('list'), at: fc.constant(at), otherwise: fc.constantFrom<'permit' | 'deny'>('permit', 'deny'), rules })
}
