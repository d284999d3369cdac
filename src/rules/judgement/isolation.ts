/** The common shape of the isolation rules: what may pass between two areas lies within what the register permits. */
import { ANY_ROUTE, lineKey, MAY, SURELY, type Reading } from '../../engine/flood.ts'
import { holdsOf } from '../../engine/matrix.ts'
import type { Place } from '../../engine/places.ts'
import { witnessOf, type Found } from '../../engine/witness.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { Exception, Flow } from '../../topology/model.ts'
import { text, type Assumption, type Cause, type Text } from '../../verdict.ts'
import { causeOf, crossedBy, missingOf, partyCause, type End } from './blame.ts'
import type { ClaimedPair, IsolationClaim } from './claim.ts'
import type { Area, Judgement } from './judgement.ts'
import type { Entry } from '../register/ends.ts'
import { exceptionCause, exceptionStanding } from '../register/exceptions.ts'
import { entryCause } from '../register/register.ts'
import { standardAssumed, type StandardPermit } from '../register/standard-permits.ts'
import type { Answer, Leak } from '../rule.ts'

export interface Isolation {
  readonly rule: string
  readonly from: Area
  readonly to: Area
  /** Entries whose packets are permitted. */
  readonly permits: readonly Permit[]
  /** Places of the graph taken to be cut: whether anything passes without them. */
  readonly without?: readonly string[]
  /** What would permit something if it were in order: to blame for what it would permit. */
  readonly refused?: readonly Refused[]
  /** An external zone sends only with addresses that it holds: for rules that others ask about posing. */
  readonly ownSources?: true
  /** What a violation is shown by, if anything of it is among what gets through. */
  readonly gravest?: PacketSet
  /** Distinguishes obligations of one rule between the same areas. */
  readonly aspect?: string
  readonly fix: Text
  /** What the areas, as they are asked about, rest on. */
  readonly given?: readonly Assumption[]
  /** What it means that nothing, or something, is left over. */
  readonly says?: { readonly proved: Text; readonly refuted: Text }
}

/** What permits packets without an entry of the register: something else that is declared. */
export interface Grant extends Entry {
  readonly id: string
  readonly assumed: Assumption
  /** Only what passes this place of the graph, and would not get through without it. */
  readonly by?: string
}
export interface Refused { readonly entry: Entry & Pick<Grant, 'by'>; readonly cause: Cause }

type Permit = Flow | Exception | Grant

const isGrant = (permit: Permit): permit is Grant => 'assumed' in permit

const REGISTERED = {
  proved: text('登録されていない通信は通らない', 'nothing that is not registered gets through'),
  refuted: text('登録されていない通信が通る', 'something that is not registered gets through'),
}

export function isolated(judgement: Judgement, asked: Isolation): Answer {
  const { from, to, says = REGISTERED } = asked
  const about = {
    rule: asked.rule, ground: 'computed' as const, key: `${from.id}->${to.id}${asked.aspect ? ` ${asked.aspect}` : ''}`,
    subject: text(`${from.name.ja} → ${to.name.ja}`, `${from.name.en} → ${to.name.en}`),
    at: (from.zone ?? to.zone)!.at,
  }
  if (from.places.length === 0 || to.places.length === 0) {
    const empty = from.places.length === 0 ? from : to
    return { ...about, outcome: 'vacuous', assumes: [], missing: [], message: text(`${empty.name.ja}にはセグメントがない`, `${empty.name.en} has no segment`) }
  }
  const assumes = restsOn(judgement, asked)
  const possible = leaks(judgement, asked, MAY)
  if (possible.length === 0) {
    const filtered = judgement.reach.aside(() => leaks(judgement, asked, ANY_ROUTE).length === 0)
    return {
      ...about, outcome: 'proved', assumes, missing: [], holds: holdsOf(filtered),
      message: says.proved, claim: claimed(judgement, asked, filtered ? ANY_ROUTE : MAY),
    }
  }
  const exceptions = judgement.exceptions(asked.rule)
  const excused = { ...asked, permits: [...asked.permits, ...exceptions] }
  const left = exceptions.length > 0 ? leaks(judgement, excused, MAY) : possible
  // An exception that excuses a part stays visible, whatever becomes of the rest.
  const used = exceptions.filter((exception) => possible.some(({ from: sender, to: receiver, set }) => !judgement.entries.between(set, sender, receiver, exception).isEmpty()))
  if (left.length === 0) return { ...excepted(about, assumes, used), claim: claimed(judgement, excused, MAY) }
  const sure = to.zone && from.zone ? leaks(judgement, excused, SURELY) : []
  const worst = worstOf(sure.length > 0 ? sure : left, asked.gravest)
  const found = witnessOf(judgement.network, worst.from, worst.to, worst.set)
  const violation = (): PacketSet[] => left.map(({ set }) => set)
  const evidence = { witness: found.witness, violation, assumes: [...assumes, ...used.map(exceptionAssumed)] }
  if (sure.length === 0) {
    return {
      ...about, ...evidence, outcome: 'unknown', missing: missingOf(found, judgement.network),
      message: text('通る可能性があるが、設定または申告が足りず判定できない', 'something may get through; what would decide it is missing or not understood'),
    }
  }
  return {
    ...about, ...evidence, outcome: 'refuted', missing: [], fix: asked.fix, leaks: sure,
    claim: { kind: 'witness', packets: [{ from: worst.from, to: worst.to, sent: found.sent, now: found.now }] },
    cause: crossedBy(found) ?? inactiveEntry(judgement, asked.rule, worst, found) ?? refusedGrant(judgement, asked, worst, found) ?? wrongKind(judgement, asked, worst) ?? causeOf(found, judgement.network, guarded(from, to)),
    message: says.refuted,
  }
}

function worstOf(leaks: readonly Leak[], gravest: PacketSet | undefined): Leak {
  const leak = gravest && leaks.find(({ set }) => set.meets(gravest))
  return leak ? { ...leak, set: leak.set.intersect(gravest) } : leaks[0]!
}

/** An entry in force that names all of it, and is of a kind that permits nothing here. */
function wrongKind(judgement: Judgement, asked: Isolation, { from, to, set }: Leak): Cause | undefined {
  // Rules that ask about something else than the register say so in words of their own.
  if (asked.says) return undefined
  const permitted = new Set(asked.permits.map(({ id }) => id))
  const flow = [...judgement.topology.flows.values()].find((one) => !permitted.has(one.id) && judgement.standing(one).is === 'active'
    && set.within(judgement.entries.between(set, from, to, one)))
  return flow && { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id}：種別 ${flow.kind} では、この領域間の通信は認められない`, `register entry ${flow.id}: kind ${flow.kind} permits nothing between these zones`) }
}

/** Which end is the stricter tier. */
const guarded = (from: Area, to: Area): End => (STRICT.indexOf(to.tier) > STRICT.indexOf(from.tier) ? 'to' : 'from')

const STRICT: readonly Area['tier'][] = ['internet', 'lgwan', 'mynumber']

type About = Pick<Answer, 'rule' | 'ground' | 'key' | 'subject' | 'at'>

/** Proved only with the packets of exceptions allowed. */
function excepted(about: About, assumes: readonly Assumption[], exceptions: readonly Exception[]): Answer {
  return {
    ...about, outcome: 'excepted', missing: [], assumes: [...assumes, ...exceptions.map(exceptionAssumed)],
    message: exceptions.some((one) => 'pair' in one)
      ? text('承認された例外と対策基準が認める通信を除けば、登録されていない通信は通らない', "but for approved exceptions and what the city's own standard permits, nothing that is not registered gets through")
      : text('承認された例外を除けば、登録されていない通信は通らない', 'but for approved exceptions, nothing that is not registered gets through'),
  }
}

/** Exceptions stay visible in every output, with approver and expiry. */
export function exceptionAssumed(exception: Exception | StandardPermit): Assumption {
  if ('pair' in exception) return standardAssumed(exception)
  const { id, at, title, reason, approver, expires } = exception
  return {
    key: `exception:${id}`, at,
    text: text(`例外 ${id}（${title ?? reason ?? '-'}、承認者 ${approver ?? '-'}、期限 ${expires ?? '-'}）`, `exception ${id} (${title ?? reason ?? '-'}, approved by ${approver ?? '-'}, until ${expires ?? '-'})`),
  }
}

/** What is left over of what passes between two areas when the packets of each permit are taken out. */
function leaks(judgement: Judgement, asked: Isolation, reading: Reading): Leak[] {
  return passing(judgement, asked, reading).flatMap(({ from, to, all, permitted }) => {
    const set = permitted.reduce((rest, { set: part }) => rest.subtract(part), all)
    return set.isEmpty() ? [] : [{ from, to, set }]
  })
}

interface Passing {
  readonly from: Place
  readonly to: Place
  readonly all: PacketSet
  /** The permits that have a part in it. */
  readonly permitted: readonly { readonly permit: Permit; readonly set: PacketSet }[]
}

function passing({ reach, entries, network }: Judgement, { from, to, permits, without, ownSources }: Isolation, declared: Reading): Passing[] {
  const reading = without ? { ...declared, without } : declared
  return from.places.flatMap((source) => to.places.flatMap((target): Passing[] => {
    const sent = reach.initiate(source, target, reading)
    if (sent.isEmpty()) return []
    const all = ownSources && 'zone' in source ? sent.whereSent(network.space.source(network.places.heldBy.get(source.zone)!)) : sent
    if (all.isEmpty()) return []
    const owned = (permit: Permit): PacketSet => (!isGrant(permit) || permit.by === undefined ? all
      : all.subtract(reach.initiate(source, target, { ...reading, without: [...reading.without ?? [], permit.by] })))
    const permitted = permits.map((permit) => ({ permit, set: entries.between(owned(permit), source, target, permit) })).filter(({ set }) => !set.isEmpty())
    return [{ from: source, to: target, all, permitted }]
  }))
}

/** What a certificate shows: of every pair of places, all that the permits which have a part in it permit. */
function claimed(judgement: Judgement, asked: Isolation, reading: Reading): IsolationClaim {
  const { entries, network: { places } } = judgement
  const way = { routes: reading.routes, ...(asked.without && { without: asked.without }) }
  const pairs = (): ClaimedPair[] => {
    const parts = passing(judgement, asked, reading)
    return asked.from.places.flatMap((from) => asked.to.places.map((to): ClaimedPair => ({
      from, to, ...(asked.ownSources && 'zone' in from && { sentFrom: places.heldBy.get(from.zone)! }),
      permitted: (parts.find((one) => one.from === from && one.to === to)?.permitted ?? []).map(({ permit }) => ({
        by: permit.id, ...entries.standing(from, to, permit), service: entries.service(permit),
        ...(isGrant(permit) && permit.by !== undefined && { past: { ...way, without: [...asked.without ?? [], permit.by] } }),
      })),
    })))
  }
  return { kind: 'isolation', way, pairs }
}

/** The entries without which something would be left over: those with a part that no other entry permits. */
function restsOn(judgement: Judgement, asked: Isolation): Assumption[] {
  const needed = new Set(passing(judgement, asked, MAY).flatMap(({ permitted }) => permitted.filter(({ permit, set }) =>
    !permitted.reduce((rest, other) => (other.permit === permit ? rest : rest.subtract(other.set)), set).isEmpty())).map(({ permit }) => permit))
  return [...asked.given ?? [], ...asked.permits.filter((permit) => needed.has(permit))
    .map((permit): Assumption => (isGrant(permit) ? permit.assumed : registered(judgement.topology.flows.get(permit.id)!)))]
}

export const registered = (flow: Flow): Assumption => ({
  key: `flow:${flow.id}`, at: flow.at,
  text: text(`登録 ${flow.id}（${flow.purpose ?? flow.serviceText}）`, `register entry ${flow.id} (${flow.purpose ?? flow.serviceText})`),
})

function refusedGrant({ network, entries }: Judgement, { refused = [] }: Isolation, leak: Leak, found: Found): Cause | undefined {
  const packet = leak.set.intersect(network.space.header(found.now))
  const passed = new Set(found.path.hops.flatMap(({ event }) => (event.does === 'enters-line' ? [lineKey(event.line)] : [])))
  return refused.find(({ entry }) => (entry.by === undefined || passed.has(entry.by)) && !entries.between(packet, leak.from, leak.to, entry).isEmpty())?.cause
}

/**
 * An entry that would have permitted the packet, had it been in force, is what a person has to look at: one that is past
 * before one that is yet to come, for its successor is not what is wrong. So is an exception that names the rule.
 */
export function inactiveEntry(judgement: Judgement, rule: string, leak: Leak, found: Found): Cause | undefined {
  const { topology, network, entries } = judgement
  const packet = leak.set.intersect(network.space.header(found.now))
  const wouldPermit = (entry: Flow | Exception): boolean => !entries.between(packet, leak.from, leak.to, entry).isEmpty()
  const inactive = [...topology.flows.values()].filter((flow) => judgement.standing(flow).is !== 'active' && wouldPermit(flow))
  const flow = inactive.find((one) => judgement.standing(one).is === 'expired') ?? inactive[0]
  const standing = flow && judgement.standing(flow)
  if (standing?.is === 'refused') return partyCause(standing.party)
  if (standing && standing.is !== 'active') return entryCause(flow, standing)
  const exception = [...topology.exceptions.values()].find((one) => one.rules.includes(rule) && wouldPermit(one))
  const excuse = exception && exceptionStanding(exception, judgement.asOf, judgement.profile.limits)
  return excuse && excuse.is !== 'active' ? exceptionCause(exception, excuse.why, excuse.is) : undefined
}
