/** What a column of a ledger may mean: every key that an entry of the document has, and the headings that people write for it. */
import { schemaOf, type Schema } from '../topology-schema.ts'
import type { Path } from '../../verdict.ts'
import { addressText, booleanOf, dayText, integerOf, listed, plain, serviceTexts, wordOf } from './values.ts'

export const LEDGERS = ['flows', 'exceptions', 'segments', 'hosts'] as const
export type LedgerKind = (typeof LEDGERS)[number]

export interface Column {
  /** Under the entry. */
  readonly path: Path
  readonly read: (cell: string) => unknown
}

/** The column that holds the id of each entry, and those whose cells make one value together. */
export const ID = 'id'
export const PROTOCOL = 'protocol'
export const PORT = 'port'

const HEADINGS: Readonly<Record<LedgerKind, Readonly<Record<string, readonly string[]>>>> = {
  flows: {
    [ID]: ['番号', '管理番号', '項番', '通信要件番号', 'No', 'No.'], kind: ['種別', '種類', '区分', '通信種別'], title: ['名称', '件名', '通信名'],
    from: ['送信元', '通信元', '接続元'], to: ['宛先', '送信先', '通信先', '接続先'], service: ['サービス'], [PROTOCOL]: ['プロトコル'],
    [PORT]: ['ポート', 'ポート番号', '宛先ポート', '宛先ポート番号'], purpose: ['目的', '用途', '利用目的'], 'approved.by': ['承認者'], 'approved.on': ['承認日'],
    starts: ['開始日', '利用開始日'], expires: ['有効期限', '期限', '終了日', '利用期限'], mac: ['MACアドレス'],
  },
  exceptions: {
    [ID]: ['番号', '管理番号', '項番', '例外番号', 'No', 'No.'], rules: ['規則', '対象規則'], title: ['名称', '件名'],
    from: ['送信元', '通信元', '接続元'], to: ['宛先', '送信先', '通信先', '接続先'], service: ['サービス'], [PROTOCOL]: ['プロトコル'],
    [PORT]: ['ポート', 'ポート番号', '宛先ポート', '宛先ポート番号'], reason: ['理由'], approver: ['承認者'], ticket: ['起案番号', '決裁番号', '文書番号'],
    issued: ['発行日', '承認日', '開始日'], expires: ['有効期限', '期限', '終了日'], measures: ['代替措置', '代替の対策', '代替策'],
  },
  segments: {
    [ID]: ['セグメント', 'セグメント名', '識別名'], zone: ['領域', 'ゾーン'], title: ['名称', '表示名'], vlan: ['VLAN番号', 'VLANID'],
    subnets: ['サブネット', 'ネットワーク', 'ネットワークアドレス'],
  },
  hosts: {
    [ID]: ['ホスト', 'ホスト名', '機器名', '端末名', '識別名'], role: ['役割', '種別', '種類'], title: ['名称', '表示名'],
    segment: ['セグメント', '接続セグメント'], addresses: ['IPアドレス', 'アドレス'], handles: ['取扱情報', '扱う情報'],
  },
}

/** A host of a ledger has one attachment, so its keys stand for themselves. */
const ATTACHED = 'attach'

export const ENTRY: Readonly<Record<LedgerKind, string>> = { flows: 'flow', exceptions: 'exception', segments: 'segment', hosts: 'host' }

export function columnsOf(kind: LedgerKind): ReadonlyMap<string, Column> {
  const columns = new Map<string, Column>([[ID, { path: [], read: plain }]])
  for (const [key, column] of below(ENTRY[kind], [], '')) columns.set(key, column)
  if (kind === 'hosts') for (const [key, column] of below('attachment', [ATTACHED, 0], '')) columns.set(key, column)
  if (columns.has('service')) for (const key of [PROTOCOL, PORT]) columns.set(key, { path: ['service'], read: plain })
  return columns
}

/** Every value that one cell can hold; lists of things and maps of names it cannot. */
function below(definition: string | Schema, path: Path, prefix: string): [string, Column][] {
  const { properties } = schemaOf(definition)
  return Object.entries(properties ?? {}).flatMap(([key, property]): [string, Column][] => {
    const schema = schemaOf(property)
    const here = [...path, key]
    const read = reader(key, schema)
    return [...(read ? [[prefix + key, { path: here, read }] as [string, Column]] : []), ...below(schema, here, `${prefix}${key}.`)]
  })
}

const DAYS: readonly string[] = ['on', 'starts', 'expires', 'issued']
const ADDRESSES: readonly string[] = ['address', 'addresses', 'subnets', 'from', 'to']
const NAMES: readonly string[] = ['zone', 'segment', 'host', 'party']

function reader(key: string, schema: Schema): Column['read'] | undefined {
  const types = [schema.type ?? []].flat()
  const items = schema.items && schemaOf(schema.items)
  const itemTypes = [items?.type ?? []].flat()
  if (types.includes('array') && itemTypes.includes('string')) {
    if (key === 'service') return (cell) => oneOrMany(serviceTexts(cell))
    const item = ADDRESSES.includes(key) ? addressText : items?.enum ? word(items) : plain
    return (cell) => oneOrMany(listed(cell).map(item), types.includes('string'))
  }
  if (types.includes('boolean')) return booleanOf
  if (types.includes('string')) {
    if (schema.enum) return word(schema)
    return DAYS.includes(key) ? dayText : ADDRESSES.includes(key) ? addressText : NAMES.includes(key) ? plain : (cell) => cell
  }
  return types.includes('integer') || types.includes('number') ? integerOf : undefined
}

const word = ({ enum: allowed }: Schema) => (cell: string): string => wordOf(cell, (allowed ?? []).map(String))

/** As a person would type it in YAML. */
const oneOrMany = (items: readonly string[], single = true): string | readonly string[] => (single && items.length === 1 ? items[0]! : items)

/** The key that a heading names: itself, or a word for it. */
export function keyOf(kind: LedgerKind, heading: string, columns: ReadonlyMap<string, Column>): string | undefined {
  const wanted = folded(heading)
  return [...columns.keys()].find((key) => folded(key) === wanted)
    ?? Object.entries(HEADINGS[kind]).find(([, words]) => words.some((word) => folded(word) === wanted))?.[0]
}

/** Every heading that is understood, to say which was meant. */
export const headingsOf = (kind: LedgerKind): string[] => [...columnsOf(kind).keys(), ...Object.values(HEADINGS[kind]).flat()]

/** Headings are broken over lines, spaced out and written full-width as it suits the page. */
export const folded = (heading: string): string => heading.normalize('NFKC').toLowerCase().replaceAll(/[\s_]/g, '')
