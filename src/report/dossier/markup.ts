/** HTML and SVG as values that no text can become by accident: whatever is put into a template is escaped, unless it is markup already. */
import { inHtml } from '../markup.ts'

export class Markup {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }
}

type Part = Markup | string | number | false | undefined | readonly Part[]

/** ``markup`<td>${name}</td>` ``; what is false or absent leaves nothing. */
export const markup = (pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(pieces.map((piece, index) => piece + (index < parts.length ? written(parts[index]) : '')).join(''))

function written(part: Part): string {
  if (part === undefined || part === false) return ''
  if (part instanceof Markup) return part.source
  return typeof part === 'string' || typeof part === 'number' ? inHtml(String(part)) : part.map(written).join('')
}

/** What one of ours wrote, such as a style sheet. */
export const verbatim = (source: string): Markup => new Markup(source)
