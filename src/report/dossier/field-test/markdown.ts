/** 疎通確認試験票 as Markdown: to be printed, taken along and filled in. */
import { inMarkdown } from '../../markup.ts'
import { coverLines } from '../cover-lines.ts'
import type { Dossier, FieldEnd } from '../dossier.ts'
import type { Pen } from '../pen.ts'
import { commands, expectation, service } from './tries.ts'

export function fieldTestMarkdown(dossier: Dossier, pen: Pen): string {
  const heading = [
    pen.t('番号', 'no.'), pen.t('送信元（ここで実行）', 'from (run here)'), pen.t('宛先', 'to'), pen.t('サービス', 'service'), pen.t('実行するコマンド（例）', 'command (example)'),
    pen.t('期待する結果', 'expected'), pen.t('根拠', 'because'), pen.t('結果（○×）', 'result'), pen.t('実施日・実施者', 'when, by whom'),
  ]
  const end = ({ zone, name, address }: FieldEnd): string => inMarkdown(`${pen.say(name).includes(address) ? pen.say(name) : `${pen.say(name)} ${address}`} [${zone}]`)
  return [
    `# ${pen.t('疎通確認試験票', 'Tests on the real network')}`, '',
    ...coverLines(dossier, pen).map(([name, value]) => `- ${inMarkdown(name)}: ${inMarkdown(value)}`), '',
    ...notes(pen).map((line) => `- ${inMarkdown(line)}`), '',
    `| ${heading.join(' | ')} |`, `|${'---|'.repeat(heading.length)}`,
    ...dossier.fieldTests.map((test, index) => `| ${[
      String(index + 1), end(test.from), end(test.to), inMarkdown(service(test)), commands(test).map((command) => `\`${command}\``).join('<br>'),
      inMarkdown(expectation(test, pen)), inMarkdown(pen.say(test.because)), '', '',
    ].join(' | ')} |`), '',
  ].join('\n')
}

export const notes = (pen: Pen): string[] => [
  pen.t('申告から計算した結果を実際のネットワークで抜き取り確認するための票です。結果が期待と異なれば、申告と実機のどちらかが誤っています。', 'A sample of what was computed, to be tried on the real network: where a result differs, the declaration or the network is wrong.'),
  pen.t('業務に影響しない時間帯に、機器の管理者の了解を得て実施してください。', 'With the consent of who runs the machines, at a time when no work is disturbed.'),
  pen.t('宛先の機器が停止していると、許可されている通信もつながりません。', 'Where the target is down, what is permitted does not connect either.'),
]
