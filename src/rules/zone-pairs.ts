import { text } from '../verdict.ts'
import { isolated } from './judgement/isolation.ts'
import type { Area, Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { ZonePair } from './profiles/profile.ts'
import { isNamed } from './register/standard-permits.ts'
import type { Answer, Rule } from './rule.ts'

export const zonePairs: Rule = {
  id: 'zone-pairs',
  clause: '第９条',
  relation: 'initiate',
  basis: {
    kind: 'standard',
    source: text('第９条により市町村が定める対策基準。定めは評価基準のファイル（zone-pairs）に条項とともに書かれたもので、本ソフトは対策基準の本文を読んでいない',
      "The city's own standard under 第９条, as far as the profile's file (zone-pairs) says it, with its clause; the standard itself was not read"),
  },
  title: text('対策基準が独自に定める領域間の通信', "What the city's own standard says between zones"),
  checks: text(
    '評価基準の zone-pairs に forbidden または registered と書かれた二つの層または領域の間で、その向きに、セッションのない状態から通るパケットが一つもないこと（registered では有効な登録の範囲に収まること）を証明します。permitted はここでは問わず、mynumber-isolation と path-division の前提に示します。対策基準の本文との一致は分かりません。',
    'Proves, between two tiers or zones that the profile rules `forbidden` or `registered` under zone-pairs, that no packet passes in that direction with no session anywhere (with `registered`: none outside an active entry). `permitted` is not asked here; it shows among the assumptions of mynumber-isolation and path-division. It cannot know whether the file says what the standard says.'),
  why: text('市町村が対策基準で自ら定めたことを、構成の変更が破らないようにするためです。', 'So that no change breaks what the municipality has ruled for itself.'),
  fix: text('該当する許可を削除または限定するか、対策基準を改めてください。', 'Remove or narrow what permits it, or have the standard amended.'),
  *check(judgement) {
    const asked = judgement.profile.zonePairs.filter(({ communication }) => communication !== 'permitted')
    if (asked.length === 0) yield nothingToAsk(this, judgement, text('評価基準に領域間の独自の定めがない', 'the profile rules nothing of its own between zones'))
    for (const pair of asked) yield* between(judgement, pair, this)
  },
}

function* between(judgement: Judgement, pair: ZonePair, { id, fix }: Pick<Rule, 'id' | 'fix'>): Iterable<Answer> {
  const { from, to, communication, clause, at } = pair
  const areas = (name: string): Area[] => judgement.areas().filter(({ zone }) => zone !== undefined && isNamed(zone, name))
  const permits = communication === 'registered' ? judgement.active('specific', 'sanitized', 'export', 'necessary', 'ordinary') : []
  const pairs = areas(from).flatMap((one) => areas(to).filter((other) => other.id !== one.id).map((other) => [one, other] as const))
  const says = SAYS[communication === 'registered' ? 'registered' : 'forbidden']
  const cited = (said: typeof says.proved) => text(`${said.ja}（対策基準 ${clause}）`, `${said.en} (the city's own standard, ${clause})`)
  for (const [one, other] of pairs) {
    yield isolated(judgement, { rule: id, fix, from: one, to: other, permits, aspect: `by ${from}->${to}`, says: { proved: cited(says.proved), refuted: cited(says.refuted) } })
  }
  if (pairs.length === 0) {
    yield {
      rule: id, key: `by ${from}->${to}`, at, subject: text(`${from} → ${to}`, `${from} → ${to}`), outcome: 'vacuous', ground: 'computed', assumes: [], missing: [],
      message: text('該当する領域の組がない', 'no two zones are of these tiers'),
    }
  }
}

const SAYS = {
  forbidden: { proved: text('何も通らない', 'nothing gets through'), refuted: text('禁止された向きの通信が通る', 'something gets through where nothing may') },
  registered: { proved: text('登録されていない通信は通らない', 'nothing that is not registered gets through'), refuted: text('登録されていない通信が通る', 'something that is not registered gets through') },
}
