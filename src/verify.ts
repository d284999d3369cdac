/** The whole program in one screen: files in, verdicts out. */
import { judgementOf, open, type Declared, type Files, type Opened } from './open.ts'
import type { NetworkResult } from './report/report.ts'
import { askInFull } from './rules/ask.ts'
import { knownOf, type Baseline, type KnownEntry } from './rules/baseline.ts'
import { RULES } from './rules/index.ts'
import type { Judgement } from './rules/judgement/judgement.ts'
import { isDay } from './rules/judgement/dates.ts'
import { changes } from './rules/profiles/explained.ts'
import type { Edition, Profile } from './rules/profiles/profile.ts'
import { SEVERITIES } from './rules/profiles/severities.ts'
import type { WeighedRule } from './rules/rule.ts'

export type { Files } from './open.ts'

/** Reads the root file and everything it names, and asks every rule. Mistakes of the user come back as `problems`. */
export const verify = (root: string, files: Files, options: VerifyOptions): NetworkResult => resultOf(open(root, files), options)

export interface VerifyOptions {
  /** The ISO day on which the register is judged. */
  readonly asOf: string
  /** Violations that are known, and do not fail the run while they mean no more. */
  readonly baseline?: Baseline
}

/** `judgement`: of the same files and day, where somebody has it already. */
export function resultOf({ file, network, problems, declared, locate }: Opened, { asOf, baseline }: VerifyOptions, judgement?: Judgement): NetworkResult {
  if (!isDay(asOf)) throw new Error(`not a day: ${asOf}`)
  const nothing = { file, zones: [], rules: weighed(SEVERITIES), verdicts: [], locate, problems, ...(network !== undefined && { network }) }
  return declared ? { ...nothing, ...judged(declared, judgement ?? judgementOf(declared, asOf), baseline?.get(declared.topology.network)) } : nothing
}

function judged(declared: Declared, judgement: Judgement, entries: readonly KnownEntry[] | undefined): Omit<NetworkResult, 'file' | 'network' | 'problems' | 'locate'> {
  const { topology: { title, policy, zones }, profile } = declared
  const verdicts = RULES.flatMap((rule) => askInFull(rule, judgement))
  return {
    ...(title !== undefined && { title }),
    rules: weighed(profile.severities),
    profile: reported(profile.edition, policy.model),
    zones: [...zones.values()].map((zone) => ({ id: zone.id, tier: zone.tier, external: zone.external, ...(zone.title !== undefined && { title: zone.title }) })),
    verdicts: verdicts.map(({ violation: _, ...verdict }) => verdict),
    ...(entries && { known: knownOf(verdicts, entries, judgement.network.space) }),
  }
}

const reported = (edition: Edition, model: string): NonNullable<NetworkResult['profile']> => ({
  id: edition.id, model, title: edition.title, notAsked: edition.notAsked,
  ...(edition.base && { base: edition.base.id, changes: changes(edition), references: edition.references }),
})

const weighed = (severities: Profile['severities']): WeighedRule[] => RULES.map((rule) => ({ ...rule, severity: severities[rule.id]! }))
