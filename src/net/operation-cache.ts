/** Results of binary operations, kept where their hash puts them: a newer result drives out an older one. */
export class OperationCache {
  static readonly MISS = 0x7fffffff
  static readonly #LARGEST = 1 << 21
  /** Four to an entry: left, right, result, operation (0 = vacant). */
  #entries = new Int32Array(4 << 12)
  #mask = (1 << 12) - 1

  get(operation: number, left: number, right: number): number {
    const at = this.#slot(operation, left, right)
    const entries = this.#entries
    return entries[at] === left && entries[at + 1] === right && entries[at + 3] === operation ? entries[at + 2]! : OperationCache.MISS
  }

  set(operation: number, left: number, right: number, result: number): void {
    const at = this.#slot(operation, left, right)
    const entries = this.#entries
    entries[at] = left
    entries[at + 1] = right
    entries[at + 2] = result
    entries[at + 3] = operation
  }

  /** Keeps the table about as large as the number of nodes, up to 64 MiB. */
  grow(nodes: number): void {
    if (nodes <= this.#mask || this.#mask + 1 >= OperationCache.#LARGEST) return
    const old = this.#entries
    this.#mask = this.#mask * 4 + 3
    this.#entries = new Int32Array((this.#mask + 1) * 4)
    for (let i = 0; i < old.length; i += 4) {
      if (old[i + 3] !== 0) this.set(old[i + 3]!, old[i]!, old[i + 1]!, old[i + 2]!)
    }
  }

  #slot(operation: number, left: number, right: number): number {
    let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b) ^ Math.imul(operation, 0xc2b2ae35)
    hash ^= hash >>> 15
    hash = Math.imul(hash, 0x27d4eb2f)
    return ((hash ^ (hash >>> 13)) & this.#mask) * 4
  }
}
