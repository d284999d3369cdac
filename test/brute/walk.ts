/** Follows one packet everywhere it may go: breadth first, one header at a time, over the model and nothing else. */
import { inPrefix, show } from './addresses.ts'
import { receives, sends, type Fate, type Mode, type Session, type Setting } from './device.ts'
import { enters, linesFrom, linesOf, UNDECLARED, wayOut } from './outside.ts'
import { once } from './once.ts'
import { fromStrangers, goesOut, handedOver, passedOn, type Arrival, type Place } from './places.ts'
import { owns } from './routing.ts'
import type { Header } from '../../src/net/header.ts'
import type { Topology } from '../../src/topology/model.ts'
import type { Universe } from './translate.ts'

export interface Start {
  /** `via`: the device that the sender uses as its gateway; without it, every one on the segment. */
  readonly place: { readonly segment: string; readonly via?: string } | { readonly zone: string } | { readonly device: string }
  readonly header: Header
  /** It answers what the place received: it goes back whoever the source belongs to. */
  readonly answers?: true
}

export interface Delivery { readonly place: Place; readonly header: Header }

export interface Walked {
  /** Whether the place sends such a packet at all. */
  readonly sent: boolean
  readonly delivered: ReadonlyMap<string, Delivery>
  readonly drops: ReadonlySet<string>
}

/** Nothing that a choice may do keeps this packet from arriving; asked of the lower walk. */
export const always = (lower: Walked): boolean => lower.sent && lower.delivered.size > 0 && lower.drops.size === 0

type Node = { readonly at: Exclude<Arrival, { kind: 'delivered' | 'dropped' }>; readonly header: Header }
type Edge = { readonly arrival: Arrival; readonly header: Header; readonly session?: Session }

export const placeKey = (place: Place): string =>
  'segment' in place ? `segment ${place.segment}` : 'zone' in place ? `zone ${place.zone}` : `device ${place.device}`

export const headerKey = ({ family, source, destination, protocol, sourcePort, destinationPort, flags, fragment }: Header): string =>
  `${family} ${source} > ${destination} ${protocol} ${sourcePort} ${destinationPort} ${flags}${fragment ? ' fragment' : ''}`

/** For people. */
export const headerText = ({ family, source, destination, protocol, sourcePort, destinationPort, flags, fragment }: Header): string =>
  `${show(family, source)} > ${show(family, destination)} ${protocol} ${sourcePort} ${destinationPort} ${flags}${fragment ? ' fragment' : ''}`

export const deliveryText = ({ place, header }: Delivery): string => `${placeKey(place)}: ${headerText(header)}`

export const deliveryKey = ({ place, header }: Delivery): string => `${placeKey(place)}: ${headerKey(header)}`

const nodeKey = ({ at, header }: Node): string => {
  const where = at.kind === 'interface' ? `${at.device}/${at.name}` : at.kind === 'host' ? `${at.host}@${at.segment}` : `line ${at.line}`
  return `${where} ${headerKey(header)}`
}

const afterDevice = (topology: Topology, id: string, fates: readonly Fate[]): Edge[] => fates.flatMap((fate): Edge[] => {
  if (fate.kind === 'dropped') return [{ arrival: fate, header: undefined as never }]
  const session = fate.session === undefined ? {} : { session: fate.session }
  if (fate.kind === 'local') return [{ arrival: { kind: 'delivered', place: { device: id } }, header: fate.header, ...session }]
  const device = topology.devices.get(id)
  if (device === undefined) return []
  return goesOut(topology, device, fate.way, fate.header).map((arrival) => ({ arrival, header: fate.header, ...session }))
})

/** What was found of each packet at each place: with no session about, it is the same for whoever brought it there. */
const known = once((_: Topology) => once((_: Universe, __: Mode) => new Map<string, readonly Edge[]>()))

const edges = (topology: Topology, node: Node, key: string, setting: Setting): readonly Edge[] => {
  if (setting.sessions.length > 0) return following(topology, node, setting)
  const found = known(topology)(setting.universe, setting.mode)
  const before = found.get(key)
  if (before !== undefined) return before
  const made = following(topology, node, setting)
  found.set(key, made)
  return made
}

const following = (topology: Topology, { at, header }: Node, setting: Setting): Edge[] => {
  if (at.kind === 'interface') {
    const device = topology.devices.get(at.device)
    return device === undefined ? [] : afterDevice(topology, at.device, receives(device, at.name, header, setting))
  }
  if (at.kind === 'host') {
    const host = topology.hosts.get(at.host)
    return host === undefined ? [] : passedOn(topology, host, at.segment, header).map((arrival) => ({ arrival, header }))
  }
  const line = wayOut(topology, at.line)
  if (line === undefined) return []
  return enters(topology, line, header).flatMap((each): Edge[] => {
    if (each.kind === 'line') return comesIn(topology, each.line, header)
    return [{ arrival: each.kind === 'dropped' ? each : { kind: 'delivered', place: { zone: each.zone } }, header }]
  })
}

/** A packet comes out of a line onto its segment. */
const comesIn = (topology: Topology, id: string, header: Header): Edge[] => {
  const line = wayOut(topology, id)
  return line === undefined ? [] : handedOver(topology, line.segment, header)
    .filter((arrival) => arrival.kind !== 'line' || arrival.line !== id).map((arrival) => ({ arrival, header }))
}

/** The first moves; undefined if the place does not send such a packet. */
const beginnings = (topology: Topology, { place, header, answers }: Start, setting: Setting): Edge[] | undefined => {
  if ('device' in place) {
    const device = topology.devices.get(place.device)
    if (device === undefined || !owns(device, header.family, header.source)) return undefined
    return afterDevice(topology, device.id, sends(device, header, setting))
  }
  if ('segment' in place) {
    if (topology.segments.get(place.segment)?.subnets.some((each) => inPrefix(each, header.family, header.source)) !== true) return undefined
    return handedOver(topology, place.segment, header)
      .filter((each) => place.via === undefined || (each.kind === 'interface' && each.device === place.via))
      .map((arrival) => ({ arrival, header }))
  }
  if (place.zone === UNDECLARED) return fromStrangers(topology, header).map((arrival) => ({ arrival, header }))
  const lines = answers ? linesOf(topology, place.zone) : linesFrom(topology, place.zone, header)
  return lines.length === 0 ? undefined : lines.flatMap((line) => comesIn(topology, line.id, header))
}

/** Where addresses become any others on one device after another, there is no end of them that anybody could wait for. */
export class TooMuch extends Error {}
const MOST_HEADERS = 400

export interface Options { readonly sessions?: readonly Session[]; readonly universe?: Universe }
const EMPTY: Universe = { addresses: { 4: [], 6: [] }, ports: [] }

const settingOf = (mode: Mode, { sessions = [], universe = EMPTY }: Options): Setting => ({ mode, sessions, universe })

export const walk = (topology: Topology, start: Start, mode: Mode, options: Options = {}): Walked => {
  const setting = settingOf(mode, options)
  const first = beginnings(topology, start, setting)
  const delivered = new Map<string, Delivery>()
  const drops = new Set<string>()
  if (first === undefined) return { sent: false, delivered, drops }
  if (first.length === 0) drops.add('nobody')

  const next = new Map<string, string[]>()
  const queue: Node[] = []
  const take = (found: readonly Edge[]): string[] => found.flatMap(({ arrival, header }): string[] => {
    if (arrival.kind === 'dropped') drops.add(arrival.reason)
    else if (arrival.kind === 'delivered') {
      const delivery = { place: arrival.place, header }
      delivered.set(deliveryKey(delivery), delivery)
    } else {
      const node = { at: arrival, header }
      const key = nodeKey(node)
      if (!next.has(key)) {
        next.set(key, [])
        queue.push(node)
      }
      return [key]
    }
    return []
  })
  take(first)
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    if (next.size > MOST_HEADERS) throw new TooMuch()
    const key = nodeKey(node)
    const found = edges(topology, node, key, setting)
    if (found.length === 0) drops.add('nobody')
    next.set(key, take(found))
  }
  if (cyclic(next)) drops.add('loop')
  return { sent: true, delivered, drops }
}

/** Takes away what leads nowhere, again and again; what is left goes round. */
const cyclic = (next: ReadonlyMap<string, readonly string[]>): boolean => {
  const left = new Map(next)
  for (let before = -1; before !== left.size;) {
    before = left.size
    for (const [key, to] of left) if (!to.some((each) => left.has(each))) left.delete(key)
  }
  return left.size > 0
}

/** `headers`: what the packet looked like, from the first place to the last. */
export interface Trip extends Delivery { readonly sessions: readonly Session[]; readonly headers: readonly Header[] }

/** Whether anything gave the packet a new source more than once, or a new destination. */
export const rewrittenTwice = ({ headers }: Trip): boolean => {
  const changes = (of: (header: Header) => string): number =>
    headers.filter((each, index) => index > 0 && of(each) !== of(headers[index - 1] ?? each)).length
  return changes(({ source, sourcePort }) => `${source} ${sourcePort}`) > 1
    || changes(({ destination, destinationPort }) => `${destination} ${destinationPort}`) > 1
}

/** Every way without a circle, with what the devices on it remember; `undefined` if there are too many to tell. */
export const trips = (topology: Topology, start: Start, mode: Mode, options: Options = {}, limit = 300): Trip[] | undefined => {
  const setting = settingOf(mode, options)
  const found: Trip[] = []
  let visits = 0
  const go = ({ arrival, header, session }: Edge, sessions: readonly Session[], headers: readonly Header[], seen: readonly string[]): void => {
    if (visits++ > limit || arrival.kind === 'dropped') return
    const held = session === undefined ? sessions : [...sessions, session]
    if (arrival.kind === 'delivered') {
      found.push({ place: arrival.place, header, sessions: held, headers: [...headers, header] })
      return
    }
    const node = { at: arrival, header }
    const key = nodeKey(node)
    if (!seen.includes(key)) for (const edge of edges(topology, node, key, setting)) go(edge, held, [...headers, header], [...seen, key])
  }
  for (const edge of beginnings(topology, start, setting) ?? []) go(edge, [], [start.header], [])
  return visits > limit ? undefined : found
}

/** Where the answer to a delivered packet starts from. */
export const answering = ({ place }: Delivery, header: Header): Start =>
  ({ place: 'zone' in place ? { zone: place.zone } : place, header, answers: true })

