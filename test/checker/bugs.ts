/** Bugs as somebody could make them in packet sets, the fixpoint and the closure, each put in place for one run. */
import { vi } from 'vitest'
import { Exploration } from '../../src/engine/exploration.ts'
import { Flood } from '../../src/engine/flood.ts'
import type { Edge } from '../../src/engine/graph.ts'
import { Reach } from '../../src/engine/reach.ts'
import { Steps, type Step } from '../../src/engine/steps.ts'
import { PacketSet } from '../../src/net/packet-set.ts'

export interface Bug { readonly name: string; readonly inject: () => void }

type Carry = (edge: Edge, set: PacketSet) => { to: number; set: PacketSet }[]

/** `Flood.carry` is nobody's business but in this test. */
const flood = Flood.prototype as unknown as { carry: Carry; taken: (edge: Edge) => boolean }

function carrying(change: (edge: Edge, set: PacketSet, correct: Carry) => ReturnType<Carry>): () => void {
  return () => {
    const correct = flood.carry
    vi.spyOn(flood, 'carry').mockImplementation(function (this: Flood, edge, set) { return change(edge, set, correct.bind(this) as Carry) })
  }
}

const KINDS: readonly Edge['kind'][] = ['permit', 'rewrite', 'enter', 'route', 'leave', 'session']

const lessTcp = (set: PacketSet): PacketSet => set.space.of(set.space.diagrams.apply(set.space.diagrams.minus, set.ref, set.space.protocol([[6, 6]]).ref))


export const FLOOD_BUGS: readonly Bug[] = [
  ...KINDS.map((kind): Bug => ({ name: `edges of kind ${kind} are not followed`, inject: carrying((edge, set, correct) => (edge.kind === kind ? [] : correct(edge, set))) })),
  { name: 'edges to every seventh place are not followed', inject: carrying((edge, set, correct) => correct(edge, set).filter(({ to }) => to % 7 !== 0)) },
  { name: 'edges out of lines are not followed', inject: () => {
    const correct = flood.taken
    vi.spyOn(flood, 'taken').mockImplementation(function (this: Flood, edge) { return edge.onlyMay !== true && correct.call(this, edge) })
  } },
  { name: 'what is carried loses TCP', inject: carrying((edge, set, correct) => correct(edge, set).map(({ to, set: one }) => ({ to, set: lessTcp(one) }))) },
  { name: 'what is carried over a route loses ICMP', inject: carrying((edge, set, correct) => correct(edge, set).map((one) => (edge.kind === 'route' ? { ...one, set: one.set.subtract(one.set.space.protocol([[1, 1]])) } : one))) },
  { name: 'a translation keeps the header', inject: carrying((edge, set, correct) => correct(edge.kind === 'rewrite' ? { ...edge, fields: {} } : edge, set)) },
  { name: 'a translation forgets ports', inject: carrying((edge, set, correct) => correct(edge.kind === 'rewrite' ? { ...edge, fields: only(edge.fields) } : edge, set)) },
  { name: 'permits of which something is not known let only through what surely passes', inject: carrying((edge, set, correct) => correct(edge.kind === 'permit' ? { ...edge, sets: { must: edge.sets.must, may: edge.sets.must } } : edge, set)) },
  { name: 'what segments send is cut to IPv6', inject: () => {
    const correct = Reach.prototype.beginnings
    vi.spyOn(Reach.prototype, 'beginnings').mockImplementation(function (this: Reach, place, reading) {
      return correct.call(this, place, reading).map(({ at, set }) => ({ at, set: 'segment' in place ? set.intersect(this.network.space.family(6)) : set }))
    })
  } },
]

const only = ({ source, destination }: { source?: unknown; destination?: unknown }): object => ({ ...(source !== undefined && { source }), ...(destination !== undefined && { destination }) })

export const SET_BUGS: readonly Bug[] = [
  { name: 'a union is the first of the two', inject: () => { vi.spyOn(PacketSet.prototype, 'union').mockImplementation(function (this: PacketSet) { return this }) } },
  { name: 'a union is an intersection', inject: () => { vi.spyOn(PacketSet.prototype, 'union').mockImplementation(function (this: PacketSet, other) { return this.intersect(other) }) } },
  { name: 'an intersection loses TCP', inject: () => {
    const correct = PacketSet.prototype.intersect
    vi.spyOn(PacketSet.prototype, 'intersect').mockImplementation(function (this: PacketSet, other) { return lessTcp(correct.call(this, other)) })
  } },
  { name: 'marks of interfaces are not forgotten', inject: () => { vi.spyOn(PacketSet.prototype, 'forget').mockImplementation(function (this: PacketSet) { return this }) } },
  { name: 'what left by a way out is always nothing', inject: () => { vi.spyOn(PacketSet.prototype, 'only').mockImplementation(function (this: PacketSet) { return this.space.none }) } },
  { name: 'a way out is marked as the next one', inject: () => {
    const correct = PacketSet.prototype.at
    vi.spyOn(PacketSet.prototype, 'at').mockImplementation(function (this: PacketSet, field, value) { return correct.call(this, field, (field === 'out' ? (value as number) + 1 : value) as never) as never })
  } },
  { name: 'a translation loses what was sent', inject: () => { vi.spyOn(PacketSet.prototype, 'translate').mockImplementation(function (this: PacketSet) { return this }) } },
]

export const CLOSURE_BUGS: readonly Bug[] = [
  { name: 'information goes one step and no further', inject: () => {
    vi.spyOn(Exploration.prototype, 'reached').mockImplementation(function (this: Exploration) { return (this as unknown as { states: ReturnType<Exploration['reached']> }).states.slice(0, 3) })
  } },
  ...(['initiate', 'reply'] as const).map((kind): Bug => ({ name: `no steps of kind ${kind}`, inject: () => {
    const correct = Steps.prototype.from
    vi.spyOn(Steps.prototype, 'from').mockImplementation(function (this: Steps, carrier): readonly Step[] { return correct.call(this, carrier).filter(({ by }) => by.kind !== kind) })
  } })),
  { name: 'nobody but the first half hands anything on', inject: () => {
    const correct = Steps.prototype.from
    vi.spyOn(Steps.prototype, 'from').mockImplementation(function (this: Steps, carrier): readonly Step[] { return this.carriers.indexOf(carrier) * 2 < this.carriers.length ? correct.call(this, carrier) : [] })
  } },
]
