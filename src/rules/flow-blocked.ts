import { PERHAPS_REQUIRED, REQUIRED, type Reading } from '../engine/flood.ts'
import { blockedOf } from '../engine/witness.ts'
import { TCP } from '../net/header.ts'
import type { Flow } from '../topology/model.ts'
import { text } from '../verdict.ts'
import type { Judgement } from './judgement/judgement.ts'
import { doubtsAbout } from './judgement/doubts.ts'
import { byEnds, type Ask } from './register/entry-asks.ts'
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

/** The first ask of a pair of ends none of whose legs will do. */
const failingOf = (judgement: Judgement, asks: readonly Ask[], reading: Reading): Ask | undefined =>
  byEnds(asks).find((legs) => !legs.some((ask) => satisfied(judgement, ask, reading)))?.[0]

function works(judgement: Judgement, flow: Flow, rule: Pick<Rule, 'id' | 'fix'>): Answer {
  const about = {
    rule: rule.id, key: flow.id, subject: text(`登録 ${flow.id}`, `register entry ${flow.id}`), at: flow.at,
    ground: 'computed' as const, assumes: [], missing: [],
  }
  const asks = judgement.asks.of(flow)
  const failing = failingOf(judgement, asks, REQUIRED)
  if (!failing) {
    return { ...about, outcome: 'proved', message: text('登録どおりに通信できる', 'it works as registered') }
  }
  const { wanted, from, to } = failing
  const witness = blockedOf(judgement.network, from.place, to.place, wanted)
  if (!failingOf(judgement, asks, PERHAPS_REQUIRED)) {
    return {
      ...about, outcome: 'unknown', witness,
      message: text('解釈できない設定があり、通信できるか判定できない', 'whether it works depends on configuration that is not understood'),
      missing: doubtsAbout(judgement.network, from.place, wanted.sample().sent),
    }
  }
  return {
    ...about, outcome: 'refuted', witness, fix: rule.fix,
    cause: { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id} は登録どおりに通信できない`, `register entry ${flow.id} does not work`) },
    message: text('登録された通信の一部または全部が届かない', 'some or all of what is registered does not get through'),
  }
}

/** What is asked for arrives, and to what opens a TCP connection an answer comes back; `reply-blocked` asks for the others. */
function satisfied(judgement: Judgement, ask: Ask, reading: Reading): boolean {
  const received = judgement.asks.received(ask, reading)
  if (!received) return false
  const tcp = received.sent().intersect(judgement.network.space.protocol([[TCP, TCP]]))
  return tcp.isEmpty() || judgement.replies.areAnswered(ask.from.place, tcp, reading)
}
