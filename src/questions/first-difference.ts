/** Where two plain JSON values differ first, as a path such as `networks[0].edges[3].set`; undefined: nowhere. */
export function firstDifference(a: unknown, b: unknown): string | undefined {
  if (a === b) return undefined
  if (Array.isArray(a) && Array.isArray(b)) {
    const index = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i).find((i) => firstDifference(a[i], b[i]) !== undefined)
    return index === undefined ? undefined : joined(`[${index}]`, firstDifference(a[index], b[index])!)
  }
  if (isObject(a) && isObject(b)) {
    const key = [...new Set([...Object.keys(a), ...Object.keys(b)])].find((one) => firstDifference(a[one], b[one]) !== undefined)
    return key === undefined ? undefined : joined(key, firstDifference(a[key], b[key])!)
  }
  return ''
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

const joined = (head: string, tail: string): string => (tail === '' || tail.startsWith('[') ? `${head}${tail}` : `${head}.${tail}`)
