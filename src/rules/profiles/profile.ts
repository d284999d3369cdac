/** What a policy asks, as data: which register entries permit what, and within which limits. */
import type { FlowKind } from '../../topology/model.ts'
import { text, type Severity, type Text } from '../../verdict.ts'
import { SAIKAI_NOT_ASKED, type NotAsked } from './not-asked.ts'
import { SEVERITIES } from './severities.ts'

/** What an entry of a kind does for the rule that asks for it. */
export type Treatment = 'accept' | 'warn' | 'exception-only'

export interface Profile {
  readonly id: string
  readonly title: Text
  /** ISO day from which the policy is in force. */
  readonly since: string
  /** Between the LGWAN tier and the Internet side (第６条第３号イ). */
  readonly pathDivision: Readonly<Record<Exclude<FlowKind, 'media' | 'ordinary' | 'specific'>, Treatment>>
  readonly limits: {
    /** Shortest prefix that one end of a 特定通信 may be, by family. */
    readonly prefix: Readonly<Record<4 | 6, number>>
    /** Most ports that one service of a 特定通信 may span. */
    readonly ports: number
    /** Days for which typed evidence counts. */
    readonly evidenceDays: number
    /** Days for which the capture of a device's configuration counts. */
    readonly captureDays: number
    /** Days for which an external audit counts. */
    readonly auditDays: number
    /** Longest life of an exception, from its first day to its last. */
    readonly exceptionDays: number
  }
  /** By rule, and by `<rule>/<grade>`. */
  readonly severities: Readonly<Record<string, Severity>>
  readonly notAsked: readonly NotAsked[]
}

/** 西海市における情報セキュリティポリシーの基本方針, in force 2024-04-01. The limits are ours: the policy names none. */
const SAIKAI_2024: Profile = {
  id: 'saikai-2024',
  title: text('西海市における情報セキュリティポリシーの基本方針（令和６年４月１日施行）', 'Saikai City information security policy, in force 2024-04-01'),
  since: '2024-04-01',
  pathDivision: { sanitized: 'accept', export: 'warn', necessary: 'exception-only' },
  limits: { prefix: { 4: 28, 6: 124 }, ports: 16, evidenceDays: 366, captureDays: 366, auditDays: 366, exceptionDays: 366 },
  severities: SEVERITIES,
  notAsked: SAIKAI_NOT_ASKED,
}

export const PROFILES: ReadonlyMap<string, Profile> = new Map([[SAIKAI_2024.id, SAIKAI_2024]])
