/** Ordered lists from a seed, with every test and every action of the model. Values come from small pools, so that rules overlap. */
import type { AddressSet } from '../../src/net/address.ts'
import { ANYTHING, type Action, type Chain, type Condition, type Rule } from '../../src/topology/model.ts'
import type { At } from '../../src/verdict.ts'
import type { Random } from '../brute/random.ts'
import { STATES } from './packet.ts'

export const INTERFACES = ['lan0', 'lan1', 'wan0', 'tun0']
const NAMES = ['lan0', 'lan1', 'wan0', 'tun0', 'lan+', '+', 'dmz0']
const V4: readonly (readonly [bigint, number])[] = [[0x0a000000n, 8], [0x0a000100n, 24], [0x0a000180n, 25], [0x0a000105n, 32], [0xc0a80000n, 16], [0xcb007100n, 24], [0n, 0]]
const V6: readonly (readonly [bigint, number])[] = [[0xfd00n << 112n, 8], [0xfd00n << 112n, 64], [(0xfd00n << 112n) + 5n, 128], [0x20010db8n << 96n, 32], [0n, 0]]
const PORTS: readonly (readonly [number, number])[] = [[0, 0], [53, 53], [80, 80], [443, 443], [0, 1023], [1024, 65535], [400, 450], [65535, 65535]]
const PROTOCOLS = [1, 6, 17, 47, 50, 58, 132, 0, 255]
const NOWHERE: At = { file: 'seed.yaml', path: [] }

const block = ([base, length]: readonly [bigint, number], bits: number): [bigint, bigint] => [base, base + (1n << BigInt(bits - length)) - 1n]
/** Sorted and disjoint, as the model promises: what lies within another range of the list is left out. */
const disjoint = <N extends number | bigint>(ranges: readonly (readonly [N, N])[]): (readonly [N, N])[] => {
  const sorted = [...ranges].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
  const kept: [N, N][] = []
  for (const [low, high] of sorted) {
    const last = kept.at(-1)
    if (!last || low > last[1]) kept.push([low, high])
    else if (high > last[1]) last[1] = high
  }
  return kept
}

const addresses = (choose: Random): AddressSet => {
  const some = (pool: typeof V4, bits: number): (readonly [bigint, bigint])[] =>
    choose.chance(0.6) ? disjoint(Array.from({ length: choose.int(1, 2) }, () => block(choose.pick(pool), bits))) : []
  return { v4: some(V4, 32), v6: some(V6, 128) }
}
const ports = (choose: Random): (readonly [number, number])[] => disjoint(Array.from({ length: choose.int(1, 3) }, () => choose.pick(PORTS)))

/** `doubt`: how often a test is one that nobody understood. */
export function condition(choose: Random, doubt: number, depth = 2): Condition {
  if (choose.chance(doubt)) return { test: 'unknown', what: 'something' }
  const inner = (): Condition => condition(choose, doubt, depth - 1)
  switch (choose.int(depth > 0 ? 0 : 3, 14)) {
    case 0: return { test: 'all', of: Array.from({ length: choose.int(0, 3) }, inner) }
    case 1: return { test: 'any', of: Array.from({ length: choose.int(0, 3) }, inner) }
    case 2: return { test: 'not', of: inner() }
    case 3: case 4: return { test: 'source', set: addresses(choose) }
    case 5: case 6: return { test: 'destination', set: addresses(choose) }
    case 7: return { test: 'protocol', set: disjoint(Array.from({ length: choose.int(1, 2) }, () => choose.pick(PROTOCOLS)).map((one) => [one, one] as const)) }
    case 8: return { test: 'source-port', set: ports(choose) }
    case 9: return { test: 'destination-port', set: ports(choose) }
    case 10: return { test: 'icmp', family: choose.pick([4, 6]), types: choose.pick([[[0, 0]], [[8, 8]], [[128, 129]], [[0, 255]]]), codes: choose.pick([[[0, 255]], [[0, 0]], [[1, 3]]]) }
    case 11: { const mask = choose.int(0, 63); return { test: 'tcp-flags', mask, set: mask & choose.int(0, 63) } }
    case 12: return choose.pick<Condition>([{ test: 'fragment' }, { test: 'family', family: 4 }, { test: 'family', family: 6 }])
    case 13: return { test: 'state', states: choose.some(STATES, 0.4) }
    default: return { test: choose.pick(['in', 'out'] as const), names: choose.some(NAMES, 0.3) }
  }
}

function action(choose: Random, doubt: number, depth: number): Action {
  if (choose.chance(doubt)) return { do: 'unknown', what: 'something' }
  if (depth > 0 && choose.chance(0.2)) return { do: choose.pick(['jump', 'goto'] as const), chain: list(choose, doubt, depth - 1, 4) }
  return { do: choose.chance(0.8) ? choose.pick(['permit', 'deny'] as const) : choose.pick(['continue', 'return'] as const) }
}

function list(choose: Random, doubt: number, depth: number, most: number): Chain {
  const rule = (): Rule => {
    // Rules of one test would be met by almost every packet.
    const tests = Array.from({ length: choose.int(0, 4) }, () => condition(choose, doubt))
    return { at: NOWHERE, when: tests.length === 0 ? ANYTHING : { test: 'all', of: tests }, action: action(choose, doubt, depth) }
  }
  return { name: 'list', at: NOWHERE, rules: Array.from({ length: choose.int(1, most) }, rule), otherwise: choose.pick(['permit', 'deny'] as const) }
}

export const chainOf = (choose: Random, doubt: number): Chain => list(choose, doubt, 2, 12)
