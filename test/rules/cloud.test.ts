/** A cloud is part of the tier that it carries: how it is joined, and what it may open. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { ask, brief, edited, SMALL } from './asking.ts'

const EVIDENCE = 'evidence: { document: 接続構成書, on: 2026-04-10 }'
const OFF = `internet-connected: false, ${EVIDENCE}`

interface Cloud { readonly carries?: string; readonly facts?: string; readonly kind?: string; readonly more?: string; readonly lines?: string; readonly segment?: string }

/** An external cloud behind a line of its own on a segment of the My Number tier. */
const cloud = ({ carries = 'carries: mynumber, ', facts = OFF, kind = 'dedicated', more = '', lines = '', segment = 'gc-edge' }: Cloud = {}): string => SMALL
  .replace('zones:\n', `zones:\n  gc: { tier: cloud, ${carries}external: true, addresses: [10.64.0.0/20]${facts === '' ? '' : `, ${facts}`} }\n${more}`)
  .replace('segments:\n', 'segments:\n  gc-edge: { zone: mn, subnets: [10.10.64.0/28] }\n')
  .replace('lines:\n', `lines:\n${lines}  gc-line: { kind: ${kind}, segment: ${segment}, peer: ${segment === 'gc-edge' ? '10.10.64.2' : '10.20.10.2'}, to: gc }\n`)

const said = (options?: Cloud): string[] => brief(ask('cloud-tier', cloud(options)))
const ABOUT_IT = ['proved gc apart', 'proved gc line gc-line', 'proved gc own egress', 'proved gc->in egress']

describe('an external cloud', () => {
  test('on a dedicated line, off the Internet, is proved', () => expect(said()).toEqual(ABOUT_IT))

  test('is of the tier that it carries: between the two nothing is asked, towards others everything', () => {
    const keys = ask('mynumber-isolation', cloud()).map(({ key }) => key)
    expect(keys).toEqual(expect.arrayContaining(['gc->lg', 'lg->gc', 'gc->in']))
    expect(keys.filter((key) => key === 'mn->gc' || key === 'gc->mn')).toEqual([])
  })

  test('of which nobody says what it carries is unknown, with the line to type', () => {
    const [verdict] = ask('cloud-tier', cloud({ carries: '' }))
    expect(brief([verdict!])).toEqual(['unknown error gc carries'])
    expect(verdict!.missing[0]!.yaml).toContain('carries: mynumber')
  })

  test.each<[string, Cloud, string[]]>([
    ['a service on the Internet carries nothing', { carries: '', facts: `internet-connected: true, ${EVIDENCE}` }, ['vacuous gc carries']],
    ['nor does one behind a local breakout', { carries: '', kind: 'lbo' }, ['vacuous gc carries']],
    ['one that carries the Internet tier is judged by the other rules', { carries: 'carries: internet, ' }, ['vacuous gc carries']],
    ['one that carries the LGWAN tier is kept apart, and weighs less', { carries: 'carries: lgwan, ' }, ['refuted warning gc apart', 'proved gc line gc-line']],
    ['on a line of the LGWAN tier it is proved', { carries: 'carries: lgwan, ', segment: 'lg-srv' }, ['proved gc apart', 'proved gc line gc-line']],
    ['a line over the Internet is refuted', { kind: 'ipoe' }, [ABOUT_IT[0]!, 'refuted error gc line gc-line', ...ABOUT_IT.slice(2)]],
    ['a line of the LGWAN tier is shared with it', { segment: 'lg-srv' }, ['refuted error gc apart', ...ABOUT_IT.slice(1, 3), 'refuted error gc->in egress']],
  ])('%s', (_, options, expected) => {
    const all = said(options)
    expect(all.filter((one) => !one.includes('->'))).toEqual(expected.filter((one) => !one.includes('->')))
  })

  test.each([
    ['nothing declared', '', 'unknown error gc own egress'],
    ['on the Internet', `internet-connected: true, ${EVIDENCE}`, 'refuted error gc own egress'],
    ['off it without a document', 'internet-connected: false', 'unknown error gc own egress'],
    ['off it by an old document', OFF.replace('2026-04-10', '2024-04-10'), 'unknown error gc own egress'],
    ['off it by a document in date', OFF, 'proved gc own egress'],
  ])('its own way to the Internet: %s', (_, facts, expected) => expect(said({ facts })).toContain(expected))

  const LG = '  gl: { tier: cloud, carries: lgwan, external: true, addresses: [10.65.0.0/20], relays: true }\n'
  test('a line beyond which another tier\'s cloud lies is shared', () => {
    const lines = '  both: { kind: dedicated, segment: lg-srv, peer: 10.20.10.9, to: gl, beyond: [gc] }\n'
    const verdicts = ask('cloud-tier', cloud({ more: LG, lines }))
    expect(verdicts.find(({ key }) => key === 'gc apart')).toMatchObject({ outcome: 'refuted', cause: { key: 'line:both' } })
  })

  test('so is a segment on which both lines end', () => {
    const lines = '  other: { kind: dedicated, segment: gc-edge, peer: 10.10.64.3, to: gl }\n'
    expect(brief(ask('cloud-tier', cloud({ more: LG, lines })))).toContain('refuted error gc apart')
  })
})

describe('a cloud at the far end of a tunnel', () => {
  const tunnelled = (address: string): string[] => brief(ask('cloud-tier', `${SMALL
    .replace('zones:\n', `zones:\n  gc: { tier: cloud, carries: mynumber, external: true, addresses: [10.64.0.0/20], ${OFF} }\n  world: { tier: public, external: true, relays: true }\n  ngn: { tier: party, external: true, addresses: [203.0.113.0/24], internet-connected: false, ${EVIDENCE} }\n`)
    .replace('mn: { address: 10.10.10.1/24 }', 'mn: { address: 10.10.10.1/24 }, t0: { address: 10.64.255.1/30 }')}
tunnels:
  vpn: { kind: ipsec, ends: [{ device: fw, interface: t0, address: 192.168.30.1 }, { zone: gc${address} }] }
`)).filter((one) => one.includes('tunnel'))

  test.each([
    ['over the Internet it is refuted', ', address: 8.8.8.8', 'refuted error gc tunnel vpn'],
    ['over a closed network it is proved', ', address: 203.0.113.9', 'proved gc tunnel vpn'],
    ['over nobody knows what it is unknown', '', 'unknown error gc tunnel vpn'],
    ['to an address that nobody holds it is unknown', ', address: 172.16.0.9', 'unknown error gc tunnel vpn'],
  ])('%s', (_, address, expected) => expect(tunnelled(address)).toEqual([expected]))
})

describe('clouds with segments of their own', () => {
  const joined = (kind: string, faces: string, more = ''): string => SMALL
    .replace('zones:\n', 'zones:\n  gm: { tier: cloud, carries: mynumber }\n  gl: { tier: cloud, carries: lgwan }\n')
    .replace('segments:\n', 'segments:\n  gm-vpc: { zone: gm, subnets: [10.64.0.0/24] }\n  gl-vpc: { zone: gl, subnets: [10.65.0.0/24] }\n')
    .replace('hosts:\n', `  tgw: { kind: ${kind}, interfaces: { ${faces} }${more} }\nhosts:\n`)
  const FACES = 'a: { address: 10.64.0.1/24 }, b: { address: 10.65.0.1/24 }'
  const APART = 'a: { address: 10.64.0.1/24, vrf: m }, b: { address: 10.65.0.1/24, vrf: l }'
  const apart = (content: string) => ask('cloud-tier', content).filter(({ key }) => key.endsWith('apart')).map(({ outcome, severity, key, cause }) => [outcome, severity, key, cause?.key])

  test('one table of routes that holds both is refuted for both, by one cause', () => {
    expect(apart(joined('router', FACES))).toEqual([['refuted', 'error', 'gm apart', 'device:tgw'], ['refuted', 'warning', 'gl apart', 'device:tgw']])
  })

  test.each([
    ['tables of their own are apart', 'router', APART, ''],
    ['a firewall between them is what keeps them apart', 'firewall', FACES, ', filter: []'],
    ['so is a router that remembers sessions and filters', 'router', FACES, ', stateful: true, filter: []'],
  ])('%s', (_, kind, faces, more) => expect(apart(joined(kind, faces, more)).map(([outcome]) => outcome)).toEqual(['proved', 'proved']))

  test('a route from one table into the other joins them', () => {
    const leak = ', routes: [{ to: 10.65.0.0/24, vrf: m, next-vrf: l }]'
    expect(apart(joined('router', APART, leak))[0]).toEqual(['refuted', 'error', 'gm apart', 'device:tgw'])
  })
})

describe('a way from the cloud to the Internet', () => {
  const TOWN = readFileSync(fileURLToPath(new URL('../../examples/rules/cloud-tier.pass.yaml', import.meta.url)), 'utf8')
  const outcomes = (content: string) => ['cloud-tier', 'mynumber-isolation', 'egress-aggregation'].map((rule) =>
    ask(rule, content).find(({ key }) => key.startsWith('gc->world'))!.outcome)

  test('registered with its use is admitted by every rule', () => expect(outcomes(TOWN)).toEqual(['proved', 'proved', 'proved']))
  test.each([
    ['without a use', '    use: patch\n', ''],
    ['as another kind', '    kind: necessary\n    use: patch\n', '    kind: export\n'],
    ['beyond what is registered', 'destination: os-update, service: tcp/443', 'destination: os-update, service: tcp'],
    ['past its expiry', '    purpose: 修正プログラムの取得\n    approved: { by: 統括情報セキュリティ責任者, on: 2026-03-20 }\n    expires: 2027-03-31', '    purpose: 修正プログラムの取得\n    approved: { by: 統括情報セキュリティ責任者, on: 2026-03-20 }\n    expires: 2026-09-30'],
  ])('%s it is refuted', (_, old, now) => expect(outcomes(edited(TOWN, old, now))).toEqual(['refuted', 'refuted', 'refuted']))

  test('a use admits nothing from the town hall', () => {
    const fromHall = edited(edited(TOWN, 'from: { host: gc-patch }', 'from: { host: tax-server }'), 'in: mn, out: lge,', 'in: mn,')
      .replace('destination: eltax, service', 'destination: [eltax, os-update], service')
    expect(ask('mynumber-isolation', fromHall).find(({ key }) => key === 'mn->world')!.outcome).toBe('refuted')
  })
})
