/** PATHS → root files. A named file is always one; in folders and patterns, what says `sanso:` and `network:` is. */
import { join } from 'node:path'
import { filesIn, kindOf, realFolder } from './disk/look.ts'
import { globOver, onDisk } from './disk/patterns.ts'
import { inputOf, treeOf, type Content } from './disk/read.ts'
import { isRefused } from './disk/reasons.ts'
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
  const kind = kindOf(path)
  if (kind === 'folder') return inFolder(path)
  if (kind) return [path]
  if (PATTERN.test(path)) return matching(slashes(path))
  throw new UsageError({ ja: `ファイルがありません: ${path}`, en: `no such file: ${path}` })
}

function inFolder(folder: string): readonly string[] {
  const names = filesIn(folder)
  const conventional = CONVENTIONAL.find((name) => names.includes(name))
  return conventional ? [join(folder, conventional)] : names.map((name) => join(folder, name)).filter(isRootFile)
}

async function matching(pattern: string): Promise<readonly string[]> {
  const steps = pattern.split('/')
  const fixed = steps.slice(0, steps.findIndex((step) => PATTERN.test(step))).join('/')
  const home = pattern.startsWith('/') ? `${fixed}/` : fixed || '.'
  const glob = await globOver(onDisk([realFolder(home)]), ['**/node_modules/**'])
  const found = glob(pattern, '')
  if (isRefused(found)) throw new UsageError({ ja: `${pattern}：${found.refused.ja}`, en: `${pattern}: ${found.refused.en}` })
  return found.filter(isRootFile)
}

/** A look at the text, not a parse: a root with a syntax error must be reported, not passed over, and so must what cannot be read. */
export const isRoot = (content: Content): boolean => content !== undefined && (isRefused(content) || looksLikeRoot(content.toString('utf8')))

const isRootFile = (file: string): boolean => DOCUMENT.test(file) && isRoot(inputOf(file, [treeOf(file)]))

const looksLikeRoot = (content: string): boolean =>
  ['sanso', 'network'].every((key) => new RegExp(`(^\uFEFF?|[{,]\\s*)["']?${key}["']?\\s*:`, 'm').test(content))
