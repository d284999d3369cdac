/**
 * Interval decision diagrams: functions from a few numbered fields ("levels", each 0 … its maximum) to small integers
 * ("terminals"). One `Diagrams` owns all diagrams over the same levels; equal functions are equal references, so that
 * equality is `===` and every result is shared. A set is a function to 0 and 1.
 *
 * Build unions and rule lists by `fold`, never one after another: adding N rules in turn copies the growing diagram N times.
 */
import type { Range, Ranges } from './interval.ts'
import { OperationCache } from './operation-cache.ts'
import { UniqueTable } from './unique-table.ts'
import type { Ref } from './unique-table.ts'

export const terminal = (value: number): Ref => ~value
export const valueOf = (ref: Ref): number => ~ref
export const isTerminal = (ref: Ref): boolean => ref < 0

export const FALSE = terminal(0)
export const TRUE = terminal(1)

/** What a shortcut answers when the result depends on the levels below. */
export const OPEN: Ref = 0x7fffffff

/**
 * A binary operation, applied at each point. `shortcut` must answer for two terminals and may answer for more
 * (`FALSE and x`); it returns `OPEN` to descend. An operation that `forget` uses is associative, commutative, idempotent.
 */
export interface Operator {
  readonly shortcut: (a: Ref, b: Ref) => Ref
  readonly commutative: boolean
  /** Names the operation, and forgetting by it, in the cache of its manager. */
  readonly code: number
  readonly forgetCode: number
}

export interface DiagramOptions {
  /**
   * Beyond this many edges `BudgetExceeded` is thrown, and the manager should be dropped: what was under construction is not
   * whole. With its share of nodes, hashes and copies while arrays grow, an edge takes up to 40 bytes: 2 GB unless said otherwise.
   */
  readonly edgeBudget?: number
}

const NO_LEVEL = 0x100

export class Diagrams {
  /** The largest value of each level. At most 31 levels: a set of levels is a bit mask. */
  readonly maxima: readonly number[]
  readonly table: UniqueTable
  readonly and: Operator
  readonly or: Operator
  /** a without b. */
  readonly minus: Operator
  readonly #cache = new OperationCache()
  /** Codes 1 … number of levels are the cofactors. */
  #codes: number
  // The edges of the nodes under construction, innermost last.
  #uppers = new Uint32Array(1 << 10)
  #children = new Int32Array(1 << 10)
  #top = 0

  constructor(maxima: readonly number[], { edgeBudget = 50_000_000 }: DiagramOptions = {}) {
    if (maxima.length > 31) throw new Error('a diagram has at most 31 levels')
    this.maxima = maxima
    this.table = new UniqueTable(edgeBudget)
    this.#codes = maxima.length + 1
    this.and = this.operator((a, b) => (a === FALSE || b === FALSE ? FALSE : a === TRUE || a === b ? b : b === TRUE ? a : OPEN), true)
    this.or = this.operator((a, b) => (a === TRUE || b === TRUE ? TRUE : a === FALSE || a === b ? b : b === FALSE ? a : OPEN), true)
    this.minus = this.operator((a, b) => (a === FALSE || b === TRUE || a === b ? FALSE : b === FALSE ? a : OPEN))
  }

  operator(shortcut: (a: Ref, b: Ref) => Ref, commutative = false): Operator {
    return { shortcut, commutative, code: this.#codes++, forgetCode: this.#codes++ }
  }

  levelOf(ref: Ref): number {
    return ref < 0 ? NO_LEVEL : this.table.levels[ref]!
  }

  // ------------------------------------------------------------------------------------------------------- building

  /** `inside` where the level's value lies in `ranges`, else `outside`. Both children stand on deeper levels. */
  interval(level: number, ranges: Ranges, inside: Ref, outside: Ref = FALSE): Ref {
    if (inside === outside) return inside
    const base = this.#top
    let from = 0
    for (const [low, high] of ranges) {
      if (low > from) this.#edge(base, low - 1, outside)
      this.#edge(base, high, inside)
      from = high + 1
    }
    if (from <= this.maxima[level]!) this.#edge(base, this.maxima[level]!, outside)
    return this.#close(level, base)
  }

  /** The child of the piece that the level's value lies in, else `otherwise`. Pieces rise and do not overlap. */
  pieces(level: number, pieces: readonly (readonly [low: number, high: number, child: Ref])[], otherwise: Ref): Ref {
    const base = this.#top
    let from = 0
    for (const [low, high, child] of pieces) {
      if (low > from) this.#edge(base, low - 1, otherwise)
      this.#edge(base, high, child)
      from = high + 1
    }
    if (from <= this.maxima[level]!) this.#edge(base, this.maxima[level]!, otherwise)
    return this.#close(level, base)
  }

  /** The node with these edges: rising upper bounds, the last the level's maximum; neighbours may have the same child. */
  node(level: number, uppers: ArrayLike<number>, children: ArrayLike<Ref>): Ref {
    const base = this.#top
    for (let i = 0; i < uppers.length; i++) this.#edge(base, uppers[i]!, children[i]!)
    return this.#close(level, base)
  }

  /** The box: every named level lies in its ranges. A level is named at most once. */
  product(constraints: readonly (readonly [level: number, ranges: Ranges])[], inside: Ref = TRUE): Ref {
    const deepestFirst = [...constraints].sort(([a], [b]) => b - a)
    return deepestFirst.reduce((child, [level, ranges]) => this.interval(level, ranges, child), inside)
  }

  /** Balanced: (((1 2)(3 4))((5 6)(7 8))), so an associative operation keeps its order and each operand is copied log N times. */
  fold(op: Operator, refs: readonly Ref[], ofNone: Ref): Ref {
    const between = (from: number, to: number): Ref => {
      if (to - from === 1) return refs[from]!
      const middle = (from + to) >>> 1
      return this.apply(op, between(from, middle), between(middle, to))
    }
    return refs.length === 0 ? ofNone : between(0, refs.length)
  }

  #edge(base: number, upper: number, child: Ref): void {
    const last = this.#top - 1
    if (last >= base && this.#children[last] === child) {
      this.#uppers[last] = upper
      return
    }
    if (this.#top === this.#uppers.length) {
      const [uppers, children] = [this.#uppers, this.#children]
      this.#uppers = new Uint32Array(uppers.length * 2)
      this.#children = new Int32Array(children.length * 2)
      this.#uppers.set(uppers)
      this.#children.set(children)
    }
    this.#uppers[this.#top] = upper
    this.#children[this.#top++] = child
  }

  #close(level: number, base: number): Ref {
    const top = this.#top
    this.#top = base
    if (top - base === 1) return this.#children[base]!
    const ref = this.table.intern(level, this.#uppers, this.#children, base, top)
    this.#cache.grow(this.table.nodes)
    return ref
  }

  // ----------------------------------------------------------------------------------------------------- operations

  apply(op: Operator, a: Ref, b: Ref): Ref {
    const short = op.shortcut(a, b)
    if (short !== OPEN) return short
    return op.commutative && a > b ? this.#descend(op, b, a) : this.#descend(op, a, b)
  }

  #descend(op: Operator, a: Ref, b: Ref): Ref {
    const known = this.#cache.get(op.code, a, b)
    if (known !== OperationCache.MISS) return known
    const { table } = this
    const levelA = a < 0 ? NO_LEVEL : table.levels[a]!
    const levelB = b < 0 ? NO_LEVEL : table.levels[b]!
    const base = this.#top
    if (levelA < levelB) {
      for (let i = table.starts[a]!, end = table.starts[a + 1]!; i < end; i++) {
        this.#edge(base, table.uppers[i]!, this.apply(op, table.children[i]!, b))
      }
    } else if (levelB < levelA) {
      for (let j = table.starts[b]!, end = table.starts[b + 1]!; j < end; j++) {
        this.#edge(base, table.uppers[j]!, this.apply(op, a, table.children[j]!))
      }
    } else {
      const max = this.maxima[levelA]!
      for (let i = table.starts[a]!, j = table.starts[b]!; ;) {
        const upperA = table.uppers[i]!
        const upperB = table.uppers[j]!
        const upper = upperA < upperB ? upperA : upperB
        this.#edge(base, upper, this.apply(op, table.children[i]!, table.children[j]!))
        if (upper === max) break
        if (upper === upperA) i++
        if (upper === upperB) j++
      }
    }
    const result = this.#close(Math.min(levelA, levelB), base)
    this.#cache.set(op.code, a, b, result)
    return result
  }

  /** The cofactor: what remains of the function where `level` has this value. Does not depend on `level` any more. */
  restrict(level: number, value: number, a: Ref): Ref {
    const at = this.levelOf(a)
    if (at > level) return a
    if (at === level) return this.childAt(a, value)
    const known = this.#cache.get(level + 1, a, value | 0)
    if (known !== OperationCache.MISS) return known
    const { table } = this
    const base = this.#top
    for (let i = table.starts[a]!, end = table.starts[a + 1]!; i < end; i++) {
      this.#edge(base, table.uppers[i]!, this.restrict(level, value, table.children[i]!))
    }
    const result = this.#close(at, base)
    this.#cache.set(level + 1, a, value | 0, result)
    return result
  }

  /** The child of a node for a value of its own level. */
  childAt(node: Ref, value: number): Ref {
    const { starts, uppers, children } = this.table
    let low = starts[node]!
    let high = starts[node + 1]! - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (uppers[middle]! < value) low = middle + 1
      else high = middle
    }
    return children[low]!
  }

  /** Combines, by `op`, what the function is at all values of the levels in the mask: with `or`, the projection of a set. */
  forget(op: Operator, levels: number, a: Ref): Ref {
    if (a < 0) return a
    const { table } = this
    const at = table.levels[a]!
    if (levels >>> at === 0) return a
    const known = this.#cache.get(op.forgetCode, a, levels)
    if (known !== OperationCache.MISS) return known
    let result: Ref
    if ((levels >>> at) & 1) {
      const rest = new Set<Ref>()
      for (let i = table.starts[a]!, end = table.starts[a + 1]!; i < end; i++) rest.add(this.forget(op, levels, table.children[i]!))
      result = this.fold(op, [...rest], FALSE)
    } else {
      const base = this.#top
      for (let i = table.starts[a]!, end = table.starts[a + 1]!; i < end; i++) {
        this.#edge(base, table.uppers[i]!, this.forget(op, levels, table.children[i]!))
      }
      result = this.#close(at, base)
    }
    this.#cache.set(op.forgetCode, a, levels, result)
    return result
  }

  /** Moves levels without changing their order in the diagram; a move that would is a bug of the caller, and thrown. */
  rename(to: ReadonlyMap<number, number>, a: Ref): Ref {
    if (to.size === 0) return a
    const done = new Map<Ref, Ref>()
    const { table } = this
    const renamed = (ref: Ref): Ref => {
      if (ref < 0) return ref
      const known = done.get(ref)
      if (known !== undefined) return known
      const from = table.levels[ref]!
      const level = to.get(from) ?? from
      if (this.maxima[level] !== this.maxima[from]) throw new Error('levels of different size')
      const base = this.#top
      for (let i = table.starts[ref]!, end = table.starts[ref + 1]!; i < end; i++) {
        const child = renamed(table.children[i]!)
        if (this.levelOf(child) <= level) throw new Error('renaming would reorder levels')
        this.#edge(base, table.uppers[i]!, child)
      }
      const result = this.#close(level, base)
      done.set(ref, result)
      return result
    }
    return renamed(a)
  }

  /** The distinct children at `level` (at or above the node's own), each with all values that lead to it. */
  groups(ref: Ref, level: number): { child: Ref; ranges: Ranges }[] {
    if (this.levelOf(ref) !== level) return [{ child: ref, ranges: [[0, this.maxima[level]!]] }]
    const byChild = new Map<Ref, Range<number>[]>()
    const { starts, uppers, children } = this.table
    let low = 0
    for (let i = starts[ref]!, end = starts[ref + 1]!; i < end; i++) {
      const ranges = byChild.get(children[i]!)
      if (ranges) ranges.push([low, uppers[i]!])
      else byChild.set(children[i]!, [[low, uppers[i]!]])
      low = uppers[i]! + 1
    }
    return [...byChild].map(([child, ranges]) => ({ child, ranges }))
  }
}
