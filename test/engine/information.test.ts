/**
 * Chains of information through machines that pass on, as `verify` judges a whole file. The network: a screen-transfer host
 * in the Internet tier shows the web to LGWAN terminals; beside it stands a share in a zone between the tiers that a server
 * of the LGWAN tier reads.
 */
import { describe, expect, test } from 'vitest'
import { edited } from '../rules/asking.ts'
import type { Verdict } from '../../src/verdict.ts'
import { verify } from '../../src/verify.ts'

const active = (kind: string, from: string, to: string, service: string): string =>
  `{ kind: ${kind}, from: { ${from} }, to: { ${to} }, service: ${service}, purpose: p, approved: { by: b, on: 2026-01-01 }, expires: 2027-01-01 }`

const NETWORK = `
sanso: 1
network: screens
policy: { profile: saikai-2024, model: alpha }
absent: { mynumber: 別の網にある }
zones:
  lg: { tier: lgwan }
  in: { tier: internet }
  bd: { tier: other, internet-connected: false }
  sc: { tier: security-cloud, external: true, addresses: [203.0.113.0/26], relays: true }
segments:
  lg-srv: { zone: lg, subnets: [10.20.10.0/24] }
  in-vdi: { zone: in, subnets: [192.168.30.0/24] }
  in-net: { zone: in, subnets: [192.168.39.0/28] }
  bd-srv: { zone: bd, subnets: [10.50.0.0/24] }
lines:
  out: { kind: closed, segment: in-net, peer: 192.168.39.2, to: sc }
devices:
  fw:
    kind: firewall
    stateful: true
    interfaces:
      lg:  { address: 10.20.10.1/24 }
      vdi: { address: 192.168.30.1/24 }
      net: { address: 192.168.39.1/28 }
      bd:  { address: 10.50.0.1/24 }
    routes: [{ to: default, via: 192.168.39.2 }]
    filter:
      - { id: screen, action: permit, in: lg, out: vdi, source: pc, destination: vdi, service: tcp/3389 }
      - { id: web, action: permit, in: vdi, out: net, source: vdi, service: tcp/443 }
      - { id: write, action: permit, in: vdi, out: bd, source: vdi, destination: 10.50.0.9, service: tcp/445 }
      - { id: read, action: permit, in: lg, out: bd, source: files, destination: 10.50.0.9, service: tcp/445 }
hosts:
  pc:    { role: terminal, attach: [{ segment: lg-srv, addresses: [10.20.10.100-10.20.10.120] }] }
  files: { role: server, attach: [{ segment: lg-srv, address: 10.20.10.9 }] }
  share: { role: server, attach: [{ segment: bd-srv, address: 10.50.0.9 }] }
  vdi:
    role: vdi
    attach: [{ segment: in-vdi, address: 192.168.30.20 }]
    relays: [F-WEB, F-SCREEN, F-WRITE]
    sanitizes:
      - method: screen-transfer
        from: internet
        to: lgwan
        in: [F-WEB]
        out: [F-SCREEN]
        redirection: { clipboard: false, drive: false, printer: false, usb: false }
        evidence: { document: d, on: 2026-06-01 }
flows:
  F-WEB: ${active('ordinary', 'host: vdi', 'zone: sc', 'tcp/443')}
  F-SCREEN: ${active('sanitized', 'host: pc', 'host: vdi', 'tcp/3389')}
  F-WRITE: ${active('ordinary', 'host: vdi', 'addresses: [10.50.0.9], zone: bd', 'tcp/445')}
`

function waypoint(content: string): Verdict {
  const { problems, verdicts } = verify('net.yaml', { read: (name) => (name === 'net.yaml' ? content : undefined), expand: () => [] }, { asOf: '2026-11-01' })
  expect(problems.map(({ message }) => message.en)).toEqual([])
  return verdicts.find(({ rule }) => rule === 'sanitization-waypoint')!
}

const SHARE = '  share: { role: server, attach: [{ segment: bd-srv, address: 10.50.0.9 }] }\n'
const share = (more: string): string => edited(NETWORK, SHARE, `  share: { ${more}, attach: [{ segment: bd-srv, address: 10.50.0.9 }] }\n`)
const relays = (list: string): string => edited(NETWORK, 'relays: [F-WEB, F-SCREEN, F-WRITE]', `relays: [${list}]`)
const without = (content: string, rule: string): string => {
  const line = content.split('\n').find((one) => one.includes(`- { id: ${rule},`))!
  return edited(content, `${line}\n`, '')
}
const QUIET = without(NETWORK, 'write')
const keys = (all: readonly { readonly key: string }[]): string[] => all.map(({ key }) => key)

describe('a screen-transfer host that also writes files to a share which the LGWAN tier reads', () => {
  test('is refuted, by a chain over the share', () => {
    const { outcome, message, chain, cause } = waypoint(NETWORK)
    expect(outcome).toBe('refuted')
    expect(message.en).toMatch(/vdi → share → (files|an undeclared machine on segment lg-srv|pc)/)
    expect(chain!.map(({ sent }) => sent.destinationPort)).toContain(445)
    expect(cause).toBeDefined()
  })

  test('is proved where it writes nothing: its filter denies', () => expect(waypoint(QUIET).outcome).toBe('proved'))

  test('is refuted although it is said to pass nothing on to the share: it stands on the Internet side itself', () => {
    const { outcome, message } = waypoint(relays('F-WEB, F-SCREEN'))
    expect(outcome).toBe('refuted')
    expect(message.en).toMatch(/: vdi → share → /)
  })

  test('is refuted although the LGWAN tier does not read the share: what comes back from it is shown on the screen, raw', () => {
    expect(waypoint(without(NETWORK, 'read')).outcome).toBe('refuted')
    expect(waypoint(without(relays('F-WEB, F-SCREEN'), 'read')).outcome).toBe('proved')
  })
})

describe('a sanitizer cuts only what comes in and leaves by its own flows', () => {
  test('the proof rests on it, and on what the host is said to pass on', () =>
    expect(keys(waypoint(QUIET).assumes)).toEqual(expect.arrayContaining(['relays:vdi', 'sanitizer:vdi/0'])))

  test('each belief in the list is needed: the file without it is not proved', () => {
    expect(waypoint(edited(QUIET, '    relays: [F-WEB, F-SCREEN, F-WRITE]\n', '')).outcome).toBe('refuted')
    expect(waypoint(edited(QUIET, 'out: [F-SCREEN]', 'out: [F-WRITE]')).outcome).toBe('refuted')
  })

  test('not if a redirection is on, or if it passes on what it could not sanitise', () => {
    expect(waypoint(edited(QUIET, 'drive: false', 'drive: true')).outcome).toBe('refuted')
    expect(waypoint(edited(QUIET, 'method: screen-transfer', 'on-failure: pass\n        method: screen-transfer')).outcome).toBe('refuted')
  })

  // `from` and `to` of a sanitizer are typed, built, and read by nobody.
  test('not if it is declared to sanitise the other direction', () =>
    expect(waypoint(edited(QUIET, 'from: internet\n        to: lgwan', 'from: lgwan\n        to: internet')).outcome).toBe('refuted'))

  test('not what came in by a flow that is not among its inputs', () => {
    const other = edited(edited(QUIET, 'in: [F-WEB]', 'in: [F-OTHER]'), 'flows:\n', `flows:\n  F-OTHER: ${active('ordinary', 'host: vdi', 'zone: sc', 'tcp/80')}\n`)
    expect(waypoint(other).outcome).toBe('refuted')
  })
})

describe('a chain ends', () => {
  test('at a host that passes nothing on, and the proof says so', () => {
    const { outcome, assumes } = waypoint(share('role: server, relays: none'))
    expect([outcome, keys(assumes).includes('relays:share')]).toEqual(['proved', true])
  })

  test('at a terminal, and the proof says so', () => {
    const { outcome, assumes } = waypoint(share('role: terminal'))
    expect([outcome, keys(assumes).includes('terminal:share')]).toEqual(['proved', true])
  })

  test('at a host that passes on only between other flows', () => expect(waypoint(share('role: server, relays: [F-WEB]')).outcome).toBe('proved'))
})

describe('a chain through a party of LGWAN', () => {
  const party = (more: string): string => [
    ['  sc: {', '  lgwan: { tier: lgwan-network, external: true, addresses: [198.51.100.0/24] }\n  sc: {'],
    ['lines:\n', 'lines:\n  asp: { kind: lgwan, segment: lg-srv, peer: 10.20.10.254, to: lgwan }\n'],
    ['routes: [', 'routes: [{ to: 198.51.100.0/24, via: 10.20.10.254 }, '],
    ['    filter:\n', '    filter:\n      - { id: post, action: permit, in: vdi, out: lg, source: vdi, destination: asp, service: tcp/443 }\n'],
    ['flows:\n', `parties:\n  asp: { zone: lgwan, addresses: [198.51.100.50]${more} }\nflows:\n`],
  ].reduce((content, [old, now]) => edited(content, old!, now!), without(QUIET, 'screen'))

  const OFFLINE = ', internet-connected: false, evidence: { document: d, on: 2026-06-01 }'

  test('goes on, unless the profile accepts it', () => {
    expect(waypoint(party('')).outcome).toBe('refuted')
    expect(waypoint(party(', public-body: true')).outcome).toBe('refuted')
    expect(waypoint(party(OFFLINE)).outcome).toBe('proved')
  })

  // `beliefsOf` knows relays, sanitizers, terminals and zones; what `passing` believes of parties is not among them.
  test('and the proof says that it rests on the party', () =>
    expect(keys(waypoint(party(OFFLINE)).assumes)).toEqual(expect.arrayContaining(['party:asp', 'party:asp/internet-connected', 'evidence:party:asp'])))
})

describe('a chain goes on', () => {
  test('through a host that is said to pass on between these flows', () => {
    const read = edited(NETWORK, 'flows:\n', `flows:\n  F-READ: ${active('ordinary', 'host: files', 'host: share', 'tcp/445')}\n`)
    expect(waypoint(edited(read, 'share: { role: server,', 'share: { role: server, relays: [F-WRITE, F-READ],')).outcome).toBe('refuted')
    expect(waypoint(edited(read, 'share: { role: server,', 'share: { role: server, relays: [F-READ],')).outcome).toBe('proved')
  })

  test('through an undeclared host of a segment only perhaps: unknown, with the segment and what to type', () => {
    const { outcome, missing } = waypoint(edited(NETWORK, SHARE, ''))
    expect(outcome).toBe('unknown')
    expect(missing).toMatchObject([{ key: 'rest:bd-srv', at: { path: ['segments', 'bd-srv'] } }])
    expect(missing[0]!.yaml).toContain('segment: bd-srv')
  })
})

describe('an exception excuses its own hop', () => {
  const exception = (from: string, to: string, more = 'expires: 2027-01-01', rule = 'sanitization-waypoint'): string =>
    `${NETWORK}exceptions:\n  E: { rules: [${rule}], from: { host: ${from} }, to: { host: ${to} }, service: tcp/445, reason: r, approver: a, issued: 2026-01-01, ${more} }\n`

  test('and the chain is proved but for it, with the exception among what it rests on', () => {
    const reading = edited(exception('files', 'share'), 'relays: [F-WEB, F-SCREEN, F-WRITE]', 'relays: [F-WEB, F-SCREEN]')
    for (const content of [exception('vdi', 'share'), reading]) {
      const { outcome, assumes } = waypoint(content)
      expect([outcome, keys(assumes).includes('exception:E')]).toEqual(['excepted', true])
    }
  })

  test('not another hop, not for another rule, not past its days', () => {
    expect(waypoint(exception('pc', 'share')).outcome).toBe('refuted')
    expect(waypoint(exception('vdi', 'share', 'expires: 2027-01-01', 'path-division')).outcome).toBe('refuted')
    expect(waypoint(exception('vdi', 'share', 'expires: 2026-10-31')).outcome).toBe('refuted')
  })

  // All exceptions of the rule are listed, whether the chain needed them or not (isolation.ts lists those that are used).
  test('and one that excuses nothing is not among what the proof rests on', () => {
    const two = `${exception('vdi', 'share')}  E2: { rules: [sanitization-waypoint], from: { host: pc }, to: { host: share }, service: tcp/22, reason: r, approver: a, issued: 2026-01-01, expires: 2027-01-01 }\n`
    expect(keys(waypoint(two).assumes).filter((key) => key.startsWith('exception:'))).toEqual(['exception:E'])
  })
})
