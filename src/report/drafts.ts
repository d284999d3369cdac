/** What is permitted and not registered: drafts of entries, and what no entry can put in order. First what decides most. */
import type { FlowKind } from '../topology/model.ts'
import type { Cause, Severity, Text } from '../verdict.ts'
import { ink, type Ink } from './ink.ts'
import { neutral } from './neutral.ts'
import { position } from './phrases.ts'
import type { Placed } from './report.ts'

/** One obligation that is refuted today. */
export interface Open { readonly rule: string; readonly subject: Text; readonly severity: Severity }

export interface Draft {
  readonly id: string
  readonly kind: FlowKind
  readonly from: string
  readonly to: string
  readonly services: readonly string[]
  /** What lets it through. */
  readonly causes: readonly Cause[]
  /** The obligations that it takes part in. */
  readonly open: readonly Open[]
  /** Obligations decided once this entry and all before it are complete. */
  readonly decided: number
}

/** What no entry of the register puts in order: it has to be closed, or narrowed until one does. */
export interface Unregisterable {
  readonly cause: Cause
  readonly why: Text
  /** The entry that would not do, as far as there is one. */
  readonly ends?: Pick<Draft, 'from' | 'to' | 'services'>
  readonly open: readonly Open[]
}

export interface Drafts {
  readonly network: string
  readonly title?: string
  readonly drafts: readonly Draft[]
  readonly rest: readonly Unregisterable[]
}

export const KIND: Readonly<Record<FlowKind, readonly [ja: string, en: string]>> = {
  specific: ['特定通信', 'specific'], sanitized: ['無害化通信', 'sanitized'], export: ['外部への送信', 'export'], necessary: ['必要な通信', 'necessary'],
  media: ['媒体', 'media'], ordinary: ['通常の通信', 'ordinary'],
}

/** `file`: where the drafts were written; absent when there were none. */
export function renderDrafts(found: Placed<Drafts>, file: string | undefined, root: string, options: { readonly lang: 'ja' | 'en'; readonly color: boolean }): string {
  const pen = ink(options)
  const { drafts, rest, title, network } = neutral(found)
  const name = title ?? network
  const blocks = [
    [pen.paint('bold', drafts.length + rest.length === 0
      ? pen.t(`登録のない通信は見つかりませんでした: ${name}`, `nothing is permitted that is not registered: ${name}`)
      : pen.t(`登録のない通信: 下書き ${drafts.length} 件、このままでは登録できないもの ${rest.length} 件: ${name}`, `not registered: ${drafts.length} drafts, ${rest.length} that no entry can put in order: ${name}`))],
    ...(drafts.length === 0 ? [] : [[
      pen.t('記入する順（業務に必要なものだけ。不要なものは許可を削除する）:', 'in this order (what is needed; remove what permits the rest):'),
      ...drafts.flatMap((draft, index) => entry(draft, index, pen)),
    ]]),
    ...(rest.length === 0 ? [] : [[
      pen.t('このままでは登録しても適合にならないもの（許可を削除・限定するか、相手を hosts や parties に申告する）:', 'no entry puts these in order as they are (remove or narrow what permits them, or declare who is at their ends):'),
      ...rest.flatMap((one) => closing(one, pen)),
    ]]),
    ...(file === undefined || drafts.length === 0 ? [] : [next(file, root, drafts, pen)]),
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function entry({ id, kind, from, to, services, causes, open, decided }: Placed<Draft>, index: number, pen: Ink): string[] {
  return [
    `${String(index + 1).padStart(3)}. ${pen.paint('cyan', id)} ${pen.t(...KIND[kind])}  ${plainEnds(from)} → ${plainEnds(to)}  ${services.join(', ')}`,
    ...causes.map((cause) => `     ${pen.t('許可している箇所', 'permitted by')}: ${pen.say(cause.title)}  ${position(cause.at)}`),
    `     ${pen.t(`関わる判定 ${open.length} 件、ここまでの記入で決まる判定 ${decided} 件`, `takes part in ${open.length}; decided so far: ${decided}`)}: ${rules(open)}`,
  ]
}

function closing({ cause, why, ends, open }: Placed<Unregisterable>, pen: Ink): string[] {
  return [
    `  - ${pen.say(cause.title)}  ${position(cause.at)}`,
    ...(ends ? [`      ${plainEnds(ends.from)} → ${plainEnds(ends.to)}  ${ends.services.join(', ')}`] : []),
    `      ${pen.say(why)}`,
    ...open.map(({ rule, subject }) => `      ${rule}  ${pen.say(subject)}`),
  ]
}

const rules = (open: Placed<Draft>['open']): string => [...new Set(open.map(({ rule }) => rule))].join(', ')

function next(file: string, root: string, drafts: readonly Placed<Draft>[], pen: Ink): string[] {
  const [first] = drafts
  const name = file.slice(file.lastIndexOf('/') + 1)
  return [
    pen.t(`${file} に書きました。まだ何も承認されていないので、適合にはなりません。次にすること:`, `written to ${file}. Nothing is approved, so nothing is green yet. Next:`),
    pen.t(`  1. ${root} の include に「${name}」を足す（違反の原因が下書きの番号で示されるようになります）`, `  1. add "${name}" to include: of ${root} (violations then name their draft)`),
    pen.t(`  2. 必要な通信には、上から順に目的・承認者・承認日・有効期限を記入し（例: ${first!.id}）、register.yaml に移す`, `  2. for what is needed type purpose, approver, dates, from the top (${first!.id}), and move the entry to register.yaml`),
    pen.t('  3. 不要な通信は、下書きを消し、許可している箇所を閉じる（sanso check --fix-dry-run が案を示します）', '  3. for what is not needed delete the draft and close what permits it (sanso check --fix-dry-run proposes how)'),
  ]
}

/** `{ host: tax }` as `tax`. */
export const plainEnds = (ends: string): string => [...ends.matchAll(/\{ (?:zone|host|party|segment|device): ([^,{}]+?) ?(?:, addresses: (\[.*?\]) )?\}|addresses: (\[.*?\])/g)]
  .map(([, name, addresses, bare]) => [name, addresses ?? bare].filter((one) => one !== undefined).join(' ').replaceAll("'", '')).join('、')
