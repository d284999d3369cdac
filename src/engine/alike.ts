/** Two versions of a network, place by place: whether what is at a place goes on in the one as it does in the other. */
import type { PacketSet } from '../net/packet-set.ts'
import { sameMeaning } from '../topology/meaning.ts'
import type { Bounds } from './bounds.ts'
import type { Edge, Graph, NodeId } from './graph.ts'
import { cached } from './reach.ts'

/** A place that both have, with edges to the same places that differ, if at all, in the sets that they pass on. */
interface Counterpart { readonly node: NodeId; readonly changed: readonly (readonly [Bounds, Bounds])[] }

export class Alike {
  private readonly before: Graph
  private readonly now: Graph
  private readonly known = new Map<NodeId, Counterpart | 'none'>()

  /** Both over one packet space. */
  constructor(before: Graph, now: Graph) {
    this.before = before
    this.now = now
  }

  /**
   * The place of that name now, if each edge out of it does with every part of `set` what the same edge did before: it leads to
   * the same place, and passes on, translates or marks the same packets. Edges that pass on other packets do so if they differ in none of `set`.
   */
  counterpart(node: NodeId, set: PacketSet): NodeId | undefined {
    const found = cached(this.known, node, () => this.compared(node) ?? 'none')
    if (found === 'none') return undefined
    const agree = (a: PacketSet, b: PacketSet): boolean => a.equals(b) || set.intersect(a).equals(set.intersect(b))
    return found.changed.every(([was, is]) => agree(was.may, is.may) && agree(was.must, is.must)) ? found.node : undefined
  }

  private compared(node: NodeId): Counterpart | undefined {
    const key = this.before.keys[node]!
    if (!this.now.has(key)) return undefined
    const here = this.now.node(key)
    const [were, are] = [this.before.edges[node]!, this.now.edges[here]!]
    if (were.length !== are.length || were.some((edge, index) => !this.leadsAlike(edge, are[index]!))) return undefined
    const sets = were.map((edge, index) => [boundsOf(edge), boundsOf(are[index]!)] as const)
    return { node: here, changed: sets.flatMap(([was, is]) => (was && is && !(was.may.equals(is.may) && was.must.equals(is.must)) ? [[was, is] as const] : [])) }
  }

  /** Everything about an edge but the sets of `boundsOf`, and what nobody asks who floods: where it is written, why it drops. */
  private leadsAlike(was: Edge, is: Edge): boolean {
    if (was.kind !== is.kind || this.before.keys[was.to] !== this.now.keys[is.to]) return false
    if (was.onlyMay !== is.onlyMay || was.tunnel !== is.tunnel || was.routes !== is.routes) return false
    switch (was.kind) {
      case 'permit': return was.byRoutes === (is as typeof was).byRoutes
      case 'rewrite': return sameMeaning(was.fields, (is as typeof was).fields)
      case 'enter': return was.in === (is as typeof was).in
      case 'leave': return was.hand === (is as typeof was).hand
      case 'spread': return sameMeaning(was.hands, (is as typeof was).hands)
      case 'undo': return was.memory === (is as typeof was).memory && was.stage === (is as typeof was).stage
      case 'session': {
        const other = is as typeof was
        return was.memory === other.memory && was.forgets === other.forgets && this.before.keys[was.other] === this.now.keys[other.other]
      }
      case 'route': {
        const { table, hands, discards } = is as typeof was
        return sameMeaning([was.hands, was.discards], [hands, discards])
          && was.table.cases.length === table.cases.length && was.table.cases.every((one, index) => one.equals(table.cases[index]!))
      }
    }
  }
}

function boundsOf(edge: Edge): Bounds | undefined {
  return edge.kind === 'permit' ? edge.sets : edge.kind === 'rewrite' ? edge.when : undefined
}
