/** A CSV ledger as a document: its rows are entries, and every place in it is a cell. */
import { text, type At, type Path, type Problem, type Text } from '../../verdict.ts'
import type { LedgerDocument } from '../document.ts'
import { lineIndex } from '../lines.ts'
import type { Placed } from '../placed.ts'
import type { Location, Source } from '../source.ts'
import { sheetOf, type Cell, type Span } from './cells.ts'
import { ID, PORT, PROTOCOL, type Column, type LedgerKind } from './columns.ts'
import { decode } from './encoding.ts'
import { headingsIn, type Headings } from './headings.ts'
import { plain, servicesOf } from './values.ts'

export interface Ledger {
  readonly file: string
  readonly content: string | Uint8Array
  readonly kind: LedgerKind
  /** How it is read, as the including file says. */
  readonly options: Placed<LedgerDocument>
  /** Where something stands in the including file. */
  readonly locate: (at: At) => Location
}

type Table = Record<string, unknown>

/** Formulas that failed leave these in a cell. */
const FORMULA_ERROR = /^#(REF!|N\/A|NAME\?|VALUE!|DIV\/0!|NULL!|NUM!)$/

export function readLedger({ file, content, kind, options, locate }: Ledger): Source {
  const decoded = typeof content === 'string' ? content : decode(content)
  const whole = (decoded ?? '').replace(/^\uFEFF/, '')
  const problems: Problem[] = []
  const places = new Map<string, Span | At>()
  const sayAt = (at: At, message: Text, related?: Problem['related']): void => {
    problems.push({ code: 'ledger', at, message, ...(related && { related }) })
  }
  const say = ({ span }: Pick<Cell, 'span'>, message: Text, related?: Problem['related']): void => sayAt({ file, span }, message, related)
  if (decoded === undefined) say({ span: [0, 0] }, text('文字コードが UTF-8 でも CP932（Shift_JIS）でもありません', 'this is encoded neither in UTF-8 nor in CP932 (Shift_JIS)'))
  const value = decoded === undefined ? undefined : read()
  return { file, text: whole, value: problems.length === 0 ? value : undefined, problems, locate: locator(whole, file, places, locate) }

  function read(): unknown {
    const { rows, fault } = sheetOf(whole)
    if (fault) say(fault, fault.message)
    const first = options.value['heading-row'] === undefined ? rows.findIndex((row) => row.some((cell) => cell.text !== '')) : options.value['heading-row'] - 1
    const heading = rows[first]
    if (!heading) {
      if (!fault) say({ span: [0, 0] }, text('見出しの行がありません', 'there is no heading row'))
      return undefined
    }
    places.set('[]', [heading[0]!.span[0], heading.at(-1)!.span[1]])
    const headings = headingsIn(heading, kind, options, say, sayAt)
    const table: Table = Object.create(null)
    const seen = new Map<string, Cell>()
    for (const row of rows.slice(first + 1)) entry(row, headings, table, seen)
    return { [kind]: table }
  }

  function entry(row: readonly Cell[], { columns, bare, defaults }: Headings, table: Table, seen: Map<string, Cell>): void {
    const filled = row.filter((cell) => cell.text !== '')
    if (filled.length === 0) return
    for (const cell of filled.filter(({ text: typed }) => FORMULA_ERROR.test(typed))) {
      say(cell, text(`表計算の式の誤り（${cell.text}）が残っています`, `a failed formula (${cell.text}) stands here`))
    }
    row.forEach((cell, index) => {
      if (cell.text !== '' && (index >= columns.length || bare.has(index))) say(cell, text('このセルの列には見出しがありません', 'the column of this cell has no heading'))
    })
    const written = columns.flatMap((heading, index): Written[] => (heading && row[index]?.text ? [{ ...heading, text: row[index]!.text, at: row[index]!.span }] : []))
    const name = row[columns.findIndex((heading) => heading?.key === ID)]
    if (!name?.text) {
      if (name) say(filled[0]!, text('この行には ID がありません', 'this row has no id'))
      return
    }
    const id = plain(name.text)
    const earlier = seen.get(id)
    if (earlier) {
      return say(name, text(`ID「${id}」が二度あります`, `the id "${id}" stands here twice`), [
        { at: { file, span: earlier.span }, message: text('最初はここです', 'the first is here') },
      ])
    }
    seen.set(id, name)
    table[id] = Object.create(null)
    places.set(JSON.stringify([kind, id]), name.span)
    const others = defaults.filter(({ key }) => !written.some((one) => one.key === key))
    for (const { path, value: what, at } of values([...others, ...written])) {
      setIn(table, [id, ...path], what)
      places.set(JSON.stringify([kind, id, ...path]), at)
    }
  }
}

/** A cell, or what stands for an empty one. */
interface Written { readonly key: string; readonly column: Column; readonly text: string; readonly at: Span | At }

/** Each by itself, but for a protocol and a port in columns of their own: they make one service. */
function values(written: readonly Written[]): { readonly path: Path; readonly value: unknown; readonly at: Span | At }[] {
  const of = (key: string): Written | undefined => written.find((one) => one.key === key)
  const protocol = of(PROTOCOL)
  const port = of(PORT)
  const single = written.filter(({ key }) => ![ID, PROTOCOL, PORT].includes(key))
  return [
    ...single.map(({ column, text: typed, at }) => ({ path: column.path, value: column.read(typed), at })),
    ...(protocol ?? port ? [{ path: ['service'], value: servicesOf(protocol?.text ?? '', port?.text ?? ''), at: (port ?? protocol)!.at }] : []),
  ]
}

function setIn(table: Table, path: Path, value: unknown): void {
  const [step, next] = path
  if (path.length === 1) table[step!] = value
  else {
    table[step!] ??= typeof next === 'number' ? [] : Object.create(null)
    setIn(table[step!] as Table, path.slice(1), value)
  }
}

/** What has no cell of its own, such as a key that is missing or one item of a list, stands where what it belongs to does. */
function locator(whole: string, file: string, places: ReadonlyMap<string, Span | At>, elsewhere: (at: At) => Location): Source['locate'] {
  const position = lineIndex(whole)
  return (at) => {
    if ('line' in at) throw new Error(`${file} has cells, not lines`)
    const found = 'span' in at ? at.span : nearest(at.path)
    if (!('length' in found)) return elsewhere(found)
    const [start, end] = found
    const from = position(start)
    const to = position(start + whole.slice(start, end).trimEnd().length)
    return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
  }

  function nearest(path: Path): Span | At {
    for (let length = path.length; length >= 0; length--) {
      const place = places.get(JSON.stringify(path.slice(0, length)))
      if (place) return place
    }
    return [0, 0]
  }
}
