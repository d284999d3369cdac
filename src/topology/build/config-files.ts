/** The files of a device's own configuration: named one by one, or by a pattern. */
import { text } from '../../verdict.ts'
import type { ConfigDocument } from '../document.ts'
import { below, folderOf, inside } from '../folder.ts'
import type { DeviceConfig } from '../model.ts'
import { field, optional, type Placed } from '../placed.ts'
import { noMatch, type Why } from '../unread.ts'
import type { Mistakes } from './mistakes.ts'

/** The folder of the root file: nothing outside of it is named. `matching`: in one order, whoever lists them. */
export interface Folder { readonly home: string; readonly matching: (pattern: string) => readonly string[]; readonly why: Why }

export type FileDocument = NonNullable<ConfigDocument['files']>[number]

export function configFiles(one: Placed<FileDocument>, { home, matching, why }: Folder, mistakes: Mistakes): DeviceConfig['files'] {
  const object = typeof one.value === 'string' ? { file: one.value } : one.value
  const at = typeof one.value === 'string' ? one.at : field(one as Placed<{ file: string }>, 'file')!.at
  const named = (file: string): DeviceConfig['files'] => [{ file: home + file, ...optional('family', object.family), at }]
  const outside = (): DeviceConfig['files'] => {
    mistakes.say('config', at, text(
      `「${object.file}」は、起点のファイルがあるフォルダーの中を相対パス（区切りは /）で指していません`,
      `"${object.file}" is not a relative path (with /) inside the folder of the root file`))
    return []
  }
  const file = inside(folderOf(at.file).slice(home.length), object.file)
  if (file === undefined) return outside()
  if (!/[*?{]/.test(object.file)) return named(file)
  const found = matching(file)
  if (found.length === 0) mistakes.say('config', at, noMatch(object.file, why(home + file)))
  return found.flatMap(path => {
    const within = below(home, path)
    return within === undefined ? outside() : named(within)
  })
}
