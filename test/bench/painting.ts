/**
 * A second opinion on how many packets a filter accepts: no diagrams, nothing of the engine. Protocol and ports are cut where
 * some rule begins or ends; for each set of rules that is left, the plane of addresses is painted, the first rule first.
 */
import type { SortedField } from '../../src/net/fields.ts'
import type { RawRule } from './raw-rules.ts'

const ALL = 2 ** 32

export function acceptedByPainting(rules: readonly RawRule[]): bigint {
  let accepted = 0n
  for (const { active, points } of slices(rules)) accepted += paintedArea(active.map((rule) => rules[rule]!)) * BigInt(points)
  return accepted
}

/** The rules that match there, in their order, for every protocol and pair of ports; and how many points have just these. */
function slices(rules: readonly RawRule[]): Iterable<{ readonly active: readonly number[]; readonly points: number }> {
  const found = new Map<string, { active: readonly number[]; points: number }>()
  const cut = (field: SortedField, last: number, among: readonly number[]): { width: number; left: number[] }[] => {
    const bounds = boundsOf(rules.map(({ spans }) => spans[field]), last + 1)
    return bounds.slice(0, -1).map((low, i) => ({
      width: bounds[i + 1]! - low,
      left: among.filter((rule) => rules[rule]!.spans[field][0] <= low && low <= rules[rule]!.spans[field][1]),
    }))
  }
  for (const protocol of cut('protocol', 0xff, rules.map((_, i) => i))) {
    for (const from of cut('sourcePort', 0xffff, protocol.left)) {
      for (const to of cut('destinationPort', 0xffff, from.left)) {
        const key = to.left.join()
        const points = protocol.width * from.width * to.width
        found.set(key, { active: to.left, points: points + (found.get(key)?.points ?? 0) })
      }
    }
  }
  return found.values()
}

/** How many pairs of addresses the first rule that matches permits. */
function paintedArea(rules: readonly RawRule[]): bigint {
  const sources = boundsOf(rules.map(({ spans }) => spans.source), ALL)
  const destinations = boundsOf(rules.map(({ spans }) => spans.destination), ALL)
  const width = destinations.length
  /** By row and column: the next column that is not painted yet, perhaps by way of others. */
  const next = Int32Array.from({ length: (sources.length - 1) * width }, (_, i) => i % width)
  const permitted = sources.slice(1).map(() => 0)
  const rowOf = new Map(sources.map((bound, i) => [bound, i]))
  const columnOf = new Map(destinations.map((bound, i) => [bound, i]))
  for (const { spans: { source, destination }, permit } of rules) {
    const end = columnOf.get(destination[1] + 1)!
    for (let row = rowOf.get(source[0])!; row < rowOf.get(source[1] + 1)!; row++) {
      const base = row * width
      for (let column = unpainted(next, base, columnOf.get(destination[0])!); column < end; column = unpainted(next, base, column)) {
        if (permit) permitted[row]! += destinations[column + 1]! - destinations[column]!
        next[base + column] = column + 1
      }
    }
  }
  return permitted.reduce((area, length, row) => area + BigInt(length) * BigInt(sources[row + 1]! - sources[row]!), 0n)
}

/** Shortens the way as it goes, so that what is painted is passed over quickly. */
function unpainted(next: Int32Array, base: number, column: number): number {
  let at = column
  while (next[base + at] !== at) {
    const beyond = next[base + at]!
    next[base + at] = next[base + beyond]!
    at = beyond
  }
  return at
}

const boundsOf = (spans: readonly (readonly [number, number])[], end: number): number[] =>
  [...new Set([0, end, ...spans.flatMap(([low, high]) => [low, high + 1])])].sort((a, b) => a - b)
