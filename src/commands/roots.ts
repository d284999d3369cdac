/** PATHS → root files. A named file is always one; in folders and patterns, what says `sanso:` and `network:` is. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { slashes } from './slashes.ts'
import { UsageError } from './usage.ts'

export interface Roots {
  /** Sorted by code unit, each once. */
  readonly files: readonly string[]
  /** Folders and patterns without any. */
  readonly empty: readonly string[]
}

export const DOCUMENT = /\.(ya?ml|json)$/i
export const CONVENTIONAL = ['topology.yaml', 'sanso.yaml']
const PATTERN = /[*?[\]{}!]/

export async function roots(paths: readonly string[]): Promise<Roots> {
  const found = await Promise.all(paths.map(async (path) => ({ path, files: await rootsIn(path) })))
  return {
    files: [...new Set(found.flatMap(({ files }) => files.map((file) => slashes(file).replace(/^(\.\/)+/, ''))))].sort(),
    empty: found.filter(({ files }) => files.length === 0).map(({ path }) => path),
  }
}

async function rootsIn(path: string): Promise<readonly string[]> {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat?.isDirectory()) return inFolder(path)
  if (stat) return [path]
  if (PATTERN.test(path)) {
    const { default: glob } = await import('fast-glob')
    return (await glob(slashes(path), { onlyFiles: true, ignore: ['**/node_modules/**'] })).filter(isRoot)
  }
  throw new UsageError({ ja: `ファイルがありません: ${path}`, en: `no such file: ${path}` })
}

function inFolder(folder: string): readonly string[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.isDirectory()).map(({ name }) => name)
  const conventional = CONVENTIONAL.find((name) => names.includes(name))
  return conventional ? [join(folder, conventional)] : names.map((name) => join(folder, name)).filter(isRoot)
}

/** A look at the text, not a parse: a root with a syntax error must be reported, not passed over. */
const isRoot = (file: string): boolean => DOCUMENT.test(file) && looksLikeRoot(readFileSync(file, 'utf8'))

export const looksLikeRoot = (content: string): boolean =>
  ['sanso', 'network'].every((key) => new RegExp(`(^\uFEFF?|[{,]\\s*)["']?${key}["']?\\s*:`, 'm').test(content))
