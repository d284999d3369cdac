/** The report itself, as `schemas/report.schema.json` describes it. */
import { safeJson } from './neutral.ts'
import type { Report } from './report.ts'

export const json = (report: Report): string => `${safeJson(report)}\n`
