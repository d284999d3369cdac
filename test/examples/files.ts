/** The files of this folder as the command reads them, globs and all. */
import glob from 'fast-glob'
import { contentOf } from '../../src/commands/disk/read.ts'
import { filesWith } from '../../src/commands/files.ts'

export const files = filesWith((pattern, folder) => glob.sync(pattern, { cwd: folder, onlyFiles: true, unique: true }), contentOf)
