/** A comparison as a comment on a pull request. */
import type { Ink } from '../ink.ts'
import { inMarkdown } from '../markup.ts'
import { box, packet, position } from '../phrases.ts'
import { OUTCOME } from '../words.ts'
import type { DiffReport } from './report.ts'
import { conclusion, exceptions, premises } from './text.ts'

export function markdown(report: DiffReport, pen: Ink): string {
  const { verdicts, opened, closed } = report
  const turned = verdicts.map(({ rule, before, after, fails, news }) => {
    const one = (after ?? before)!
    const cause = news && after?.cause ? `${inMarkdown(pen.say(after.cause.title))} ${code(position(after.cause.at))}` : ''
    return [fails ? '❌' : news ? '⚠️' : '', rule, inMarkdown(pen.say(one.subject)), before ? pen.say(OUTCOME[before.ground][before.outcome]) : '―', after ? pen.say(OUTCOME[after.ground][after.outcome]) : '―', cause]
  })
  const changes = (list: typeof opened) => list.map(({ from, to, services, witness }) =>
    [inMarkdown(from), inMarkdown(to), inMarkdown(services.join(', ')), code(packet(witness.sent)), inMarkdown(witness.boxes.map(box).join('; '))])
  const packets = [pen.t('送信元', 'from'), pen.t('宛先', 'to'), pen.t('サービス', 'services'), pen.t('例', 'example'), pen.t('全体', 'all')]
  return [
    `## ${report.exitCode === 0 ? '✅' : '❌'} sanso diff`, '', inMarkdown(conclusion(report, pen)), '',
    ...table(pen.t('変わった判定', 'Verdicts that turned'), ['', pen.t('規則', 'rule'), pen.t('対象', 'subject'), pen.t('前', 'before'), pen.t('後', 'after'), pen.t('原因', 'cause')], turned),
    ...table(pen.t('通るようになったもの', 'What became possible'), packets, changes(opened)),
    ...table(pen.t('通らなくなったもの', 'What became impossible'), packets, changes(closed)),
    ...listed(pen.t('例外', 'Exceptions'), exceptions(report, pen)),
    ...listed(pen.t('変わった前提（申告）', 'Changed premises'), premises(report, pen)),
  ].join('\n').replace(/(?<!\n)\n*$/, '\n')
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [`### ${title}`, '', `| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...rows.map((row) => `| ${row.join(' | ')} |`), '']
}

/** Deeper lines of the text become items under the one before. */
const listed = (title: string, lines: readonly string[]): string[] =>
  (lines.length === 0 ? [] : [`### ${title}`, '', ...lines.map((line) => `${line.startsWith('      ') ? '  ' : ''}- ${inMarkdown(line.trim())}`), ''])

const code = (content: string): string => `\`${content.replaceAll('`', "'").replaceAll('|', '\\|')}\``
