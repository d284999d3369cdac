/** TCP flags: comparisons of a byte, of which the model holds six bits; the two of ECN (RFC 3168) may be set or not. */
import { TCP, TCP_FLAGS } from '../../net/header.ts'
import { normalize } from '../../net/interval.ts'
import type { Range } from '../../net/interval.ts'
import { flagTests } from '../../net/tcp-flags.ts'
import type { Condition } from '../../topology/model.ts'
import { all, any, protocol } from '../conditions.ts'
import { get, listOf } from './json.ts'
import type { Subject } from './subject.ts'

const BITS: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ...Object.entries(TCP_FLAGS).map(([name, bit]) => [name.toLowerCase(), bit] as const), ['ecn', 64], ['cwr', 128],
])

/** `syn`, a number, or several joined. */
export function bits(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 && value < 256 ? value : undefined
  const parts = Array.isArray(value) ? listOf(value) : listOf(get(value, '|'))
  if (parts.length === 0) return BITS.get(value)
  return parts.reduce<number | undefined>((sum, part) => { const bit = bits(part); return sum === undefined || bit === undefined ? undefined : sum | bit }, 0)
}

type Test = (flags: number) => boolean

function testOf(operator: string, right: readonly unknown[]): Test | undefined {
  const values = right.map(bits)
  if (values.some((value) => value === undefined)) return undefined
  const named = (values as number[]).reduce((sum, value) => sum | value, 0)
  const first = values[0]!
  switch (operator) {
    case 'in': return (flags) => (flags & named) !== 0
    case '!': return (flags) => (flags & named) === 0
    case '==': return (flags) => values.includes(flags)
    case '!=': return (flags) => !values.includes(flags)
    case '<': return (flags) => flags < first
    case '<=': return (flags) => flags <= first
    case '>': return (flags) => flags > first
    case '>=': return (flags) => flags >= first
    default: return undefined
  }
}

const COMBINATIONS = Array.from({ length: 64 }, (_, flags) => flags)
const ECN = [0, 64, 128, 192]

export function flagsUnder(mask: number): Subject {
  return {
    guard: protocol(TCP),
    is: (operator, right) => {
      const test = testOf(operator, right)
      if (!test) return undefined
      const holdsFor = (flags: number): boolean[] => ECN.map((ecn) => test((flags | ecn) & mask))
      const always = COMBINATIONS.filter((flags) => holdsFor(flags).every((holds) => holds))
      const sometimes = COMBINATIONS.filter((flags) => !always.includes(flags) && holdsFor(flags).includes(true))
      const doubt: Condition = { test: 'unknown', what: 'tcp flags ecn, cwr', varies: true }
      return any([oneOf(always), ...(sometimes.length > 0 ? [all([oneOf(sometimes), doubt])] : [])])
    },
  }
}

const oneOf = (combinations: readonly number[]): Condition =>
  any(flagTests(normalize(combinations.map((flags): Range<number> => [flags, flags]))).map((test) => ({ test: 'tcp-flags', ...test })))
