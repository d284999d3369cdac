/** `sanso.config.yaml`, found from the current folder up to the root of the git repository; outside of one, in this folder alone. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { Lang, Settings } from '../index.ts'
import { slashes } from './slashes.ts'
import { UsageError } from './usage.ts'

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
  const { settings, problems, locate } = readSettings(file, readFileSync(file, 'utf8'))
  if (!settings) {
    const { renderProblems } = await library
    throw new UsageError({ ja: `${CONFIG_FILE} に誤りがあります`, en: `something is wrong in ${CONFIG_FILE}` }, renderProblems(problems, locate, lang))
  }
  return { ...settings, ...fromHere(settings, here), file, folder: here }
}

function folderWith(name: string, from: string): string | undefined {
  const up = [from]
  while (!existsSync(join(up.at(-1)!, '.git')) && dirname(up.at(-1)!) !== up.at(-1)) up.push(dirname(up.at(-1)!))
  const inRepository = existsSync(join(up.at(-1)!, '.git'))
  return (inRepository ? up : [from]).find((folder) => existsSync(join(folder, name)))
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
