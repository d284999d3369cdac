/** The encodings that spreadsheets in Japan write CSV in: UTF-8, with or without its mark, and CP932 (Shift_JIS of Windows). */

/** Undefined: it is neither. CP932 that happens to be valid UTF-8 is plain ASCII, which is the same in both. */
export function decode(bytes: Uint8Array): string | undefined {
  for (const encoding of ['utf-8', 'shift_jis']) {
    try {
      // The WHATWG's `shift_jis` is CP932, with the characters of NEC and IBM.
      const content = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      if (!content.includes('\0')) return content
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
  }
  return undefined
}
