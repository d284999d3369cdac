/** Ranges of addresses as a certificate writes them. */

export type Range = readonly [low: bigint, high: bigint]

/** Undefined: no range of that family. Which end is the lower one is not looked at. */
export function rangeOf(family: 4 | 6, written: string): Range | undefined {
  const ends = written.split('-').map((end) => (family === 4 ? v4(end) : v6(end)))
  const [low, high] = ends
  return ends.length === 2 && low !== undefined && high !== undefined ? [low, high] : undefined
}

function v4(written: string): bigint | undefined {
  const bytes = written.split('.')
  if (bytes.length !== 4 || !bytes.every((byte) => /^(0|[1-9]\d{0,2})$/.test(byte) && Number(byte) < 256)) return undefined
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
}

function v6(written: string): bigint | undefined {
  const groups = written.split(':')
  if (groups.length !== 8 || !groups.every((group) => /^[0-9a-f]{4}$/.test(group))) return undefined
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n)
}

const BITS = 32n

/**
 * Cuts numbers of `words` words of 32 bits by their first word, into intervals of words: what of the ranges lies under one
 * word, or, of several words at once, whether all or nothing does.
 */
export function byFirstWord(ranges: readonly Range[], words: number): { upper: number; under: readonly Range[] | 'all' | 'none' }[] {
  const shift = BITS * BigInt(words - 1)
  const last = (1n << BITS) - 1n
  // Within one word something may begin or end; between two such words nothing does.
  const edges = [...new Set(ranges.flatMap(([low, high]) => [low >> shift, high >> shift]))].sort((a, b) => (a < b ? -1 : 1))
  const parts: { upper: number; under: readonly Range[] | 'all' | 'none' }[] = []
  let next = 0n
  const between = (until: bigint): void => {
    if (next > until) return
    const whole = ranges.some(([low, high]) => low <= next << shift && high >= ((until + 1n) << shift) - 1n)
    parts.push({ upper: Number(until), under: whole ? 'all' : 'none' })
    next = until + 1n
  }
  for (const word of edges) {
    between(word - 1n)
    const [from, to] = [word << shift, ((word + 1n) << shift) - 1n]
    const within = ranges.filter(([low, high]) => low <= to && high >= from).map(([low, high]): Range => [(low > from ? low : from) - from, (high < to ? high : to) - from])
    parts.push({ upper: Number(word), under: within.some(([low, high]) => low === 0n && high === to - from) ? 'all' : within })
    next = word + 1n
  }
  between(last)
  return parts
}
