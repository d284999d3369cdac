/**
 * Everything that the papers for an auditor are made of, as plain data: renderings are functions from it to a string. Positions
 * are resolved, and nothing in it is looked up again.
 */
import type { AuditForm } from '../../rules/profiles/audit-form.ts'
import type { CoverageItem } from '../../rules/profiles/coverage.ts'
import type { Permit } from '../../rules/register/permits.ts'
import type { Outcome, Text, Witness } from '../../verdict.ts'
import type { MatrixReport } from '../matrix/matrix.ts'
import type { Conclusion, Placed, ReportedNetwork, ReportedRule } from '../report.ts'
import type { Diagram } from './diagram/diagram.ts'

export interface Dossier {
  readonly version: string
  /** ISO day of the evaluation. */
  readonly asOf: string
  readonly cover: Cover
  /** Names are pseudonyms, and no input is enclosed. */
  readonly redacted: boolean
  readonly scope?: { readonly bodies: readonly string[]; readonly sites: readonly string[] }
  readonly circuits: readonly Circuit[]
  readonly network: ReportedNetwork
  readonly rules: readonly ReportedRule[]
  readonly matrix: MatrixReport
  /** Of every pair of zones between which something gets through. */
  readonly passages: readonly PassageExample[]
  /** The whole register, and every exception, as they stand on the day. */
  readonly flows: readonly Placed<Permit>[]
  readonly exceptions: readonly Placed<Permit>[]
  readonly configurations: readonly Configuration[]
  readonly coverage: readonly CoverageItem[]
  readonly auditForm: AuditForm
  readonly fieldTests: readonly FieldTest[]
  readonly diagram: Diagram
  readonly inputs: readonly InputFile[]
  readonly previous?: Comparison
}

/** What whoever hands the report in says of it. */
export interface Cover {
  readonly preparedBy?: string
  readonly approvedBy?: string
  /** 取扱区分, shown on every page. */
  readonly classification?: string
  readonly edition?: string
  /** Days are written in Japanese eras (in Japanese alone). */
  readonly era: boolean
}

export interface Circuit {
  readonly id: string
  readonly title?: string
  readonly kind: string
  readonly segment: string
  readonly to: string
  readonly beyond: readonly string[]
}

export interface PassageExample {
  readonly from: string
  readonly to: string
  /** What is not understood has no say in it. */
  readonly certain: boolean
  readonly witness: Placed<Witness>
}

/** A device's own configuration that was read. */
export interface Configuration {
  readonly device: string
  readonly syntax: string
  readonly files: readonly string[]
  readonly capturedOn?: string
  readonly capturedFrom?: string
}

/** `path`: below `inputs/` where the file is enclosed, else a pseudonym. `masked`: the copy that is enclosed has its passwords and keys taken out. */
export interface InputFile { readonly path: string; readonly sha256: string; readonly size: number; readonly masked?: true }

/** Something to be tried on the real network, and what the declaration says will happen. */
export interface FieldTest {
  readonly from: FieldEnd
  readonly to: FieldEnd
  readonly protocol: 'tcp' | 'udp' | 'icmp'
  readonly port?: number
  readonly expected: 'arrives' | 'stopped'
  /** On what the expectation rests. */
  readonly because: Text
}

export interface FieldEnd { readonly zone: string; readonly name: Text; readonly address: string }

/** Against a report handed in before. */
export interface Comparison {
  readonly asOf: string
  readonly version: string
  readonly profile?: string
  readonly conclusion: Conclusion
  readonly turned: readonly TurnedVerdict[]
  /** Verdicts that are the same as they were. */
  readonly unchanged: number
}

/** One side is absent where nothing was asked of the subject then, or is now. */
export interface TurnedVerdict {
  readonly rule: string
  readonly subject: Text
  readonly before?: Outcome
  readonly after?: Outcome
}
