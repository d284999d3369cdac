import { text, type Text } from '../verdict.ts'

/** The nearest of `candidates`, if near enough to be what was meant. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const far = Math.max(1, Math.floor(word.length / 3)) + 1
  let best: string | undefined
  let least = far
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), least)
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

/** A sentence to append; empty where nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): Text {
  const near = nearest(word, candidates)
  return near === undefined ? text('', '') : text(`。「${near}」のことですか？`, `; did you mean "${near}"?`)
}

/** Insertions, deletions, replacements and swaps of neighbours, each once; `limit` or more is reported as `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (a.length > 64 || b.length > 64) return a === b ? 0 : limit
  let older: number[] = []
  let old = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(old[j]! + 1, row[j - 1]! + 1, old[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, older[j - 2]! + 1)
      row.push(cost)
    }
    if (Math.min(...row) >= limit) return limit
    older = old
    old = row
  }
  return Math.min(old[b.length]!, limit)
}
