/**
 * Commands as the router knows them: words, some of which are free. `#` stands for any word, `@` for the name of an interface.
 * The longest pattern that fits decides; a word may be cut short as long as it stays unambiguous (the console takes it so).
 */
interface Node<T> {
  readonly words: Map<string, Node<T>>
  face?: Node<T>
  free?: Node<T>
  value?: T
}

export interface Match<T> {
  readonly value: T
  /** The words of the pattern, in full. */
  readonly key: readonly string[]
  /** What stands after them. */
  readonly rest: readonly string[]
}

export const FACE = /^(?:(?:lan|wan|vlan|bridge|loopback|onu|bri|pri|usb|wlan|lan-map)\d+(?:[./:]\d+)*|lan|pp|tunnel|null|local)$/

export class Grammar<T> {
  private readonly root: Node<T> = { words: new Map() }

  add(pattern: string, value: T): void {
    let here = this.root
    for (const word of pattern.split(' ')) {
      if (word === '#') here = here.free ??= { words: new Map() }
      else if (word === '@') here = here.face ??= { words: new Map() }
      else {
        const next = here.words.get(word) ?? { words: new Map() }
        here.words.set(word, next)
        here = next
      }
    }
    here.value = value
  }

  match(words: readonly string[]): Match<T> | undefined {
    return this.from(this.root, words, [])
  }

  /** Patterns are few words long, and so is the way down. */
  private from(node: Node<T>, words: readonly string[], key: readonly string[]): Match<T> | undefined {
    const word = words[key.length]
    const own = node.value === undefined ? undefined : { value: node.value, key, rest: words.slice(key.length) }
    if (word === undefined) return own
    const exact = node.words.get(word)
    const isFace = FACE.test(word)
    const cut = exact || isFace ? undefined : only([...node.words.keys()].filter((full) => word.length > 1 && full.startsWith(word)))
    return (exact && this.from(exact, words, [...key, word]))
      ?? (isFace && node.face ? this.from(node.face, words, [...key, word]) : undefined)
      ?? (cut !== undefined ? this.from(node.words.get(cut)!, words, [...key, cut]) : undefined)
      ?? (node.free && this.from(node.free, words, [...key, word]))
      ?? own
  }
}

const only = (names: readonly string[]): string | undefined => (names.length === 1 ? names[0] : undefined)
