/** Between any two looks at a file somebody may have changed it. */
import type * as FileSystem from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'

/** What somebody does after the file was looked at by its name, and after it was opened. */
let afterLook = (): void => undefined
let afterOpen = (): void => undefined

vi.mock('node:fs', async (original) => {
  const real = await original<typeof FileSystem>()
  const then = <T extends (...args: never[]) => unknown>(call: T, next: () => void) => (...args: Parameters<T>): unknown => {
    const result = call(...args)
    next()
    return result
  }
  return { ...real, lstatSync: then(real.lstatSync, () => afterLook()), fstatSync: then(real.fstatSync, () => { afterOpen(); afterOpen = () => undefined }) }
})

const { appendFileSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } = await vi.importActual<typeof FileSystem>('node:fs')
const { execFileSync } = await import('node:child_process')
const { tmpdir } = await import('node:os')
const { inputOf, treeOf } = await import('../../src/commands/disk/read.ts')

const folder = mkdtempSync(join(tmpdir(), 'sanso-race-'))
const file = join(folder, 'f')
const said = (): string => {
  const content = inputOf(file, [treeOf(file)])
  return Buffer.isBuffer(content) ? content.toString() : content?.refused.en ?? 'nothing'
}
beforeEach(() => {
  rmSync(file, { force: true })
  writeFileSync(file, 'as it was')
  ;[afterLook, afterOpen] = [() => undefined, () => undefined]
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a file that nobody touches is read', () => expect(said()).toBe('as it was'))

test.each<[string, () => void]>([
  ['grows', () => appendFileSync(file, ' and more')], ['shrinks', () => truncateSync(file, 2)],
])('a file that %s while it is read is refused', (_, change) => {
  afterOpen = change
  expect(said()).toBe('it changed while it was being read')
})

test('a link that takes its place after it was looked at is not followed', () => {
  afterLook = () => { rmSync(file); symlinkSync('/etc/passwd', file) }
  expect(said()).toBe('links lead in a circle (ELOOP)')
})

test('a pipe that takes its place after it was looked at is not waited for', () => {
  afterLook = () => { rmSync(file); execFileSync('mkfifo', [file]) }
  expect(said()).toBe('not a regular file (a pipe)')
})
