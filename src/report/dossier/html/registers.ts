/** The register and the exceptions as they stand on the day, the form for auditors, and the tests to be made. */
import type { Permit } from '../../../rules/register/permits.ts'
import { text, type Text } from '../../../verdict.ts'
import { STATUS } from '../../permits/permits.ts'
import type { Placed } from '../../report.ts'
import { auditRows } from '../audit/rows.ts'
import type { Dossier, FieldEnd } from '../dossier.ts'
import { notes } from '../field-test/markdown.ts'
import { commands, expectation, service } from '../field-test/tries.ts'
import { markup, type Markup } from '../markup.ts'
import type { Pen } from '../pen.ts'
import { lines, table, where, type Section } from './elements.ts'

const KINDS: Readonly<Record<string, Text>> = {
  specific: text('特定通信', 'specific'), sanitized: text('無害化通信', 'sanitized'), export: text('持ち出し', 'export'), necessary: text('必要な通信', 'necessary'), media: text('媒体', 'media'), ordinary: text('その他', 'ordinary'),
}

export function registers({ flows, exceptions }: Dossier, pen: Pen): Section {
  const day = (iso: string | undefined): string => (iso === undefined ? pen.t('記載なし', 'not stated') : pen.day(iso))
  const state = ({ status, why, successor }: Placed<Permit>): Markup => lines([
    `${status === 'in-force' ? '○' : status === 'not-yet' ? '―' : '×'} ${pen.say(STATUS[status])}`, ...(why ? [pen.say(why)] : []), ...(successor === undefined ? [] : [pen.t(`後継：${successor}`, `followed by ${successor}`)])])
  const ends = (one: Placed<Permit>): Markup => lines([`${one.from.join(', ')} → ${one.to.join(', ')}`, one.service])
  const nothing = markup`<p>${pen.t('なし', 'None')}</p>`
  return {
    id: 'registers', heading: pen.t('登録簿の状態', 'Registers as judged'),
    body: markup`<h3>${pen.t('例外', 'Exceptions')}</h3>${exceptions.length === 0 ? nothing : table(pen.t('例外', 'Exceptions'),
      [pen.t('番号', 'Id'), pen.t('状態', 'State'), pen.t('対象の規則', 'Rules'), pen.t('通信', 'Communication'), pen.t('理由', 'Reason'), pen.t('代替の対策', 'Compensating measures'), pen.t('承認者・起案番号', 'Approver, ticket'), pen.t('期限', 'Expires'), pen.t('記載箇所', 'Where')],
      exceptions.map((one) => [title(one), state(one), lines([...one.rules]), ends(one), one.reason ?? '', one.measures ?? '', lines([one.approver ?? pen.t('記載なし', 'not stated'), one.ticket ?? '']), lines([day(one.expires), ...(one.daysLeft === undefined ? [] : [pen.t(`残り ${one.daysLeft} 日`, `${one.daysLeft} days left`)])]), where(one.at)]),
      'register', ['entry', 'state', 'rules', 'communication', 'purpose', 'purpose', 'approved', 'day', 'where'])}
<h3>${pen.t('通信要件一覧', 'Register of communication')}</h3>${flows.length === 0 ? nothing : table(pen.t('通信要件一覧', 'Register of communication'),
      [pen.t('番号', 'Id'), pen.t('状態', 'State'), pen.t('種別', 'Kind'), pen.t('通信', 'Communication'), pen.t('目的', 'Purpose'), pen.t('承認者・承認日', 'Approved'), pen.t('期限', 'Expires'), pen.t('記載箇所', 'Where')],
      flows.map((one) => [title(one), state(one), pen.say(KINDS[one.rules[0]!]!), ends(one), one.reason ?? '', lines([one.approver ?? pen.t('記載なし', 'not stated'), ...(one.approved === undefined ? [] : [pen.day(one.approved)])]), day(one.expires), where(one.at)]),
      'register', ['entry', 'state', 'kind', 'communication', 'purpose', 'approved', 'day', 'where'])}`,
  }
}

const title = ({ id, title: said }: Placed<Permit>): Markup => lines([id, ...(said === undefined ? [] : [said])])

export function auditForm(dossier: Dossier, pen: Pen): Section {
  const { title: name, columns } = dossier.auditForm
  return {
    id: 'audit', heading: pen.say(name),
    body: table(pen.say(name), columns.map(({ heading }) => pen.say(heading)),
      auditRows(dossier, pen).map((row) => columns.map(({ shows }) => lines(shows.flatMap((field) => (field === 'blank' ? [] : row[field]))))), 'audit', columns.map(({ shows }) => shows[0]!)),
  }
}

export function fieldTestForm({ fieldTests }: Dossier, pen: Pen): Section {
  const end = ({ zone, name, address }: FieldEnd): Markup => lines([pen.say(name).includes(address) ? pen.say(name) : `${pen.say(name)} ${address}`, `[${zone}]`])
  return {
    id: 'field-test', heading: pen.t('疎通確認試験票', 'Tests on the real network'),
    body: markup`<ul>${notes(pen).map((one) => markup`<li>${one}</li>`)}</ul>
${table(pen.t('疎通確認試験票', 'Tests on the real network'), [pen.t('番号', 'No.'), pen.t('送信元（ここで実行）', 'From (run here)'), pen.t('宛先', 'To'), pen.t('サービス', 'Service'), pen.t('コマンド（例）', 'Command (example)'), pen.t('期待する結果', 'Expected'), pen.t('根拠', 'Because'), pen.t('結果（○×）', 'Result'), pen.t('実施日・実施者', 'When, by whom')],
      fieldTests.map((test, index) => [index + 1, end(test.from), end(test.to), service(test), lines(commands(test).map((one) => markup`<code>${one}</code>`)), `${test.expected === 'arrives' ? '○' : '×'} ${expectation(test, pen)}`, pen.say(test.because), '', '']), 'form', ['number', 'end', 'end', 'service', 'command', 'expected', 'because', 'blank', 'blank'])}`,
  }
}
