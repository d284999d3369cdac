/** Whether a typed fact counts: the document that says so is named, dated, and not too old on the day. */
import type { Evidence } from '../../topology/model.ts'
import { text, type Assumption, type Text } from '../../verdict.ts'
import { isDay } from './dates.ts'

const MS_PER_DAY = 86_400_000

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY

/** Of days that exist. */
export const daysBetween = (earlier: string, later: string): number => dayNumber(later) - dayNumber(earlier)

/** Undefined: it counts. The day of the document is day 0, and day `limit` still counts. */
export function evidenceFault(evidence: Evidence | undefined, asOf: string, limit: number): Text | undefined {
  if (!evidence) return text('根拠となる文書の記載がありません', 'no document is named as evidence')
  const { document, on } = evidence
  if (on === undefined) return text(`根拠「${document}」の日付の記載がありません`, `the evidence "${document}" has no date`)
  if (!isDay(on)) return text(`根拠「${document}」の日付「${on}」は日付として読めません`, `the date "${on}" of the evidence "${document}" is no date`)
  if (on > asOf) return text(`根拠「${document}」の日付 ${on} はまだ来ていません`, `the evidence "${document}" is dated ${on}, which is yet to come`)
  if (daysBetween(on, asOf) <= limit) return undefined
  return text(`根拠「${document}」（${on}）は${limit}日より古いものです`, `the evidence "${document}" (${on}) is more than ${limit} days old`)
}

/** That what a document says is so; `of` is the key of what it speaks of. */
export const evidenceAssumed = (of: string, { document, on, at }: Evidence): Assumption => ({
  key: `evidence:${of}`, at, text: text(`根拠「${document}」（${on}）の記載どおりである`, `what "${document}" (${on}) says is so`),
})
