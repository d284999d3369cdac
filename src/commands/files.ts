/** The files that a topology may read, as the library asks for them. */
import { readFileSync } from 'node:fs'
import glob from 'fast-glob'
import { slashes } from './slashes.ts'

const UNREADABLE = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'ENAMETOOLONG', 'ELOOP', 'ERR_INVALID_ARG_VALUE']

export const files = {
  /** `undefined`: not there, or not readable. Whoever asked says so at the line that names it. */
  read(file: string): string | undefined {
    try {
      return readFileSync(file, 'utf8')
    } catch (error) {
      if (UNREADABLE.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
      throw error
    }
  },

  /** Paths relative to `folder`, sorted by code unit: no order of a file system reaches the report. */
  expand(pattern: string, folder: string): string[] {
    return glob.sync(pattern, { cwd: folder || '.', onlyFiles: true, unique: true }).map(slashes).sort()
  },
}
