import { text, type At, type Path, type Problem, type Text } from '../verdict.ts'
import { build } from './build/build.ts'
import type { Document, Include, LedgerDocument } from './document.ts'
import { below, folderOf, inside } from './folder.ts'
import type { Topology } from './model.ts'
import { each, field, within, type Placed } from './placed.ts'
import { followsFrom } from './set-aside.ts'
import { shaped } from './shape.ts'
import { parse, type Source } from './source.ts'
import { TOPOLOGY_SCHEMA } from './topology-schema.ts'
import { LEDGERS, type LedgerKind } from './ledger/columns.ts'
import { readLedger } from './ledger/ledger.ts'
import { NO_REASON, noMatch, unread, type Why } from './unread.ts'

/** The same file undecoded: ledgers come in encodings of their own. */
export type ReadBytes = (name: string) => Uint8Array | undefined

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
export function loadTopology(root: string, read: Read, expand: Expand, readBytes?: ReadBytes, why: Why = NO_REASON): Loaded {
  const sources = new Map<string, Source>()
  const parts: Placed<Document>[] = []
  const problems: Problem[] = []
  const ledgers = new Map<string, string>()
  const asides: { readonly file: string; readonly removed: readonly Path[] }[] = []
  const home = folderOf(root)
  const say = (at: At, message: Text, code = 'include') => { problems.push({ code, at, message }) }

  /** `name` is relative to `home`; `chain` leads from the root to it. */
  function take(name: string, from: At, chain: readonly string[], typed: Placed<LedgerDocument>): void {
    const file = home + name
    if (chain.includes(name)) {
      const circle = [...chain.slice(chain.indexOf(name)), name].join(' → ')
      return say(from, text(`取り込みが循環しています（${circle}）`, `files include each other in a circle (${circle})`))
    }
    if (isLedger(name)) return ledger(file, from, typed)
    if (sources.has(file)) return
    for (const key of LEDGER_KEYS) {
      const said = field(typed, key)
      if (said) say({ ...said.at, on: 'key' }, text(`「${key}」は CSV の台帳にだけ書けます（${file} は CSV ではありません）`, `"${key}" is for CSV ledgers only (${file} is none)`))
    }
    const content = read(file)
    if (content === undefined) return say(from, unread(file, why), 'file')
    const source = parse(file, content)
    sources.set(file, source)
    for (const problem of source.problems) problems.push(problem)
    if (source.problems.length > 0) return
    const part: Placed<Document> = { value: wellShaped(source), at: { file, path: [] } }
    parts.push(part)
    if (chain.length === 0) checkRoot({ ...part, value: source.value }, say)
    else checkIncluded(part, say)
    for (const one of each(field(part, 'include'))) include(one, name, [...chain, name])
  }

  function ledger(file: string, from: At, options: Placed<LedgerDocument>): void {
    const how = JSON.stringify({ ...options.value, file })
    const earlier = ledgers.get(file)
    if (earlier !== undefined && earlier !== how) {
      return say(from, text(`${file} は別の読み方で既に取り込まれています`, `${file} is included already, to be read in another way`))
    }
    if (earlier !== undefined) return
    ledgers.set(file, how)
    const kind = options.value.as ?? kindOf(file)
    if (!kind) {
      return say(from, text(
        `${file} が何の台帳か分かりません（as: に ${LEDGERS.join('・')} のいずれかを書いてください）`, `what ${file} lists is not said (as: ${LEDGERS.join(', ')})`))
    }
    const content = readBytes ? readBytes(file) : read(file)
    if (content === undefined) return say(from, unread(file, why), 'file')
    const source = readLedger({ file, content, kind, options, locate: (at) => sources.get(at.file)!.locate(at) })
    sources.set(file, source)
    for (const problem of source.problems) problems.push(problem)
    if (source.problems.length === 0) parts.push({ value: wellShaped(source), at: { file, path: [] } })
  }

  function include({ value, at }: Placed<Include>, name: string, chain: readonly string[]): void {
    const typed: Placed<LedgerDocument> = { value: typeof value === 'string' ? { file: value } : value, at }
    const glob: Placed<string> = typeof value === 'string' ? { value, at } : field(typed, 'file')!
    const outside = () => say(glob.at, text(
      `「${glob.value}」は、起点のファイルがあるフォルダーの中を相対パス（区切りは /）で指していません`,
      `"${glob.value}" is not a relative path (with /) inside the folder of the root file`))
    const pattern = inside(folderOf(name), glob.value)
    if (pattern === undefined) return outside()
    const found = [...expand(pattern, root)].sort(byCodeUnit)
    if (found.length === 0) say(glob.at, noMatch(glob.value, why(home + pattern)))
    for (const path of found) {
      // A glob such as {a,../b} shows only now that it leads out.
      const next = below(home, path)
      if (next === undefined) return outside()
      take(next, glob.at, chain, typed)
    }
  }

  function wellShaped(source: Source): Document {
    const { value, problems: wrong, removed } = shaped(source, TOPOLOGY_SCHEMA)
    for (const problem of wrong) problems.push(problem)
    asides.push({ file: source.file, removed })
    return value as Document
  }

  function textAt(at: At): string {
    const { file, line, column, endColumn } = sources.get(at.file)!.locate(at)
    return sources.get(file)!.text.split('\n')[line - 1]!.slice(column - 1, endColumn - 1)
  }

  const start: At = { file: root, span: [0, 0] }
  take(root.slice(home.length), start, [], { value: { file: root }, at: { file: root, path: [] } })
  // Without a file that could not be read everything in it would seem to be missing.
  if (problems.some(({ code }) => code !== 'schema')) return { problems: once(problems), sources }
  const built = build(parts, { home, matching: (pattern) => [...expand(pattern, root)].sort(byCodeUnit), why })
  if (problems.length === 0) return { ...built, problems: once(built.problems), sources }
  const own = built.problems.filter((problem) => !asides.some(({ file, removed }) => followsFrom(problem, file, removed, textAt)))
  return { problems: once(problems.concat(own)), sources }

  /** What is wrong with a value that many rows of a ledger share is wrong once. */
  function once(found: readonly Problem[]): Problem[] {
    const seen = new Set<string>()
    return found.filter(({ at, message }) => {
      if (!ledgers.has(at.file)) return true
      const place = JSON.stringify([sources.get(at.file)!.locate(at), message])
      return !seen.has(place) && seen.add(place)
    })
  }
}

const LEDGER_KEYS = ['as', 'columns', 'heading-row', 'defaults'] as const

const isLedger = (name: string): boolean => /\.csv$/i.test(name)

/** A file called flows.csv lists flows. */
const kindOf = (file: string): LedgerKind | undefined => LEDGERS.find((kind) => file.slice(folderOf(file).length).toLowerCase() === `${kind}.csv`)

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
