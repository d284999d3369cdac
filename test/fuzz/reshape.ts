/** Damage to what a YAML document says, whose syntax stays whole: it gets further than damage to its letters. */
import { parse, stringify } from 'yaml'
import type { Random } from '../brute/random.ts'

type Node = { [key: string]: unknown } | unknown[]

const VALUES: readonly unknown[] = [null, true, 0, -1, 65536, 1e300, '', 'any', '__proto__', '10.0.0.0/8', '::/0', [], {}, [[]], { file: 'x' }, '2026-02-30', 'mynumber', 'permit', 'deny', '\u202eabc']
const NAMES = ['__proto__', 'constructor', 'toString', '', ' ', '0', 'any', '\u001b[31m', '\u202e', '名前', 'x'.repeat(2000)]

/** Everything in it that holds something, with the keys that lead to it. */
function* inner(node: unknown): Generator<Node> {
  if (typeof node !== 'object' || node === null) return
  yield node as Node
  for (const child of Object.values(node)) yield* inner(child)
}

const keysOf = (node: Node): string[] => Object.keys(node)
const put = (node: Node, key: string, value: unknown): void => {
  Object.defineProperty(node, key, { value, writable: true, enumerable: true, configurable: true })
}

function change(all: readonly Node[], choose: Random): void {
  const node = choose.pick(all)
  const keys = keysOf(node)
  if (keys.length === 0) return
  const key = choose.pick(keys)
  const from = choose.pick(all)
  const foreign = keysOf(from).length === 0 ? undefined : (from as Record<string, unknown>)[choose.pick(keysOf(from))]
  const value = (node as Record<string, unknown>)[key]
  choose.pick([
    () => (Array.isArray(node) ? node.splice(Number(key), 1) : delete node[key]),
    () => put(node, key, choose.pick(VALUES)),
    // What stands elsewhere in the document is of a kind that is known, if not here.
    () => put(node, key, structuredClone(foreign)),
    () => put(node, Array.isArray(node) ? String(node.length) : choose.pick([...NAMES, ...all.flatMap(keysOf).slice(0, 200)]), structuredClone(value)),
    () => { if (Array.isArray(node)) node.reverse(); else put(node, key, [value]) },
    () => put(node, key, { [choose.pick(NAMES)]: value }),
  ])()
}

/** Undefined: it is no YAML that says anything. */
export function reshaped(text: string, choose: Random): string | undefined {
  let document: unknown
  try {
    document = parse(text)
  } catch {
    return undefined
  }
  for (let left = choose.pick([1, 1, 2, 4]); left > 0; left--) {
    const all = [...inner(document)]
    if (all.length === 0) return undefined
    change(all, choose)
  }
  return stringify(document, { aliasDuplicateObjects: false })
}
