/** Bundles on disk, as a folder or as a zip. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Bundle } from '../../index.ts'
import { unreadable, UsageError } from '../usage.ts'
import { kindOf, realFolder } from './look.ts'
import { contentOf, inputOf, tooLarge } from './read.ts'
import { isRefused, reasonOf, refused, type Refused } from './reasons.ts'
import { writeFolder } from './write-folder.ts'
import { writeWhole } from './write.ts'

export const isZip = (path: string): boolean => /\.zip$/i.test(path)

/** The first moment that a zip can name, whatever the clock and its zone: the same files are the same bytes. */
const EPOCH = new Date(1980, 0, 1)

const MOST_FILES = 10_000
const MOST_BYTES = 2 ** 30
const MOST_BYTES_IN_A_FILE = 2 ** 28

/** A folder that stands there is replaced only if it is an earlier bundle, or empty. */
export async function writeBundle(output: string, bundle: Bundle): Promise<void> {
  if (!isZip(output)) return writeFolder(output.replace(/(?<=[^/\\])[/\\]+$/, ''), bundle, isReplaceable)
  const { zipSync } = await import('fflate')
  writeWhole(output, zipSync(Object.fromEntries([...bundle].map(([name, content]) => [name, [content, { mtime: EPOCH, os: 3 }]])), { level: 9 }))
}

function isReplaceable(folder: string): boolean {
  if (kindOf(folder) !== 'folder') return false
  if (kindOf(join(folder, 'manifest.json')) === 'file') return kindOf(join(folder, 'report.json')) === 'file'
  return readdirSync(folder).length === 0
}

const TOO_MANY = refused(`ファイルが多すぎます（上限 ${MOST_FILES}）`, `too many files in it (at most ${MOST_FILES})`)
const LINK = refused('リンクです', 'a link')
const GONE = refused('読めません', 'it cannot be read')
const named = (name: string, { refused: { ja, en } }: Refused): Refused => refused(`${name}：${ja}`, `${name}: ${en}`)

/** Everything that is in it, by name; or why nobody can tell. */
export async function bundleAt(path: string): Promise<Bundle | Refused> {
  try {
    return isZip(path) ? await zipAt(path) : folderAt(path)
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === undefined) throw error
    return { refused: reason }
  }
}

async function zipAt(path: string): Promise<Bundle | Refused> {
  const { unzipped } = await import('./zip.ts')
  const zip = contentOf(path, MOST_BYTES)
  return zip === undefined || isRefused(zip) ? zip ?? GONE : unzipped(zip, { files: MOST_FILES, bytes: MOST_BYTES })
}

/** Links are none of a bundle's: what they lead to is not what was handed in. */
function folderAt(path: string): Bundle | Refused {
  const home = realFolder(path)
  const contents = new Map<string, Uint8Array>()
  let bytes = 0
  const taken = (folder: string): Refused | undefined => {
    for (const entry of readdirSync(join(path, folder), { withFileTypes: true })) {
      const name = `${folder}${entry.name}`
      const wrong = entry.isDirectory() ? taken(`${name}/`) : entry.isSymbolicLink() ? named(name, LINK) : kept(name)
      if (wrong) return wrong
    }
    return undefined
  }
  const kept = (name: string): Refused | undefined => {
    const content = inputOf(join(path, name), [home], MOST_BYTES_IN_A_FILE)
    if (content === undefined || isRefused(content)) return named(name, content ?? GONE)
    contents.set(name, content)
    bytes += content.length
    return contents.size > MOST_FILES ? TOO_MANY : bytes > MOST_BYTES ? tooLarge(MOST_BYTES) : undefined
  }
  return taken('') ?? contents
}

/** One file of a bundle, as text. */
export async function bundledText(path: string, name: string): Promise<string> {
  const found = isZip(path) ? await zipAt(path) : inputOf(join(path, name), [realFolder(path)], MOST_BYTES_IN_A_FILE)
  if (isRefused(found)) throw unreadable(path, found)
  const content = found instanceof Map ? (found as Bundle).get(name) : (found as Uint8Array | undefined)
  if (content === undefined) throw new UsageError({ ja: `${path} に ${name} がありません`, en: `there is no ${name} in ${path}` })
  return new TextDecoder().decode(content)
}
