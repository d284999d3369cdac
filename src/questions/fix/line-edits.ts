/** Edits of whole lines: what they make of a text, and how they read as a patch. */

/** Lines from `start` (counted from 1) are replaced, `count` of them; 0 inserts before `start`. */
export interface LineEdit { readonly file: string; readonly start: number; readonly count: number; readonly lines: readonly string[] }

export const sameEdit = (a: LineEdit, b: LineEdit): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Whether two edits touch the same lines: they cannot both be made. */
export const overlap = (a: LineEdit, b: LineEdit): boolean => a.file === b.file
  && a.start < b.start + Math.max(b.count, 1) && b.start < a.start + Math.max(a.count, 1)

const byStart = (a: LineEdit, b: LineEdit): number => a.start - b.start

/** The text after the edits of its file; line breaks stay as they are. */
export function edited(content: string, file: string, edits: readonly LineEdit[]): string {
  const lines = content.split('\n')
  const ending = lines[0]?.endsWith('\r') ? '\r' : ''
  for (const { start, count, lines: fresh } of edits.filter((edit) => edit.file === file).sort(byStart).reverse()) {
    lines.splice(start - 1, count, ...fresh.map((line) => line + ending))
  }
  return lines.join('\n')
}

const CONTEXT = 3

/** In the unified format, which `git apply` and `patch` read. */
export function patchOf(content: string, file: string, edits: readonly LineEdit[]): string {
  const own = edits.filter((edit) => edit.file === file).sort(byStart)
  if (own.length === 0) return ''
  const lines = content.split('\n')
  // A text that ends in a line break has no line after it.
  const length = lines.at(-1) === '' ? lines.length - 1 : lines.length
  const hunks: string[] = []
  let shift = 0
  for (let index = 0; index < own.length;) {
    const from = Math.max(1, own[index]!.start - CONTEXT)
    let last = index
    while (last + 1 < own.length && own[last + 1]!.start - CONTEXT <= own[last]!.start + own[last]!.count + CONTEXT) last++
    const to = Math.min(length, own[last]!.start + own[last]!.count - 1 + CONTEXT)
    const body: string[] = []
    let line = from
    let [removed, added] = [0, 0]
    for (const { start, count, lines: fresh } of own.slice(index, last + 1)) {
      for (; line < start; line++) body.push(` ${lines[line - 1]}`)
      for (; line < start + count; line++, removed++) body.push(`-${lines[line - 1]}`)
      for (const one of fresh) body.push(`+${one}`)
      added += fresh.length
    }
    for (; line <= to; line++) body.push(` ${lines[line - 1]}`)
    const before = to - from + 1
    hunks.push(`@@ -${from},${before} +${from + shift},${before - removed + added} @@`, ...body)
    shift += added - removed
    index = last + 1
  }
  return [`--- a/${file}`, `+++ b/${file}`, ...hunks, ''].join('\n')
}
