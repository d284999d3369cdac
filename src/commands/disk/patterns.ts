/** Patterns over names, on the disk or elsewhere. Whoever writes one, and the names that it meets, may mean harm. */
import { readdirSync, realpathSync, type Dirent } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { kindOf, realFolder } from './look.ts'
import { LEADS_OUT, lies } from './read.ts'
import { isRefused, reasonOf, refused, type Refused } from './reasons.ts'

/** The files that match, as seen from `folder`; or why that is not known. */
export type Glob = (pattern: string, folder: string) => readonly string[] | Refused

export interface Entry { readonly name: string; readonly kind: 'file' | 'folder' }

/** Names that patterns are held against. `entries`: of what may not be looked into, why. */
export interface Listing {
  entries(folder: string): readonly Entry[] | Refused
  kind(path: string): Entry['kind'] | undefined
}

export const MOST_FILES = 10_000
const MOST_LOOKED_AT = 200_000
const MOST_ALTERNATIVES = 1_000
const MOST_STARS = 8
const MOST_STARS_IN_A_NAME = 3

const TOO_INVOLVED = refused('パターンが複雑すぎます', 'the pattern is too involved')
const TOO_MANY_FILES = refused(`合うファイルが多すぎます（上限 ${MOST_FILES}）`, `too many files match (at most ${MOST_FILES})`)
const TOO_MUCH_TO_LOOK_AT = refused(`調べるファイルが多すぎます（上限 ${MOST_LOOKED_AT}）`, `too many files to look at (at most ${MOST_LOOKED_AT})`)

/** `ignore`: patterns that are not looked into. */
export async function globOver(listing: Listing, ignore: readonly string[] = []): Promise<Glob> {
  const { default: library } = await import('fast-glob')
  return (pattern, folder) => {
    if (isTooInvolved(pattern)) return TOO_INVOLVED
    let lookedAt = 0
    let unseen: Refused | undefined
    const readdirSync = (path: string) => {
      const found = lookedAt > MOST_LOOKED_AT ? TOO_MUCH_TO_LOOK_AT : listing.entries(path)
      if (isRefused(found)) {
        unseen ??= found
        return []
      }
      lookedAt += found.length
      return found.map(direntOf)
    }
    const entry = (path: string) => {
      const kind = listing.kind(path)
      if (kind === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' })
      return direntOf({ name: basename(path), kind })
    }
    const fs = { lstatSync: entry, statSync: entry, readdirSync } as unknown as FileSystem
    const names = library.sync(pattern, { cwd: folder === '' ? '.' : folder, onlyFiles: true, unique: true, extglob: false, ignore: [...ignore], fs })
    return unseen ?? (names.length > MOST_FILES ? TOO_MANY_FILES : names)
  }
}

type FileSystem = NonNullable<NonNullable<Parameters<(typeof import('fast-glob'))['sync']>[1]>['fs']>

/** Alternatives multiply; each further star in a name multiplies the ways to match it by the name's length. */
function isTooInvolved(pattern: string): boolean {
  const [, ...groups] = pattern.split('{')
  const alternatives = groups.reduce((all, group) => all * (group.includes('..') ? MOST_ALTERNATIVES : group.split(',').length), 1)
  const stars = (part: string): number => part.split(/\*+/).length - 1
  return alternatives > MOST_ALTERNATIVES || stars(pattern) > MOST_STARS || pattern.split('/').some((part) => stars(part) > MOST_STARS_IN_A_NAME)
}

function direntOf({ name, kind }: Entry): Dirent {
  const no = (): boolean => false
  return {
    name, isFile: () => kind === 'file', isDirectory: () => kind === 'folder',
    isSymbolicLink: no, isBlockDevice: no, isCharacterDevice: no, isFIFO: no, isSocket: no,
  } as unknown as Dirent
}

/** Whatever is no folder is listed, so that whoever reads it says what is wrong with it. Links are followed within `trees`. */
export const onDisk = (trees: readonly string[]): Listing => ({
  entries(folder) {
    try {
      const real = realpathSync.native(folder)
      if (!trees.some((tree) => lies(real, tree))) return LEADS_OUT
      return readdirSync(folder, { withFileTypes: true }).flatMap((entry): Entry[] => {
        if (!entry.isSymbolicLink()) return [{ name: entry.name, kind: entry.isDirectory() ? 'folder' : 'file' }]
        const path = join(folder, entry.name)
        if (kindOf(path) !== 'folder') return [{ name: entry.name, kind: 'file' }]
        // A link back to where one came from holds nothing new.
        return lies(real, realFolder(path)) ? [] : [{ name: entry.name, kind: 'folder' }]
      })
    } catch (error) {
      const reason = reasonOf(error)
      if (reason === undefined) throw error
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : { refused: reason }
    }
  },
  kind(path) {
    const kind = trees.some((tree) => lies(realFolder(dirname(path)), tree)) ? kindOf(path) : undefined
    return kind === 'other' ? 'file' : kind
  },
})

/** Names with slashes, none of them a folder. `inside`: what the library of globs, which names everything from the root of the disk, calls them here. */
export function ofNames(names: Iterable<string>, inside: (path: string) => string): Listing {
  const folders = new Map<string, Map<string, Entry>>([['', new Map()]])
  for (const name of names) {
    const steps = name.split('/')
    for (const [index, step] of steps.entries()) {
      const folder = steps.slice(0, index).join('/')
      const entries = folders.get(folder) ?? folders.set(folder, new Map()).get(folder)!
      entries.set(step, { name: step, kind: index === steps.length - 1 ? 'file' : 'folder' })
    }
  }
  return {
    entries: (path) => [...folders.get(inside(path))?.values() ?? []],
    kind(path) {
      const name = inside(path)
      return folders.has(name) ? 'folder' : folders.get(name.slice(0, Math.max(0, name.lastIndexOf('/'))))?.get(basename(name))?.kind
    },
  }
}
