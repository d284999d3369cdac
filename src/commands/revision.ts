/** Files as they stand in a revision of a git repository: `git:main`, `git:HEAD~1:networks/saikai`. Nothing is checked out. */
import { execFileSync } from 'node:child_process'
import { posix, relative } from 'node:path'
import type { Files } from '../index.ts'
import { globOver, ofNames } from './disk/patterns.ts'
import { LEADS_OUT, MOST_BYTES, NOWHERE, tooLarge, type Content } from './disk/read.ts'
import { isRefused, refused, type Refused } from './disk/reasons.ts'
import { filesWith } from './files.ts'
import { slashes } from './slashes.ts'
import { UsageError } from './usage.ts'

export interface Revision {
  readonly name: string
  /** Relative to the folder in which the command runs; undefined: the same as the other side's. */
  readonly path: string | undefined
}

export function revisionOf(typed: string): Revision | undefined {
  if (!typed.startsWith('git:')) return undefined
  const [name = '', ...path] = typed.slice('git:'.length).split(':')
  return { name, path: path.length > 0 ? path.join(':') : undefined }
}

interface Blob { readonly mode: string; readonly object: string; readonly size: number }

const LINK = '120000'
const SUBMODULE = '160000'
/** As many as Linux follows. */
const MOST_LINKS = 40

/** The tree of one revision, listed once; contents are asked of git one by one. */
export class Tree {
  private readonly blobs: ReadonlyMap<string, Blob>
  private readonly contents = new Map<string, Buffer>()

  constructor(revision: string) {
    // A revision that starts with a dash would be an option.
    if (revision === '' || revision.startsWith('-')) throw noRevision(revision)
    const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], () => noRevision(revision)).toString('utf8').trim()
    // Relative to this folder, and only what is below it.
    const listed = git(['ls-tree', '-r', '-l', '-z', commit], () => noRevision(revision)).toString('utf8').split('\0').filter((line) => line !== '')
    this.blobs = new Map(listed.map((line) => {
      const [about = '', path = ''] = [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)]
      const [mode = '', , object = '', size = ''] = about.split(/ +/)
      return [path, { mode, object, size: Number(size) }]
    }))
  }

  has(path: string): boolean {
    return this.blobs.has(posix.normalize(path))
  }

  filesIn(path: string): string[] {
    const prefix = folderPrefix(path)
    return [...this.blobs.keys()].filter((one) => one.startsWith(prefix) && !one.slice(prefix.length).includes('/')).map((one) => one.slice(prefix.length)).sort()
  }

  /** `folder`: where links may lead, as on the disk. */
  read(path: string, folder: string): Content {
    const name = this.followed(posix.normalize(path))
    if (isRefused(name)) return name
    if (!name.startsWith(folderPrefix(folder))) return LEADS_OUT
    const blob = this.blobs.get(name)
    if (!blob) return name === posix.normalize(path) ? undefined : NOWHERE
    if (blob.mode === SUBMODULE) return refused('サブモジュールです', 'it is a submodule')
    if (blob.size > MOST_BYTES) return tooLarge(MOST_BYTES)
    return this.content(blob)
  }

  private content({ object }: Blob): Buffer {
    const known = this.contents.get(object) ?? git(['cat-file', 'blob', object], () => noRevision(object))
    this.contents.set(object, known)
    return known
  }

  /** The name without links in it. */
  private followed(name: string): string | Refused {
    let path = name
    for (let links = 0; links <= MOST_LINKS; links++) {
      const steps = path.split('/')
      const link = steps.map((_, index) => steps.slice(0, index + 1).join('/')).find((prefix) => this.blobs.get(prefix)?.mode === LINK)
      if (link === undefined) return path
      const target = this.content(this.blobs.get(link)!).toString('utf8')
      if (target.startsWith('/')) return LEADS_OUT
      path = posix.join(posix.dirname(link), target, path.slice(link.length))
    }
    return refused('リンクが循環しています', 'links lead in a circle')
  }

  /** The files as a topology asks for them: a name starts with the revision, as people write it (`main:networks/a.yaml`). */
  async files(label: string, root: string): Promise<Files> {
    const bare = (name: string): string => name.slice(label.length + 1)
    const glob = await globOver(ofNames(this.blobs.keys(), (path) => slashes(relative(process.cwd(), path))))
    return filesWith((pattern, folder) => glob(pattern, bare(`${folder}/`)), (name) => this.read(bare(name), posix.dirname(root)))
  }
}

function folderPrefix(path: string): string {
  const folder = posix.normalize(path).replace(/(?<!\/)\/+$/, '')
  return folder === '.' ? '' : `${folder}/`
}

const MOST_OUTPUT = 2 ** 30

function git(args: readonly string[], failed: () => UsageError): Buffer {
  try {
    return execFileSync('git', [...args], { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: MOST_OUTPUT, env: { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' } })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new UsageError({ ja: 'git がありません', en: 'git is not installed' })
    throw failed()
  }
}

const noRevision = (name: string): UsageError => new UsageError({
  ja: `git の版がありません: ${name}（リポジトリの中で実行してください）`, en: `no such revision: ${name} (run this inside the repository)`,
})
