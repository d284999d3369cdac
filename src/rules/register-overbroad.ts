import { text } from '../verdict.ts'
import type { Flow } from '../topology/model.ts'
import { registered } from './judgement/isolation.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { tightForm } from './register/tight-form.ts'
import type { Answer, Rule } from './rule.ts'

export const registerOverbroad: Rule = {
  id: 'register-overbroad',
  clause: '第６条第６号',
  relation: 'initiate',
  basis: {
    kind: 'inference',
    source: text(
      '登録を必要な範囲に絞ることは、第６条第６号「アクセス制御」の運用としての推論。半分という目安は本ソフトのもの',
      'That an entry is no wider than needed is inferred from 第６条第６号 (access control); the measure of a half is ours'),
  },
  title: text('広すぎる登録', 'No entry of the register is wider than the network'),
  checks: text(
    '有効な登録について、領域・セグメント・アドレス範囲で書かれた端とサービスのポートのうち、ネットワークが実際に通すのが半分以下のものがないことを確かめます。あれば、通るものをすべて含む最も狭い書き方を示し、それで同じ通信がすべて許可されることを改めて証明します。通る通信のうちどこまでが業務に必要かは分かりません。',
    'Checks of each active entry that of an end said by zone, segment or range, and of the ports of its service, the network lets through more than half. Where it does not, the narrowest form that covers all that gets through is shown, and proved again to permit the same packets. It cannot know how much of what gets through is needed.'),
  why: text('登録が広いと、後からフィルタを開けた人が、承認されていない通信まで登録済みと思い込むためです。', 'Under a wide entry whoever opens the filter later takes for approved what nobody approved.'),
  fix: text('登録の範囲を、実際に許可している範囲に絞ってください。', 'Narrow the entry to what the network permits.'),
  *check(judgement) {
    const flows = judgement.active('specific', 'sanitized', 'export', 'necessary', 'ordinary')
    for (const flow of flows) yield narrow(judgement, flow, this)
    if (flows.length === 0) yield nothingToAsk(this, judgement, text('有効な登録がない', 'no active entry'))
  },
}

function narrow(judgement: Judgement, flow: Flow, rule: Pick<Rule, 'id' | 'fix'>): Answer {
  const about = {
    rule: rule.id, key: flow.id, subject: text(`登録 ${flow.id}`, `register entry ${flow.id}`), at: flow.at, ground: 'computed' as const, missing: [],
  }
  const tight = tightForm(judgement, flow, flow.kind === 'ordinary')
  if (!tight) return { ...about, outcome: 'proved', assumes: [registered(flow)], message: text('通信の範囲に見合っている', 'it is as wide as what gets through') }
  const yaml = `flows: { ${flow.id}: ${tight.yaml} }`
  return {
    ...about, outcome: 'refuted', assumes: [],
    cause: { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id}：通信より広い`, `register entry ${flow.id}: wider than what gets through`) },
    message: text('ネットワークが通すより広く登録されている', 'it is wider than what the network lets through'),
    fix: text(`次のように絞っても、いま通っている通信はすべて許可されます（確認済み）: ${yaml}`, `This permits all that gets through now, as proved: ${yaml}`),
  }
}
