/** Files as they stand in a revision of a git repository: `git:main`, `git:HEAD~1:networks/saikai`. Nothing is checked out. */
import { execFileSync } from 'node:child_process'
import { posix, relative } from 'node:path'
import type { Files } from '../index.ts'
import { filesWith, type Glob } from './files.ts'
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

/** The tree of one revision, listed once; contents are asked of git one by one. */
export class Tree {
  private readonly revision: string
  private readonly paths: ReadonlySet<string>
  private readonly contents = new Map<string, Buffer>()

  constructor(revision: string) {
    // A revision that starts with a dash would be an option.
    if (revision === '' || revision.startsWith('-')) throw noRevision(revision)
    this.revision = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], () => noRevision(revision)).toString('utf8').trim()
    const listed = git(['ls-tree', '-r', '-z', '--name-only', this.revision], () => noRevision(revision))
    this.paths = new Set(listed.toString('utf8').split('\0').filter((path) => path !== ''))
  }

  has(path: string): boolean {
    return this.paths.has(posix.normalize(path))
  }

  isFolder(path: string): boolean {
    const prefix = folderPrefix(path)
    return [...this.paths].some((one) => one.startsWith(prefix))
  }

  filesIn(path: string): string[] {
    const prefix = folderPrefix(path)
    return [...this.paths].filter((one) => one.startsWith(prefix) && !one.slice(prefix.length).includes('/')).map((one) => one.slice(prefix.length)).sort()
  }

  read(path: string): Buffer | undefined {
    const name = posix.normalize(path)
    if (!this.paths.has(name)) return undefined
    const known = this.contents.get(name)
    if (known) return known
    // Relative to this folder, as `ls-tree` names them.
    const content = git(['show', `${this.revision}:./${name}`], () => noRevision(this.revision))
    this.contents.set(name, content)
    return content
  }

  /** What the library of globs asks of a file system; it names everything from the root of the disk. */
  private asFileSystem() {
    const inTree = (path: string): string => slashes(relative(process.cwd(), path))
    const entry = (path: string) => {
      const name = inTree(path)
      if (this.has(name)) return entryOf(posix.basename(name), 'file')
      if (this.isFolder(name)) return entryOf(posix.basename(name), 'folder')
      throw Object.assign(new Error(`no such file: ${name}`), { code: 'ENOENT' })
    }
    const readdirSync = (path: string) => {
      const prefix = folderPrefix(inTree(path))
      const names = [...this.paths].filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length).split('/'))
      return [...new Map(names.map(([name, ...more]) => [name!, entryOf(name!, more.length > 0 ? 'folder' : 'file')])).values()]
    }
    return { lstatSync: entry, statSync: entry, readdirSync } as unknown as FileSystem
  }

  /** The files as a topology asks for them: a name starts with the revision, as people write it (`main:networks/a.yaml`). */
  async files(label: string): Promise<Files> {
    const { default: glob } = await import('fast-glob')
    const bare = (name: string): string => name.slice(label.length + 1)
    const inFolder: Glob = (pattern, folder) => glob.sync(pattern, { cwd: bare(`${folder}/`) || '.', onlyFiles: true, unique: true, fs: this.asFileSystem() })
    return filesWith(inFolder, (name) => this.read(bare(name)))
  }
}

type FileSystem = NonNullable<NonNullable<Parameters<(typeof import('fast-glob'))['sync']>[1]>['fs']>

const entryOf = (name: string, kind: 'file' | 'folder') => {
  const no = (): boolean => false
  return {
    name, isFile: () => kind === 'file', isDirectory: () => kind === 'folder',
    isSymbolicLink: no, isBlockDevice: no, isCharacterDevice: no, isFIFO: no, isSocket: no,
  }
}

function folderPrefix(path: string): string {
  const folder = posix.normalize(path).replace(/\/+$/, '')
  return folder === '.' ? '' : `${folder}/`
}

const MOST_BYTES = 1 << 30

function git(args: readonly string[], failed: () => UsageError): Buffer {
  try {
    return execFileSync('git', [...args], { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: MOST_BYTES, env: { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' } })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new UsageError({ ja: 'git がありません', en: 'git is not installed' })
    throw failed()
  }
}

const noRevision = (name: string): UsageError => new UsageError({
  ja: `git の版がありません: ${name}（リポジトリの中で実行してください）`, en: `no such revision: ${name} (run this inside the repository)`,
})
