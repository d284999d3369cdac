import { placeKey } from '../engine/places.ts'
import type { Host, Zone } from '../topology/model.ts'
import { text, type Assumption, type Text } from '../verdict.ts'
import { hostCause } from './judgement/blame.ts'
import { openingsOf, undeclaredFacts, undeclaredMethod } from './sanitizers/fail-closed.ts'
import { TIER_TEXT, type Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'
import { isComplete } from './sanitizers/sanitizer-standing.ts'

export const dualHomed: Rule = {
  id: 'dual-homed',
  clause: '第６条第３号ア及びイ',
  relation: 'none',
  basis: {
    kind: 'inference',
    source: text(
      '領域間の通信をできないようにし通信経路を分割すること（第６条第３号ア及びイ）からの推論。二つの領域に接続するホストを直接に定める条文は確認していない',
      'Inferred from the separation and division that 第６条第３号ア and イ ask for; no text that rules on hosts with two legs was read'),
  },
  title: text('複数の領域にまたがるホスト', 'No host stands in two tiers'),
  checks: text(
    '二つ以上のセグメントまたは外部領域に接続するホストについて、接続先がすべて同じ領域にあることを確かめます。無害化できないものを通さないと申告された無害化装置、画面転送サーバー（vdi）、ゲートウェイは、マイナンバー利用事務系に接続していない限り認めます。申告されていないネットワークカードやテザリングは分かりません。',
    'Checks of each host on two or more segments or external zones that all of them are in one tier. A sanitizer that is declared to fail closed, a vdi and a gateway may stand in two, but never in the My Number tier. It cannot know of network cards and tethering that are not declared.'),
  why: text('二つの領域に接続するホストは、ファイアウォールを通らない抜け道になるためです。', 'A host with a leg in each is a way around every firewall.'),
  fix: text('一方の接続を外すか、役割を分けて別のホストにしてください。', 'Remove one of its legs, or split what it does over two hosts.'),
  *check(judgement) {
    const hosts = [...judgement.topology.hosts.values()].filter(({ attach }) => new Set(attach.map(({ place }) => placeKey(place))).size > 1)
    for (const host of hosts) yield oneTier(judgement, host, this)
    if (hosts.length === 0) yield nothingToAsk(this, judgement, text('複数の接続を持つホストはない', 'no host has more than one leg'))
  },
}

function oneTier(judgement: Judgement, host: Host, rule: Rule): Answer {
  const { topology, network } = judgement
  const zones = [...new Set(host.attach.map(({ place }) => topology.zones.get('zone' in place ? place.zone : topology.segments.get(place.segment)!.zone)!))]
  const tiers = [...new Set(zones.map(({ tier }) => tier))]
  const names = text(tiers.map((tier) => TIER_TEXT[tier].ja).join('・'), tiers.map((tier) => TIER_TEXT[tier].en).join(', '))
  const about = {
    rule: rule.id, key: host.id, subject: text(`ホスト ${host.id}`, `host ${host.id}`), at: host.at, ground: 'computed' as const,
    ...gradeOf(judgement, zones), assumes: [], missing: [],
  }
  if (tiers.length === 1) return { ...about, outcome: 'proved', message: text(`接続先はすべて${names.ja}にある`, `all of its legs are in one tier: ${names.en}`) }
  const excuse = tiers.includes('mynumber') ? undefined : excuseOf(host)
  const undeclared = excuse?.is === 'sanitizer' ? host.sanitizes.flatMap((entry) =>
    undeclaredFacts(host, entry, [...undeclaredMethod(entry), ...openingsOf(entry).undeclared])) : []
  if (undeclared.length > 0) {
    return { ...about, outcome: 'unknown', missing: undeclared, message: text('無害化装置として認めるための申告が足りない', 'too little is declared of it to count as a sanitizer') }
  }
  if (excuse) {
    return { ...about, outcome: 'proved', assumes: [excuse.assumption], message: text(`${names.ja}にまたがる${excuse.name.ja}として申告されている`, `declared as a ${excuse.name.en} between ${names.en}`) }
  }
  return {
    ...about, outcome: 'refuted', fix: rule.fix, cause: hostCause(host.id, network),
    message: text(`${names.ja}にまたがって接続している`, `has legs in several tiers: ${names.en}`),
  }
}

/** An error where a leg is My Number, or one is LGWAN and another on the Internet side; zones within one side warn. */
function gradeOf(judgement: Judgement, zones: readonly Zone[]): Pick<Answer, 'grade'> {
  const outside = new Set(judgement.internetSide().map(({ id }) => id))
  const tiers = zones.map(({ tier }) => tier)
  return tiers.includes('mynumber') || (tiers.includes('lgwan') && zones.some(({ id }) => outside.has(id))) ? {} : { grade: 'one-side' }
}

const ROLES: ReadonlyMap<Host['role'], Text> = new Map([
  ['sanitizer', text('無害化装置', 'sanitizer')], ['vdi', text('画面転送サーバー', 'vdi')], ['gateway', text('ゲートウェイ', 'gateway')],
])

/** A role whose business it is to stand between tiers; of a sanitizer only with what it sanitises, none of it let pass raw. */
function excuseOf(host: Host): { readonly is: Host['role']; readonly name: Text; readonly assumption: Assumption } | undefined {
  const name = ROLES.get(host.role)
  const raw = host.role === 'sanitizer' && (host.sanitizes.length === 0 || host.sanitizes.some((entry) =>
    openingsOf(entry).open.length > 0 || (undeclaredMethod(entry).length === 0 && !isComplete(entry))))
  if (!name || raw) return undefined
  return { is: host.role, name, assumption: { key: `host:${host.id}/role`, at: host.at, text: text(`${host.id} は${name.ja}である`, `${host.id} is a ${name.en}`) } }
}
