/** Names come from files that others wrote: nothing in them may steer a terminal, reorder a line or forge a new one. */

/** Control characters, marks of direction, characters without width, and halves of characters. */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\u{e0000}-\u{e007f}]/gu

const escaped = (character: string): string =>
  [...character].map((each) => `\\u{${each.codePointAt(0)!.toString(16)}}`).join('')

/** A copy of `value` in which every such character is written as its code. Snippets of YAML keep their line breaks. */
export function neutral<T>(value: T): T {
  return visible(value, false) as T
}

function visible(value: unknown, lines: boolean): unknown {
  if (typeof value === 'string') return value.replace(UNSAFE, (character) => (lines && character === '\n' ? character : escaped(character)))
  if (Array.isArray(value)) return value.map((item) => visible(item, lines))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visible(item, key === 'yaml')]))
}

/** JSON that reads back the same, and is as safe to print. */
export function safeJson(value: unknown): string {
  const units = (character: string) => Array.from({ length: character.length }, (_, index) => unit(character.charCodeAt(index)))
  return JSON.stringify(value, null, 2).replace(UNSAFE, (character) => (character === '\n' ? character : units(character).join('')))
}

const unit = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`
