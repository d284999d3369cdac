/** One line of a configuration, the lines that stand under it, and what became of it. */
import { text } from '../../verdict.ts'
import type { At, Text } from '../../verdict.ts'
import type { LineStatus } from '../reader.ts'

export interface Line {
  readonly at: At
  /** As it stands in the file. */
  readonly text: string
  readonly words: readonly string[]
  readonly indent: number
  /** In order; of a line of its own section: the lines of that section. */
  readonly children: Line[]
  status?: LineStatus
  why?: Text
}

export function mark(line: Line, status: LineStatus, why?: Text): void {
  line.status = status
  if (why) line.why = why
  else delete line.why
}

export const understood = (line: Line, why?: Text): void => mark(line, 'understood', why)
export const irrelevant = (line: Line, why?: Text): void => mark(line, 'irrelevant', why)
/** `part`: what of the line is not understood; absent: all of it. */
export const notUnderstood = (line: Line, part?: string): void =>
  mark(line, 'not understood', part === undefined ? NOTHING : text(`「${part}」を解釈できない`, `"${part}" is not understood`))

const NOTHING = text('このコマンドを解釈できない', 'this command is not understood')

/** `ip access-list extended WEB` without its first two words. */
export const after = ({ words }: Pick<Line, 'words'>, count: number): readonly string[] => words.slice(count)

/** The line and all that stands under it, as far as it begins with a word that is known there; the rest stays without a status. */
export function everything(line: Line, known?: ReadonlySet<string>): void {
  if (!line.status) irrelevant(line)
  const open = [...line.children]
  for (let next = open.pop(); next; next = open.pop()) {
    if (!next.status && (!known || known.has(next.words[next.words[0] === 'no' ? 1 : 0] ?? ''))) irrelevant(next)
    for (const one of next.children) open.push(one)
  }
}
