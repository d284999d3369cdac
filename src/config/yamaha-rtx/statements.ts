/** Lines into statements: comments, contexts (`pp select`), lines that go on, commands that a later one replaces or takes back. */
import { text, type At, type Text } from '../../verdict.ts'
import type { ConfigFile, LineStatus } from '../reader.ts'
import { GRAMMAR, type Command, type Kind } from './commands.ts'
import type { Match } from './grammar.ts'

export interface LineNote { readonly at: At; readonly text: string; status: LineStatus; why?: Text }

export interface Statement {
  readonly kind: Kind
  readonly pattern: string
  /** The words of the pattern, in full, with `pp` and `tunnel` replaced by the one that is selected. */
  readonly key: readonly string[]
  readonly rest: readonly string[]
  readonly line: LineNote
  readonly at: At
  /** The whole command as it is written. */
  readonly text: string
  readonly context: Context | undefined
}

/** What `pp select` or `tunnel select` chose: `pp1`, `pp-anonymous`, `tunnel3`. */
export interface Context { readonly of: 'pp' | 'tunnel' | 'other'; readonly name: string }

export interface Statements {
  readonly all: readonly Statement[]
  readonly lines: readonly LineNote[]
  /** Commands that are not known, or that are taken back in a way that is not understood. */
  readonly unknown: readonly { readonly line: LineNote; readonly text: string }[]
  readonly model: string | undefined
  /** Words of commands that decide nothing and name filters all the same (`rip filter`, `directed-broadcast filter`). */
  readonly mentioned: ReadonlySet<string>
}

const PROMPT = /^[\w.()[\]\- ]*[>#] ?(?:show (?:running-)?config|less config|console|admin|save|exit|quit|\s*$)/i

export function statementsOf(files: readonly ConfigFile[]): Statements {
  const reading = new Lines()
  for (const file of files) reading.read(file)
  return { all: [...reading.kept.values()], lines: reading.lines, unknown: reading.unknown, model: reading.model, mentioned: reading.mentioned }
}

/** They speak of the line or tunnel that is selected, without naming it. */
const OF_THE_SELECTED: readonly string[] = ['pp backup', 'tunnel backup', 'tunnel encapsulation', 'tunnel template', 'pp auth username']

/**
 * A terminal of 80 columns breaks longer lines after the 79th character, in the middle of a word if need be. What follows is
 * their rest only where it is no command by itself, and only of lines that are understood: a command must not vanish in a title.
 */
function isBroken(begun: string, row: string, next: string): boolean {
  if ((row.length !== 79 && row.length !== 80) || next.trim() === '' || /^\s*[#;!]/.test(next)) return false
  const isMeant = /^#\s+main:/.test(begun) || (matched(begun)?.value.kind ?? 'irrelevant') !== 'irrelevant'
  return isMeant && !matched(next)
}

const matched = (row: string): Match<Command> | undefined => GRAMMAR.match(row.trim().replace(/^no /, '').split(/\s+/))

class Lines {
  readonly kept = new Map<string, Statement>()
  readonly lines: LineNote[] = []
  readonly unknown: { line: LineNote; text: string }[] = []
  model: string | undefined
  readonly mentioned = new Set<string>()
  private context: Context | undefined
  private readonly secondary = new Map<string, string[]>()

  read({ file, content }: ConfigFile): void {
    this.context = undefined
    const rows = content.split('\n')
    if (rows.at(-1) === '') rows.pop()
    let begun = ''
    let notes: LineNote[] = []
    for (const [index, row] of rows.entries()) {
      const note: LineNote = { at: { file, line: index + 1 }, text: row, status: 'irrelevant' }
      this.lines.push(note)
      notes.push(note)
      const next = rows[index + 1]
      const isContinued = /(^|\s)\\\s*$/.test(row) && next !== undefined
      begun += isContinued ? row.replace(/\\\s*$/, ' ') : row
      if (isContinued || (next !== undefined && isBroken(begun, row, next))) continue
      this.command(begun, notes[0]!)
      for (const other of notes.slice(1)) Object.assign(other, { status: notes[0]!.status, ...(notes[0]!.why && { why: notes[0]!.why }) })
      begun = ''
      notes = []
    }
  }

  private command(row: string, line: LineNote): void {
    const written = row.trim()
    if (written.startsWith('#')) this.model ??= /^#\s*([A-Za-z]\w*)\s+Rev\.\d/.exec(written)?.[1]
    if (written === '' || /^[#;!]/.test(written) || PROMPT.test(written)) return
    const words = written.replace(/\s#\s.*$/, '').trim().split(/\s+/)
    const isTakenBack = words[0] === 'no'
    const match = GRAMMAR.match(isTakenBack ? words.slice(1) : words)
    if (!match) return this.notKnown(line, written)
    const { kind, pattern } = match.value
    if (kind === 'irrelevant') {
      if (words.includes('filter')) for (const word of words) this.mentioned.add(word)
      return
    }
    line.status = 'understood'
    if (kind === 'context') return this.select(match.key[0]!, isTakenBack ? 'none' : match.rest[0] ?? 'none')
    const key = match.key.map((word, index) => (match.key[0] !== word && index > 0 && (word === 'pp' || word === 'tunnel') ? this.named(word) : word))
    const own = [...OF_THE_SELECTED.includes(pattern) ? [this.named(key[0]!)] : [], ...key].join(' ')
    if (isTakenBack) return this.takeBack(own, kind, { key, line, text: written })
    if (key.slice(1).some((word) => word === 'pp' || word === 'tunnel') && kind !== 'backup') return this.notKnown(line, written)
    const statement: Statement = { kind, pattern, key, rest: match.rest, line, at: line.at, text: written, context: this.context }
    if (key.includes('secondary')) {
      const others = this.secondary.get(own) ?? []
      others.push(written)
      this.secondary.set(own, others)
    }
    this.replace((kind === 'address' && key.includes('ipv6')) || key.includes('secondary') || kind === 'bridge' ? written : own, statement)
  }

  private named(of: string): string {
    return this.context?.of === of ? this.context.name : of
  }

  private select(of: string, which: string): void {
    if (of === 'pp' || of === 'tunnel') this.context = which === 'none' ? undefined : { of, name: which === 'anonymous' ? `${of}-anonymous` : `${of}${which}` }
    else this.context = which === 'none' ? undefined : { of: 'other', name: which }
  }

  private replace(key: string, statement: Statement): void {
    // What is said last stands last: the order of two switches matters.
    this.kept.delete(key)
    this.kept.set(key, statement)
  }

  private takeBack(key: string, kind: Kind, by: { readonly key: readonly string[]; readonly line: LineNote; readonly text: string }): void {
    if (kind === 'switch') {
      this.replace(key.replace(' enable ', ' disable '), {
        kind, pattern: 'disable', key: by.key.map((word) => (word === 'enable' ? 'disable' : word)), rest: [], line: by.line, at: by.line.at, text: by.text, context: this.context })
      return
    }
    this.kept.delete(key)
    // Several addresses may stand side by side, each under its own words; without them all are meant.
    this.kept.delete(by.text.replace(/^no\s+/, ''))
    if (by.key.includes('secondary')) for (const one of this.secondary.get(key) ?? []) this.kept.delete(one)
    this.secondary.delete(key)
  }

  private notKnown(line: LineNote, written: string): void {
    line.status = 'not understood'
    line.why = text('知らないコマンドです', 'the command is not known')
    this.unknown.push({ line, text: written })
  }
}
