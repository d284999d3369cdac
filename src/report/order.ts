/** Order by code unit: the same on every machine and in every locale. */
import type { Location } from '../topology/source.ts'

export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const byLocation = (a: Location, b: Location): number => byCodeUnit(a.file, b.file) || a.line - b.line || a.column - b.column
