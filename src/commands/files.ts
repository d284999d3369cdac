/** The files that a topology may read, as the library asks for them. */
import { readFileSync, statSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import type { Files, Secret } from '../index.ts'
import { slashes } from './slashes.ts'

const UNREADABLE = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'ENAMETOOLONG', 'ELOOP', 'ERR_INVALID_ARG_VALUE']

/** `undefined`: not there, or not readable. Whoever asked says so at the line that names it. */
function readBytes(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    if (UNREADABLE.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

export type Glob = (pattern: string, folder: string) => string[]

class GlobWanted extends Error {}

/** A plain name is itself, if it is there; anything else is for the library of globs to say. */
const plainNames: Glob = (pattern, folder) => {
  if (!/^[\p{L}\p{N}_./-]+$/u.test(pattern)) throw new GlobWanted(pattern)
  return statSync(posix.join(folder, pattern), { throwIfNoEntry: false })?.isFile() ? [pattern] : []
}

/** As seen from the folder of the file that asks, and named as `read` wants them; sorted, so that no file system orders the report. */
export const filesWith = (glob: Glob, bytes: (name: string) => Buffer | undefined = readBytes): Files => ({
  read: (name) => bytes(name)?.toString('utf8'),
  readBytes: bytes,
  expand(pattern, fromFile) {
    const folder = slashes(dirname(fromFile))
    return glob(pattern, folder).map((file) => posix.join(folder, file)).sort()
  },
})

/** Few files include by a glob, and the library of globs takes long to load: it is fetched when one does, and the work done again. */
export async function reading<T>(work: (files: Files) => T, secret?: Secret): Promise<T> {
  const withSecret = (files: Files): Files => (secret ? { ...files, secret } : files)
  try {
    return work(withSecret(filesWith(plainNames)))
  } catch (error) {
    if (!(error instanceof GlobWanted)) throw error
    const { default: glob } = await import('fast-glob')
    return work(withSecret(filesWith((pattern, folder) => glob.sync(pattern, { cwd: folder, onlyFiles: true, unique: true }))))
  }
}

/** Files by their names below a folder, globs and all. */
export async function filesBelow(folder: string, bytes: (name: string) => Uint8Array | undefined): Promise<Files> {
  const { default: glob } = await import('fast-glob')
  const buffer = (name: string): Buffer | undefined => {
    const read = bytes(name)
    return read && Buffer.from(read)
  }
  return filesWith((pattern, from) => glob.sync(pattern, { cwd: posix.join(slashes(folder), from), onlyFiles: true, unique: true }), buffer)
}
