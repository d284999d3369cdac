/** Why the disk would not, in words. */
import type { Stats } from 'node:fs'
import type { Text } from '../../index.ts'

export interface Refused { readonly refused: Text }

export const refused = (ja: string, en: string): Refused => ({ refused: { ja, en } })

export const isRefused = (value: unknown): value is Refused => typeof value === 'object' && value !== null && 'refused' in value

const WORDS: Readonly<Record<string, Text>> = {
  EACCES: { ja: '権限がありません', en: 'no permission' },
  EPERM: { ja: '許されていません', en: 'not permitted' },
  EROFS: { ja: '読み取り専用のファイルシステムです', en: 'the file system is read-only' },
  ENOSPC: { ja: 'ディスクに空きがありません', en: 'the disk is full' },
  EDQUOT: { ja: '割り当てられた容量を超えます', en: 'over the quota' },
  EFBIG: { ja: '大きさの上限を超えます', en: 'over the limit of a file\'s size' },
  EIO: { ja: 'ディスクの誤りです', en: 'the disk failed' },
  ELOOP: { ja: 'リンクが循環しています', en: 'links lead in a circle' },
  ENAMETOOLONG: { ja: '名前が長すぎます', en: 'the name is too long' },
  ENOENT: { ja: 'そのようなフォルダーがありません', en: 'there is no such folder' },
  ENOTDIR: { ja: 'パスの途中がフォルダーではありません', en: 'a part of the path is no folder' },
  EISDIR: { ja: 'フォルダーです', en: 'it is a folder' },
  EEXIST: { ja: '既にあります', en: 'it is there already' },
  EMFILE: { ja: '開いているファイルが多すぎます', en: 'too many files are open' },
}

/** Undefined: not of the disk, so a bug of ours. */
export function reasonOf(error: unknown): Text | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === undefined || syscall === undefined) return undefined
  const words = WORDS[code]
  return words ? { ja: `${words.ja}（${code}）`, en: `${words.en} (${code})` } : { ja: code, en: code }
}

/** Undefined: it is a regular file. */
export function otherThanFile(stats: Stats): Refused | undefined {
  if (stats.isFile()) return undefined
  if (stats.isDirectory()) return refused('ファイルではなくフォルダーです', 'it is a folder, not a file')
  if (stats.isFIFO()) return refused('通常のファイルではありません（名前付きパイプ）', 'not a regular file (a pipe)')
  if (stats.isSocket()) return refused('通常のファイルではありません（ソケット）', 'not a regular file (a socket)')
  return refused('通常のファイルではありません（デバイス）', 'not a regular file (a device)')
}
