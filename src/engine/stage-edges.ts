/** The steps of one stage of a device's pipeline as edges, for packets without a session or for those of a known one. */
import type { PacketSet } from '../net/packet-set.ts'
import type { Family } from '../net/header.ts'
import type { Ranges } from '../net/interval.ts'
import type { Chain, Device, Step, Translation } from '../topology/model.ts'
import { ALL_ADDRESSES, rangesOf, type AddressSet } from '../net/address.ts'
import { exactly, type Bounds } from './bounds.ts'
import { permitted, translated } from './chain-sets.ts'
import type { Scope } from './condition-sets.ts'
import { gapSet, type DeviceEdges } from './device-edges.ts'
import type { NodeId, Rewriting } from './graph.ts'
import { memoryKey } from './places.ts'
import { faceAddresses, portClass } from './plain/translate.ts'

/** Of no session, of a known one, or exempt from tracking: what was exempt stays so, whatever its header becomes. */
export type Mode = 'fresh' | 'session' | 'untracked'

export class StageEdges {
  readonly mode: Mode
  private readonly owner: DeviceEdges
  /** Whether conntrack has seen the packet, and the states that it may then have. */
  private states: PacketSet | undefined

  constructor(owner: DeviceEdges, mode: Mode) {
    this.owner = owner
    this.mode = mode
  }

  /** A packet comes in, or is made: conntrack has not seen it yet. */
  begin(): void {
    this.states = undefined
  }

  /** Conntrack sees the packet. Returns those that lists before it exempted. */
  track(earlier: readonly Step[]): Bounds {
    const { space, constants, device } = this.owner
    const off = this.untrackedBy(earlier)
    const { kind } = device.sessions
    if (kind !== 'conntrack' && kind !== 'inspecting') return off
    const unknown = kind === 'conntrack' ? constants.fresh : space.state(['new'])
    this.states = this.mode === 'fresh' ? unknown : space.state([this.mode === 'session' ? 'established' : 'untracked'])
    return off
  }

  /** Connects the steps one after another and returns the last place. Stages are to be asked for in pipeline order. */
  through(steps: readonly Step[], from: NodeId, name: string): NodeId {
    const key = (index: number): string => `device ${this.owner.device.id} ${this.mode} ${name} ${index}`
    return steps.reduce((here, step, index) => this.step(step, here, key(index)), from)
  }

  /**
   * The same where the answers of a translated session get back the header that their packet had at a stage, whichever list
   * had translated it: the destination before they are routed, the source on the way out, where that field is translated.
   */
  throughUndoing(stage: 'routed' | 'arrived', steps: readonly Step[], from: NodeId, name: string): NodeId {
    if (!this.undoes) return this.through(steps, from, name)
    const [before, after] = aroundUndoing(steps, stage === 'routed' ? 'destination' : 'source')
    return this.through(after, this.undone(this.through(before, from, name), stage), `${name} then`)
  }

  /** Whether packets here may get back a header. */
  get undoes(): boolean {
    return this.mode === 'session' && this.owner.translates
  }

  private undone(from: NodeId, stage: 'routed' | 'arrived'): NodeId {
    const { device, graph } = this.owner
    const next = graph.node(`${graph.keys[from]} as ${stage}`)
    graph.connect(from, { kind: 'undo', to: next, memory: memoryKey(device), stage })
    return next
  }

  /** A family whose filters or routes are not known may go elsewhere as well. */
  withGaps(from: NodeId): NodeId {
    const { graph, space } = this.owner
    const unknown = this.gaps('filters').union(this.gaps('forwarding'))
    if (unknown.isEmpty()) return from
    const next = graph.node(`${graph.keys[from]} perhaps`)
    graph.connect(from, { kind: 'permit', to: next, sets: { must: space.all.subtract(unknown), may: space.all }, drop: 'denied' })
    return next
  }

  private step(step: Step, from: NodeId, key: string): NodeId {
    const { device, graph } = this.owner
    switch (step.kind) {
      case 'track': throw new Error('the place of tracking was taken out of the steps')
      case 'filter': {
        if (this.mode === 'session' && device.sessions.kind === 'strict') return from
        const next = graph.node(key)
        const sets = this.permitted(step.chain)
        const gaps = this.gaps('filters')
        graph.connect(from, { kind: 'permit', to: next, drop: 'denied', at: step.chain.at, sets: { must: sets.must.subtract(gaps), may: sets.may.union(gaps) } })
        return next
      }
      case 'translate': {
        if (this.mode !== 'fresh') return from
        const next = graph.node(key)
        this.translate(step, from, next)
        return next
      }
    }
  }

  private permitted(chain: Chain): Bounds {
    const { recall, marks } = this.owner
    const compiled = (): Bounds => permitted(chain, this.scope(), this.states)
    return recall ? recall.permitted(chain, marks.numbering, this.states, compiled) : compiled()
  }

  /** Translating lists see only packets that open a session; the others pass unchanged. */
  private translate(step: Extract<Step, { kind: 'translate' }>, from: NodeId, next: NodeId): void {
    const { graph, space } = this.owner
    const judged = this.states ? this.states.intersect(space.state(['new'])) : space.all
    const list = translated(step.chain, this.scope(), exactly(judged))
    const bare = ({ must, may }: Bounds): Bounds => ({ must: must.forget('state'), may: may.forget('state') })
    const unchanged = bare(list.unchanged)
    const others = this.states ? this.states.subtract(space.state(['new'])).forget('state') : space.none
    graph.connect(from, { kind: 'permit', to: next, at: step.chain.at, sets: { must: unchanged.must.union(others), may: unchanged.may.union(others) } })
    for (const { when, to } of list.rewrites) {
      for (const part of this.rewritings(bare(when), step.field, to)) graph.connect(from, { kind: 'rewrite', to: next, at: step.chain.at, ...part })
    }
  }

  /** One edge for each interface whose address is taken and for each class of ports that is kept. */
  private rewritings(when: Bounds, field: 'source' | 'destination', to: Translation): { when: Bounds; fields: Rewriting }[] {
    const port = field === 'source' ? 'sourcePort' : 'destinationPort'
    const addressed = this.addressed(when, field, to)
    if (to.ports) return addressed.map((part) => ({ ...part, fields: { ...part.fields, [port]: to.ports } }))
    if (field === 'destination' || to.addresses === 'keep' || to.samePorts) return addressed
    return addressed.flatMap((part) => this.byPortClass(part))
  }

  private addressed(when: Bounds, field: 'source' | 'destination', to: Translation): { when: Bounds; fields: Rewriting }[] {
    const { device, space, marks } = this.owner
    if (to.addresses === 'keep') return [{ when, fields: {} }]
    if (to.addresses === 'unknown') return [{ when: { must: space.none, may: when.may }, fields: { [field]: ALL_ADDRESSES } }]
    if (to.addresses !== 'interface') return this.byFamily(when, field, to.addresses)
    return [...device.interfaces.values()].flatMap((face) => {
      const own: AddressSet = { v4: faceAddresses(face, 4), v6: faceAddresses(face, 6) }
      const here = field === 'source' ? space.out(marks.outOf(face)) : space.in([[marks.face(face), marks.face(face)]])
      return this.byFamily({ must: when.must.intersect(here), may: when.may.intersect(here) }, field, own)
    })
  }

  /** A pool without an address of the packet's family leaves it nowhere to go. */
  private byFamily(when: Bounds, field: 'source' | 'destination', pool: AddressSet): { when: Bounds; fields: Rewriting }[] {
    const { space } = this.owner
    return ([4, 6] as const).filter((family: Family) => rangesOf(pool, family).length > 0).map((family) => {
      const of = space.family(family)
      return { when: { must: when.must.intersect(of), may: when.may.intersect(of) }, fields: { [field]: pool } }
    })
  }

  private byPortClass({ when, fields }: { when: Bounds; fields: Rewriting }): { when: Bounds; fields: Rewriting }[] {
    const { space } = this.owner
    const parts = [1, 512, 1024].map(portClass).map((range) => ({ set: space.sourcePort([range]), fields: { ...fields, sourcePort: [range] as Ranges } }))
    const kept = space.all.subtract(space.ported).union(space.sourcePort([portClass(0)]))
    return [...parts, { set: kept, fields }].map((part) => ({
      when: { must: when.must.intersect(part.set), may: when.may.intersect(part.set) }, fields: part.fields,
    }))
  }

  /** The packets for which a list before `track` switched tracking off; none surely, where its decisions may go either way. */
  private untrackedBy(earlier: readonly Step[]): Bounds {
    const none = exactly(this.owner.space.none)
    return earlier.reduce<Bounds>((off, step) => {
      if (step.kind !== 'filter') return off
      const { untracked } = translated(step.chain, this.scope(), exactly(this.owner.space.all))
      return { must: off.must.union(untracked.must.subtract(this.gaps('filters'))), may: off.may.union(untracked.may) }
    }, none)
  }

  private gaps(touches: 'filters' | 'forwarding'): PacketSet {
    return gapSet(this.owner.device, this.owner.space, touches)
  }

  private scope(): Scope {
    const { owner } = this
    return {
      space: owner.space, tracked: this.states !== undefined,
      in: (names) => owner.marks.in(names), out: (names) => owner.marks.out(names),
    }
  }
}

export const translates = ({ pipeline }: Device): boolean =>
  Object.values(pipeline).some((steps: readonly Step[]) => steps.some(({ kind }) => kind === 'translate'))

/** Whether a list takes packets out of connection tracking. */
export function untracks({ pipeline }: Device): boolean {
  const seen = new Set<Chain>()
  const open = Object.values(pipeline).flatMap((steps: readonly Step[]) => steps.flatMap((step) => (step.kind === 'filter' ? [step.chain] : [])))
  for (let chain = open.pop(); chain; chain = open.pop()) {
    if (seen.has(chain)) continue
    seen.add(chain)
    for (const { action } of chain.rules) {
      if (action.do === 'untrack') return true
      if (action.do === 'jump' || action.do === 'goto') open.push(action.chain)
    }
  }
  return false
}

/** The steps up to the last list that translates a field, and those after it; without one, all come before. */
function aroundUndoing(steps: readonly Step[], field: 'source' | 'destination'): [Step[], Step[]] {
  const last = steps.findLastIndex((step) => step.kind === 'translate' && step.field === field)
  return last < 0 ? [[...steps], []] : [steps.slice(0, last), steps.slice(last)]
}
