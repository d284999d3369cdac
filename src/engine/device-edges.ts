/** The only file that knows what a device does: turns one into places and edges of the graph. */
import { addressesOf, unionAddresses, type AddressSet } from '../net/address.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { PacketSpace } from '../net/packet-space.ts'
import type { Ranges } from '../net/interval.ts'
import { Switch } from '../net/switch.ts'
import type { Device, Interface } from '../topology/model.ts'
import { exactly } from './bounds.ts'
import { NEVER_FORWARDED } from './forwardable.ts'
import { forwardingTable, type Hand, type RouteCase } from './forwarding-table.ts'
import { freshStates, tcpWithoutOpening } from './fresh-states.ts'
import type { Edge, Graph, NodeId } from './graph.ts'
import { named } from './plain/condition.ts'
import { StageEdges } from './stage-edges.ts'

/** Node names that others refer to. */
export const arriveKey = (device: string, face: string): string => `device ${device} in ${face}`
export const localKey = (device: string): string => `device ${device} local`
export const outputKey = (device: string): string => `device ${device} output`
export const routedKey = (device: string): string => `device ${device} routed`
export const leftKey = (device: string): string => `device ${device} left`
export const arrivedKey = (device: string): string => `device ${device} arrived`

/** Sets that every device of a network needs. */
export interface Constants { readonly fresh: PacketSet; readonly notOpening: PacketSet; readonly unforwardable: PacketSet }

export function constantsOf(space: PacketSpace): Constants {
  return {
    fresh: freshStates(space),
    notOpening: tcpWithoutOpening(space),
    unforwardable: space.source(NEVER_FORWARDED).union(space.destination(NEVER_FORWARDED)),
  }
}

/** Numbers an interface's mark in the header levels `in`; 0 stands for none. */
export const markOf = (device: Device, face: Interface): number => [...device.interfaces.values()].indexOf(face) + 1

export class DeviceEdges {
  readonly device: Device
  readonly graph: Graph
  readonly space: PacketSpace
  readonly constants: Constants
  /** Ways out; a hand's mark in the header level `out` is its position + 1. */
  readonly hands: Hand[] = []
  private readonly out: (hand: Hand) => NodeId
  private readonly tables = new Map<string, readonly RouteCase[]>()

  /** `out`: the place where what leaves by a hand goes on. */
  constructor(device: Device, graph: Graph, space: PacketSpace, constants: Constants, out: (hand: Hand) => NodeId) {
    this.device = device
    this.graph = graph
    this.space = space
    this.constants = constants
    this.out = out
  }

  build(): void {
    for (const face of this.device.interfaces.values()) this.hand({ interface: face, to: 'any' })
    for (const vrf of this.vrfs()) {
      const table = forwardingTable(this.device, vrf)
      for (const { hands } of table) for (const hand of hands) this.hand(hand)
      this.tables.set(vrf, table)
    }
    const fresh = new StageEdges(this, 'fresh')
    const session = this.device.sessions.kind === 'none' ? undefined : new StageEdges(this, 'session')
    const left = this.leaving()
    for (const vrf of this.vrfs()) {
      this.cross(vrf, fresh, session, left)
      this.send(vrf, fresh, session, left)
    }
  }

  inMarks(names: readonly string[]): Ranges {
    return this.marks([...this.device.interfaces.values()], (face) => names.some((name) => named(name, face.name)))
  }

  outMarks(names: readonly string[]): Ranges {
    return this.marks(this.hands, (hand) => names.some((name) => named(name, hand.interface.name)))
  }

  /** The hands that lead out of one interface. */
  outMarksOf(face: Interface): Ranges {
    return this.marks(this.hands, (hand) => hand.interface === face)
  }

  private marks<T>(items: readonly T[], wanted: (item: T) => boolean): Ranges {
    return items.flatMap((item, index) => (wanted(item) ? [[index + 1, index + 1] as const] : []))
  }

  private vrfs(): Set<string> {
    return new Set([...this.device.interfaces.values()].map((face) => face.vrf))
  }

  private hand(hand: Hand): number {
    const known = this.hands.findIndex((one) => sameHand(one, hand))
    return known >= 0 ? known + 1 : this.hands.push(hand)
  }

  /** From every interface of a VRF through prerouting to the device itself, or by its routes out again. */
  private cross(vrf: string, fresh: StageEdges, session: StageEdges | undefined, left: NodeId): void {
    const { device, graph } = this
    const stages = session ? [fresh, session] : [fresh]
    const entries = stages.map((stage) => graph.node(`device ${device.id} ${vrf} ${stage.mode} entry`))
    for (const face of device.interfaces.values()) {
      if (face.vrf !== vrf) continue
      const arrive = graph.node(arriveKey(device.id, face.name))
      this.forwardAnything(arrive)
      const marked = graph.node(`device ${device.id} in ${face.name} marked`)
      graph.connect(arrive, { kind: 'enter', to: marked, in: markOf(device, face) })
      const taken = graph.node(`device ${device.id} in ${face.name} without session`)
      graph.connect(marked, session ? { kind: 'session', to: entries[1]!, other: taken, device: device.id } : pass(this.space, taken))
      graph.connect(this.admitted(taken, face.name), pass(this.space, entries[0]!))
      graph.connect(marked, { ...pass(this.space, graph.node(arrivedKey(device.id))), onlyMay: true })
    }
    stages.forEach((stage, index) => {
      stage.begin()
      const routed = stage.undone(stage.through(device.pipeline.prerouting, entries[index]!, `${vrf} prerouting`), 'routed')
      const own = this.space.destination(this.ownAddresses(vrf))
      const input = graph.node(`device ${device.id} ${vrf} ${stage.mode} input`)
      graph.connect(routed, { kind: 'permit', to: input, sets: exactly(own) })
      graph.connect(stage.through(device.pipeline.input, input, `${vrf} input`), pass(this.space, graph.node(localKey(device.id))))
      graph.connect(routed, { ...pass(this.space, graph.node(routedKey(device.id))), onlyMay: true })
      const foreign = graph.node(`device ${device.id} ${vrf} ${stage.mode} foreign`)
      graph.connect(routed, { kind: 'permit', to: foreign, sets: exactly(this.space.all.subtract(own)) })
      const chosen = this.routing(vrf, this.routable(foreign, vrf, stage.mode), stage.mode)
      const passed = stage.through(device.pipeline.forward, chosen, `${vrf} forward`)
      const out = stage.through(device.pipeline.postrouting, stage.withGaps(passed), `${vrf} postrouting`)
      graph.connect(stage.undone(out, 'arrived'), pass(this.space, left))
    })
  }

  /** What the device itself sends. */
  private send(vrf: string, fresh: StageEdges, session: StageEdges | undefined, left: NodeId): void {
    const { device, graph } = this
    const start = graph.node(outputKey(device.id))
    const entries = (session ? [fresh, session] : [fresh]).map((stage) => {
      const entry = graph.node(`device ${device.id} ${vrf} ${stage.mode} sends`)
      const chosen = this.routing(vrf, entry, `${stage.mode} own`)
      stage.begin()
      const out = stage.through([...device.pipeline.output, ...device.pipeline.postrouting], chosen, `${vrf} output`)
      graph.connect(stage.undone(out, 'arrived'), pass(this.space, left))
      return entry
    })
    graph.connect(start, session
      ? { kind: 'session', to: entries[1]!, other: entries[0]!, device: device.id }
      : pass(this.space, entries[0]!))
  }

  /** Later fragments come to nothing where packets are put together again; a strict device takes only openings. */
  private admitted(taken: NodeId, face: string): NodeId {
    const { device, graph, space, constants } = this
    let here = taken
    const refuse = (set: PacketSet, drop: 'later-fragment' | 'no-session'): void => {
      const next = graph.node(`device ${device.id} in ${face} ${drop}`)
      graph.connect(here, { kind: 'permit', to: next, sets: exactly(space.all.subtract(set)), drop })
      here = next
    }
    if (device.sessions.reassembles) refuse(space.fragment(), 'later-fragment')
    if (device.sessions.kind === 'strict') refuse(constants.notOpening, 'no-session')
    return here
  }

  /** An unknown line of routing or interface kind: the device may send anything out of any interface. */
  private forwardAnything(arrive: NodeId): void {
    const families = [...new Set(this.device.gaps.filter((gap) => gap.touches === 'forwarding').flatMap((gap) => gap.families))]
    if (families.length === 0) return
    const may = this.space.union(families.map((family) => this.space.family(family)))
    for (const hand of this.hands.filter(({ to }) => to === 'any')) {
      this.graph.connect(arrive, { kind: 'permit', to: this.out(hand), sets: { must: this.space.none, may } })
    }
  }

  private routable(foreign: NodeId, vrf: string, mode: string): NodeId {
    const { device, graph, space, constants } = this
    const families = ([4, 6] as const).filter((family) =>
      [...device.interfaces.values()].some((face) => face.addresses.some(({ address }) => address.family === family)))
    const checks = [
      ['not-forwardable', space.all.subtract(constants.unforwardable)],
      ['family-not-routed', space.union(families.map((family) => space.family(family)))],
      ['reverse-path', this.reversePathSet(vrf)],
    ] as const
    return checks.reduce((here, [drop, set]) => {
      const next = graph.node(`device ${device.id} ${vrf} ${mode} ${drop}`)
      graph.connect(here, { kind: 'permit', to: next, sets: exactly(set), drop })
      return next
    }, foreign)
  }

  /** For each interface that checks, the sources whose route leads back out of it (strict) or anywhere (loose). */
  private reversePathSet(vrf: string): PacketSet {
    const { device, space } = this
    return [...device.interfaces.values()].filter((face) => face.vrf === vrf && face.reversePath !== 'none').reduce((passing, face) => {
      const back = this.tables.get(vrf)!.filter(({ hands }) =>
        hands.some((hand) => face.reversePath === 'loose' || hand.interface === face))
      const sources = space.source(unionAddresses(...back.map(({ destinations }) => destinations)))
      const here = space.in([[markOf(device, face), markOf(device, face)]])
      return passing.subtract(here.subtract(sources))
    }, space.all)
  }

  private routing(vrf: string, from: NodeId, mode: string): NodeId {
    const { device, graph, space } = this
    const table = this.tables.get(vrf)!
    const chosen = graph.node(`device ${device.id} ${vrf} ${mode} routed out`)
    graph.connect(from, {
      kind: 'route', to: chosen, routes: 'declared',
      cases: Switch.of(space, table.map(({ destinations }, label) => ({ label, set: space.destination(destinations) }))),
      hands: table.map(({ hands }) => hands.map((hand) => this.hand(hand))),
      discards: table.map(({ discards }) => discards),
    })
    // A VRF separates by routing, not by filtering: with every route possible, every interface is a way out.
    const anywhere = [...device.interfaces.values()].map((face) => this.hand({ interface: face, to: 'any' }))
    graph.connect(from, { kind: 'spread', to: chosen, routes: 'any', hands: anywhere })
    return chosen
  }

  private leaving(): NodeId {
    const left = this.graph.node(leftKey(this.device.id))
    for (const [index, hand] of this.hands.entries()) {
      this.graph.connect(left, { kind: 'leave', to: this.out(hand), hand: index + 1 })
    }
    return left
  }

  private ownAddresses(vrf: string): AddressSet {
    return unionAddresses(...[...this.device.interfaces.values()].filter((face) => face.vrf === vrf)
      .flatMap((face) => face.addresses.map(({ address }) => addressesOf(address))))
  }
}

export const pass = (space: PacketSpace, to: NodeId): Edge => ({ kind: 'permit', to, sets: exactly(space.all) })

const sameHand = (a: Hand, b: Hand): boolean => a.interface === b.interface && (a.to === b.to
  || (typeof a.to === 'object' && typeof b.to === 'object' && a.to.family === b.to.family && a.to.value === b.to.value))
