/** What was written first, what was put aside, and what to do next. */
import type { Lang, Text } from '../verdict.ts'
import { ink } from './ink.ts'
import { neutral } from './neutral.ts'
import type { Report } from './report.ts'
import { CONCLUSION } from './words.ts'

export interface InitialSummary {
  readonly written: readonly string[]
  readonly aside: readonly { readonly what: Text; readonly why: readonly Text[] }[]
  readonly skipped: readonly { readonly flag: string; readonly ask: Text; readonly decides: Text }[]
  /** No device connects anything yet. */
  readonly unconnected: boolean
  /** Of the files as they were written. */
  readonly report: Report
}

/** Mistakes of one part that a reader looks at. */
const SHOWN = 5

export function renderInitial(summary: InitialSummary, folder: string, { lang, color }: { readonly lang: Lang; readonly color: boolean }): string {
  const pen = ink({ lang, color })
  const { written, aside, skipped, unconnected, report } = neutral(summary)
  const [network] = report.networks
  const blocks = [
    [pen.paint('bold', pen.t('書き込んだファイル:', 'written:')), ...written.map((name) => `  ${name}`)],
    ...(aside.length === 0 ? [] : [[
      pen.paint('yellow', pen.t('取り込めず、コメントにしたもの:', 'put aside, as comments:')),
      ...aside.flatMap(({ what, why }) => [`  ${pen.say(what)}`, ...why.slice(0, SHOWN).map((one) => `    ${pen.say(one)}`), ...(why.length > SHOWN ? [pen.t(`    ほか ${why.length - SHOWN} 件`, `    and ${why.length - SHOWN} more`)] : [])]),
    ]]),
    ...(skipped.length === 0 ? [] : [[
      pen.t('未回答のもの（いつでも書き足せます）:', 'not answered (it can be added at any time):'),
      ...skipped.map(({ flag, ask, decides }) => `  --${flag}  ${pen.say(ask)}${pen.t('。決まること: ', '; it decides ')}${pen.say(decides)}`),
    ]]),
    ...(unconnected ? [[pen.paint('yellow', pen.t(
      '機器がまだありません。領域の間は何もつながっていないものとして判定されます。', 'There is no device yet: verdicts take it that nothing connects the zones.'))]] : []),
    ...(network ? [[
      `${pen.t('いまの判定', 'as it stands')}: ${pen.say(CONCLUSION[network.conclusion])}${pen.t(`（違反の原因 ${network.findings.length} 件、記入すると判定できる項目 ${network.unknowns.length} 件）`, ` (${network.findings.length} causes of violations, ${network.unknowns.length} entries that would decide more)`)}`,
      pen.t(`次に: sanso check ${folder}`, `next: sanso check ${folder}`),
      pen.t(`      sanso init --draft-register ${folder}    登録のない通信を下書きにする`, `      sanso init --draft-register ${folder}    drafts what is not registered`),
    ]] : []),
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}
