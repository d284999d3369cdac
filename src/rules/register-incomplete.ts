import type { Flow } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { registered } from './judgement/isolation.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { entryCause } from './register/register.ts'
import type { Answer, Rule } from './rule.ts'

export const registerIncomplete: Rule = {
  id: 'register-incomplete',
  clause: '第６条第６号',
  relation: 'none',
  basis: {
    kind: 'inference',
    source: text(
      '第６条第６号「アクセス制御」の運用として、通信要件一覧に目的・承認・期限を求めることは推論。対策基準の条文は確認していない',
      'That the register states purpose, approval and expiry is inferred from 第６条第６号 (access control); the city\'s standard was not read'),
  },
  title: text('登録の記載', 'Every entry of the register is complete'),
  checks: text(
    '特定通信以外の登録について、送信元・宛先・サービス・目的・承認者・承認日・有効期限の記載があること、無害化通信などの規則を外す種別ではホストまたは相手方とポートまで限定されていることを確かめます。記載のそろわない登録は何も許可しません。それがもともと何も許可しない種別（ordinary、media）なら注記にとどめます。特定通信は specific-communication が判定します。書かれた承認が実際に行われたかは分かりません。',
    'Checks of every entry but a 特定通信 that it states its ends, service, purpose, approver, day of approval and expiry, and that one of a kind that sets a rule aside names a host or party and its ports. An entry that lacks any of it permits nothing; where its kind (ordinary, media) permits nothing anyway, that is a note. A 特定通信 is judged by specific-communication. It cannot know whether what is said to be approved was approved.'),
  why: text('誰がいつ何のために認めたか分からない登録では、その通信が必要だと言えないためです。', 'An entry that does not say who admitted it, when and what for is no reason to let anything through.'),
  fix: text('不足している項目を補い、承認を受けていないものは承認を受けてください。', 'State what is missing; have approved what was not.'),
  *check(judgement) {
    const flows = [...judgement.topology.flows.values()].filter(({ kind }) => kind !== 'specific')
    if (flows.length === 0) return yield nothingToAsk(this, judgement, text('特定通信のほかに登録はない', 'nothing but 特定通信 is registered'))
    for (const flow of flows) yield complete(judgement, flow, this)
  },
}

function complete(judgement: Judgement, flow: Flow, { id, fix }: Pick<Rule, 'id' | 'fix'>): Answer {
  const about = {
    rule: id, key: flow.id, subject: text(`登録 ${flow.id}`, `register entry ${flow.id}`), at: flow.at, ground: 'computed' as const, assumes: [], missing: [],
  }
  const standing = judgement.standing(flow)
  if (standing.is !== 'incomplete') return { ...about, outcome: 'proved', assumes: [registered(flow)], message: text('記載がそろっている', 'it is complete') }
  const permits = flow.kind !== 'ordinary' && flow.kind !== 'media'
  return { ...about, outcome: 'refuted', message: standing.why, fix, cause: entryCause(flow, standing), ...(!permits && { grade: 'ordinary' }) }
}
