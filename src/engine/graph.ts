/**
 * A graph of places with edges that transform packet sets. It knows nothing of firewalls: `device-edges.ts` turns devices
 * into edges, `network.ts` segments, lines and hosts; `flood.ts` computes what can be where.
 */
import type { AddressSet } from '../net/address.ts'
import type { Ranges } from '../net/interval.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { At } from '../verdict.ts'
import { Switch, type Case } from '../net/switch.ts'
import type { Bounds } from './bounds.ts'
import type { DropReason } from './drop.ts'

export type NodeId = number

/** Up to so many cases a set is cut with each in turn; one merge with all of them pays only beyond. */
const FEW_CASES = 24

/** Disjoint sets of packets, numbered from 0. */
export class RouteTable {
  readonly cases: readonly PacketSet[]
  private readonly merged: Switch | undefined

  constructor(cases: readonly PacketSet[]) {
    this.cases = cases
    this.merged = cases.length > FEW_CASES ? Switch.of(cases[0]!.space, cases.map((set, label) => ({ label, set }))) : undefined
  }

  /** The parts of a set that lie in a case; what lies in none is left out. */
  split(set: PacketSet): Case[] {
    if (this.merged) return this.merged.split(set).filter(({ label }) => label >= 0)
    return this.cases.map((one, label) => ({ label, set: set.intersect(one) })).filter(({ set: part }) => !part.isEmpty())
  }
}

/** New values of header fields; a packet may get any element. */
export interface Rewriting {
  readonly source?: AddressSet
  readonly destination?: AddressSet
  readonly sourcePort?: Ranges
  readonly destinationPort?: Ranges
}

export type Edge = {
  readonly to: NodeId
  /** Taken only to ask what may happen: a requirement must not rely on it. */
  readonly onlyMay?: true
  /** Through this tunnel: surely only where its outer packets arrive (`Graph.carried`). */
  readonly tunnel?: string
  /** Only when every route is taken to be possible. */
  readonly routes?: 'any'
  /** The list that decides about it. */
  readonly at?: At
} & (
  /**
   * Passes on what lies in the set; what does not is dropped here, for this reason (undefined: another edge takes it).
   * `byRoutes`: the set follows from the routes, and says nothing when every route is taken to be possible.
   */
  | { readonly kind: 'permit'; readonly sets: Bounds; readonly drop?: DropReason; readonly byRoutes?: boolean }
  | { readonly kind: 'rewrite'; readonly when: Bounds; readonly fields: Rewriting }
  /** Marks the interface that a packet came in by. */
  | { readonly kind: 'enter'; readonly in: number }
  /** Marks the way out (a number of the device's hands), chosen by the cases of a table. */
  | {
    readonly kind: 'route'; readonly table: RouteTable; readonly hands: readonly (readonly number[])[]
    /** Cases in which discarding is one of the choices. */
    readonly discards: readonly (DropReason | undefined)[]
  }
  /** Every one of these ways out, whatever the table says. */
  | { readonly kind: 'spread'; readonly hands: readonly number[] }
  /** What left by that way out; the marks of the device are taken off. */
  | { readonly kind: 'leave'; readonly hand: number }
  /**
   * Packets of a session that is remembered (`memoryKey` of places.ts) go to `to`, the others to `other`. `forgets`: lists exempt
   * packets from being remembered, so that what went through may be unknown all the same.
   */
  | { readonly kind: 'session'; readonly memory: string; readonly other: NodeId; readonly forgets: boolean }
  /** Undoes the translation of a session: the header becomes the reverse of what the device saw at that stage. */
  | { readonly kind: 'undo'; readonly memory: string; readonly stage: 'routed' | 'arrived' }
)

export class Graph {
  readonly keys: string[] = []
  readonly edges: Edge[][] = []
  /** Tunnels whose outer packets arrive, by id: surely, or as far as is known. Nothing relies on the others. */
  readonly carried = new Map<string, 'surely' | 'perhaps'>()
  /** Places where something not understood may have taken a packet, past the ways that are known: whoever knew it might know better. */
  readonly doubtful = new Set<NodeId>()
  private readonly ids = new Map<string, NodeId>()
  private understood: boolean | undefined

  /** The node of that name, made when it is first asked for. */
  node(key: string): NodeId {
    const known = this.ids.get(key)
    if (known !== undefined) return known
    const id = this.keys.length
    this.ids.set(key, id)
    this.keys.push(key)
    this.edges.push([])
    return id
  }

  has(key: string): boolean {
    return this.ids.has(key)
  }

  /** Whether no set on any edge is in doubt. */
  isUnderstood(): boolean {
    return this.understood ??= this.edges.every((edges) => edges.every((edge) =>
      edge.kind === 'permit' ? edge.sets.must.equals(edge.sets.may) : edge.kind !== 'rewrite' || edge.when.must.equals(edge.when.may)))
  }

  connect(from: NodeId, edge: Edge): void {
    this.edges[from]!.push(edge)
    this.understood = undefined
  }
}

/** What a device or cluster remembers of the packets that went through it, each as a set of pairs (as sent, as it is there). */
export interface Memory {
  readonly arrived: PacketSet
  readonly routed: PacketSet
  readonly left: PacketSet
}
