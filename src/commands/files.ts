/** The files that a topology may read, as the library asks for them. */
import { isUtf8 } from 'node:buffer'
import { dirname, posix } from 'node:path'
import type { Files, Secret } from '../index.ts'
import { kindOf } from './disk/look.ts'
import { globOver, onDisk, type Glob } from './disk/patterns.ts'
import { inputOf, treeOf, type Content } from './disk/read.ts'
import { isRefused, refused, type Refused } from './disk/reasons.ts'
import { slashes } from './slashes.ts'

const MB = 2 ** 20
const MOST_BYTES_IN_ALL = 256 * MB

const TOO_LARGE_IN_ALL = refused(`ネットワークの入力が合わせて大きすぎます（上限 ${MOST_BYTES_IN_ALL / MB} MB）`, `the input of the network is too large in all (at most ${MOST_BYTES_IN_ALL / MB} MB)`)
const NO_UTF8 = refused('UTF-8 のテキストではありません', 'it is no text in UTF-8')

class GlobWanted extends Error {}

/** A plain name is itself, if it is there; anything else is for the library of globs to say. */
const plainNames: Glob = (pattern, folder) => {
  if (!/^[\p{L}\p{N}_./-]+$/u.test(pattern)) throw new GlobWanted(pattern)
  const kind = kindOf(posix.join(folder, pattern))
  return kind === undefined || kind === 'folder' ? [] : [pattern]
}

/** Each file is opened once: everything that is said of it is said of the same bytes. */
function once(read: (name: string) => Content): (name: string) => Content {
  const known = new Map<string, Content>()
  let bytes = 0
  return (name) => {
    if (known.has(name)) return known.get(name)
    const content = read(name)
    if (Buffer.isBuffer(content)) bytes += content.length
    const bearable = bytes > MOST_BYTES_IN_ALL ? TOO_LARGE_IN_ALL : content
    known.set(name, bearable)
    return bearable
  }
}

/** As seen from the folder of the file that asks, and named as `read` wants them; sorted, so that no file system orders the report. */
export function filesWith(glob: Glob, read: (name: string) => Content): Files {
  const content = once(read)
  const unseen = new Map<string, Refused>()
  const bytes = (name: string): Buffer | undefined => {
    const found = content(name)
    return isRefused(found) ? undefined : found
  }
  return {
    read(name) {
      const found = bytes(name)
      return found && isUtf8(found) ? found.toString('utf8') : undefined
    },
    readBytes: bytes,
    expand(pattern, fromFile) {
      const folder = slashes(dirname(fromFile))
      const found = glob(pattern, folder)
      if (!isRefused(found)) return found.map((file) => posix.join(folder, file)).sort()
      unseen.set(posix.join(folder, pattern), found)
      return []
    },
    why(name) {
      const found = unseen.get(posix.normalize(name)) ?? content(name)
      return isRefused(found) ? found.refused : found && !isUtf8(found) ? NO_UTF8.refused : undefined
    },
  }
}

/**
 * `named`: the files of the command line, in whose folders everything must lie. Few files include by a glob, and the library of
 * globs takes long to load: it is fetched when one does, and the work done again.
 */
export async function reading<T>(named: readonly string[], work: (files: Files) => T | Promise<T>, secret?: Secret): Promise<T> {
  const trees = named.map(treeOf)
  const files = (glob: Glob): Files => ({ ...filesWith(glob, (name) => inputOf(name, trees)), ...(secret && { secret }) })
  try {
    return await work(files(plainNames))
  } catch (error) {
    if (!(error instanceof GlobWanted)) throw error
    return work(files(await globOver(onDisk(trees))))
  }
}
