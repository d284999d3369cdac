/** What a first topology is made of, as people answer the questions or type the flags. */
import type { LedgerKind } from '../../topology/ledger/columns.ts'
import type { Line, Tier } from '../../topology/model.ts'

export interface Answers {
  readonly name?: string
  readonly profile?: string
  readonly model?: string
  readonly zones: readonly ZoneAnswer[]
  readonly scAddresses: readonly string[]
  readonly lgwanAddresses: readonly string[]
  readonly lines: readonly LineAnswer[]
  readonly ledgers: readonly LedgerAnswer[]
  readonly configs: readonly ConfigAnswer[]
  readonly register?: string
  readonly parties: readonly PartyAnswer[]
}

export interface ZoneAnswer {
  readonly id: string
  readonly tier: Tier
  /** One for each segment, which may have several. */
  readonly subnets: readonly (readonly string[])[]
}

export interface LineAnswer { readonly to: string; readonly kind: Line['kind']; readonly peer: string }
/** Files are named from the folder of the topology. */
export interface LedgerAnswer { readonly as: LedgerKind; readonly file: string }
export interface ConfigAnswer { readonly device: string; readonly files: readonly string[] }
export interface PartyAnswer { readonly id: string; readonly addresses: readonly string[]; readonly zone?: string }

export const NO_ANSWERS: Answers = { zones: [], scAddresses: [], lgwanAddresses: [], lines: [], ledgers: [], configs: [], parties: [] }
