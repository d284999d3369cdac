/** A run may end between any two calls of the file system: what was there is there whole, or what was to come is. */
import type * as FileSystem from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

/** From the call with this number on nothing reaches the disk any more; of what was being written then, half did. */
let dies = Infinity
let calls = 0

vi.mock('node:fs', async (original) => {
  const real = await original<typeof FileSystem>()
  const mortal = <T extends (...args: never[]) => unknown>(call: T, halfway?: T) => (...args: Parameters<T>): unknown => {
    if (calls++ < dies) return call(...args)
    if (calls - 1 === dies) halfway?.(...args)
    throw new Error('killed')
  }
  const { openSync, closeSync, writeFileSync, fsyncSync, renameSync, linkSync, rmSync, mkdirSync, fchmodSync, fchownSync, chmodSync } = real
  const half = ((file: number, content: string | Uint8Array) => writeFileSync(file, content.slice(0, content.length / 2))) as typeof writeFileSync
  return {
    ...real, openSync: mortal(openSync), closeSync: mortal(closeSync), fsyncSync: mortal(fsyncSync), renameSync: mortal(renameSync), linkSync: mortal(linkSync), rmSync: mortal(rmSync),
    mkdirSync: mortal(mkdirSync), fchmodSync: mortal(fchmodSync), fchownSync: mortal(fchownSync), chmodSync: mortal(chmodSync), writeFileSync: mortal(writeFileSync, half),
  }
})

const { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = await vi.importActual<typeof FileSystem>('node:fs')
const { writeFolder } = await import('../../src/commands/disk/write-folder.ts')
const { writeTogether, writeWhole } = await import('../../src/commands/disk/write.ts')
const { tmpdir } = await import('node:os')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sanso-kill-'))
  dies = Infinity
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

/** Whatever of the disk it was that it died of. */
function killed(at: number, work: () => void): boolean {
  [calls, dies] = [0, at]
  try {
    work()
    return false
  } catch {
    return true
  } finally {
    dies = Infinity
  }
}

/** The process that was killed is no more. */
const gone = (): void => {
  vi.spyOn(process, 'kill').mockImplementation(() => { throw Object.assign(new Error('no such process'), { code: 'ESRCH' }) })
}

const [OLD, NEW] = ['old '.repeat(1000), 'new '.repeat(1000)]
const text = (name: string): string | undefined => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined)
const leftovers = (): string[] => readdirSync(folder).filter((name) => name.includes('.sanso-'))

describe.each<[string, string | undefined, boolean]>([['a file', OLD, false], ['a file that was not there', undefined, false], ['a file that must not be there', undefined, true]])('%s', (_, old, fresh) => {
  test('is the old one or the new one, and the next run leaves nothing behind', () => {
    const seen = new Set<string | undefined>()
    for (let at = 0; ; at++) {
      rmSync(join(folder, 'f'), { force: true })
      if (old !== undefined) writeFileSync(join(folder, 'f'), old)
      if (!killed(at, () => writeWhole(join(folder, 'f'), NEW, { fresh }))) break
      expect([old, NEW]).toContain(text('f'))
      seen.add(text('f'))
      gone()
      writeWhole(join(folder, 'other'), 'x')
      expect(leftovers()).toEqual([])
      vi.restoreAllMocks()
    }
    expect(seen).toEqual(new Set([old, NEW]))
  })
})

test('of files that belong together none takes its place before all are on the disk', () => {
  for (let at = 0; ; at++) {
    for (const name of leftovers()) rmSync(join(folder, name))
    for (const name of ['a', 'b']) writeFileSync(join(folder, name), OLD)
    if (!killed(at, () => writeTogether(['a', 'b'].map((name) => ({ file: join(folder, name), content: NEW, was: OLD }))))) break
    for (const name of ['a', 'b']) expect([OLD, NEW]).toContain(text(name))
    if (text('a') === NEW || text('b') === NEW) expect(text('b') === OLD ? leftovers().map((name) => text(name)) : [NEW]).toEqual([NEW])
  }
  expect([text('a'), text('b')]).toEqual([NEW, NEW])
})

test('a folder is the old one or the new one; between two renames the old one stands aside, and the next run puts it back', () => {
  const bundle = (content: string): ReadonlyMap<string, Uint8Array> => new Map([['manifest.json', content], ['inputs/a.yaml', content], ['z.md', content]].map(([name, of]) => [name!, Buffer.from(of!)]))
  const held = (name: string): string[] => ['manifest.json', 'inputs/a.yaml', 'z.md'].map((file) => text(`${name}/${file}`) ?? '')
  const whole = (name: string): boolean => [OLD, NEW].some((content) => held(name).every((one) => one === content))
  let stoodAside = 0
  for (let at = 0; ; at++) {
    rmSync(join(folder, 'out'), { recursive: true, force: true })
    writeFolder(join(folder, 'out'), bundle(OLD), () => true)
    if (!killed(at, () => writeFolder(join(folder, 'out'), bundle(NEW), () => true))) break
    if (existsSync(join(folder, 'out'))) expect([at, whole('out')]).toEqual([at, true])
    else {
      stoodAside++
      const old = leftovers().find((name) => name.endsWith('.old'))!
      expect(held(old).every((one) => one === OLD)).toBe(true)
    }
    gone()
    // The next run is refused; what was there before is there again.
    expect(() => writeFolder(join(folder, 'out'), bundle(NEW), () => false)).toThrow()
    expect([whole('out'), leftovers()]).toEqual([true, []])
    vi.restoreAllMocks()
  }
  expect(stoodAside).toBe(1)
  expect(held('out')).toEqual([NEW, NEW, NEW])
})

test('what another run is writing is left alone', () => {
  killed(2, () => writeWhole(join(folder, 'f'), NEW))
  expect(leftovers()).toHaveLength(1)
  writeWhole(join(folder, 'f'), NEW)
  expect(leftovers()).toHaveLength(1)
})

test('what changed since it was read is not written over', () => {
  for (const now of ['edited meanwhile', `${OLD} `]) {
    writeFileSync(join(folder, 'f'), now)
    expect(() => writeTogether([{ file: join(folder, 'f'), content: NEW, was: OLD }])).toThrow('it changed since it was read')
    expect([text('f'), leftovers()]).toEqual([now, []])
  }
})
