/** What the network permits between zones, held against the register. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ask, brief, edited } from './asking.ts'

const TOWN = readFileSync(new URL('../../examples/rules/flow-undeclared.pass.yaml', import.meta.url), 'utf8')
const RULE_30 = '      - { id: 30, action: permit, in: in, out: edge, source: proxy, service: [tcp/80, tcp/443] }\n'

const found = (content: string): string[] => brief(ask('flow-undeclared', content)).filter((one) => !one.startsWith('proved'))
const permitting = (...rules: readonly string[]): string => edited(TOWN, RULE_30, RULE_30 + rules.map((rule) => `      - { ${rule} }\n`).join(''))

describe('flow-undeclared', () => {
  test('what is registered is, and what is for other rules is not asked', () => {
    expect(found(TOWN)).toEqual([])
    expect(ask('flow-undeclared', TOWN).map(({ key }) => key)).not.toContain('lg->in')
    expect(ask('flow-undeclared', TOWN).filter(({ key }) => key.includes('mn'))).toEqual([])
  })

  test('each rule that permits something unregistered is found by itself', () => {
    const content = permitting('id: 50, action: permit, in: in, out: edge, source: cdr, service: tcp/22', 'id: 60, action: permit, in: in, out: edge, source: 192.168.30.99, service: udp/123',
      'id: 70, action: permit, in: lg, out: lge, source: file-server, destination: lgwan, service: tcp/25')
    const verdicts = ask('flow-undeclared', content).filter(({ outcome }) => outcome === 'refuted')
    expect([...new Set(verdicts.map(({ cause }) => cause!.key))].sort()).toEqual(['rule:fw1/filter/50', 'rule:fw1/filter/60', 'rule:fw1/filter/70'])
    expect(new Set(verdicts.map(({ severity }) => severity))).toEqual(new Set(['note']))
    for (const { witness } of verdicts) expect(witness!.path).not.toEqual([])
  })

  test('an entry that is past or lacks something is not found a second time', () => {
    expect(found(edited(TOWN, '    purpose: ウェブサイトの閲覧\n', ''))).toEqual([])
    expect(found(TOWN.replace(/(F-103:[^]*expires: )2027/, '$12025'))).toEqual([])
  })

  test('an entry for part of it leaves the rest', () =>
    expect(found(TOWN.replace(/(F-103:[^]*service: )\[tcp\/80, tcp\/443\]/, '$1tcp/443'))).toEqual(['refuted note in->sc rule:fw1/filter/30', 'refuted note in->world rule:fw1/filter/30']))

  test('an entry for the Internet covers the security cloud on the way, and not the other way about', () => {
    expect(found(TOWN)).toEqual([])
    expect(found(edited(TOWN, 'to: { zone: world }', 'to: { zone: sc }'))).toEqual(['refuted note in->world rule:fw1/filter/30'])
  })

  test('whoever stands where a line ends is on that line', () =>
    expect(found(edited(TOWN, 'hosts:\n', 'hosts:\n  probe: { role: server, attach: [{ segment: in-edge, address: 192.168.39.9 }] }\n'))).toEqual([]))

  test('what comes into the LGWAN tier from outside is a warning', () => {
    const vendor = edited(edited(edited(permitting('id: 80, action: permit, in: mt, out: lg, source: vendor, destination: file-server, service: tcp/22'),
      'segments:\n', 'segments:\n  mt-edge: { zone: mt-edge, subnets: [10.25.0.0/29] }\n'),
    'zones:\n', `zones:
  mt-edge: { tier: maintenance, internet-connected: false, evidence: { document: 構成書, on: 2026-04-01 } }
  mt: { tier: maintenance, external: true, addresses: [192.0.2.128/28], internet-connected: false, evidence: { document: 構成書, on: 2026-04-01 } }\n`),
    'lines:\n', 'lines:\n  mt-line: { kind: closed, segment: mt-edge, peer: 10.25.0.2, to: mt }\n')
      .replace('      edge: { address: 192.168.39.1/28 }\n', '      edge: { address: 192.168.39.1/28 }\n      mt: { address: 10.25.0.1/29 }\n')
      .replace('    routes:\n', '    routes:\n      - { to: 192.0.2.128/28, via: 10.25.0.2 }\n')
      .replace('parties:\n', 'parties:\n  vendor: { zone: mt, addresses: [192.0.2.130] }\n')
    expect(found(vendor)).toEqual(['refuted warning mt->lg rule:fw1/filter/80'])
    expect(found(`${vendor.trimEnd()}\n  F-200: { kind: ordinary, from: { party: vendor }, to: { host: file-server }, service: tcp/22 }\n`)).toEqual([])
  })

  test('a proof rests on the entries that it needs', () => {
    const [proof] = ask('flow-undeclared', TOWN).filter(({ key }) => key === 'in->sc')
    expect(proof!.assumes.map(({ key }) => key)).toEqual(['flow:F-103'])
    const [other] = ask('flow-undeclared', TOWN).filter(({ key }) => key === 'lg->lgwan')
    expect(other!.assumes).toEqual([])
  })
})
