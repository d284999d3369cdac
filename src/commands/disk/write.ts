/**
 * The one way in which files are written: beside, forced onto the disk, then renamed. Whenever a run ends, by whatever, each file
 * is the old one or the new one, whole.
 */
import { accessSync, closeSync, constants, fchmodSync, fchownSync, fsyncSync, linkSync, lstatSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync, type Stats } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { UsageError } from '../usage.ts'
import { beside, tidied } from './leftovers.ts'
import { isThere } from './look.ts'
import { contentOf, lies, NOWHERE, treeOf } from './read.ts'
import { isRefused, otherThanFile, reasonOf, refused } from './reasons.ts'

export interface NewFile {
  readonly file: string
  readonly content: string | Uint8Array
  /** What it was made of: it is not written over anything else. */
  readonly was?: string
}

export interface How {
  /** Where links may lead; absent: the folder of each file. */
  readonly trees?: readonly string[]
  /** Never over a file that is there. */
  readonly fresh?: boolean
  /** Of files that were not there. */
  readonly mode?: number
}

/** `stats`: of what stands there. */
interface Target { readonly path: string; readonly stats?: Stats }

export const writeWhole = (file: string, content: string | Uint8Array, how: How = {}): void => writeTogether([{ file, content }], how)

/** Everything is on the disk before anything takes its place. */
export function writeTogether(files: readonly NewFile[], how: How = {}): void {
  const written: (() => void)[] = []
  const temporary: string[] = []
  try {
    for (const one of files) written.push(saying(one.file, () => prepared(one, how, temporary)))
    for (const [index, place] of written.entries()) saying(files[index]!.file, place)
  } finally {
    for (const path of temporary) rmSync(path, { force: true })
  }
}

export function saying<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const reason = isRefused(error) ? error.refused : reasonOf(error)
    if (reason === undefined) throw error
    throw new UsageError({ ja: `書き込めません: ${file}：${reason.ja}`, en: `cannot write ${file}: ${reason.en}` })
  }
}

/** What puts it in its place. */
function prepared({ file, content, was }: NewFile, { trees = [treeOf(file)], fresh = false, mode = 0o666 }: How, temporary: string[]): () => void {
  const target = targetOf(file, trees)
  if (target === 'stream') return () => toStream(file, content)
  const { path, stats } = target
  tidied(path)
  const next = beside(path)
  temporary.push(next)
  writeNew(next, content, mode, stats)
  return () => {
    if (was !== undefined && !isStill(path, was)) throw refused('読んだ後に変わったか、UTF-8 ではありません', 'it changed since it was read, or is not UTF-8')
    if (fresh) placeFresh(next, path)
    else renameSync(next, path)
    synced(dirname(path))
  }
}

/** A link stays, and what it leads to is written; but it must not lead a stranger's bytes to wherever the stranger likes. */
function targetOf(file: string, trees: readonly string[]): Target | 'stream' {
  const named = lstatSync(file, { throwIfNoEntry: false })
  if (named === undefined) return { path: file }
  // Standard output and its like are links to whatever they are.
  if (isStream(named) || (/^\/(dev|proc)\//.test(file) && named.isSymbolicLink() && !statSync(file).isDirectory())) return 'stream'
  const path = named.isSymbolicLink() ? destination(file, trees) : file
  const stats = named.isSymbolicLink() ? lstatSync(path) : named
  const unfit = otherThanFile(stats)
  if (unfit) throw unfit
  // A rename would ask only the folder; whoever took the permission to write away meant it.
  accessSync(path, constants.W_OK)
  return { path, stats }
}

const isStream = (stats: Stats): boolean => stats.isFIFO() || stats.isCharacterDevice() || stats.isSocket()

export function destination(link: string, trees: readonly string[]): string {
  if (!isThere(link) || !statSync(link, { throwIfNoEntry: false })) throw NOWHERE
  const real = realpathSync.native(link)
  if (!trees.some((tree) => lies(real, tree))) throw refused('フォルダーの外を指すリンクです（指す先のファイルを指定してください）', 'a link that leads out of its folder: name the file itself')
  return real
}

/** Straight to it: a pipe or a device holds nothing that could be lost. */
function toStream(file: string, content: string | Uint8Array): void {
  const stream = openSync(file, constants.O_WRONLY | constants.O_APPEND)
  try {
    writeFileSync(stream, content)
  } catch (error) {
    // Whoever reads has seen enough.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  } finally {
    closeSync(stream)
  }
}

/** With the owner and the permissions of what it is to replace. */
export function writeNew(path: string, content: string | Uint8Array, mode: number, old?: Stats): void {
  const file = openSync(path, 'wx', old ? old.mode & 0o777 & ~0o077 : mode)
  try {
    writeFileSync(file, content)
    if (old) owned(file, old)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function owned(file: number, { uid, gid, mode }: Stats): void {
  try {
    fchownSync(file, uid, gid)
  } catch (error) {
    // Only root gives files away: to others it is theirs from now on.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
  }
  fchmodSync(file, mode & 0o7777)
}

function isStill(path: string, was: string): boolean {
  const now = contentOf(path)
  return Buffer.isBuffer(now) && now.equals(Buffer.from(was))
}

/** A second name is never given to what has another file already; not every file system knows second names. */
function placeFresh(next: string, path: string): void {
  try {
    linkSync(next, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || isThere(path)) throw error
    renameSync(next, path)
  }
}

/** That a name leads to a file is on the disk only when its folder is. Not every system lets folders be opened. */
export function synced(folder: string): void {
  try {
    const opened = openSync(folder, constants.O_RDONLY)
    try {
      fsyncSync(opened)
    } finally {
      closeSync(opened)
    }
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EISDIR', 'EINVAL', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** One by one: where a folder cannot hold others (/proc), Node's own recursion does not end. */
export function makeFolder(folder: string): void {
  try {
    const missing: string[] = []
    for (let path = resolve(folder); !isThere(path); path = dirname(path)) missing.unshift(path)
    for (const path of missing) mkdirSync(path)
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === undefined) throw error
    throw new UsageError({ ja: `フォルダーを作れません: ${folder}：${reason.ja}`, en: `cannot make the folder ${folder}: ${reason.en}` })
  }
}
