/** What a policy asks, as data: which register entries permit what, within which limits, and who may be at the other end. */
import type { Condition, FlowKind } from '../../topology/model.ts'
import type { DocumentAt } from '../../topology/placed.ts'
import type { Severity, Text } from '../../verdict.ts'
import type { AuditForm } from './audit-form.ts'
import type { CoverageItem } from './coverage.ts'
import { MIC_2026 } from './mic-2026.ts'
import type { Model } from './model.ts'
import type { NotAsked } from './not-asked.ts'
import { SAIKAI_2024 } from './saikai-2024.ts'
import { plain, type Plain, type Sourced } from './sourced.ts'

/** What an entry of a kind does for the rule that asks for it. */
export type Treatment = 'accept' | 'warn' | 'exception-only'

/** The kinds that may cross between the LGWAN tier and the Internet side. */
export type Crossing = Exclude<FlowKind, 'media' | 'ordinary' | 'specific'>

/** Whether a tier may have a way of its own to the Internet: none, or to services that are named one by one. */
export type Breakout = 'forbidden' | 'named-services'

/** A usual other end of a 特定通信. */
export interface CatalogueParty {
  readonly title: Text
  /** Further names by which people call it; compared without regard to case, width and spaces. */
  readonly names: readonly string[]
  /** `offline`: not itself on the Internet. `accepted`: on it, and accepted through LGWAN. `undeclared`: the source says neither. */
  readonly class: 'offline' | 'accepted' | 'undeclared'
  /** How it is reached, where known. */
  readonly route?: 'lgwan' | 'jukinet' | 'dedicated'
}

/** Between every zone of tier or name `from` and every one of `to`, in this direction. */
export interface ZonePair {
  readonly from: string
  readonly to: string
  /** `forbidden`: registered or not. `registered`: what an active entry permits. `permitted`: this service, by the standard. */
  readonly communication: 'forbidden' | 'registered' | 'permitted'
  readonly service?: Condition
  readonly serviceText?: string
  readonly clause: string
  readonly at: DocumentAt
}

export interface Limits {
  /** Shortest prefix that one end of a 特定通信 may be, by family. */
  readonly prefix: Readonly<Record<4 | 6, number>>
  /** Most ports that one service of a 特定通信 may span. */
  readonly ports: number
  /** Shortest prefix that the addresses of one service of a local breakout may fill together, by family. */
  readonly breakoutPrefix: Readonly<Record<4 | 6, number>>
  /** Days for which typed evidence counts. */
  readonly evidenceDays: number
  /** Days for which the capture of a device's configuration counts. */
  readonly captureDays: number
  /** Days for which an external audit counts. */
  readonly auditDays: number
  /** Longest life of an exception, from its first day to its last. */
  readonly exceptionDays: number
  /** Days before the expiry of an entry from which it is noted that none follows. */
  readonly expiryNoticeDays: number
}

type AllSourced<T> = { readonly [Key in keyof T]: Sourced<T[Key]> }

/** A profile as it is written down: every value with its source. */
export interface Edition {
  readonly id: string
  readonly title: Text
  /** ISO day from which the policy is in force. */
  readonly since: Sourced<string>
  readonly limits: AllSourced<Limits>
  /** From the LGWAN tier to the Internet side (第６条第３号イ). */
  readonly pathDivision: AllSourced<Readonly<Record<Crossing, Treatment>>>
  /** From the Internet side into the LGWAN tier. */
  readonly intoLgwan: AllSourced<Readonly<Record<Crossing, Treatment>>>
  /** Whether a tier of that model may leave for the Internet elsewhere than through the security cloud. */
  readonly localBreakout: Readonly<Record<Model, AllSourced<{ readonly lgwan: Breakout; readonly internet: Breakout }>>>
  /** Whether that model demands an external audit (and its report to J-LIS). */
  readonly externalAudit: AllSourced<Readonly<Record<Model, boolean>>>
  readonly myNumberWireless: Sourced<'forbidden' | 'conditional'>
  readonly myNumberScreenTransfer: Sourced<'forbidden' | 'conditional'>
  readonly parties: Readonly<Record<string, Sourced<CatalogueParty>>>
  /** By rule, and by `<rule>/<grade>`. */
  readonly severities: Readonly<Record<string, Sourced<Severity>>>
  /** What a city's own standard says between two tiers or zones beyond the rules. */
  readonly zonePairs: readonly ZonePair[]
  /** Clauses of a city's own standard, by rule. */
  readonly references: Readonly<Record<string, readonly string[]>>
  /** What a municipality's own profile is based on. */
  readonly base?: Edition
  readonly notAsked: readonly NotAsked[]
  /** Every item of the Articles that a report has to account for, and how far it does. */
  readonly coverage: readonly CoverageItem[]
  /** How a check is laid out for auditors. */
  readonly auditForm: AuditForm
}

/** A profile as rules read it. */
export type Profile = Plain<Omit<Edition, Whole>> & Pick<Edition, Whole> & { readonly edition: Edition }

/** What has a source of its own in it, or none. */
type Whole = 'notAsked' | 'coverage' | 'auditForm' | 'zonePairs' | 'references' | 'base'

export function profileOf(edition: Edition): Profile {
  const { notAsked, coverage, auditForm, zonePairs, references, base, ...values } = edition
  return { ...plain(values), notAsked, coverage, auditForm, zonePairs, references, ...(base && { base }), edition }
}

export const EDITIONS: ReadonlyMap<string, Edition> = new Map([SAIKAI_2024, MIC_2026].map((edition) => [edition.id, edition]))
