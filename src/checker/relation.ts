/**
 * How points before a step of the graph and points after it belong together, and the one question asked about them: are all
 * pairs of a relation, of which some sets hold, permitted by others?
 *
 * A relation lists values, in the order of the levels: of the point before (`a`), of the point after (`b`), or of both, where
 * they are equal. What lists no value of a level leaves it open.
 */
import { LEVELS, type SetRef } from './format.ts'
import { ALL, NONE, type Sets } from './sets.ts'

export interface Value {
  readonly a?: number
  readonly b?: number
  /** Sorted, disjoint, not empty; absent: any. */
  readonly among?: readonly (readonly [low: number, high: number])[]
}

/** Holds of a pair whose point before or after lies in the set. */
export interface Literal { readonly on: 'a' | 'b'; readonly set: SetRef; readonly not?: true }

/** The point before lies in each of the sets. */
export const all = (sets: readonly SetRef[]): Literal[] => sets.map((set) => ({ on: 'a', set }))

/** By position in the relation. */
export type Example = readonly (readonly [value: Value, chosen: number])[]

export class Relation {
  private readonly values: readonly Value[]
  private readonly positions: Readonly<Record<'a' | 'b', readonly (number | undefined)[]>>
  /** Questions whose answer is that there is no such pair. */
  private readonly covered = new Set<string>()
  private readonly sets: Sets

  constructor(sets: Sets, values: readonly Value[]) {
    this.sets = sets
    this.values = values
    const positionsOf = (side: 'a' | 'b'): (number | undefined)[] => {
      const found = LEVELS.map((_, level) => values.findIndex((value) => value[side] === level))
      const used = found.filter((position) => position >= 0)
      if (used.some((position, i) => i > 0 && position < used[i - 1]!)) throw new Error('a relation lists values out of order')
      return found.map((position) => (position < 0 ? undefined : position))
    }
    this.positions = { a: positionsOf('a'), b: positionsOf('b') }
  }

  /** A pair of which all of `inside` holds, and of no list in `allowed` everything; undefined: there is none. */
  uncovered(inside: readonly Literal[], allowed: readonly (readonly Literal[])[]): Example | undefined {
    const question = simpler(inside, allowed)
    if (question === 'covered') return undefined
    const literals = [...question.inside, ...question.allowed.flat()]
    if (literals.length === 0) return []
    const key = keyOf(question)
    if (this.covered.has(key)) return undefined
    const position = Math.min(...literals.map((literal) => this.positionOf(literal)))
    const value = this.values[position]!
    for (const [low, high] of value.among ?? [[0, LEVELS[(value.a ?? value.b)!]![1]]]) {
      for (let chosen = low; chosen <= high;) {
        let upper = high
        const taken = (literal: Literal): Literal => {
          if (this.positionOf(literal) !== position) return literal
          const { upper: until, child } = this.sets.at(literal.set, chosen)
          upper = Math.min(upper, until)
          return { ...literal, set: child }
        }
        const example = this.uncovered(question.inside.map(taken), question.allowed.map((all) => all.map(taken)))
        if (example) return [[value, chosen], ...example]
        chosen = upper + 1
      }
    }
    this.covered.add(key)
    return undefined
  }

  /** A set that depends on a level of which the relation says nothing has no answer: the relation is a mistake of ours. */
  private positionOf({ on, set }: Literal): number {
    const position = this.positions[on][this.sets.levelOf(set)]
    if (position === undefined) throw new Error('a set depends on a level that the relation leaves out')
    return position
  }
}

interface Question { readonly inside: readonly Literal[]; readonly allowed: readonly (readonly Literal[])[] }

const isTrue = ({ set, not }: Literal): boolean => set === (not ? NONE : ALL)
const isFalse = ({ set, not }: Literal): boolean => set === (not ? ALL : NONE)
const isSame = (a: Literal, b: Literal): boolean => a.set === b.set && a.on === b.on && a.not === b.not

function simpler(inside: readonly Literal[], allowed: readonly (readonly Literal[])[]): Question | 'covered' {
  if (inside.some(isFalse)) return 'covered'
  const held = inside.filter((literal) => !isTrue(literal))
  const lists: (readonly Literal[])[] = []
  for (const all of allowed) {
    if (all.some(isFalse)) continue
    const open = all.filter((literal) => !isTrue(literal) && !held.some((one) => isSame(one, literal)))
    if (open.length === 0) return 'covered'
    lists.push(open)
  }
  return { inside: held, allowed: lists }
}

const keyOf = ({ inside, allowed }: Question): string => [inside, ...allowed].map((all) => all.map(({ on, set, not }) => `${on}${not ? '-' : ''}${set}`).join()).join(';')
