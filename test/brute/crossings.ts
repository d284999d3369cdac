/** What gets from zone to zone, by the walker alone. */
import { checksByRules, type Mode } from './device.ts'
import { headerOf } from './packet-text.ts'
import { senders, universeOf, type Sender } from './space.ts'
import { deliveryKey, TooMuch, walk, type Delivery, type Start } from './walk.ts'
import type { Place } from './places.ts'
import type { Universe } from './translate.ts'
import type { Topology } from '../../src/topology/model.ts'
import type { Witness } from '../../src/verdict.ts'

export interface Crossing extends Delivery {
  readonly from: string
  readonly to: string
  readonly start: Start
  /** In every reading of what is not understood. */
  readonly sure: boolean
}

/** Devices stand between zones, not in one. */
export const zoneOf = (topology: Topology, place: Place | Sender): string | undefined =>
  'segment' in place ? topology.segments.get(place.segment)?.zone : 'zone' in place ? place.zone : undefined

const isUnderstood = ({ devices }: Topology): boolean => [...devices.values()].every((device) => device.gaps.length === 0 && !checksByRules(device))
  && !JSON.stringify([...devices.values()].map(({ pipeline, policyRoutes }) => [pipeline, policyRoutes]), (_, value: unknown) => (typeof value === 'bigint' ? '' : value)).includes('"unknown"')

/** Undefined where a packet takes too many shapes to be followed. */
export const crossings = (topology: Topology, starts: readonly Start[], universe: Universe): Crossing[] | undefined => {
  const understood = isUnderstood(topology)
  const walked = (start: Start, mode: Mode): ReadonlyMap<string, Delivery> => walk(topology, start, mode, { universe }).delivered
  try {
    return starts.flatMap((start) => {
      const from = zoneOf(topology, start.place)
      const upper = from === undefined ? [] : [...walked(start, 'upper')]
      if (upper.length === 0) return []
      const lower = understood && !start.header.fragment ? undefined : walked(start, 'lower')
      return upper.flatMap(([key, { place, header }]): Crossing[] => {
        const to = zoneOf(topology, place)
        return to === undefined ? [] : [{ from: from!, to, start, place, header, sure: lower?.has(key) ?? true }]
      })
    })
  } catch (error) {
    if (error instanceof TooMuch) return undefined
    throw error
  }
}

/** Whether the packet that a witness shows gets from the one zone to the other, and how; `too-much`: nobody can follow it to the end. */
export const crossingOf = (topology: Topology, from: string, to: string, witness: Pick<Witness, 'sent' | 'delivered'>): Crossing | 'too-much' | undefined => {
  const [sent, delivered] = [headerOf(witness.sent), headerOf(witness.delivered)]
  const { addresses, ports } = universeOf(topology)
  // Where any of many values may be chosen, the one that it shows must be among those that we try.
  const universe: Universe = { ports: [...ports, delivered.sourcePort, delivered.destinationPort],
    addresses: { ...addresses, [delivered.family]: [...addresses[delivered.family], delivered.source, delivered.destination] } }
  const starts = senders(topology).filter((place) => zoneOf(topology, place) === from).map((place): Start => ({ place, header: sent }))
  const walked = crossings(topology, starts, universe)
  if (walked === undefined) return 'too-much'
  const all = walked.filter((each) => each.to === to && deliveryKey(each) === deliveryKey({ place: each.place, header: delivered }))
  return all.find(({ sure }) => sure) ?? all[0]
}
