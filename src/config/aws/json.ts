/** JSON with the lines on which its values stand. Takes linear time at any depth; never throws. */

/** `line` is where a value begins, of a member of an object where its key stands; `end` is its last line. */
export interface Node {
  readonly line: number
  readonly end: number
  readonly value: string | number | boolean | null | readonly Node[] | ReadonlyMap<string, Node>
}

/** `wrong`: the line after which nothing can be read. */
export interface Parsed { readonly roots: readonly Node[]; readonly wrong?: number }

const TOKEN = /[ \t\r]+|\n|[{}[\],:]|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y

interface Open { readonly line: number; readonly items: Node[] | Map<string, Node>; key?: { readonly name: string; readonly line: number }; after: 'start' | 'key' | 'colon' | 'value' | 'comma' }

/** Several values may follow one another: the answers of several calls in one file. */
export function parseJson(content: string): Parsed {
  const roots: Node[] = []
  const open: Open[] = []
  let line = 1
  TOKEN.lastIndex = 0
  for (let at = 0; at < content.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(content)?.[0]
    if (token === undefined) return { roots, wrong: line }
    if (token === '\n') line++
    if (/^[ \t\r\n]/.test(token)) continue
    if (!accept(token, line, open, roots)) return { roots, wrong: line }
  }
  return open.length > 0 ? { roots, wrong: line } : { roots }
}

function accept(token: string, line: number, open: Open[], roots: Node[]): boolean {
  const inside = open.at(-1)
  if (token === ':') return inside?.after === 'key' && step(inside, 'colon')
  if (token === ',') return inside?.after === 'value' && step(inside, 'comma')
  if (token === '}' || token === ']') {
    if (!inside || inside.items instanceof Map !== (token === '}') || (inside.after !== 'start' && inside.after !== 'value')) return false
    open.pop()
    return put({ line: inside.line, end: line, value: inside.items }, open, roots)
  }
  if (inside?.items instanceof Map && inside.after !== 'colon') {
    if (inside.after === 'value' || !token.startsWith('"')) return false
    const name = scalar(token)
    if (typeof name !== 'string') return false
    inside.key = { name, line }
    return step(inside, 'key')
  }
  if (inside && inside.after === 'value') return false
  if (token === '{' || token === '[') {
    open.push({ line: inside?.key?.line ?? line, items: token === '{' ? new Map() : [], after: 'start' })
    return true
  }
  const value = scalar(token)
  return value !== undefined && put({ line: inside?.key?.line ?? line, end: line, value }, open, roots)
}

function put(node: Node, open: readonly Open[], roots: Node[]): boolean {
  const inside = open.at(-1)
  if (!inside) return roots.push(node) > 0
  if (inside.items instanceof Map) inside.items.set(inside.key!.name, node)
  else inside.items.push(node)
  delete inside.key
  return step(inside, 'value')
}

const step = (inside: Open, after: Open['after']): true => {
  inside.after = after
  return true
}

function scalar(token: string): string | number | boolean | null | undefined {
  try {
    return JSON.parse(token) as string | number | boolean | null
  } catch {
    // A control character or an escape that JSON does not know.
    return undefined
  }
}
