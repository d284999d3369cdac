import { expect } from 'vitest'
import { loadTopology, type Loaded } from '../../src/topology/load.ts'
import type { Topology } from '../../src/topology/model.ts'
import type { Source } from '../../src/topology/source.ts'
import type { At } from '../../src/verdict.ts'

/** Loads files held in memory; `expand` knows names and a `*` within one folder. */
export function load(files: string | Readonly<Record<string, string>>, root = 'net.yaml'): Loaded {
  const all = typeof files === 'string' ? { [root]: files } : files
  return loadTopology(root, name => Object.hasOwn(all, name) ? all[name] : undefined, (glob, fromFile) => {
    const folder = fromFile.slice(0, fromFile.lastIndexOf('/') + 1)
    const pattern = new RegExp(`^${glob.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`)
    return Object.keys(all).filter(name => name.startsWith(folder) && pattern.test(name.slice(folder.length)))
  })
}

export function topologyOf(loaded: Loaded): Topology {
  expect(mistakes(loaded)).toEqual([])
  return loaded.topology!
}

/** The very characters that an `At` points at. */
export function underlined(at: At, sources: ReadonlyMap<string, Source>): string {
  const { file, line, column, endLine, endColumn } = sources.get(at.file)!.locate(at)
  const lines = sources.get(file)!.text.split('\n')
  return line === endLine
    ? lines[line - 1]!.slice(column - 1, endColumn - 1)
    : [lines[line - 1]!.slice(column - 1), ...lines.slice(line, endLine - 1), lines[endLine - 1]!.slice(0, endColumn - 1)].join('\n')
}

/** Each problem as `code: «characters» message`, and its related places after arrows. */
export const mistakes = ({ problems, sources }: Pick<Loaded, 'problems' | 'sources'>): string[] => problems.map(({ code, at, message, related }) => {
  expect(message.ja).not.toBe('')
  const others = (related ?? []).map(one => ` → «${underlined(one.at, sources)}» ${one.message.en}`)
  return `${code}: «${underlined(at, sources)}» ${message.en}${others.join('')}`
})
