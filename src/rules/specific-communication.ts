import { MAY, SURELY } from '../engine/flood.ts'
import type { Reach } from '../engine/reach.ts'
import type { Flow } from '../topology/model.ts'
import { text, type Text } from '../verdict.ts'
import { causeOf, missingOf } from './judgement/blame.ts'
import { registered } from './judgement/isolation.ts'
import { withoutPermits } from './filters/default-permits.ts'
import { beyondLimits } from './register/entry-limits.ts'
import { unseenInside } from './register/encapsulation.ts'
import { arriving } from './register/entry-packets.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'

export const specificCommunication: Rule = {
  id: 'specific-communication',
  clause: '第６条第３号ア',
  relation: 'initiate',
  basis: {
    kind: 'guideline',
    source: text(
      '総務省「地方公共団体における情報セキュリティポリシーに関するガイドライン」令和８年３月27日改定、第３編第２章３（総務省の概要資料で確認：経路とアプリケーションプロトコルの限定）。目的・承認・期限と、フィルタによる実施は推論',
      'MIC guideline, edition of 2026-03-27, part 3 chapter 2 section 3 (confirmed in the ministry\'s overview: limit the route and the application protocol). Purpose, approval, expiry and the filter are inferred'),
  },
  title: text('特定通信の限定', 'A 特定通信 is narrow'),
  checks: text(
    '特定通信の登録ごとに、両端・プロトコル・ポート・目的・承認・期限の記載があり、範囲が評価基準の上限に収まること、その通信がフィルタの明示の規則によらずに届かないことを証明します。期限が過ぎたかは register-expired が判定します。ホストや相手先の名前の下に何台あるか、MACアドレスが実際に限定されているかは分かりません。',
    'Proves of each entry that it names its ends, protocol, ports, purpose, approval and expiry, within the limits of the profile, and that nothing of it arrives without an explicit rule of a filter. Whether it is past its expiry is for register-expired. It cannot know how many machines stand behind the name of a host or party, or whether MAC addresses are in fact limited.'),
  why: text('広すぎる許可は、特定通信の名の下で他の領域との通信を開くことになるためです。', 'A permission that is too wide opens the tier in the name of one communication.'),
  fix: text('登録の不足を補い、範囲を必要なホストとポートに絞り、経路上のフィルタに明示の規則を置いてください。',
    'Complete the entry, narrow it to the hosts and ports that are needed, and put an explicit rule into a filter on its path.'),
  *check(judgement) {
    const flows = [...judgement.topology.flows.values()].filter(({ kind }) => kind === 'specific')
    if (flows.length === 0) return yield nothingToAsk(this, judgement, text('特定通信の登録がない', 'no 特定通信 is registered'))
    const unfiltered = withoutPermits(judgement)
    for (const flow of flows) yield narrow(judgement, flow, unfiltered, this)
    yield* unseenInside(judgement, judgement.active('specific'), this)
  },
}

function narrow(judgement: Judgement, flow: Flow, unfiltered: Reach, rule: Rule): Answer {
  const about = {
    rule: rule.id, key: flow.id, subject: text(`特定通信 ${flow.id}`, `特定通信 ${flow.id}`), at: flow.at,
    ground: 'computed' as const, assumes: [],
  }
  const standing = judgement.standing(flow)
  const faults = [...(standing.is === 'incomplete' ? [standing.why] : []), ...beyondLimits(flow, judgement.profile.limits)]
  if (faults.length > 0) {
    const message = listed(faults)
    return {
      ...about, outcome: 'refuted', missing: [], message, fix: rule.fix,
      cause: { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id}：${message.ja}`, `register entry ${flow.id}: ${message.en}`) },
    }
  }
  const sure = arriving(flow, unfiltered, SURELY)
  const found = sure ?? arriving(flow, unfiltered, MAY)
  if (!found) {
    const mac = flow.mac ? text(`（MACアドレスの限定の申告：${flow.mac.length}件）`, ` (MAC addresses declared: ${flow.mac.length})`) : text('', '')
    return { ...about, outcome: 'proved', missing: [], assumes: [registered(flow)], message: text(`記載がそろい、フィルタの明示の規則によらずに届くものはない${mac.ja}`, `complete and narrow, and nothing of it arrives without an explicit rule of a filter${mac.en}`) }
  }
  const evidence = { witness: found.witness, ...about }
  if (!sure) {
    return { ...evidence, outcome: 'unknown', missing: missingOf(found, unfiltered.network), message: text('フィルタの規則によらずに届く可能性がある', 'it may arrive without a rule of a filter') }
  }
  return {
    ...evidence, outcome: 'refuted', missing: [], fix: rule.fix, cause: causeOf(found, unfiltered.network),
    message: text('経路上のフィルタの明示の規則によらずに届く', 'it arrives without an explicit rule of any filter on the way'),
  }
}

const listed = (faults: readonly Text[]): Text => text(faults.map(({ ja }) => ja).join('。'), faults.map(({ en }) => en).join('; '))
