/** Listed sets, held to their form: every set is a tree of intervals that gets deeper with every step, and shares its branches. */
import { LEVELS, type SetNode, type SetRef } from './format.ts'

export const NONE: SetRef = 0
export const ALL: SetRef = 1
const FIRST = 2

/** Below every level. */
const DEEPEST = LEVELS.length

export const levelNamed = (name: string): number => LEVELS.findIndex(([known]) => known === name)

export class Sets {
  private readonly nodes: SetNode[]
  /** Throws what is wrong with the form of a list. */
  constructor(nodes: readonly SetNode[]) {
    this.nodes = [...nodes]
    nodes.forEach((node, index) => {
      const fault = this.faultOf(node, index + FIRST)
      if (fault !== undefined) throw new Malformed(index, fault)
    })
  }

  /** A list of our own, beside those of the certificate. */
  add(node: SetNode): SetRef {
    return FIRST - 1 + this.nodes.push(node)
  }

  levelOf(ref: SetRef): number {
    return ref < FIRST ? DEEPEST : this.nodes[ref - FIRST]![0]!
  }

  /** The largest value up to which the set stays as it is at `value`, and what it is there. `ref` is a listed set. */
  at(ref: SetRef, value: number): { upper: number; child: SetRef } {
    const node = this.nodes[ref - FIRST]!
    let [low, high] = [0, (node.length - 2) / 2]
    while (low < high) {
      const middle = (low + high) >> 1
      if (node[2 + 2 * middle]! < value) low = middle + 1
      else high = middle
    }
    return { upper: node[2 + 2 * low] ?? LEVELS[node[0]!]![1], child: node[1 + 2 * low]! }
  }

  private faultOf(node: SetNode, ref: SetRef): string | undefined {
    if (!Array.isArray(node) || node.some((one) => !Number.isSafeInteger(one) || one < 0)) return 'not a list of numbers'
    const [level] = node
    if (level === undefined || level >= DEEPEST || node.length % 2 !== 0) return 'no level, or an interval without its end'
    for (let i = 1; i < node.length; i += 2) {
      if (node[i]! >= ref || this.levelOf(node[i]!) <= level) return 'a child that is not listed before, or is no deeper'
      if (i > 1 && (node[i - 1]! >= LEVELS[level]![1] || (i > 3 && node[i - 1]! <= node[i - 3]!))) return 'upper bounds that do not rise'
    }
    return undefined
  }
}

export class Malformed extends Error {
  override readonly name = 'Malformed'
  /** Position of the list. */
  readonly index: number

  constructor(index: number, what: string) {
    super(what)
    this.index = index
  }
}
