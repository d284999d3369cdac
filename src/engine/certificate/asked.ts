/** The floods that a certificate shows: each question once, with what it starts with and what each place then sees. */
import type { Question } from '../../checker/format.ts'
import { MAY, type Flood, type Reading } from '../flood.ts'
import type { NodeId } from '../graph.ts'
import { placeKey, type Place } from '../places.ts'
import type { Reach } from '../reach.ts'
import { writtenAddresses } from './written-addresses.ts'
import type { WrittenPlaces } from './written-graph.ts'
import type { WrittenSets } from './written-sets.ts'

/** Through which part of the graph, and by which routes. */
export type Way = Pick<Reading, 'routes' | 'without'>

interface Asked { readonly place: Place; readonly reading: Reading; readonly flood: Flood }

export class AskedFloods {
  private readonly reach: Reach
  private readonly numbers = new Map<string, number>()
  private readonly asked: Asked[] = []

  constructor(reach: Reach) {
    this.reach = reach
  }

  /** The position of the question, asked now or before. */
  number(place: Place, { routes, without }: Way): number {
    const cut = [...new Set(without ?? [])].sort()
    const key = JSON.stringify([placeKey(place), routes, cut])
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    const reading: Reading = { ...MAY, routes, ...(without && { without }) }
    const number = this.asked.push({ place, reading, flood: this.reach.from(place, reading) }) - 1
    this.numbers.set(key, number)
    return number
  }

  /** Where what is sent enters the graph, and where it can be received. */
  *ends(): Iterable<NodeId> {
    for (const { place, reading } of this.asked) for (const { at } of this.reach.sources(place, reading)) yield at
    for (const place of this.reach.receivers()) yield this.reach.network.delivered(place)
  }

  questions(places: WrittenPlaces): Question[] {
    const { keys } = this.reach.network.graph
    return this.asked.map(({ place, reading }) => ({
      sender: placeKey(place),
      cut: [...new Set((reading.without ?? []).flatMap((key) => places.number(key) ?? []))].sort((a, b) => a - b),
      anyRoute: reading.routes === 'any',
      starts: this.reach.sources(place, reading).map(({ at, sources }) => [places.number(keys[at]!)!, writtenAddresses(sources)] as const),
    }))
  }

  invariants(places: WrittenPlaces, sets: WrittenSets): (readonly [number, number])[][] {
    const { keys } = this.reach.network.graph
    return this.asked.map(({ flood }) => [...flood.places()].map(([node, set]) => [places.number(keys[node]!)!, sets.of(set)] as const).sort(([a], [b]) => a - b))
  }
}
