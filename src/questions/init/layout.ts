/** The files of a first topology, made of parts that are written or, where something is wrong with them, kept as comments. */
import type { Text } from '../../verdict.ts'
import { scalar } from '../draft/yaml.ts'
import type { Answers } from './answers.ts'
import { INIT_QUESTIONS } from './questions.ts'

export const SECTIONS = ['include', 'zones', 'segments', 'lines', 'devices', 'hosts', 'parties'] as const
export type Section = (typeof SECTIONS)[number]

export interface Part {
  readonly section: Section
  /** Without indentation. */
  readonly lines: readonly string[]
  readonly what: Text
  /** Why it is no more than a comment. */
  readonly aside?: readonly Text[]
}

export interface WrittenFile { readonly name: string; readonly content: string }

const HOSTS: readonly Section[] = ['hosts', 'parties']

/** `schema`: where the schema stands, as the files see it. */
export function filesOf(answers: Answers, parts: readonly Part[], schema: string): WrittenFile[] {
  const first = `# yaml-language-server: $schema=${schema}`
  return [
    { name: 'topology.yaml', content: lines([first, ...head(answers), ...SECTIONS.filter((one) => !HOSTS.includes(one)).flatMap((one) => section(one, parts))]) },
    { name: 'hosts.yaml', content: lines([first, '#', '# サーバー・端末・庁外の相手方 / servers, terminals, outside systems', '', ...HOSTS.flatMap((one) => section(one, parts))]) },
    { name: 'register.yaml', content: lines([first, ...REGISTER]) },
    { name: 'exceptions.yaml', content: lines([first, ...EXCEPTIONS]) },
  ]
}

const lines = (all: readonly string[]): string => `${all.join('\n').trimEnd()}\n`

function head({ name, profile, model }: Answers): string[] {
  const title = name === undefined ? '' : `${name} `
  return [
    '#', `# ${title}庁内ネットワークの構成図 / the topology of the network`,
    '#', '#   sanso check .                     検証する / verify',
    '#   sanso init --draft-register .     許可されているのに登録のない通信を下書きにする / draft the register',
    '#', '# ファイルごとに持ち主（承認する人）を分けられます / each file may have its own owners:',
    '#   topology.yaml    領域・セグメント・回線・機器 / zones, segments, lines, devices',
    '#   hosts.yaml       サーバー・端末・庁外の相手方 / servers, terminals, outside systems',
    '#   register.yaml    通信要件一覧（承認された通信だけ） / the register: what was approved',
    '#   exceptions.yaml  例外（期限のある承認だけ） / exceptions, each for a time',
    '', 'sanso: 1',
    `network: ${scalar(name ?? 'network')}`,
    ...(name === undefined ? skipped('name') : [`title: ${scalar(`${name} 庁内ネットワーク`)}`]),
    ...(profile === undefined && model === undefined ? [] : [`policy: { profile: ${scalar(profile ?? 'saikai-2024')}, model: ${scalar(model ?? 'alpha')} }`]),
    ...(profile === undefined ? skipped('profile') : []), ...(model === undefined ? skipped('model') : []),
    ...(profile === undefined && model === undefined ? ['# policy: { profile: saikai-2024, model: alpha }    # 書かなければこのとおり / the same if absent'] : []),
    '',
  ]
}

/** What was left out says what it would decide. */
export const skipped = (flag: string): string[] => INIT_QUESTIONS.filter((one) => one.flag === flag).map(({ decides }) =>
  `# 未回答（${flag}）。書くと決まること: ${decides.ja} / not answered; it decides ${decides.en}`)

const ABSENT: Readonly<Record<Section, readonly string[]>> = {
  include: [],
  zones: [],
  segments: [],
  lines: ['# lines:', '#   sc-line: { kind: closed, segment: SEGMENT, peer: NEXT-HOP, to: sc, beyond: [world] }', ...skipped('line')],
  devices: [
    '# devices:', '#   fw1:', '#     kind: firewall', '#     interfaces: { eth0: { address: 10.10.0.1/16 } }', '#     routes: [{ to: default, via: NEXT-HOP }]',
    '#     config: { syntax: iptables, files: [configs/fw1.v4, configs/fw1.v6], captured: { on: YYYY-MM-DD, from: fw1 } }', ...skipped('config'),
  ],
  hosts: [
    '# hosts:', '#   counter-pc:    # 窓口端末 / terminals', '#     role: terminal', '#     attach: [{ segment: SEGMENT, addresses: [FIRST-LAST] }]',
    '#     controls: { authentication: [knowledge, possession], removable-media: prohibited, evidence: { document: 文書名, on: YYYY-MM-DD } }', ...skipped('ledger'),
    'hosts: {}',
  ],
  parties: ['# parties:', '#   eltax: { zone: lgwan, is: eltax, addresses: [ADDRESS] }', ...skipped('party')],
}

/** Zones that there may be without what is asked about them: by what would stand in the file. */
const UNANSWERED: Readonly<Partial<Record<Section, readonly (readonly [flag: string, text: string])[]>>> = {
  zones: [['sc-addresses', 'security-cloud'], ['lgwan-addresses', 'lgwan-network']],
}

function section(name: Section, parts: readonly Part[]): string[] {
  const own = parts.filter((part) => part.section === name)
  const live = own.some(({ aside }) => !aside)
  const written = own.flatMap(({ lines: all, aside, what }) => (aside
    ? [`  # 取り込めませんでした / put aside: ${what.ja}`, ...aside.map(({ ja, en }) => `  #   ${oneLine(ja)} / ${oneLine(en)}`), ...all.map((line) => `  # ${line}`)]
    : all.map((line) => `  ${line}`)))
  const unanswered = UNANSWERED[name]?.filter(([, text]) => !own.some(({ lines: all }) => all.some((line) => line.includes(text)))).flatMap(([flag]) => skipped(flag)) ?? []
  return [...(live ? [`${name}:`] : ABSENT[name]), ...written, ...(name === 'include' ? [DRAFT] : []), ...unanswered.map((line) => `  ${line}`), '']
}

const DRAFT = '  # - register.draft.yaml    # sanso init --draft-register が書く下書き / drafts that it writes'

const oneLine = (message: string): string => message.replaceAll(/(?<!\s)\s*\n\s*/g, ' ')

const REGISTER = [
  '#', '# 通信要件一覧：承認された通信だけを書きます。ここにない通信は、許可されていても適合になりません。',
  '# The register: only what was approved. Nothing else is ever green, permitted or not.',
  '#', '#   sanso init --draft-register .    下書きを register.draft.yaml に書き出す / writes drafts to register.draft.yaml',
  '#', '# flows:', '#   F-001:', '#     kind: specific            # specific（特定通信） sanitized（無害化通信） export necessary media ordinary',
  '#     from: { host: tax-server }', '#     to: { party: eltax }', '#     service: tcp/443', '#     purpose: 申告データの受信',
  '#     approved: { by: 統括情報セキュリティ責任者, on: YYYY-MM-DD }', '#     expires: YYYY-MM-DD', 'flows: {}',
]

const EXCEPTIONS = [
  '#', '# 例外：規則を、期限を切って、狭い範囲で適用しない承認。レポートには常に示されます。',
  '# Exceptions: rules set aside for a time and a narrow set of packets. Every report shows them.',
  '#', '# exceptions:', '#   E-001:', '#     rules: [path-division]', '#     from: { host: HOST }', '#     to: { zone: ZONE }', '#     service: tcp/443', '#     reason: 理由',
  '#     approver: 統括情報セキュリティ責任者', '#     ticket: 決裁番号', '#     issued: YYYY-MM-DD', '#     expires: YYYY-MM-DD', '#     measures: 代替措置', 'exceptions: {}',
]

