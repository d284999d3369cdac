/** Sets and maps of addresses as diagrams over the levels of one address. */
import { FALSE, TRUE } from './diagram.ts'
import type { Diagrams } from './diagram.ts'
import type { Family } from './header.ts'
import { normalize } from './interval.ts'
import type { Range, Ranges } from './interval.ts'
import type { Ref } from './unique-table.ts'

/** A range of addresses and the diagram (over deeper levels) that its addresses lead to. */
export interface AddressPiece { readonly low: bigint; readonly high: bigint; readonly to: Ref }

const WORD = 32n
const MAX_WORD = 0xffffffffn

/** `pieces` rise and do not overlap; addresses in none lead to `otherwise`. `levels` are the four words of the address. */
export function addressPieces(
  diagrams: Diagrams, levels: readonly number[], family: Family, pieces: readonly AddressPiece[], otherwise: Ref = FALSE,
): Ref {
  return words(diagrams, family === 4 ? levels.slice(-1) : levels, pieces, otherwise)
}

export const addressNode = (
  diagrams: Diagrams, levels: readonly number[], family: Family, ranges: Ranges<bigint>, inside: Ref = TRUE, outside: Ref = FALSE,
): Ref => (family === 4
  ? diagrams.interval(levels[levels.length - 1]!, ranges.map(([low, high]) => [Number(low), Number(high)]), inside, outside)
  : addressPieces(diagrams, levels, family, ranges.map(([low, high]) => ({ low, high, to: inside })), outside))

/** Splits the pieces at their first word; what covers only a part of one first word is split again at the next. */
function words(diagrams: Diagrams, levels: readonly number[], pieces: readonly AddressPiece[], otherwise: Ref): Ref {
  const [level, ...lower] = levels
  if (lower.length === 0) return diagrams.pieces(level!, pieces.map(({ low, high, to }) => [Number(low), Number(high), to]), otherwise)
  const shift = WORD * BigInt(lower.length)
  const rest = (1n << shift) - 1n
  const split: [number, number, Ref][] = []
  let partial: AddressPiece[] = []
  let partialWord = -1n
  const flush = (): void => {
    if (partial.length === 0) return
    split.push([Number(partialWord), Number(partialWord), words(diagrams, lower, partial, otherwise)])
    partial = []
  }
  const within = (word: bigint, low: bigint, high: bigint, to: Ref): void => {
    if (word !== partialWord) flush()
    partialWord = word
    partial.push({ low, high, to })
  }
  for (const { low, high, to } of pieces) {
    let first = low >> shift
    let last = high >> shift
    const [from, until] = [low & rest, high & rest]
    if (first === last && (from !== 0n || until !== rest)) {
      within(first, from, until, to)
      continue
    }
    if (from !== 0n) within(first++, from, rest, to)
    const tail = until === rest ? undefined : last--
    if (first <= last) {
      flush()
      split.push([Number(first), Number(last), to])
    }
    if (tail !== undefined) within(tail, 0n, until, to)
  }
  flush()
  return diagrams.pieces(level!, split, otherwise)
}

/**
 * The addresses of a set that speaks of the levels of one address only, as at most about `limit` ranges: a set such as
 * "every address that ends in 1" has 2^96 of them. `more`: some addresses are left out.
 */
export function addressRanges(
  diagrams: Diagrams, levels: readonly number[], family: Family, set: Ref, limit: number,
): { ranges: Ranges<bigint>; more: boolean } {
  const ranges: Range<bigint>[] = []
  let more = false
  /** `base` is the address so far: its words above these levels. */
  const collect = (ref: Ref, levels: readonly number[], base: bigint): void => {
    const [level, ...lower] = levels
    if (ref === FALSE) return
    if (ref === TRUE) {
      const bits = WORD * BigInt(levels.length)
      ranges.push([base << bits, ((base + 1n) << bits) - 1n])
      return
    }
    for (const { child, ranges: values } of diagrams.groups(ref, level!)) {
      for (const [low, high] of child === FALSE ? [] : values) {
        if (child === TRUE) {
          const bits = WORD * BigInt(lower.length)
          ranges.push([((base << WORD) + BigInt(low)) << bits, (((base << WORD) + BigInt(high) + 1n) << bits) - 1n])
          continue
        }
        for (let word = low; word <= high && !more; word++) {
          if (ranges.length >= limit) more = true
          else collect(child, lower, (base << WORD) + BigInt(word))
        }
      }
    }
  }
  collect(set, family === 4 ? levels.slice(-1) : levels, 0n)
  const sorted = normalize(ranges)
  return { ranges: sorted.slice(0, limit), more: more || sorted.length > limit }
}

export const wordsOf = (value: bigint): readonly [number, number, number, number] =>
  [96n, 64n, 32n, 0n].map((shift) => Number((value >> shift) & MAX_WORD)) as [number, number, number, number]

export const addressFrom = (words: readonly number[]): bigint => words.reduce((value, word) => (value << WORD) | BigInt(word), 0n)
