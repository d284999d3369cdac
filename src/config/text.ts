/** The text of a configuration as the device meant it, whatever captured it. */
import { masked } from './secrets.ts'

/**
 * Configurations come in UTF-8, in the Shift_JIS that Japanese routers print, in EUC-JP, and in the UTF-16 of a PowerShell
 * redirection. Never fails: what is left unreadable stands in comments and titles, and is replaced.
 */
export function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const japanese = strictly('shift_jis', bytes)
  // Most of EUC-JP is also Shift_JIS, as katakana of half width, which nobody uses in titles.
  const unlikely = japanese === undefined || /[\uff61-\uff9f]/.test(japanese)
  return strictly('utf-8', bytes) ?? (unlikely ? strictly('euc-jp', bytes) : undefined) ?? japanese ?? new TextDecoder('utf-8').decode(bytes)
}

function strictly(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** Where a pager waited: its prompt, and what the terminal wiped it out with. */
const PAGER = /(?:<---? ?more ?---?>|(?<!-)-{2,} ?(?:more|つづく|continue) ?-{2,})[ \b\r]*/gi
/** ECMA-48 control sequences: colours and cursor movements. */
const TERMINAL = /\x1b\[[0-9;?]*[A-Za-z]/g

const cleaned = (content: string): string =>
  content.replace(/^\ufeff/, '').replace(/(?<!\r)\r+\n/g, '\n').replace(TERMINAL, '').replace(PAGER, '').replace(/[\b\0]/g, '')

/** Without terminal debris and without secrets; lines are those of the file. */
export const prepared = (content: string): string => masked(cleaned(content))

/** A configuration that may be handed on: the very same bytes where it holds no secret, else what readers get to see of it. */
export function withoutSecrets(bytes: Uint8Array): Uint8Array {
  const content = cleaned(decoded(bytes))
  const shown = masked(content)
  return shown === content ? bytes : new TextEncoder().encode(shown)
}
