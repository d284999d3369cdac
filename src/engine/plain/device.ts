/**
 * What one device does with one packet, in the order of its pipeline: prerouting, own address or route, forward,
 * postrouting. The plain meaning of `Device`; the graph says the same with packet sets.
 */
import type { Address } from '../../net/address.ts'
import { TCP, type Header, type State } from '../../net/header.ts'
import type { Device, Interface, Step } from '../../topology/model.ts'
import type { DropReason } from '../drop.ts'
import { isForwardable } from '../forwardable.ts'
import { same } from '../places.ts'
import { opensTcp, stateWithoutSession } from '../tracking.ts'
import { decide } from './chain.ts'
import type { Event, Hop, Session, Traveller } from './path.ts'
import { isReversePath, routesFor, type Hand } from './route.ts'
import { reversed, sameTuple, translations } from './translate.ts'

/** Where a packet is after a device: at the device itself, handed on, or gone. */
export type Left =
  | { readonly kind: 'local'; readonly by: Traveller }
  | { readonly kind: 'handed'; readonly by: Traveller; readonly hand: Hand }
  | { readonly kind: 'dropped'; readonly by: Traveller; readonly reason: DropReason }

/** What is known of the packet inside the device. */
interface Inside {
  readonly by: Traveller
  readonly session?: Session
  readonly state?: State
  readonly untracked: boolean
}

export function cross(device: Device, face: Interface, arriving: Traveller, wanted: Header | undefined, memory: readonly Session[]): Left[] {
  const done: Left[] = []
  const noted = hop(device, arriving, { does: 'arrives', interface: face.name }, face.at)
  if (device.gaps.some((gap) => gap.touches === 'forwarding' && gap.families.includes(noted.header.family))) {
    for (const out of device.interfaces.values()) {
      done.push({ kind: 'handed', by: unsure(device, noted), hand: { interface: out, to: undefined } })
    }
  }
  for (const fresh of enter(device, { by: noted, untracked: false }, memory, done)) {
    for (const arrived of steps(device, device.pipeline.prerouting, fresh, face, undefined, wanted, done)) {
      const routed = undone(device, arrived, 'destination')
      if (isOwn(device, face.vrf, routed.by.header)) {
        for (const local of steps(device, device.pipeline.input, routed, face, undefined, wanted, done)) {
          done.push({ kind: 'local', by: remember(device, local, arriving.header, routed.by.header) })
        }
      } else forward(device, face, arriving.header, routed, wanted, done)
    }
  }
  return done
}

/** What the device sends by itself, filtered as its output is. */
export function send(device: Device, sending: Traveller, vrf: string, wanted: Header | undefined, memory: readonly Session[]): Left[] {
  const done: Left[] = []
  const session = sessionOf(device, sending.header, memory)
  for (const { route, hand } of routesFor(device, vrf, sending.header)) {
    if (hand === 'null-route' || hand === 'no-route') {
      done.push(dropped(sending, hand))
      continue
    }
    const by = hop(device, sending, { does: 'routed', interface: hand.interface.name, ...(route && { route }) }, route?.at)
    for (const out of steps(device, [...device.pipeline.output, ...device.pipeline.postrouting],
      { by, untracked: false, ...(session && { session }) }, undefined, hand.interface, wanted, done)) {
      done.push({ kind: 'handed', by: remember(device, undone(device, out, 'source'), sending.header, sending.header), hand })
    }
  }
  return done
}

/** Sessions first: a known one passes on; a device that insists on sessions takes only what opens one. */
function enter(device: Device, inside: Inside, memory: readonly Session[], done: Left[]): Inside[] {
  const { header } = inside.by
  const { sessions } = device
  const session = sessionOf(device, header, memory)
  if (session) return [{ ...inside, session }]
  if (sessions.reassembles && header.fragment) return done.push(dropped(inside.by, 'later-fragment')), []
  if (sessions.kind === 'strict' && header.protocol === TCP && !opensTcp(header.flags)) {
    return done.push(dropped(inside.by, 'no-session')), []
  }
  return [inside]
}

/** The session that a packet answers: its header is the reverse of what left the device. */
function sessionOf(device: Device, header: Header, memory: readonly Session[]): Session | undefined {
  if (device.sessions.kind === 'none') return undefined
  return memory.find(({ device: id, left }) => {
    const back = reversed(left)
    return id === device.id && back !== undefined && sameTuple(back, header)
  })
}

function forward(device: Device, face: Interface, arrived: Header, inside: Inside, wanted: Header | undefined, done: Left[]): void {
  const { header } = inside.by
  const drop = (reason: DropReason): number => done.push(dropped(inside.by, reason))
  if (!isForwardable(header)) return void drop('not-forwardable')
  if (!routesFamily(device, header)) return void drop('family-not-routed')
  if (!isReversePath(device, face, arrived)) return void drop('reverse-path')
  for (const { route, hand } of routesFor(device, face.vrf, header)) {
    if (hand === 'null-route' || hand === 'no-route') {
      drop(hand)
      continue
    }
    const out = hand.interface
    const routed = { ...inside, by: hop(device, inside.by, { does: 'routed', interface: out.name, ...(route && { route }) }, route?.at) }
    for (const passed of steps(device, device.pipeline.forward, withGaps(device, routed, done), face, out, wanted, done)) {
      for (const left of steps(device, device.pipeline.postrouting, passed, face, out, wanted, done)) {
        done.push({ kind: 'handed', by: remember(device, undone(device, left, 'source'), arrived, header), hand })
      }
    }
  }
}

/** Walks the steps one after another; what may be dropped on the way is put to `done`. */
function steps(
  device: Device, list: readonly Step[], entering: Inside, face: Interface | undefined, out: Interface | undefined,
  wanted: Header | undefined, done: Left[],
): Inside[] {
  return list.reduce<Inside[]>((inside, step) => inside.flatMap((one) => take(device, step, one, face, out, wanted, done)), [entering])
}

function take(
  device: Device, step: Step, inside: Inside, face: Interface | undefined, out: Interface | undefined,
  wanted: Header | undefined, done: Left[],
): Inside[] {
  if (step.kind === 'track') {
    const state = inside.untracked ? 'untracked' : inside.session ? 'established' : stateWithoutSession(inside.by.header)
    return [{ ...inside, state }]
  }
  if (step.kind === 'translate' && inside.session) return [inside]
  if (device.sessions.kind === 'strict' && inside.session) return [inside]
  if (step.kind === 'translate' && inside.state !== undefined && inside.state !== 'new') return [inside]
  const situation = {
    header: inside.by.header, sessions: device.sessions,
    ...(inside.state && { state: inside.state }), ...(face && { in: face.name }), ...(out && { out: out.name }),
  }
  const mayPass = step.kind === 'filter' && hasGap(device, inside.by.header)
  return decide(step.chain, situation).flatMap((decision): Inside[] => {
    const event: Event = { does: decision.does === 'deny' ? 'denied' : 'permitted', chain: step.chain.name, ...(decision.rule && { rule: decision.rule }) }
    const by = { ...inside.by, certain: inside.by.certain && decision.certain }
    const untracked = inside.untracked || decision.untracked
    if (decision.does === 'deny') {
      done.push(dropped(hop(device, by, event, decision.at), 'denied'))
      return mayPass ? [{ ...inside, untracked, by: unsure(device, by) }] : []
    }
    if (decision.does === 'rewrite' && step.kind === 'translate') {
      const own = step.field === 'source' ? out : face
      const unknown = decision.to!.addresses === 'unknown'
      const made = own || decision.to!.addresses !== 'interface' ? translations(by.header, step.field, decision.to!, own ?? face!, wanted) : []
      if (made.length === 0) done.push(dropped(by, 'untranslatable'))
      return made.map((header) => ({
        ...inside,
        by: hop(device, { ...by, header, certain: by.certain && !unknown }, { does: 'translated', field: step.field, undone: false }, decision.at),
      }))
    }
    return [{ ...inside, untracked, by: step.kind === 'filter' ? hop(device, by, event, decision.at) : by }]
  })
}

/** The reply of a translated session: destination back before routing, source back on the way out. */
function undone(device: Device, inside: Inside, field: 'source' | 'destination'): Inside {
  if (!inside.session) return inside
  const before = reversed(field === 'destination' ? inside.session!.routed : inside.session!.arrived)!
  const header = { ...before, flags: inside.by.header.flags }
  return sameTuple(header, inside.by.header) ? inside
    : { ...inside, by: hop(device, { ...inside.by, header }, { does: 'translated', field, undone: true }) }
}

/** A family whose filters are not known may be dropped as well as passed. */
function withGaps(device: Device, inside: Inside, done: Left[]): Inside {
  if (!hasGap(device, inside.by.header)) return inside
  const by = unsure(device, inside.by)
  done.push(dropped(by, 'denied'))
  return { ...inside, by }
}

const hasGap = (device: Device, header: Header): boolean =>
  device.gaps.some((gap) => gap.touches === 'filters' && gap.families.includes(header.family))

const isOwn = (device: Device, vrf: string, header: Header): boolean =>
  [...device.interfaces.values()].some((face) => face.vrf === vrf
    && face.addresses.some(({ address }) => same(address, destinationOf(header))))

const destinationOf = (header: Header): Address => ({ family: header.family, value: header.destination })

const routesFamily = (device: Device, header: Header): boolean =>
  [...device.interfaces.values()].some((face) => face.addresses.some(({ address }) => address.family === header.family))

function remember(device: Device, inside: Inside, arrived: Header, routed: Header): Traveller {
  const opens = device.sessions.kind === 'strict' || (device.sessions.kind === 'conntrack' && inside.state === 'new')
  if (inside.session || !opens) return inside.by
  const session: Session = { device: device.id, arrived, routed, left: inside.by.header }
  return { ...inside.by, sessions: [...inside.by.sessions, session] }
}

const hop = (device: Device, by: Traveller, event: Event, at?: Hop['at']): Traveller =>
  ({ ...by, hops: [...by.hops, { place: { device: device.id }, event, header: by.header, ...(at && { at }) }] })

const unsure = (device: Device, by: Traveller): Traveller =>
  ({ ...hop(device, by, { does: 'not-understood', what: device.gaps[0]!.what }, device.gaps[0]!.at), certain: false })

const dropped = (by: Traveller, reason: DropReason): Left => ({ kind: 'dropped', by, reason })
