/** What is there, without reading it. */
import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { reasonOf } from './reasons.ts'
import { UsageError } from '../usage.ts'

/** Whatever it is that a name leads to. A link that leads nowhere is there, too: whoever reads it says so. */
export function kindOf(path: string): 'folder' | 'file' | 'other' | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false }) ?? lstatSync(path, { throwIfNoEntry: false })
    if (stats === undefined) return undefined
    return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other'
  } catch (error) {
    // A name that no file can have, or links in a circle, or a folder that is closed to us.
    if (reasonOf(error) !== undefined) return 'other'
    if ((error as NodeJS.ErrnoException).code === 'ERR_INVALID_ARG_VALUE') return undefined
    throw error
  }
}

export const isThere = (path: string): boolean => kindOf(path) !== undefined

/** What a folder holds, folders left out. */
export function filesIn(folder: string): readonly string[] {
  return listed(folder).filter((name) => kindOf(join(folder, name)) !== 'folder')
}

/** As it is without links; as it was named where it is not there. */
export function realFolder(folder: string): string {
  try {
    return realpathSync.native(folder)
  } catch {
    return folder
  }
}

export function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === undefined) throw error
    throw new UsageError({ ja: `フォルダーを読めません: ${folder}：${reason.ja}`, en: `cannot read the folder ${folder}: ${reason.en}` })
  }
}
