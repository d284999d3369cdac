/** What leaves the LGWAN tier elsewhere than through the security cloud, in each of the models. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { ask, brief, edited, resultOf } from './asking.ts'

const TOWN = readFileSync(fileURLToPath(new URL('../../examples/rules/local-breakout.pass.yaml', import.meta.url)), 'utf8')
const POLICY = 'policy: { profile: mic-2026, model: α´ }'
const under = (profile: string, model: string, content = TOWN): string => edited(content, POLICY, `policy: { profile: ${profile}, model: "${model}" }`)
const about = (content: string, key: string) => ask('local-breakout', content).find((one) => one.key === key)
const findings = (content: string): string[] => [...new Set(resultOf(content).verdicts.filter(({ outcome }) => outcome === 'refuted').map(({ cause }) => cause!.key))]

describe('which model lets the LGWAN tier leave', () => {
  test.each(['α′', 'α´', 'α’', "α'", 'alpha-prime'])('%s: for named services, and every rule is kept', (model) =>
    expect(resultOf(under('mic-2026', model)).verdicts.filter(({ outcome }) => outcome !== 'proved' && outcome !== 'vacuous')).toEqual([]))

  test.each(['α', 'β', 'β´'])('%s: not at all; the breakout is the one finding', (model) => {
    const content = under('mic-2026', model)
    expect(about(content, 'lg->saas')).toMatchObject({ outcome: 'refuted', severity: 'error', cause: { key: 'line:lbo-line' } })
    for (const rule of ['path-division', 'egress-aggregation']) expect(ask(rule, content).filter(({ outcome }) => outcome === 'refuted').map(({ cause }) => cause!.key)).toContain('line:lbo-line')
  })

  test('a policy that knows no breakout is to be amended first, whatever the model', () => {
    for (const model of ['α', 'α´', 'β', 'β´']) {
      const { outcome, fix, cause } = about(under('saikai-2024', model), 'lg->saas')!
      expect({ outcome, cause: cause!.key }).toEqual({ outcome: 'refuted', cause: 'line:lbo-line' })
      expect(fix!.ja).toMatch(/基本方針の改正が先に要る/)
      expect(fix!.en).toMatch(/amend the policy first/)
    }
  })
})

describe('what the breakout is for', () => {
  const SERVICE = 'addresses: [203.0.113.128/27], fqdn: [meeting.example.jp], service: [tcp/443, udp/3478-3481], ismap: true, tenant-control: true'
  const service = (instead: string) => edited(TOWN, SERVICE, instead)
  const KEY = 'service lbo-line/ウェブ会議サービス'

  test('named, with evidence; UDP is said to know no tenant control', () => {
    const { outcome, ground, message, assumes } = about(TOWN, KEY)!
    expect({ outcome, ground }).toEqual({ outcome: 'proved', ground: 'attested' })
    expect(message.ja).toContain('UDPのメディア通信にはテナント制御が効かない')
    expect(assumes.map(({ key }) => key)).toEqual(['breakout:lbo-line/ウェブ会議サービス', 'evidence:line:lbo-line'])
    expect(about(service('addresses: [203.0.113.128/27], service: udp/3478-3481, ismap: true'), KEY)!.outcome).toBe('proved')
  })

  test('not named: what leaves by the line is not known, and the YAML says what to type', () => {
    const content = TOWN.replace(/ {4}breakout:\n(?: {6}.*\n)+/, '')
    for (const [rule, key] of [['local-breakout', 'lg->saas'], ['path-division', 'lg->saas'], ['egress-aggregation', 'lg->saas aggregated']] as const) {
      const verdict = ask(rule, content).find((one) => one.key === key)!
      expect(verdict).toMatchObject({ outcome: 'unknown', missing: [{ key: 'line:lbo-line/breakout' }] })
      expect(verdict.cause).toBeUndefined()
    }
  })

  test.each([
    ['any destination', SERVICE.replace('[203.0.113.128/27]', 'any')], ['half of all addresses', SERVICE.replace('203.0.113.128/27', '128.0.0.0/1')],
    ['any service', SERVICE.replace('[tcp/443, udp/3478-3481]', 'any')], ['no port', SERVICE.replace('[tcp/443, udp/3478-3481]', 'tcp')],
  ])('%s names nothing: the line is to blame, everywhere', (_, instead) => {
    expect(about(service(instead), KEY)).toMatchObject({ outcome: 'refuted', cause: { key: 'line:lbo-line' } })
    expect(about(service(instead), 'lg->saas')).toMatchObject({ outcome: 'refuted', cause: { key: 'line:lbo-line' } })
  })

  test.each([
    ['tenant-control: true', 'tenant-control: false', 'error'], ['ismap: true', 'ismap: false', 'warning'],
  ])('%s → %s', (from, to, severity) => expect(about(service(SERVICE.replace(from, to)), KEY)).toMatchObject({ outcome: 'refuted', severity, cause: { key: 'line:lbo-line' } }))

  test.each([', tenant-control: true', ', ismap: true'])('without %s nobody knows', (fact) => {
    const { outcome, missing } = about(service(SERVICE.replace(fact, '')), KEY)!
    expect(outcome).toBe('unknown')
    expect(missing[0]!.yaml).toContain(fact.slice(2))
  })

  test.each([', on: 2026-05-01', '2026-05-01'])('evidence undated or old (%s): unknown', (on) =>
    expect(about(edited(TOWN, `{ document: ローカルブレイクアウト設計書, on: 2026-05-01 }`, `{ document: ローカルブレイクアウト設計書${on === '2026-05-01' ? ', on: 2024-05-01' : ''} }`), KEY)!.outcome).toBe('unknown'))

  test('it permits what goes by its own line, and by no other', () => {
    const bypass = edited(edited(TOWN, '  net-line:', '  other: { kind: ipoe, segment: lg-lbo, peer: 10.20.98.3, to: saas }\n  net-line:'), 'via: 10.20.98.2 }', 'via: 10.20.98.3 }')
    expect(about(bypass, 'lg->saas')).toMatchObject({ outcome: 'refuted' })
  })

  test('the segment at its end counts for nothing only while nobody is declared there', () => {
    expect(about(TOWN, 'lg->saas')!.assumes.map(({ key }) => key)).toEqual(['transit:lg-lbo', 'breakout:lbo-line/ウェブ会議サービス'])
    const stood = edited(TOWN, '  office-pc:', '  probe: { role: server, attach: [{ segment: lg-lbo, address: 10.20.98.5 }] }\n  office-pc:')
    expect(brief(ask('path-division', stood)).filter((one) => one.startsWith('refuted'))).toEqual(['refuted error lg->saas', 'refuted error saas->lg'])
  })
})

describe('what the model asks for besides', () => {
  test('EDR on every terminal of the tier', () => {
    const edr = (typed: string) => about(edited(TOWN, 'edr: 100/100, ', typed), 'edr office-pc')!
    expect(about(TOWN, 'edr office-pc')).toMatchObject({ outcome: 'proved', ground: 'attested' })
    expect(edr('edr: 88/100, ')).toMatchObject({ outcome: 'refuted', cause: { key: 'host:office-pc', at: { path: ['hosts', 'office-pc', 'controls', 'edr'] } } })
    expect(edr('edr: 88/100, ').message.ja).toContain('残り12台')
    expect(edr('')).toMatchObject({ outcome: 'unknown', missing: [{ key: 'controls:office-pc/edr' }] })
    expect(about(edited(TOWN, ', evidence: { document: 端末設定一覧 第５版, on: 2026-06-01 }', ''), 'edr office-pc')!.outcome).toBe('unknown')
  })

  test('an external audit in date, reported to J-LIS', () => {
    const audit = (from: string, to: string) => about(edited(TOWN, from, to), 'external audit')!
    expect(about(TOWN, 'external audit')).toMatchObject({ outcome: 'proved', ground: 'attested', assumes: [{ key: 'audit:R7' }] })
    expect(audit('on: 2026-02-20', 'on: 2025-02-20')).toMatchObject({ outcome: 'refuted', cause: { key: 'audit:R7', at: { path: ['audits', 'R7', 'on'] } } })
    expect(audit('submitted-to: J-LIS', 'submitted-to: 地方公共団体情報システム機構').outcome).toBe('proved')
    for (const [from, to] of [[', submitted-to: J-LIS', ''], ['submitted-to: J-LIS', 'submitted-to: 県'], ['kind: external', 'kind: internal'],
      ['on: 2026-02-20', 'on: 2027-02-20'], ['on: 2026-02-20', 'on: 昨年度'], [', submitted-to: J-LIS', ', submitted-to: J-LIS, covers: [mn]']] as const) {
      expect(audit(from, to)).toMatchObject({ outcome: 'unknown', missing: [{ key: 'external-audit' }] })
    }
    expect(audit(TOWN.match(/audits:\n.*\n/)![0], '')).toMatchObject({ outcome: 'unknown' })
  })

  test('nothing of it where no breakout is used', () => {
    const closed = TOWN.split('\n').filter((line) => !line.includes('id: 25,')).join('\n')
    expect(ask('local-breakout', closed).filter(({ ground }) => ground === 'attested')).toEqual([])
  })
})

describe('a closed circuit to a cloud', () => {
  const LINK = TOWN.replace(/ {2}lbo-line:\n(?: {4}.*\n)+/, '  link: { kind: closed, segment: lg-lbo, peer: 10.20.98.2, to: saas }\n')

  test('is a warning where no breakout is admitted, and no way to the Internet', () => {
    expect(about(under('mic-2026', 'α', LINK), 'lg->saas')).toMatchObject({ outcome: 'refuted', severity: 'warning' })
    expect(ask('egress-aggregation', under('mic-2026', 'α', LINK)).filter(({ outcome }) => outcome === 'refuted')).toEqual([])
  })

  test('under α´ its conditions are asked instead', () =>
    expect(brief(ask('local-breakout', LINK)).filter((one) => !one.includes('->'))).toEqual(['proved edr office-pc', 'proved external audit']))

  test('to what is said to be off the Internet is none', () =>
    expect(about(under('mic-2026', 'α', edited(LINK, 'internet-connected: true }\n\n', 'internet-connected: false }\n\n')), 'lg->saas')).toBeUndefined())
})

test('a service opened wider than named is one finding, at the rule that opens it', () =>
  expect(findings(readFileSync(fileURLToPath(new URL('../../examples/rules/local-breakout.fail.yaml', import.meta.url)), 'utf8'))).toEqual(['rule:fw1/filter/25']))
