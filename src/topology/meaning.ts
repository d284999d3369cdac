/** What a part of the model says, apart from where it stands: two parts that say the same have equal meanings. */

export const sameMeaning = (a: unknown, b: unknown): boolean => JSON.stringify(meaning(a)) === JSON.stringify(meaning(b))

function meaning(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return value.map(meaning)
  if (value instanceof Map) return [...value].map(([key, one]) => [key, meaning(one)])
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => !PLACE.test(key)).map(([key, one]) => [key, meaning(one)]))
}

/** Every field that remembers a place is called `at`, or ends in it. */
const PLACE = /^at$|At$/
