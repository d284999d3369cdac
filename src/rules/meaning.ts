/** When two verdicts mean the same violation: a new packet between the same ends, another cause or another missing fact is a new one. */
import type { PacketSet } from '../net/packet-set.ts'
import type { Severity } from '../verdict.ts'
import type { FullVerdict } from './ask.ts'

export const isBad = ({ outcome }: Pick<FullVerdict, 'outcome'>): boolean => outcome === 'refuted' || outcome === 'unknown'

/** Of the obligation within its network; verdicts of the same name are the same obligation before and after a change. */
export const nameOf = ({ rule, key }: Pick<FullVerdict, 'rule' | 'key'>): string => `${rule} ${key}`

/** What a violation without a packet set is known by. */
export const meaningOf = ({ cause, chain, missing, outcome }: FullVerdict): string => JSON.stringify(
  outcome === 'unknown' ? missing.map(({ key }) => key).sort()
  : [cause?.key ?? '', ...(chain ?? []).map(({ from, to }) => `${from.en} -> ${to.en}`)])

const WEIGHTS: readonly Severity[] = ['note', 'warning', 'error']

/** The same obligation weighs more where it is broken in a graver way. */
export const isGraver = (now: Severity, then: Severity): boolean => WEIGHTS.indexOf(now) > WEIGHTS.indexOf(then)

/** All packets of a violation. */
export const wholeOf = (parts: readonly PacketSet[]): PacketSet => parts[0]!.space.union(parts)

/** Most parts are what they were, and others have to do with few: the union of all may be too large to be made. */
function areWithin(parts: readonly PacketSet[], others: readonly PacketSet[]): boolean {
  const known = new Set(others.map(({ ref }) => ref))
  return parts.every((part) => known.has(part.ref) || part.within(part.space.union(others.filter((other) => other.meets(part)))))
}

/** Whether a verdict is worse than it was, or bad in another way. Both are of networks over one packet space. */
export function isNews(before: FullVerdict | undefined, after: FullVerdict): boolean {
  if (!isBad(after)) return false
  if (!before || !isBad(before)) return true
  if (before.outcome === 'unknown' && after.outcome === 'refuted') return true
  if (isGraver(after.severity, before.severity)) return true
  if (after.violation && before.violation) return !areWithin(after.violation(), before.violation())
  // What was refuted and is only unknown now lacks a fact that nobody asked for before.
  return before.outcome === after.outcome && meaningOf(before) !== meaningOf(after)
}
