import { text, type At, type Path, type Problem, type Text } from '../verdict.ts'
import { build } from './build/build.ts'
import type { Document } from './document.ts'
import { below, folderOf, inside } from './folder.ts'
import type { Topology } from './model.ts'
import { each, field, within, type Placed } from './placed.ts'
import { followsFrom, setAside } from './set-aside.ts'
import { checkShape } from './shape.ts'
import { parse, type Source } from './source.ts'

/** The text of a file named as `loadTopology` names it; undefined if it cannot be read. */
export type Read = (name: string) => string | undefined

/**
 * The files that match a glob as seen from the folder of `fromFile`, which is always the root file, whichever file the glob
 * is typed in. Named as `Read` wants them, in any order.
 */
export type Expand = (glob: string, fromFile: string) => readonly string[]

export interface Loaded {
  /** Absent if anything is wrong. */
  readonly topology?: Topology
  readonly problems: readonly Problem[]
  /** Every file that was read, by the name that `At` uses. */
  readonly sources: ReadonlyMap<string, Source>
}

/** Reads the root file and all that it includes. The file system stands outside; nothing is asked for beyond the root's folder. */
export function loadTopology(root: string, read: Read, expand: Expand): Loaded {
  const sources = new Map<string, Source>()
  const parts: Placed<Document>[] = []
  const problems: Problem[] = []
  const asides: { readonly file: string; readonly removed: readonly Path[] }[] = []
  const home = folderOf(root)
  const say = (at: At, message: Text, code = 'include') => { problems.push({ code, at, message }) }

  /** `name` is relative to `home`; `chain` leads from the root to it. */
  function take(name: string, from: At, chain: readonly string[]): void {
    const file = home + name
    if (chain.includes(name)) {
      const circle = [...chain.slice(chain.indexOf(name)), name].join(' → ')
      return say(from, text(`取り込みが循環しています（${circle}）`, `files include each other in a circle (${circle})`))
    }
    if (sources.has(file)) return
    const content = read(file)
    if (content === undefined) return say(from, text(`${file} を読めません`, `cannot read ${file}`), 'file')
    const source = parse(file, content)
    sources.set(file, source)
    for (const problem of source.problems) problems.push(problem)
    if (source.problems.length > 0) return
    const part: Placed<Document> = { value: wellShaped(source), at: { file, path: [] } }
    parts.push(part)
    if (chain.length === 0) checkRoot({ ...part, value: source.value }, say)
    else checkIncluded(part, say)
    for (const glob of each(field(part, 'include'))) include(glob, name, [...chain, name])
  }

  function include(glob: Placed<string>, name: string, chain: readonly string[]): void {
    const outside = () => say(glob.at, text(
      `「${glob.value}」は、起点のファイルがあるフォルダーの中を相対パス（区切りは /）で指していません`,
      `"${glob.value}" is not a relative path (with /) inside the folder of the root file`))
    const pattern = inside(folderOf(name), glob.value)
    if (pattern === undefined) return outside()
    const found = [...expand(pattern, root)].sort(byCodeUnit)
    if (found.length === 0) say(glob.at, text(`「${glob.value}」に合うファイルがありません`, `no file matches "${glob.value}"`))
    for (const path of found) {
      // A glob such as {a,../b} shows only now that it leads out.
      const next = below(home, path)
      if (next === undefined) return outside()
      take(next, glob.at, chain)
    }
  }

  /** What is left of a document when everything of a wrong shape was reported and set aside. */
  function wellShaped(source: Source): Document {
    let { value } = source
    for (let wrong = checkShape(source); wrong.length > 0; wrong = checkShape({ ...source, value })) {
      // What was set aside may leave a gap that is wrong in its turn; only the first round is the user's own.
      if (value === source.value) for (const problem of wrong) problems.push(problem)
      const remainder = setAside(value, wrong.map(({ at }) => ('path' in at ? at.path : [])))
      asides.push({ file: source.file, removed: remainder.removed })
      if (remainder.removed.length === 0) break
      value = remainder.value
    }
    return value as Document
  }

  function textAt(at: At): string {
    const { text: whole, locate } = sources.get(at.file)!
    const { line, column, endColumn } = locate(at)
    return whole.split('\n')[line - 1]!.slice(column - 1, endColumn - 1)
  }

  take(root.slice(home.length), { file: root, span: [0, 0] }, [])
  // Without a file that could not be read everything in it would seem to be missing.
  if (problems.some(({ code }) => code !== 'schema')) return { problems, sources }
  const built = build(parts, home)
  if (problems.length === 0) return { ...built, sources }
  const own = built.problems.filter((problem) => !asides.some(({ file, removed }) => followsFrom(problem, file, removed, textAt)))
  return { problems: problems.concat(own), sources }
}

type Say = (at: At, message: Text) => void

function checkRoot(part: Placed<unknown>, say: Say): void {
  const isMap = typeof part.value === 'object' && part.value !== null && !Array.isArray(part.value)
  if (isMap && !('network' in part.value!)) say({ ...part.at }, text(
    '「network」がありません（これを持つファイルだけが起点になります）', '"network" is missing (only a file that has it can be a root file)'))
}

/** Only what is a map of named things can be merged. */
function checkIncluded(part: Placed<Document>, say: Say): void {
  for (const key of ['network', 'title', 'policy', 'scope'] as const) {
    if (part.value[key] !== undefined) say({ ...within(part.at, key), on: 'key' }, text(
      `「${key}」は起点のファイルにだけ書けます`, `"${key}" may stand only in the root file`))
  }
}

const byCodeUnit = (a: string, b: string): number => a < b ? -1 : a > b ? 1 : 0
