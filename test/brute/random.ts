/** A small seeded generator of random choices: the same seed gives the same network on every machine. */

export interface Random {
  /** A float in [0, 1). */
  readonly next: () => number
  /** An integer in [low, high]. */
  readonly int: (low: number, high: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(from: readonly T[]) => T
  readonly some: <T>(from: readonly T[], probability: number) => T[]
  readonly shuffle: <T>(from: readonly T[]) => T[]
}

/** Mulberry32: 32 bits of state are plenty for choosing, and nothing here needs more. */
export const random = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  const pick = <T>(from: readonly T[]): T => {
    if (from.length === 0) throw new RangeError('nothing to pick from')
    return from[int(0, from.length - 1)] as T
  }
  const shuffle = <T>(from: readonly T[]): T[] => {
    const copy = [...from]
    for (let i = copy.length - 1; i > 0; i--) {
      const j = int(0, i)
      const held = copy[i] as T
      copy[i] = copy[j] as T
      copy[j] = held
    }
    return copy
  }
  return {
    next, int, pick, shuffle,
    chance: (probability) => next() < probability,
    some: (from, probability) => from.filter(() => next() < probability),
  }
}
