/**
 * A packet set as one line of text, for files that are kept (a baseline): the nodes of its diagram, children first, each as
 * `level:upper>child,…` in base 36; a child is the number of an earlier node, or `-` (nothing) or `*` (everything).
 */
import { FALSE, TRUE } from './diagram.ts'
import type { PacketSet } from './packet-set.ts'
import type { PacketSpace } from './packet-space.ts'
import type { Ref } from './unique-table.ts'

/** Of one version of the levels only; another reads as undefined. */
const VERSION = 'p1'

export function writeSet({ space: { diagrams }, ref: root }: PacketSet): string {
  const { table } = diagrams
  const numbers = new Map<Ref, number>()
  const nodes: string[] = []
  const name = (ref: Ref): string => (ref === FALSE ? '-' : ref === TRUE ? '*' : numbers.get(ref)!.toString(36))
  const visit = (ref: Ref): void => {
    if (ref === FALSE || ref === TRUE || numbers.has(ref)) return
    const edges = Array.from({ length: table.starts[ref + 1]! - table.starts[ref]! }, (_, i) => table.starts[ref]! + i)
    for (const edge of edges) visit(table.children[edge]!)
    nodes.push(`${diagrams.levelOf(ref).toString(36)}:${edges.map((edge) => `${table.uppers[edge]!.toString(36)}>${name(table.children[edge]!)}`).join()}`)
    numbers.set(ref, numbers.size)
  }
  visit(root)
  return [VERSION, ...nodes, name(root)].join(';')
}

/** Law: `readSet(space, writeSet(set))` equals `set`. Undefined: not such a line. */
export function readSet(space: PacketSpace, text: string): PacketSet | undefined {
  const [version, ...parts] = text.split(';')
  const last = parts.pop()
  if (version !== VERSION || last === undefined) return undefined
  const { diagrams } = space
  const refs: Ref[] = []
  const known = (name: string): Ref | undefined => (name === '-' ? FALSE : name === '*' ? TRUE : refs[number(name)])
  for (const part of parts) {
    const [level = '', edges = ''] = part.split(':')
    const at = number(level)
    const pairs = edges.split(',').map((edge) => edge.split('>'))
    const uppers = pairs.map(([upper = '']) => number(upper))
    const children = pairs.map(([, child = '']) => known(child))
    const maximum = diagrams.maxima[at]
    const rises = uppers.every((upper, i) => upper > (i === 0 ? -1 : uppers[i - 1]!)) && uppers.at(-1) === maximum
    if (maximum === undefined || !rises || !children.every((child) => child !== undefined && diagrams.levelOf(child) > at)) return undefined
    refs.push(diagrams.node(at, uppers, children as Ref[]))
  }
  const root = known(last)
  // Nobody can write a set of headers that there are not.
  return root === undefined ? undefined : space.of(diagrams.apply(diagrams.and, root, space.all.ref))
}

const number = (digits: string): number => (/^[0-9a-z]{1,10}$/.test(digits) ? Number.parseInt(digits, 36) : -1)
