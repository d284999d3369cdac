import { MAY, SURELY } from '../engine/flood.ts'
import { ownAddresses } from '../engine/places.ts'
import { intersectAddresses, isEmptyAddresses } from '../net/address.ts'
import type { End, Flow, Topology } from '../topology/model.ts'
import { text } from '../verdict.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { standingsOf, type Entry } from './register/ends.ts'
import { arrives } from './register/entry-packets.ts'
import type { Answer, Rule } from './rule.ts'

export const registerUnused: Rule = {
  id: 'register-unused',
  clause: '第６条第６号',
  relation: 'initiate',
  basis: {
    kind: 'inference',
    source: text(
      '使われない登録を残さないことは、第６条第６号「アクセス制御」と第７条（定期的な点検）からの推論。対策基準の条文は確認していない',
      'That no entry is left without use is inferred from 第６条第６号 (access control) and 第７条 (periodic inspection); the city\'s standard was not read'),
  },
  title: text('使われない登録', 'No entry of the register is without use'),
  checks: text(
    '有効な登録について、その通信が少しでもネットワークを通ることを証明します。すべてが確実に届くかどうかは flow-blocked が判定します。両端とも庁外にある登録と、媒体による持ち運びは問いません。通る通信が実際に使われているかは分かりません。',
    'Proves of each active entry that something of it gets through the network. Whether all of it surely does is for flow-blocked. Entries with both ends outside, and what is carried by hand, are not asked about. It cannot know whether what can get through is ever sent.'),
  why: text('通らない通信の登録は、いつか誰かが確かめずに許可を開ける口実になるためです。', 'An entry for what cannot happen is a reason for somebody, some day, to open the way without asking.'),
  fix: text('不要なら登録を削除し、必要なら経路とフィルタを登録に合わせてください。', 'Delete the entry, or if it is needed let routes and filters follow it.'),
  *check(judgement) {
    const flows = judgement.active('specific', 'sanitized', 'export', 'necessary', 'ordinary')
    for (const flow of flows) yield used(judgement, flow, this)
    if (flows.length === 0) yield nothingToAsk(this, judgement, text('有効な登録がない', 'no active entry'))
  },
}

function used(judgement: Judgement, flow: Flow, rule: Pick<Rule, 'id' | 'fix'>): Answer {
  const { reach, topology, entries } = judgement
  const about = {
    rule: rule.id, key: flow.id, subject: text(`登録 ${flow.id}`, `register entry ${flow.id}`), at: flow.at, ground: 'computed' as const, assumes: [], missing: [],
  }
  if (isOutside(flow, topology)) return { ...about, outcome: 'vacuous', message: text('両端とも庁外にある', 'both of its ends are outside') }
  const whole = withDevices(flow, topology)
  if (arrives(whole, reach, SURELY, entries)) return { ...about, outcome: 'proved', message: text('登録された通信が通る', 'something of it gets through') }
  if (arrives(whole, reach, MAY, entries)) {
    return {
      ...about, outcome: 'unknown', message: text('解釈できない設定があり、通信が通るか判定できない', 'whether any of it gets through depends on configuration that is not understood'),
      missing: [{ key: `flow:${flow.id}`, at: flow.at, yaml: '', text: text(`登録 ${flow.id} の経路上の設定`, `the configuration on the way of ${flow.id}`) }],
    }
  }
  const why = text('登録された通信は、どの経路でもまったく通らない', 'nothing of what is registered gets through, by any way')
  return { ...about, outcome: 'refuted', message: why, fix: rule.fix, cause: { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id}：通信がまったく通らない`, `register entry ${flow.id}: nothing of it gets through`) } }
}

/** What goes on between outside zones is not ours to see. */
function isOutside({ from, to }: Flow, topology: Topology): boolean {
  const outside = (ends: readonly End[]): boolean => ends.flatMap((end) => standingsOf(end, topology)).every(({ place }) => 'zone' in place)
  return outside(from) && outside(to)
}

/** A device is often registered by its address. */
function withDevices(flow: Flow, topology: Topology): Entry {
  const owners = (end: End): End[] => (end.kind !== 'addresses' ? []
    : [...topology.devices.values()].filter((device) => !isEmptyAddresses(intersectAddresses(ownAddresses(device), end.set))).map(({ id, at }) => ({ kind: 'device', id, at })))
  const whole = (ends: readonly End[]): readonly End[] => [...ends, ...ends.flatMap(owners)]
  return { ...flow, from: whole(flow.from), to: whole(flow.to) }
}
