import { formatAddresses, intersectAddresses, isEmptyAddresses, subtractAddresses, unionAddresses } from '../net/address.ts'
import type { Flow, Party, Tier } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { partyCause } from './judgement/blame.ts'
import type { Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { acceptanceOf } from './register/counterparties.ts'
import { standingsOf } from './register/ends.ts'
import { partiesOf } from './register/register.ts'
import type { Answer, Rule } from './rule.ts'

export const counterparty: Rule = {
  id: 'counterparty',
  clause: '第６条第３号ア',
  relation: 'none',
  basis: {
    kind: 'guideline',
    source: text(
      '総務省「地方公共団体における情報セキュリティポリシーに関するガイドライン」令和８年３月27日改定、第３編第２章３（総務省の概要資料で相手方の二つの区分とその例を確認。「国等の公的機関が十分な安全を確保して構築したものを除き、インターネットに接続していないこと」という原則の本文は未確認。一覧が限定列挙か例示かも未確認）',
      'MIC guideline, edition of 2026-03-27, part 3 chapter 2 section 3 (the two classes of parties and their examples are confirmed in the ministry\'s overview; the text of the principle behind them, and whether the examples are a closed list, are not)'),
  },
  title: text('特定通信の相手方', 'Who is at the other end of a 特定通信'),
  checks: text(
    '期限の切れていない特定通信の端にある相手方（名前のないアドレスや、庁外に立つホストも含む）ごとに、相手方自体がインターネットに接続されていないこと（根拠の文書と日付を要する）、または評価基準の一覧で認められた公的機関のシステムでありLGWANを経由することを確かめます。一覧のどのシステムかは is の申告、なければ識別名と表示名から判断し、前提として示します。相手方の内部の構成や、一覧の区分が今も正しいかは分かりません。',
    'Checks of each party at the end of a 特定通信 that is not past its expiry (addresses without a name, and hosts that stand outside, too) that it is not itself on the Internet (with a document and its date), or is a public body\'s system on the profile\'s list of accepted ones, reached through LGWAN. Which system it is, `is:` says, else its id and title; that is listed as an assumption. It cannot know how the party is built inside, or whether the list still holds.'),
  why: text('インターネットに接続された相手方を経て、住民情報が流出する経路ができるためです。', 'Through a party that is on the Internet residents\' data would have a way out.'),
  fix: text('特定通信を取りやめるか、LGWANを経由する公的機関のシステムに改めてください。', 'Give up the 特定通信, or use a public body\'s system through LGWAN.'),
  *check(judgement) {
    const { topology, profile, asOf } = judgement
    const flows = [...topology.flows.values()].filter((flow) => flow.kind === 'specific' && judgement.standing(flow).is !== 'expired')
    const parties = new Set(flows.flatMap((flow) => [...partiesOf(flow, topology), ...partiesBehind(judgement, flow)]))
    const strangers = new Map(flows.flatMap((flow) => strangersOf(judgement, flow)).map((one) => [`${one.zone} ${one.id}`, one]))
    for (const stranger of strangers.values()) yield unnamed(judgement, stranger, this)
    if (parties.size + strangers.size === 0) yield nothingToAsk(this, judgement, text('期限内の特定通信に外部の相手方がない', 'no party is at the end of a 特定通信 in date'))
    for (const party of parties) {
      const { is, why, assumes, missing } = acceptanceOf(party, topology, profile, asOf)
      const name = party.title ?? party.id
      yield {
        rule: this.id, key: party.id, subject: text(`相手方 ${party.id}（${name}）`, `party ${party.id} (${name})`), at: party.at,
        ground: 'attested', message: why, assumes, missing: missing.map((one) => ({ ...one, at: party.at })),
        ...(is === 'accepted' ? { outcome: 'proved' } : is === 'undecided' ? { outcome: 'unknown' } : { outcome: 'refuted', cause: partyCause(party), fix: this.fix }),
      }
    }
  },
}

const OURS: readonly Tier[] = ['mynumber', 'lgwan']

/** Where ends that are no parties stand outside: by addresses, or as hosts. */
const outside = ({ topology }: Judgement, flow: Flow) => [...flow.from, ...flow.to].filter(({ kind }) => kind === 'host' || kind === 'addresses').flatMap((end) =>
  standingsOf(end, topology).flatMap(({ place, addresses }) => ('zone' in place && !OURS.includes(topology.zones.get(place.zone)!.tier) ? [{ end, zone: place.zone, addresses }] : [])))

const partiesBehind = (judgement: Judgement, flow: Flow): Party[] => outside(judgement, flow).flatMap(({ zone, addresses }) =>
  [...judgement.topology.parties.values()].filter((party) => party.zone === zone && !isEmptyAddresses(intersectAddresses(party.addresses, addresses))))

/** Somebody's systems all the same, of whom nothing is declared but where they stand. */
const strangersOf = (judgement: Judgement, flow: Flow): Party[] => outside(judgement, flow).flatMap(({ end, zone, addresses }): Party[] => {
  const parties = [...judgement.topology.parties.values()].filter((party) => party.zone === zone)
  const left = subtractAddresses(addresses, unionAddresses(...parties.map((party) => party.addresses)))
  return isEmptyAddresses(left) ? [] : [{ id: end.kind === 'addresses' ? formatAddresses(left).join(', ') : end.id, at: end.at, zone, addresses: left }]
})

function unnamed({ topology, profile, asOf }: Judgement, stranger: Party, rule: Rule): Answer {
  const { is, why, assumes } = acceptanceOf(stranger, topology, profile, asOf)
  const { id, at, zone, addresses } = stranger
  const about = { rule: rule.id, key: `${zone} ${id}`, at, ground: 'attested' as const, subject: text(`領域 ${zone} の相手方 ${id}`, `${id} in zone ${zone}`), message: why, assumes, missing: [] }
  if (is === 'accepted') return { ...about, outcome: 'proved' }
  const missing = text(`領域 ${zone} の ${id} がどの相手方か（parties の申告）`, `which party ${id} in zone ${zone} is (\`parties\`)`)
  return {
    ...about, outcome: 'unknown', message: text('相手方としての申告がなく、インターネットに接続されているかどうかが分からない', 'it is not declared as a party: whether it is on the Internet is not known'),
    missing: [{ key: `party:${zone} ${id}`, at, text: missing, yaml: `parties:\n  PARTY-ID: { zone: ${zone}, addresses: [${formatAddresses(addresses).join(', ')}], internet-connected: false, evidence: { document: 文書名, on: YYYY-MM-DD } }` }],
  }
}
