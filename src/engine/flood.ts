/**
 * What can be where: the least fixpoint over the graph. Only what is new at a place goes on from it, so loops end. The
 * fixpoint is linear in its start: a union of starts gives the union of the results.
 */
import type { PacketSet } from '../net/packet-set.ts'
import type { PacketSpace } from '../net/packet-space.ts'
import type { Edge, Graph, Memory, NodeId } from './graph.ts'

/**
 * `unknown: pass`: whatever is not understood lets the packet through; `stop`: it does not. `routes: any`: every interface
 * is a way out, whatever the routes say. `requires`: edges that only may be taken are not.
 */
export interface Reading {
  readonly unknown: 'pass' | 'stop'
  readonly routes: 'declared' | 'any'
  readonly requires?: boolean
  /** Places of the graph that are taken to be cut, by key (`lineKey`, `outOfLineKey`, `leftKey`, `legKey`): what remains does without them. */
  readonly without?: readonly string[]
}

export const MAY: Reading = { unknown: 'pass', routes: 'declared' }
export const SURELY: Reading = { unknown: 'stop', routes: 'declared' }
export const ANY_ROUTE: Reading = { unknown: 'pass', routes: 'any' }
export const REQUIRED: Reading = { unknown: 'stop', routes: 'declared', requires: true }
/** Required, if only everything that is not understood let it through. */
export const PERHAPS_REQUIRED: Reading = { ...REQUIRED, unknown: 'pass' }

/** The place where what enters a line arrives. */
export const lineKey = (line: string): string => `into line ${line}`
/** The place on a segment of what comes out of a line that ends there. */
export const outOfLineKey = (segment: string, line: string): string => `on ${segment} but line ${line}`
/** What a host forwards that came in by its leg on a segment. */
export const legKey = (host: string, segment: string): string => `through host ${host} from ${segment}`

export interface Beginning { readonly at: NodeId; readonly set: PacketSet }

export class Flood {
  private readonly graph: Graph
  private readonly space: PacketSpace
  private readonly reading: Reading
  /** What devices remember of the packets that these ones answer; none for packets that open. */
  private readonly memory: ReadonlyMap<string, Memory>
  private readonly cut: ReadonlySet<NodeId>
  private readonly reached = new Map<NodeId, PacketSet>()
  private readonly unmarked = new Map<NodeId, PacketSet>()
  /** Arrivals at places where they had been before; only where `requires`. */
  private readonly again: Beginning[] = []
  /** What no edge takes at a place that has edges; only where `requires`. */
  private readonly lost = new Map<NodeId, PacketSet>()

  constructor(graph: Graph, reading: Reading, starts: readonly Beginning[], space: PacketSpace, memory: ReadonlyMap<string, Memory> = new Map()) {
    this.graph = graph
    this.space = space
    this.reading = reading
    this.memory = memory
    // A place that nobody has asked for yet is on no way; asking for it here would leave it without edges for good.
    this.cut = new Set((reading.without ?? []).filter((key) => graph.has(key)).map((key) => graph.node(key)))
    this.run(starts)
  }

  /** The pairs (as sent, as it is there) that can be at a place. */
  at(node: NodeId): PacketSet {
    return this.reached.get(node) ?? this.space.none
  }

  /** Every place that anything gets to, with what can be there. */
  places(): ReadonlyMap<NodeId, PacketSet> {
    return this.reached
  }

  /** The same without the marks of interfaces. */
  pairs(node: NodeId): PacketSet {
    const known = this.unmarked.get(node)
    if (known) return known
    const set = this.at(node)
    const bare = set.isEmpty() ? set : set.forget('in', 'out')
    this.unmarked.set(node, bare)
    return bare
  }

  /** What went no further, as it was sent. */
  lostAsSent(): PacketSet {
    return this.space.union([...this.lost.values()].map((set) => set.sent().forget('in', 'out')))
  }

  /** The same flood over another version of the graph, where its places have these numbers; `Recall` knows when it is the same. */
  in(graph: Graph, numbers: ReadonlyMap<NodeId, NodeId>): Flood {
    const same = new Flood(graph, this.reading, [], this.space, this.memory)
    for (const [node, set] of this.reached) same.reached.set(numbers.get(node)!, set)
    for (const [node, set] of this.lost) same.lost.set(numbers.get(node)!, set)
    return same
  }

  private run(starts: readonly Beginning[]): void {
    const waiting = new Map<NodeId, PacketSet>()
    const arrive = (node: NodeId, set: PacketSet): void => {
      if (this.cut.has(node)) return
      const known = this.reached.get(node)
      const fresh = known ? set.subtract(known) : set
      if (this.reading.requires && known) this.again.push({ at: node, set: set.intersect(known) })
      if (fresh.isEmpty()) return
      this.reached.set(node, known ? known.union(fresh) : fresh)
      const queued = waiting.get(node)
      waiting.set(node, queued ? queued.union(fresh) : fresh)
    }
    for (const { at, set } of starts) arrive(at, set)
    for (const [node, set] of waiting) {
      waiting.delete(node)
      const edges = this.graph.edges[node]!
      for (const edge of edges) {
        if (!this.taken(edge)) continue
        for (const { to, set: carried } of this.carry(edge, set)) {
          if (carried.isEmpty()) continue
          arrive(to, carried)
        }
      }
      if (this.reading.requires && edges.length > 0) this.lose(node, set, edges)
    }
    for (const { at, set } of this.again) if (!set.isEmpty() && this.leadsBack(at)) this.loseAt(at, set)
  }

  /** What comes to a place again goes round for ever if the place can lead back to itself; else two ways only meet there. */
  private leadsBack(node: NodeId): boolean {
    const visited = new Set<NodeId>()
    const queue = [node]
    for (const here of queue) {
      for (const edge of this.graph.edges[here]!) {
        for (const to of edge.kind === 'session' ? [edge.to, edge.other] : [edge.to]) {
          if (to === node) return true
          if (visited.has(to) || !this.reached.has(to) || !this.taken(edge)) continue
          visited.add(to)
          queue.push(to)
        }
      }
    }
    return false
  }

  private taken(edge: Edge): boolean {
    if (this.reading.requires && (edge.onlyMay || (edge.tunnel !== undefined && !this.isCarried(edge.tunnel)))) return false
    return edge.routes !== 'any' || this.reading.routes === 'any'
  }

  private isCarried(tunnel: string): boolean {
    const carried = this.graph.carried.get(tunnel)
    return carried === 'surely' || (carried === 'perhaps' && this.reading.unknown === 'pass')
  }

  private carry(edge: Edge, set: PacketSet): { to: NodeId; set: PacketSet }[] {
    const chosen = this.reading.unknown === 'pass' ? 'may' : 'must'
    const { space } = this
    switch (edge.kind) {
      case 'permit': return [{ to: edge.to, set: edge.byRoutes && this.reading.routes === 'any' ? set : set.intersect(edge.sets[chosen]) }]
      case 'rewrite': return [{ to: edge.to, set: set.intersect(edge.when[chosen]).translate(edge.fields) }]
      case 'enter': return [{ to: edge.to, set: set.forget('out').at('in', edge.in) }]
      case 'leave': return [{ to: edge.to, set: set.only('out', edge.hand).forget('in') }]
      case 'spread': return [{ to: edge.to, set: space.union(edge.hands.map((hand) => set.at('out', hand))) }]
      case 'route': {
        const parts = edge.table.split(set)
        return [{ to: edge.to, set: space.union(parts.flatMap(({ label, set: part }) => edge.hands[label]!.map((hand) => part.at('out', hand)))) }]
      }
      case 'session': {
        const known = this.memory.get(edge.memory)
        const ofSession = known ? set.intersect(known.left) : space.none
        return [{ to: edge.to, set: ofSession }, { to: edge.other, set: edge.forgets && !this.reading.requires ? set : set.subtract(ofSession) }]
      }
      case 'undo': return [{ to: edge.to, set: this.undone(set, this.memory.get(edge.memory)![edge.stage]) }]
    }
  }

  /** The replies of the same sessions, as they look before the translation: same packet as sent, other header. */
  private undone(set: PacketSet, before: PacketSet): PacketSet {
    return before.whereSent(set.sent())
  }

  /** What no edge surely takes, and what an equal-cost choice may discard. */
  private lose(node: NodeId, set: PacketSet, edges: readonly Edge[]): void {
    const chosen = this.reading.unknown === 'pass' ? 'may' : 'must'
    let rest = set
    for (const edge of edges) {
      if (!this.taken(edge)) continue
      switch (edge.kind) {
        case 'permit': rest = rest.subtract(edge.sets[chosen]); break
        case 'rewrite': rest = rest.subtract(edge.when[chosen]); break
        case 'leave': rest = rest.subtract(this.space.out([[edge.hand, edge.hand]])); break
        case 'route': {
          const kept = edge.table.split(set).filter(({ label }) => edge.hands[label]!.length > 0 && !edge.discards[label])
          rest = rest.subtract(this.space.union(kept.map(({ set: part }) => part)))
          break
        }
        default: rest = this.space.none
      }
    }
    if (!rest.isEmpty()) this.loseAt(node, rest)
  }

  private loseAt(node: NodeId, set: PacketSet): void {
    this.lost.set(node, this.lost.get(node)?.union(set) ?? set)
  }
}
