/** The only door to the YAML parser (JSON is a subset of YAML): text → value, and back from a place to its characters. */
import { Composer, isAlias, isMap, isNode, isScalar, isSeq, Parser, type CST, type ErrorCode, type Node, type Pair, type YAMLMap } from 'yaml'
import { text, type At, type Path, type Problem, type Text } from '../verdict.ts'
import { lineIndex } from './lines.ts'
import { SYNTAX_WORDS } from './syntax-words.ts'

/** Lines and columns from 1, columns in UTF-16 units without the byte order mark; the end is exclusive. */
export interface Location {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

export interface Source {
  readonly file: string
  /** Without its byte order mark: spans count from here. */
  readonly text: string
  /** Plain objects without prototype, so that no key is special. `undefined` where there are problems. */
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** Throws where nothing stands: a path that was never read is a bug of ours. */
  locate(at: At): Location
}

type Span = readonly [start: number, end: number]
type Say = (span: Span, message: Text, related?: Problem['related']) => void
type Entry = { readonly key: Span; readonly value: Node | null }

const WORDS: Readonly<Record<ErrorCode, Text>> = SYNTAX_WORDS
const DEEPEST = 100
/** Values that aliases repeat, each counted every time: far more than any honest file has. */
const MOST_ALIASED = 200_000

export function parse(file: string, content: string): Source {
  const plain = content.startsWith('\uFEFF') ? content.slice(1) : content
  const problems: Problem[] = []
  const say: Say = (span, message, related) =>
    problems.push({ code: 'syntax', at: { file, span }, message, ...(related ? { related } : {}) })
  const root = compose(plain, say)
  const aliases = new Map<Node, Node>()
  const value = problems.length === 0 ? toValue(file, root, aliases, say) : undefined
  const position = lineIndex(plain)
  const find = finder(root, aliases)
  return {
    file,
    text: plain,
    value: problems.length === 0 ? value : undefined,
    problems,
    locate(at) {
      if ('line' in at) {
        const [start, end] = at.columns ?? [1, 1]
        return { file: at.file, line: at.line, column: start, endLine: at.line, endColumn: end }
      }
      const [start, end] = 'span' in at ? at.span : find(at.path, at.on ?? 'value')
      const from = position(start)
      // The range of a block ends where the next begins: the line breaks between are not part of it.
      const to = position(start + plain.slice(start, end).trimEnd().length)
      return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
    },
  }
}

function compose(plain: string, say: Say): Node | null {
  const tokens = [...new Parser().parse(plain)]
  // The composer recurses, and a stack exhausted there can abort the whole process.
  const deep = tooDeep(tokens)
  if (deep !== undefined) {
    say([deep, deep + 1], SYNTAX_WORDS.RESOURCE_EXHAUSTION)
    return null
  }
  // Duplicate keys are found below: the composer compares every pair, which is quadratic.
  const composer = new Composer({ stringKeys: true, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' })
  const [first, second] = [...composer.compose(tokens, true, plain.length)]
  if (!first) return null
  for (const { pos, code } of [...first.errors, ...first.warnings]) say(pos, WORDS[code])
  if (second) say([second.range[0], Math.min(second.range[0] + 3, plain.length)], SYNTAX_WORDS.MULTIPLE_DOCS)
  return first.contents
}

/** The offset of the first token that is nested too deeply. */
function tooDeep(tokens: readonly CST.Token[]): number | undefined {
  const waiting: [CST.Token | null | undefined, number][] = tokens.map(token => [token, 0])
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [token, depth] = next
    if (!token) continue
    if (depth > DEEPEST) return 'offset' in token ? token.offset : 0
    if (token.type === 'document') waiting.push([token.value, depth + 1])
    else if ('items' in token) {
      for (const { key, value } of token.items) waiting.push([key, depth + 1], [value, depth + 1])
    }
  }
  return undefined
}

/** Notes in `aliases` what each alias stands for: the nearest anchor of its name before it. */
function toValue(file: string, root: Node | null, aliases: Map<Node, Node>, say: Say): unknown {
  const anchors = new Map<string, Node>()
  const open = new Set<Node>()
  let aliased = 0

  function convert(node: Node | null, inside: boolean): unknown {
    if (node === null) return null
    if (inside && ++aliased > MOST_ALIASED) {
      if (aliased === MOST_ALIASED + 1) say(range(node), text('別名（*）による繰り返しが多すぎます', 'aliases (*) repeat too much'))
      return null
    }
    if (isAlias(node)) {
      const target = inside ? aliases.get(node) : anchors.get(node.source)
      if (!target || open.has(target)) {
        say(range(node), text(`アンカー &${node.source} がこれより前にありません`, `there is no anchor &${node.source} before this`))
        return null
      }
      aliases.set(node, target)
      return convert(target, true)
    }
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor && !inside) anchors.set(node.anchor, node)
    if (isScalar(node)) return node.value
    open.add(node)
    const value = isMap(node) ? convertMap(node, inside)
      : isSeq(node) ? node.items.map(item => convert(isNode(item) ? item : null, inside)) : null
    open.delete(node)
    return value
  }

  function convertMap(map: YAMLMap, inside: boolean): unknown {
    const value = Object.create(null) as Record<string, unknown>
    const first = new Map<string, Span>()
    for (const pair of map.items) {
      const key = keyOf(pair)
      const span = isNode(pair.key) ? range(pair.key) : range(map)
      const earlier = first.get(key)
      if (!earlier) first.set(key, span)
      else if (!inside) {
        say(span, text(`キー「${key}」が二度あります`, `the key "${key}" stands here twice`), [
          { at: { file, span: earlier }, message: text('最初はここです', 'the first is here') },
        ])
      }
      value[key] = convert(isNode(pair.value) ? pair.value : null, inside)
    }
    return value
  }

  return convert(root, false)
}

const keyOf = (pair: Pair): string => isScalar(pair.key) ? String(pair.key.value ?? '') : ''

const range = (node: Node): Span => node.range ? [node.range[0], node.range[1]] : [0, 0]

/** From a path to the characters there. Keys of a map are indexed on first use: a linear search would be quadratic. */
function finder(root: Node | null, aliases: ReadonlyMap<Node, Node>): (path: Path, on: 'key' | 'value') => Span {
  const indexes = new Map<Node, ReadonlyMap<string, Entry>>()
  const index = (map: YAMLMap): ReadonlyMap<string, Entry> => {
    const known = indexes.get(map)
    if (known) return known
    const entries = new Map(map.items.map(pair => [keyOf(pair), {
      key: isNode(pair.key) ? range(pair.key) : range(map),
      value: isNode(pair.value) ? pair.value : null,
    }]))
    indexes.set(map, entries)
    return entries
  }
  return (path, on) => {
    let node = root
    // The whole document is too much to point at: its first key stands for it.
    let span: Span = isMap(root) ? index(root).values().next().value?.key ?? range(root) : root ? range(root) : [0, 0]
    path.forEach((step, i) => {
      while (node && isAlias(node)) node = aliases.get(node) ?? null
      const entry = isMap(node) ? index(node).get(String(step)) : undefined
      const item = isSeq(node) && typeof step === 'number' ? node.items[step] : undefined
      if (!entry && item === undefined) throw new Error(`nothing stands at ${JSON.stringify(path)}`)
      node = entry ? entry.value : isNode(item) ? item : null
      const here: Span = node ? range(node) : [0, 0]
      // An empty value has no characters: its key stands for it.
      span = entry && ((on === 'key' && i === path.length - 1) || here[0] === here[1]) ? entry.key : here
    })
    return span
  }
}
