/** The graph as a certificate lists it: places by name, edges with what may pass. */
import type { CertifiedEdge, Field, Node, SetRef } from '../../checker/format.ts'
import { TRUE } from '../../net/diagram.ts'
import type { PacketSpace } from '../../net/packet-space.ts'
import type { At } from '../../verdict.ts'
import type { Edge, Graph, NodeId, Rewriting } from '../graph.ts'
import type { WrittenSets } from './written-sets.ts'

/** The places that anything can get to from some, in the order of their names: what else was asked of the graph leaves no trace. */
export class WrittenPlaces {
  readonly names: readonly string[]
  private readonly numbers: ReadonlyMap<string, Node>

  constructor({ keys, edges }: Graph, from: Iterable<NodeId>) {
    const found = new Set(from)
    for (const node of found) for (const edge of edges[node]!) for (const to of edge.kind === 'session' ? [edge.to, edge.other] : [edge.to]) found.add(to)
    this.names = [...found].map((node) => keys[node]!).sort()
    this.numbers = new Map(this.names.map((name, number) => [name, number]))
  }

  /** Undefined: nothing leads there. */
  number(key: string): Node | undefined {
    return this.numbers.get(key)
  }
}

/** `lineOf`: a place in the input, as a certificate names it. */
export function writtenEdges(graph: Graph, places: WrittenPlaces, sets: WrittenSets, space: PacketSpace, lineOf: (at: At) => string): CertifiedEdge[] {
  const number = (node: NodeId): Node => places.number(graph.keys[node]!)!
  return places.names.flatMap((name) => graph.edges[graph.node(name)]!.map((edge) => {
    const ends = { from: places.number(name)!, to: number(edge.to), ...(edge.at && { at: lineOf(edge.at) }), ...(edge.routes === 'any' && { anyRoute: true as const }) }
    return written(edge, ends, number, sets, space)
  }))
}

type Ends = Pick<CertifiedEdge, 'from' | 'to' | 'at' | 'anyRoute'>

/** What may pass: an isolation that is proved is proved with everything that is not understood let through. */
function written(edge: Edge, ends: Ends, number: (node: NodeId) => Node, sets: WrittenSets, space: PacketSpace): CertifiedEdge {
  switch (edge.kind) {
    case 'permit': return { ...ends, kind: 'permit', set: sets.of(edge.sets.may), ...(edge.byRoutes && { byRoutes: true as const }) }
    case 'rewrite': return { ...ends, kind: 'rewrite', when: sets.of(edge.when.may), values: newValues(edge.fields, sets, space) }
    case 'enter': return { ...ends, kind: 'enter', in: edge.in }
    case 'route': return { ...ends, kind: 'route', cases: edge.table.cases.map((one, label) => [sets.of(one), edge.hands[label]!] as const) }
    case 'spread': return { ...ends, kind: 'spread', outs: edge.hands }
    case 'leave': return { ...ends, kind: 'leave', out: edge.hand }
    case 'session': return { ...ends, kind: 'session', device: edge.memory, other: number(edge.other) }
    case 'undo': return { ...ends, kind: 'undo', device: edge.memory, stage: edge.stage }
    default: return unwritten(edge)
  }
}

/** A kind of edge that no certificate can say is a mistake of ours: what it lets through would be left out of every proof. */
function unwritten(edge: never): never {
  throw new Error(`no certificate can say this edge: ${JSON.stringify(edge)}`)
}

function newValues(fields: Rewriting, sets: WrittenSets, space: PacketSpace): { readonly [F in Field]?: SetRef } {
  const { levels: { now }, diagrams } = space
  const addresses = (field: 'source' | 'destination'): { readonly [F in Field]?: SetRef } =>
    (fields[field] ? { [field]: sets.ref(space.addresses(now[field], fields[field])) } : {})
  const ports = (field: 'sourcePort' | 'destinationPort'): { readonly [F in Field]?: SetRef } =>
    (fields[field] ? { [field]: sets.ref(diagrams.interval(now[field][0]!, fields[field], TRUE)) } : {})
  return { ...addresses('source'), ...addresses('destination'), ...ports('sourcePort'), ...ports('destinationPort') }
}
