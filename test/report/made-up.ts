/** Verdicts of no network, one for each road that a verdict can take through a report. */
import type { Locate, NetworkResult } from '../../src/report/report.ts'
import type { WeighedRule } from '../../src/rules/rule.ts'
import { text, type Verdict, type Witness } from '../../src/verdict.ts'

const FILE = 'city/topology.yaml'

/** As if every key stood on a line of its own: path length and span start make positions that tests can tell apart. */
export const locate: Locate = (at) => {
  if ('line' in at) return { file: at.file, line: at.line, column: 1, endLine: at.line, endColumn: 1 }
  const line = 'span' in at ? at.span[0] + 1 : 1 + at.path.length + Number(at.path.find((step) => typeof step === 'number') ?? 0)
  return { file: at.file, line, column: 3, endLine: line, endColumn: 9 }
}

export const rule: WeighedRule = {
  id: 'mynumber-isolation',
  clause: '第６条第３号ア',
  relation: 'initiate',
  basis: { kind: 'policy', quote: '他の領域との通信をできないようにしなければならない' },
  severity: 'error',
  title: text('マイナンバー利用事務系の分離', 'Isolation of the My Number tier'),
  checks: text('ほかの領域との間で開始できる通信がないこと。', 'Nothing can be initiated between the tier and any other zone.'),
  why: text('特定個人情報が漏えいするおそれがあります。', 'Personal numbers could leak.'),
  fix: text('許可を取り消すか、特定通信として登録してください。', 'Remove the permission, or register it as specific communication.'),
  check: () => [],
}

export const witness: Witness = {
  from: text('窓口端末', 'counter terminal'),
  to: text('インターネット', 'the Internet'),
  sent: { source: '10.10.10.5', destination: '203.0.113.9', protocol: 'tcp', sourcePort: 50000, destinationPort: 443, flags: 'SYN' },
  delivered: { source: '192.0.2.1', destination: '203.0.113.9', protocol: 'tcp', destinationPort: 443, flags: 'SYN' },
  path: [
    { place: text('セグメント mn-pc', 'segment mn-pc'), what: text('送信', 'sent') },
    { place: text('fw1', 'fw1'), what: text('規則 30 が許可', 'permitted by rule 30'), at: { file: FILE, path: ['devices', 'fw1', 'filter', 30] } },
    {
      place: text('fw1', 'fw1'),
      what: text('送信元を変換', 'source translated'),
      at: { file: FILE, path: ['devices', 'fw1', 'nat', 0] },
      packet: { source: '192.0.2.1', destination: '203.0.113.9', protocol: 'tcp', destinationPort: 443, flags: 'SYN' },
    },
  ],
  boxes: [{ source: ['10.10.10.0/24'], destination: ['203.0.113.0/24'], service: ['tcp/80', 'tcp/443'] }],
  more: true,
}

export const verdict = (parts: Partial<Verdict>): Verdict => ({
  rule: rule.id,
  key: 'mn→world',
  subject: text('マイナンバー利用事務系 → インターネット', 'My Number tier → the Internet'),
  at: { file: FILE, path: ['zones', 'mn'] },
  outcome: 'proved',
  ground: 'computed',
  severity: 'error',
  message: text('到達できるパケットはありません。', 'No packet gets through.'),
  assumes: [],
  missing: [],
  ...parts,
})

const cause = { key: 'rule:fw1/filter/30', title: text('fw1 の規則 30', 'rule 30 of fw1'), at: { file: FILE, path: ['devices', 'fw1', 'filter', 30] } } as const
const fact = (key: string) => ({ key, text: text(`${key} が未記入です`, `${key} is not given`), yaml: `zones:\n  ${key}: { relays: false }`, at: { file: FILE, path: ['zones'] } })
const belief = { key: 'lgwan-no-relay', text: text('LGWAN 自体は中継しない', 'LGWAN itself does not relay'), at: { file: FILE, path: ['zones', 'lgwan'] } }

export const verdicts: readonly Verdict[] = [
  verdict({ key: 'mn→lg', holds: 'by-filter', assumes: [belief] }),
  verdict({ key: 'lg→mn', holds: 'by-routing-only', assumes: [belief] }),
  verdict({ key: 'mn→world', outcome: 'refuted', witness, cause, message: text('443/tcp を開始できます。', '443/tcp can be initiated.') }),
  verdict({ key: 'mn→sc', outcome: 'refuted', severity: 'warning', cause, chain: [witness, witness], fix: text('規則 30 を削除する。', 'Delete rule 30.') }),
  verdict({ key: 'mn→guest', outcome: 'unknown', missing: [fact('a'), fact('b')] }),
  verdict({ key: 'mn→school', outcome: 'unknown', missing: [fact('b')] }),
  verdict({ key: 'mn→party', outcome: 'excepted', message: text('例外 E-1（2027-03-31 まで、情報統括責任者承認）', 'exception E-1 (until 2027-03-31, approved by the CISO)') }),
  verdict({ key: 'cloud', outcome: 'vacuous' }),
  verdict({ key: 'terminal', ground: 'attested' }),
]

export const result = (parts: Partial<NetworkResult> = {}): NetworkResult => ({
  file: FILE,
  network: 'saikai',
  title: '西海市 庁内ネットワーク',
  profile: { id: 'saikai-2024', model: 'alpha', notAsked: [{ clause: '第６条第３号ア', text: text('端末の認証', 'how terminals authenticate') }] },
  zones: [{ id: 'mn', tier: 'mynumber', external: false, title: 'マイナンバー利用事務系' }],
  rules: [rule],
  problems: [],
  verdicts,
  locate,
  ...parts,
})
