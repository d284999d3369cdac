/** One cause, one finding; one missing fact, one entry; one belief, one line: with the obligations under each. */
import type { Assumption, Cause, Missing, Verdict } from '../verdict.ts'
import { heavier } from './exit-code.ts'
import { byCodeUnit, byLocation } from './order.ts'
import type { Finding, Obligation, Placed } from './report.ts'

type Under<T> = T & { readonly obligations: readonly number[] }

/** Collects values of the same key, each with the indices at which it occurred; in order of first occurrence. */
function grouped<T extends { readonly key: string }>(occurrences: Iterable<readonly [value: T, index: number]>): Under<T>[] {
  const groups = new Map<string, T & { readonly obligations: number[] }>()
  for (const [value, index] of occurrences) {
    const group = groups.get(value.key)
    if (group === undefined) groups.set(value.key, { ...value, obligations: [index] })
    else if (group.obligations.at(-1) !== index) group.obligations.push(index)
  }
  return [...groups.values()]
}

const SEVERITIES = ['error', 'warning', 'note'] as const

/** A refuted obligation that names no cause is its own. */
const causeOf = ({ cause, rule, key, subject, at }: Obligation): Placed<Cause> =>
  cause ?? { key: `obligation:${rule}/${key}`, title: subject, at }

export function findings(obligations: readonly Obligation[]): Finding[] {
  const refuted = obligations.flatMap((obligation, index) => (obligation.outcome === 'refuted' ? [[causeOf(obligation), index] as const] : []))
  return grouped(refuted)
    .map((group) => {
      const broken = group.obligations.map((index) => obligations[index]!)
      return { ...group, severity: broken.map(({ severity }) => severity).reduce(heavier), fails: broken.some(({ fails }) => fails) }
    })
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || byLocation(a.at, b.at) || byCodeUnit(a.key, b.key))
}

/** An unknown obligation that names nothing still shows, as a fact that nobody can type. */
const missingOf = ({ missing, rule, key, message, at }: Verdict): readonly Missing[] =>
  missing.length > 0 ? missing : [{ key: `obligation:${rule}/${key}`, text: message, yaml: '', at }]

/** The entry that concerns most obligations first. An obligation is decided only when everything that it lacks is there. */
export function unknowns(verdicts: readonly Verdict[]): (Under<Missing> & { readonly decided: number })[] {
  const undecided = verdicts.flatMap((verdict, index) => (verdict.outcome === 'unknown' ? [[missingOf(verdict), index] as const] : []))
  const ranked = grouped(undecided.flatMap(([missing, index]) => missing.map((entry) => [entry, index] as const)))
    .sort((a, b) => b.obligations.length - a.obligations.length || byCodeUnit(a.key, b.key))
  const rank = new Map(ranked.map(({ key }, index) => [key, index]))
  const decidedAt = undecided.map(([missing]) => Math.max(...missing.map(({ key }) => rank.get(key)!)))
  return ranked.map((entry, index) => ({ ...entry, decided: decidedAt.filter((last) => last <= index).length }))
}

export function beliefs(verdicts: readonly Verdict[]): Under<Assumption>[] {
  return grouped(verdicts.flatMap(({ assumes }, index) => assumes.map((assumption) => [assumption, index] as const)))
    .sort((a, b) => byCodeUnit(a.key, b.key))
}
