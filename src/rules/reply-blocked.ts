import { PERHAPS_REQUIRED, REQUIRED, type Reading } from '../engine/flood.ts'
import { blocked } from '../engine/witness.ts'
import { UDP } from '../net/header.ts'
import type { Ranges } from '../net/interval.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { Flow } from '../topology/model.ts'
import { text } from '../verdict.ts'
import type { Judgement } from './judgement/judgement.ts'
import { doubtsAbout } from './judgement/doubts.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { byEnds, type Ask } from './register/entry-asks.ts'
import type { Answer, Rule } from './rule.ts'

export const replyBlocked: Rule = {
  id: 'reply-blocked',
  clause: '第６条第６号',
  relation: 'reply',
  basis: { kind: 'inference', source: text('登録された通信が実際に成立することの確認（第６条第６号「アクセス制御」の運用として）', 'That what is registered works, as part of the access control of 第６条第６号') },
  title: text('UDPとICMPの応答が戻ること', 'Answers by UDP and ICMP come back'),
  checks: text(
    '有効な登録のうち、UDP（syslog、SNMPトラップなど応答のないものを除く）とICMPの要求について、届いた通信への応答が送信元に必ず戻ることを証明します。通信が届くことと、TCPの応答は flow-blocked が問います。サービスが実際に応答を返すかどうかは分かりません。',
    'Proves of each active entry by UDP (but for what has no answer, such as syslog and SNMP traps) or by a request of ICMP that the answer to what arrives surely comes back to its sender. That it arrives, and the answers of TCP, are the business of flow-blocked. It cannot know whether the service answers at all.'),
  why: text('行きだけを許可したフィルタや、行きと帰りで異なる経路では、名前解決や時刻同期が動かないためです。', 'Name resolution and time do not work where a filter permits one direction only, or where the answer takes another way.'),
  fix: text('応答を通す規則を加えるか、その機器をステートフルにし、行きと帰りの経路をそろえてください。', 'Permit the answers, or let the device know sessions, and give both directions the same way.'),
  *check(judgement) {
    const flows = judgement.active('specific', 'sanitized', 'export', 'necessary', 'ordinary').filter((flow) => isAsked(judgement, flow))
    const answers = flows.flatMap((flow) => answered(judgement, flow, this) ?? [])
    yield* answers
    if (answers.length === 0) yield nothingToAsk(this, judgement, text('UDPまたはICMPで届く有効な登録はない', 'nothing arrives by an active entry about UDP or ICMP'))
  },
}

/**
 * UDP services that nobody answers: SNMP traps (RFC 3417), syslog (RFC 5426), IPFIX (RFC 7011), sFlow, wake-on-LAN, and the
 * ports that NetFlow customarily uses.
 */
const ONE_WAY: Ranges = [[9, 9], [162, 162], [514, 514], [2055, 2055], [4739, 4739], [6343, 6343], [9995, 9996]]

/** Of what arrives, what is answered. A reversed ICMP message is there only where it asked for something. */
function expecting({ network: { space } }: Judgement, set: PacketSet): PacketSet {
  const udp = set.intersect(space.protocol([[UDP, UDP]])).subtract(space.destinationPort(ONE_WAY))
  const icmp = ([4, 6] as const).map((family) => set.intersect(space.icmp(family, [[0, 255]], [[0, 255]])))
  return space.union([udp, ...icmp.filter((one) => !one.reverse().isEmpty())])
}

const isAsked = (judgement: Judgement, flow: Flow): boolean => judgement.asks.of(flow).some(({ offered }) => !expecting(judgement, offered).isEmpty())

/** The first ask of a pair of ends that arrives, and to none of whose legs the answer comes back. */
const failingOf = (judgement: Judgement, asks: readonly Ask[], reading: Reading): Ask | undefined =>
  byEnds(asks).map((legs) => legs.filter((ask) => judgement.asks.received(ask, reading))).find((arriving) =>
    arriving.length > 0 && !arriving.some((ask) => comesBack(judgement, ask, reading)))?.[0]

function comesBack(judgement: Judgement, ask: Ask, reading: Reading): boolean {
  const expected = expecting(judgement, judgement.asks.received(ask, reading)!)
  return expected.isEmpty() || judgement.replies.areAnswered(ask.from.place, expected.sent(), reading)
}

/** Nothing is said of an entry of which nothing arrives: that is one matter, and flow-blocked names it. */
function answered(judgement: Judgement, flow: Flow, rule: Pick<Rule, 'id' | 'fix'>): Answer | undefined {
  const about = {
    rule: rule.id, key: flow.id, subject: text(`登録 ${flow.id} の応答`, `answers of register entry ${flow.id}`), at: flow.at,
    ground: 'computed' as const, assumes: [], missing: [],
  }
  const asks = judgement.asks.of(flow)
  const failing = failingOf(judgement, asks, REQUIRED)
  if (!failing) {
    const arrives = asks.some((ask) => judgement.asks.received(ask, REQUIRED))
    return arrives ? { ...about, outcome: 'proved', message: text('応答が送信元に戻る', 'the answers come back') } : undefined
  }
  const sent = expecting(judgement, judgement.asks.received(failing, REQUIRED)!).sample().sent
  const { shown: witness } = blocked(judgement.network, failing.from.place, failing.to.place, sent)
  if (!failingOf(judgement, asks, PERHAPS_REQUIRED)) {
    return {
      ...about, outcome: 'unknown', witness, message: text('解釈できない設定があり、応答が戻るか判定できない', 'whether the answers come back depends on configuration that is not understood'),
      missing: doubtsAbout(judgement.network, failing.from.place, sent),
    }
  }
  return {
    ...about, outcome: 'refuted', witness, fix: rule.fix,
    cause: { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id} は登録どおりに通信できない`, `register entry ${flow.id} does not work`) },
    message: text('通信は届くが、応答が送信元に戻らない', 'it arrives, and its answer does not come back'),
  }
}
