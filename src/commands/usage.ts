/** A mistake in how the program was called: exit 2. Everything else that is thrown is a bug of ours. */
import type { Text } from '../index.ts'

export const EXIT_USAGE = 2

/** Of what a command cannot do without. */
export const unreadable = (path: string, { refused: { ja, en } }: { readonly refused: Text }): UsageError =>
  new UsageError({ ja: `${path} を読めません：${ja}`, en: `cannot read ${path}: ${en}` })

export class UsageError extends Error {
  readonly text: Text
  /** More about it, in lines of its own and in the reader's language already. */
  readonly details: string

  constructor(text: Text, details = '') {
    super(text.en)
    this.text = text
    this.details = details
  }
}
