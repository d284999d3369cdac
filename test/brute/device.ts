/** One packet at one device: everything that may come of it, under one of two readings of what is not known. */
import { isUnforwardable } from './addresses.ts'
import { decisions } from './chains.ts'
import { answers, firstState, opens, reversed } from './protocols.ts'
import { READING } from './reading.ts'
import { everyWay, owns, passesReversePath, route, speaks, throughRoutes, type Way } from './routing.ts'
import { rewritten, type Universe } from './translate.ts'
import type { Header, State } from '../../src/net/header.ts'
import type { Device, Gap, Step } from '../../src/topology/model.ts'

/** `upper`: what is unknown is resolved for delivery; `lower`: against it. */
export type Mode = 'upper' | 'lower'

/** What a stateful device remembers of a packet that opened. */
export interface Session { readonly device: string; readonly cluster: string | undefined; readonly entered: Header; readonly left: Header }

export interface Setting { readonly mode: Mode; readonly sessions: readonly Session[]; readonly universe: Universe }

export type Fate =
  | { readonly kind: 'local'; readonly header: Header; readonly session?: Session }
  | { readonly kind: 'leaves'; readonly header: Header; readonly way: Way; readonly session?: Session }
  | { readonly kind: 'dropped'; readonly reason: string }

/** A packet on its way through the device. */
interface Flight {
  readonly entered: Header
  readonly header: Header
  readonly state: State | undefined
  readonly untracked: boolean
  /** The session that it answers, if it does. */
  readonly answers: Session | undefined
  readonly in: string | undefined
  readonly out: string | undefined
}
type Dropped = { readonly kind: 'dropped'; readonly reason: string }
const drop = (reason: string): Dropped[] => [{ kind: 'dropped', reason }]
const flying = (each: Flight | Dropped): each is Flight => !('kind' in each)

const gap = (device: Device, touches: Gap['touches'], header: Header): boolean =>
  device.gaps.some((each) => each.touches === touches && each.families.includes(header.family))

const established = (device: Device, flight: Flight): boolean =>
  flight.answers !== undefined && (device.sessions.kind === 'strict' || flight.state === 'established')

const stated = (device: Device, flight: Flight): Flight => {
  const opening = device.sessions.kind === 'inspecting' ? 'new' : firstState(flight.header)
  return { ...flight, state: flight.untracked ? 'untracked' : flight.answers !== undefined ? 'established' : opening }
}

const step = (device: Device, each: Step, flight: Flight, setting: Setting): (Flight | Dropped)[] => {
  const { kind, reassembles } = device.sessions
  if (each.kind === 'track') {
    return kind === 'conntrack' || kind === 'inspecting' ? [stated(device, flight)] : [flight]
  }
  const view = { header: flight.header, in: flight.in, out: flight.out, state: flight.state, reassembles }
  if (each.kind === 'filter') {
    if (kind === 'strict' && flight.answers !== undefined) return [flight]
    if (gap(device, 'filters', flight.header)) {
      if (setting.mode === 'upper') {
        const untracks = decisions(each.chain, view, false).some((decision) => decision.does === 'permit' && decision.untracked)
        return untracks ? [flight, { ...flight, untracked: true }] : [flight]
      }
      if (READING.gapsDoubtEveryFilter || (flight.in !== undefined && flight.out !== undefined)) return drop('uncertain')
    }
    const all = decisions(each.chain, view, false)
    if (setting.mode === 'lower' && all.length > 1) return drop('uncertain')
    return all.flatMap((decision): (Flight | Dropped)[] => decision.does === 'permit'
      ? [{ ...flight, untracked: flight.untracked || decision.untracked }] : drop('filter'))
  }
  const acts = kind === 'none' || (kind === 'strict' ? flight.answers === undefined
    : flight.state === 'new' || (kind === 'inspecting' && flight.state === undefined))
  if (!acts) return [flight]
  const all = decisions(each.chain, view, true)
  if (setting.mode === 'lower' && all.length > 1) return drop('uncertain')
  return all.flatMap((decision): (Flight | Dropped)[] => {
    if (decision.does !== 'rewrite') return decision.does === 'permit' ? [flight] : drop('filter')
    if (setting.mode === 'lower' && decision.to.addresses === 'unknown') return drop('uncertain')
    const name = each.field === 'source' ? flight.out : flight.in
    const made = rewritten(device, name, each.field, decision.to, flight.header, setting.universe)
    return made.length === 0 ? drop('no-address') : made.map((header) => ({ ...flight, header }))
  })
}

const steps = (device: Device, all: readonly Step[], from: Flight, setting: Setting): (Flight | Dropped)[] => {
  let now: (Flight | Dropped)[] = [from]
  for (const each of all) now = now.flatMap((flight) => (flying(flight) ? step(device, each, flight, setting) : [flight]))
  return now
}

/** Steps, and on the way what undoes a translation: in front of the last list that translates that side, else at the end. */
const stepsAndUndo = (device: Device, side: 'source' | 'destination', all: readonly Step[], from: Flight, setting: Setting): (Flight | Dropped)[] => {
  const lists = all.flatMap((each, index) => (each.kind === 'translate' && each.field === side ? [index] : []))
  const cut = lists.at(-1) ?? all.length
  return steps(device, all.slice(0, cut), from, setting)
    .flatMap((each) => (flying(each) ? steps(device, all.slice(cut), undo(device, side, each), setting) : [each]))
}

/** Takes back what the session's first packet had done to it, on one side. */
const undo = (device: Device, side: 'source' | 'destination', flight: Flight): Flight => {
  if (flight.answers === undefined || !established(device, flight)) return flight
  const back = reversed(flight.answers.entered)
  const header = side === 'source'
    ? { ...flight.header, source: back.source, sourcePort: back.sourcePort }
    : { ...flight.header, destination: back.destination, destinationPort: back.destinationPort }
  // ICMP keeps its code and type in these fields: sessions never change them.
  const ports = [6, 17, 132].includes(header.protocol)
  return { ...flight, header: ports ? header : { ...header, sourcePort: flight.header.sourcePort, destinationPort: flight.header.destinationPort } }
}

const remembered = (device: Device, flight: Flight): { session?: Session } => {
  const { kind } = device.sessions
  const remembers = kind === 'strict' ? flight.answers === undefined
    : flight.state === 'new' || (kind === 'inspecting' && flight.state === undefined)
  return remembers && device.sessions.kind !== 'none'
    ? { session: { device: device.id, cluster: device.cluster, entered: flight.entered, left: flight.header } } : {}
}

const shares = (device: Device, session: Session): boolean =>
  session.device === device.id || (device.cluster !== undefined && session.cluster === device.cluster)

const begin = (device: Device, header: Header, name: string | undefined, setting: Setting): Flight => ({
  entered: header, header, state: undefined, untracked: false, in: name, out: undefined,
  answers: device.sessions.kind === 'none' ? undefined
    : setting.sessions.find((each) => shares(device, each) && answers(header, each.left)),
})

/** Without a place for it, an inspecting device looks its sessions up first of all. */
const trackedAtOnce = (device: Device, all: readonly Step[], flight: Flight): Flight =>
  (device.sessions.kind === 'inspecting' && all.every(({ kind }) => kind !== 'track') ? stated(device, flight) : flight)

/** Everything from the route on; `after` are the steps between the route and the wire. */
const forward = (device: Device, vrf: string, flight: Flight, own: boolean, setting: Setting): Fate[] => {
  const { family, destination } = flight.header
  const held = !own || READING.ownPacketsAreForwarded
  if (held && (isUnforwardable(family, destination) || isUnforwardable(family, flight.header.source))) return drop('unforwardable')
  const open = gap(device, 'forwarding', flight.header)
  if (open && setting.mode === 'lower' && READING.gapsDoubtKnownRoutes) return drop('uncertain')
  if (gap(device, 'filters', flight.header) && setting.mode === 'lower' && READING.gapsDoubtEveryFilter) return drop('uncertain')
  if (!speaks(device, family)) return drop('family')
  const lost = gap(device, 'routes', flight.header)
  if (lost && setting.mode === 'lower') return drop('uncertain')
  const ways = own ? route(device, vrf, family, destination)
    : throughRoutes(device, vrf, { header: flight.header, in: flight.in, out: undefined, state: undefined, reassembles: device.sessions.reassembles }, setting.mode)
  return [...ways, ...lost ? everyWay(device, vrf) : []].flatMap((routed): Fate[] => {
    if ('dropped' in routed) return drop(routed.dropped)
    const { way } = routed
    const out: Flight = { ...flight, out: way.out }
    const first = own ? device.pipeline.output : device.pipeline.forward
    return steps(device, first, out, setting)
      .flatMap((each) => (flying(each) ? stepsAndUndo(device, 'source', device.pipeline.postrouting, each, setting) : [each]))
      .map((each): Fate => (flying(each) ? { kind: 'leaves', header: each.header, way, ...remembered(device, each) } : each))
  })
}

/** Whatever else is configured: something not understood may send the packet out of any interface, as it is. */
const anywhere = (device: Device, header: Header, { mode }: Setting): Fate[] =>
  mode === 'lower' || !gap(device, 'forwarding', header) ? []
    : [...device.interfaces.keys()].map((out) => ({ kind: 'leaves', header, way: { out, next: { kind: 'unnumbered' } } }))

/** A packet arrives at an interface. */
export const receives = (device: Device, name: string, header: Header, setting: Setting): Fate[] =>
  [...anywhere(device, header, setting), ...understood(device, name, header, setting)]

/** Linux turns the packet around and asks its rules; by which interface it would then come in is open. */
export const checksByRules = (device: Device): boolean => device.sessions.kind === 'conntrack' && (device.policyRoutes ?? []).length > 0

const understood = (device: Device, name: string, header: Header, setting: Setting): Fate[] => {
  const { kind } = device.sessions
  const vrf = device.interfaces.get(name)?.vrf ?? ''
  if ((READING.reassemblingDrops ? device.sessions.reassembles : kind === 'strict') && header.fragment) return drop('reassembly')
  const flight = trackedAtOnce(device, device.pipeline.prerouting, begin(device, header, name, setting))
  if (kind === 'strict' && !device.sessions.midstream && flight.answers === undefined && !opens(header)) return drop('no-session')
  const inDoubt = setting.mode === 'lower' && READING.gapsDoubtKnownRoutes && gap(device, 'forwarding', header)
  const checked = inDoubt && device.interfaces.get(name)?.reversePath !== 'none' ? drop('uncertain')
    : (gap(device, 'routes', header) || checksByRules(device)) && device.interfaces.get(name)?.reversePath !== 'none' ? (setting.mode === 'lower' ? drop('uncertain') : undefined)
      : passesReversePath(device, name, header.family, header.source) ? undefined : drop('reverse-path')
  if (checked !== undefined && READING.reversePathGuardsLocal) return checked
  // The Linux kernel drops IPv4 from one of the receiving device's own addresses.
  const martian = (flown: Flight): boolean => kind === 'conntrack' && flown.header.family === 4 && owns(device, 4, flown.header.source)
  return stepsAndUndo(device, 'destination', device.pipeline.prerouting, flight, setting).flatMap((routed): Fate[] => {
    if (!flying(routed)) return [routed]
    if (martian(routed)) return drop('own-source')
    const local = owns(device, routed.header.family, routed.header.destination, READING.ownAddressesPerVrf ? vrf : undefined)
    if (!local) return checked ?? forward(device, vrf, routed, false, setting)
    if (inDoubt || (setting.mode === 'lower' && gap(device, 'filters', routed.header))) return drop('uncertain')
    return stepsAndUndo(device, 'source', device.pipeline.input, routed, setting).map((end): Fate =>
      flying(end) ? { kind: 'local', header: end.header, ...remembered(device, end) } : end)
  })
}

/** The device itself sends. */
export const sends = (device: Device, header: Header, setting: Setting): Fate[] => {
  const from = [...device.interfaces.values()].filter((each) => READING.devicesSendInEveryVrf || each.addresses.some(({ address }) =>
    address.family === header.family && address.value === header.source))
  const flight = undo(device, 'destination', trackedAtOnce(device, device.pipeline.output, begin(device, header, undefined, setting)))
  return [
    ...(READING.gapsTouchOwnPackets ? anywhere(device, header, setting) : []),
    ...[...new Set(from.map((each) => each.vrf))].flatMap((vrf) => forward(device, vrf, flight, true, setting)),
  ]
}
