/** Formats of a comparison by name. */
import type { Lang } from '../../verdict.ts'
import { ink } from '../ink.ts'
import { neutral, safeJson } from '../neutral.ts'
import { markdown } from './markdown.ts'
import type { DiffReport } from './report.ts'
import { text } from './text.ts'

export { diffReport, type DiffOptions, type DiffReport } from './report.ts'

export const DIFF_FORMATS = ['text', 'markdown', 'json'] as const
export type DiffFormat = (typeof DIFF_FORMATS)[number]

export function renderDiff(report: DiffReport, format: DiffFormat, options: { readonly lang: Lang; readonly color: boolean }): string {
  if (format === 'json') return `${safeJson(report)}\n`
  const pen = ink({ ...options, color: options.color && format === 'text' })
  return format === 'text' ? text(neutral(report), pen) : markdown(neutral(report), pen)
}
