/** One input as the library meets it: files by name, the first of them the root. */
import type { Files } from '../../src/index.ts'

export type Case = ReadonlyMap<string, string>

export const rootOf = (one: Case): string => [...one.keys()][0]!

/** Patterns are asked of the names, by what stands before their first star and after their last; nothing else is there to be read. */
export const filesOf = (one: Case): Files => ({
  read: (name) => one.get(name),
  expand: (pattern) => [...one.keys()].filter((name) => (pattern.includes('*')
    ? name.startsWith(pattern.slice(0, pattern.indexOf('*'))) && name.endsWith(pattern.slice(pattern.lastIndexOf('*') + 1)) : name === pattern)),
})

/** As it is kept in the corpus: JSON, the lines of each file one by one. */
export const shown = (one: Case): string => `${JSON.stringify(Object.fromEntries([...one].map(([name, content]) => [name, content.split('\n')])), undefined, 1)}\n`

export const kept = (text: string): Case =>
  new Map(Object.entries(JSON.parse(text) as Readonly<Record<string, readonly string[]>>).map(([name, lines]) => [name, lines.join('\n')]))
