/** Exit codes are facts about the report, the same for every format. 2 (usage), 70 (our bug) and 130 never have a report. */
import type { Severity, Verdict } from '../verdict.ts'
import type { Conclusion } from './report.ts'

export const EXIT = { proved: 0, refuted: 1, invalid: 3, unknown: 4 } as const

/** Which code wins when several networks have different ones: the first of these. */
const PRECEDENCE: readonly number[] = [EXIT.invalid, EXIT.refuted, EXIT.unknown, EXIT.proved]

const CONCLUSIONS: readonly Conclusion[] = ['invalid', 'nothing', 'refuted', 'unknown', 'excepted', 'proved']

const WEIGHT: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 }

export interface Strictness {
  /** The least severity that makes a run fail. */
  readonly failOn: Severity
  readonly allowUnknown: boolean
}

export const heavier = (a: Severity, b: Severity): Severity => (WEIGHT[a] >= WEIGHT[b] ? a : b)

/**
 * The severity counts for an unknown obligation as for a refuted one: a user who accepts that a note is refuted has no use for
 * a run that fails because nobody knows whether it is.
 */
export function fails({ outcome, severity }: Pick<Verdict, 'outcome' | 'severity'>, { failOn, allowUnknown }: Strictness): boolean {
  if (WEIGHT[severity] < WEIGHT[failOn]) return false
  return outcome === 'refuted' || (outcome === 'unknown' && !allowUnknown)
}

export function exitCode(conclusion: Conclusion, obligations: readonly { outcome: Verdict['outcome']; fails: boolean }[]): number {
  if (conclusion === 'invalid' || conclusion === 'nothing') return EXIT.invalid
  const failed = obligations.filter((obligation) => obligation.fails)
  if (failed.some(({ outcome }) => outcome === 'refuted')) return EXIT.refuted
  return failed.length > 0 ? EXIT.unknown : EXIT.proved
}

export const firstExitCode = (codes: readonly number[]): number => PRECEDENCE.find((code) => codes.includes(code)) ?? EXIT.invalid

export const firstConclusion = (conclusions: readonly Conclusion[]): Conclusion =>
  CONCLUSIONS.find((conclusion) => conclusions.includes(conclusion)) ?? 'nothing'
