/** A comparison for people: what turned first, then what was opened and closed, then what was only declared otherwise. */
import type { Outcome } from '../../verdict.ts'
import type { Ink } from '../ink.ts'
import { box, packet, position } from '../phrases.ts'
import { hops } from '../text-finding.ts'
import { OUTCOME, SEVERITY } from '../words.ts'
import type { DiffReport, ReportedTurn } from './report.ts'

export function text(report: DiffReport, pen: Ink): string {
  const sections = [
    [`${report.base} → ${report.head}`, conclusion(report, pen)],
    titled(pen.t('変わった判定', 'verdicts that turned'), turns(report.verdicts, pen), pen),
    titled(pen.t('通るようになったもの', 'what became possible'), report.opened.flatMap((one) => opened(one, pen)), pen),
    titled(pen.t('通らなくなったもの', 'what became impossible'), report.closed.flatMap((one) => closed(one, pen)), pen),
    titled(pen.t('例外', 'exceptions'), exceptions(report, pen), pen),
    titled(pen.t('変わった前提（申告）', 'changed premises'), premises(report, pen), pen),
  ]
  return `${sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`
}

const titled = (title: string, lines: readonly string[], pen: Ink): string[] => (lines.length === 0 ? [] : [pen.paint('bold', title), ...lines])

export function conclusion({ opened: gained, closed: lost, verdicts, premises: changed, exitCode }: DiffReport, pen: Ink): string {
  const news = verdicts.filter(({ fails }) => fails).length
  if (gained.length + lost.length + verdicts.length + changed.length === 0) {
    return pen.paint('green', pen.t('意味の違いはない（通るパケットも判定も同じ。証明）', 'no difference in meaning (the same packets get through, the verdicts are the same; proved)'))
  }
  const counts = pen.t(`開いた ${gained.length} 組、閉じた ${lost.length} 組、変わった判定 ${verdicts.length} 件、変わった前提 ${changed.length} 件`,
    `opened ${gained.length}, closed ${lost.length}, verdicts turned ${verdicts.length}, premises changed ${changed.length}`)
  const verdict = news > 0 ? pen.paint('red', pen.t(`新たな違反または判定不能 ${news} 件`, `${news} newly refuted or unknown`))
    : exitCode === 0 ? pen.paint('green', pen.t('新たな違反・判定不能はない', 'nothing newly refuted or unknown')) : pen.paint('red', pen.t('前提が変わった', 'premises changed'))
  return pen.t(`${verdict}（${counts}）`, `${verdict} (${counts})`)
}

const said = (one: ReportedTurn['after'], pen: Ink): string => (one ? pen.say(OUTCOME[one.ground][one.outcome]) : pen.t('なし', 'none'))

/** One cause, one entry: what it turned stands under it, with one packet that shows it. */
function turns(verdicts: readonly ReportedTurn[], pen: Ink): string[] {
  const byCause = new Map<string, ReportedTurn[]>()
  for (const one of verdicts) {
    const key = one.news && one.after?.cause ? one.after.cause.key : `${one.rule} ${one.key}`
    byCause.set(key, [...byCause.get(key) ?? [], one])
  }
  return [...byCause.values()].flatMap((group) => group.length === 1 ? turn(group[0]!, pen) : [
    `  ${pen.t('原因', 'cause')}: ${pen.paint('bold', pen.say(group[0]!.after!.cause!.title))}  ${position(group[0]!.after!.cause!.at)}`,
    ...group.flatMap((one, index) => turn(one, pen, index === 0 ? 'but its cause' : 'nothing').map((line) => `  ${line}`)),
  ])
}

function turn({ rule, before, after, news, fails, severity }: ReportedTurn, pen: Ink, more: 'everything' | 'but its cause' | 'nothing' = 'everything'): string[] {
  const one = (after ?? before)!
  const mark = fails ? pen.paint('red', pen.t('新規', 'NEW')) : news ? pen.paint('yellow', `${pen.t('新規', 'new')}・${pen.say(SEVERITY[severity])}`) : pen.paint('dim', pen.t('変化', 'turned'))
  const line = `  ${mark} ${rule}  ${pen.say(one.subject)}: ${said(before, pen)} → ${said(after, pen)}`
  if (!news || more === 'nothing') return [line]
  const witness = after?.witness ?? after?.chain?.[0]
  return [
    line,
    `      ${pen.say(one.message)}`,
    ...(more === 'everything' && after?.cause ? [`      ${pen.t('原因', 'cause')}: ${pen.say(after.cause.title)}  ${position(after.cause.at)}`] : []),
    ...(witness ? [`      ${pen.t('例', 'example')}: ${packet(witness.sent)}`] : []),
    ...(after?.missing ?? []).map(({ text: what }) => `      ? ${pen.say(what)}`),
  ]
}

type Change = DiffReport['opened'][number]

function heading({ from, to, services, certain }: Change, pen: Ink): string {
  const doubt = certain ? '' : pen.t('（解釈できない設定による）', ' (part of the configuration is not understood)')
  return `  ${pen.paint('cyan', `${from} → ${to}`)}  ${services.join(', ')}${doubt}`
}

function shown({ witness, pairs }: Change, pen: Ink): string[] {
  return [
    `      ${pen.t('例', 'example')}: ${packet(witness.sent)}  ${pen.say(witness.from)} → ${pen.say(witness.to)}`,
    ...hops(witness.path, pen).map((line) => `        ${line}`),
    ...witness.boxes.map((each) => `      ${pen.t('全体', 'all')}: ${box(each)}`),
    ...pairs.map(({ from, to, services }) => `      ${from} → ${to}  ${services.join(', ')}`),
  ]
}

const opened = (change: Change, pen: Ink): string[] => [heading(change, pen), ...shown(change, pen)]

const closed = (change: Change, pen: Ink): string[] => [
  heading(change, pen), ...shown(change, pen),
  ...(change.wall ? hops(change.wall.stops, pen).map((line) => `      ${pen.t('止めた箇所', 'stopped at')}: ${line}`) : []),
]

export const exceptions = ({ exceptions: { added, removed, changed } }: DiffReport, pen: Ink): string[] => ([
  [added, pen.t('追加', 'added')], [removed, pen.t('削除', 'removed')], [changed, pen.t('変更', 'changed')],
] as const).flatMap(([list, what]) => list.map(({ id, at, title, approver, expires }) =>
  `  ${what} ${id}${title === undefined ? '' : `（${title}）`} ${pen.t('承認者', 'approver')} ${approver ?? '-'}、${pen.t('期限', 'until')} ${expires ?? '-'}  ${position(at)}`))

export const premises = ({ premises: changed }: DiffReport, pen: Ink): string[] => changed.flatMap(({ text: what, at, turns }) => [
  `  ${pen.say(what)}  ${position(at)}`,
  ...turns.map(({ name, subject, now, then }) => `      ${name.split(' ')[0]}  ${pen.say(subject)}: ${pen.t('元の値なら', 'under the old value')} ${
    outcome(then, pen)} / ${pen.t('いま', 'now')} ${outcome(now, pen)}`),
])

const outcome = (one: Outcome | 'gone', pen: Ink): string => (one === 'gone' ? pen.t('対象外', 'not asked') : pen.say(OUTCOME.computed[one]))
