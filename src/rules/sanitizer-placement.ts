import type { Host, Tier, Zone } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { hostCause } from './judgement/blame.ts'
import { intoLgwan } from './chains/policy.ts'
import { TIER_TEXT, type Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { isBeta } from './profiles/model.ts'
import type { Answer, Rule } from './rule.ts'

export const sanitizerPlacement: Rule = {
  id: 'sanitizer-placement',
  clause: '第６条第３号イ',
  relation: 'none',
  basis: {
    kind: 'guideline',
    source: text(
      '総務省ガイドライン（令和８年３月27日改定）の概要資料は、三方式とも自治体情報セキュリティクラウドまたはインターネット接続系で処理する構成を示す。LGWAN-ASPと中間の領域を認めるのは本ソフトの推論（それ以外を禁じる本文は確認していない）',
      'The overview of the MIC guideline of 2026-03-27 shows all three methods done in the security cloud or in the Internet tier. That LGWAN-ASP and a zone between the tiers are as good is our inference (no text that forbids other places was read)'),
  },
  title: text('無害化装置の設置場所', 'Sanitizers stand before the LGWAN tier'),
  checks: text(
    'インターネット側からLGWAN接続系へ無害化すると申告されたホストが、自治体情報セキュリティクラウド、インターネット接続系、LGWAN-ASP、または両者の間の領域に接続していることを確かめます。β・β´モデルでは、インターネット接続系の端末に画面を見せるサーバーはLGWAN接続系にあって構いません。装置の内部構成は分かりません。',
    'Checks that each host declared to sanitise into the LGWAN tier has a leg in the security cloud, in the Internet tier, in LGWAN (LGWAN-ASP) or in a zone between the tiers. Under models β and β´ what shows its screen to terminals in the Internet tier may stand in the LGWAN tier. It cannot know how the machine is built inside.'),
  why: text('無害化前のファイルがLGWAN接続系の中に置かれると、装置の不具合や侵害がそのまま内部に及ぶためです。', 'Raw files inside the LGWAN tier make any fault of the sanitizer an incident inside.'),
  fix: text('無害化装置をインターネット接続系またはセキュリティクラウドに移すか、両者の間に専用の領域を設けてください。', 'Move the sanitizer to the Internet tier or the security cloud, or give it a zone of its own between the tiers.'),
  *check(judgement) {
    const hosts = [...judgement.topology.hosts.values()].filter(({ sanitizes }) => sanitizes.some(intoLgwan))
    for (const host of hosts) yield placed(judgement, host, this)
    if (hosts.length === 0) yield nothingToAsk(this, judgement, text('LGWAN接続系への無害化の申告がない', 'no sanitising into the LGWAN tier is declared'))
  },
}

/** `cloud`, `shared`, `other` stand for a zone between the tiers. */
const BEFORE: readonly Tier[] = ['security-cloud', 'internet', 'lgwan-network', 'cloud', 'shared', 'other']

function placed(judgement: Judgement, host: Host, { id, fix }: Rule): Answer {
  const { topology, network } = judgement
  const zones = host.attach.map(({ place }): Zone => topology.zones.get('zone' in place ? place.zone : topology.segments.get(place.segment)!.zone)!)
  const tiers = [...new Set(zones.map(({ tier }) => tier))]
  const names = text(tiers.map((tier) => TIER_TEXT[tier].ja).join('・'), tiers.map((tier) => TIER_TEXT[tier].en).join(', '))
  const about = {
    rule: id, key: host.id, subject: text(`無害化装置 ${host.id}`, `sanitizer ${host.id}`), at: host.at, ground: 'computed' as const, assumes: [], missing: [],
  }
  if (tiers.some((tier) => BEFORE.includes(tier))) return { ...about, outcome: 'proved', message: text(`${names.ja}にある`, `it stands in: ${names.en}`) }
  if (isBeta(judgement.model) && host.sanitizes.filter(intoLgwan).every(({ method }) => method === 'screen-transfer') && tiers.every((tier) => tier === 'lgwan')) {
    return { ...about, outcome: 'proved', message: text('LGWAN接続系から画面だけを見せている', 'it shows its screen alone, from the LGWAN tier') }
  }
  return { ...about, outcome: 'refuted', fix, cause: hostCause(host.id, network), message: text(`${names.ja}で無害化している`, `it sanitises in: ${names.en}`) }
}
