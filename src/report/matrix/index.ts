/** Formats of the matrix by name. */
import type { Lang } from '../../verdict.ts'
import { ink } from '../ink.ts'
import { neutral, safeJson } from '../neutral.ts'
import type { MatrixReport } from './matrix.ts'
import { csv, html, markdown } from './tables.ts'
import { text } from './text.ts'

export type { MatrixReport } from './matrix.ts'

export const MATRIX_FORMATS = ['text', 'markdown', 'csv', 'json', 'html'] as const
export type MatrixFormat = (typeof MATRIX_FORMATS)[number]

const RENDERERS = { text, markdown, csv, html } as const

export function renderMatrix(matrix: MatrixReport, format: MatrixFormat, options: { readonly lang: Lang; readonly color: boolean }): string {
  return format === 'json' ? `${safeJson(matrix)}\n` : RENDERERS[format](neutral(matrix), ink({ ...options, color: options.color && format === 'text' }))
}
