/** Names from files of others inside markup: nothing in them may become markup. */

/**
 * Neither ends a table's cell nor opens a tag, a link (a bare address would become one) or emphasis. Mentions and numbers of issues
 * are looked for after rendering, where an entity is the character again: a comment keeps them apart from what follows.
 */
export const inMarkdown = (content: string): string => content
  .replace(/[\\`*_{}[\]<>|#&!~@]/g, (character) => `&#${character.codePointAt(0)};`)
  .replace(/&#(?:35|64);/g, '$&<!-- -->').replace(/:(?=\/\/)/g, '&#58;').replace(/(?<=www)\./gi, '&#46;')

export const inHtml = (content: string): string => content.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)

/** RFC 4180; what a spreadsheet would run as a formula starts with an apostrophe (OWASP, CSV injection). */
export const inCsv = (cell: string): string => `"${(/^[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`
