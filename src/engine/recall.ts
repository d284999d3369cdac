/**
 * What was computed for one version of a network and holds in another: two sides of a comparison, the edits that a proposal
 * tries, differ in few lines. Law: with what is recalled every answer is the same as without it.
 */
import type { PacketSet } from '../net/packet-set.ts'
import { PacketSpace } from '../net/packet-space.ts'
import { meaningOf } from '../topology/meaning.ts'
import type { Chain } from '../topology/model.ts'
import { Alike } from './alike.ts'
import type { Bounds } from './bounds.ts'
import { Flood, type Beginning, type Reading } from './flood.ts'
import type { Graph, Memory, NodeId } from './graph.ts'
import { cached } from './reach.ts'

/** Of so many versions floods are kept: the first, which others are held against, and the latest. */
const MOST_VERSIONS = 4

interface Version {
  readonly graph: Graph
  readonly floods: Map<string, Flood>
  /** Earlier versions, the nearest first. */
  readonly earlier: readonly { readonly floods: ReadonlyMap<string, Flood>; readonly alike: Alike }[]
}

export class Recall {
  /** Of all versions: a set that did not change is the same diagram. */
  readonly space = new PacketSpace()
  private versions: Version[] = []
  private readonly meanings = new WeakMap<Chain, string>()
  private readonly lists = new Map<string, Bounds>()

  /**
   * A flood follows from where it starts, from what devices remember, from how edges are read, and from what each edge does with
   * the packets that came to it. Edges do with a part of a set what they do with it as part of the whole, so a flood of
   * another version is the same, step by step, if at every place that it came to the edges treat all that it brought there alike.
   */
  flood(graph: Graph, reading: Reading, starts: readonly Beginning[], memory: ReadonlyMap<string, Memory> = new Map()): Flood {
    const { floods, earlier } = this.version(graph)
    const key = questionOf(graph, reading, starts, memory)
    const known = floods.get(key)
    if (known) return known
    const flood = same(graph, key, earlier) ?? new Flood(graph, reading, starts, this.space, memory)
    floods.set(key, flood)
    return flood
  }

  /**
   * What a list permits follows from what it says, wherever it is written, from which numbers interfaces have, and from the
   * states that occur; undefined where nothing tracks them.
   */
  permitted(chain: Chain, interfaces: string, states: PacketSet | undefined, make: () => Bounds): Bounds {
    return cached(this.lists, `${states?.ref} ${interfaces} ${this.meaning(chain)}`, make)
  }

  /** What a list says, with all that it calls. */
  meaning(chain: Chain): string {
    const meaning = this.meanings.get(chain) ?? meaningOf(chain)
    this.meanings.set(chain, meaning)
    return meaning
  }

  private version(graph: Graph): Version {
    const known = this.versions.find((version) => version.graph === graph)
    if (known) return known
    const earlier = this.versions.map((version) => ({ floods: version.floods, alike: new Alike(version.graph, graph) })).reverse()
    const version = { graph, floods: new Map<string, Flood>(), earlier }
    const [first, ...rest] = this.versions
    this.versions = [...(first ? [first] : []), ...rest.slice(2 - MOST_VERSIONS), version]
    return version
  }
}

/** The flood that answered the question in an earlier version, if it is the same in this one. */
function same(graph: Graph, key: string, earlier: Version['earlier']): Flood | undefined {
  for (const { floods, alike } of earlier) {
    const flood = floods.get(key)
    const numbers = flood && counterparts(flood.places(), alike)
    if (numbers) return flood.in(graph, numbers)
  }
  return undefined
}

function counterparts(places: ReadonlyMap<NodeId, PacketSet>, alike: Alike): ReadonlyMap<NodeId, NodeId> | undefined {
  const numbers = new Map<NodeId, NodeId>()
  for (const [node, set] of places) {
    const counterpart = alike.counterpart(node, set)
    if (counterpart === undefined) return undefined
    numbers.set(node, counterpart)
  }
  return numbers
}

/** All that a flood follows from but the edges: places by name, sets by their diagrams. */
function questionOf({ keys, carried }: Graph, { unknown, routes, requires, without }: Reading, starts: readonly Beginning[], memory: ReadonlyMap<string, Memory>): string {
  return JSON.stringify([
    unknown, routes, requires, without, starts.map(({ at, set }) => [keys[at], set.ref]),
    [...memory].map(([key, { arrived, routed, left }]) => [key, arrived.ref, routed.ref, left.ref]),
    // Which tunnels carry is settled while floods are asked for.
    requires ? [...carried] : [],
  ])
}
