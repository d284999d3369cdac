/** Questions about one diagram that build no new one. */
import { FALSE, isTerminal, valueOf } from './diagram.ts'
import type { Diagrams } from './diagram.ts'
import { normalize } from './interval.ts'
import type { Range, Ranges } from './interval.ts'
import type { Ref } from './unique-table.ts'

/** Number of points of a set over the levels named; it may depend on no other level. Exact. */
export function countPoints(diagrams: Diagrams, set: Ref, levels: readonly number[]): bigint {
  const { table, maxima } = diagrams
  const counted = [...levels].sort((a, b) => a - b)
  const position = new Map(counted.map((level, i) => [level, i]))
  /** Number of points of the levels from the i-th on. */
  const volume = counted.map((_, i) => counted.slice(i).reduce((all, level) => all * BigInt(maxima[level]! + 1), 1n)).concat(1n)
  const done = new Map<Ref, bigint>()
  const positionOf = (ref: Ref): number => {
    const at = isTerminal(ref) ? counted.length : position.get(diagrams.levelOf(ref))
    if (at === undefined) throw new Error('counting a set that depends on a level not counted')
    return at
  }
  const below = (ref: Ref): bigint => {
    if (isTerminal(ref)) return ref === FALSE ? 0n : 1n
    const known = done.get(ref)
    if (known !== undefined) return known
    const next = positionOf(ref) + 1
    let sum = 0n
    for (let i = table.starts[ref]!, low = 0; i < table.starts[ref + 1]!; i++) {
      const child = table.children[i]!
      const width = table.uppers[i]! - low + 1
      low = table.uppers[i]! + 1
      if (child !== FALSE) sum += BigInt(width) * below(child) * (volume[next]! / volume[positionOf(child)]!)
    }
    done.set(ref, sum)
    return sum
  }
  return below(set) * (volume[0]! / volume[positionOf(set)]!)
}

/** Every terminal that the function takes. */
export function terminalsMet(diagrams: Diagrams, root: Ref): Set<number> {
  const { table } = diagrams
  const met = new Set<number>()
  const seen = new Set<Ref>()
  const visit = (ref: Ref): void => {
    if (isTerminal(ref)) met.add(valueOf(ref))
    else if (!seen.has(ref)) {
      seen.add(ref)
      for (let i = table.starts[ref]!; i < table.starts[ref + 1]!; i++) visit(table.children[i]!)
    }
  }
  visit(root)
  return met
}

/** Whether a set holds a point with the values given; a level without one may have any. */
export function holdsPoint(diagrams: Diagrams, set: Ref, values: readonly (number | undefined)[]): boolean {
  const { table } = diagrams
  const failed = new Set<Ref>()
  const holds = (ref: Ref): boolean => {
    if (isTerminal(ref)) return ref !== FALSE
    const value = values[diagrams.levelOf(ref)]
    if (value !== undefined) return holds(diagrams.childAt(ref, value))
    if (failed.has(ref)) return false
    for (let i = table.starts[ref]!; i < table.starts[ref + 1]!; i++) if (holds(table.children[i]!)) return true
    failed.add(ref)
    return false
  }
  return holds(set)
}

/** One point of a non-empty set. `pick` chooses, level after level, among the values that some point has there. */
export function choosePoint(diagrams: Diagrams, set: Ref, pick: (level: number, values: Ranges) => number): number[] {
  if (set === FALSE) throw new Error('an empty set has no point')
  let ref = set
  return diagrams.maxima.map((max, level) => {
    if (diagrams.levelOf(ref) !== level) return pick(level, [[0, max]])
    const values = diagrams.groups(ref, level).filter(({ child }) => child !== FALSE).flatMap(({ ranges }) => ranges)
    const value = pick(level, values.sort(([a], [b]) => a - b))
    ref = diagrams.childAt(ref, value)
    return value
  })
}

/** The distinct cofactors of a function by the value of one level, wherever in the diagram it stands, each with its values. */
export function cofactors(diagrams: Diagrams, ref: Ref, level: number): { child: Ref; ranges: Ranges }[] {
  if (diagrams.levelOf(ref) >= level) return diagrams.groups(ref, level)
  const byChild = new Map<Ref, Range<number>[]>()
  let low = 0
  for (const high of boundsOf(diagrams, ref, level)) {
    const child = diagrams.restrict(level, low, ref)
    byChild.set(child, [...byChild.get(child) ?? [], [low, high]])
    low = high + 1
  }
  return [...byChild].map(([child, ranges]) => ({ child, ranges: normalize(ranges) }))
}

/** Every value after which the function may change in that level, rising; the last is the level's maximum. */
function boundsOf({ table, maxima }: Diagrams, root: Ref, level: number): number[] {
  const bounds = new Set([maxima[level]!])
  const seen = new Set<Ref>()
  const visit = (ref: Ref): void => {
    if (isTerminal(ref) || table.levels[ref]! > level || seen.has(ref)) return
    seen.add(ref)
    for (let i = table.starts[ref]!; i < table.starts[ref + 1]!; i++) {
      if (table.levels[ref] === level) bounds.add(table.uppers[i]!)
      else visit(table.children[i]!)
    }
  }
  visit(root)
  return [...bounds].sort((a, b) => a - b)
}
