/** When an entry of the register permits something: complete, approved, in date, its ends and service within the limits. */
import type { End, Exception, Flow } from '../topology/model.ts'
import { text, type Text } from '../verdict.ts'

export type Standing =
  | { readonly is: 'active' }
  /** Everything about it is right but its day. */
  | { readonly is: 'expired' | 'not-yet'; readonly why: Text }
  | { readonly is: 'incomplete'; readonly why: Text }

const ACTIVE: Standing = { is: 'active' }

/** An ISO 8601 calendar day that exists; anything else counts as expired. */
export function isDay(day: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (!parts) return false
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number]
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return month >= 1 && month <= 12 && date >= 1 && date <= days[month - 1]!
}

/** The stated day is included: an entry that expires on `asOf` still holds. */
export function standingOf(flow: Flow, asOf: string): Standing {
  const missing = whatIsMissing(flow)
  if (missing) return { is: 'incomplete', why: missing }
  const { expires } = flow
  if (!isDay(expires!)) return { is: 'expired', why: text(`有効期限「${expires}」は日付として読めないため期限切れとして扱います`, `its expiry "${expires}" is no date and counts as past`) }
  if (expires! < asOf) return { is: 'expired', why: text(`有効期限 ${expires} を過ぎています`, `it expired on ${expires}`) }
  const begins = [flow.starts, flow.approved!.on].filter((day) => day !== undefined)
  const late = begins.find((day) => !isDay(day) || day > asOf)
  if (late !== undefined) return { is: 'not-yet', why: text(`開始日または承認日 ${late} に達していません`, `it starts, or was approved, only on ${late}`) }
  return ACTIVE
}

function whatIsMissing(flow: Flow): Text | undefined {
  const lacking: Text[] = []
  if (flow.from.length === 0) lacking.push(text('送信元', 'source'))
  if (flow.to.length === 0) lacking.push(text('宛先', 'destination'))
  if (flow.service === undefined) lacking.push(text('サービス', 'service'))
  if (!flow.purpose) lacking.push(text('目的', 'purpose'))
  if (!flow.approved?.by) lacking.push(text('承認者', 'approver'))
  if (!flow.approved?.on) lacking.push(text('承認日', 'date of approval'))
  if (!flow.expires) lacking.push(text('有効期限', 'expiry'))
  if (lacking.length === 0) return undefined
  return text(`${lacking.map(({ ja }) => ja).join('・')}の記載がありません`, `it lacks: ${lacking.map(({ en }) => en).join(', ')}`)
}

/** Whether an exception permits anything on that day; one whose ends are both whole zones is no narrow permission. */
export function holds({ from, to, service, reason, approver, issued, expires }: Exception, asOf: string): boolean {
  const narrow = (ends: readonly End[]): boolean => ends.length > 0 && ends.every(({ kind }) => kind !== 'zone')
  const complete = service !== undefined && !!reason && !!approver && (narrow(from) || narrow(to))
  const inDate = expires !== undefined && isDay(expires) && expires >= asOf && (issued === undefined || (isDay(issued) && issued <= asOf))
  return complete && inDate
}
