/** A comparison as plain data: places resolved, and whether the run fails. */
import type { Change } from '../../engine/difference.ts'
import type { Severity, Verdict } from '../../verdict.ts'
import { EXIT, fails, type Strictness } from '../exit-code.ts'
import { place } from '../place.ts'
import type { Locate, Placed } from '../report.ts'
import type { Compared, Turned } from './compared.ts'

export interface DiffOptions extends Strictness {
  readonly asOf: string
  readonly version: string
  /** Fail as well where a declaration that verdicts rest on changed. */
  readonly failOnPremises: boolean
}

export interface DiffReport {
  readonly tool: { readonly name: 'sanso'; readonly version: string }
  readonly format: 1
  readonly asOf: string
  readonly base: string
  readonly head: string
  readonly exitCode: number
  readonly opened: readonly Placed<Change>[]
  readonly closed: readonly Placed<Change>[]
  readonly verdicts: readonly ReportedTurn[]
  readonly exceptions: Placed<Compared['exceptions']>
  readonly premises: Placed<Compared['premises']>
}

/** `fails`: it is new, and alone keeps the exit code from being 0. */
export interface ReportedTurn {
  readonly rule: string
  readonly key: string
  readonly before?: Placed<Verdict>
  readonly after?: Placed<Verdict>
  readonly news: boolean
  readonly fails: boolean
  readonly severity: Severity
}

interface Side { readonly file: string; readonly locate: Locate }

export function diffReport(compared: Compared, base: Side, head: Side, options: DiffOptions): DiffReport {
  const verdicts = compared.verdicts.map((turned) => reportedTurn(turned, base, head, options))
  const premise = options.failOnPremises && compared.premises.length > 0
  return {
    tool: { name: 'sanso', version: options.version }, format: 1, asOf: options.asOf, base: base.file, head: head.file,
    exitCode: premise || verdicts.some((one) => one.fails) ? EXIT.refuted : EXIT.proved,
    opened: place(compared.opened, head.locate),
    // What stops a packet now stands in the new files, the way that it had in the old.
    closed: compared.closed.map(({ wall, ...change }) => ({ ...place(change, base.locate), ...(wall && { wall: place(wall, head.locate) }) })),
    verdicts,
    exceptions: { added: place(compared.exceptions.added, head.locate), removed: place(compared.exceptions.removed, base.locate), changed: place(compared.exceptions.changed, head.locate) },
    premises: place(compared.premises, head.locate),
  }
}

function reportedTurn({ before, after, news }: Turned, base: Side, head: Side, options: DiffOptions): ReportedTurn {
  const { rule, key, severity } = (after ?? before)!
  return {
    rule, key, severity, news, fails: news && after !== undefined && fails(after, options),
    ...(before && { before: place(before, base.locate) }), ...(after && { after: place(after, head.locate) }),
  }
}
