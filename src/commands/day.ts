/** The only clock of the program. */
import { UsageError } from './usage.ts'

/** Today where the machine stands, as ISO 8601. */
export function today(): string {
  const now = new Date()
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}

/** The same text, if it is a day that exists. */
export function day(value: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined
  if (time !== undefined && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value)) return value
  throw new UsageError({ ja: `--as-of は実在する日付 YYYY-MM-DD です: ${value}`, en: `--as-of is a day that exists, YYYY-MM-DD: ${value}` })
}
