/** A value of a profile together with where it comes from: one that nobody can say the origin of does not compile. */
import { text, type At, type Text } from '../../verdict.ts'

export interface Source {
  /** As `Basis` of a rule: the policy itself, a city's own standard, the national guideline, or our inference. */
  readonly kind: 'policy' | 'standard' | 'guideline' | 'inference'
  /** Whether its text was read. What is not confirmed is never quoted as a requirement. */
  readonly confirmed: boolean
  readonly text: Text
  /** ISO day of the document. */
  readonly on?: string
  /** Where a municipality typed it. */
  readonly at?: At
}

export interface Sourced<T> {
  readonly value: T
  readonly source: Source
  /** What an extending profile replaced. */
  readonly was?: T
}

export const said = <T>(value: T, source: Source): Sourced<T> => ({ value, source })

/** The same structure as rules read it: values alone. */
export type Plain<T> = T extends Sourced<infer Value> ? Value : T extends object ? { readonly [Key in keyof T]: Plain<T[Key]> } : T

export function plain<T>(of: T): Plain<T> {
  if (isSourced(of)) return of.value as Plain<T>
  if (typeof of !== 'object' || of === null) return of as Plain<T>
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, plain(value)])) as Plain<T>
}

export const isSourced = (value: unknown): value is Sourced<unknown> =>
  typeof value === 'object' && value !== null && 'value' in value && 'source' in value

/** The edition that the confirmed values below are of: read in the ministry's overview of it, not in its own text. */
export const MIC_EDITION = '2026-03-27'

export const SAIKAI = (ja: string, en: string): Source => ({
  kind: 'policy', confirmed: true, on: '2024-04-01',
  text: text(`西海市における情報セキュリティポリシーの基本方針 ${ja}`, `Saikai City's policy, ${en}`),
})

export const MIC = (ja: string, en: string): Source => ({
  kind: 'guideline', confirmed: true, on: MIC_EDITION,
  text: text(`総務省ガイドライン（令和８年３月27日改定）の概要資料で確認：${ja}`, `MIC guideline of 2026-03-27, confirmed in the ministry's overview: ${en}`),
})

/** Told by others about the guideline, or taken from the practice of the field: its own text was not read. */
export const UNREAD = (ja: string, en: string): Source => ({
  kind: 'guideline', confirmed: false, on: MIC_EDITION,
  text: text(`${ja}（ガイドライン本文は未確認）`, `${en} (the guideline's own text was not read)`),
})

export const OURS = (ja: string, en: string): Source => ({
  kind: 'inference', confirmed: false,
  text: text(`本ソフトの推論：${ja}`, `our inference: ${en}`),
})
