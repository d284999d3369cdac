/**
 * A document without what the schema finds wrong in it, so that the rest can still be looked at: the user sees every mistake
 * at once, and none that only follows from another.
 */
import type { At, Path, Problem } from '../verdict.ts'

/** The places taken out, each the nearest thing that a map holds by a key: what stands in a list keeps its number. */
export interface Remainder { readonly value: unknown; readonly removed: readonly Path[] }

export function setAside(value: unknown, wrong: readonly Path[]): Remainder {
  // Not even a map: nothing in it can be looked at.
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { value: {}, removed: [[]] }
  const rest = structuredClone(value)
  const removed = wrong.map((path) => path.slice(0, path.findLastIndex((step) => typeof step === 'string') + 1)).filter((path) => path.length > 0)
  for (const path of removed) {
    const holder = path.slice(0, -1).reduce<unknown>((here, step) => (here as Record<string | number, unknown> | undefined)?.[step], rest)
    if (holder) delete (holder as Record<string, unknown>)[String(path.at(-1))]
  }
  return { value: rest, removed }
}

/** Whether a mistake only follows from something set aside: it stands there or around it, or misses the name of what did. */
export function followsFrom(problem: Problem, file: string, removed: readonly Path[], textAt: (at: At) => string): boolean {
  if (problem.code === 'empty' || removed.some((gone) => gone.length === 0)) return true
  if (!('path' in problem.at) || problem.at.file !== file) return false
  const { path } = problem.at
  if (removed.some((gone) => isPrefix(path, gone) || isPrefix(gone, path))) return true
  return problem.code === 'unknown-name' && removed.some((gone) => String(gone.at(-1)) === textAt(problem.at))
}

const isPrefix = (short: Path, long: Path): boolean => short.every((step, index) => step === long[index])
