/** A small seeded generator: the same seed gives the same network on every machine. */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** Mulberry32. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let mixed = this.state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** From 0 to `below` - 1. */
  int(below: number): number {
    return Math.floor(this.next() * below)
  }

  between(low: number, high: number): number {
    return low + this.int(high - low + 1)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('nothing to pick from')
    return items[this.int(items.length)]!
  }

  /** A non-empty part of `items`, in their order, of at most `most`. */
  some<T>(items: readonly T[], most: number): T[] {
    const wanted = this.between(1, Math.min(most, items.length))
    const left = [...items]
    while (left.length > wanted) left.splice(this.int(left.length), 1)
    return left
  }

  weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T {
    let point = this.next() * choices.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, value] of choices) if ((point -= weight) < 0) return value
    return choices.at(-1)![1]
  }
}
