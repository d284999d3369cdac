/** The words of one command, taken from left to right. */
export class Words {
  readonly #words: readonly string[]
  #next = 0

  constructor(words: readonly string[]) {
    this.#words = words
  }

  get done(): boolean { return this.#next >= this.#words.length }
  peek(ahead = 0): string | undefined { return this.#words[this.#next + ahead] }
  take(): string | undefined { return this.#words[this.#next++] }
  rest(): string { return this.#words.slice(this.#next).join(' ') }

  /** Takes these words if they come next. */
  skip(...expected: readonly string[]): boolean {
    if (!expected.every((word, index) => this.peek(index) === word)) return false
    this.#next += expected.length
    return true
  }

  /** The word after `name`, if `name` comes next. */
  after(...name: readonly string[]): string | undefined { return this.skip(...name) ? this.take() : undefined }
}
