import { arriveKey } from '../engine/device-edges.ts'
import { MAY } from '../engine/flood.ts'
import { subnetsOf, type Port } from '../engine/places.ts'
import { routingCycles, type Cycle } from '../engine/routing-cycles.ts'
import type { Path } from '../engine/trace.ts'
import { endingWitness, type Found } from '../engine/witness.ts'
import { formatPrefix, intersectAddresses, isEmptyAddresses, subtractAddresses, unionAddresses, type AddressSet } from '../net/address.ts'
import { text, type Cause, type Text } from '../verdict.ts'
import { missingOf, policyRouteCause } from './judgement/blame.ts'
import type { Judgement } from './judgement/judgement.ts'
import { unknownRoutes } from './judgement/doubts.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'

export const forwardingLoop: Rule = {
  id: 'forwarding-loop',
  clause: '第６条第６号',
  relation: 'initiate',
  basis: {
    kind: 'inference',
    source: text(
      '経路制御に不整合を生じさせないこと（ガイドライン第３編第２章6.1。条文は未確認）と、第６条第６号「アクセス制御」からの推論',
      'Inferred from 第６条第６号 (access control) and from the guideline\'s call for routing without contradictions (part 3 chapter 2, 6.1; its text was not read)'),
  },
  title: text('転送のループ', 'No packet goes round for ever'),
  checks: text(
    '機器から機器へ渡されるうちに同じ機器へ同じ姿で戻ってくる（TTLが尽きるまで回り続ける）パケットがないことを証明します。外部の領域や中継するホストを通って戻るものと、宛先アドレス変換によって生じるものは、あるかどうか分かりません。申告されていない宛先のループは注記にとどめます。',
    'Proves that no packet which devices hand to each other comes back to one of them as it was there before (and goes round until its TTL is used up). It cannot know of ways back through external zones or forwarding hosts, or by destination NAT. A loop towards addresses that nobody declared is a note.'),
  why: text('回り続けるパケットは宛先に届かず、わずかな量でも回線と機器を使い切るためです。', 'What goes round never arrives, and little of it is enough to fill the lines and the devices.'),
  fix: text('経路の向きを直すか、集約した経路を持つ機器に、その集約の破棄経路（discard）を加えてください。', 'Turn the route the right way, or give the device that holds the parts of a summary a route that discards the rest (`discard: true`).'),
  *check(judgement) {
    const { topology, network } = judgement
    if (topology.devices.size === 0) return yield nothingToAsk(this, judgement, text('機器がない', 'there is no device'))
    const { cycles, complete } = routingCycles(network.places)
    const loops = [...byDevices(cycles).values()].flatMap((some) => loopAmong(judgement, some) ?? [])
    for (const loop of loops) yield refuted(judgement, loop, this)
    const about = { rule: this.id, key: 'network', subject: this.title, at: topology.at, ground: 'computed' as const, assumes: [], missing: [] }
    const missing = unknownRoutes(topology)
    if (missing.length > 0) yield { ...about, outcome: 'unknown', missing, message: text('経路の分からない機器があり判定できない', 'there are devices whose routes are not known') }
    else if (!complete) yield { ...about, outcome: 'unknown', message: text('経路の組合せが多すぎて判定できない', 'there are too many ways for an answer') }
    else yield { ...about, outcome: 'proved', message: loops.length === 0 ? text('回り続けるパケットはない', 'no packet goes round for ever') : text('ほかに回り続けるパケットはない', 'no other packet goes round for ever') }
  },
}

interface Loop { readonly ports: readonly Port[]; readonly declared: boolean; readonly found: Found }

const devicesOf = (ports: readonly Port[]): string[] => [...new Set(ports.map(({ device }) => device.id))].sort()

/** Circles of the same devices are one matter. */
function byDevices(cycles: readonly Cycle[]): Map<string, Cycle[]> {
  const groups = new Map<string, Cycle[]>()
  for (const cycle of cycles) {
    const key = devicesOf(cycle.ports).join('&')
    groups.set(key, [...groups.get(key) ?? [], cycle])
  }
  return groups
}

/** A packet that really goes round: towards declared addresses if there is one, else towards any. */
function loopAmong(judgement: Judgement, cycles: readonly Cycle[]): Loop | undefined {
  const declared = unionAddresses(...[...judgement.topology.segments.values()].map(subnetsOf), ...judgement.network.places.heldBy.values())
  for (const [wanted, part] of [[true, intersectAddresses], [false, subtractAddresses]] as const) {
    for (const { ports, destinations } of cycles) {
      const found = goingRound(judgement, ports, part(destinations, declared))
      if (found) return { ports, declared: wanted, found }
    }
  }
  return undefined
}

/** Filters and translations on the way count: what is there again after two rounds, and what the plain walk sees come back. */
function goingRound({ reach, network }: Judgement, ports: readonly Port[], destinations: AddressSet): Found | undefined {
  if (isEmptyAddresses(destinations)) return undefined
  const { graph, space } = network
  const nodes = ports.map(({ device, interface: face }) => graph.node(arriveKey(device.id, face.name)))
  const stops = [...nodes.slice(1), nodes[0]!]
  for (const from of reach.origins) {
    const start = reach.from(from).at(nodes[0]!).intersect(space.destination(destinations))
    const { here } = [...stops, ...stops].reduce(({ here, at }, next) =>
      ({ at: next, here: here.isEmpty() ? here : network.flood(MAY, [{ at, set: here }]).at(next) }), { here: start, at: nodes[0]! })
    const found = here.isEmpty() ? undefined : endingWitness(network, from, here.forget('in', 'out'), isLoopOfDevices)
    if (found) return found
  }
  return undefined
}

const isLoopOfDevices = ({ end, hops }: Path): boolean => end.kind === 'dropped' && end.reason === 'forwarding-loop' && 'device' in end.place
  && !hops.some(({ event }) => event.does === 'enters-line' || event.does === 'forwarded-by-host')

function refuted(judgement: Judgement, { ports, declared, found }: Loop, rule: Rule): Answer {
  const devices = devicesOf(ports)
  const subject = text(`装置 ${devices.join('、')} の間の転送`, `forwarding among ${devices.join(', ')}`)
  const about = {
    rule: rule.id, key: devices.join('&'), subject, at: judgement.topology.devices.get(devices[0]!)!.at, ground: 'computed' as const,
    witness: found.witness, assumes: [], ...(!declared && { grade: 'unallocated' }),
  }
  if (!found.path.certain) {
    return { ...about, outcome: 'unknown', missing: missingOf(found, judgement.network), message: text('回り続けるパケットがあるかもしれないが、解釈できない設定があり判定できない', 'a packet may go round for ever; what would decide it is not understood') }
  }
  return {
    ...about, outcome: 'refuted', missing: [], fix: rule.fix, cause: causeOf(found, devices, subject),
    message: declared ? text('申告された宛先へのパケットが回り続ける', 'packets to a declared destination go round for ever')
      : text('どこにも割り当てられていない宛先へのパケットが回り続ける', 'packets to addresses that nobody declared go round for ever'),
  }
}

/** The narrowest route of the circle: of a summary and a default route the summary is the one to complete. */
function causeOf({ path }: Found, devices: readonly string[], subject: Text): Cause {
  const turns = path.hops.flatMap(({ place, event }) =>
    (event.does === 'routed' && 'device' in place && devices.includes(place.device) ? [{ device: place.device, ...event }] : []))
  const key = `loop:${devices.join('&')}`
  const [policy] = turns.flatMap(({ device, policy: one }) => (one ? [policyRouteCause(device, one)] : []))
  if (policy) return { ...policy, key, title: text(`${subject.ja}（${policy.title.ja}）`, `${subject.en} (${policy.title.en})`) }
  const routes = turns.flatMap(({ device, route }) => (route ? [{ device, route }] : []))
  const narrowest = routes.reduce((best, one) => (one.route.to.length > best.route.to.length ? one : best), routes[0]!)
  const to = formatPrefix(narrowest.route.to)
  return {
    key, at: narrowest.route.at,
    title: text(`${subject.ja}（装置 ${narrowest.device} の経路 ${to}）`, `${subject.en} (route ${to} of ${narrowest.device})`),
  }
}
