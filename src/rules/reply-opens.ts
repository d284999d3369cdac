import { TCP, TCP_FLAGS } from '../net/header.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { PacketSpace } from '../net/packet-space.ts'
import { text } from '../verdict.ts'
import { Crossings, mentions, pairsOfTiers, type Crossing, type Permitting } from './filters/crossings.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { crossesRealms, isOwnTier } from './judgement/realms.ts'
import type { Answer, Rule } from './rule.ts'

export const replyOpens: Rule = {
  id: 'reply-opens',
  clause: '第６条第６号',
  relation: 'initiate',
  basis: {
    kind: 'inference',
    source: text(
      '第６条第６号「アクセス制御」からの推論。応答だけを通す設定の方法を定める条文は確認していない',
      'Inferred from 第６条第６号 (access control); no text that says how replies are to be let through was read'),
  },
  title: text('応答のための規則を通る、応答ではない通信', 'Rules meant for replies let nothing else pass'),
  checks: text(
    '応答のための許可（TCPのACKかRSTだけを見る established、または送信元ポートだけを見る規則）について、セッションがないのに作られたパケットが、それを通って他の層に届かないことを証明します。セッションを覚える機器が経路上で破棄するものは含みません。来庁者用と学校系のネットワークは問いません。その規則が応答のために書かれたのかどうかは分かりません。',
    'Proves of each permission meant for replies (`established`, which looks at the ACK and RST of TCP alone, or one that looks at the source port alone) that no packet crafted without any session passes through it into another tier. What a device on the way that knows sessions drops does not count, nor do networks for guests and schools. It cannot know whether the rule was written for replies.'),
  why: text('パケットのフラグと送信元ポートは送る側が自由に決められ、応答であることの証拠にならないためです。', 'Flags and source ports are what the sender makes them: they prove nothing about a session.'),
  fix: text('その機器をステートフルにする（stateful: true）か、送信元・宛先を応答に必要な範囲に限定してください。',
    'Let the device know sessions (`stateful: true`), or narrow source and destination to what the replies need.'),
  *check(judgement) {
    const crossings = new Crossings(judgement)
    const { space } = judgement.network
    const meant = new Map(crossings.rules().filter(({ rule }) => mentions(rule.when, ['tcp-flags', 'source-port'])).flatMap((one) => {
      const kind = kindOf(crossings.admits(one.rule), space)
      return kind ? [[one, kind] as const] : []
    }))
    if (meant.size === 0) return yield nothingToAsk(this, judgement, text('応答のための規則はない', 'no rule is meant for replies'))
    const found = new Map<Permitting, Crossing>()
    const pairs = pairsOfTiers(judgement, ({ tier }) => isOwnTier(tier))
      .sort((a, b) => Number(crossesRealms(b.from.tier, b.to.tier)) - Number(crossesRealms(a.from.tier, a.to.tier)))
    for (const pair of pairs) {
      for (const kind of ['opening', 'crafted'] as const) {
        const left = [...meant.keys()].filter((one) => meant.get(one) === kind && !found.has(one))
        for (const crossing of crossings.between(pair, left, packetsOf(kind, space))) found.set(crossing.by, crossing)
      }
    }
    for (const crossing of found.values()) yield passes(crossing, meant.get(crossing.by)!, this)
    yield {
      rule: this.id, key: 'network', subject: this.title, at: judgement.topology.at, outcome: 'proved', ground: 'computed', assumes: [], missing: [],
      message: found.size === 0 ? text('応答のための規則を通って他の層に届くものはない', 'nothing passes into another tier by a rule meant for replies')
        : text('ほかの規則を通って他の層に届くものはない', 'nothing passes into another tier by any other such rule'),
    }
  },
}

type Kind = 'opening' | 'crafted'

const EPHEMERAL = [[49152, 65535]] as const

/**
 * `crafted`: TCP that opens nothing. `opening`: no source port of a client (RFC 6335 section 6), and every destination port
 * of one, as in an answer from a server; it may open a session all the same.
 */
function kindOf(admits: PacketSet, space: PacketSpace): Kind | undefined {
  if (admits.isEmpty()) return undefined
  const { SYN, ACK, RST } = TCP_FLAGS
  const tcp = admits.intersect(space.protocol([[TCP, TCP]]))
  if (tcp.equals(admits) && !tcp.meets(space.tcpFlags(SYN | ACK | RST, SYN))) return 'crafted'
  const ported = admits.intersect(space.ported)
  const answers = ported.equals(admits) && !ported.meets(space.sourcePort(EPHEMERAL)) && ported.meets(space.destinationPort([[49152, 49152]]))
    && ported.meets(space.destinationPort([[65535, 65535]]))
  return answers ? 'opening' : undefined
}

/** SYN without ACK is no answer, whatever else is set: a device that knows sessions takes it for an opening. */
const packetsOf = (kind: Kind, space: PacketSpace): PacketSet =>
  (kind === 'opening' ? space.all : space.all.subtract(space.tcpFlags(TCP_FLAGS.SYN | TCP_FLAGS.ACK, TCP_FLAGS.SYN)))

function passes({ by, from, to, found, cause }: Crossing, kind: Kind, rule: Rule): Answer {
  return {
    rule: rule.id, key: cause.key.replace(/^rule:/, ''), subject: cause.title, at: by.rule.at, outcome: 'refuted', ground: 'computed', assumes: [], missing: [],
    witness: found.witness, cause, fix: rule.fix, ...(kind === 'crafted' && { grade: 'crafted' }),
    message: kind === 'crafted'
      ? text(`セッションがなくても、ACKを立てたパケットが${from.name.ja}から${to.name.ja}に届く`, `without any session, packets with ACK set get from ${from.name.en} to ${to.name.en}`)
      : text(`送信元ポートを選ぶだけで、${from.name.ja}から${to.name.ja}へ通信を始められる`, `whoever chooses the source port can open communication from ${from.name.en} to ${to.name.en}`),
  }
}
