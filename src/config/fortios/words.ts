/** Words of one FortiOS command: separated by blanks, quoted with " or ', with \ before a character that means itself. */

export function wordsOf(command: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (let at = 0; at < command.length; at++) {
    const character = command[at]!
    if (character === '\\' && quote !== "'" && at + 1 < command.length) word = (word ?? '') + command[++at]
    else if (quote !== '') {
      if (character === quote) quote = ''
      else word = (word ?? '') + character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + character
  }
  if (word !== undefined) words.push(word)
  return words
}

/** The quote that is open after a line (or command), `quote` being the one that was open before it; '' for none. */
export function quoteAfter(line: string, quote = ''): string {
  let open = quote
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!
    if (character === '\\' && open !== "'") at++
    else if (open !== '') open = character === open ? '' : open
    else if (character === '"' || character === "'") open = character
  }
  return open
}
