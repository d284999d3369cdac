/** The key of the pseudonyms: made once, kept in a file that only its owner reads, and never shown. */
import { createHmac, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Lang, Secret } from '../index.ts'
import { contentOf, KEY_FILE } from './disk/read.ts'
import { isRefused } from './disk/reasons.ts'
import { writeWhole } from './disk/write.ts'
import { unreadable, UsageError } from './usage.ts'

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
  const content = contentOf(path)
  if (isRefused(content)) throw unreadable(path, content)
  return content?.toString('utf8').trim()
}

function made(path: string, lang: Lang): string {
  const key = randomBytes(BYTES).toString('hex')
  try {
    // Not over a file that came to be in the meantime: two runs at a time must end up with one key.
    writeWhole(path, `${key}\n`, { fresh: true, mode: 0o600 })
  } catch (error) {
    const other = read(path)
    if (other === undefined) throw error
    return other
  }
  process.stderr.write(lang === 'ja'
    ? `sanso: 仮名の鍵を作りました: ${path}（仮名を元の名前に戻せるものです。リポジトリに入れず、.gitignore に加えてください）\n`
    : `sanso: made the key of the pseudonyms: ${path} (whoever has it can undo them: keep it out of the repository, and in .gitignore)\n`)
  return key
}
