/** A line as `iptables-restore` splits it: iptables 1.8, iptables/xshared.c, `add_param_to_argv`. */

export interface Word {
  readonly text: string
  /** Written in quotes: never an option, whatever it begins with. */
  readonly quoted: boolean
}

/** Undefined: a quote is not closed. */
export function wordsOf(line: string): Word[] | undefined {
  const words: Word[] = []
  let at = 0
  while (at < line.length) {
    if (isSpace(line[at])) { at++; continue }
    let text = ''
    let quoted = false
    let open = false
    for (; at < line.length && (open || !isSpace(line[at])); at++) {
      const character = line[at]
      // A backslash escapes inside quotes only, and a closing quote ends the word.
      if (open && character === '\\') text += line[++at] ?? ''
      else if (character !== '"') text += character
      else if (open) { open = false; at++; break }
      else { open = true; quoted = true }
    }
    if (open) return undefined
    words.push({ text, quoted })
  }
  return words
}

const isSpace = (character: string | undefined): boolean => character === ' ' || character === '\t'
