/** The files that a topology may read, as the library asks for them. */
import { readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
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

  /** As seen from the folder of `fromFile`, and named as `read` wants them; sorted, so that no file system orders the report. */
  expand(pattern: string, fromFile: string): string[] {
    const folder = slashes(dirname(fromFile))
    const found = glob.sync(pattern, { cwd: folder, onlyFiles: true, unique: true })
    return found.map((file) => posix.join(folder, file)).sort()
  },
}
