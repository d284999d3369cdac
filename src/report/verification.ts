/** What checking a bundle gave, part by part, with what each part trusts. */
import type { BundleChecked } from '../checker/bundle.ts'
import type { Fault } from '../checker/fault.ts'
import { text, type Lang, type Text } from '../verdict.ts'
import { EXIT } from './exit-code.ts'
import type { Conclusion } from './report.ts'
import { CONCLUSION } from './words.ts'

export interface Verification {
  readonly certificates: BundleChecked
  /** Absent: not compared with the inputs. */
  readonly again?: readonly Fault[]
  /** What the report itself says: an accepted bundle may well show violations. */
  readonly conclusion?: Conclusion
}

/** A rejected bundle is refuted; one that could be checked only in part is not known to be right. */
export function verificationExitCode({ certificates: { faults, uncertified }, again }: Verification): number {
  if (faults.length > 0 || (again?.length ?? 0) > 0) return EXIT.refuted
  return again === undefined || uncertified.length > 0 ? EXIT.unknown : EXIT.proved
}

/** Faults listed of each part; the rest are counted. */
const LISTED = 20

export function renderVerification(verification: Verification, lang: Lang): string {
  const { certificates: { faults, counts, uncertified }, again, conclusion } = verification
  const say = (one: Text): string => one[lang]
  const lines = [
    say(HEADLINE[verificationExitCode(verification)]!),
    ...(conclusion ? [`${say(text('報告書の結論', 'What the report concludes'))}: ${say(CONCLUSION[conclusion])}`] : []), '',
    `${say(text('(1) 証明書', '(1) Certificates'))}: ${say(faults.length > 0 ? REJECTED : ACCEPTED)}`,
    `    ${say(text(
      `ファイル ${counts.files}、グラフの場所 ${counts.places}、辺 ${counts.edges}、不変量 ${counts.invariants}、証明書のある判定 ${counts.obligations}`,
      `${counts.files} files, ${counts.places} places and ${counts.edges} edges of the graph, ${counts.invariants} invariants, ${counts.obligations} certified verdicts`))}`,
    `    ${say(text(
      '信頼するもの：グラフが構成を正しく表していること。集合の計算と不動点は、別に書いた検査器（src/checker）だけで確かめた',
      'Trusts: that the graph is what the declaration means. Sets and fixpoints were checked by a checker of its own (src/checker) alone'))}`,
    ...listed(faults, lang),
    ...uncertified.map((key) => `    ${say(text(`証明書のない判定（応答が戻らないことによる）: ${key}`, `no certificate (it rests on answers that do not come back): ${key}`))}`),
    '',
    `${say(text('(2) 入力の読み直し', '(2) Inputs, read again'))}: ${say(again === undefined ? NOT_DONE : again.length > 0 ? REJECTED : ACCEPTED)}`,
    `    ${say(text(
      '信頼するもの：本ソフトの設定ファイルの読み取り、グラフの組み立て、規則と登録の解釈。入力が実物と同じであることは確かめていない',
      'Trusts: how this program reads configurations, builds the graph, and understands rules and register. Whether the inputs are what is really there was not checked'))}`,
    ...listed(again ?? [], lang), '',
    say(text('人が読む書類（HTML、点検結果表、図など）は目録のハッシュだけで確かめた。判定は report.json にあるものが正である', 'Papers for people (HTML, tables, diagrams) were checked by their hashes alone: the verdicts are those of report.json')),
  ]
  return `${lines.join('\n')}\n`
}

function listed(faults: readonly Fault[], lang: Lang): string[] {
  const more = faults.length - LISTED
  return [
    ...faults.slice(0, LISTED).map(({ place, what }) => `  × ${place}\n      ${what[lang]}`),
    ...(more > 0 ? [`  ${text(`ほか ${more} 件`, `and ${more} more`)[lang]}`] : []),
  ]
}

const ACCEPTED = text('正しい', 'accepted')
const REJECTED = text('誤りがある', 'rejected')
const NOT_DONE = text('行っていない（入力が同封されていない、または比べるものがない）', 'not done: no inputs are enclosed, or there is nothing to compare')

const HEADLINE: Readonly<Record<number, Text>> = {
  [EXIT.proved]: text('この一式の判定は、同封の入力から本ソフトが導くものと一致し、証明書は正しい', 'The verdicts of this bundle are what its inputs give, and its certificates are right'),
  [EXIT.refuted]: text('この一式は受け入れられない：次の箇所が正しくない', 'This bundle is rejected: something is not right'),
  [EXIT.unknown]: text('誤りは見つからないが、確かめられない部分がある', 'Nothing wrong was found, but a part could not be checked'),
}
