/** The whole program in one screen: files in, verdicts out. */
import { judgementOf, open, type Declared, type Files, type Opened } from './open.ts'
import { BudgetExceeded } from './net/unique-table.ts'
import { PacketSpace } from './net/packet-space.ts'
import type { NetworkResult } from './report/report.ts'
import { askInFull, type FullVerdict } from './rules/ask.ts'
import { knownOf, type Baseline, type Known, type KnownEntry } from './rules/baseline.ts'
import { RULES } from './rules/index.ts'
import type { Judgement } from './rules/judgement/judgement.ts'
import { overBudget, type Excess } from './rules/over-budget.ts'
import { isDay } from './rules/judgement/dates.ts'
import { changes } from './rules/profiles/explained.ts'
import type { Edition, Profile } from './rules/profiles/profile.ts'
import { SEVERITIES } from './rules/profiles/severities.ts'
import type { WeighedRule } from './rules/rule.ts'
import type { At } from './verdict.ts'

export type { Files } from './open.ts'

/** Reads the root file and everything it names, and asks every rule. Mistakes of the user come back as `problems`. */
export const verify = (root: string, files: Files, options: VerifyOptions): NetworkResult => resultOf(open(root, files), options)

export interface VerifyOptions {
  /** The ISO day on which the register is judged. */
  readonly asOf: string
  /** Violations that are known, and do not fail the run while they mean no more. */
  readonly baseline?: Baseline
  /** How large the packet sets may grow, in edges of their diagrams; see `DiagramOptions`. What is over it is `unknown`. */
  readonly edgeBudget?: number
}

/** `judgement`: of the same files and day, where somebody has it already and goes on with it: over its budget it is of no use, and that is thrown. */
export function resultOf({ file, network, problems, declared, locate }: Opened, { asOf, baseline, edgeBudget }: VerifyOptions, judgement?: Judgement): NetworkResult {
  if (!isDay(asOf)) throw new Error(`not a day: ${asOf}`)
  const nothing = { file, zones: [], rules: weighed(SEVERITIES), verdicts: [], locate, problems, ...(network !== undefined && { network }) }
  return declared ? { ...nothing, ...judged(declared, () => answered(declared, judgement ?? { asOf, edgeBudget }, { file, path: [] }, baseline?.get(declared.topology.network))) } : nothing
}

/** What took more than is allowed before its files were understood, or from outside, by who stopped it. */
export function unjudged(file: string, excess: Excess): NetworkResult {
  const at = { file, span: [0, 0] } as const
  return {
    file, zones: [], problems: [], rules: weighed(SEVERITIES), verdicts: RULES.map(({ id }) => overBudget(id, at, excess)),
    locate: (place) => ({ file: place.file, line: 1, column: 1, endLine: 1, endColumn: 1 }),
  }
}

function judged(declared: Declared, answers: () => Answered): Omit<NetworkResult, 'file' | 'network' | 'problems' | 'locate'> {
  const { topology: { title, policy, zones }, profile } = declared
  const { verdicts, known } = answers()
  return {
    ...(title !== undefined && { title }),
    rules: weighed(profile.severities),
    profile: reported(profile.edition, policy.model),
    zones: [...zones.values()].map((zone) => ({ id: zone.id, tier: zone.tier, external: zone.external, ...(zone.title !== undefined && { title: zone.title }) })),
    verdicts: verdicts.map(({ violation: _, ...verdict }) => verdict),
    ...(known && { known }),
  }
}

interface Answered { readonly verdicts: readonly FullVerdict[]; readonly known?: Known }

/**
 * Once the packet sets are over their budget nothing more is asked: what was under construction then is not whole, and a rule
 * that met it could be wrong. What rules answered before stands.
 */
function answered(declared: Declared, by: Judgement | { readonly asOf: string; readonly edgeBudget: number | undefined }, at: At, entries: readonly KnownEntry[] | undefined): Answered {
  const verdicts: FullVerdict[] = []
  const asked = new Set<string>()
  try {
    const judgement = 'edgeBudget' in by ? judgementOf(declared, by.asOf, new PacketSpace(by.edgeBudget === undefined ? {} : { edgeBudget: by.edgeBudget })) : by
    for (const rule of RULES) {
      for (const one of askInFull(rule, judgement)) verdicts.push(one)
      asked.add(rule.id)
    }
    return { verdicts, ...(entries && { known: knownOf(verdicts, entries, judgement.network.space) }) }
  } catch (error) {
    if (!('edgeBudget' in by) || !(error instanceof BudgetExceeded)) throw error
    const excess: Excess = { of: 'size', limit: `${error.edges} edges` }
    // Where all were answered, only the comparison with what is known is missing: without it nothing is excused.
    return { verdicts: [...verdicts, ...RULES.filter(({ id }) => !asked.has(id)).map(({ id }) => overBudget(id, at, excess))] }
  }
}

const reported = (edition: Edition, model: string): NonNullable<NetworkResult['profile']> => ({
  id: edition.id, model, title: edition.title, notAsked: edition.notAsked,
  ...(edition.base && { base: edition.base.id, changes: changes(edition), references: edition.references }),
})

const weighed = (severities: Profile['severities']): WeighedRule[] => RULES.map((rule) => ({ ...rule, severity: severities[rule.id]! }))
