/** Turns a device into places and edges of the graph: this file the way through it, stage-edges.ts each step of its lists. */
import type { AddressSet } from '../net/address.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { PacketSpace } from '../net/packet-space.ts'
import type { Device, Gap, Step } from '../topology/model.ts'
import { exactly, without, type Bounds } from './bounds.ts'
import type { DropReason } from './drop.ts'
import { NEVER_FORWARDED } from './forwardable.ts'
import type { Hand } from './forwarding-table.ts'
import { freshStates, tcpWithoutOpening } from './fresh-states.ts'
import type { Edge, Graph, NodeId } from './graph.ts'
import { Marks } from './marks.ts'
import { addressesOfFaces, memoryKey, ownAddresses } from './places.ts'
import type { Recall } from './recall.ts'
import { RoutingEdges } from './routing-edges.ts'
import { StageEdges, translates, untracks } from './stage-edges.ts'

/** Node names that others refer to. */
export const arriveKey = (device: string, face: string): string => `device ${device} in ${face}`
export const localKey = (device: string): string => `device ${device} local`
export const outputKey = (device: string): string => `device ${device} output`
export const routedKey = (device: string): string => `device ${device} routed`
export const leftKey = (device: string): string => `device ${device} left`
export const arrivedKey = (device: string): string => `device ${device} arrived`

/** The same pipeline for packets without a session, for those exempt from tracking and, where the device has sessions, for those of a known one. */
interface Stages { readonly fresh: StageEdges; readonly session: StageEdges | undefined; readonly untracked: StageEdges }

/** Sets that every device of a network needs. */
export interface Constants { readonly fresh: PacketSet; readonly notOpening: PacketSet; readonly unforwardable: PacketSet }

export function constantsOf(space: PacketSpace): Constants {
  return {
    fresh: freshStates(space),
    notOpening: tcpWithoutOpening(space),
    unforwardable: space.source(NEVER_FORWARDED).union(space.destination(NEVER_FORWARDED)),
  }
}

/** The network that a device is a part of. */
interface Within { readonly graph: Graph; readonly space: PacketSpace; readonly constants: Constants; readonly recall: Recall | undefined }

export class DeviceEdges {
  readonly device: Device
  readonly graph: Graph
  readonly space: PacketSpace
  readonly constants: Constants
  readonly recall: Recall | undefined
  readonly marks: Marks
  /** Whether a session that it knows may have been translated. */
  readonly translates: boolean
  /** Whether it may not remember what went through it. */
  private readonly forgets: boolean
  private readonly out: (hand: Hand) => NodeId
  private readonly routing: RoutingEdges

  /** `cluster`: the devices that share its memory, itself among them. `out`: the place where what leaves by a hand goes on. */
  constructor(device: Device, cluster: readonly Device[], { graph, space, constants, recall }: Within, out: (hand: Hand) => NodeId) {
    this.device = device
    this.recall = recall
    this.translates = cluster.some(translates)
    this.forgets = cluster.some(untracks)
    this.graph = graph
    this.space = space
    this.constants = constants
    this.out = out
    this.marks = new Marks(device)
    this.routing = new RoutingEdges(this)
  }

  build(): void {
    const stages: Stages = {
      fresh: new StageEdges(this, 'fresh'),
      session: this.device.sessions.kind === 'none' ? undefined : new StageEdges(this, 'session'),
      untracked: new StageEdges(this, 'untracked'),
    }
    const left = this.leaving()
    for (const vrf of this.vrfs()) {
      this.cross(vrf, stages, left)
      this.send(vrf, stages, left)
    }
  }

  private vrfs(): Set<string> {
    return new Set([...this.device.interfaces.values()].map((face) => face.vrf))
  }

  /** From every interface of a VRF through prerouting to the device itself, or by its routes out again. */
  private cross(vrf: string, stages: Stages, left: NodeId): void {
    const { device, graph } = this
    const [early, late] = aroundTracking(device.pipeline.prerouting)
    const entry = graph.node(`device ${device.id} ${vrf} entry`)
    for (const face of device.interfaces.values()) {
      if (face.vrf !== vrf) continue
      const arrive = graph.node(arriveKey(device.id, face.name))
      this.forwardAnything(arrive)
      const marked = graph.node(`device ${device.id} in ${face.name} marked`)
      graph.connect(arrive, { kind: 'enter', to: marked, in: this.marks.face(face) })
      graph.connect(marked, pass(this.space, entry))
      this.note(marked, arrivedKey(device.id))
    }
    for (const { stage, at } of this.known(stages, entry, early, `${vrf} prerouting`)) {
      const routed = stage.throughUndoing('routed', late, at, `${vrf} prerouting`)
      const checked = this.checked(routed, `${vrf} ${stage.mode}`, [
        ['own-source', exactly(this.space.all.subtract(this.martians()))], ['reverse-path', this.routing.reversePath(vrf)],
      ])
      this.note(checked, routedKey(device.id))
      const own = this.space.destination(this.ownAddresses(vrf))
      const input = graph.node(`device ${device.id} ${vrf} ${stage.mode} input`)
      graph.connect(checked, { kind: 'permit', to: input, sets: exactly(own) })
      graph.connect(stage.throughUndoing('arrived', device.pipeline.input, stage.withGaps(input), `${vrf} input`), pass(this.space, graph.node(localKey(device.id))))
      const foreign = graph.node(`device ${device.id} ${vrf} ${stage.mode} foreign`)
      graph.connect(checked, { kind: 'permit', to: foreign, sets: exactly(this.space.all.subtract(own)) })
      const chosen = this.routing.forwarded(vrf, this.routable(foreign, `${vrf} ${stage.mode}`), stage.mode)
      const passed = stage.through(device.pipeline.forward, chosen, `${vrf} forward`)
      const out = stage.throughUndoing('arrived', device.pipeline.postrouting, stage.withGaps(passed), `${vrf} postrouting`)
      graph.connect(out, pass(this.space, left))
    }
  }

  /**
   * What the device itself sends: routed before its output lists see it, and again where they, or the undoing of a
   * translation, give it another destination (Linux: ip_route_me_harder).
   */
  private send(vrf: string, stages: Stages, left: NodeId): void {
    const { device, graph } = this
    const [early, late] = aroundTracking(device.pipeline.output)
    const start = graph.node(`device ${device.id} ${vrf} sends`)
    graph.connect(graph.node(outputKey(device.id)), { kind: 'enter', to: start, in: 0 })
    // It remembers its own sessions too: what it sends is as if it had arrived, and been routed as its output lists left it.
    this.note(start, arrivedKey(device.id))
    this.forwardAnything(start)
    const chosen = this.routing.sent(vrf, start, 'own')
    for (const { stage, at } of this.known(stages, chosen, early, `${vrf} output`)) {
      const filtered = stage.throughUndoing('routed', late, at, `${vrf} output`)
      const moved = stage.undoes || (stage.mode === 'fresh' && late.some(({ kind }) => kind === 'translate'))
      const again = moved ? this.routing.sent(vrf, filtered, `own ${stage.mode} again`) : filtered
      this.note(again, routedKey(device.id))
      const out = stage.throughUndoing('arrived', device.pipeline.postrouting, stage.withGaps(again), `${vrf} own postrouting`)
      graph.connect(out, pass(this.space, left))
    }
  }

  /**
   * Through the lists before connection tracking to where the device tells packets of a session it knows from others. What
   * those lists exempt from tracking is of no session.
   */
  private known({ fresh, session, untracked }: Stages, entry: NodeId, early: readonly Step[], name: string): { stage: StageEdges; at: NodeId }[] {
    const { device, graph, space } = this
    fresh.begin()
    const asked = fresh.through(early, entry, `${name} early`)
    const others = graph.node(`device ${device.id} ${name} without session`)
    const off = fresh.track(early)
    if (!session) {
      graph.connect(asked, pass(space, others))
      return [{ stage: fresh, at: this.admitted(others, name) }]
    }
    session.track(early)
    const tracked = graph.node(`device ${device.id} ${name} tracked`)
    const known = graph.node(`device ${device.id} ${name} of a session`)
    graph.connect(asked, { kind: 'permit', to: tracked, sets: without(exactly(space.all), off) })
    graph.connect(tracked, { kind: 'session', to: known, other: others, memory: memoryKey(device), forgets: this.forgets })
    const judged = [{ stage: fresh, at: this.admitted(others, name) }, { stage: session, at: known }]
    if (off.may.isEmpty()) return judged
    untracked.track(early)
    const exempt = graph.node(`device ${device.id} untracked ${name}`)
    graph.connect(asked, { kind: 'permit', to: exempt, sets: off })
    return [...judged, { stage: untracked, at: this.admitted(exempt, `untracked ${name}`) }]
  }

  /** Keeps a copy of what is at a place, for the device's memory of sessions. */
  private note(from: NodeId, key: string): void {
    this.graph.connect(from, { ...pass(this.space, this.graph.node(key)), onlyMay: true })
  }

  /** Later fragments come to nothing where packets are put together again; a strict device takes only openings. */
  private admitted(others: NodeId, name: string): NodeId {
    const { device, space, constants } = this
    if (name.endsWith('output')) return others
    const refused: [DropReason, Bounds][] = []
    if (device.sessions.reassembles) refused.push(['later-fragment', exactly(space.all.subtract(space.fragment()))])
    if (device.sessions.kind === 'strict' && !device.sessions.midstream) refused.push(['no-session', exactly(space.all.subtract(constants.notOpening))])
    return this.checked(others, name, refused)
  }

  /** One check after another; what fails one is dropped for its reason. */
  private checked(from: NodeId, name: string, checks: readonly (readonly [DropReason, Bounds])[]): NodeId {
    return checks.reduce((here, [drop, passing]) => {
      const next = this.graph.node(`device ${this.device.id} ${name} ${drop}`)
      this.graph.connect(here, { kind: 'permit', to: next, sets: passing, drop, byRoutes: drop === 'reverse-path' })
      return next
    }, from)
  }

  /** An unknown line of routing or interface kind: the device may send anything out of any interface. */
  private forwardAnything(arrive: NodeId): void {
    const may = gapSet(this.device, this.space, 'forwarding')
    if (may.isEmpty()) return
    const perhaps = this.graph.node(`${this.graph.keys[arrive]} sent anywhere`)
    this.graph.connect(arrive, { kind: 'permit', to: perhaps, sets: { must: this.space.none, may } })
    this.graph.doubtful.add(perhaps)
    for (const hand of this.marks.hands.filter(({ to }) => to === 'any')) this.graph.connect(perhaps, pass(this.space, this.out(hand)))
  }

  /** Linux takes no IPv4 packet from one of its own addresses (fib_validate_source in net/ipv4/fib_frontend.c). */
  private martians(): PacketSet {
    const { space, device } = this
    return device.sessions.kind === 'conntrack' ? space.family(4).intersect(space.source(ownAddresses(device))) : space.none
  }

  private routable(foreign: NodeId, name: string): NodeId {
    const { device, space, constants } = this
    const v6 = [...device.interfaces.values()].some((face) => face.addresses.some(({ address }) => address.family === 6))
    return this.checked(foreign, name, [
      ['not-forwardable', exactly(space.all.subtract(constants.unforwardable))],
      ['family-not-routed', exactly(v6 ? space.all : space.family(4))],
    ])
  }

  private leaving(): NodeId {
    const left = this.graph.node(leftKey(this.device.id))
    for (const [index, hand] of this.marks.hands.entries()) {
      this.graph.connect(left, { kind: 'leave', to: this.out(hand), hand: index + 1 })
    }
    return left
  }

  private ownAddresses(vrf: string): AddressSet {
    return addressesOfFaces([...this.device.interfaces.values()].filter((face) => face.vrf === vrf))
  }
}

/** The steps before connection tracking and those after it. */
function aroundTracking(steps: readonly Step[]): [Step[], Step[]] {
  const at = steps.findIndex(({ kind }) => kind === 'track')
  return at < 0 ? [[], [...steps]] : [steps.slice(0, at), steps.slice(at + 1)]
}

export const pass = (space: PacketSpace, to: NodeId): Edge => ({ kind: 'permit', to, sets: exactly(space.all) })

/** The packets of which something is not known: of the families of the gaps that touch it. */
export const gapSet = ({ gaps }: Device, space: PacketSpace, touches: Gap['touches']): PacketSet =>
  space.union(gaps.filter((gap) => gap.touches === touches).flatMap((gap) => gap.families).map((family) => space.family(family)))
