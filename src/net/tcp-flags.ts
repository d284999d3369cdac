/** Sets of TCP flag combinations as few texts: `SYN,!ACK` is every combination with SYN and without ACK. */
import { TCP_FLAGS } from './header.ts'
import { has } from './interval.ts'
import type { Ranges } from './interval.ts'

const NAMES = Object.entries(TCP_FLAGS)
const COMBINATIONS = 64

/** A test of some flags: those in `mask` are as in `set`. */
interface FlagTest { readonly mask: number; readonly set: number }

const combinations = ({ mask, set }: FlagTest): number[] =>
  Array.from({ length: COMBINATIONS }, (_, value) => value).filter((value) => (value & mask) === set)

/** Flag tests that together hold for exactly these combinations, the widest first. */
export function flagTests(values: Ranges): FlagTest[] {
  const left = new Set(combinations({ mask: 0, set: 0 }).filter((value) => has(values, value)))
  const within = ALL_TESTS.filter((test) => combinations(test).every((value) => has(values, value)))
  const chosen: FlagTest[] = []
  const news = (test: FlagTest): number => combinations(test).filter((value) => left.has(value)).length
  while (left.size > 0) {
    const best = within.reduce((a, b) => (news(b) > news(a) ? b : a))
    chosen.push(best)
    for (const value of combinations(best)) left.delete(value)
  }
  return chosen
}

const ALL_TESTS: readonly FlagTest[] = combinations({ mask: 0, set: 0 }).flatMap((mask) =>
  combinations({ mask: 0, set: 0 }).filter((set) => (set & ~mask) === 0).map((set) => ({ mask, set })))

/** `ACK`, `SYN,!ACK`, `ACK or RST`; empty when nothing is tested. */
export const formatFlagTests = (values: Ranges): string => flagTests(values)
  .map(({ mask, set }) => NAMES.filter(([, bit]) => mask & bit).map(([name, bit]) => (set & bit ? name : `!${name}`)).join(','))
  .sort().join(' or ')

/** The flags of one packet: `SYN,ACK`. */
export const formatFlags = (flags: number): string => NAMES.filter(([, bit]) => flags & bit).map(([name]) => name).join(',')
