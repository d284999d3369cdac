/** Finds the longest command that a line begins with. */
export class Commands<Handler> {
  readonly #byWords = new Map<string, Handler>()
  #longest = 1

  constructor(entries: Iterable<readonly [command: string, handler: Handler]>) {
    for (const [command, handler] of entries) {
      this.#byWords.set(command, handler)
      this.#longest = Math.max(this.#longest, command.split(' ').length)
    }
  }

  /** What handles the line, and how many of its words name the command. */
  find(words: readonly string[]): { readonly handler: Handler; readonly count: number } | undefined {
    for (let count = Math.min(this.#longest, words.length); count > 0; count--) {
      const handler = this.#byWords.get(words.slice(0, count).join(' '))
      if (handler !== undefined) return { handler, count }
    }
    return undefined
  }
}

/** Lists of single commands, one or more in a line, separated by `|`. */
export const listed = (text: string): string[] => text.split(/[|\n]/).map((command) => command.trim()).filter((command) => command !== '')

/** The words behind `no` or `default`, which take a command back. */
export const negated = (words: readonly string[]): readonly string[] | undefined =>
  (words[0] === 'no' || words[0] === 'default' ? words.slice(1) : undefined)
