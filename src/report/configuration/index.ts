/** What `sanso config` prints: everything that was understood, with its line, and everything that was not. */
import type { Lang } from '../../verdict.ts'
import { ink, type Ink } from '../ink.ts'
import { neutral, safeJson } from '../neutral.ts'
import { place } from '../place.ts'
import type { Locate, Placed } from '../report.ts'
import type { ConfigurationView, ListRow } from './view.ts'

export const CONFIGURATION_FORMATS = ['text', 'json'] as const
export type ConfigurationFormat = (typeof CONFIGURATION_FORMATS)[number]

/** `all`: also the lines that decide nothing. */
export interface ConfigurationOptions { readonly format: ConfigurationFormat; readonly lang: Lang; readonly color: boolean; readonly all: boolean }

export function renderConfiguration(views: readonly ConfigurationView[], locate: Locate, { format, all, ...options }: ConfigurationOptions): string {
  const placed = place(views, (at) => (at.file === '' ? { file: '', line: 0, column: 1, endLine: 0, endColumn: 1 } : locate(at)))
  if (format === 'json') return `${safeJson({ configurations: placed })}\n`
  return neutral(placed).map((view) => blocks(view, ink(options), all).map((lines) => lines.join('\n')).join('\n\n')).map((one) => `${one}\n`).join('\n')
}

type Shown = Placed<ConfigurationView>

function blocks(view: Shown, pen: Ink, all: boolean): string[][] {
  const several = view.files.length > 1
  const at = ({ file, line }: Shown['interfaces'][number]['at']): string =>
    (!several && file === view.files[0] ? `${line}` : `${file.slice(file.lastIndexOf('/') + 1)}:${line}`)
  const table = (title: string, rows: readonly (readonly string[])[]): string[][] =>
    (rows.length === 0 ? [] : [[pen.paint('bold', title), ...aligned(rows)]])
  return [
    head(view, pen),
    ...table(pen.t('入力の誤り', 'mistakes'), view.problems.map((one) => [at(one.at), pen.say(one.message), `[${one.code}]`])),
    ...table(pen.t('インターフェース', 'interfaces'), view.interfaces.map((one) => [
      at(one.at), one.name, one.addresses.join(', ') || '-', one.vrf === 'default' ? '' : `vrf ${one.vrf}`, one.reversePath === 'none' ? '' : `reverse-path ${one.reversePath}`,
      one.segment === undefined ? '' : one.segment === null ? pen.paint('yellow', pen.t('→ 未申告', '→ undeclared')) : `→ ${one.segment}`,
    ])),
    ...table(pen.t('停止中のインターフェース', 'interfaces that are shut down'), view.down.map((one) => [at(one.at), one.name])),
    ...table(pen.t('経路', 'routes'), view.routes.map((one) => [at(one.at), one.to, one.next, `distance ${one.distance}`, one.vrf === 'default' ? '' : `vrf ${one.vrf}`])),
    ...table(pen.t('使われない経路（ネクストホップに届くインターフェースがない）', 'routes not in use (no interface reaches the next hop)'), view.inactiveRoutes.map((one) => [at(one.at)])),
    ...table(pen.t('ポリシールーティング', 'policy routes'), view.policyRoutes.map((one) => [at(one.at), one.next, one.when])),
    ...view.stages.flatMap(({ stage, lists }) => lists.flatMap((list) => table(`${STAGE[stage](pen)}: ${heading(list, pen)}`, [
      ...list.rules.map(({ at: where, id, action, when }) => [at(where), id ?? '', action, when]),
      ...(list.otherwise === undefined ? [] : [['-', '', list.otherwise, pen.t('（どれにも当てはまらないとき）', '(when none matches)')]]),
    ]))),
    ...table(pen.t('解釈できないために、どちらにもなりうるもの', 'what may go either way because it is not understood'), view.gaps.map((one) => [at(one.at), TOUCHES[one.touches]?.(pen) ?? one.touches, one.what])),
    ...table(pen.paint('yellow', pen.t('解釈できない行', 'lines not understood')), view.notUnderstood.map((line) => [at(line.at), line.text.trim(), line.why ? `← ${pen.say(line.why)}` : ''])),
    ...(all ? table(pen.t('パケットの行方を決めない行', 'lines that decide about no packet'), view.irrelevant.map((line) => [at(line.at), line.text.trim()])) : []),
  ]
}

function head({ device, syntax, files, hostname, contexts, lines, sessions, runs }: Shown, pen: Ink): string[] {
  const { understood, irrelevant, notUnderstood } = lines
  return [
    `${pen.paint('bold', files.join(', '))}  ${syntax}${hostname === undefined ? '' : `  ${pen.t('ホスト名', 'hostname')} ${hostname}`}${files.includes(device) ? '' : `  ${pen.t('機器', 'device')} ${device}`}`,
    pen.t(
      `${understood + irrelevant + notUnderstood} 行: 解釈 ${understood}、行方を決めない ${irrelevant}、解釈できない ${notUnderstood}`,
      `${understood + irrelevant + notUnderstood} lines: ${understood} understood, ${irrelevant} decide about no packet, ${notUnderstood} not understood`),
    `${pen.t('セッション', 'sessions')}: ${sessions}${runs.length > 0 ? `  ${pen.t('中継するサービス', 'relays')}: ${runs.join(', ')}` : ''}`,
    ...(contexts.length > 0 ? [`${pen.t('範囲（context）', 'contexts')}: ${contexts.join(', ')}`] : []),
  ]
}

const STAGE: Readonly<Record<ConfigurationView['stages'][number]['stage'], (pen: Ink) => string>> = {
  prerouting: (pen) => pen.t('受信時', 'on arrival'), input: (pen) => pen.t('機器あて', 'for the device itself'), forward: (pen) => pen.t('転送', 'going through'),
  output: (pen) => pen.t('機器から', 'from the device itself'), postrouting: (pen) => pen.t('送出時', 'on leaving'),
}

function heading({ does, name }: Placed<ListRow>, pen: Ink): string {
  switch (does) {
    case 'filter': return `${pen.t('フィルタ', 'filter')} ${name}`
    case 'source-nat': return `${pen.t('送信元の変換', 'source NAT')} ${name}`
    case 'destination-nat': return `${pen.t('宛先の変換', 'destination NAT')} ${name}`
    case 'called': return `${pen.t('呼び出されるリスト', 'called list')} ${name}`
    case 'track': return pen.t('セッションの判別', 'sessions are told apart here')
  }
}

const TOUCHES: Readonly<Record<string, (pen: Ink) => string>> = {
  filters: (pen) => pen.t('フィルタの判断', 'what filters decide'), routes: (pen) => pen.t('経路', 'the way out'), forwarding: (pen) => pen.t('転送全般', 'forwarding altogether'),
}

/** Columns under one another; those that are empty in every row are left out. Escape sequences take no room. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const used = Array.from({ length: columns }, (_, column) => column).filter((column) => rows.some((row) => (row[column] ?? '') !== ''))
  const widths = used.map((column) => rows.reduce((widest, row) => Math.max(widest, Math.min(WIDEST, width(row[column] ?? ''))), 0))
  return rows.map((row) => `  ${used.map((column, index) => {
    const cell = row[column] ?? ''
    return index === used.length - 1 ? cell : cell + ' '.repeat(Math.max(0, widths[index]! - width(cell)))
  }).join('  ')}`.trimEnd())
}

/** A column does not push the next one farther than this. */
const WIDEST = 40

/** In a terminal, characters of East Asia take two cells. */
const width = (text: string): number => [...text.replace(/\u001b\[\d+m/g, '')].reduce((sum, one) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(one) ? 2 : 1), 0)
