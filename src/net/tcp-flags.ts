/** Sets of TCP flag combinations as few texts: `SYN,!ACK` is every combination with SYN and without ACK. */
import { TCP_FLAGS } from './header.ts'
import { has } from './interval.ts'
import type { Ranges } from './interval.ts'

const NAMES = Object.entries(TCP_FLAGS)
const COMBINATIONS = Array.from({ length: 64 }, (_, value) => value)

/** A test of some flags: those in `mask` are as in `set`. */
interface FlagTest { readonly mask: number; readonly set: number }

/** Every test there is, with the combinations for which it holds: they are asked for by every box that a witness is told as. */
const ALL_TESTS: readonly (FlagTest & { readonly holds: readonly number[] })[] = COMBINATIONS.flatMap((mask) =>
  COMBINATIONS.filter((set) => (set & ~mask) === 0).map((set) => ({ mask, set, holds: COMBINATIONS.filter((value) => (value & mask) === set) })))

/** Flag tests that together hold for exactly these combinations, the widest first. */
export function flagTests(values: Ranges): FlagTest[] {
  const left = new Set(COMBINATIONS.filter((value) => has(values, value)))
  const within = ALL_TESTS.filter(({ holds }) => holds.every((value) => has(values, value)))
  const chosen: FlagTest[] = []
  while (left.size > 0) {
    const news = within.map(({ holds }) => holds.filter((value) => left.has(value)).length)
    const { mask, set, holds } = within[news.indexOf(Math.max(...news))]!
    chosen.push({ mask, set })
    for (const value of holds) left.delete(value)
  }
  return chosen
}

/** By the ranges: a report tells thousands of boxes, with the few tests that filters are written with. */
const told = new Map<string, string>()

/** `ACK`, `SYN,!ACK`, `ACK or RST`; empty when nothing is tested. */
export function formatFlagTests(values: Ranges): string {
  const key = values.join(' ')
  const known = told.get(key)
  if (known !== undefined) return known
  const text = flagTests(values)
    .map(({ mask, set }) => NAMES.filter(([, bit]) => mask & bit).map(([name, bit]) => (set & bit ? name : `!${name}`)).join(','))
    .sort().join(' or ')
  told.set(key, text)
  return text
}

/** The flags of one packet: `SYN,ACK`. */
export const formatFlags = (flags: number): string => NAMES.filter(([, bit]) => flags & bit).map(([name]) => name).join(',')
