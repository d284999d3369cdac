import type { Host } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { audited } from './judgement/audited.ts'
import { hostCause } from './judgement/blame.ts'
import { detectionOn } from './judgement/endpoint-detection.ts'
import { absence } from './judgement/expected.ts'
import { IMPORTANT } from './judgement/important.ts'
import type { Area, Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { attested, controlCause, factAt, undeclaredControl } from './judgement/terminals.ts'
import { isBeta } from './profiles/model.ts'
import type { Answer, Rule } from './rule.ts'

export const betaControls: Rule = {
  id: 'beta-controls',
  clause: '第６条第３号ウ',
  relation: 'none',
  basis: {
    kind: 'guideline',
    source: text(
      '総務省ガイドライン（令和８年３月27日改定）の概要資料で確認：β・β´モデルはEDR等の対策、外部監査とJ-LISへの報告を要し、βモデルはインターネット接続系に重要な情報資産を置かず、β´モデルは情報資産単位のアクセス制御を要する。対策の一覧の全部と、組織的な要件は本文を確認していない',
      'Confirmed in the overview of the MIC guideline of 2026-03-27: models β and β´ need EDR and the like, an external audit and its report to J-LIS; β keeps important assets out of the Internet tier, β´ controls access for each asset. The full list of controls and the organisational ones were not read'),
  },
  title: text('β・β´モデルの要件', 'What models β and β´ ask for'),
  checks: text(
    'β・β´モデルについて、インターネット接続系の全端末にEDRが導入されていること、βでは自治体機密性３の情報や住民の個人情報を扱うと申告されたホストがインターネット接続系にないこと、β´ではそれらのホストで情報資産単位のアクセス制御が行われていること、期限内の外部監査がJ-LISに報告されていることを確かめます。教育や事故対応などの組織的な要件と、申告どおりに運用されているかは分かりません。',
    'Under models β and β´: that every terminal of the Internet tier has EDR; under β that no host of that tier is declared to handle class 3 or residents\' personal data, under β´ that access on such hosts is controlled for each asset; that an external audit is in date and was reported to J-LIS. It cannot know of training and incident response, or whether things are run as declared.'),
  why: text('業務端末をインターネット接続系に置くモデルは、分離に代わる対策があってはじめて認められるためです。', 'A model that puts the terminals on the Internet side rests on what takes the place of separation.'),
  fix: text('不足している対策を講じて申告するか、αモデルに戻してください。', 'Put the missing control in place and declare it, or go back to model α.'),
  *check(judgement) {
    if (!isBeta(judgement.model)) return yield nothingToAsk(this, judgement, text('βモデル・β´モデルではない', 'the model is neither β nor β´'))
    const missing = absence(judgement, this, 'internet')
    const tiers = judgement.areasOf('internet').filter(({ places }) => places.length > 0)
    if (missing || tiers.length === 0) return missing && (yield missing)
    yield* detectionOn(judgement, tiers, this)
    for (const host of holding(judgement, tiers)) yield judgement.model === 'beta' ? misplaced(judgement, host, this) : controlled(judgement, host, this)
    const audit = audited(judgement, tiers, this)
    if (audit) yield audit
  },
}

/** Hosts of these zones that are declared to handle important data. */
function holding({ topology }: Judgement, tiers: readonly Area[]): Host[] {
  const zones = new Set(tiers.map(({ id }) => id))
  return [...topology.hosts.values()].filter(({ handles, attach }) => handles.some((one) => IMPORTANT.includes(one))
    && attach.some(({ place }) => zones.has('zone' in place ? place.zone : topology.segments.get(place.segment)!.zone)))
}

const aboutHost = ({ id: rule }: Rule, { id, at }: Host) => ({
  rule, key: `data ${id}`, subject: text(`ホスト ${id} の重要な情報資産`, `important assets on host ${id}`), at, ground: 'attested' as const, assumes: [], missing: [],
})

const misplaced = ({ network }: Judgement, host: Host, rule: Rule): Answer => ({
  ...aboutHost(rule, host), ground: 'computed', outcome: 'refuted', fix: rule.fix, cause: hostCause(host.id, network),
  message: text('βモデルではインターネット接続系に重要な情報資産を置けない', 'under model β no important assets stand in the Internet tier'),
})

function controlled(judgement: Judgement, host: Host, rule: Rule): Answer {
  const about = aboutHost(rule, host)
  const { controls } = host
  if (controls?.perAssetAccess === false) {
    return {
      ...about, outcome: 'refuted', fix: rule.fix, cause: controlCause(judgement, host, factAt(controls, 'per-asset-access')),
      message: text('情報資産単位のアクセス制御がない', 'access is not controlled for each asset'),
    }
  }
  if (!controls?.perAssetAccess) {
    return {
      ...about, outcome: 'unknown', message: text('情報資産単位のアクセス制御の有無が申告されていない', 'whether access is controlled for each asset is not declared'),
      missing: [undeclaredControl(host, 'per-asset-access', text('情報資産単位のアクセス制御', 'access control for each asset'), 'true')],
    }
  }
  const { key, subject } = about
  return {
    ...attested(judgement, rule, host, [{ fact: 'per-asset-access', text: text('情報資産単位のアクセス制御を実施', 'access is controlled for each asset') }],
      text('情報資産単位のアクセス制御が申告されている', 'declared to control access for each asset')), key, subject,
  }
}
