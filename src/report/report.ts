/** What one network's verification hands over (`NetworkResult`), and the plain JSON made of many (`Report`). */
import type { Known } from '../rules/baseline.ts'
import type { Explained } from '../rules/profiles/explained.ts'
import type { NotAsked } from '../rules/profiles/not-asked.ts'
import type { Basis, WeighedRule } from '../rules/rule.ts'
import type { Tier } from '../topology/model.ts'
import type { Location } from '../topology/source.ts'
import type { Assumption, At, Cause, Ground, Missing, Outcome, Problem, Severity, Text, Verdict } from '../verdict.ts'

export type Locate = (at: At) => Location

export interface Profile {
  readonly id: string
  readonly model: string
  readonly title?: Text
  /** Of a municipality's own profile: the shipped one that it extends, and what it says otherwise. */
  readonly base?: string
  readonly changes?: readonly Explained[]
  /** Clauses of the municipality's own standard, by rule. */
  readonly references?: Readonly<Record<string, readonly string[]>>
  /** What the policy demands beside, and no rule asks. */
  readonly notAsked: readonly NotAsked[]
}

export interface ZoneSummary {
  readonly id: string
  readonly tier: Tier
  readonly external: boolean
  readonly title?: string
}

/** Everything that verifying one root file gave. With `problems` the network was stopped, and there are no verdicts. */
export interface NetworkResult {
  /** The root file, as the caller named it. */
  readonly file: string
  /** Its id; absent when the file could not be read so far. */
  readonly network?: string
  readonly title?: string
  readonly profile?: Profile
  readonly zones: readonly ZoneSummary[]
  /** The rules that were asked, in the order of the documentation. */
  readonly rules: readonly WeighedRule[]
  readonly problems: readonly Problem[]
  readonly verdicts: readonly Verdict[]
  /** Where a baseline was given. */
  readonly known?: Known
  /** Turns every `at` above into lines and columns; throws on a place that is not there. */
  readonly locate: Locate
}

/** `T` with every `at` made a `Location`. */
export type Placed<T> = T extends At
  ? Location
  : T extends readonly (infer Item)[]
    ? readonly Placed<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Placed<T[Key]> }
      : T

/** A verdict in the report: what it rests on and what it lacks are keys into the tables of its network. */
export type Obligation = Omit<Placed<Verdict>, 'assumes' | 'missing'> & {
  readonly assumes: readonly string[]
  readonly missing: readonly string[]
  /** Whether this obligation alone keeps the exit code from being 0. */
  readonly fails: boolean
  /** Violated as the baseline says, and no worse: it fails no run. */
  readonly known?: true
}

/** What is wrong once: one cause, and the indices of the refuted obligations that it breaks. */
export type Finding = Placed<Cause> & {
  readonly severity: Severity
  readonly fails: boolean
  readonly obligations: readonly number[]
}

/** An entry that the user could type, ranked; `decided`: how many obligations it and all entries before it would decide. */
export type Unknown = Placed<Missing> & { readonly obligations: readonly number[]; readonly decided: number }

export type Belief = Placed<Assumption> & { readonly obligations: readonly number[] }

export type Counts = Readonly<Record<Outcome, number>>

/** Whatever options were given: the worst thing that is so. `nothing`: no obligation was asked. */
export type Conclusion = 'invalid' | 'nothing' | 'refuted' | 'unknown' | 'excepted' | 'proved'

export interface ReportedNetwork {
  readonly file: string
  readonly network?: string
  readonly title?: string
  readonly profile?: Placed<Profile>
  readonly conclusion: Conclusion
  readonly exitCode: number
  /** `total` is the sum of both grounds, each the sum of its outcomes. */
  readonly counts: { readonly total: number } & Readonly<Record<Ground, Counts>>
  readonly zones: readonly ZoneSummary[]
  readonly problems: readonly Placed<Problem>[]
  readonly findings: readonly Finding[]
  readonly unknowns: readonly Unknown[]
  readonly obligations: readonly Obligation[]
  readonly assumptions: readonly Belief[]
  /** Entries of the baseline of which nothing, or only a part, is left. */
  readonly stale?: readonly ReportedStale[]
}

export interface ReportedStale { readonly rule: string; readonly key: string; readonly subject: Text; readonly left: 'nothing' | 'part' }

export type ReportedRule = Omit<WeighedRule, 'check' | 'basis'> & { readonly basis: Basis }

export interface Report {
  readonly tool: { readonly name: 'sanso'; readonly version: string }
  /** Version of this format: it grows when a reader of the old one could misunderstand the new one. */
  readonly format: 1
  readonly asOf: string
  readonly failOn: Severity
  readonly allowUnknown: boolean
  readonly conclusion: Conclusion
  readonly exitCode: number
  readonly rules: readonly ReportedRule[]
  readonly networks: readonly ReportedNetwork[]
  /** Folders and patterns that were to be checked and held no network. */
  readonly empty: readonly string[]
}
