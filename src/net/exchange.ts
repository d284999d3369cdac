/** Exchanging two blocks of levels that stand side by side, such as source and destination. */
import { FALSE } from './diagram.ts'
import type { Diagrams } from './diagram.ts'
import type { Ref } from './unique-table.ts'

/**
 * The function with the values of the two blocks exchanged: the i-th level of one takes the place of the i-th of the other.
 * A diagram over the upper block is a matrix with a row (a diagram over the lower block) for each of its leaves; the matrix
 * is transposed column by column. Costs rows × columns, where joining exchanged paths would cost far more.
 */
export function exchange(diagrams: Diagrams, one: readonly number[], other: readonly number[], root: Ref): Ref {
  const [upper, lower] = one[0]! < other[0]! ? [one, other] : [other, one]
  const [first, last] = [upper[0]!, lower[lower.length - 1]!]
  if (last - first + 1 !== upper.length + lower.length) throw new Error('levels to exchange must stand side by side')
  const done = new Map<Ref, Ref>()
  const exchanged = (ref: Ref): Ref => {
    const level = diagrams.levelOf(ref)
    if (level > last) return ref
    const known = done.get(ref)
    if (known !== undefined) return known
    const result = level < first ? withChildren(diagrams, ref, exchanged) : transposed(diagrams, upper, lower, ref)
    done.set(ref, result)
    return result
  }
  return exchanged(root)
}

/** `matrix` stands in one of the blocks. */
function transposed(diagrams: Diagrams, upper: readonly number[], lower: readonly number[], matrix: Ref): Ref {
  const { table } = diagrams
  const to = new Map(upper.flatMap((level, i) => [[level, lower[i]!], [lower[i]!, level]]))
  const last = lower[lower.length - 1]!
  const { rows, column } = rowsOf(diagrams, to, upper[upper.length - 1]!, matrix)

  const known = new Map<string, Ref>()
  /** The columns from here on, where `cells` is how far each row was followed; of many, such as a long list of ports, few are different. */
  const columns = (cells: readonly Ref[]): Ref => {
    const key = cells.join()
    const done = known.get(key)
    if (done !== undefined) return done
    const result = columnsAnew(cells)
    known.set(key, result)
    return result
  }
  const columnsAnew = (cells: readonly Ref[]): Ref => {
    const level = cells.reduce((highest, ref) => Math.min(highest, diagrams.levelOf(ref)), last + 1)
    if (level > last) return column(cells)
    const pieces: [number, number, Ref][] = []
    const current = [...cells]
    const edge = cells.map((ref) => (diagrams.levelOf(ref) === level ? table.starts[ref]! : -1))
    const rowsHere = edge.flatMap((start, row) => (start < 0 ? [] : [row]))
    for (const row of rowsHere) current[row] = table.children[edge[row]!]!
    let low = 0
    for (const high of boundsOf(diagrams, rowsHere.map((row) => cells[row]!))) {
      pieces.push([low, high, columns(current)])
      for (const row of rowsHere) {
        if (table.uppers[edge[row]!] === high && high < diagrams.maxima[level]!) current[row] = table.children[++edge[row]!]!
      }
      low = high + 1
    }
    return diagrams.pieces(to.get(level)!, pieces, FALSE)
  }
  return columns(rows)
}

/** The bounds of the edges of several nodes, rising, each once. */
function boundsOf({ table }: Diagrams, nodes: readonly Ref[]): number[] {
  const bounds = new Set<number>()
  for (const node of new Set(nodes)) for (let i = table.starts[node]!; i < table.starts[node + 1]!; i++) bounds.add(table.uppers[i]!)
  return [...bounds].sort((a, b) => a - b)
}

/** A node of the upper block: for each edge the place, in the list of all places, of what it leads to. */
interface UpperNode { readonly level: number; readonly uppers: Uint32Array; readonly places: Int32Array; readonly children: Int32Array }

/**
 * The rows of a matrix, each once, and the upper block with other values in the place of its rows, at its new levels.
 * Built for every column, so the upper block is laid out once: rows first, then its nodes, children before parents.
 */
function rowsOf(
  diagrams: Diagrams, to: ReadonlyMap<number, number>, deepest: number, matrix: Ref,
): { rows: readonly Ref[]; column: (values: readonly Ref[]) => Ref } {
  const { table } = diagrams
  const rows: Ref[] = []
  const inner: Ref[] = []
  const seen = new Set<Ref>()
  const visit = (ref: Ref): void => {
    if (seen.has(ref)) return
    seen.add(ref)
    if (diagrams.levelOf(ref) > deepest) {
      rows.push(ref)
      return
    }
    for (let i = table.starts[ref]!; i < table.starts[ref + 1]!; i++) visit(table.children[i]!)
    inner.push(ref)
  }
  visit(matrix)
  const place = new Map([...rows, ...inner].map((ref, i) => [ref, i]))
  const nodes = inner.map((ref): UpperNode => {
    const [start, end] = [table.starts[ref]!, table.starts[ref + 1]!]
    const places = table.children.slice(start, end).map((child) => place.get(child)!)
    return { level: to.get(diagrams.levelOf(ref))!, uppers: table.uppers.slice(start, end), places, children: new Int32Array(end - start) }
  })
  const results = new Int32Array(rows.length + nodes.length)
  return {
    rows,
    column: (values) => {
      results.set(values)
      nodes.forEach(({ level, uppers, places, children }, i) => {
        for (let edge = 0; edge < places.length; edge++) children[edge] = results[places[edge]!]!
        results[rows.length + i] = diagrams.node(level, uppers, children)
      })
      return results[rows.length + nodes.length - 1]!
    },
  }
}

function withChildren(diagrams: Diagrams, ref: Ref, map: (child: Ref) => Ref): Ref {
  const { table } = diagrams
  const [start, end] = [table.starts[ref]!, table.starts[ref + 1]!]
  return diagrams.node(diagrams.levelOf(ref), table.uppers.slice(start, end), [...table.children.slice(start, end)].map(map))
}
