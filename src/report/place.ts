/** Makes every `at` of a value lines and columns: the one point where paths into documents become positions. */
import type { At } from '../verdict.ts'
import type { Locate, Placed } from './report.ts'

export function place<T>(value: T, locate: Locate): Placed<T> {
  return replaced(value, locate) as Placed<T>
}

function replaced(value: unknown, locate: Locate): unknown {
  if (Array.isArray(value)) return value.map((item) => replaced(item, locate))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, key === 'at' ? locate(item as At) : replaced(item, locate)]),
  )
}
