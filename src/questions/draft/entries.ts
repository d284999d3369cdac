/** A set of packets that gets through as entries of a register: who, to whom, by which services. */
import type { Place } from '../../engine/places.ts'
import { EMPTY_ADDRESSES, unionAddresses, type AddressSet } from '../../net/address.ts'
import { formatBoxServices } from '../../net/box-service.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { Judgement } from '../../rules/judgement/judgement.ts'
import { written } from '../../rules/register/written-ends.ts'
import type { Leak } from '../../rules/rule.ts'
import type { End } from '../../topology/model.ts'
import { endText } from './yaml.ts'

export interface Ends { readonly from: readonly End[]; readonly to: readonly End[]; readonly services: readonly string[] }

/** A set of more boxes than a person would write is written as one that holds them all. */
const BOXES = 12
const LISTED = 64

/** All that the leak holds, and where it is no box perhaps a little more. Nothing where an end has no name: an undeclared one. */
export function endsOf(judgement: Judgement, { from, to, set }: Leak): Ends[] {
  const { boxes, more } = set.boxes(BOXES)
  const boxed = boxes.map(({ source, destination, services }) => ({ source, destination, services: servicesOf(formatBoxServices(services)) }))
  const whole = more ? [hull(set)] : boxed
  return joined(whole.flatMap(({ source, destination, services }): Ends[] => {
    const part = set.intersect(set.space.source(source)).intersect(set.space.destination(destination))
    const senders = named(judgement, from, addressesOf(part.sent(), 'source'))
    const receivers = named(judgement, to, destination)
    return senders && receivers ? [{ from: senders, to: receivers, services }] : []
  }))
}

function hull(set: PacketSet): { readonly source: AddressSet; readonly destination: AddressSet; readonly services: readonly string[] } {
  const { boxes } = set.boxes(LISTED)
  return {
    source: addressesOf(set, 'source'), destination: addressesOf(set, 'destination'),
    services: servicesOf(formatBoxServices(boxes.flatMap(({ services }) => services))),
  }
}

const addressesOf = (set: PacketSet, side: 'source' | 'destination'): AddressSet =>
  unionAddresses(EMPTY_ADDRESSES, ...set.boxes(LISTED).boxes.map((box) => box[side]))

/** By their names; where these are too many to list, the segment or zone as a whole. */
function named({ topology, network }: Judgement, place: Place, addresses: AddressSet): readonly End[] | undefined {
  if ('undeclared' in place) return undefined
  if ('device' in place) return [{ kind: 'device', id: place.device, at: topology.at }]
  const pieces = written(topology, { place, addresses }, network.places.heldBy)
  if (pieces) return pieces.map(({ end }) => end)
  return ['segment' in place ? { kind: 'segment', id: place.segment, at: topology.at } : { kind: 'zone', id: place.zone, at: topology.at }]
}

/** An entry of the register tells no flags and no fragments apart: it is about whole services. */
function servicesOf(texts: readonly string[]): string[] {
  const plain = [...new Set(texts.map((text) => text.replace(/ \(.*\)$/, '')))]
  if (plain.includes('any')) return ['any']
  // Later fragments belong to the service of their first.
  return plain.filter((text) => text.includes('/') || !plain.some((other) => other.startsWith(`${text}/`)) || texts.some((one) => one === text))
}

/** Boxes that differ in one side only are one entry. */
function joined(entries: readonly Ends[]): Ends[] {
  const byService = merged(entries, ({ from, to }) => `${keyOf(from)} ${keyOf(to)}`)
  const bySender = merged(byService, ({ from, services }) => `${keyOf(from)} ${services.join()}`)
  return merged(bySender, ({ to, services }) => `${keyOf(to)} ${services.join()}`)
}

function merged(entries: readonly Ends[], key: (entry: Ends) => string): Ends[] {
  const found = new Map<string, Ends>()
  for (const one of entries) {
    const known = found.get(key(one))
    found.set(key(one), known ? { from: all(known.from, one.from), to: all(known.to, one.to), services: [...new Set([...known.services, ...one.services])] } : one)
  }
  return [...found.values()]
}

const all = (some: readonly End[], others: readonly End[]): End[] => [...new Map([...some, ...others].map((end) => [endText(end), end])).values()]

export const keyOf = (ends: readonly End[]): string => ends.map(endText).sort().join()
