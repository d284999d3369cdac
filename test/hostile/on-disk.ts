/** A folder of a test's own, and the built command run in it as a user would. */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const BIN = join(ROOT, 'bin/run.js')
export const AS_OF = '2026-11-23'
export const IS_ROOT = process.getuid?.() === 0
export const ENVIRONMENT = { PATH: process.env['PATH'], LANG: 'ja_JP.UTF-8', TERM: 'dumb' }

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'sanso-files-'))

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}

/** A hang is a failure: it ends by a signal then, and has no status. */
export const sanso = (cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [BIN, ...args], { cwd, encoding: 'utf8', input: '', timeout: 60_000, env: { ...ENVIRONMENT, ...env } })

export const shell = (cwd: string, command: string): SpawnSyncReturns<string> =>
  spawnSync('bash', ['--norc', '-c', command], { cwd, encoding: 'utf8', input: '', timeout: 60_000, env: { ...ENVIRONMENT, SANSO: `${process.execPath} ${BIN}` } })
