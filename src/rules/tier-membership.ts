import type { Host, Zone } from '../topology/model.ts'
import { FLOW_KINDS } from '../topology/model.ts'
import { text, type Assumption, type Text } from '../verdict.ts'
import { hostCause } from './judgement/blame.ts'
import { isolated } from './judgement/isolation.ts'
import { TIER_TEXT, type Area, type Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { internetAreas } from './judgement/outside.ts'
import type { Answer, Rule } from './rule.ts'

export const tierMembership: Rule = {
  id: 'tier-membership',
  clause: '第２条第８号～第１０号',
  relation: 'initiate',
  basis: { kind: 'policy', quote: '及び戸籍事務等に関わる情報システム及びデータをいう' },
  title: text('層の申告と実態', 'What the tiers are called is what they are'),
  checks: text(
    '個人番号または戸籍の情報を扱う（handles）ホストがマイナンバー利用事務系（それを載せるクラウドを含む）にあること、三層のどれでもないと申告された領域からLGWANへ登録のない通信を始められないこと、インターネットに接続されていないと申告された領域とインターネットとの間に登録のない通信が通らないことを証明します。庁外にあるマイナンバー利用事務系・LGWAN接続系の領域には、それ自体がインターネットに接続されていないことの申告を求めます。LGWAN接続系とインターネット側との間は path-division が、マイナンバー利用事務系の外との間は mynumber-isolation が判定します。handles の申告のないホストが何を扱うかは分かりません。',
    'Proves that hosts which handle individual numbers or family registers stand in the My Number tier (or a cloud that carries it), that a zone declared to be of none of the three tiers opens nothing unregistered to LGWAN, and that nothing unregistered passes between a zone declared off the Internet and the Internet. Of zones of the My Number and LGWAN tiers that stand outside it asks that they are declared off the Internet themselves. Between the LGWAN tier and the Internet side path-division judges, around the My Number tier mynumber-isolation. It cannot know what hosts handle of which it is not declared.'),
  why: text('層の名前を違えて書けば、ほかのどの規則も正しく判定できないためです。', 'Under a wrong label no other rule judges rightly.'),
  fix: text('ホストを正しい領域へ移すか、領域の層（tier）や internet-connected の申告を実態に合わせ、不要な許可を削除してください。',
    'Move the host to the right zone, or declare the tier of the zone and `internet-connected` as they are, and remove permissions that are not needed.'),
  *check(judgement) {
    const handlers = [...judgement.topology.hosts.values()].filter(({ handles }) => handles.some((one) => one === 'my-number' || one === 'koseki'))
    for (const host of handlers) yield inTier(judgement, host, this)
    const others = judgement.areas().filter(({ zone, tier }) => zone && !zone.external && !OWN_RULES.includes(tier))
    const questions = others.flatMap((area) => [...towardsLgwan(judgement, area, this), ...offInternet(judgement, area, this)])
    yield* questions
    const closed = judgement.areasOf('mynumber', 'lgwan').flatMap(({ zone }) => offInternetItself(zone!, this) ?? [])
    yield* closed
    if (handlers.length + questions.length + closed.length === 0) yield nothingToAsk(this, judgement, text('判定する申告がない', 'nothing is declared that could be contradicted'))
  },
}

/** Tiers around which other rules prove what may pass. */
const OWN_RULES: readonly Area['tier'][] = ['mynumber', 'lgwan', 'internet']

const EVERY_KIND = FLOW_KINDS.filter((kind) => kind !== 'media')

function inTier({ topology, network }: Judgement, host: Host, rule: Rule): Answer {
  const zones = [...new Set(host.attach.map(({ place }) => topology.zones.get('zone' in place ? place.zone : topology.segments.get(place.segment)!.zone)!))]
  const wrong = zones.find((zone) => !mayHandle(zone))
  const about = {
    rule: rule.id, key: `host ${host.id}`, at: host.at, ground: 'computed' as const, missing: [],
    subject: text(`ホスト ${host.id}${host.title === undefined ? '' : `（${host.title}）`}`, `host ${host.id}`),
  }
  if (!wrong) {
    return { ...about, outcome: 'proved', assumes: zones.flatMap(restsOn), message: text('個人番号または戸籍の情報を扱い、マイナンバー利用事務系にある', 'it handles individual numbers or family registers and stands in the My Number tier') }
  }
  return {
    ...about, outcome: 'refuted', assumes: [], fix: rule.fix, cause: hostCause(host.id, network),
    message: text(`個人番号または戸籍の情報を扱うのに、${TIER_TEXT[wrong.tier].ja}（${wrong.id}）にある`, `it handles individual numbers or family registers and stands in zone ${wrong.id} (${TIER_TEXT[wrong.tier].en})`),
  }
}

/** A cloud is of the tier that it is said to carry; a zone of parties may hold such data because it is said to be off the Internet. */
function restsOn({ id, at, cloud, tier, external }: Zone): Assumption[] {
  const fact = (key: 'carries' | 'internet-connected', said: Text): Assumption[] =>
    [{ key: `zone:${id}/${key}`, at: 'path' in at ? { file: at.file, path: [...at.path, key] } : at, text: said }]
  if (cloud) return fact('carries', text(`クラウド ${id} はマイナンバー利用事務系を載せる（申告）`, `cloud ${id} carries the My Number tier (declared)`))
  return tier === 'party' && !external
    ? fact('internet-connected', text(`領域 ${id} はインターネットに接続されていない（申告）`, `zone ${id} is not on the Internet (declared)`)) : []
}

/** Systems of others that are reached by 特定通信, such as 住基ネット, are not ours to place. */
const mayHandle = ({ tier, internetConnected, external }: Zone): boolean => tier === 'mynumber'
  || (tier === 'party' && (internetConnected === false || external)) || (external && tier === 'lgwan-network')

const LABEL = {
  proved: text('LGWAN接続系でないという申告と食い違う通信はない', 'nothing contradicts that it is not of the LGWAN tier'),
  refuted: text('LGWAN接続系でないと申告されているのに、登録のない通信をLGWANに対して始められる', 'declared not to be of the LGWAN tier, it can open to LGWAN what is not registered'),
}

const OFF = {
  proved: text('インターネットに接続されていないという申告と食い違う通信はない', 'nothing contradicts that it is off the Internet'),
  refuted: text('インターネットに接続されていないと申告されているのに、登録のない通信がインターネットとの間で通る', 'declared to be off the Internet, it has unregistered traffic with the Internet'),
}

const towardsLgwan = (judgement: Judgement, area: Area, { id, fix }: Rule): Answer[] => judgement.areasOf('lgwan-network').map((network) =>
  isolated(judgement, { rule: id, fix, from: area, to: network, permits: judgement.active(...EVERY_KIND), aspect: 'tier', says: LABEL }))

/**
 * What lies behind a zone of these tiers that stands outside is not seen: that it is off the Internet has to be said (its evidence
 * is asked for where every such zone's is). Of a cloud that carries the My Number tier cloud-tier asks.
 */
function offInternetItself(zone: Zone, { id, fix }: Rule): Answer | undefined {
  const { tier, at, cloud, external, internetConnected } = zone
  const name = TIER_TEXT[tier]
  const about = {
    rule: id, key: `zone ${zone.id}`, at, ground: 'attested' as const, assumes: [], missing: [],
    subject: text(`領域 ${zone.id}（${name.ja}）`, `zone ${zone.id} (${name.en})`),
  }
  if (internetConnected === true) {
    return {
      ...about, outcome: 'refuted', fix, cause: { key: `zone:${zone.id}`, at, title: text(`領域 ${zone.id}`, `zone ${zone.id}`) },
      message: text(`${name.ja}であるのに、インターネットに接続されていると申告されている`, `called ${name.en}, and declared to be on the Internet`),
    }
  }
  if (!external || internetConnected !== undefined || (cloud && tier === 'mynumber')) return undefined
  const asks = text(`庁外にある領域 ${zone.id} 自体がインターネットに接続されていないこと`, `that zone ${zone.id}, which stands outside, is itself off the Internet`)
  return {
    ...about, outcome: 'unknown', message: text('領域自体がインターネットに接続されていないことが申告されていない', 'that it is itself off the Internet is not declared'),
    missing: [{ key: `zone:${zone.id}/internet-connected`, at, text: asks, yaml: `zones:\n  ${zone.id}:\n    internet-connected: false\n    evidence: { document: 文書名, on: YYYY-MM-DD }` }],
  }
}

/** A zone that nobody calls off the Internet counts as on it: nothing is claimed that a path could contradict. */
function offInternet(judgement: Judgement, area: Area, { id, fix }: Rule): Answer[] {
  if (area.zone?.internetConnected !== false) return []
  const permits = judgement.active(...EVERY_KIND)
  const outside = [...internetAreas(judgement), ...judgement.areasOf('security-cloud')].filter((one) => one.zone?.external)
  return outside.flatMap((one) => ([[area, one], [one, area]] as const).map(([from, to]) =>
    isolated(judgement, { rule: id, fix, from, to, permits, aspect: 'label', says: OFF, ownSources: true })))
}
