/** What every renderer is: a pure function from the report to a string. It sorts, filters and decides nothing. */
import type { Lang } from '../verdict.ts'
import type { Report } from './report.ts'

export interface RenderOptions {
  readonly lang: Lang
  /** Only for a terminal that shows colours; ignored by formats that machines read. */
  readonly color: boolean
}

export type Renderer = (report: Report, options: RenderOptions) => string
