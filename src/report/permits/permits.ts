/** The list of exceptions as data, what of it is to be acted on, and its formats by name. */
import type { Permit, PermitStatus } from '../../rules/register/permits.ts'
import { text, type Lang, type Text } from '../../verdict.ts'
import { EXIT } from '../exit-code.ts'
import { ink } from '../ink.ts'
import { neutral, safeJson } from '../neutral.ts'
import type { Placed } from '../report.ts'
import { csv } from './csv.ts'
import { listing } from './text.ts'

/** Of one network. */
export interface ListedPermits {
  readonly file: string
  readonly network: string
  readonly title?: string
  readonly asOf: string
  readonly within?: number
  readonly permits: readonly Placed<Permit>[]
}

export const PERMIT_FORMATS = ['text', 'json', 'csv'] as const
export type PermitFormat = (typeof PERMIT_FORMATS)[number]

export function renderPermits(lists: readonly ListedPermits[], format: PermitFormat, options: { readonly lang: Lang; readonly color: boolean }): string {
  if (format === 'json') return `${safeJson({ format: 1, networks: lists })}\n`
  const pen = ink({ ...options, color: options.color && format === 'text' })
  return format === 'csv' ? csv(neutral(lists), pen) : listing(neutral(lists), pen)
}

export const STATUS: Readonly<Record<PermitStatus, Text>> = {
  'in-force': text('有効', 'in force'),
  'not-yet': text('開始前', 'not yet in force'),
  expired: text('期限切れ', 'expired'),
  incomplete: text('記載不足', 'incomplete'),
  refused: text('範囲が広く不可', 'refused: too wide'),
  'too-long': text('期間が上限を超過', 'too long'),
  unused: text('不要（どの規則も必要としない）', 'unused: no rule needs it'),
}

/** 1 where somebody has to act: something is out of force or without use, or ends within the days asked about with nothing to follow it. */
export const permitsExitCode = (lists: readonly ListedPermits[]): number =>
  (lists.some(({ permits, within }) => permits.some((one) => isDue(one, within))) ? EXIT.refuted : EXIT.proved)

export function isDue({ status, successor, daysLeft }: Pick<Permit, 'status' | 'successor' | 'daysLeft'>, within: number | undefined): boolean {
  if (status !== 'in-force') return status !== 'not-yet' && !(status === 'expired' && successor !== undefined)
  return within !== undefined && daysLeft !== undefined && daysLeft <= within && successor === undefined
}
