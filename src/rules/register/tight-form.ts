/** The narrowest form of an entry that still covers everything of it that gets through, as a person would type it. */
import { MAY } from '../../engine/flood.ts'
import { placeKey, type Place } from '../../engine/places.ts'
import {
  ALL_ADDRESSES, countAddresses, EMPTY_ADDRESSES, intersectAddresses, isEmptyAddresses, unionAddresses, type AddressSet,
} from '../../net/address.ts'
import { PORT_PROTOCOLS } from '../../net/header.ts'
import { normalize, type Ranges } from '../../net/interval.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import { formatPart, type ServicePart } from '../../net/service.ts'
import type { Condition, End } from '../../topology/model.ts'
import type { Judgement } from '../judgement/judgement.ts'
import { attachedLines } from './attached-lines.ts'
import { standingsOf, type Entry, type Standing } from './ends.ts'
import { written, type ByPlace } from './written-ends.ts'

export interface TightForm {
  /** Keys of the entry and what to type for them, only those that change. */
  readonly yaml: string
  readonly entry: Entry
}

/** A side or a service that could be half as wide is too wide. */
const HALF = 2n
/** A set that takes more than so many boxes or ranges to write is left as it is. */
const BOXES = 32
const LISTED = 8

interface Passing { readonly from: Place; readonly to: Place; readonly set: PacketSet }

/**
 * Undefined: nothing gets through, or nothing can be said half as wide. `permitted`: of what gets through only what some device
 * permits, which is all that is asked of an entry that sets no rule aside.
 */
export function tightForm(judgement: Judgement, entry: Entry, permitted = false): TightForm | undefined {
  const whole = passingOf(judgement, entry, permitted)
  if (whole.length === 0) return undefined
  const sent = projected(whole.map(({ from, set }) => [from, set.sent()]), 'source')
  const delivered = projected(whole.map(({ to, set }) => [to, set.delivered()]), 'destination')
  if (!sent || !delivered) return undefined
  const from = tightEnds(judgement, entry.from, sent)
  const to = tightEnds(judgement, entry.to, delivered)
  const service = tightService(judgement, entry, whole)
  if (!from && !to && !service) return undefined
  const tight: Entry = { from: from?.ends ?? entry.from, to: to?.ends ?? entry.to, ...(entry.service && { service: service?.service ?? entry.service }) }
  // Proved again: it lets through what the entry does, to the packet.
  const same = passingOf(judgement, tight, permitted)
  const equal = same.length === whole.length && whole.every((one, index) => one.set.equals(same[index]!.set))
  if (!equal) return undefined
  const keys = [from && `from: ${from.yaml}`, to && `to: ${to.yaml}`, service && `service: ${service.yaml}`].filter((key) => key !== undefined)
  return { entry: tight, yaml: `{ ${keys.join(', ')} }` }
}

/** What gets through of it, for each pair of places between which something does, in an order that is the same for equal sets. */
function passingOf({ reach, entries, topology, network }: Judgement, entry: Entry, permitted: boolean): Passing[] {
  const places = (ends: readonly End[]): Place[] => {
    const found = new Map(ends.flatMap((end) => standingsOf(end, topology)).map(({ place }) => [placeKey(place), place]))
    return [...found.keys()].sort().map((key) => found.get(key)!)
  }
  return places(entry.from).flatMap((from) => places(entry.to).flatMap((to): Passing[] => {
    if ('zone' in from && 'zone' in to) return []
    const reading = permitted ? { ...MAY, without: attachedLines(network, from, to) } : MAY
    const set = entries.between(reach.initiate(from, to, reading), from, to, entry)
    return set.isEmpty() ? [] : [{ from, to, set }]
  }))
}

/** The addresses that the packets of each place have there; undefined where they take too many boxes to say. */
function projected(sets: readonly (readonly [Place, PacketSet])[], side: 'source' | 'destination'): ByPlace | undefined {
  const found = new Map<string, AddressSet>()
  for (const [place, set] of sets) {
    const { boxes, more } = set.boxes(BOXES)
    if (more) return undefined
    found.set(placeKey(place), unionAddresses(found.get(placeKey(place)) ?? EMPTY_ADDRESSES, ...boxes.map((box) => box[side])))
  }
  return found
}

interface TightEnds { readonly ends: readonly End[]; readonly yaml: string }

/** Named hosts, devices and parties stay; of zones, segments and addresses, what gets through. */
function tightEnds(judgement: Judgement, ends: readonly End[], passing: ByPlace): TightEnds | undefined {
  const { topology, network } = judgement
  const named = ends.filter(({ kind }) => kind === 'host' || kind === 'device' || kind === 'party')
  const wide = ends.filter((end) => !named.includes(end)).flatMap((end) => standingsOf(end, topology)).map(({ place, addresses }): Standing => ({
    place, addresses: 'zone' in place ? intersectAddresses(addresses, network.places.heldBy.get(place.zone) ?? ALL_ADDRESSES) : addresses,
  }))
  const left = wide.map(({ place, addresses }): Standing => ({ place, addresses: intersectAddresses(addresses, passing.get(placeKey(place)) ?? EMPTY_ADDRESSES) }))
  const count = (standings: readonly Standing[], family: 'v4' | 'v6'): bigint =>
    standings.reduce((sum, { addresses }) => sum + countAddresses(family === 'v4' ? { v4: addresses.v4, v6: [] } : { v4: [], v6: addresses.v6 }), 0n)
  const narrower = (['v4', 'v6'] as const).some((family) => count(left, family) > 0n && count(left, family) * HALF <= count(wide, family))
  if (!narrower) return undefined
  const pieces = left.filter(({ addresses }) => !isEmptyAddresses(addresses)).map((one) => written(topology, one, network.places.heldBy))
  if (pieces.some((piece) => piece === undefined)) return undefined
  const all = [...named.map((end) => ({ end, yaml: `{ ${end.kind}: ${'id' in end ? end.id : ''} }` })), ...pieces.flatMap((piece) => piece ?? [])]
  return { ends: all.map(({ end }) => end), yaml: all.length === 1 ? all[0]!.yaml : `[${all.map(({ yaml }) => yaml).join(', ')}]` }
}

/** Only ports are narrowed, and whole protocols left out: what else a service may say is as narrow as it gets. */
function tightService({ network, entries }: Judgement, entry: Entry, whole: readonly Passing[]): { readonly service: Condition; readonly yaml: string } | undefined {
  const { space } = network
  const passing = space.union(whole.map(({ set }) => set.delivered())).subtract(space.fragment())
  const [registered, left] = [entries.service(entry).subtract(space.fragment()), passing].map((set) => portsOf(set)) as [Ports, Ports]
  const count = (ports: Ports): bigint => BigInt([...ports.values()].flat().reduce((sum, [low, high]) => sum + high - low + 1, 0))
  if (count(left) * HALF > count(registered) || count(left) === 0n) return undefined
  const others = passing.subtract(space.ported)
  // Beside ports only whole protocols can be said again.
  if (!others.isEmpty()) return undefined
  const parts = [...left].map(([protocol, destinationPorts]): ServicePart => ({ protocols: [[protocol, protocol]], destinationPorts }))
  const texts = parts.flatMap(formatPart)
  if (texts.length > LISTED) return undefined
  const of = parts.map(({ protocols, destinationPorts }): Condition => ({ test: 'all', of: [{ test: 'protocol', set: protocols }, { test: 'destination-port', set: destinationPorts! }] }))
  return { service: of.length === 1 ? of[0]! : { test: 'any', of }, yaml: texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]` }
}

type Ports = ReadonlyMap<number, Ranges>

/** The destination ports of each protocol that has some. */
function portsOf(set: PacketSet): Ports {
  const { space } = set
  return new Map(PORT_PROTOCOLS.map((protocol): [number, Ranges] => {
    const part = set.intersect(space.protocol([[protocol, protocol]]))
    if (part.isEmpty()) return [protocol, []]
    const services = part.boxes(BOXES).boxes.flatMap((box) => box.services).filter(({ fragment }) => fragment !== true)
    return [protocol, normalize(services.flatMap(({ destinationPorts }) => destinationPorts ?? [[0, 0xffff]]))]
  }).filter(([, ports]) => ports.length > 0))
}
