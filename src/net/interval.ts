/** Sorted, disjoint, non-touching, non-empty closed ranges of numbers or of bigints: equal sets are equal arrays. */

export type Range<N extends number | bigint> = readonly [low: N, high: N]
export type Ranges<N extends number | bigint = number> = readonly Range<N>[]

const next = <N extends number | bigint>(value: N): N => (typeof value === 'bigint' ? value + 1n : (value as number) + 1) as N
const previous = <N extends number | bigint>(value: N): N => (typeof value === 'bigint' ? value - 1n : (value as number) - 1) as N

/** Any list of ranges, in any order, overlapping, touching or backwards (a backwards range is empty). */
export function normalize<N extends number | bigint>(ranges: readonly Range<N>[]): Ranges<N> {
  const sorted = ranges.filter(([low, high]) => low <= high).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const merged: [N, N][] = []
  for (const [low, high] of sorted) {
    const last = merged[merged.length - 1]
    if (!last || low > next(last[1])) merged.push([low, high])
    else if (high > last[1]) last[1] = high
  }
  return merged
}

export const union = <N extends number | bigint>(a: Ranges<N>, b: Ranges<N>): Ranges<N> =>
  a.length === 0 ? b : b.length === 0 ? a : normalize([...a, ...b])

export function intersect<N extends number | bigint>(a: Ranges<N>, b: Ranges<N>): Ranges<N> {
  const common: Range<N>[] = []
  let i = 0
  let j = 0
  for (let x = a[0], y = b[0]; x && y; x = a[i], y = b[j]) {
    const low = x[0] > y[0] ? x[0] : y[0]
    const high = x[1] < y[1] ? x[1] : y[1]
    if (low <= high) common.push([low, high])
    if (x[1] < y[1]) i++
    else j++
  }
  return common
}

export function subtract<N extends number | bigint>(a: Ranges<N>, b: Ranges<N>): Ranges<N> {
  const rest: Range<N>[] = []
  let first = 0
  for (const [low, high] of a) {
    let from = low
    while (first < b.length && b[first]![1] < from) first++
    for (let j = first; j < b.length && b[j]![0] <= high; j++) {
      if (b[j]![0] > from) rest.push([from, previous(b[j]![0])])
      from = next(b[j]![1])
    }
    if (from <= high) rest.push([from, high])
  }
  return rest
}

/** Everything from 0 to `max` that `ranges` leaves out. */
export const complement = <N extends number | bigint>(ranges: Ranges<N>, max: N): Ranges<N> =>
  subtract([[(typeof max === 'bigint' ? 0n : 0) as N, max]], ranges)

export const has = <N extends number | bigint>(ranges: Ranges<N>, value: N): boolean =>
  ranges.some(([low, high]) => low <= value && value <= high)

export const count = (ranges: Ranges<number> | Ranges<bigint>): bigint =>
  ranges.reduce((sum, [low, high]) => sum + BigInt(high) - BigInt(low) + 1n, 0n)
