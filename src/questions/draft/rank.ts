/** In which order to complete drafts, so that the first few decide most. */
import type { Open } from '../../report/drafts.ts'
import type { Candidate } from './candidates.ts'

export interface Ranked {
  readonly candidate: Candidate
  /** Obligations decided once this draft and all before it are complete. */
  readonly decided: number
}

/** `open`: the obligations that the drafts decide together, by the name of the violation. */
export function ranked(candidates: readonly Candidate[], open: ReadonlyMap<string, Open>): Ranked[] {
  const needs = new Map([...open.keys()].map((name) => [name, new Set(candidates.filter(({ parts }) => parts.some((part) => part.violation === name)))]))
  const left = new Set(candidates)
  const order: Ranked[] = []
  let decided = 0
  while (left.size > 0) {
    const [first] = [...left].map((candidate) => ({ candidate, worth: worthOf(candidate, needs, open) })).sort((a, b) => compare(b.worth, a.worth))
    left.delete(first!.candidate)
    for (const [name, missing] of needs) {
      missing.delete(first!.candidate)
      if (missing.size > 0) continue
      needs.delete(name)
      decided++
    }
    order.push({ candidate: first!.candidate, decided })
  }
  return order
}

/** What it decides alone, then what it takes part in; what fails a run before what is a note. */
function worthOf(candidate: Candidate, needs: ReadonlyMap<string, ReadonlySet<Candidate>>, open: ReadonlyMap<string, Open>): number[] {
  const part = [...needs].filter(([, missing]) => missing.has(candidate))
  const count = (names: readonly (readonly [string, unknown])[], notes: boolean): number => names.filter(([name]) => (open.get(name)!.severity === 'note') === notes).length
  const alone = part.filter(([, missing]) => missing.size === 1)
  return [count(alone, false), count(part, false), count(alone, true), count(part, true)]
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, i) => value !== b[i])
  return index < 0 ? 0 : a[index]! - b[index]!
}
