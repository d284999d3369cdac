/** Whole folders are written as files are: beside, forced onto the disk, then renamed. */
import { chmodSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UsageError } from '../usage.ts'
import { aside, beside, tidied } from './leftovers.ts'
import { isThere } from './look.ts'
import { treeOf } from './read.ts'
import { destination, saying, synced, writeNew } from './write.ts'

const MOST_TRIES = 5

/** A whole folder. What stands there is set aside for the moment between two renames; a run that was killed then is made good by the next. */
export function writeFolder(output: string, files: ReadonlyMap<string, Uint8Array>, isReplaceable: (folder: string) => boolean): void {
  saying(output, () => {
    const target = lstatSync(output, { throwIfNoEntry: false })?.isSymbolicLink() ? destination(output, [treeOf(output)]) : output
    tidied(target)
    const old = lstatSync(target, { throwIfNoEntry: false })
    if (old && !isReplaceable(target)) {
      throw new UsageError({ ja: `${output} には報告書一式ではないものがあります。別の出力先を指定してください`, en: `${output} holds something that is no bundle: name another place` })
    }
    const next = beside(target)
    try {
      filled(next, files)
      if (old) chmodSync(next, old.mode & 0o777)
      placed(next, target)
    } finally {
      rmSync(next, { recursive: true, force: true })
    }
  })
}

function filled(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  const folders = new Set<string>([folder])
  mkdirSync(folder)
  for (const [name, content] of files) {
    const path = join(folder, name)
    for (let one = dirname(path); !folders.has(one); one = dirname(one)) folders.add(one)
    mkdirSync(dirname(path), { recursive: true })
    writeNew(path, content, 0o666)
  }
  for (const one of folders) synced(one)
}

function placed(next: string, target: string): void {
  for (let tries = 1; ; tries++) {
    const old = isThere(target) ? aside(target) : undefined
    if (old !== undefined) renameSync(target, old)
    try {
      renameSync(next, target)
      synced(dirname(target))
      if (old !== undefined) rmSync(old, { recursive: true, force: true })
      return
    } catch (error) {
      if (old !== undefined && !isThere(target)) renameSync(old, target)
      // Another run was there first: it is set aside in turn.
      if (tries === MOST_TRIES || !['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  }
}

