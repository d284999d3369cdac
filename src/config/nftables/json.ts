/**
 * The text of `nft -j list ruleset` into its objects, each with its place. Every object is parsed by itself, so that what stands
 * before the end of a file cut short is still read.
 */
import type { At } from '../../verdict.ts'

export interface Entry {
  readonly at: At
  readonly text: string
  /** Undefined: not JSON, or nested deeper than any expression is. */
  readonly value: unknown
}

export interface Document {
  readonly entries: readonly Entry[]
  /** Whether the list of objects was closed. */
  readonly complete: boolean
}

const DEEPEST = 60

/** Undefined: not the form that libnftables writes (libnftables-json(5)), an object whose `nftables` is a list. */
export function documentOf(file: string, content: string): Document | undefined {
  const [opening] = /^\s*\{\s*"nftables"\s*:\s*\[/.exec(content) ?? []
  if (opening === undefined) return undefined
  const entries: Entry[] = []
  const position = positions(content)
  let depth = 0
  let deepest = 0
  let quoted = false
  let start = opening.length
  const close = (end: number): void => {
    const text = content.slice(start, end)
    const trimmed = text.trim()
    if (trimmed === '') return
    const first = start + text.length - text.trimStart().length
    entries.push({ at: placeOf(file, position(first), position(first + trimmed.length)), text: trimmed, value: deepest > DEEPEST ? undefined : parsed(trimmed) })
  }
  for (let index = start; index < content.length; index++) {
    const character = content[index]
    if (quoted) {
      if (character === '\\') index++
      else if (character === '"') quoted = false
    } else if (character === '"') quoted = true
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth)
    else if (depth === 0 && (character === ',' || character === ']')) {
      close(index)
      if (character === ']') return { entries, complete: content.slice(index + 1).trim() === '}' }
      start = index + 1
      deepest = 0
    } else if (character === ']' || character === '}') depth--
  }
  close(content.length)
  return { entries, complete: false }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

interface Position { readonly line: number; readonly column: number }

/** Asked with growing offsets only. */
function positions(content: string): (offset: number) => Position {
  let line = 1
  let from = 0
  return (offset) => {
    for (let next = content.indexOf('\n', from); next >= 0 && next < offset; next = content.indexOf('\n', from)) { line++; from = next + 1 }
    return { line, column: offset - from + 1 }
  }
}

const placeOf = (file: string, start: Position, end: Position): At =>
  (start.line === end.line ? { file, line: start.line, columns: [start.column, end.column] } : { file, line: start.line })

// ------------------------------------------------------------------------------------------------------------- looking

type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Own properties only. */
export const get = (value: unknown, key: string): unknown => (isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined)

export const getText = (value: unknown, key: string): string | undefined => {
  const found = get(value, key)
  return typeof found === 'string' ? found : undefined
}

/** The name and value of an object with one property, as statements and expressions are written. */
export function only(value: unknown): readonly [name: string, of: unknown] | undefined {
  const entries = isFields(value) ? Object.entries(value) : []
  return entries.length === 1 ? entries[0] : undefined
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value as unknown[] : value === undefined || value === null ? [] : [value])
