import { lineKey, MAY } from '../engine/flood.ts'
import type { Tier } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { strayCause } from './judgement/blame.ts'
import { cloudUses } from './judgement/cloud.ts'
import { absence } from './judgement/expected.ts'
import { isolated, type Isolation } from './judgement/isolation.ts'
import type { Area, Judgement } from './judgement/judgement.ts'
import { isolatedButBreakouts } from './judgement/leaving.ts'
import { closedLinks, cloudCut, internetAreas, linesInto } from './judgement/outside.ts'
import { transitOf } from './judgement/transit.ts'
import type { Answer, Rule } from './rule.ts'

export const egressAggregation: Rule = {
  id: 'egress-aggregation',
  clause: '第６条第３号ウ',
  relation: 'initiate',
  basis: { kind: 'policy', quote: '都道府県及び市区町村のインターネットとの通信を集約した上で、自治体情報セキュリティクラウドの導入等を実施すること' },
  title: text('インターネットとの通信の集約', 'All traffic with the Internet goes through the security cloud'),
  checks: text(
    '自治体情報セキュリティクラウドへの回線をすべて切ったと仮定しても三層のいずれかとインターネットとの間に残る経路がないこと、独自の回線を持つ来庁者用・学校などのネットワークから三層への経路が庁内にないことを証明します。申告されていない回線は分かりません。',
    'Proves that with every line to the security cloud cut no way remains between any of the three tiers and the Internet, and that networks with a line of their own (guests, schools) have no way to a tier inside. It cannot know of lines that are not declared.'),
  why: text('監視を受けない出入口を残さないためです。', 'So that no way in or out escapes monitoring.'),
  fix: text('セキュリティクラウドを経由しない回線または経路を廃止してください。', 'Remove the line or route that does not go through the security cloud.'),
  *check(judgement) {
    const missing = absence(judgement, this, 'internet')
    if (missing) yield missing
    const tiers = judgement.areasOf('mynumber', 'lgwan', 'internet')
    const asked = (from: Area, to: Area, without: readonly string[], aspect: keyof typeof SAYS): Isolation =>
      ({ rule: this.id, fix: this.fix, from, to, permits: [], without, aspect, says: SAYS[aspect] })
    const outsides = internetAreas(judgement)
    if (outsides.length === 0) yield noInternet(judgement, this)
    const cloud = cloudCut(judgement)
    const closed = new Set(closedLinks(judgement).map(({ id }) => id))
    for (const outside of outsides) {
      for (const tier of tiers) {
        // What the LGWAN tier does by a closed circuit to one service is for local-breakout to weigh.
        if (tier.tier === 'lgwan' && closed.has(outside.id)) continue
        if (tier.tier === 'mynumber') {
          yield isolated(judgement, { ...asked(tier, outside, cloud, 'aggregated'), permits: cloudUses(judgement) })
          yield isolated(judgement, asked(outside, tier, cloud, 'aggregated'))
          continue
        }
        const leaving = tier.tier === 'lgwan' ? 'lgwan' : 'internet'
        const transit = transitOf(judgement, leaving)
        const given = transit.assumed(tier)
        yield isolatedButBreakouts(judgement, { ...asked(transit.inside(tier), outside, cloud, 'aggregated'), given }, leaving)
        yield isolated(judgement, { ...asked(outside, transit.inside(tier), cloud, 'aggregated'), given })
      }
    }
    const every = [...judgement.topology.lines.keys()].map(lineKey)
    for (const apart of networksWithOwnLine(judgement)) {
      for (const tier of tiers) {
        for (const [from, to] of [[apart, tier], [tier, apart]] as const) yield byStray(isolated(judgement, asked(from, to, every, 'apart')), apart, judgement)
      }
    }
  },
}

/** What joins a network to a tier was let in for one off the Internet: the line that puts it there is to blame. */
function byStray(answer: Answer, { id }: Area, { network }: Judgement): Answer {
  const cause = answer.outcome === 'refuted' ? strayCause(id, network) : undefined
  return cause ? { ...answer, cause } : answer
}

const SAYS = {
  aggregated: {
    proved: text('セキュリティクラウドを通らない経路はない', 'no way around the security cloud'),
    refuted: text('セキュリティクラウドを通らない経路がある', 'there is a way around the security cloud'),
  },
  apart: {
    proved: text('庁内に互いの経路はない', 'no way between them inside'),
    refuted: text('独自回線を持つネットワークと庁内でつながっている', 'a network with a line of its own is joined to the tier inside'),
  },
}

const noInternet = (judgement: Judgement, { id }: Pick<Rule, 'id'>): Answer => ({
  rule: id, key: 'no public', subject: text('インターネット', 'Internet'), at: judgement.topology.at, outcome: 'unknown', ground: 'computed', assumes: [],
  message: text('インターネットそのものの領域が申告されていない', 'no zone stands for the Internet itself'),
  missing: [{ key: 'tier:public', text: text('インターネットそのものの領域', 'a zone for the Internet itself'), yaml: 'zones:\n  world: { tier: public, external: true, relays: true }' }],
})

/** Internal networks outside the three tiers on whose segments a line to the Internet ends; those of visitors and schools, too, that get to one. */
function networksWithOwnLine(judgement: Judgement): Area[] {
  const { reach } = judgement
  const outsides = internetAreas(judgement)
  const outside = new Set(outsides.map(({ id }) => id))
  const segments = new Set(linesInto(judgement, (zone) => outside.has(zone.id)).map(({ segment }) => segment))
  const reading = { ...MAY, without: cloudCut(judgement) }
  const leaves = ({ places }: Area): boolean => places.some((from) => outsides.some((one) => one.places.some((to) => !reach.initiate(from, to, reading).isEmpty())))
  return judgement.areas().filter((area) => !['mynumber', 'lgwan', 'internet', 'security-cloud'].includes(area.tier)
    && (area.places.some((place) => 'segment' in place && segments.has(place.segment)) || (VISITED.includes(area.tier) && !area.zone!.external && leaves(area))))
}

const VISITED: readonly Tier[] = ['guest', 'school']
