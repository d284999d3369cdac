/** The file of known violations on disk. */
import type { Baseline, Secret } from '../index.ts'
import { inputOf, treeOf } from './disk/read.ts'
import { isRefused } from './disk/reasons.ts'
import { reading } from './files.ts'
import { revisionOf, Tree } from './revision.ts'
import { nextNetwork } from './supervised.ts'
import { unreadable, UsageError } from './usage.ts'

type Library = Promise<typeof import('../index.ts')>

/** In a revision (`git:main:known.json`) nobody who changes the network can change it. Undefined: it is not there. */
function read(file: string): string | undefined {
  const revision = revisionOf(file)
  const content = revision ? new Tree(revision.name).read(revision.path ?? '', '.') : inputOf(file, [treeOf(file)])
  if (isRefused(content)) throw unreadable(file, content)
  return content?.toString('utf8')
}

/** `create`: a file that is not there yet knows nothing. */
export async function baselineOf(file: string, library: Library, create: boolean, secret: Secret | undefined): Promise<Baseline> {
  const content = read(file)
  if (content === undefined) {
    if (create) return new Map()
    throw new UsageError({ ja: `ベースラインがありません: ${file}`, en: `there is no baseline ${file}` })
  }
  const { keyMark, parseBaseline } = await library
  const parsed = parseBaseline(content, secret && keyMark(secret))
  if (parsed instanceof Map) return parsed
  const { ja, en } = parsed as { readonly ja: string; readonly en: string }
  throw new UsageError({ ja: `${file}: ${ja}`, en: `${file}: ${en}` })
}

/** A network with mistakes in it keeps its entries: nothing is known of what is wrong with it. */
export async function renewedBaseline(baseline: Baseline, roots: readonly string[], asOf: string, how: 'update' | 'prune', library: Library, secret: Secret | undefined): Promise<Baseline> {
  const { open, renewed } = await library
  let now = baseline
  for (const root of roots) {
    nextNetwork()
    const { declared } = await reading([root], (files) => open(root, files), secret)
    if (declared) now = renewed(now, declared.topology.network, declared, asOf, how)
  }
  return now
}
