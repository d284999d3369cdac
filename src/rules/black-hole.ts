import { deadRoutes, type DeadRoute } from '../engine/dead-routes.ts'
import { arriveKey } from '../engine/device-edges.ts'
import { REQUIRED } from '../engine/flood.ts'
import { subnetsOf } from '../engine/places.ts'
import type { Path } from '../engine/trace.ts'
import { endingWitness, type Found } from '../engine/witness.ts'
import { formatPrefix, intersectAddresses, isEmptyAddresses, unionAddresses, type AddressSet } from '../net/address.ts'
import { text, type Cause } from '../verdict.ts'
import { forwardingDomains } from './filters/forwarding-domains.ts'
import { missingOf, routeCause } from './judgement/blame.ts'
import type { Judgement } from './judgement/judgement.ts'
import { unknownRoutes } from './judgement/doubts.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'

export const blackHole: Rule = {
  id: 'black-hole',
  clause: '第６条第６号',
  relation: 'initiate',
  basis: {
    kind: 'inference',
    source: text(
      '経路制御に不整合を生じさせないこと（ガイドライン第３編第２章6.1。条文は未確認）と、第６条第６号「アクセス制御」からの推論',
      'Inferred from 第６条第６号 (access control) and from the guideline\'s call for routing without contradictions (part 3 chapter 2, 6.1; its text was not read)'),
  },
  title: text('行き先を失う経路', 'No route leads to where nobody knows the way'),
  checks: text(
    '既定経路以外の経路によって隣の機器へ渡されたパケットが、申告された宛先であるのにその機器に経路がないために失われることがないこと、また、より広い経路で届くはずの申告された宛先を破棄経路が捨てていないことを証明します。経路を持たせないことで分けている領域（既定経路で渡されたもの）は問いません。破棄経路が意図したものかどうかは分かりません。',
    'Proves that no packet to a declared destination, handed to the next device by a route other than a default route, is lost there for want of a route, and that no route discards a declared destination which a wider route would deliver. Zones that are kept apart by having no routes to each other (packets handed on by a default route) do not count. It cannot know whether something is discarded on purpose.'),
  why: text('途中で失われる通信は送信元から原因が見えず、経路の設定と実際の構成が食い違っている印であるためです。', 'What is lost on the way leaves its sender without a reason, and says that routes and wiring disagree.'),
  fix: text('失っている機器に経路を加えるか、そこへ向けている経路（または破棄経路）を削除してください。', 'Give the device that loses it a route, or delete the route that leads there (or discards it).'),
  *check(judgement) {
    const { topology, network } = judgement
    const missing = unknownRoutes(topology)
    if (missing.length === 0 && ![...topology.devices.values()].some(({ routes }) => routes.length > 0)) return yield nothingToAsk(this, judgement, text('経路のある機器がない', 'no device has routes'))
    let clean = true
    for (const dead of deadRoutes(network.places)) {
      const destinations = intersectAddresses(dead.destinations, declaredFor(judgement, dead))
      const found = isEmptyAddresses(destinations) ? undefined : lost(judgement, dead, destinations)
      if (!found) continue
      clean = false
      yield refuted(judgement, dead, destinations, found, this)
    }
    const about = { rule: this.id, key: 'network', subject: this.title, at: topology.at, ground: 'computed' as const, assumes: [], missing }
    if (missing.length > 0) yield { ...about, outcome: 'unknown', message: text('経路の分からない機器があり判定できない', 'there are devices whose routes are not known') }
    else yield {
      ...about, outcome: 'proved',
      message: clean ? text('経路の途中で失われる申告された宛先はない', 'no declared destination is lost on the way') : text('ほかに失われる申告された宛先はない', 'no other declared destination is lost on the way'),
    }
  },
}

/** The segments that routing could lead to from there, and the addresses known to stand behind the lines on them. */
function declaredFor({ topology, network }: Judgement, { device }: DeadRoute): AddressSet {
  const domainOf = forwardingDomains(topology)
  const domains = new Set([...device.interfaces.values()].flatMap(({ segment }) => (segment === undefined ? [] : [domainOf(segment)])))
  const reachable = [...topology.segments.values()].filter(({ id }) => domains.has(domainOf(id)))
  const zones = new Set(network.places.lines.filter(({ segment }) => domains.has(domainOf(segment))).flatMap(({ to, beyond }) => [to, ...beyond]))
  const outside = [...zones].filter((id) => topology.zones.get(id)!.tier !== 'public').map((id) => network.places.heldBy.get(id)!)
  return unionAddresses(...reachable.map(subnetsOf), ...outside)
}

/** A packet that really gets there, past every filter on the way, and no further. */
function lost({ reach, network }: Judgement, { kind, device, ports, of }: DeadRoute, destinations: AddressSet): Found | undefined {
  const { graph, space } = network
  const isLost = ({ end, hops }: Path): boolean => end.kind === 'dropped' && (end.reason === 'no-route' || end.reason === 'null-route')
    && 'device' in end.place && end.place.device === device.id
    && (kind === 'discarding' || hops.some(({ place, event }) => event.does === 'routed' && 'device' in place && place.device === of.id))
  for (const from of reach.origins) {
    for (const { interface: face } of ports) {
      const set = reach.from(from).at(graph.node(arriveKey(device.id, face.name))).intersect(space.destination(destinations)).forget('in', 'out')
      const found = set.isEmpty() ? undefined : endingWitness(network, from, set, isLost)
      if (found) return found
    }
  }
  return undefined
}

function refuted(judgement: Judgement, dead: DeadRoute, destinations: AddressSet, found: Found, rule: Rule): Answer {
  const { kind, device, of, route } = dead
  const to = formatPrefix(route.to)
  const subject = text(`装置 ${of.id} の経路 ${to}`, `route ${to} of device ${of.id}`)
  const about = {
    rule: rule.id, key: `${of.id}/${route.vrf}/${to}${kind === 'discarding' ? ' discard' : ''}`, subject, at: route.at, ground: 'computed' as const, witness: found.witness, assumes: [],
    ...(kind === 'discarding' && { grade: 'discard' }),
  }
  if (!found.path.certain) {
    return { ...about, outcome: 'unknown', missing: missingOf(found, judgement.network), message: text('失われるかもしれないが、解釈できない設定があり判定できない', 'something may be lost; what would decide it is not understood') }
  }
  return {
    ...about, outcome: 'refuted', missing: [], fix: rule.fix, cause: failingEntry(judgement, destinations) ?? routeCause(of.id, route),
    message: kind === 'discarding' ? text('より広い経路で届くはずの、申告された宛先を破棄している', 'it discards a declared destination that a wider route would deliver')
      : text(`申告された宛先へのパケットが、渡された装置 ${device.id} に経路がないため失われる`, `packets to a declared destination are lost at ${device.id}, which has no route for them`),
  }
}

/** An active entry that does not work for it is the same matter as flow-blocked names. */
function failingEntry(judgement: Judgement, destinations: AddressSet): Cause | undefined {
  const { space } = judgement.network
  const there = space.destination(destinations)
  const flow = judgement.active('specific', 'sanitized', 'export', 'necessary', 'ordinary').find((one) =>
    judgement.asks.of(one).some((ask) => ask.wanted.meets(there) && !judgement.asks.received(ask, REQUIRED)))
  return flow && { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id} は登録どおりに通信できない`, `register entry ${flow.id} does not work`) }
}
