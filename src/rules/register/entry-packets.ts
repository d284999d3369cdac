/** Whether packets of one entry of the register, or of an exception, get through. */
import type { Reading } from '../../engine/flood.ts'
import { placeKey, type Place } from '../../engine/places.ts'
import type { Reach } from '../../engine/reach.ts'
import { witnessOf, type Found } from '../../engine/witness.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { End } from '../../topology/model.ts'
import { EntryPackets, standingsOf, type Entry } from './ends.ts'

interface Arriving { readonly from: Place; readonly to: Place; readonly set: PacketSet }

/** One of them that arrives, if any does. What goes on between outside zones is not ours. */
export function arriving(entry: Entry, reach: Reach, reading: Reading, entries = new EntryPackets(reach.network)): Found | undefined {
  const [first] = arrivals(entry, reach, reading, entries)
  return first && witnessOf(reach.network, first.from, first.to, first.set)
}

/** Whether any arrives: no packet is looked for, which takes longer. */
export const arrives = (entry: Entry, reach: Reach, reading: Reading, entries: EntryPackets): boolean =>
  arrivals(entry, reach, reading, entries).next().done !== true

function* arrivals(entry: Entry, reach: Reach, reading: Reading, entries: EntryPackets): Generator<Arriving, undefined> {
  const { topology } = reach.network
  const places = (ends: readonly End[]): Place[] =>
    [...new Map(ends.flatMap((end) => standingsOf(end, topology)).map(({ place }) => [placeKey(place), place])).values()]
  for (const from of places(entry.from)) {
    for (const to of places(entry.to)) {
      if ('zone' in from && 'zone' in to) continue
      const set = entries.between(reach.initiate(from, to, reading), from, to, entry)
      if (!set.isEmpty()) yield { from, to, set }
    }
  }
  return undefined
}
