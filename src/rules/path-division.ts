import { placeKey } from '../engine/places.ts'
import type { End, Flow, Zone } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { evidenceAssumed, evidenceFault } from './judgement/evidence.ts'
import { absence } from './judgement/expected.ts'
import { isolated } from './judgement/isolation.ts'
import type { Area, Judgement } from './judgement/judgement.ts'
import { unseenInside } from './register/encapsulation.ts'
import { standingsOf } from './register/ends.ts'
import { isolatedButBreakouts } from './judgement/leaving.ts'
import { transitOf } from './judgement/transit.ts'
import type { Answer, Rule } from './rule.ts'

export const pathDivision: Rule = {
  id: 'path-division',
  clause: '第６条第３号イ',
  relation: 'initiate',
  basis: { kind: 'policy', quote: 'インターネット接続系の情報システムとの通信経路を分割' },
  title: text('LGWAN接続系とインターネット側との通信経路の分割', 'The LGWAN tier and the Internet side are divided'),
  checks: text(
    'LGWAN接続系とインターネット側の各領域との間で、双方向に、セッションのない状態から通るすべてのパケットが、有効な登録（無害化通信、または評価基準が認める種別）の範囲に収まることを証明します。無害化処理の中身の良し悪しは分かりません。',
    'Proves that every packet which passes between the LGWAN tier and any zone of the Internet side, in either direction and with no session anywhere, lies within an active entry of the register (sanitised, or of a kind that the profile accepts). It cannot know how good the sanitising is.'),
  why: text('インターネット側の侵害がLGWAN接続系へ及ぶ経路をなくすためです。', 'So that a breach on the Internet side has no way into the LGWAN tier.'),
  fix: text('該当する許可を削除または限定し、必要な通信は無害化装置を経由させて登録してください。',
    'Remove or narrow what permits it; send what is needed through a sanitizer and register it.'),
  *check(judgement) {
    for (const tier of ['lgwan', 'internet'] as const) {
      const missing = absence(judgement, this, tier)
      if (missing) yield missing
    }
    const { pathDivision: treatment, intoLgwan } = judgement.profile
    const permits = (by: typeof treatment) => (['sanitized', 'export', 'necessary'] as const)
      .filter((kind) => by[kind] !== 'exception-only').flatMap((kind) => judgement.active(kind))
    const transit = transitOf(judgement, 'lgwan')
    for (const tier of judgement.areasOf('lgwan')) {
      for (const other of judgement.internetSide()) {
        for (const [from, to, by] of [[tier, other, treatment], [other, tier, intoLgwan]] as const) {
          const asked = { rule: this.id, fix: this.fix, from: transit.inside(from), to: transit.inside(to), permits: permits(by), given: transit.assumed(tier) }
          yield from === tier ? isolatedButBreakouts(judgement, asked, 'lgwan') : isolated(judgement, asked)
        }
      }
    }
    for (const kind of ['export', 'necessary'] as const) {
      if (treatment[kind] === 'warn') yield* judgement.active(kind).filter((flow) => leavesTier(judgement, flow)).map((flow) => unsanitised(flow, this))
    }
    yield* unseenInside(judgement, judgement.active('sanitized', 'export', 'necessary').filter((flow) => leavesTier(judgement, flow)), this)
    // Of a cloud that carries a tier, rule cloud-tier asks for it.
    for (const zone of judgement.topology.zones.values()) if (zone.internetConnected === false && !zone.cloud) yield offInternet(judgement, zone, this)
  },
}

/** From the LGWAN tier to the Internet side: entries of the same kinds towards LGWAN, or of other zones, are no matter of this rule. */
function leavesTier(judgement: Judgement, flow: Flow): boolean {
  const stand = (ends: readonly End[], areas: readonly Area[]): boolean => {
    const places = new Set(areas.flatMap((area) => area.places.map(placeKey)))
    return ends.some((end) => standingsOf(end, judgement.topology).some(({ place }) => places.has(placeKey(place))))
  }
  return stand(flow.from, judgement.areasOf('lgwan')) && stand(flow.to, judgement.internetSide())
}

/** Accepted, and still worth a look: nothing is sanitised on this way. Never fails a run by itself. */
const unsanitised = (flow: Flow, { id }: Pick<Rule, 'id'>): Answer => ({
  rule: id, key: `unsanitised ${flow.id}`, subject: text(`登録 ${flow.id}`, `register entry ${flow.id}`), at: flow.at, outcome: 'refuted', ground: 'computed',
  grade: 'unsanitised', assumes: [], missing: [],
  fix: text('持ち出す情報の範囲、送信前の確認、記録の保存を定めているかを、更新のたびに確かめてください。',
    'At every renewal make sure that what may be sent, who looks at it before, and what is logged are laid down.'),
  cause: { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id}（無害化を経ない通信）`, `register entry ${flow.id} (not sanitised)`) },
  message: text('LGWAN接続系からインターネット側へ、無害化を経ない通信が登録されている', 'a way from the LGWAN tier to the Internet side that nothing sanitises is registered'),
})

/** That a zone is off the Internet takes it out of every question above: it has to be attested. */
function offInternet({ asOf, profile }: Judgement, zone: Zone, { id }: Pick<Rule, 'id'>): Answer {
  const about = {
    rule: id, key: `off the Internet ${zone.id}`, at: zone.at, ground: 'attested' as const, assumes: [],
    subject: text(`領域 ${zone.id} がインターネットに接続されていないこと`, `that zone ${zone.id} is not on the Internet`),
  }
  const fault = evidenceFault(zone.evidence, asOf, profile.limits.evidenceDays)
  if (!fault) return { ...about, outcome: 'proved', missing: [], assumes: [evidenceAssumed(`zone:${zone.id}`, zone.evidence!)], message: text('根拠の文書が期限内にある', 'attested by a document in date') }
  return {
    ...about, outcome: 'unknown', message: fault,
    missing: [{ key: `zone:${zone.id}/evidence`, at: zone.at, text: fault, yaml: `zones:\n  ${zone.id}:\n    evidence: { document: 文書名, on: YYYY-MM-DD }` }],
  }
}
