/** The heading row of a ledger → which column means what, or everything that is wrong with it. */
import { text, type Text } from '../../verdict.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { LedgerDocument } from '../document.ts'
import { field, named, within, type DocumentAt, type Placed } from '../placed.ts'
import { schemaOf } from '../topology-schema.ts'
import type { Cell } from './cells.ts'
import { columnsOf, ENTRY, folded, headingsOf, ID, keyOf, PORT, PROTOCOL, type Column, type LedgerKind } from './columns.ts'

export interface Heading { readonly key: string; readonly column: Column; readonly cell: Cell }

export interface Headings {
  /** By position; undefined: a column that is left out on purpose, or has no heading. */
  readonly columns: readonly (Heading | undefined)[]
  /** Columns without a heading: nothing may stand in them. */
  readonly bare: ReadonlySet<number>
  /** What an empty or absent cell stands for. */
  readonly defaults: readonly { readonly key: string; readonly column: Column; readonly text: string; readonly at: DocumentAt }[]
}

/** A column that nobody wants. */
const LEFT_OUT = '-'

export type SayCell = (cell: Cell, message: Text) => void
export type SayAt = (at: DocumentAt, message: Text) => void

export function headingsIn(row: readonly Cell[], kind: LedgerKind, options: Placed<LedgerDocument>, say: SayCell, sayAt: SayAt): Headings {
  const known = columnsOf(kind)
  const typed = field(options, 'columns')
  const mapped = new Map(Object.entries(typed?.value ?? {}).map(([heading, key]) => [folded(heading), { heading, key, at: within(typed!.at, heading) }]))
  const met = new Set<string>()
  const columns = row.map((cell): Heading | undefined => {
    if (cell.text === '') return undefined
    const own = mapped.get(folded(cell.text))
    met.add(folded(cell.text))
    if (own?.key === LEFT_OUT) return undefined
    const key = own ? own.key : keyOf(kind, cell.text, known)
    const column = key === undefined ? undefined : known.get(key)
    if (column) return { key: key!, column, cell }
    if (!own) sayUnknown(cell, kind, say)
    return undefined
  })
  for (const { heading, key, at } of mapped.values()) {
    if (key !== LEFT_OUT && !known.has(key)) sayNoKey(key, at, known, sayAt)
    if (!met.has(folded(heading))) sayAt(named(at), text(`台帳に見出し「${heading}」がありません`, `the ledger has no heading "${heading}"`))
  }
  const said = field(options, 'defaults')
  const defaults = Object.entries(said?.value ?? {}).flatMap(([key, value]) => {
    const at = within(said!.at, key)
    const column = known.get(key)
    if (column && key !== ID) return [{ key, column, text: value, at }]
    sayNoKey(key, named(at), known, sayAt)
    return []
  })
  const meant = columns.filter((one) => one !== undefined)
  const twice = meant.filter((one, index) => {
    const other = meant.slice(0, index).find((earlier) => clash(earlier, one))
    if (other) say(one.cell, sameAs(other, one, text('', '')))
    return other
  })
  const own = defaults.filter((one) => {
    const other = meant.find((column) => column.key !== one.key && clash(column, one))
    if (other) sayAt(one.at, sameAs(other, one, text('台帳の', ' of the ledger')))
    return !other
  })
  const present = [...meant, ...defaults].map(({ key }) => key)
  for (const key of [ID, ...schemaOf(ENTRY[kind]).required ?? []]) {
    const there = present.some((one) => one === key || (key !== ID && known.get(one)!.path[0] === key))
    if (!there) sayAbsent(key, row, say)
  }
  return { columns: columns.map((one) => (one && twice.includes(one) ? undefined : one)), defaults: own, bare: new Set(row.flatMap((cell, index) => (cell.text === '' ? [index] : []))) }
}

function sayUnknown(cell: Cell, kind: LedgerKind, say: SayCell): void {
  const hint = didYouMean(cell.text, headingsOf(kind))
  say(cell, text(
    `見出し「${cell.text}」の意味が分かりません${hint.ja}（columns: で項目に対応づけるか、使わない列なら「-」を書いてください）`,
    `the heading "${cell.text}" is not understood${hint.en} (map it to a key in columns:, or to "-" if the column is not used)`))
}

function sayNoKey(key: string, at: DocumentAt, known: ReadonlyMap<string, Column>, sayAt: SayAt): void {
  const hint = didYouMean(key, known.keys())
  const list = [...known.keys()].join(', ')
  sayAt(at, text(
    `台帳の列に「${key}」という項目はありません${hint.ja || `（書けるのは ${list}）`}`, `a ledger has no column "${key}"${hint.en || ` (known: ${list})`}`))
}

type Keyed = Pick<Heading, 'key' | 'column'>

const sameAs = (other: Heading, one: Keyed, whose: Text): Text => text(
  `${whose.ja}見出し「${other.cell.text}」と同じ項目を指しています（${other.key}、${one.key}）`, `this says the same as the heading "${other.cell.text}"${whose.en} (${other.key}, ${one.key})`)

/** Two ways to say one value, such as `service` beside `port`, or `from` beside `from.host`. */
function clash(a: Keyed, b: Keyed): boolean {
  if (a.key === b.key) return true
  if (a.key === ID || b.key === ID || [a.key, b.key].sort().join() === [PORT, PROTOCOL].join()) return false
  return a.column.path.every((step, index) => index >= b.column.path.length || step === b.column.path[index])
}

function sayAbsent(key: string, row: readonly Cell[], say: SayCell): void {
  const cell = { text: '', span: [row[0]!.span[0], row.at(-1)!.span[1]] as const }
  say(cell, text(
    `この見出しの行に「${key}」の列がありません（columns: で対応づけてください。すべて同じなら defaults: に書けます）`,
    `no column of this heading row is "${key}" (map one to it in columns:, or say it once in defaults:)`))
}
