/** What the declaration amounts to, clause by clause: the sentence that an auditor looks for first. */
import { text, type Ground, type Outcome, type Text } from '../../verdict.ts'
import { byCodeUnit } from '../order.ts'
import type { Obligation, ReportedNetwork, ReportedRule } from '../report.ts'

export type Standing = 'kept' | 'excepted' | 'unknown' | 'broken' | 'nothing'

export interface ClauseVerdict {
  readonly clause: string
  readonly standing: Standing
  readonly sentence: Text
  /** Of the demands of the policy itself under this clause, notes left out. */
  readonly counts: Readonly<Record<Ground, Readonly<Record<Outcome, number>>>>
  /** Refuted by what is not in the policy: a guideline, the city's standard, our inference. */
  readonly beside: number
}

const MAIN = ['第６条第３号ア', '第６条第３号イ', '第６条第３号ウ']

/** 第６条第３号ア及びイ is two clauses. */
export function clausesOf(clause: string): readonly string[] {
  const [, stem, letters] = /^(.+号)([ア-ン](?:(?:・|及び)[ア-ン])+)$/.exec(clause) ?? []
  return stem === undefined ? [clause] : letters!.split(/・|及び/).map((letter) => stem + letter)
}

export function clauseVerdicts({ obligations }: ReportedNetwork, rules: readonly ReportedRule[]): ClauseVerdict[] {
  const others = [...new Set(rules.flatMap(({ clause }) => clausesOf(clause)))].filter((clause) => !MAIN.includes(clause)).sort(byCodeUnit)
  return [...MAIN, ...others].map((clause) => {
    const own = rules.filter((rule) => clausesOf(rule.clause).includes(clause))
    const ofPolicy = new Set(own.filter(({ basis }) => basis.kind === 'policy').map(({ id }) => id))
    const ids = new Set(own.map(({ id }) => id))
    const under = obligations.filter(({ rule }) => ids.has(rule))
    return verdictOf(clause, under.filter(({ rule }) => ofPolicy.has(rule)), under.filter((one) => !ofPolicy.has(one.rule) && one.outcome === 'refuted' && one.severity !== 'note').length)
  })
}

function verdictOf(clause: string, all: readonly Obligation[], beside: number): ClauseVerdict {
  const weighty = all.filter(({ severity, outcome }) => severity !== 'note' || (outcome !== 'refuted' && outcome !== 'unknown'))
  const some = (outcome: Outcome): boolean => weighty.some((one) => one.outcome === outcome)
  const standing = some('refuted') ? 'broken' : some('unknown') ? 'unknown' : some('excepted') ? 'excepted' : some('proved') ? 'kept' : 'nothing'
  const count = (ground: Ground) => Object.fromEntries((['proved', 'refuted', 'unknown', 'vacuous', 'excepted'] as const)
    .map((outcome) => [outcome, weighty.filter((one) => one.ground === ground && one.outcome === outcome).length])) as Record<Outcome, number>
  return { clause, standing, sentence: SENTENCES[standing](clause), counts: { computed: count('computed'), attested: count('attested') }, beside }
}

/** The declaration is judged, never the network: what nobody declared is not known. */
const SENTENCES: Readonly<Record<Standing, (clause: string) => Text>> = {
  kept: (clause) => text(`この申告（設定）は、確認した範囲で${clause}を満たす`, `As far as it was checked, this declaration keeps ${clause}`),
  excepted: (clause) => text(`この申告（設定）は、承認された例外を前提に${clause}を満たす`, `With the approved exceptions, this declaration keeps ${clause}`),
  unknown: (clause) => text(`この申告（設定）が${clause}を満たすかは判定できない`, `Whether this declaration keeps ${clause} cannot be decided`),
  broken: (clause) => text(`この申告（設定）は${clause}を満たさない`, `This declaration breaks ${clause}`),
  nothing: (clause) => text(`${clause}について、基本方針そのものに基づく判定の対象はない`, `Under ${clause} nothing of the policy itself was asked`),
}

/** Marks that Japanese audits use, so that no meaning hangs on colour alone. */
export const STANDING_MARK: Readonly<Record<Standing, string>> = { kept: '○', excepted: '△', unknown: '？', broken: '×', nothing: '―' }
export const OUTCOME_MARK: Readonly<Record<Outcome, string>> = { proved: '○', excepted: '△', unknown: '？', refuted: '×', vacuous: '―' }
