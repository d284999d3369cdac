import type { Line, Tier, Zone } from '../topology/model.ts'
import { text, type Assumption, type Cause, type Text } from '../verdict.ts'
import { cloudUses, runsOver, tunnelsInto } from './judgement/cloud.ts'
import { closed, dedicated, lineCause, linesInto } from './judgement/cloud-lines.ts'
import { evidenceAssumed, evidenceFault } from './judgement/evidence.ts'
import { isFirewall, routeTables } from './filters/route-tables.ts'
import { isolated } from './judgement/isolation.ts'
import { TIER_TEXT, type Area, type Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'

export const cloudTier: Rule = {
  id: 'cloud-tier',
  clause: '第６条第３号ア',
  relation: 'initiate',
  basis: {
    kind: 'guideline',
    source: text(
      '総務省「地方公共団体における情報セキュリティポリシーに関するガイドライン」第４編（令和５年３月版）。ガバメントクラウド等からのインターネット接続は原則認められず、修正プログラム・ライセンス認証・管理コンソールが例外とされることは二次資料による。専用線で接続したクラウドをその層とみなし他の層と分けることは、本文を確認しておらず推論を含む',
      'MIC guideline, part 4 (edition of March 2023). That clouds of the tier have no Internet but for patches, licence activation and the console is known from a secondary source; that a cloud on a dedicated line is part of the tier and apart from others was not read and is partly inferred'),
  },
  title: text('層の一部であるクラウド', 'A cloud that carries a tier is part of it'),
  checks: text(
    'クラウド（tier: cloud）の領域がどの層を載せるか（carries）が申告され、マイナンバー利用事務系またはLGWAN接続系を載せるものは、専用線または閉域網でつながり、他の層と経路表・回線・セグメントを共有しないことを確かめます。マイナンバー利用事務系を載せるものは、インターネット側への通信が、用途（use: patch・licence・console）を記した有効な登録の範囲に収まることを証明し、外部領域として書かれたものは、それ自体がインターネットに接続されていないことの申告を求めます。クラウド事業者の中の設定は分かりません。',
    'Checks of each cloud (tier: cloud) that the tier it carries is declared; of those that carry the My Number or LGWAN tier that they are joined by dedicated or closed lines and share no table of routes, line or segment with another tier. Of those that carry the My Number tier it proves that what goes to the Internet side lies within active entries with a use (patch, licence, console), and asks of an external one that it is declared off the Internet. It cannot know how the provider is set up inside.'),
  why: text('クラウドに置いた領域に出口が一つあれば、庁内でいくら分離しても住民情報が外へ出るためです。', 'One way out of the area in the cloud undoes every separation at the town hall.'),
  fix: text('クラウド側の経路（インターネットゲートウェイ、NATゲートウェイ、共用の経路表）を外し、必要な通信は用途を記して登録してください。', 'Remove the route in the cloud (Internet or NAT gateway, shared table), and register what is needed with its use.'),
  *check(judgement) {
    const clouds = judgement.areas().filter(({ zone }) => zone?.cloud === true)
    for (const cloud of clouds) yield* judged(judgement, cloud, cloud.zone!, this)
    if (clouds.length === 0) yield nothingToAsk(this, judgement, text('クラウドの領域はない', 'there is no cloud'))
  },
}

const SEPARATED: readonly Tier[] = ['mynumber', 'lgwan']
const TIERS: readonly Tier[] = ['mynumber', 'lgwan', 'internet']

function* judged(judgement: Judgement, cloud: Area, zone: Zone, rule: Rule): Iterable<Answer> {
  if (!TIERS.includes(zone.tier)) return yield uncarried(judgement, zone, rule)
  const about = aboutZone(rule, zone)
  if (!SEPARATED.includes(zone.tier)) {
    return yield { ...about('carries'), outcome: 'vacuous', message: text(`${TIER_TEXT[zone.tier].ja}として他の規則が判定する`, `judged as part of the ${TIER_TEXT[zone.tier].en} by the other rules`) }
  }
  yield apart(judgement, zone, rule)
  for (const line of linesInto(judgement, zone)) yield dedicated(line, about(`line ${line.id}`))
  for (const { tunnel, far } of tunnelsInto(judgement, zone)) yield closed(tunnel, far && runsOver(judgement, far), zone, about(`tunnel ${tunnel.id}`))
  if (zone.tier !== 'mynumber') return
  if (zone.external) yield offInternet(judgement, zone, rule)
  const permits = cloudUses(judgement)
  for (const outside of judgement.areas().filter((area) => ['internet', 'security-cloud', 'public'].includes(area.tier))) {
    yield isolated(judgement, { rule: rule.id, fix: rule.fix, from: cloud, to: outside, permits, aspect: 'egress', says: EGRESS, given: carried(zone) })
  }
}

const EGRESS = {
  proved: text('登録された三つの用途のほかに、インターネット側へ出る通信はない', 'nothing goes to the Internet side but for the three registered uses'),
  refuted: text('登録された三つの用途のほかに、インターネット側へ出る通信がある', 'something goes to the Internet side that is none of the three registered uses'),
}

/** A service on the Internet carries no tier of ours; of any other cloud it has to be said. */
function uncarried({ topology }: Judgement, zone: Zone, rule: Rule): Answer {
  const about = aboutZone(rule, zone)('carries')
  const lines = [...topology.lines.values()].filter(({ to }) => to === zone.id)
  if (zone.internetConnected === true || (lines.length > 0 && lines.every(({ kind }) => kind === 'lbo'))) {
    return { ...about, outcome: 'vacuous', message: text('インターネット上のサービスであり、どの層も載せない', 'a service on the Internet, which carries no tier') }
  }
  const what = text(`クラウド ${zone.id} がどの層を載せるか`, `which tier the cloud ${zone.id} carries`)
  return {
    ...about, outcome: 'unknown', message: text('どの層を載せるかが申告されていない', 'which tier it carries is not declared'),
    missing: [{ key: `zone:${zone.id}/carries`, at: zone.at, text: what, yaml: `zones:\n  ${zone.id}:\n    carries: mynumber    # mynumber, lgwan, internet` }],
  }
}

const aboutZone = (rule: Rule, zone: Zone) => (aspect: string) => ({
  rule: rule.id, key: `${zone.id} ${aspect}`, at: zone.at, ground: 'computed' as const, assumes: carried(zone), missing: [],
  subject: text(`クラウド ${zone.title ?? zone.id}（${TIER_TEXT[zone.tier].ja}）`, `cloud ${zone.id} (${TIER_TEXT[zone.tier].en})`),
  ...(zone.tier === 'lgwan' && { grade: 'lgwan' }),
})

/** Nobody would ask whether it is apart, were it not said to carry the tier. */
const carried = ({ id, at, tier }: Zone): Assumption[] => (!SEPARATED.includes(tier) ? [] : [{
  key: `zone:${id}/carries`, at: 'path' in at ? { file: at.file, path: [...at.path, 'carries'] } : at,
  text: text(`クラウド ${id} は${TIER_TEXT[tier].ja}を載せる（申告）`, `cloud ${id} carries the ${TIER_TEXT[tier].en} (declared)`),
}])

/** No device without a filter, no line and no segment joins it to another of the three tiers. */
function apart(judgement: Judgement, zone: Zone, rule: Rule): Answer {
  const about = aboutZone(rule, zone)('apart')
  const refuted = (cause: Cause, message: Text): Answer => ({ ...about, outcome: 'refuted', fix: rule.fix, cause, message })
  const { topology } = judgement
  const another = (tier: Tier): boolean => tier !== zone.tier && TIERS.includes(tier)
  const tierOn = (segment: string): Tier => topology.zones.get(topology.segments.get(segment)!.zone)!.tier
  for (const device of topology.devices.values()) {
    if (isFirewall(device)) continue
    for (const table of routeTables(device)) {
      const segments = table.flatMap(({ segment }) => (segment === undefined ? [] : [segment]))
      const other = segments.find((segment) => another(tierOn(segment)))
      if (other === undefined || !segments.some((segment) => topology.segments.get(segment)!.zone === zone.id)) continue
      return refuted({ key: `device:${device.id}`, at: device.at, title: text(`装置 ${device.id}`, `device ${device.id}`) },
        text(`装置 ${device.id} の同じ経路表に${TIER_TEXT[tierOn(other)].ja}（${other}）がある`, `one table of ${device.id} also holds the ${TIER_TEXT[tierOn(other)].en} (${other})`))
    }
  }
  for (const line of linesInto(judgement, zone)) {
    const shared = sharedBy(judgement, line, another)
    if (shared) return refuted(lineCause(line), text(`回線 ${line.id} を${shared.ja}と共有している`, `it shares the line ${line.id} with the ${shared.en}`))
  }
  return { ...about, outcome: 'proved', message: text('他の層と経路表・回線・セグメントを共有していない', 'it shares no table of routes, line or segment with another tier') }
}

/** LGWAN itself reaches clouds through the segment of its own line. */
function sharedBy({ topology }: Judgement, line: Line, another: (tier: Tier) => boolean): Text | undefined {
  const beside = [...topology.lines.values()].filter((other) => other.segment === line.segment).flatMap(({ to, beyond }) => [to, ...beyond])
    .map((id) => topology.zones.get(id)!).filter(({ cloud }) => cloud === true)
  const own = line.kind === 'lgwan' ? [] : [topology.zones.get(topology.segments.get(line.segment)!.zone)!]
  const other = [...beside, ...own].find(({ tier }) => another(tier))
  return other && TIER_TEXT[other.tier]
}

/** What goes on inside an external cloud is not ours to see: that it has no Internet is declared. */
function offInternet({ asOf, profile, topology }: Judgement, zone: Zone, rule: Rule): Answer {
  const about = { ...aboutZone(rule, zone)('own egress'), ground: 'attested' as const }
  const outwards = zone.relays ? [...topology.lines.values()].find(({ to, beyond }) => to === zone.id && beyond.some((id) => topology.zones.get(id)!.tier === 'public')) : undefined
  if (outwards) return { ...about, outcome: 'refuted', fix: rule.fix, cause: lineCause(outwards), message: text('クラウドの先にインターネットがある', 'the Internet lies beyond it') }
  if (zone.internetConnected === true) {
    return {
      ...about, outcome: 'refuted', fix: rule.fix, cause: { key: `zone:${zone.id}`, at: zone.at, title: text(`領域 ${zone.id}`, `zone ${zone.id}`) },
      message: text('インターネットに接続されていると申告されている', 'declared to be connected to the Internet'),
    }
  }
  const fault = zone.internetConnected === undefined ? text('クラウドの側からインターネットに接続されていないことが申告されていない', 'that it has no Internet of its own is not declared')
    : evidenceFault(zone.evidence, asOf, profile.limits.evidenceDays)
  if (fault) {
    return {
      ...about, outcome: 'unknown', message: fault,
      missing: [{
        key: `zone:${zone.id}/internet-connected`, at: zone.at, text: text(`クラウド ${zone.id}：${fault.ja}`, `cloud ${zone.id}: ${fault.en}`),
        yaml: `zones:\n  ${zone.id}:\n    internet-connected: false\n    evidence: { document: 文書名, on: YYYY-MM-DD }`,
      }],
    }
  }
  const declared = 'path' in zone.at ? { file: zone.at.file, path: [...zone.at.path, 'internet-connected'] } : zone.at
  return {
    ...about, outcome: 'proved', message: text('インターネットに接続されていないと申告されている', 'declared to have no Internet of its own'),
    assumes: [
      ...carried(zone),
      { key: `zone:${zone.id}/internet-connected`, at: declared, text: text(`領域 ${zone.id} はインターネットに接続されていない（申告）`, `zone ${zone.id} is not on the Internet (declared)`) },
      evidenceAssumed(`zone:${zone.id}`, zone.evidence!),
    ],
  }
}
