/** Whether an exception permits anything on a day: complete, in date, and narrow at one end at least. */
import { isDay, outOfDate } from '../judgement/dates.ts'
import type { Profile } from '../profiles/profile.ts'
import type { End, Exception } from '../../topology/model.ts'
import { text, type Cause, type Text } from '../../verdict.ts'
import { isWide } from './entry-limits.ts'

export type ExceptionStanding =
  | { readonly is: 'active' }
  /** `incomplete`: something is not stated. `refused`: both ends are wide open. */
  | { readonly is: 'expired' | 'not-yet' | 'incomplete' | 'refused'; readonly why: Text }

export function exceptionStanding(exception: Exception, asOf: string, limits: Profile['limits']): ExceptionStanding {
  const { from, to, issued, expires } = exception
  const missing = lacking(exception)
  if (missing) return { is: 'incomplete', why: missing }
  if (!isNarrow(from, limits) && !isNarrow(to, limits)) {
    return { is: 'refused', why: text('送信元も宛先も広く、例外として認められません', 'it is wide at both ends, which no exception may be') }
  }
  return outOfDate({ from: [issued], until: expires }, asOf) ?? { is: 'active' }
}

/** One end may be a zone, a segment or many addresses; both may not. */
const isNarrow = (ends: readonly End[], { prefix }: Profile['limits']): boolean => ends.length > 0
  && ends.every((end) => end.kind === 'host' || end.kind === 'device' || end.kind === 'party' || (end.kind === 'addresses' && !isWide(end.set, prefix)))

/** What an exception is nothing without. */
function lacking({ from, to, service, reason, approver, expires }: Exception): Text | undefined {
  return notStated([
    [from.length > 0, text('送信元', 'source')], [to.length > 0, text('宛先', 'destination')], [service !== undefined, text('サービス', 'service')],
    [!!reason, text('理由', 'reason')], [!!approver, text('承認者', 'approver')], [!!expires, text('有効期限', 'expiry')],
  ])
}

/** What has to be on record beside. */
export const unrecorded = ({ ticket, measures }: Exception): Text | undefined =>
  notStated([[!!ticket, text('起案番号（ticket）', 'ticket')], [!!measures, text('代替の対策（measures）', 'compensating measures')]])

export function notStated(facts: readonly (readonly [stated: boolean, name: Text])[]): Text | undefined {
  const names = facts.filter(([stated]) => !stated).map(([, name]) => name)
  return names.length === 0 ? undefined
    : text(`${names.map(({ ja }) => ja).join('・')}の記載がありません`, `it lacks: ${names.map(({ en }) => en).join(', ')}`)
}

/** The days from the first to the last, both counted; undefined where either is not stated. */
export function lifeOf({ issued, expires }: Exception): number | undefined {
  if (issued === undefined || expires === undefined || !isDay(issued) || !isDay(expires)) return undefined
  return dayNumber(expires) - dayNumber(issued) + 1
}

export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000

export function exceptionCause({ id, at, expiresAt }: Exception, why: Text, is?: ExceptionStanding['is']): Cause {
  return { key: `exception:${id}`, at: is === 'expired' ? expiresAt ?? at : at, title: text(`例外 ${id}：${why.ja}`, `exception ${id}: ${why.en}`) }
}
