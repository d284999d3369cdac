/** `ip route` and `ip -6 route`, plain or as JSON, also of all tables: ip-route(8). */
import { parseAddress } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import { DEFAULT_VRF } from '../../topology/model.ts'
import type { ConfigFile } from '../reader.ts'
import { DEFAULT_ROUTE, prefixOf, Rows, type Entry, type Table } from './entry.ts'

const TYPES = ['blackhole', 'unreachable', 'prohibit', 'throw', 'local', 'broadcast', 'multicast', 'anycast', 'unicast', 'nat']
const DROPS = ['blackhole', 'unreachable', 'prohibit']
/** What the kernel keeps for itself; the addresses in it are those of the interfaces. */
const OWN = ['local', 'broadcast', 'multicast', 'anycast']

export const looksJson = (content: string): boolean => /^\s*\[/.test(content)
export const looksLinux = (content: string): boolean => content.split('\n').some((line) => /^(?:(?:blackhole|unreachable|prohibit|local|broadcast) )?(?:default|[\da-f.:]+(?:\/\d+)?) .*\b(?:dev|via|nexthop|proto)\b/.test(line) || /^(?:blackhole|unreachable|prohibit) \S+/.test(line))

interface Row { readonly type: string; readonly to: string; readonly table: string; readonly protocol: string; readonly scope: string; readonly metric: number; readonly ways: readonly { readonly via?: string; readonly dev?: string }[] }

export function jsonTable({ file, content, family }: ConfigFile): Table {
  const rows = new Rows(file, content)
  const read = parsed(content)
  if (!read) return { entries: [], covers: [], lines: rows.lines }
  for (const line of rows.lines) line.status = 'understood'
  // `[]` is what a kernel without a single route prints; of which family, only whoever asked it can say.
  if (read.length === 0) return { entries: [], covers: family ? [{ family, vrf: DEFAULT_VRF }] : [], lines: rows.lines }
  const inOrder = linesOf(rows, read.length)
  return tableOf(read.map((one, index) => ({ row: rowOf(one), at: inOrder[index]! })), rows, family)
}

function parsed(content: string): readonly Readonly<Record<string, unknown>>[] | undefined {
  try {
    const value: unknown = JSON.parse(content)
    const isTable = Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && typeof (one as { dst?: unknown }).dst === 'string')
    return isTable ? value as readonly Readonly<Record<string, unknown>>[] : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The line of each element: that of its `"dst"`. */
function linesOf(rows: Rows, count: number): Entry['at'][] {
  const found = rows.lines.flatMap(({ text, at }) => Array.from(text.matchAll(/"dst"\s*:/g), () => at))
  return Array.from({ length: count }, (_, index) => found[index] ?? rows.lines[0]!.at)
}

const words = (value: unknown, otherwise = ''): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise)

function rowOf(one: Readonly<Record<string, unknown>>): Row {
  const via = typeof one['via'] === 'object' && one['via'] !== null ? (one['via'] as { host?: unknown }).host : undefined
  const hop = (hops: Readonly<Record<string, unknown>>) => ({ ...(words(hops['gateway'] ?? via) !== '' && { via: words(hops['gateway'] ?? via) }), ...(words(hops['dev']) !== '' && { dev: words(hops['dev']) }) })
  const several = Array.isArray(one['nexthops']) ? one['nexthops'] as readonly Readonly<Record<string, unknown>>[] : [one]
  return {
    type: words(one['type'], 'unicast'), to: words(one['dst']), table: words(one['table'], 'main'), protocol: words(one['protocol']), scope: words(one['scope']),
    metric: Number(words(one['metric'], '0')), ways: several.map(hop),
  }
}

export function linuxTable({ file, content, family }: ConfigFile): Table {
  const rows = new Rows(file, content)
  const read: { row: Row; at: Entry['at'] }[] = []
  for (const line of rows.lines) {
    const hops = line.text.trim().split(/\s+/)
    if (line.text.trim() === '' || /[#$]\s*ip /.test(line.text)) line.status = 'irrelevant'
    else if (hops[0] === 'nexthop' && read.length > 0) {
      const last = read.at(-1)!
      read[read.length - 1] = { ...last, row: { ...last.row, ways: [...last.row.ways.filter(({ via, dev }) => via !== undefined || dev !== undefined), wayOf(hops)] } }
      line.status = 'understood'
    } else {
      const row = textRow(hops)
      if (!row) continue
      line.status = 'understood'
      read.push({ row, at: line.at })
    }
  }
  return tableOf(read, rows, family)
}

const after = (all: readonly string[], name: string): string | undefined => {
  const at = all.indexOf(name)
  return at < 0 ? undefined : all[at + 1]
}

function wayOf(all: readonly string[]): Row['ways'][number] {
  const first = after(all, 'via')
  const via = first === 'inet' || first === 'inet6' ? all[all.indexOf('via') + 2] : first
  const dev = after(all, 'dev')
  return { ...(via !== undefined && { via }), ...(dev !== undefined && { dev }) }
}

function textRow(all: readonly string[]): Row | undefined {
  const isTyped = TYPES.includes(all[0]!)
  const to = all[isTyped ? 1 : 0]
  if (to === undefined || (to !== 'default' && !prefixOf(to))) return undefined
  return {
    type: isTyped ? all[0]! : 'unicast', to, table: after(all, 'table') ?? 'main', protocol: after(all, 'proto') ?? '', scope: after(all, 'scope') ?? '',
    metric: Number(after(all, 'metric') ?? 0), ways: [wayOf(all)],
  }
}

function tableOf(read: readonly { readonly row: Row; readonly at: Entry['at'] }[], rows: Rows, family: Family | undefined): Table {
  const six = (row: Row): boolean => row.to.includes(':') || row.ways.some(({ via }) => via?.includes(':') ?? false) || (row.to === 'default' && family === 6)
  const onlySix = read.length > 0 && read.every(({ row }) => row.to === 'default' || row.to.includes(':'))
  const families = new Set<Family>()
  const entries = read.flatMap(({ row, at }): Entry[] => {
    const to = row.to === 'default' ? DEFAULT_ROUTE[six(row) || (onlySix && read.some((one) => six(one.row))) ? 6 : 4] : prefixOf(row.to)
    if (!to || OWN.includes(row.type) || row.table === 'local') return []
    if (row.type === 'throw' || (row.table !== 'main' && row.table !== 'default' && row.table !== '254')) {
      // Which packets ask another table, before or after this one, stands in `ip rule`, not here.
      const line = 'line' in at ? rows.lines[at.line - 1] : undefined
      if (line) line.status = 'not understood'
      return []
    }
    // Also of what leads nowhere else: a table of which `::1 dev lo` is all there is.
    families.add(to.family)
    const common = { at, vrf: DEFAULT_VRF, to, distance: row.metric }
    if (DROPS.includes(row.type)) return [{ ...common, kind: 'route', next: { kind: 'null' } }]
    return row.ways.flatMap(({ via, dev }): Entry[] => {
      const address = via === undefined ? undefined : parseAddress(via)
      if (address) return [{ ...common, kind: 'route', next: { kind: 'via', address, ...(dev !== undefined && { interface: dev }) } }]
      if (dev === undefined) return []
      return dev === 'lo' ? [] : [{ ...common, kind: row.protocol === 'kernel' && row.scope !== 'host' ? 'connected' : 'route', next: { kind: 'interface', interface: dev } }]
    })
  })
  return { entries, covers: [...families].map((one) => ({ family: one, vrf: DEFAULT_VRF })), lines: rows.lines }
}
