/**
 * The nodes of all diagrams of one manager, each stored once, in flat typed arrays.
 * A node is a level and a list of edges; an edge is an upper bound (inclusive; the lower one is where the edge before it
 * ended) and a child. Invariants: bounds rise, the last is the level's maximum, neighbours have different children, and
 * there are at least two edges (a node with one edge *is* its child). So equal functions are equal references.
 */

/** A node (its index, from 0) or a terminal (negative: the complement `~value` of a value from 0). */
export type Ref = number

/** More edges than the caller allowed: the answer would be exact, but too large to compute. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded'
  readonly edges: number
  constructor(edges: number) {
    super(`a decision diagram grew beyond ${edges} edges`)
    this.edges = edges
  }
}

export class UniqueTable {
  #budget: number
  #nodes = 0
  #edges = 0
  #hashes = new Int32Array(1 << 14)
  /** Open addressing, at most half full: node index + 1, or 0. */
  #slots = new Int32Array(1 << 15)
  levels = new Uint8Array(1 << 14)
  /** First edge of each node; that of the next node ends it. */
  starts = new Int32Array((1 << 14) + 1)
  uppers = new Uint32Array(1 << 16)
  children = new Int32Array(1 << 16)

  constructor(edgeBudget: number) {
    this.#budget = edgeBudget
  }

  /** What `compute` gives; undefined if it would leave less than half of the budget. Nodes stay whole, whatever it was in the middle of. */
  sparing<T>(compute: () => T): T | undefined {
    const whole = this.#budget
    this.#budget = Math.floor(whole / 2)
    try {
      return compute()
    } catch (error) {
      if (error instanceof BudgetExceeded) return undefined
      throw error
    } finally {
      this.#budget = whole
    }
  }

  get nodes(): number { return this.#nodes }
  get edges(): number { return this.#edges }

  /** The node with the edges `from` … `to - 1` of the given arrays, which keep the invariants. */
  intern(level: number, uppers: Uint32Array, children: Int32Array, from: number, to: number): Ref {
    let hash = Math.imul(level + 1, 0x9e3779b1)
    for (let i = from; i < to; i++) {
      hash = Math.imul(hash ^ uppers[i]!, 0x85ebca6b)
      hash = Math.imul((hash ^ (hash >>> 15)) + children[i]!, 0xc2b2ae35)
    }
    hash ^= hash >>> 16
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (let entry = this.#slots[slot]!; entry !== 0; entry = this.#slots[slot]!) {
      const node = entry - 1
      if (this.#hashes[node] === hash && this.#holds(node, level, uppers, children, from, to)) return node
      slot = (slot + 1) & mask
    }
    return this.#add(slot, hash, level, uppers, children, from, to)
  }

  #holds(node: Ref, level: number, uppers: Uint32Array, children: Int32Array, from: number, to: number): boolean {
    const start = this.starts[node]!
    if (this.levels[node] !== level || this.starts[node + 1]! - start !== to - from) return false
    for (let i = from, j = start; i < to; i++, j++) {
      if (this.uppers[j] !== uppers[i] || this.children[j] !== children[i]) return false
    }
    return true
  }

  #add(slot: number, hash: number, level: number, uppers: Uint32Array, children: Int32Array, from: number, to: number): Ref {
    const count = to - from
    if (this.#edges + count > this.#budget) throw new BudgetExceeded(this.#budget)
    const node = this.#nodes++
    if (node === this.levels.length) this.#growNodes()
    if (this.#edges + count > this.uppers.length) this.#growEdges()
    this.levels[node] = level
    this.#hashes[node] = hash
    for (let i = from, j = this.#edges; i < to; i++, j++) {
      this.uppers[j] = uppers[i]!
      this.children[j] = children[i]!
    }
    this.#edges += count
    this.starts[node + 1] = this.#edges
    this.#slots[slot] = node + 1
    if (this.#nodes * 2 > this.#slots.length) this.#rehash()
    return node
  }

  #growNodes(): void {
    const size = this.levels.length * 2
    this.levels = copyOf(this.levels, new Uint8Array(size))
    this.#hashes = copyOf(this.#hashes, new Int32Array(size))
    this.starts = copyOf(this.starts, new Int32Array(size + 1))
  }

  #growEdges(): void {
    // Grown by half beyond 16 Mi edges: old and new arrays live side by side while they are copied.
    const size = this.uppers.length < 1 << 24 ? this.uppers.length * 2 : this.uppers.length + (this.uppers.length >>> 1)
    this.uppers = copyOf(this.uppers, new Uint32Array(size))
    this.children = copyOf(this.children, new Int32Array(size))
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let node = 0; node < this.#nodes; node++) {
      let slot = this.#hashes[node]! & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = node + 1
    }
    this.#slots = slots
  }
}

function copyOf<A extends Uint8Array | Int32Array | Uint32Array>(from: A, to: A): A {
  to.set(from)
  return to
}
