/** Routing tables as devices print them; the format shows in the content. See ../README.md. */
import type { ConfigFile } from '../reader.ts'
import { codedTable, looksCoded } from './coded.ts'
import type { Table } from './entry.ts'
import { Rows } from './entry.ts'
import { jsonTable, linuxTable, looksJson, looksLinux } from './linux.ts'
import { looksRtx, rtxTable } from './rtx.ts'

const FORMATS: readonly { readonly looks: (content: string) => boolean; readonly read: (file: ConfigFile) => Table }[] = [
  { looks: looksJson, read: jsonTable }, { looks: looksRtx, read: rtxTable }, { looks: looksCoded, read: codedTable }, { looks: looksLinux, read: linuxTable },
]

/** Undefined: it is no routing table that anybody here knows. */
export function readTable(file: ConfigFile): Table {
  const format = FORMATS.find(({ looks }) => looks(file.content))
  return format?.read(file) ?? { entries: [], covers: [], lines: new Rows(file.file, file.content).lines }
}
