import type { Tier, Wireless } from '../topology/model.ts'
import { text, type Assumption, type At, type Missing, type Text } from '../verdict.ts'
import { evidenceAssumed, evidenceFault } from './judgement/evidence.ts'
import { TIER_TEXT, type Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { declaredSegments, segmentsOf, wirelessCause, zonesOf } from './layer2/air.ts'
import type { Answer, Rule } from './rule.ts'

export const mynumberWireless: Rule = {
  id: 'mynumber-wireless',
  clause: '第６条第３号ア及びイ',
  relation: 'none',
  basis: {
    kind: 'guideline',
    source: text(
      '総務省「地方公共団体における情報セキュリティポリシーに関するガイドライン」。令和４年３月版（第３編第２章6.1(13)）はマイナンバー利用事務系で無線LANを利用しないこと、LGWAN接続系では強固な対策（WPA2/WPA3エンタープライズなど）を求め、令和７年３月版からは両方の系にWPA2/WPA3エンタープライズ、端末証明書による認証（EAP-TLS）、ID・パスワードによらないこと、団体の管理する端末だけへの証明書の配付を求める（二次資料で確認。令和７年３月版のその他の条件は未確認）。無線コントローラーと認証サーバーの置き場所は推論。条文は無線LANを定めていない',
      'The MIC guideline. The edition of March 2022 (part 3 chapter 2, 6.1(13)) bans wireless LAN from the My Number tier and asks for strong measures such as WPA2/WPA3 Enterprise in the LGWAN tier; from March 2025 both tiers need WPA2/WPA3 Enterprise, device certificates (EAP-TLS), no login by user ID and password, and certificates on the body\'s own terminals only (confirmed in secondary sources; further conditions of 2025 were not read). Where controller and RADIUS server stand is inferred. The Article does not speak of wireless LAN'),
  },
  title: text('マイナンバー利用事務系とLGWAN接続系の無線LAN', 'Wireless LAN in the My Number tier and the LGWAN tier'),
  checks: text(
    'マイナンバー利用事務系につながる無線LANについて、評価基準の版が認めないものであれば存在しないこと、認める版であれば、暗号化・端末証明書・証明書の配付先が条件どおりに申告され、根拠が期限内にあることを確かめます。LGWAN接続系の無線LANには、エンタープライズ方式であること（条件を定めた版では同じ条件）を求めます。コントローラーや認証サーバーがインターネット側にあれば適合しません。申告されていない無線LANやテザリング、電波の届く範囲、証明書の実際の管理は分かりません。',
    'Where the profile\'s edition bans wireless LAN from the My Number tier: that there is none. Where it admits it: that encryption, device certificates and who holds them are declared as it asks, by a document in date. In the LGWAN tier it asks for an Enterprise mode (or the same conditions, where the edition has them). A controller or RADIUS server on the Internet side is refused. It cannot know of wireless LANs and tethering that are not declared, of how far the radio reaches, or of how certificates are really kept.'),
  why: text('電波は庁舎の外にも届き、鍵やパスワードを知る者なら誰でも、どの端末からでも接続できるためです。', 'Radio does not end at the wall: whoever knows a key or a password gets in, with any device.'),
  fix: text('マイナンバー利用事務系の無線LANをやめて有線にするか、評価基準の版が認める場合は、WPA2/WPA3エンタープライズと端末証明書（EAP-TLS）による認証に限り、証明書を団体の管理する端末だけに配付し、根拠とともに申告してください。',
    'Use cables; or, where the edition admits it, only WPA2/WPA3 Enterprise with device certificates (EAP-TLS) on the body\'s own terminals, declared with the document that says so.'),
  *check(judgement) {
    let asked = false
    for (const one of (judgement.topology.wireless ?? new Map<string, Wireless>()).values()) {
      for (const answer of judged(judgement, one, this)) {
        asked = true
        yield answer
      }
    }
    if (!asked) yield nothingToAsk(this, judgement, text('マイナンバー利用事務系とLGWAN接続系につながる無線LANの申告はない', 'no wireless LAN that leads into the My Number tier or the LGWAN tier is declared'))
  },
}

const ASKED: readonly Tier[] = ['mynumber', 'lgwan']

function judged(judgement: Judgement, one: Wireless, rule: Rule): Answer[] {
  const segments = segmentsOf(one, judgement)
  const about = { rule: rule.id, at: one.at, assumes: [], missing: [] }
  if (segments.length === 0) {
    const why = text('どのセグメントにつながるかが申告されていない', 'which segment it leads to is not declared')
    return [{
      ...about, key: one.id, subject: nameOf(one), outcome: 'unknown', ground: 'computed', message: why,
      missing: [{ key: `wireless:${one.id}/segment`, at: one.at, text: text(`無線LAN ${one.id}：${why.ja}`, `wireless LAN ${one.id}: ${why.en}`), yaml: `wireless:\n  ${one.id}: { segment: SEGMENT }` }],
    }]
  }
  const tiers = new Set(zonesOf(segments, judgement.topology).map(({ tier }) => tier))
  // The name does not say the tier: an obligation stays the same when an SSID is moved.
  return ASKED.filter((tier) => tiers.has(tier)).map((tier, index) => inTier(judgement, one, tier, index === 0 ? one.id : `${one.id} ${tier}`, rule))
}

const nameOf = ({ id, ssid }: Wireless): Text => (ssid === undefined ? text(`無線LAN ${id}`, `wireless LAN ${id}`) : text(`無線LAN ${id}（${ssid}）`, `wireless LAN ${id} (${ssid})`))

function inTier(judgement: Judgement, one: Wireless, tier: Tier, key: string, rule: Rule): Answer {
  const { profile } = judgement
  const about = {
    rule: rule.id, key, at: one.at, ground: 'attested' as const, ...(tier === 'lgwan' && { grade: 'lgwan' }),
    subject: text(`${TIER_TEXT[tier].ja}の${nameOf(one).ja}`, `${nameOf(one).en} in the ${TIER_TEXT[tier].en}`), assumes: [], missing: [],
  }
  const refuted = (message: Text, at?: At): Answer => ({ ...about, outcome: 'refuted', message, fix: rule.fix, cause: { ...wirelessCause(one), ...(at && { at }) } })
  if (tier === 'mynumber' && profile.myNumberWireless === 'forbidden') {
    const { source } = profile.edition.myNumberWireless
    return { ...refuted(text(
      `評価基準（${profile.title.ja}）では、マイナンバー利用事務系の無線LANは認められない（${source.text.ja}）`,
      `the profile (${profile.title.en}) admits no wireless LAN in the My Number tier (${source.text.en})`)), ground: 'computed' }
  }
  const facts = conditions(one, profile.myNumberWireless === 'conditional')
  const broken = facts.find(({ holds }) => holds === false)
  if (broken) return refuted(broken.broken, broken.at)
  const outside = onInternetSide(judgement, one)
  if (outside) return refuted(text(`${outside}がインターネット側にある`, `${outside} stands on the Internet side`))
  const fault = evidenceFault(one.evidence, judgement.asOf, profile.limits.evidenceDays)
  const missing: Missing[] = [
    ...facts.filter(({ holds }) => holds === undefined).map(({ key, what, yaml }) => lacking(one, key, what, yaml)),
    ...(fault ? [lacking(one, 'evidence', fault, 'evidence: { document: 文書名, on: YYYY-MM-DD }')] : []),
  ]
  if (missing.length > 0) return { ...about, outcome: 'unknown', missing, message: text('暗号化と認証の申告、またはその根拠が足りない', 'how it encrypts and authenticates is not declared, or not by a document in date') }
  return {
    ...about, outcome: 'proved', message: text(`${facts.map(({ what }) => what.ja).join('、')}が条件どおりに申告されている`, `declared as the edition asks: ${facts.map(({ what }) => what.en).join(', ')}`),
    assumes: [
      ...placed(judgement, one, tier),
      ...facts.map(({ key, what, at }): Assumption => ({ key: `wireless:${one.id}/${key}`, at, text: text(`無線LAN ${one.id}：${what.ja}（申告）`, `wireless LAN ${one.id}: ${what.en} (declared)`) })),
      evidenceAssumed(`wireless:${one.id}`, one.evidence!),
    ],
  }
}

interface Condition { readonly key: string; readonly what: Text; readonly holds: boolean | undefined; readonly broken: Text; readonly yaml: string; readonly at: At }

/** What the edition asks for; `strict`: of March 2025 and later. */
function conditions(one: Wireless, strict: boolean): Condition[] {
  const { security, eap, certificates } = one
  const enterprise: Condition = {
    key: 'security', what: text('暗号化の方式', 'encryption'), at: factAt(one, 'security'), yaml: 'security: wpa3-enterprise',
    holds: security && (security === 'wpa2-enterprise' || security === 'wpa3-enterprise'),
    broken: text(`暗号化の方式が ${security} で、WPA2/WPA3エンタープライズではない`, `its encryption is ${security}, not WPA2 or WPA3 Enterprise`),
  }
  if (!strict) return [enterprise]
  return [enterprise, {
    key: 'eap', what: text('端末証明書による認証（EAP-TLS）', 'device certificates (EAP-TLS)'), at: factAt(one, 'eap'), yaml: 'eap: tls',
    holds: eap.length === 0 ? undefined : eap.every((method) => method === 'tls'),
    broken: text(`端末証明書（EAP-TLS）によらない認証を受け付ける（${eap.join('、')}）`, `it accepts other than device certificates (EAP-TLS): ${eap.join(', ')}`),
  }, {
    key: 'certificates', what: text('証明書の配付先', 'who holds certificates'), at: factAt(one, 'certificates'), yaml: 'certificates: own-terminals',
    holds: certificates && certificates === 'own-terminals',
    broken: text('団体の管理する端末のほかにも証明書を配付している', 'others than the body\'s own terminals hold certificates'),
  }]
}

const factAt = ({ at }: Wireless, fact: string): At => ('path' in at ? { file: at.file, path: [...at.path, fact] } : at)

const lacking = ({ id, at }: Wireless, fact: string, what: Text, yaml: string): Missing => ({
  key: `wireless:${id}/${fact}`, at, text: text(`無線LAN ${id}：${what.ja}`, `wireless LAN ${id}: ${what.en}`), yaml: `wireless:\n  ${id}:\n    ${yaml}`,
})

/** The controller or RADIUS server, where one is declared to have a leg on the Internet side. */
function onInternetSide(judgement: Judgement, { controller, radius }: Wireless): string | undefined {
  const outside = new Set(judgement.internetSide().map(({ id }) => id))
  const { hosts, segments } = judgement.topology
  return [controller, radius].find((id) => id !== undefined && hosts.get(id)!.attach.some(({ place }) =>
    outside.has('zone' in place ? place.zone : segments.get(place.segment)!.zone)))
}

/** What says that it leads into the tier, each thing without which nothing would. */
function placed(judgement: Judgement, one: Wireless, tier: Tier): Assumption[] {
  // What its access points hang on is worked out from where it is declared to lead: it says nothing of what they would do without that.
  const leads = (other: Wireless): boolean => zonesOf(declaredSegments(other, judgement.topology), judgement.topology).some((zone) => zone.tier === tier)
  const about = (fact: string, ja: string, en: string): Assumption =>
    ({ key: `wireless:${one.id}/${fact}`, at: factAt(one, fact), text: text(`無線LAN ${one.id} は${ja}につながる（申告）`, `wireless LAN ${one.id} leads to ${en} (declared)`) })
  return [
    ...(one.segments.length > 0 && !leads({ ...one, segments: [] }) ? [about('segment', one.segments.join('、'), one.segments.join(', '))] : []),
    ...(one.vlans.length > 0 && !leads({ ...one, vlans: [] }) ? [about('vlan', `VLAN ${one.vlans.join('、')}`, `VLAN ${one.vlans.join(', ')}`)] : []),
  ]
}
