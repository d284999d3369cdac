/** The key of the pseudonyms: made once, kept in a file that only its owner reads, and never shown. */
import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lang, Secret } from '../index.ts'
import { UsageError } from './usage.ts'

export const KEY_FILE = '.sanso-redact.key'
const BYTES = 32
const SHORTEST = 16

/** `file`: as somebody named it; else one beside `folder`'s settings, which is made where there is none. */
export function keyOf(file: string | undefined, folder: string, lang: Lang): string {
  const path = file ?? join(folder, KEY_FILE)
  const key = read(path) ?? made(path, lang)
  if (key.length >= SHORTEST) return key
  throw new UsageError({ ja: `仮名の鍵が短すぎます（${SHORTEST} 文字以上）: ${path}`, en: `the key of the pseudonyms is too short (at least ${SHORTEST} characters): ${path}` })
}

export const secretOf = (key: string): Secret => (message) => createHmac('sha256', key).update(message).digest()

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new UsageError({ ja: `仮名の鍵を読めません: ${path}（${code}）`, en: `cannot read the key of the pseudonyms ${path} (${code})` })
  }
}

function made(path: string, lang: Lang): string {
  const key = randomBytes(BYTES).toString('hex')
  try {
    // Not over a file that came to be in the meantime: two runs at a time must end up with one key.
    writeFileSync(path, `${key}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const other = code === 'EEXIST' ? read(path) : undefined
    if (other !== undefined) return other
    throw new UsageError({ ja: `仮名の鍵を作れません: ${path}（${code}）`, en: `cannot make the key of the pseudonyms ${path} (${code})` })
  }
  process.stderr.write(lang === 'ja'
    ? `sanso: 仮名の鍵を作りました: ${path}（仮名を元の名前に戻せるものです。リポジトリに入れず、.gitignore に加えてください）\n`
    : `sanso: made the key of the pseudonyms: ${path} (whoever has it can undo them: keep it out of the repository, and in .gitignore)\n`)
  return key
}
