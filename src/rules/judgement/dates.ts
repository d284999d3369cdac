/** The days between which an entry of the register or an exception holds; both stated days are included. */
import { text, type Text } from '../../verdict.ts'

/** An ISO 8601 calendar day that exists; anything else counts as expired. */
export function isDay(day: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (!parts) return false
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number]
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return month >= 1 && month <= 12 && date >= 1 && date <= days[month - 1]!
}

export interface Days {
  /** It holds from the last of these. */
  readonly from: readonly (string | undefined)[]
  readonly until: string | undefined
}

/** Undefined: within its days, as far as they are stated. A day that does not exist counts as past, or as not reached. */
export function outOfDate({ from, until }: Days, asOf: string): { readonly is: 'expired' | 'not-yet'; readonly why: Text } | undefined {
  if (until !== undefined && !isDay(until)) {
    return { is: 'expired', why: text(`有効期限「${until}」は日付として読めないため期限切れとして扱います`, `its expiry "${until}" is no date and counts as past`) }
  }
  if (until !== undefined && until < asOf) {
    return { is: 'expired', why: text(`有効期限 ${until} を過ぎています`, `it expired on ${until}`) }
  }
  const stated = from.filter((day) => day !== undefined)
  const wrong = stated.find((day) => !isDay(day))
  if (wrong !== undefined) return { is: 'not-yet', why: text(`開始日または承認日「${wrong}」は日付として読めません`, `its start or approval "${wrong}" is no date`) }
  const late = stated.find((day) => day > asOf)
  return late === undefined ? undefined
    : { is: 'not-yet', why: text(`開始日または承認日（${late}）が判定日より後です`, `it starts, or was approved, only on ${late}`) }
}
