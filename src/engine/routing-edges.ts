/** Which way out a device sends a packet, as edges: policy routes, the tables of its VRFs, and what of them is not known. */
import { unionAddresses, type AddressSet } from '../net/address.ts'
import type { Ranges } from '../net/interval.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { Interface, PolicyRoute } from '../topology/model.ts'
import { both, exactly, without, type Bounds } from './bounds.ts'
import { conditionSets } from './condition-sets.ts'
import { gapSet, type DeviceEdges } from './device-edges.ts'
import type { DropReason } from './drop.ts'
import { feasibleSources, forwardingTable, handOf, type RouteCase } from './forwarding-table.ts'
import { RouteTable, type NodeId } from './graph.ts'

/** No interface: a policy route is asked which one it is to be. */
const NOT_CHOSEN_YET: Ranges = []

export class RoutingEdges {
  private readonly owner: DeviceEdges
  private readonly tables = new Map<string, readonly RouteCase[]>()
  private readonly policies: readonly PolicyRoute[]
  /** Packets of which the way out is not known. */
  private readonly unknown: PacketSet

  constructor(owner: DeviceEdges) {
    const { device, marks, space } = owner
    this.owner = owner
    this.policies = device.policyRoutes ?? []
    this.unknown = gapSet(device, space, 'routes')
    const named = this.policies.flatMap(({ next }) => (next.kind === 'vrf' ? [next.vrf] : []))
    for (const vrf of new Set([...[...device.interfaces.values()].map((face) => face.vrf), ...named])) {
      const table = forwardingTable(device, vrf)
      for (const { hands } of table) for (const hand of hands) marks.hand(hand)
      this.tables.set(vrf, table)
    }
    for (const { next } of this.policies) if (next.kind !== 'table') for (const hand of handOf(device, next)) marks.hand(hand)
  }

  /** Marks the way out of what the device itself sends. `mode` names the places. */
  sent(vrf: string, from: NodeId, mode: string): NodeId {
    return this.chosen(vrf, from, mode, [])
  }

  /** Marks the way out of what goes through the device: the first policy route that matches decides, else the table. */
  forwarded(vrf: string, from: NodeId, mode: string): NodeId {
    return this.chosen(vrf, from, mode, this.policies.filter((policy) => policy.vrf === vrf))
  }

  private chosen(vrf: string, from: NodeId, mode: string, policies: readonly PolicyRoute[]): NodeId {
    const chosen = this.node(`${vrf} ${mode} routed out`)
    // A VRF separates by routing, not by filtering: with every route possible, every interface is a way out.
    this.owner.graph.connect(from, { kind: 'spread', to: chosen, routes: 'any', hands: this.faces(() => true) })
    const asked = this.known(vrf, from, chosen, mode)
    this.lookUp(vrf, policies.length === 0 ? asked : this.byPolicy(vrf, asked, chosen, mode, policies), chosen)
    return chosen
  }

  /** The place of what no policy route takes. */
  private byPolicy(vrf: string, from: NodeId, chosen: NodeId, mode: string, policies: readonly PolicyRoute[]): NodeId {
    const { graph, marks, space } = this.owner
    const scope = { space, tracked: false, in: (names: readonly string[]) => marks.in(names), out: (): Ranges => NOT_CHOSEN_YET }
    const rest = policies.reduce((here, policy, index) => {
      const matching = conditionSets(policy.when, scope)
      const hit = this.node(`${vrf} ${mode} policy route ${index}`)
      graph.connect(from, { kind: 'permit', to: hit, sets: both(here, matching), at: policy.at })
      this.follow(vrf, policy.next, hit, chosen)
      return without(here, matching)
    }, exactly(space.all))
    const others = this.node(`${vrf} ${mode} of no policy route`)
    graph.connect(from, { kind: 'permit', to: others, sets: rest })
    return others
  }

  /** What the interfaces of a VRF let in of which they check that its source is routed back. */
  reversePath(vrf: string): Bounds {
    const { device, space, marks } = this.owner
    const checking = [...device.interfaces.values()].filter((face) => face.vrf === vrf && face.reversePath !== 'none')
    const from = (face: Interface): PacketSet => space.in([[marks.face(face), marks.face(face)]])
    const passing = checking.reduce((left, face) => left.subtract(from(face).subtract(space.source(this.sources(vrf, face)))), space.all)
    // Where routes are not known, nobody knows which sources they would lead back to. The Linux kernel asks the policy routes, too,
    // of the packet turned around, as if it came in by where it is to go out (fib_validate_source).
    const unsure = device.sessions.kind === 'conntrack' && this.policies.length > 0 ? space.all : this.unknown
    const inDoubt = unsure.intersect(space.union(checking.map(from)))
    return { must: passing.subtract(inDoubt), may: passing.union(inDoubt) }
  }

  private sources(vrf: string, face: Interface): AddressSet {
    if (face.reversePath === 'feasible') return feasibleSources(this.owner.device, vrf, face)
    const back = this.tables.get(vrf)!.filter(({ hands }) =>
      hands.some((hand) => face.reversePath === 'loose' || hand.interface === face))
    return unionAddresses(...back.map(({ destinations }) => destinations))
  }

  /** What is not known may leave by any interface of its VRF, as well as by the routes that are; the place before those. */
  private known(vrf: string, from: NodeId, chosen: NodeId, mode: string): NodeId {
    if (this.unknown.isEmpty()) return from
    const { graph, space, device } = this.owner
    const at = device.gaps.find(({ touches }) => touches === 'routes')!.at
    const known = this.node(`${vrf} ${mode} by known routes`)
    const perhaps = this.node(`${vrf} ${mode} by unknown routes`)
    graph.connect(from, { kind: 'permit', to: known, sets: { must: space.all.subtract(this.unknown), may: space.all }, drop: 'no-route', at })
    graph.connect(from, { kind: 'permit', to: perhaps, sets: { must: space.none, may: this.unknown }, at })
    graph.connect(perhaps, { kind: 'spread', to: chosen, hands: this.faces((face) => face.vrf === vrf) })
    graph.doubtful.add(perhaps)
    return known
  }

  private follow(vrf: string, next: PolicyRoute['next'], from: NodeId, chosen: NodeId): void {
    switch (next.kind) {
      case 'table': return this.lookUp(vrf, from, chosen)
      case 'vrf': return this.lookUp(next.vrf, from, chosen)
      case 'null': return this.route(from, chosen, [{ set: this.owner.space.all, hands: [], discards: 'null-route' }])
      case 'via': case 'interface':
        return this.owner.graph.connect(from, { kind: 'spread', to: chosen, hands: handOf(this.owner.device, next).map((hand) => this.owner.marks.hand(hand)) })
    }
  }

  private lookUp(vrf: string, from: NodeId, chosen: NodeId): void {
    const { space, marks } = this.owner
    this.route(from, chosen, this.tables.get(vrf)!.map(({ destinations, hands, discards }) =>
      ({ set: space.destination(destinations), hands: hands.map((hand) => marks.hand(hand)), discards })))
  }

  private route(from: NodeId, to: NodeId, cases: readonly { set: PacketSet; hands: readonly number[]; discards: DropReason | undefined }[]): void {
    this.owner.graph.connect(from, {
      kind: 'route', to, table: new RouteTable(cases.map(({ set }) => set)),
      hands: cases.map(({ hands }) => hands), discards: cases.map(({ discards }) => discards),
    })
  }

  private faces(wanted: (face: Interface) => boolean): number[] {
    const { device, marks } = this.owner
    return [...device.interfaces.values()].filter(wanted).map((face) => marks.hand({ interface: face, to: 'any' }))
  }

  private node(name: string): NodeId {
    return this.owner.graph.node(`device ${this.owner.device.id} ${name}`)
  }
}
