import { blameOf, chainText } from '../engine/crossing.ts'
import { Frames, type Crossing } from '../engine/plain/frame.ts'
import { witnessOf } from '../engine/witness.ts'
import type { Segment } from '../topology/model.ts'
import { text, type Cause } from '../verdict.ts'
import { crossedBy } from './judgement/blame.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { dead, leadingNowhere, sharedIds, splits } from './layer2/domains.ts'
import { wirelessLeaks } from './layer2/air.ts'
import { apart } from './layer2/sides.ts'
import type { Answer, Rule } from './rule.ts'

export const vlanLeak: Rule = {
  id: 'vlan-leak',
  clause: '第６条第３号ア及びイ',
  relation: 'initiate',
  basis: {
    kind: 'inference',
    source: text(
      '領域間の通信をできないようにし通信経路を分割すること（第６条第３号ア及びイ）からの推論。VLAN の設定を直接に定める条文は確認していない',
      'Inferred from the separation and division that 第６条第３号ア and イ ask for; no text that rules on VLANs was read'),
  },
  title: text('ブロードキャストドメインがセグメントの申告どおりであること', 'Broadcast domains are the segments declared'),
  checks: text(
    'スイッチのポート（アクセス・トランク・音声・ネイティブ VLAN）と配線から実際のブロードキャストドメインを計算し、二つのセグメントが一つにつながっていないこと、無線LANが複数の層や来庁者に開かれていないことを確かめます。つながっていれば、間にフィルタは一つもなく、あらゆるパケットが届きます。申告されていないスイッチ、配線、持ち込みのハブは分かりません。',
    'Computes the broadcast domains from ports (access, trunk, voice and native VLANs) and cables, and checks that no two segments are joined into one, and that no wireless LAN leads into several tiers or lets visitors into one. Where segments are joined no filter stands between them and every packet gets through. It cannot know of switches, cables and hubs that are not declared.'),
  why: text('ケーブルの差し間違いやネイティブ VLAN の不一致が一つあれば、ファイアウォールの規則に関係なく領域がつながるためです。',
    'One wrong patch or mismatch of native VLANs joins tiers, whatever the firewall says.'),
  fix: text('示されたポートの VLAN、両端のネイティブ VLAN、許可する VLAN、差し込み先を、ネットワーク図と突き合わせて正してください。',
    'Hold the ports shown against the network diagram: their VLANs, the native VLANs of both ends, the VLANs allowed, and what is plugged in.'),
  *check(judgement) {
    let asked = false
    for (const answer of answers(judgement, this)) {
      asked = true
      yield answer
    }
    if (!asked) yield nothingToAsk(this, judgement, text('スイッチと配線の申告がないため、ブロードキャストドメインを計算できない', 'no switches and cables are declared to compute broadcast domains from'))
  },
}

function* answers(judgement: Judgement, rule: Rule): Iterable<Answer> {
  const { topology, network } = judgement
  const frames = new Frames(topology)
  const plugged = new Set(network.domains.flatMap(({ members }) => [...members.keys()]))
  if (plugged.size > 0) {
    for (const segment of topology.segments.values()) {
      const ways = byCause(frames.from(segment.id))
      if (ways.length === 0) yield alone(segment, plugged.has(segment.id), rule)
      for (const [index, way] of ways.entries()) yield leak(judgement, segment, way, index, rule)
    }
  }
  yield* wirelessLeaks(judgement, rule)
  yield* splits(judgement, rule)
  yield* dead(judgement, rule)
  yield* leadingNowhere(judgement, rule)
  yield* sharedIds(judgement, rule)
}

/** What one thing joins to a segment. */
interface Way { readonly cause: Cause; readonly crossings: readonly [Crossing, ...Crossing[]] }

function byCause(crossings: readonly Crossing[]): Way[] {
  const ways = new Map<string, Way>()
  for (const crossing of crossings) {
    const cause = blameOf(crossing)
    const known = ways.get(cause.key)
    ways.set(cause.key, known ? { ...known, crossings: [...known.crossings, crossing] } : { cause, crossings: [crossing] })
  }
  return [...ways.values()]
}

function leak(judgement: Judgement, segment: Segment, { cause, crossings }: Way, index: number, rule: Rule): Answer {
  const { segments, zones } = judgement.topology
  const chain = chainText(crossings[0])
  const others = crossings.map(({ to }) => to)
  const joined = [segment.id, ...others].map((id) => zones.get(segments.get(id)!.zone)!)
  return {
    // The first keeps the name that it has while nothing is joined.
    rule: rule.id, key: `segment ${segment.id}${index === 0 ? '' : ` ${cause.key}`}`, at: segment.at, outcome: 'refuted', ground: 'computed', ...apart(judgement, joined),
    subject: text(`セグメント ${segment.id}`, `segment ${segment.id}`), cause, fix: rule.fix, assumes: [], missing: [],
    message: text(
      `セグメント ${others.join('、')} と一つのブロードキャストドメインになっている: ${chain.ja}`, `it is one broadcast domain with ${others.join(', ')}: ${chain.en}`),
    ...witness(judgement, crossings[0], cause),
  }
}

/** A packet that takes exactly this way; where another way is shorter the chain of ports says enough. */
function witness({ reach, network }: Judgement, { from, to }: Crossing, cause: Cause): Pick<Answer, 'witness'> {
  const set = reach.initiate({ segment: from }, { segment: to })
  if (set.isEmpty()) return {}
  const found = witnessOf(network, { segment: from }, { segment: to }, set)
  return crossedBy(found)?.key === cause.key ? { witness: found.witness } : {}
}

const alone = (segment: Segment, plugged: boolean, rule: Rule): Answer => ({
  rule: rule.id, key: `segment ${segment.id}`, at: segment.at, outcome: plugged ? 'proved' : 'vacuous', ground: 'computed', assumes: [], missing: [],
  subject: text(`セグメント ${segment.id}`, `segment ${segment.id}`),
  message: plugged ? text('ほかのセグメントとつながるポートと配線はない', 'no port or cable joins it to another segment')
    : text('このセグメントにつながるポートと配線の申告はない', 'no port or cable of it is declared'),
})
