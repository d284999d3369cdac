/**
 * The one way in which files are read. What is named may come from a stranger: it must be a regular file of bearable size, and lie
 * where links may lead. It is opened once; whatever is asked, is asked of what was opened.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync, type Stats } from 'node:fs'
import { dirname, relative, sep } from 'node:path'
import { realFolder } from './look.ts'
import { otherThanFile, reasonOf, refused, type Refused } from './reasons.ts'

const MB = 2 ** 20
export const MOST_BYTES = 64 * MB

/** Undefined: nothing has that name. */
export type Content = Buffer | Refused | undefined

/** The key of the pseudonyms undoes them: no input names it. */
export const KEY_FILE = '.sanso-redact.key'

export const LEADS_OUT = refused('リンクが、起点のファイルがあるフォルダーの外を指しています', 'a link leads out of the folder of the root file')
const OFF_LIMITS = refused('.git の中と仮名の鍵は、入力として読みません', 'what is in .git, and the key of the pseudonyms, is no input')
export const NOWHERE = refused('リンクの指す先がありません', 'a link that leads nowhere')
const CHANGED = refused('読んでいる間に変わりました', 'it changed while it was being read')
const NO_NAME = refused('名前が UTF-8 ではありません', 'its name is not UTF-8')

export const tooLarge = (most: number): Refused => refused(`大きすぎます（上限 ${most / MB} MB）`, `too large (at most ${most / MB} MB)`)

/** Where links from `file` and from what it names may lead: its folder as it really is. */
export const treeOf = (file: string): string => realFolder(dirname(file))

export const lies = (real: string, tree: string): boolean => real === tree || real.startsWith(tree.endsWith(sep) ? tree : tree + sep)

/** `trees`: the folders that it must really lie in one of. */
export function inputOf(path: string, trees: readonly string[], most = MOST_BYTES): Content {
  return reading(path, (real) => {
    const tree = trees.find((one) => lies(real, one))
    if (tree === undefined) return LEADS_OUT
    const steps = relative(tree, real).toLowerCase().split(sep)
    return steps.includes('.git') || steps.at(-1) === KEY_FILE ? OFF_LIMITS : opened(real, most)
  })
}

/** A file that is named on the command line itself, and quoted nowhere. */
export const contentOf = (path: string, most = MOST_BYTES): Content => reading(path, (real) => opened(real, most))

function reading(path: string, work: (real: string) => Content): Content {
  try {
    return work(realpathSync.native(path))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? NOWHERE : path.includes('\uFFFD') ? NO_NAME : undefined
    if (code === 'ENOTDIR' || code === 'ERR_INVALID_ARG_VALUE') return undefined
    const reason = reasonOf(error)
    if (reason === undefined) throw error
    return { refused: reason }
  }
}

/** Looked at before it is opened, since opening alone does something to some devices; and again afterwards. */
function opened(real: string, most: number): Buffer | Refused {
  const unfit = (stats: Stats): Refused | undefined => otherThanFile(stats) ?? (stats.size > most ? tooLarge(most) : undefined)
  const before = unfit(lstatSync(real))
  if (before) return before
  // Windows knows neither flag. Without waiting: opening a pipe waits for its other end.
  const file = openSync(real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    const stats = fstatSync(file)
    return unfit(stats) ?? whole(file, stats)
  } finally {
    closeSync(file)
  }
}

function whole(file: number, { size, mtimeMs }: Stats): Buffer | Refused {
  // One byte more than there should be: that it stays empty says that nothing was added.
  const bytes = Buffer.allocUnsafe(size + 1)
  let length = 0
  for (let got = -1; got !== 0 && length < bytes.length; length += got) got = readSync(file, bytes, length, bytes.length - length, null)
  return length === size && fstatSync(file).mtimeMs === mtimeMs ? bytes.subarray(0, size) : CHANGED
}
