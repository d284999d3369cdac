/** A language and, on a terminal, colours. */
import { text, type Lang, type Text } from '../verdict.ts'
import type { RenderOptions } from './renderer.ts'

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const
export type Color = keyof typeof CODES

export interface Ink {
  readonly lang: Lang
  /** The text in the language of this report. */
  say(sentence: Text): string
  /** The same for a sentence born in a renderer. */
  t(ja: string, en: string): string
  paint(color: Color, line: string): string
}

export const ink = ({ lang, color }: RenderOptions): Ink => ({
  lang,
  say: (sentence) => sentence[lang],
  t: (ja, en) => text(ja, en)[lang],
  paint: (name, line) => (color ? `\u001b[${CODES[name]}m${line}\u001b[0m` : line),
})
