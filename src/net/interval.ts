/** Sorted, disjoint, non-touching, non-empty closed ranges of numbers or of bigints: equal sets are equal arrays. */

export type Range<N extends number | bigint> = readonly [low: N, high: N]
export type Ranges<N extends number | bigint = number> = readonly Range<N>[]
