/** `sanso.config.yaml`, found from the current folder up to the root of the git repository; outside of one, in this folder alone. */
import { dirname, join, relative, resolve } from 'node:path'
import type { Lang, Settings } from '../index.ts'
import { isThere, realFolder } from './disk/look.ts'
import { inputOf, lies, treeOf } from './disk/read.ts'
import { isRefused } from './disk/reasons.ts'
import { slashes } from './slashes.ts'
import { unreadable, UsageError } from './usage.ts'

type Library = Promise<typeof import('../index.ts')>

export const CONFIG_FILE = 'sanso.config.yaml'

export interface FoundSettings extends Settings {
  /** Where the file is, as seen from here; absent: there is none. */
  readonly file?: string
  /** Its folder, or this one. Paths are as seen from here. */
  readonly folder: string
}

export async function foundSettings(library: Library, lang: Lang): Promise<FoundSettings> {
  const folder = folderWith(CONFIG_FILE, process.cwd())
  if (folder === undefined) return { folder: '.' }
  const here = slashes(relative(process.cwd(), folder)) || '.'
  const file = slashes(join(here, CONFIG_FILE))
  const { readSettings } = await library
  const content = inputOf(file, [treeOf(file)])
  if (content === undefined) return { folder: '.' }
  if (isRefused(content)) throw unreadable(file, content)
  const { settings, problems, locate } = readSettings(file, content.toString('utf8'))
  if (!settings) {
    const { renderProblems } = await library
    throw new UsageError({ ja: `${CONFIG_FILE} に誤りがあります`, en: `something is wrong in ${CONFIG_FILE}` }, renderProblems(problems, locate, lang))
  }
  const stray = namedIn(settings).find((path) => leadsOut(path, folder))
  if (stray !== undefined) throw new UsageError({ ja: `${file}：「${stray}」は、このファイルのフォルダーの中にありません`, en: `${file}: "${stray}" is not in the folder of this file` })
  return { ...settings, ...fromHere(settings, here), file, folder: here }
}

function folderWith(name: string, from: string): string | undefined {
  const up = [from]
  while (!isThere(join(up.at(-1)!, '.git')) && dirname(up.at(-1)!) !== up.at(-1)) up.push(dirname(up.at(-1)!))
  const inRepository = isThere(join(up.at(-1)!, '.git'))
  return (inRepository ? up : [from]).find((folder) => isThere(join(folder, name)))
}

const namedIn = ({ paths = [], format = [], baseline }: Settings): readonly string[] => [
  ...paths, ...format.flatMap((one) => (one.includes('=') ? [one.slice(one.indexOf('=') + 1)] : [])), ...(baseline === undefined ? [] : [baseline]),
].filter((path) => !path.startsWith('git:'))

/** The branch that is judged brings these settings along: nothing outside of it is read or written for them, by way of links neither. */
function leadsOut(path: string, folder: string): boolean {
  const home = realFolder(folder)
  if (!lies(resolve(home, path), home)) return true
  for (let step = resolve(home, path); step !== home; step = dirname(step)) if (!lies(realFolder(step), home)) return true
  return false
}

/** What the file names stands where the file does. */
function fromHere({ paths, format, baseline, 'redact-key': key }: Settings, folder: string): Settings {
  const moved = (path: string): string => (folder === '.' || path.startsWith('git:') || resolve(path) === path ? path : slashes(join(folder, path)))
  return {
    ...(paths && { paths: paths.map(moved) }),
    ...(format && { format: format.map((one) => one.replace(/=(.+)$/, (_, file: string) => `=${moved(file)}`)) }),
    ...(baseline !== undefined && { baseline: moved(baseline) }),
    ...(key !== undefined && { 'redact-key': moved(key) }),
  }
}
