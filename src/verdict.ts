/** The vocabulary that every room shares. Imports nothing. */

export type Lang = 'ja' | 'en'

/** A sentence in both languages, written side by side: a missing language does not compile. */
export type Text = Readonly<Record<Lang, string>>

export const text = (ja: string, en: string): Text => ({ ja, en })

/** Keys and indices from the root of a document down to a value. */
export type Path = readonly (string | number)[]

/**
 * Where something stands: a path into a YAML or JSON document (`on: 'key'` points at the key rather than its value), a
 * span of characters (UTF-16 offsets, end exclusive) where no path exists, or a line of a device configuration (from 1).
 * Lines and columns of documents are computed only when a report is written.
 */
export type At =
  | { readonly file: string; readonly path: Path; readonly on?: 'key' | 'value' }
  | { readonly file: string; readonly span: readonly [start: number, end: number] }
  | { readonly file: string; readonly line: number; readonly columns?: readonly [start: number, end: number] }

export type Severity = 'error' | 'warning' | 'note'

export type Outcome = 'proved' | 'refuted' | 'unknown' | 'vacuous' | 'excepted'

/** What a verdict rests on: `computed` from the topology, or `attested` by a dated document. */
export type Ground = 'computed' | 'attested'

/** A mistake of the user in the input. Never thrown: collected, and reported all at once. */
export interface Problem {
  /** Stable identifier of the kind of mistake, such as `syntax`, `schema`, `unknown-name`, `address`. */
  readonly code: string
  readonly at: At
  readonly message: Text
  /** Other places that belong to the same mistake, such as the first use of a duplicated id. */
  readonly related?: readonly { readonly at: At; readonly message: Text }[]
}
