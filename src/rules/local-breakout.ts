import { lineKey, MAY } from '../engine/flood.ts'
import type { Line } from '../topology/model.ts'
import { text, type Text } from '../verdict.ts'
import { audited } from './judgement/audited.ts'
import { breakoutsOf } from './judgement/breakouts.ts'
import { detectionOn } from './judgement/endpoint-detection.ts'
import { absence } from './judgement/expected.ts'
import { isolated } from './judgement/isolation.ts'
import type { Area, Judgement } from './judgement/judgement.ts'
import { isolatedButBreakouts } from './judgement/leaving.ts'
import { breakoutService } from './judgement/breakout-service.ts'
import { closedLinks, cloudCut, internetAreas } from './judgement/outside.ts'
import { transitOf } from './judgement/transit.ts'
import type { Rule } from './rule.ts'

export const localBreakout: Rule = {
  id: 'local-breakout',
  clause: '第６条第３号イ',
  relation: 'initiate',
  basis: {
    kind: 'guideline',
    source: text(
      '総務省ガイドライン（令和８年３月27日改定）の概要資料で確認：α´モデルは、対策の徹底を条件に特定のクラウドサービス（ISMAP登録）への直接接続を認め、外部監査とJ-LISへの報告を求める。テナント制御・EDRなど対策の一覧と、αモデルの禁止は本文を確認していない。閉域でクラウドに接続するαモデルの扱いは確認できず、警告にとどめる',
      'Confirmed in the overview of the MIC guideline of 2026-03-27: model α´ admits direct connection to specific (ISMAP-registered) cloud services on conditions, with an external audit reported to J-LIS. The list of controls (tenant control, EDR) and the ban under α were not read; what closed circuits to a cloud mean under α is not settled, so they warn'),
  },
  title: text('LGWAN接続系からインターネットへの直接接続', 'No way of its own from the LGWAN tier to the Internet'),
  checks: text(
    '自治体情報セキュリティクラウドへの回線をすべて切ったと仮定して、LGWAN接続系からインターネットへ出る経路が残らないことを証明します。評価基準とモデルがローカルブレイクアウトを認める場合は、申告された宛先だけがその回線を通ること、サービスのISMAP登録とテナント制御、全端末のEDR、期限内の外部監査を確かめます。UDPのメディア通信にはテナント制御が効かないため、その旨を示します。クラウドサービスの中で何が起きるかは分かりません。',
    'Proves that with every line to the security cloud cut no way remains from the LGWAN tier to the Internet. Where profile and model admit local breakouts: that nothing but the declared destinations leaves by such a line, that the services are on the ISMAP list and limited to the own tenant, that every terminal has EDR, and that an external audit is in date. UDP media knows no tenant control, and is listed. It cannot know what goes on inside a cloud service.'),
  why: text('LGWAN接続系の端末がインターネットへ直接に出られれば、分割した経路の意味がなくなるためです。', 'A terminal of the LGWAN tier that can leave directly makes the division meaningless.'),
  fix: text('直接の経路を廃止するか、モデルの要件（宛先の限定、テナント制御、EDR、外部監査）を満たしてください。',
    'Remove the direct way, or meet what the model asks for: named destinations, tenant control, EDR, an external audit.'),
  *check(judgement) {
    const missing = absence(judgement, this, 'lgwan')
    if (missing) yield missing
    const { localBreakout: admits, edition } = judgement.profile
    const admitted = admits[judgement.model].lgwan === 'named-services'
    const why = edition.localBreakout[judgement.model].lgwan.source.text
    const fix = admitted ? this.fix : text(`直接の経路を廃止してください（${why.ja}）。`, `Remove the direct way (${why.en}).`)
    const [tiers, links] = [judgement.areasOf('lgwan'), closedLinks(judgement)]
    const transit = transitOf(judgement, 'lgwan')
    const closed = new Set(links.map(({ id }) => id))
    for (const tier of tiers) {
      const asked = (to: Area, says?: typeof SAYS) => ({
        rule: this.id, fix, from: transit.inside(tier), given: transit.assumed(tier), to, permits: judgement.active('sanitized'), without: cloudCut(judgement), says: says ?? SAYS,
      })
      for (const outside of internetAreas(judgement).filter(({ id }) => !closed.has(id))) yield isolatedButBreakouts(judgement, asked(outside), 'lgwan')
      // Where the model admits breakouts, a closed circuit to a cloud is one whose conditions follow.
      if (!admitted) for (const link of links) yield { ...isolated(judgement, asked(link, CLOSED)), grade: 'closed-link' }
    }
    if (!admitted) return
    const lines = [...judgement.topology.lines.values()].filter((line) => leavesBy(judgement, line, tiers.map((tier) => transit.inside(tier))))
    for (const one of breakoutsOf(judgement, 'lgwan').filter(({ line }) => lines.includes(line))) yield breakoutService(judgement, one, this)
    if (lines.length === 0) return
    yield* detectionOn(judgement, tiers, this)
    const audit = audited(judgement, tiers, this)
    if (audit) yield audit
  },
}

const SAYS: { readonly proved: Text; readonly refuted: Text } = {
  proved: text('インターネットへ直接に出る経路はない', 'there is no way of its own to the Internet'),
  refuted: text('インターネットへ直接に出る経路がある', 'there is a way of its own to the Internet'),
}

const CLOSED: typeof SAYS = {
  proved: text('閉域でクラウドサービスへ出る経路はない', 'no closed circuit leads it to a cloud service'),
  refuted: text('閉域でインターネット上のサービスに直接に接続している（αモデルに適合するとする事例はあるが、ガイドライン本文では確認できない）',
    'a closed circuit leads straight to a service on the Internet (there are cases that call this model α; the guideline\'s text was not read)'),
}

/** Whether anything of these zones leaves for the Internet by that line: a breakout, or a closed circuit to a cloud. */
function leavesBy(judgement: Judgement, line: Line, tiers: readonly Area[]): boolean {
  const outsides = [...internetAreas(judgement), ...closedLinks(judgement)].filter(({ zone }) => zone && [line.to, ...line.beyond].includes(zone.id))
  const { reach } = judgement
  return judgement.topology.zones.get(line.to)!.tier !== 'security-cloud' && tiers.some((tier) => outsides.some((outside) => tier.places.some((from) => outside.places.some((to) =>
    !reach.initiate(from, to).within(reach.initiate(from, to, { ...MAY, without: [lineKey(line.id)] }))))))
}
