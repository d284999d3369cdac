/** The list for a spreadsheet; with a byte order mark, which Excel wants. */
import type { Permit } from '../../rules/register/permits.ts'
import { text, type Text } from '../../verdict.ts'
import type { Ink } from '../ink.ts'
import { inCsv } from '../markup.ts'
import { position } from '../phrases.ts'
import type { Placed } from '../report.ts'
import { STATUS, type ListedPermits } from './permits.ts'

type Row = Placed<Permit> & { readonly network: string }

const COLUMNS: readonly (readonly [heading: Text, cell: (row: Row, pen: Ink) => string])[] = [
  [text('ネットワーク', 'network'), ({ network }) => network],
  [text('区分', 'list'), ({ list }, pen) => (list === 'exceptions' ? pen.t('例外', 'exception') : pen.t('登録', 'entry'))],
  [text('番号', 'id'), ({ id }) => id],
  [text('名称', 'title'), ({ title }) => title ?? ''],
  [text('状態', 'status'), ({ status }, pen) => pen.say(STATUS[status])],
  [text('説明', 'why'), ({ why }, pen) => (why ? pen.say(why) : '')],
  [text('規則・種別', 'rules or kind'), ({ rules }) => rules.join(', ')],
  [text('送信元', 'from'), ({ from }) => from.join(', ')],
  [text('宛先', 'to'), ({ to }) => to.join(', ')],
  [text('サービス', 'service'), ({ service }) => service],
  [text('理由・目的', 'reason'), ({ reason }) => reason ?? ''],
  [text('承認者', 'approver'), ({ approver }) => approver ?? ''],
  [text('起案番号', 'ticket'), ({ ticket }) => ticket ?? ''],
  [text('開始日', 'begins'), ({ begins }) => begins ?? ''],
  [text('有効期限', 'expires'), ({ expires }) => expires ?? ''],
  [text('残り日数', 'days left'), ({ daysLeft }) => (daysLeft === undefined ? '' : String(daysLeft))],
  [text('後継', 'successor'), ({ successor }) => successor ?? ''],
  [text('場所', 'place'), ({ at }) => position(at)],
]

export function csv(lists: readonly ListedPermits[], pen: Ink): string {
  const rows = lists.flatMap(({ network, permits }) => permits.map((one): Row => ({ ...one, network })))
  const lines = [COLUMNS.map(([heading]) => pen.say(heading)), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row, pen)))]
  return `\uFEFF${lines.map((line) => line.map(inCsv).join(',')).join('\r\n')}\r\n`
}
