/** Results of networks → the report: positions resolved, sorted once, grouped by cause, counted. */
import type { WeighedRule } from '../rules/rule.ts'
import type { Ground, Outcome, Verdict } from '../verdict.ts'
import { exitCode, fails, firstConclusion, firstExitCode, type Strictness } from './exit-code.ts'
import { beliefs, findings, unknowns } from './group.ts'
import { byCodeUnit, byLocation } from './order.ts'
import { place } from './place.ts'
import type { Conclusion, Counts, NetworkResult, Obligation, Report, ReportedNetwork, ReportedRule } from './report.ts'

export interface ReportOptions extends Strictness {
  readonly asOf: string
  readonly version: string
  /** Folders and patterns that were to be checked and held no network. */
  readonly empty?: readonly string[]
}

export function assemble(results: readonly NetworkResult[], options: ReportOptions): Report {
  return reportOf(results.map((result) => network(result, options)), rules(results.flatMap((result) => result.rules.map(description))), options)
}

/** One report of reports about different networks, made with the same options: the same as if their results had been assembled together. */
export const combine = (reports: readonly Report[], options: ReportOptions): Report =>
  reportOf(reports.flatMap(({ networks }) => networks), rules(reports.flatMap((report) => report.rules)), options)

function reportOf(unsorted: readonly ReportedNetwork[], described: readonly ReportedRule[], options: ReportOptions): Report {
  const { asOf, version, failOn, allowUnknown, empty = [] } = options
  const networks = [...unsorted].sort((a, b) => byCodeUnit(a.file, b.file))
  const nothing = networks.length === 0 || empty.length > 0
  return {
    tool: { name: 'sanso', version },
    format: 1,
    asOf,
    failOn,
    allowUnknown,
    conclusion: firstConclusion([...networks.map(({ conclusion }) => conclusion), ...(nothing ? (['nothing'] as const) : [])]),
    exitCode: firstExitCode([...networks.map((each) => each.exitCode), ...(nothing ? [exitCode('nothing', [])] : [])]),
    rules: described,
    networks,
    empty: [...empty].sort(byCodeUnit),
  }
}

function network(result: NetworkResult, strictness: Strictness): ReportedNetwork {
  const { file, network, title, profile, zones, locate } = result
  const problems = place(result.problems, locate)
  const verdicts = inOrder(result)
  const obligations = verdicts.map((verdict) => obligation(verdict, result, strictness))
  const conclusion = concluded(result, obligations)
  return {
    file,
    ...(network !== undefined && { network }),
    ...(title !== undefined && { title }),
    ...(profile !== undefined && { profile: place(profile, locate) }),
    conclusion,
    exitCode: exitCode(conclusion, obligations),
    counts: counts(verdicts),
    zones,
    problems: [...problems].sort((a, b) => byLocation(a.at, b.at) || byCodeUnit(a.code, b.code)),
    findings: findings(obligations),
    unknowns: place(unknowns(verdicts), locate),
    obligations,
    assumptions: place(beliefs(verdicts), locate),
    ...(result.known && { stale: result.known.stale.map(({ entry: { rule, key, subject }, left }) => ({ rule, key, subject, left })) }),
  }
}

/** In the order of the documentation, then by key: never by position, which an unrelated edit would move. */
function inOrder({ rules, verdicts }: NetworkResult): readonly Verdict[] {
  const rank = new Map(rules.map(({ id }, index) => [id, index]))
  const at = ({ rule }: Verdict): number => rank.get(rule) ?? rules.length
  return [...verdicts].sort((a, b) => at(a) - at(b) || byCodeUnit(a.rule, b.rule) || byCodeUnit(a.key, b.key))
}

function obligation(verdict: Verdict, { locate, known }: NetworkResult, strictness: Strictness): Obligation {
  const isKnown = known?.names.has(`${verdict.rule} ${verdict.key}`) ?? false
  const { assumes, missing, ...rest } = verdict
  return {
    ...place(rest, locate),
    assumes: assumes.map(({ key }) => key),
    missing: missing.map(({ key }) => key),
    fails: !isKnown && fails(verdict, strictness),
    ...(isKnown && { known: true as const }),
  }
}

/** A note is worth a look and breaks nothing, refuted or unknown, unless the run is to fail on notes: a network with notes alone keeps the rules. */
function concluded({ problems }: NetworkResult, obligations: readonly Obligation[]): Conclusion {
  if (problems.length > 0) return 'invalid'
  return firstConclusion(obligations.map(({ outcome, severity, fails }): Conclusion =>
    (outcome === 'vacuous' || ((outcome === 'refuted' || outcome === 'unknown') && severity === 'note' && !fails) ? 'proved' : outcome)))
}

function counts(verdicts: readonly Verdict[]): ReportedNetwork['counts'] {
  return { total: verdicts.length, computed: byOutcome(verdicts, 'computed'), attested: byOutcome(verdicts, 'attested') }
}

function byOutcome(verdicts: readonly Verdict[], ground: Ground): Counts {
  const of = (outcome: Outcome): number => verdicts.filter((verdict) => verdict.ground === ground && verdict.outcome === outcome).length
  return { proved: of('proved'), refuted: of('refuted'), unknown: of('unknown'), vacuous: of('vacuous'), excepted: of('excepted') }
}

/** Each once, in the order of the documentation. */
function rules(all: readonly ReportedRule[]): readonly ReportedRule[] {
  const described = new Map<string, ReportedRule>()
  for (const rule of all) if (!described.has(rule.id)) described.set(rule.id, rule)
  return [...described.values()]
}

/** Everything about a rule that is data. */
function description({ id, clause, relation, basis, severity, title, checks, why, fix }: WeighedRule): ReportedRule {
  return { id, clause, relation, basis, severity, title, checks, why, fix }
}
