import { PERHAPS_REQUIRED, REQUIRED, type Reading } from '../engine/flood.ts'
import { ownAddresses } from '../engine/places.ts'
import { blocked } from '../engine/witness.ts'
import { intersectAddresses, subtractAddresses, unionAddresses, type AddressSet } from '../net/address.ts'
import { TCP, TCP_FLAGS } from '../net/header.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { End, Flow } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { standingsOf, type Standing } from './register/ends.ts'
import type { Judgement } from './judgement/judgement.ts'
import type { Answer, Rule } from './rule.ts'

export const flowBlocked: Rule = {
  id: 'flow-blocked',
  clause: '第６条第６号',
  relation: 'opens',
  basis: { kind: 'inference', source: text('登録された通信が実際に成立することの確認（第６条第６号「アクセス制御」の運用として）', 'That what is registered works, as part of the access control of 第６条第６号') },
  title: text('登録された通信が成立すること', 'What is registered works'),
  checks: text(
    '有効な登録について、送信元のすべてのアドレスから宛先のすべてのアドレスへ、登録されたサービスの新しいセッション（送信元ポートは49152以上）が必ず届くことを、TCPでは応答が戻ることも含めて証明します。宛先のサーバーが動いているかは分かりません。',
    'Proves of each active entry that a new session of its service (source ports from 49152) surely arrives, from every address of its source at every address of its destination, and for TCP that the answer comes back. It cannot know whether the server runs.'),
  why: text('設定と登録の食い違いは、業務の停止か、登録されない抜け道のどちらかを招くためです。', 'A register that the configuration does not follow ends in an outage or in a way around it.'),
  fix: text('フィルタまたは経路を登録に合わせるか、不要になった登録を削除してください。', 'Make filter and routes follow the entry, or delete it if it is no longer needed.'),
  *check(judgement) {
    const flows = judgement.active('specific', 'sanitized', 'export', 'necessary', 'ordinary')
    for (const flow of flows) yield works(judgement, flow, this)
    if (flows.length === 0) {
      yield {
        rule: this.id, key: 'no entries', subject: text('登録', 'register'), at: judgement.topology.at, outcome: 'vacuous',
        ground: 'computed', assumes: [], missing: [], message: text('有効な登録がない', 'no active entry'),
      }
    }
  },
}

/** Whose leg a standing is: a host is reached if one of its legs is. */
interface Leg extends Standing { readonly of: string }

/** `wanted`: what is to arrive, addressed as the entry says; `offered`: the same to any address, as destination NAT may need. */
interface Ask { readonly from: Leg; readonly to: Leg; readonly wanted: PacketSet; readonly offered: PacketSet }

/** The first ask of a pair of ends none of whose legs will do. */
function failingOf(judgement: Judgement, asks: readonly Ask[], reading: Reading): Ask | undefined {
  const byEnds = new Map<string, Ask[]>()
  for (const ask of asks) byEnds.set(`${ask.from.of} ${ask.to.of}`, [...byEnds.get(`${ask.from.of} ${ask.to.of}`) ?? [], ask])
  return [...byEnds.values()].find((legs) => !legs.some((ask) => satisfied(judgement, ask, reading)))?.[0]
}

function works(judgement: Judgement, flow: Flow, rule: Pick<Rule, 'id' | 'fix'>): Answer {
  const about = {
    rule: rule.id, key: flow.id, subject: text(`登録 ${flow.id}`, `register entry ${flow.id}`), at: flow.at,
    ground: 'computed' as const, assumes: [], missing: [],
  }
  const asks = asksOf(judgement, flow)
  const failing = failingOf(judgement, asks, REQUIRED)
  if (!failing) {
    return { ...about, outcome: 'proved', message: text('登録どおりに通信できる', 'it works as registered') }
  }
  const { wanted, from, to } = failing
  const witness = blocked(judgement.network, from.place, to.place, wanted.sample().sent)
  if (!failingOf(judgement, asks, PERHAPS_REQUIRED)) {
    return {
      ...about, outcome: 'unknown', witness,
      message: text('解釈できない設定があり、通信できるか判定できない', 'whether it works depends on configuration that is not understood'),
      missing: [{ key: `flow:${flow.id}`, at: flow.at, yaml: '', text: text(`登録 ${flow.id} の経路上の設定`, `the configuration on the way of ${flow.id}`) }],
    }
  }
  return {
    ...about, outcome: 'refuted', witness, fix: rule.fix,
    cause: { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id} は登録どおりに通信できない`, `register entry ${flow.id} does not work`) },
    message: text('登録された通信の一部または全部が届かない', 'some or all of what is registered does not get through'),
  }
}

/** Openings of the service from ephemeral ports (RFC 6335 section 6), for each pair of ends that share a family. */
function asksOf(judgement: Judgement, flow: Flow): Ask[] {
  const { network, topology } = judgement
  const { space } = network
  const tcp = space.protocol([[TCP, TCP]])
  const openings = space.all.subtract(tcp).union(space.tcpFlags(63, TCP_FLAGS.SYN))
  const ephemeral = space.all.subtract(space.ported).union(space.sourcePort([[49152, 65535]]))
  const service = judgement.entries.service(flow).intersect(openings).intersect(ephemeral).subtract(space.fragment()).intersect(space.asSent())
  const ofDevices = unionAddresses(...[...topology.devices.values()].map(ownAddresses))
  /** Who really stands there: no device, and in an external zone nobody whose addresses another holds. */
  const hosts = ({ place, addresses }: Standing): AddressSet => {
    const here = 'zone' in place ? intersectAddresses(addresses, network.places.heldBy.get(place.zone)!) : addresses
    return subtractAddresses(here, ofDevices)
  }
  const standings = (ends: readonly End[]): Leg[] => ends.flatMap((end) => standingsOf(end, topology).map((standing) =>
    ({ ...standing, of: end.kind === 'host' ? end.id : JSON.stringify(standing.place) })))
  return standings(flow.from).flatMap((from) => standings(flow.to).map((to) => {
    const offered = service.intersect(space.source(hosts(from)))
    return { from, to, offered, wanted: offered.intersect(space.destination(hosts(to))) }
  })).filter(({ wanted, from, to }) => !wanted.isEmpty() && !outsideOnly(from, to))
}

/** What goes on between external zones is not ours to see. */
const outsideOnly = (from: Standing, to: Standing): boolean => 'zone' in from.place && 'zone' in to.place

/**
 * Every packet asked for must arrive, whatever source it shows by then. Where none does, the receiver is addressed otherwise
 * (destination NAT): then some opening of the service must arrive there.
 */
function satisfied({ reach, replies, network }: Judgement, { from, to, wanted, offered }: Ask, reading: Reading): boolean {
  const { space } = network
  const addressed = reach.surely(from.place, to.place, wanted, reading)
  if (!addressed.isEmpty() && !wanted.within(addressed.sent())) return false
  const arrived = addressed.isEmpty() ? reach.surely(from.place, to.place, offered, reading) : addressed
  const received = arrived.intersect(space.destination(to.addresses))
  if (received.isEmpty()) return false
  const tcp = received.sent().intersect(space.protocol([[TCP, TCP]]))
  return tcp.isEmpty() || replies.areAnswered(from.place, tcp, reading)
}
