/** What tiers share below the network, and how much each kind of sharing weighs. */
import { describe, expect, test } from 'vitest'
import { INFRASTRUCTURE_KINDS } from '../../src/topology/model.ts'
import { ask, brief, edited, SMALL } from './asking.ts'

const EVIDENCE = 'evidence: { document: 設計書, on: 2026-05-15 }'
const sharing = (kind: string, zones: string, more = ''): string =>
  `${SMALL}infrastructure:\n  one: { kind: ${kind}, serves: [${zones.split(' ').map((zone) => `{ zone: ${zone} }`).join(', ')}]${more === '' ? '' : `, ${more}`} }\n`
const said = (kind: string, zones: string, more = ''): string => brief(ask('shared-infrastructure', sharing(kind, zones, more)))[0]!

describe('declared sharing', () => {
  test.each([
    ['hypervisor', 'mn in', 'warning'], ['hypervisor', 'mn lg', 'note'], ['hypervisor', 'lg in', 'note'],
    ['storage', 'mn lg', 'warning'], ['backup', 'lg in', 'warning'], ['backup', 'mn in', 'warning'],
    ['directory', 'mn lg', 'error'], ['directory', 'lg in', 'warning'], ['dns', 'mn in', 'error'], ['radius', 'lg in', 'warning'], ['ntp', 'mn lg', 'note'],
    ['printer', 'lg in', 'warning'], ['kvm', 'mn in', 'note'], ['switch', 'lg in', 'note'], ['switch', 'mn lg', 'warning'], ['firewall', 'mn in', 'note'],
  ])('a %s of %s: %s', (kind, zones, severity) => expect(said(kind, zones)).toBe(`refuted ${severity} one`))

  test('errors only where the My Number tier has a leg', () => {
    for (const kind of INFRASTRUCTURE_KINDS) expect(said(kind, 'lg in', 'separated: { one-way: false }')).not.toContain('error')
  })

  test('data that go both ways are an error with a My Number leg', () => {
    expect(said('backup', 'mn in', 'separated: { one-way: false, volumes: true }')).toBe('refuted error one')
  })

  test.each([
    ['hypervisor', 'mn in', 'network: true, management: true'],
    ['backup', 'mn lg', 'one-way: true, volumes: true, offline-copy: true'],
    ['storage', 'lg in', 'volumes: true, management: true'],
    ['directory', 'mn lg', 'read-only-replica: true, fixed-ports: true'],
    ['directory', 'mn lg', 'forests: true'],
    ['printer', 'lg in', 'no-scan-across: true'],
    ['kvm', 'mn in', 'no-usb: true'],
  ])('a %s of %s is bearable with %s, by a document in date', (kind, zones, facts) => {
    expect(said(kind, zones, `separated: { ${facts} }, ${EVIDENCE}`)).toBe('proved one')
    expect(said(kind, zones, `separated: { ${facts} }`)).toMatch(/^unknown \w+ one$/)
    expect(said(kind, zones, `separated: { ${facts} }, ${EVIDENCE.replace('2026', '2024')}`)).toMatch(/^unknown \w+ one$/)
    expect(said(kind, zones, `separated: { ${facts.replace(/(.*): true/, '$1: false')} }, ${EVIDENCE}`)).toMatch(/^refuted \w+ one$/)
  })

  test('what it rests on is where it is typed', () => {
    const [verdict] = ask('shared-infrastructure', sharing('hypervisor', 'mn in', `separated: { network: true, management: true }, ${EVIDENCE}`))
    expect(verdict!.assumes.map(({ at }) => at && 'path' in at && at.path.join('.'))).toEqual([
      'infrastructure.one.separated.network', 'infrastructure.one.separated.management', 'infrastructure.one.evidence',
    ])
  })

  test('of one tier alone it is no sharing, whatever else it serves', () => {
    expect(said('hypervisor', 'lg lgwan')).toBe('proved one')
  })

  test('hosts and segments stand where they stand', () => {
    const content = edited(sharing('hypervisor', 'mn'), 'serves: [{ zone: mn }]', 'serves: [{ host: tax }, { segment: in-srv }]')
    expect(brief(ask('shared-infrastructure', content))).toEqual(['refuted warning one'])
  })

  test.each([
    ['in', 'refuted error one management'], ['lg', 'refuted warning one management'], ['mn', 'proved one management'], ['mg', 'proved one management'],
  ])('managed from %s', (zone, expected) => {
    const content = sharing('hypervisor', 'mn in', `separated: { network: true, management: true }, ${EVIDENCE}, management: { zone: ${zone} }`)
      .replace('zones:\n', 'zones:\n  mg: { tier: management }\n')
    expect(brief(ask('shared-infrastructure', content))).toEqual(['proved one', expected])
  })
})

describe('an L3 switch', () => {
  const core = (faces: string, more = ''): string => SMALL.replace('hosts:\n', `  core: { kind: l3-switch, interfaces: { ${faces} }${more} }\nhosts:\n`)
  const MN = 'a: { address: 10.10.10.2/24 }'
  const LG = 'b: { address: 10.20.10.2/24 }'
  const IN = 'c: { address: 192.168.30.2/24 }'

  test.each([
    ['with the My Number tier and another in one table is an error', core(`${MN}, ${LG}`, ', filter: []'), 'refuted error device core'],
    ['with two other tiers warns', core(`${LG}, ${IN}`, ', filter: []'), 'refuted warning device core'],
    ['with tables of their own is fine', core('a: { address: 10.10.10.2/24, vrf: m }, b: { address: 10.20.10.2/24, vrf: l }'), 'proved device core'],
    ['with a route between its tables is not', core('a: { address: 10.10.10.2/24, vrf: m }, b: { address: 10.20.10.2/24, vrf: l }', ', routes: [{ to: 10.20.10.0/24, vrf: m, next-vrf: l }]'), 'refuted error device core'],
    ['within one tier is fine', core(MN), 'proved device core'],
  ])('%s', (_, content, expected) => expect(brief(ask('shared-infrastructure', content))).toEqual([expected]))

  test('one firewall between all tiers is the normal small town', () => expect(brief(ask('shared-infrastructure', SMALL))).toEqual(['vacuous nothing']))
})
