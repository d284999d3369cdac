/** Bundles on disk, as a folder or as a zip. */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Bundle } from '../index.ts'
import { UsageError } from './usage.ts'

const isZip = (path: string): boolean => /\.zip$/i.test(path)

/** The first moment that a zip can name, whatever the clock and its zone: the same files are the same bytes. */
const EPOCH = new Date(1980, 0, 1)

/** Written beside and then renamed. A folder that stands there is replaced only if it is an earlier bundle, or empty. */
export async function writeBundle(output: string, bundle: Bundle): Promise<void> {
  const beside = `${output.replace(/[/\\]+$/, '')}.${randomUUID()}.tmp`
  try {
    if (isZip(output)) {
      const { zipSync } = await import('fflate')
      writeFileSync(beside, zipSync(Object.fromEntries([...bundle].map(([name, content]) => [name, [content, { mtime: EPOCH, os: 3 }]])), { level: 9 }), { flag: 'wx' })
      renameSync(beside, output)
    } else {
      if (existsSync(output) && !isReplaceable(output)) {
        throw new UsageError({ ja: `${output} には報告書一式ではないものがあります。別の出力先を指定してください`, en: `${output} holds something that is no bundle: name another place` })
      }
      for (const [name, content] of bundle) {
        mkdirSync(dirname(join(beside, name)), { recursive: true })
        writeFileSync(join(beside, name), content, { flag: 'wx' })
      }
      replace(output, beside)
    }
  } catch (error) {
    rmSync(beside, { force: true, recursive: true })
    if (error instanceof UsageError) throw error
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError({ ja: `書き込めません: ${output}（${code}）`, en: `cannot write ${output} (${code})` })
  }
}

const isReplaceable = (folder: string): boolean =>
  statSync(folder).isDirectory() && (existsSync(join(folder, 'manifest.json')) ? existsSync(join(folder, 'report.json')) : readdirSync(folder).length === 0)

function replace(output: string, beside: string): void {
  const old = existsSync(output) ? `${beside}.old` : undefined
  if (old !== undefined) renameSync(output, old)
  try {
    renameSync(beside, output)
  } catch (error) {
    if (old !== undefined) renameSync(old, output)
    throw error
  }
  if (old !== undefined) rmSync(old, { recursive: true, force: true })
}

/** One file of a bundle, as text. */
export async function readBundled(path: string, name: string): Promise<string> {
  try {
    if (!isZip(path)) return readFileSync(join(path, name), 'utf8')
    const { unzipSync } = await import('fflate')
    const found = unzipSync(readFileSync(path), { filter: (entry) => entry.name === name })[name]
    if (found) return new TextDecoder().decode(found)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new UsageError({ ja: `報告書一式を読めません: ${path}（${code ?? message}）`, en: `cannot read the bundle ${path} (${code ?? message})` })
  }
  throw new UsageError({ ja: `${path} に ${name} がありません`, en: `there is no ${name} in ${path}` })
}

/** The folder of a bundle; one in a zip is unpacked for as long as `work` takes. */
export async function unpacked<T>(path: string, work: (folder: string) => Promise<T>): Promise<T> {
  if (!isZip(path)) return work(path)
  const folder = mkdtempSync(join(tmpdir(), 'sanso-bundle-'))
  try {
    const { unzipSync } = await import('fflate')
    for (const [name, content] of Object.entries(unzipSync(readFileSync(path)))) {
      // A name in a zip that somebody else made must not lead out of it.
      if (name.endsWith('/') || name.split(/[/\\]/).some((part) => part === '..' || part === '') || name.includes(':')) continue
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), content)
    }
    return await work(folder)
  } catch (error) {
    if (error instanceof UsageError || !('code' in (error as object))) throw error
    throw new UsageError({ ja: `報告書一式を読めません: ${path}`, en: `cannot read the bundle ${path}` })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
