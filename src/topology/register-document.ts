/** The register, the exceptions, the audits held, and the ledgers that hold them, as the document has them. */
import type { Names, ScreenTransferDocument } from './document.ts'
import type { CloudUse, FlowKind } from './model.ts'
import type { Table } from './placed.ts'

export type Include = string | LedgerDocument

/** How a CSV ledger is read. */
export interface LedgerDocument {
  readonly file: string
  readonly as?: 'flows' | 'exceptions' | 'segments' | 'hosts'
  /** Headings → keys of an entry, or `-`. */
  readonly columns?: Table<string>
  readonly 'heading-row'?: number
  /** Keys of an entry → what an empty or absent cell stands for. */
  readonly defaults?: Table<string>
}

export interface EndDocument {
  readonly host?: string
  readonly device?: string
  readonly party?: string
  readonly zone?: string
  readonly segment?: string
  readonly addresses?: Names
}

/** A text is the name of a host, party, segment, zone or address object, or an address. */
export type EndsDocument = string | EndDocument | readonly (string | EndDocument)[]

export interface FlowDocument {
  readonly kind: FlowKind
  readonly title?: string
  readonly from: EndsDocument
  readonly to: EndsDocument
  readonly service?: Names
  readonly through?: string
  readonly purpose?: string
  readonly approved?: { readonly by?: string; readonly on?: string }
  readonly starts?: string
  readonly expires?: string
  readonly mac?: Names
  readonly 'screen-transfer'?: ScreenTransferDocument
  readonly use?: CloudUse
}

export interface AuditDocument {
  readonly kind: 'external' | 'internal'
  readonly title?: string
  readonly on?: string
  readonly by?: string
  readonly document?: string
  readonly 'submitted-to'?: Names
  readonly covers?: Names
}

export interface ExceptionDocument {
  readonly rules: Names
  readonly title?: string
  readonly from: EndsDocument
  readonly to: EndsDocument
  readonly service?: Names
  readonly reason?: string
  readonly approver?: string
  readonly ticket?: string | number
  readonly issued?: string
  readonly expires?: string
  readonly measures?: string
}
