/** Which of many disjoint cases a packet falls into, such as the route it takes: one diagram for all of them. */
import { addressPieces } from './address-levels.ts'
import { FALSE, isTerminal, OPEN, terminal, valueOf } from './diagram.ts'
import type { Diagrams } from './diagram.ts'
import type { Family } from './header.ts'
import { longestPrefix } from './longest-prefix.ts'
import type { LabelledPrefix } from './longest-prefix.ts'
import type { PacketSet } from './packet-set.ts'
import type { PacketSpace } from './packet-space.ts'
import type { Ref } from './unique-table.ts'

export interface Case { readonly label: number; readonly set: PacketSet }

/** The label of packets that fall into no case. */
export const NO_CASE = -1

export class Switch {
  readonly space: PacketSpace
  /** Terminals are label + 1; 0 is no case. */
  readonly #ref: Ref

  private constructor(space: PacketSpace, ref: Ref) {
    this.space = space
    this.#ref = ref
  }

  /** Labels count from 0. Cases are disjoint; where they are not, the first given counts. */
  static of(space: PacketSpace, cases: readonly Case[]): Switch {
    const { diagrams } = space
    const label = diagrams.operator((set, b) => (set === FALSE ? FALSE : isTerminal(set) ? b : OPEN))
    const first = diagrams.operator((a, b) => (a === FALSE || a === b ? b : isTerminal(a) || b === FALSE ? a : OPEN))
    const labelled = cases.map((one) => diagrams.apply(label, one.set.ref, terminal(one.label + 1)))
    return new Switch(space, diagrams.fold(first, labelled, FALSE))
  }

  /** By the longest prefix that holds the address; of equal prefixes the first given counts. */
  static byPrefix(space: PacketSpace, field: 'source' | 'destination', prefixes: readonly LabelledPrefix[]): Switch {
    const { diagrams, levels } = space
    const node = (family: Family): Ref => addressPieces(diagrams, levels.now[field], family,
      longestPrefix(prefixes, family).map(({ low, high, label }) => ({ low, high, to: terminal(label + 1) })))
    return new Switch(space, diagrams.pieces(levels.family, [[0, 0, node(4)], [1, 1, node(6)]], FALSE))
  }

  /** The parts of the set, one for each case it meets, by label. One merge: costs what the answer holds, not set × cases. */
  split(set: PacketSet): Case[] {
    if (set.space !== this.space) throw new Error('packet sets of two spaces do not mix')
    const parts = splitRef(this.space.diagrams, set.ref, this.#ref)
    return [...parts].sort(([a], [b]) => a - b).map(([value, ref]) => ({ label: value - 1, set: this.space.of(ref) }))
  }
}

type Parts = ReadonlyMap<number, Ref>
const NOTHING: Parts = new Map()

function splitRef(diagrams: Diagrams, root: Ref, cases: Ref): Parts {
  const done = new Map<Ref, Map<Ref, Parts>>()
  const split = (set: Ref, by: Ref): Parts => {
    if (set === FALSE) return NOTHING
    if (isTerminal(by)) return new Map([[valueOf(by), set]])
    const known = done.get(by)?.get(set)
    if (known) return known
    const level = Math.min(diagrams.levelOf(set), diagrams.levelOf(by))
    const pieces = new Map<number, [number, number, Ref][]>()
    eachEdge(diagrams, level, set, by, (low, high, setChild, byChild) => {
      for (const [value, part] of split(setChild, byChild)) {
        const list = pieces.get(value)
        if (list) list.push([low, high, part])
        else pieces.set(value, [[low, high, part]])
      }
    })
    const parts = new Map<number, Ref>()
    for (const [value, list] of pieces) parts.set(value, diagrams.pieces(level, list, FALSE))
    if (!done.has(by)) done.set(by, new Map())
    done.get(by)!.set(set, parts)
    return parts
  }
  return split(root, cases)
}

/** The edges of two nodes at one level, cut at the bounds of both; a node that stands deeper is its own only child. */
function eachEdge(
  { table, maxima }: Diagrams, level: number, a: Ref, b: Ref, visit: (low: number, high: number, childA: Ref, childB: Ref) => void,
): void {
  const [hasA, hasB] = [a >= 0 && table.levels[a] === level, b >= 0 && table.levels[b] === level]
  const max = maxima[level]!
  let i = hasA ? table.starts[a]! : 0
  let j = hasB ? table.starts[b]! : 0
  for (let low = 0; low <= max;) {
    const upperA = hasA ? table.uppers[i]! : max
    const upperB = hasB ? table.uppers[j]! : max
    const high = upperA < upperB ? upperA : upperB
    visit(low, high, hasA ? table.children[i]! : a, hasB ? table.children[j]! : b)
    if (upperA === high) i++
    if (upperB === high) j++
    low = high + 1
  }
}
