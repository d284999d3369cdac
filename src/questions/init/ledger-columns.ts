/** How a ledger that was named is to be read: where its headings stand, which columns are left out, what is the same in all rows. */
import { sheetOf } from '../../topology/ledger/cells.ts'
import { columnsOf, ENTRY, ID, keyOf, type LedgerKind } from '../../topology/ledger/columns.ts'
import { decode } from '../../topology/ledger/encoding.ts'
import { schemaOf } from '../../topology/topology-schema.ts'

export interface LedgerReading {
  /** From 1, where it is not the first row that holds something. */
  readonly headingRow?: number
  /** Headings that nothing is known of. */
  readonly leftOut: readonly string[]
  readonly defaults: Readonly<Record<string, string>>
}

/** Titles and dates stand above the headings in so many rows at most. */
const ABOVE = 15
const SAME: Readonly<Partial<Record<LedgerKind, Readonly<Record<string, string>>>>> = { hosts: { role: 'other' }, flows: { kind: 'ordinary' } }

/** Undefined: there is no row of headings in it. */
export function ledgerReading(content: string | Uint8Array, kind: LedgerKind): LedgerReading | undefined {
  const decoded = typeof content === 'string' ? content : decode(content)
  if (decoded === undefined) return undefined
  const { rows } = sheetOf(decoded.replace(/^\uFEFF/, ''))
  const columns = columnsOf(kind)
  const keys = (index: number): (string | undefined)[] => rows[index]!.filter(({ text }) => text !== '').map(({ text }) => keyOf(kind, text, columns))
  const known = rows.slice(0, ABOVE).map((_, index) => keys(index).filter((key) => key !== undefined).length)
  const most = Math.max(0, ...known)
  if (most < 2) return undefined
  const row = known.indexOf(most)
  const first = rows.findIndex((cells) => cells.some(({ text }) => text !== ''))
  const found = keys(row)
  const required = [ID, ...schemaOf(ENTRY[kind]).required ?? []]
  const missing = required.filter((key) => key !== ID && !found.some((one) => one === key || (one !== undefined && columns.get(one)?.path[0] === key)))
  return {
    ...(row !== first && { headingRow: row + 1 }),
    leftOut: rows[row]!.filter(({ text }) => text !== '' && keyOf(kind, text, columns) === undefined).map(({ text }) => text),
    defaults: Object.fromEntries(missing.flatMap((key) => (SAME[kind]?.[key] === undefined ? [] : [[key, SAME[kind]![key]!]]))),
  }
}
