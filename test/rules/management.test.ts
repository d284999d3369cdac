/** Who can open the management of devices, and who can get at the network that they are managed from. */
import { describe, expect, test } from 'vitest'
import { ask, brief, edited, SMALL } from './asking.ts'

const WITH_MANAGEMENT = SMALL
  .replace('zones:\n', 'zones:\n  mg: { tier: management }\n  world: { tier: public, external: true, relays: true }\n')
  .replace('segments:\n', 'segments:\n  mgmt: { zone: mg, subnets: [10.99.0.0/24] }\n  edge: { zone: in, subnets: [192.168.39.0/28] }\n')
  .replace('lines:\n', 'lines:\n  net: { kind: ipoe, segment: edge, peer: 192.168.39.2, to: world }\n')
  .replace('in: { address: 192.168.30.1/24 } }', 'in: { address: 192.168.30.1/24 }, mg: { address: 10.99.0.1/24 }, edge: { address: 192.168.39.1/28 } }')
  .replace('to: default, via: 10.20.10.254', 'to: default, via: 192.168.39.2')
  .replace('hosts:\n', 'hosts:\n  admin: { role: terminal, attach: [{ segment: lg-srv, address: 10.20.10.90 }] }\n  web: { role: server, attach: [{ segment: in-srv, address: 192.168.30.90 }] }\n')

const local = (...rules: string[]): string => edited(WITH_MANAGEMENT, '    stateful: true\n', `    stateful: true\n    local: [${rules.map((rule, id) => `{ id: ${id + 1}, action: permit, ${rule} }`).join(', ')}]\n`)
const verdictOf = (content: string) => ask('management-plane', content).find(({ key }) => key === 'fw')!
const said = (content: string): string => brief([verdictOf(content)])[0]!

describe('the management of a device', () => {
  test.each([
    ['nobody may open it: proved', [], 'proved fw'],
    ['from the management zone: proved', ['in: mg, service: [tcp/22, tcp/443, udp/161]'], 'proved fw'],
    ['from a host of the Internet tier: refuted', ['in: in, source: web, service: tcp/443'], 'refuted error fw'],
    ['from the Internet: refuted', ['in: edge, source: 8.8.8.8, service: tcp/22'], 'refuted error fw'],
    ['an address of the management zone is not believed at the edge, and opens no session there', ['source: 10.99.0.10, service: tcp/22'], 'proved fw'],
    ['SNMP is management', ['in: in, service: udp/161'], 'refuted error fw'],
    ['so are the ports of vendors', ['in: in, service: tcp/541'], 'refuted error fw'],
    ['an echo request is none', ['in: in, service: icmp/echo-request'], 'proved fw'],
    ['nor are IPsec and DNS', ['in: in, service: [udp/500, esp, udp/53]'], 'proved fw'],
    ['from a declared host of the LGWAN tier: somebody chose it', ['in: lg, source: admin, service: tcp/22'], 'proved fw'],
    ['from a whole segment of the LGWAN tier: worth a look', ['in: lg, service: tcp/22'], 'refuted note fw'],
    ['from everywhere: the Internet side is what counts', ['service: tcp/22'], 'refuted error fw'],
  ])('%s', (_, rules, expected) => expect(said(local(...rules))).toBe(expected))

  test('a firewall before it that drops makes it safe, and one that permits is not to blame', () => {
    const behind = local('in: mg, service: tcp/22').replace('hosts:\n', `  inner: { kind: router, interfaces: { a: { address: 10.10.10.2/24 } }, routes: [{ to: default, via: 10.10.10.1 }], local: [{ id: 7, action: permit, service: tcp/22 }] }\nhosts:\n`)
    const inner = (content: string) => ask('management-plane', content).find(({ key }) => key === 'inner')!
    expect(brief([inner(behind)])).toEqual(['refuted note inner'])
    const opened = edited(behind, '    filter:\n', '    filter:\n      - { id: 5, action: permit, in: in, out: mn, service: tcp/22 }\n')
    expect(inner(opened)).toMatchObject({ outcome: 'refuted', severity: 'error', cause: { key: 'rule:inner/local/7' } })
  })

  test('the rule of the device itself is to blame, with a packet that replays', () => {
    const verdict = verdictOf(local('in: mg, service: tcp/22', 'in: in, source: web, service: tcp/443'))
    expect(verdict.cause!.key).toBe('rule:fw/local/2')
    expect(verdict.witness!.delivered).toMatchObject({ source: '192.168.30.90', protocol: 'tcp', destinationPort: 443 })
  })

  test('of a device that guards the My Number tier what it accepts has to be said', () => {
    const verdict = verdictOf(WITH_MANAGEMENT)
    expect(verdict).toMatchObject({ outcome: 'unknown', missing: [{ key: 'device:fw/local' }] })
  })

  test('of others, and of what somebody else manages, it is not asked', () => {
    const other = '  sw: { kind: l3-switch, interfaces: { a: { address: 192.168.30.7/24 } } }\n  box: { kind: appliance, managed-by: 国, interfaces: { a: { address: 10.10.10.7/24 } } }\nhosts:\n'
    const answers = ask('management-plane', local().replace('hosts:\n', other))
    expect(brief(answers.filter(({ key }) => key === 'sw' || key === 'box'))).toEqual(['vacuous sw', 'vacuous box'])
  })

  test('a device without a My Number leg weighs less', () => {
    const other = '  sw: { kind: l3-switch, interfaces: { a: { address: 192.168.30.7/24 } }, local: [{ action: permit }] }\nhosts:\n'
    expect(brief(ask('management-plane', local().replace('hosts:\n', other)).filter(({ key }) => key === 'sw'))).toEqual(['refuted warning sw'])
  })

  test('an exception that names the device excuses its packets, and stays visible', () => {
    const excused = `${local('in: in, source: web, service: tcp/443')}exceptions:\n  E1: { rules: management-plane, from: { host: web }, to: { device: fw }, service: tcp/443, reason: 更新まで, approver: CISO, issued: 2026-10-01, expires: 2027-03-31 }\n`
    const verdict = verdictOf(excused)
    expect(verdict.outcome).toBe('excepted')
    expect(verdict.assumes.map(({ key }) => key)).toEqual(['exception:E1'])
    const twice = verdictOf(`${excused}${excused.slice(excused.indexOf('  E1:')).replace('E1', 'E2')}`)
    expect([twice.outcome, twice.assumes.map(({ key }) => key)]).toEqual(['excepted', ['exception:E1', 'exception:E2']])
  })
})

describe('the management zone', () => {
  const reached = (rule: string, more = ''): string[] => brief(ask('management-plane', `${edited(local(), '    filter:\n', `    filter:\n${rule}`)}${more}`)
    .filter(({ key }) => key.endsWith('->mg')))

  test('closed to the Internet side it is proved', () => expect(reached('')).toEqual(['proved world->mg', 'proved in->mg']))

  test('open to it, it is refuted', () => {
    expect(reached('      - { id: 5, action: permit, in: in, out: mg, source: web, service: tcp/22 }\n')).toEqual(['proved world->mg', 'refuted error in->mg'])
  })

  test('what is registered may come', () => {
    const entry = '  N1: { kind: necessary, from: { host: web }, to: { segment: mgmt }, service: udp/514, purpose: 記録の転送, approved: { by: CISO, on: 2026-04-01 }, expires: 2027-03-31 }\n'
    expect(reached('      - { id: 5, action: permit, in: in, out: mg, source: web, service: udp/514 }\n', entry)).toEqual(['proved world->mg', 'proved in->mg'])
  })
})
