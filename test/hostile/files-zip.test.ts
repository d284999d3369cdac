/** Bundles that somebody else made: no size, name or kind in them is believed, and nothing of them is put on the disk. */
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { isRefused } from '../../src/commands/disk/reasons.ts'
import { unzipped } from '../../src/commands/disk/zip.ts'
import { newFolder, sanso, write } from './on-disk.ts'

interface Part {
  readonly name: string | Buffer
  readonly content?: Buffer
  readonly method?: number
  readonly flags?: number
  readonly mode?: number
  /** As the directory says, whatever is so. */
  readonly size?: number
  readonly packed?: number
  /** Where the directory says that it starts. */
  readonly start?: number
}

/** A zip by the book, wherever a part does not say otherwise. */
function zip(parts: readonly Part[], count = parts.length): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const part of parts) {
    const { content = Buffer.from('x'), method = 8, flags = 0, mode = 0o100644 } = part
    const name = Buffer.from(part.name)
    const packed = method === 8 ? deflateRawSync(content) : content
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(3 << 8, 4)
    entry.writeUInt16LE(flags, 8)
    entry.writeUInt16LE(method, 10)
    entry.writeUInt32LE(part.packed ?? packed.length, 20)
    entry.writeUInt32LE(part.size ?? content.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE((mode << 16) >>> 0, 38)
    entry.writeUInt32LE(part.start ?? at, 42)
    locals.push(local, name, packed)
    directory.push(entry, name)
    at += 30 + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, ...directory, end])
}

const LIMITS = { files: 100, bytes: 2 ** 20 }
const reason = (bytes: Buffer): string | undefined => {
  const found = unzipped(bytes, LIMITS)
  return isRefused(found) ? found.refused.en : undefined
}
const TWO = [{ name: 'a.txt', content: Buffer.from('aaaa') }, { name: 'ü/b.txt', content: Buffer.from('b'), method: 0 }]

describe('a zip', () => {
  test('is what was put in, folders left out', () => {
    const found = unzipped(zip([...TWO, { name: 'ü/', content: Buffer.alloc(0), method: 0 }]), LIMITS)
    expect([...(found as Map<string, Uint8Array>)].map(([name, content]) => [name, Buffer.from(content).toString()])).toEqual([['a.txt', 'aaaa'], ['ü/b.txt', 'b']])
  })

  test('cut short anywhere is refused', () => {
    const whole = zip(TWO)
    for (let length = 0; length < whole.length; length++) expect([length, reason(whole.subarray(0, length))]).toEqual([length, expect.any(String)])
  })

  test('with any one byte changed is refused, or read without harm', () => {
    const whole = zip(TWO)
    for (let at = 0; at < whole.length; at++) {
      for (const change of [0x01, 0x80, 0xff]) {
        const changed = Buffer.from(whole)
        changed[at]! ^= change
        expect(() => unzipped(changed, LIMITS)).not.toThrow()
      }
    }
  })

  const BOMB = Buffer.alloc(2 ** 24)
  test.each<[string, readonly Part[], string]>([
    ['a declared bomb', [{ name: 'a', content: BOMB }], 'too large when unpacked'],
    ['a bomb that declares little', [{ name: 'a', content: BOMB, size: 10 }], 'not as large as it says'],
    ['many that are too large together', Array.from({ length: 20 }, (_, index) => ({ name: `${index}`, content: Buffer.alloc(2 ** 16) })), 'too large when unpacked'],
    ['less than declared', [{ name: 'a', size: 2 }], 'not as large as it says'],
    ['.. in a name', [{ name: 'inputs/../../x' }], 'a name that leads out'],
    ['an absolute name', [{ name: '/etc/passwd' }], 'a name that leads out'],
    ['backslashes', [{ name: '..\\x' }], 'a name that leads out'],
    ['a drive', [{ name: 'C:x' }], 'a name that leads out'],
    ['a name cut by NUL', [{ name: 'a\0b' }], 'a name that leads out'],
    ['a name that is not UTF-8', [{ name: Buffer.from([0x93, 0xfa]) }], 'its name is not UTF-8'],
    ['two of one name', [{ name: 'a' }, { name: 'a' }], 'two have this name'],
    ['a link', [{ name: 'a', mode: 0o120777 }], 'a link, or no regular file'],
    ['a device', [{ name: 'a', mode: 0o020666 }], 'a link, or no regular file'],
    ['encryption', [{ name: 'a', flags: 1 }], 'it is encrypted'],
    ['strong encryption', [{ name: 'a', flags: 0x41 }], 'it is encrypted'],
    ['another method', [{ name: 'a', method: 12 }], 'compressed in a way'],
    ['one that overlaps', [{ name: 'a' }, { name: 'b', start: 0 }], 'it overlaps another'],
    ['one beyond the end', [{ name: 'a', packed: 2 ** 30 }], 'cut short'],
    ['zip64', [{ name: 'a', size: 0xffffffff }], 'zip64'],
    ['too many', Array.from({ length: 101 }, (_, index) => ({ name: `${index}` })), 'too many files in it (at most 100)'],
  ])('with %s is refused', (_, parts, why) => expect(reason(zip(parts))).toContain(why))

  test('that counts more than it holds is refused', () => expect(reason(zip(TWO, 3))).toBeDefined())
  test('that counts more than 16 bits can is refused', () => expect(reason(zip(TWO, 0xffff))).toContain('zip64'))
})

describe('verify', () => {
  const work = newFolder()
  afterAll(() => rmSync(work, { recursive: true, force: true }))
  const said = (bundle: string) => {
    const { status, stdout, stderr } = sanso(work, ['verify', bundle, '--lang', 'en'])
    return [status, stdout, stderr]
  }

  test('refuses them as no bundle', () => {
    writeFileSync(join(work, 'bomb.zip'), zip([{ name: 'manifest.json', content: Buffer.alloc(2 ** 24), size: 9 }]))
    writeFileSync(join(work, 'steer.zip'), zip([{ name: '../\u001b[31m' }]))
    writeFileSync(join(work, 'sparse.zip'), '')
    truncateSync(join(work, 'sparse.zip'), 100 * 2 ** 30)
    expect(said('bomb.zip')).toEqual([3, '', expect.stringContaining('manifest.json: it is damaged, or not as large as it says')])
    expect(said('steer.zip')).toEqual([3, '', expect.stringContaining('../\\u{1b}[31m: a name that leads out of the bundle')])
    expect(said('sparse.zip')).toEqual([3, '', expect.stringContaining('too large (at most 1024 MB)')])
  })

  test('follows no link in a folder, and no name of a manifest out of it', () => {
    write(work, { 'secret.txt': 'x', 'out/manifest.json': JSON.stringify({ asOf: '2026-11-23', files: [{ path: '../secret.txt', sha256: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', size: 1 }] }) })
    expect(said('out')).toEqual([1, expect.stringContaining('../secret.txt'), ''])
    mkdirSync(join(work, 'out/inputs'))
    symlinkSync('/etc', join(work, 'out/inputs/etc'))
    expect(said('out')).toEqual([3, '', expect.stringContaining('inputs/etc: a link')])
  })
})
