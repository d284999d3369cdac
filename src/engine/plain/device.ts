/**
 * What one device does with one packet, in the order of its pipeline: prerouting, own address or route, forward,
 * postrouting. The plain meaning of `Device`; the graph says the same with packet sets.
 */
import type { Address } from '../../net/address.ts'
import { TCP, type Header, type State } from '../../net/header.ts'
import type { Device, Gap, Interface, Step } from '../../topology/model.ts'
import type { DropReason } from '../drop.ts'
import { isForwardable } from '../forwardable.ts'
import { memoryKey, same } from '../places.ts'
import { opensTcp, stateWithoutSession } from '../tracking.ts'
import { decide } from './chain.ts'
import { holds } from './condition.ts'
import type { Event, Hop, Session, Traveller } from './path.ts'
import { doubtfulReversePath, isReversePath, routesFor, routesThrough, type Choice, type Hand } from './route.ts'
import { reversed, sameTuple, translations } from './translate.ts'

/** Where a packet is after a device: at the device itself, handed on, or gone. */
export type Left =
  | { readonly kind: 'local'; readonly by: Traveller }
  | { readonly kind: 'handed'; readonly by: Traveller; readonly hand: Hand }
  | { readonly kind: 'dropped'; readonly by: Traveller; readonly reason: DropReason }

/** What is known of the packet inside the device, and the interfaces of its way as far as they are known. */
interface Inside {
  readonly by: Traveller
  readonly in?: Interface
  readonly out?: Interface
  readonly session?: Session
  readonly state?: State
  readonly untracked?: boolean
}

interface Routed extends Inside { readonly hand: Hand }

export class Passage {
  private readonly device: Device
  private readonly memory: readonly Session[]
  private readonly wanted: Header | undefined
  private readonly left: Left[] = []

  /** `memory`: the sessions that devices know; `wanted`: the header to prefer where NAT leaves a choice. */
  constructor(device: Device, memory: readonly Session[], wanted: Header | undefined) {
    this.device = device
    this.memory = memory
    this.wanted = wanted
  }

  /** Everything that may become of a packet that comes in by an interface. */
  cross(face: Interface, arriving: Traveller): Left[] {
    const { device } = this
    const noted = this.hop(arriving, { does: 'arrives', interface: face.name }, face.at)
    if (this.gap('forwarding', noted.header)) this.sendAnywhere(noted)
    for (const inside of this.admit({ by: noted, in: face })) {
      for (const routed of this.stepsUndoing('destination', device.pipeline.prerouting, inside)) {
        const checked = this.isMartian(routed.by.header) ? this.stopped(routed, 'own-source')
          : this.reversePath(face, arriving.header, routed)
        for (const one of checked) this.receive(face, arriving.header, one)
      }
    }
    return this.left
  }

  private receive(face: Interface, arrived: Header, inside: Inside): void {
    if (!this.isOwn(face.vrf, inside.by.header)) return this.forward(face, arrived, inside)
    for (const local of this.stepsUndoing('source', this.device.pipeline.input, this.withGaps(inside))) {
      this.left.push({ kind: 'local', by: this.remember(local, arrived, inside.by.header) })
    }
  }

  /**
   * What becomes of a packet that the device itself sends. It is routed before its output lists see it, and again where they,
   * or the undoing of a translation, give it another destination (Linux: ip_route_me_harder).
   */
  send(vrf: string, sending: Traveller): Left[] {
    const { pipeline } = this.device
    const again = pipeline.output.some(({ kind }) => kind === 'translate')
    if (this.gap('forwarding', sending.header)) this.sendAnywhere(sending)
    for (const inside of this.routedOwn(vrf, this.known({ by: sending }, pipeline.output))) {
      for (const filtered of this.stepsUndoing('destination', pipeline.output, inside)) {
        for (const rerouted of again || filtered.by.header !== inside.by.header ? this.routedOwn(vrf, filtered) : [filtered]) {
          for (const out of this.stepsUndoing('source', pipeline.postrouting, this.withGaps(rerouted))) this.handOn(out, sending.header, rerouted.by.header)
        }
      }
    }
    return this.left
  }

  private forward(face: Interface, arrived: Header, inside: Inside): void {
    const { device } = this
    const { header } = inside.by
    if (!isForwardable(header)) return this.drop(inside.by, 'not-forwardable')
    if (!this.routesFamily(header)) return this.drop(inside.by, 'family-not-routed')
    for (const routed of this.routed(face.vrf, inside, routesThrough(device, face.vrf, { header, in: face.name }))) {
      for (const passed of this.steps(device.pipeline.forward, this.withGaps(routed))) {
        for (const out of this.stepsUndoing('source', device.pipeline.postrouting, passed)) this.handOn(out, arrived, header)
      }
    }
  }

  /** A device that insists on sessions takes nothing else but what opens one. */
  private admit(arriving: Inside): Inside[] {
    const { sessions, pipeline } = this.device
    const { header } = arriving.by
    const inside = this.known(arriving, pipeline.prerouting)
    if (inside.session) return [inside]
    if (sessions.reassembles && header.fragment) return this.stopped(inside, 'later-fragment')
    const insists = sessions.kind === 'strict' && !sessions.midstream
    if (insists && header.protocol === TCP && !opensTcp(header.flags)) return this.stopped(inside, 'no-session')
    return [inside]
  }

  /** A session may be known at once; others are when the steps come to `track`. */
  private known(inside: Inside, steps: readonly Step[]): Inside {
    const { kind } = this.device.sessions
    if (kind === 'inspecting' && steps.every((step) => step.kind !== 'track')) return this.tracked(inside)
    const session = kind === 'strict' ? this.sessionOf(inside.by.header) : undefined
    return session ? { ...inside, session } : inside
  }

  private tracked(inside: Inside): Inside {
    const { header } = inside.by
    if (inside.untracked) return { ...inside, state: 'untracked' }
    const session = this.sessionOf(header)
    if (session) return { ...inside, session, state: 'established' }
    return { ...inside, state: this.device.sessions.kind === 'inspecting' ? 'new' : stateWithoutSession(header) }
  }

  /** The session that a packet answers: its header is the reverse of what left the device. */
  private sessionOf(header: Header): Session | undefined {
    return this.memory.find(({ memory, left }) => {
      const back = reversed(left)
      return memory === memoryKey(this.device) && back !== undefined && sameTuple(back, header)
    })
  }

  /** Where it is not known which routes it asks, a check of them may pass anything, or nothing. */
  private reversePath(face: Interface, arrived: Header, inside: Inside): Inside[] {
    if (face.reversePath === 'none') return [inside]
    const doubt = this.gap('routes', inside.by.header) ?? doubtfulReversePath(this.device, face)
    if (!doubt) return isReversePath(this.device, face, arrived) ? [inside] : this.stopped(inside, 'reverse-path')
    const unsure = { ...inside, by: this.notUnderstood(doubt, inside.by) }
    this.drop(unsure.by, 'reverse-path')
    return [unsure]
  }

  /** `asked`: the choices of the known routes. One not known may lead out of any interface of the VRF. */
  private routed(vrf: string, asking: Inside, asked: readonly Choice[]): Routed[] {
    const inDoubt = this.gap('routes', asking.by.header) !== undefined
    const inside = inDoubt ? { ...asking, by: this.unsure('routes', asking.by) } : asking
    const known = asked.flatMap(({ route, policy, hand, certain }): Routed[] => {
      const by = { ...inside.by, certain: inside.by.certain && certain }
      if (hand === 'null-route' || hand === 'no-route') return this.drop(by, hand), []
      const event: Event = { does: 'routed', interface: hand.interface.name, ...(route && { route }), ...(policy && { policy }) }
      return [{ ...inside, by: this.hop(by, event, (policy ?? route)?.at), out: hand.interface, hand }]
    })
    const faces = inDoubt ? [...this.device.interfaces.values()].filter((face) => face.vrf === vrf) : []
    return [...known, ...faces.map((face) => ({ ...inside, out: face, hand: { interface: face, to: undefined } }))]
  }

  /** The device's own packets know no policy routes. */
  private routedOwn(vrf: string, inside: Inside): Routed[] {
    return this.routed(vrf, inside, routesFor(this.device, vrf, inside.by.header))
  }

  /** Walks the steps one after another; what may be dropped on the way is noted. */
  private steps<T extends Inside>(list: readonly Step[], entering: T): T[] {
    return list.reduce<T[]>((inside, step) => inside.flatMap((one) => this.take(step, one) as T[]), [entering])
  }

  /** The same where the answer of a translated session gets a field back: where that field is translated, or at the end. */
  private stepsUndoing<T extends Inside>(field: 'source' | 'destination', list: readonly Step[], entering: T): T[] {
    const last = list.findLastIndex((step) => step.kind === 'translate' && step.field === field)
    const [before, after] = last < 0 ? [list, []] : [list.slice(0, last), list.slice(last)]
    return this.steps(before, entering).flatMap((inside) => this.steps(after, this.undone(inside, field)))
  }

  private take(step: Step, inside: Inside): Inside[] {
    const { device } = this
    if (step.kind === 'track') return [this.tracked(inside)]
    if (inside.session && (step.kind === 'translate' || device.sessions.kind === 'strict')) return [inside]
    if (step.kind === 'translate' && inside.state !== undefined && inside.state !== 'new') return [inside]
    return this.decided(step, inside)
  }

  private decided(step: Exclude<Step, { kind: 'track' }>, inside: Inside): Inside[] {
    const { in: face, out, state } = inside
    const situation = {
      header: inside.by.header,
      ...(state && { state }), ...(face && { in: face.name }), ...(out && { out: out.name }),
    }
    // Most lists of a large device are none of the packet's business, and there is nothing to tell of them.
    const [first] = step.chain.rules
    if (first?.elsewhere && holds(first.when, situation)) return [inside]
    return decide(step.chain, situation).flatMap((decision): Inside[] => {
      const event: Event = { does: decision.does === 'deny' ? 'denied' : 'permitted', chain: step.chain.name, ...(decision.rule && { rule: decision.rule }) }
      const by = { ...inside.by, certain: inside.by.certain && decision.certain }
      const untracked = inside.untracked || decision.untracked
      if (decision.does === 'deny') {
        if (by.insists) return [{ ...inside, untracked, by: this.hop(by, event, decision.at) }]
        this.drop(this.hop(by, event, decision.at), 'denied')
        return step.kind === 'filter' && this.gap('filters', by.header) ? [{ ...inside, untracked, by: this.unsure('filters', by) }] : []
      }
      if (decision.does !== 'rewrite' || step.kind !== 'translate') {
        const passed = { ...inside, untracked, by: step.kind === 'filter' && !decision.rule?.elsewhere ? this.hop(by, event, decision.at) : by }
        // Where the list may decide otherwise, what it takes out of tracking may stay in.
        return decision.untracked && !inside.untracked && this.gap('filters', by.header) ? [passed, { ...passed, untracked: false }] : [passed]
      }
      const to = decision.to!
      const made = translations(by.header, step.field, to, step.field === 'source' ? out : face, this.wanted)
      if (made.length === 0) this.drop(by, 'untranslatable')
      return made.map((header) => ({ ...inside, untracked, by: this.hop(
        { ...by, header, certain: by.certain && to.addresses !== 'unknown' }, { does: 'translated', field: step.field, undone: false }, decision.at) }))
    })
  }

  private undone<T extends Inside>(inside: T, field: 'source' | 'destination'): T {
    if (!inside.session) return inside
    const before = reversed(field === 'destination' ? inside.session.routed : inside.session.arrived)!
    const header = { ...before, flags: inside.by.header.flags }
    return sameTuple(header, inside.by.header) ? inside
      : { ...inside, by: this.hop({ ...inside.by, header }, { does: 'translated', field, undone: true }) }
  }

  private handOn(leaving: Routed, arrived: Header, routed: Header): void {
    this.left.push({ kind: 'handed', by: this.remember(leaving, arrived, routed), hand: leaving.hand })
  }

  private remember(inside: Inside, arrived: Header, routed: Header): Traveller {
    const { kind } = this.device.sessions
    const remembers = kind === 'strict' || (kind !== 'none' && inside.state === 'new')
    if (inside.session || !remembers) return inside.by
    const session: Session = { memory: memoryKey(this.device), arrived, routed, left: inside.by.header }
    return { ...inside.by, sessions: [...inside.by.sessions, session] }
  }

  /** Something of routing kind is not understood: any interface may be the way out. */
  private sendAnywhere(by: Traveller): void {
    for (const out of this.device.interfaces.values()) {
      this.left.push({ kind: 'handed', by: this.unsure('forwarding', by), hand: { interface: out, to: undefined } })
    }
  }

  /** A family whose filters or routes are not known may be dropped, or go elsewhere, as well as passed. */
  private withGaps<T extends Inside>(inside: T): T {
    const touches = (['filters', 'forwarding'] as const).find((kind) => this.gap(kind, inside.by.header))
    if (!touches) return inside
    const by = this.unsure(touches, inside.by)
    this.drop(by, 'denied')
    return { ...inside, by }
  }

  private gap(touches: Gap['touches'], header: Header): Gap | undefined {
    return this.device.gaps.find((gap) => gap.touches === touches && gap.families.includes(header.family))
  }

  private isOwn(vrf: string, header: Header): boolean {
    const to: Address = { family: header.family, value: header.destination }
    return [...this.device.interfaces.values()].some((face) => face.vrf === vrf && face.addresses.some(({ address }) => same(address, to)))
  }

  /** Linux takes no IPv4 packet from one of its own addresses (fib_validate_source in net/ipv4/fib_frontend.c). */
  private isMartian(header: Header): boolean {
    return this.device.sessions.kind === 'conntrack' && header.family === 4 && [...this.device.interfaces.values()].some((face) =>
      face.addresses.some(({ address }) => same(address, { family: 4, value: header.source })))
  }

  /** IPv6 is routed only where there are IPv6 addresses; IPv4 also between interfaces without a number. */
  private routesFamily({ family }: Header): boolean {
    return family === 4 || [...this.device.interfaces.values()].some((face) => face.addresses.some(({ address }) => address.family === 6))
  }

  private hop(by: Traveller, event: Event, at?: Hop['at']): Traveller {
    return { ...by, hops: [...by.hops, { place: { device: this.device.id }, event, header: by.header, ...(at && { at }) }] }
  }

  private unsure(touches: Gap['touches'], by: Traveller): Traveller {
    return this.notUnderstood(this.gap(touches, by.header)!, by)
  }

  private notUnderstood({ what, at }: Pick<Gap, 'what' | 'at'>, by: Traveller): Traveller {
    return { ...this.hop(by, { does: 'not-understood', what }, at), certain: false }
  }

  /** Dropped here; a packet that insists goes on all the same. */
  private stopped<T extends Inside>(inside: T, reason: DropReason): T[] {
    if (inside.by.insists) return [{ ...inside, by: this.hop(inside.by, { does: 'dropped', reason }) }]
    this.drop(inside.by, reason)
    return []
  }

  private drop(by: Traveller, reason: DropReason): void {
    this.left.push({ kind: 'dropped', by, reason })
  }
}
