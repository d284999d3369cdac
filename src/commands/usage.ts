/** A mistake in how the program was called: exit 2. Everything else that is thrown is a bug of ours. */
import type { Text } from '../index.ts'

export const EXIT_USAGE = 2

export class UsageError extends Error {
  readonly text: Text

  constructor(text: Text) {
    super(text.en)
    this.text = text
  }
}
