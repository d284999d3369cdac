/**
 * RFC 4180, as spreadsheets write it: cells with the characters that they stand on. By hand, because the packages that read
 * CSV say which line a record stands on, and no more: a mistake has to be shown at its cell.
 */
import { text, type Text } from '../../verdict.ts'

export type Span = readonly [start: number, end: number]

export interface Cell {
  /** Without quotes and surrounding blanks; line breaks within are `\n`. */
  readonly text: string
  /** Quotes included. */
  readonly span: Span
}

export interface Sheet {
  readonly rows: readonly (readonly Cell[])[]
  readonly fault?: { readonly span: Span; readonly message: Text }
}

const QUOTED = /"([^"]*(?:""[^"]*)*)"/y
const BARE = /[^,\r\n]*/y
const LINE_END = /\r\n?|\n/y

/** Rows end at the first fault: what follows cannot be told apart. */
export function sheetOf(content: string): Sheet {
  const rows: Cell[][] = []
  let row: Cell[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(content)
    if (found) at = pattern.lastIndex
    return found
  }
  while (at < content.length || row.length > 0) {
    const start = at
    const quoted = take(QUOTED)
    if (!quoted && content[at] === '"') {
      return { rows, fault: { span: [at, at + 1], message: text('引用符 " が閉じていません', 'this quote " is never closed') } }
    }
    const whole = quoted ? quoted[1]!.replaceAll('""', '"') : take(BARE)![0]
    row.push({ text: whole.replaceAll(/\r\n?/g, '\n').trim(), span: [start, at] })
    if (content[at] === ',') {
      at++
      // A comma at the very end opens one more cell, which is empty.
      if (at < content.length) continue
      row.push({ text: '', span: [at, at] })
    }
    if (at < content.length && !take(LINE_END)) {
      return { rows, fault: { span: [at, at + 1], message: text('引用符 " で閉じたセルの後ろに文字があります', 'characters follow the closing quote " of a cell') } }
    }
    rows.push(row)
    row = []
  }
  return { rows }
}
