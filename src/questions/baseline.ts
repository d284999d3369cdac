/** The file of known violations: read, checked, and written again. */
import { judgementOf, type Declared } from '../open.ts'
import { entriesOf, pruned, type Baseline, type KnownEntry } from '../rules/baseline.ts'
import { text, type Text } from '../verdict.ts'
import { verdictsOf } from './diff.ts'

const FORMAT = 1

/** `mark`: of the key by whose pseudonyms the file is to be written. A `Text` says what is wrong with the file. */
export function parseBaseline(content: string, mark?: string): Baseline | Text {
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch {
    return text('JSON として読めません', 'it is no JSON')
  }
  const { 'sanso-baseline': format, networks, redacted } = (isMap(value) ? value : {}) as { 'sanso-baseline'?: unknown; networks?: unknown; redacted?: unknown }
  if (format !== FORMAT || !isMap(networks)) return text(`ベースラインではありません（"sanso-baseline": ${FORMAT} と networks が要ります）`, `it is no baseline ("sanso-baseline": ${FORMAT} and networks)`)
  // Its names would match nothing, and those that match nothing are shown.
  if (redacted !== mark) return otherNames(redacted !== undefined, mark !== undefined)
  const entries = Object.entries(networks)
  const wrong = entries.find(([, list]) => !Array.isArray(list) || !list.every(isEntry))
  if (wrong) return text(`ネットワーク ${wrong[0]} の項目に誤りがあります`, `an entry of the network ${wrong[0]} is wrong`)
  return new Map(entries as [string, KnownEntry[]][])
}

const otherNames = (hidden: boolean, wanted: boolean): Text => !wanted
  ? text('仮名で書かれたベースラインです。--redact とともに使ってください', 'this baseline is written in pseudonyms: use it with --redact')
  : hidden ? text('別の鍵の仮名で書かれたベースラインです', 'this baseline is written in the pseudonyms of another key')
  : text('仮名で書かれていないベースラインです。--redact --update-baseline で別のファイルに作ってください', 'this baseline is not written in pseudonyms: write another with --redact --update-baseline')

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

const isEntry = (value: unknown): boolean => isMap(value)
  && ['rule', 'key', 'outcome'].every((field) => typeof value[field] === 'string')
  && ['refuted', 'unknown'].includes(value['outcome'] as string) && ['error', 'warning', 'note'].includes(value['severity'] as string)
  && ['packets', 'meaning'].some((field) => typeof value[field] === 'string')

/** Sorted, so that a change of the file shows what changed. */
export function writeBaseline(baseline: Baseline, mark?: string): string {
  const byName = (a: KnownEntry, b: KnownEntry): number => (`${a.rule} ${a.key}` < `${b.rule} ${b.key}` ? -1 : 1)
  const networks = Object.fromEntries([...baseline].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, entries]) => [id, [...entries].sort(byName)]))
  return `${JSON.stringify({ 'sanso-baseline': FORMAT, ...(mark !== undefined && { redacted: mark }), networks }, null, 2)}\n`
}

/** `update`: everything that is wrong now is known from now on. `prune`: only what is known and still there stays. */
export function renewed(baseline: Baseline, id: string, declared: Declared, asOf: string, how: 'update' | 'prune'): Baseline {
  const judgement = judgementOf(declared, asOf)
  const verdicts = verdictsOf(judgement)
  const entries = how === 'update' ? entriesOf(verdicts) : pruned(baseline.get(id) ?? [], verdicts, judgement.network.space)
  return new Map([...baseline, [id, entries]])
}
