/** What can be opened from one area to another and stands in no entry of the register: one finding for each thing that permits it. */
import { conditionSets } from '../../engine/condition-sets.ts'
import { lineKey, MAY, SURELY, type Reading } from '../../engine/flood.ts'
import type { Network } from '../../engine/network.ts'
import { witnessOf, type Found } from '../../engine/witness.ts'
import { TCP, TCP_FLAGS } from '../../net/header.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { PacketSpace } from '../../net/packet-space.ts'
import type { End, Flow } from '../../topology/model.ts'
import { text, type Cause } from '../../verdict.ts'
import { causeOf, missingOf } from '../judgement/blame.ts'
import { exceptionAssumed, registered } from '../judgement/isolation.ts'
import type { Area, Judgement } from '../judgement/judgement.ts'
import type { Answer, Leak, Rule } from '../rule.ts'
import { attachedLines } from './attached-lines.ts'
import type { Entry } from './ends.ts'

/** More causes than a reader looks at in one pair of zones; what is left shows when these are gone. */
const MOST = 20

export function* unregistered(judgement: Judgement, from: Area, to: Area, rule: Pick<Rule, 'id' | 'fix'>, grade: string | undefined): Iterable<Answer> {
  const { network } = judgement
  const about = {
    rule: rule.id, subject: text(`${from.name.ja} → ${to.name.ja}`, `${from.name.en} → ${to.name.en}`), at: from.zone!.at, ground: 'computed' as const,
    ...(grade !== undefined && { grade }),
  }
  const key = `${from.id}->${to.id}`
  const entries = registerOf(judgement)
  const possible = leaks(judgement, from, to, entries, MAY)
  if (possible.length === 0) {
    return yield { ...about, key, outcome: 'proved', assumes: restsOn(judgement, from, to, entries), missing: [], message: text('始められる通信はすべて登録されている', 'whatever can be opened is registered') }
  }
  const sure = leaks(judgement, from, to, entries, SURELY)
  if (sure.length === 0) {
    const { from: sender, to: receiver, set } = possible[0]!
    const found = witnessOf(network, sender, receiver, set)
    return yield {
      ...about, key, outcome: 'unknown', witness: found.witness, violation: () => possible.map(({ set: part }) => part), assumes: [], missing: missingOf(found, network),
      message: text('登録のない通信が通る可能性があるが、設定が解釈できず判定できない', 'something that is not registered may get through; what would decide it is not understood'),
    }
  }
  const causes = new Map<string, { readonly found: Found; readonly cause: Cause; readonly leaks: Leak[] }>()
  for (const { found, leak } of sure.flatMap((one) => [...partsOf(network, one)])) {
    const cause = causeOf(found, network)
    const known = causes.get(cause.key) ?? { found, cause, leaks: [] }
    causes.set(cause.key, known)
    known.leaks.push(leak)
  }
  for (const { found, cause, leaks: its } of causes.values()) {
    yield {
      ...about, key: `${key} ${cause.key}`, outcome: 'refuted', witness: found.witness, assumes: [], missing: [], fix: rule.fix, cause, leaks: its,
      violation: () => its.map(({ set }) => set),
      message: text('どの登録にもない通信が許可されている', 'something is permitted that no entry of the register covers'),
    }
  }
}

/** What gets through, by the rules that let it through, as far as these can be told apart by what they match. */
export function* partsOf(network: Network, { from, to, set }: Leak): Iterable<{ readonly found: Found; readonly leak: Leak }> {
  let left = set
  for (let n = 1; !left.isEmpty(); n++) {
    const found = witnessOf(network, from, to, left)
    const part = left.intersect(matched(found, network.space))
    const last = part.isEmpty() || n === MOST
    yield { found, leak: { from, to, set: last ? left : part } }
    if (last) return
    left = left.subtract(part)
  }
}

/** Everything that the rules which permitted this packet match, whatever its interfaces. */
function matched({ path }: Found, space: PacketSpace): PacketSet {
  const anywhere = { space, tracked: false, in: () => EVERY, out: () => EVERY }
  const rules = path.hops.flatMap(({ event }) => (event.does === 'permitted' && event.rule ? [event.rule] : []))
  return rules.length === 0 ? space.none : rules.map(({ when }) => conditionSets(when, anywhere).may.forget('in', 'out', 'state')).reduce((all, one) => all.intersect(one))
}

const EVERY = [[0, 0xffff]] as const

interface Covering { readonly entry: Entry; readonly is: ReturnType<typeof registered> }

/** Every entry that has packets, whether or not it is in force. */
function registerOf({ topology }: Judgement): Covering[] {
  const internet = [...topology.zones.values()].filter(({ tier }) => tier === 'security-cloud' || tier === 'public')
  /** The Internet is one, and what goes there meets the security cloud: who registers it as one zone of them means them all. */
  const whole = (ends: readonly End[]): readonly End[] => (ends.some((end) => end.kind === 'zone' && topology.zones.get(end.id)?.tier === 'public')
    ? [...ends, ...internet.map(({ id, at }): End => ({ kind: 'zone', id, at }))] : ends)
  const widened = (flow: Flow): Entry => ({ ...flow, from: whole(flow.from), to: whole(flow.to) })
  return [
    ...[...topology.flows.values()].filter(({ kind }) => kind !== 'media').map((flow) => ({ entry: widened(flow), is: registered(flow) })),
    ...[...topology.exceptions.values()].map((exception) => ({ entry: exception, is: exceptionAssumed(exception) })),
  ]
}

interface Passing extends Leak { readonly parts: readonly { readonly by: Covering; readonly set: PacketSet }[] }

function passing({ reach, network, entries }: Judgement, from: Area, to: Area, register: readonly Covering[], reading: Reading): Passing[] {
  const { space } = network
  const openings = space.all.subtract(space.protocol([[TCP, TCP]])).union(space.tcpFlags(TCP_FLAGS.SYN | TCP_FLAGS.ACK, TCP_FLAGS.SYN))
  const inside = !from.zone!.external && !to.zone!.external
  // What leaves by one line and comes back by another is asked about on its way out, and on its way in.
  const every = network.places.lines.map(({ id }) => lineKey(id))
  return from.places.flatMap((sender) => to.places.flatMap((receiver): Passing[] => {
    const attached = attachedLines(network, sender, receiver)
    const through = reach.initiate(sender, receiver, { ...reading, without: inside ? every : attached }).intersect(openings)
    if (through.isEmpty()) return []
    // What comes over the line itself gets there anyway, whoever else lets it through as well.
    const set = inside || attached.length === 0 ? through : through.subtract(reach.initiate(sender, receiver, { ...SURELY, without: every.filter((line) => !attached.includes(line)) }))
    if (set.isEmpty()) return []
    const parts = register.map((by) => ({ by, set: entries.between(set, sender, receiver, by.entry) })).filter((part) => !part.set.isEmpty())
    return [{ from: sender, to: receiver, set, parts }]
  }))
}

function leaks(judgement: Judgement, from: Area, to: Area, register: readonly Covering[], reading: Reading): Leak[] {
  return passing(judgement, from, to, register, reading).flatMap(({ parts, ...leak }) => {
    const set = parts.reduce((rest, part) => rest.subtract(part.set), leak.set)
    return set.isEmpty() ? [] : [{ ...leak, set }]
  })
}

/** The entries without which something would be left over. */
function restsOn(judgement: Judgement, from: Area, to: Area, register: readonly Covering[]): Answer['assumes'] {
  const needed = new Set(passing(judgement, from, to, register, MAY).flatMap(({ parts }) => parts.filter(({ by, set }) =>
    !parts.reduce((rest, other) => (other.by === by ? rest : rest.subtract(other.set)), set).isEmpty()).map(({ by }) => by)))
  return register.filter((one) => needed.has(one)).map(({ is }) => is)
}
