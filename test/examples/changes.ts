/** The lines by which one folder of text files differs from another. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** `number`: of an added line, where it stands (from 1). */
export interface Change { readonly sign: '-' | '+'; readonly line: string; readonly number: number }

export function changes(before: string, after: string): { readonly file: string; readonly lines: readonly Change[] }[] {
  const names = new Set([...readdirSync(before), ...readdirSync(after)])
  return [...names].sort().map((file) => ({ file, lines: between(linesOf(join(before, file)), linesOf(join(after, file))) }))
    .filter(({ lines }) => lines.length > 0)
}

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n')

/** By the longest common subsequence. */
function between(a: readonly string[], b: readonly string[]): Change[] {
  const longest: number[][] = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i]![j] = a[i] === b[j] ? longest[i + 1]![j + 1]! + 1 : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!)
    }
  }
  const found: Change[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { i++; j++ }
    else if (i < a.length && (j === b.length || longest[i + 1]![j]! >= longest[i]![j + 1]!)) found.push({ sign: '-', line: a[i]!, number: i++ + 1 })
    else found.push({ sign: '+', line: b[j]!, number: j++ + 1 })
  }
  return found
}
