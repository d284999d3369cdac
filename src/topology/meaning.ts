/** What a part of the model says, apart from where it stands: two parts that say the same have equal meanings. */

export const sameMeaning = (a: unknown, b: unknown): boolean => meaningOf(a) === meaningOf(b)

/** As a text, so that it can be a key. */
export function meaningOf(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  if (Array.isArray(value)) return `[${value.map(meaningOf).join()}]`
  if (value instanceof Map) return `{${[...value].map(([key, one]) => `${meaningOf(key)}=${meaningOf(one)}`).join()}}`
  let fields = ''
  for (const [key, one] of Object.entries(value)) if (one !== undefined && !isPlace(key)) fields += `${key}:${meaningOf(one)},`
  return `{${fields}}`
}

/** Every field that remembers a place is called `at`, or ends in it. */
const isPlace = (key: string): boolean => key === 'at' || key.endsWith('At')
