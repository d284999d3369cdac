/** 監査項目別 点検結果表 as Markdown, in the columns of the profile's form. */
import { inMarkdown } from '../../markup.ts'
import type { Dossier } from '../dossier.ts'
import { coverLines } from '../cover-lines.ts'
import type { Pen } from '../pen.ts'
import { auditRows } from './rows.ts'

export function auditMarkdown(dossier: Dossier, pen: Pen): string {
  const { title, columns } = dossier.auditForm
  const rows = auditRows(dossier, pen).map((row) => columns.map(({ shows }) => shows.flatMap((field) => (field === 'blank' ? [] : row[field])).map(inMarkdown).join('<br>')))
  return [
    `# ${inMarkdown(pen.say(title))}`, '',
    ...coverLines(dossier, pen).map(([name, value]) => `- ${inMarkdown(name)}: ${inMarkdown(value)}`), '',
    `| ${columns.map(({ heading }) => inMarkdown(pen.say(heading))).join(' | ')} |`, `|${'---|'.repeat(columns.length)}`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`), '',
    inMarkdown(pen.t('判定は申告（構成図・設定・書類）についてのものであり、実際のネットワークを確認したものではありません。', 'Verdicts are about what was declared, not about the network itself.')), '',
  ].join('\n')
}
