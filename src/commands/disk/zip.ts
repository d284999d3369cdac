/**
 * What is in a zip that somebody else made. Nothing is unpacked onto the disk, no name leads anywhere, and no size is believed:
 * a file ends where its directory entry says, or the zip is refused. APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.16.
 */
import { inflateRawSync } from 'node:zlib'
import { isRefused, refused, type Refused } from './reasons.ts'

/** By name, with `/`; folders left out. */
export type Unzipped = ReadonlyMap<string, Uint8Array>

export interface Limits { readonly files: number; readonly bytes: number }

interface Entry { readonly name: string; readonly start: number; readonly packed: number; readonly size: number; readonly method: number }

const END = { signature: 0x06054b50, size: 22, longestComment: 0xffff }
const DIRECTORY = { signature: 0x02014b50, size: 46 }
const LOCAL = { signature: 0x04034b50, size: 30 }
const ENCRYPTED = 0x41
const STORED = 0
const DEFLATED = 8
/** Of what only the larger format of 64 bits can say. */
const ELSEWHERE = 0xffffffff
const UNIX = 3
const [FORMAT, REGULAR] = [0o170000, 0o100000]

const NO_ZIP = refused('zip ではないか、途中で切れています', 'it is no zip, or cut short')
const named = (name: string, ja: string, en: string): Refused => refused(`${name}：${ja}`, `${name}: ${en}`)

/** Everything in it, or nothing and why. */
export function unzipped(zip: Buffer, limits: Limits): Unzipped | Refused {
  try {
    const entries = entriesOf(zip, limits)
    return isRefused(entries) ? entries : contentsOf(zip, entries)
  } catch (error) {
    // It says to look beyond its own end.
    if (error instanceof RangeError) return NO_ZIP
    throw error
  }
}

function entriesOf(zip: Buffer, limits: Limits): readonly Entry[] | Refused {
  const end = endOf(zip)
  if (end === undefined) return NO_ZIP
  const [count, start] = [zip.readUInt16LE(end + 10), zip.readUInt32LE(end + 16)]
  if (count === 0xffff || start === ELSEWHERE) return refused('ファイルが多すぎるか、大きすぎます（zip64）', 'too many files in it, or too large (zip64)')
  if (count > limits.files) return refused(`ファイルが多すぎます（上限 ${limits.files}）`, `too many files in it (at most ${limits.files})`)
  const entries = new Map<string, Entry>()
  let at = start
  for (let index = 0; index < count; index++) {
    if (zip.readUInt32LE(at) !== DIRECTORY.signature) return NO_ZIP
    const [nameLength, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)]
    const bytes = zip.subarray(at + DIRECTORY.size, at + DIRECTORY.size + nameLength)
    const entry = entryOf(zip, at, bytes.toString('utf8'))
    if (isRefused(entry)) return entry
    if (entries.has(entry.name)) return named(entry.name, '同じ名前が二つあります', 'two have this name')
    entries.set(entry.name, entry)
    at += DIRECTORY.size + nameLength + extra + comment
  }
  const files = [...entries.values()].filter(({ name }) => !name.endsWith('/'))
  return files.reduce((all, { size }) => all + size, 0) > limits.bytes ? refused('展開すると大きすぎます', 'too large when unpacked') : files
}

/** The last place that says so: a comment of any content may follow. */
function endOf(zip: Buffer): number | undefined {
  for (let at = zip.length - END.size; at >= Math.max(0, zip.length - END.size - END.longestComment); at--) {
    if (zip.readUInt32LE(at) === END.signature && at + END.size + zip.readUInt16LE(at + 20) === zip.length) return at
  }
  return undefined
}

function entryOf(zip: Buffer, at: number, name: string): Entry | Refused {
  const [madeBy, flags, method] = [zip.readUInt16LE(at + 4) >> 8, zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10)]
  const [packed, size, start] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24), zip.readUInt32LE(at + 42)]
  const kind = (zip.readUInt32LE(at + 38) >>> 16) & FORMAT
  if (name.includes('\uFFFD')) return named(name, '名前が UTF-8 ではありません', 'its name is not UTF-8')
  if (/^[/\\]|\\|:|\0/.test(name) || name.split('/').some((step) => step === '..' || step === '.')) return named(name, '一式の外を指す名前です', 'a name that leads out of the bundle')
  if ((flags & ENCRYPTED) !== 0) return named(name, '暗号化されています', 'it is encrypted')
  if (method !== STORED && method !== DEFLATED) return named(name, '読めない圧縮方式です', 'compressed in a way that is not read')
  if (madeBy === UNIX && !name.endsWith('/') && kind !== 0 && kind !== REGULAR) return named(name, 'リンクか、通常のファイルではないものです', 'a link, or no regular file')
  if ([packed, size, start].includes(ELSEWHERE)) return named(name, '大きすぎます（zip64）', 'too large (zip64)')
  return { name, start, packed, size, method }
}

function contentsOf(zip: Buffer, entries: readonly Entry[]): Unzipped | Refused {
  const contents = new Map<string, Uint8Array>()
  let free = 0
  for (const entry of [...entries].sort((a, b) => a.start - b.start)) {
    const { name, start, packed, size, method } = entry
    // What two share would be unpacked twice: a few bytes could be made to last for hours.
    if (start < free) return named(name, 'ほかのファイルと重なっています', 'it overlaps another')
    if (zip.readUInt32LE(start) !== LOCAL.signature) return NO_ZIP
    const from = start + LOCAL.size + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28)
    free = from + packed
    if (free > zip.length) return NO_ZIP
    const content = method === STORED ? zip.subarray(from, free) : inflated(zip.subarray(from, free), size)
    if (content?.length !== size) return named(name, '内容が壊れているか、大きさが目録と異なります', 'it is damaged, or not as large as it says')
    contents.set(name, content)
  }
  return contents
}

/** Never more than `size`. Undefined: damaged, or larger. */
function inflated(packed: Buffer, size: number): Uint8Array | undefined {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) })
  } catch {
    return undefined
  }
}
