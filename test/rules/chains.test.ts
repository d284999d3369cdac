/** Who passes on: every kind of carrier between the My Number tier and the Internet side, as rule mynumber-transitive sees it. */
import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../src/verdict.ts'
import { ask, brief, edited } from './asking.ts'

const entry = (kind: string, from: string, to: string, service: string): string =>
  `{ kind: ${kind}, from: { ${from} }, to: { ${to} }, service: ${service}, purpose: p, approved: { by: b, on: 2026-01-01 }, expires: 2027-01-01 }`

/** A server of the My Number tier sends its logs to a collector between the tiers, as a server of the Internet tier does. */
const TOWN = `
sanso: 1
network: town
policy: { profile: saikai-2024, model: alpha }
absent: { lgwan: 別の網にある }
zones:
  mn: { tier: mynumber }
  in: { tier: internet }
  mg: { tier: management, internet-connected: false, evidence: { document: d, on: 2026-06-01 } }
  sc: { tier: security-cloud, external: true, addresses: [203.0.113.0/26], relays: true }
segments:
  mn-srv: { zone: mn, subnets: [10.10.10.0/24] }
  in-srv: { zone: in, subnets: [192.168.30.0/24] }
  mg-srv: { zone: mg, subnets: [10.99.0.0/24] }
lines:
  out: { kind: closed, segment: in-srv, peer: 192.168.30.254, to: sc }
devices:
  fw:
    kind: firewall
    stateful: true
    interfaces: { mn: { address: 10.10.10.1/24 }, in: { address: 192.168.30.1/24 }, mg: { address: 10.99.0.1/24 } }
    routes: [{ to: default, via: 192.168.30.254 }]
    local: []
    filter:
      - { id: 10, action: permit, in: mn, out: mg, source: tax, destination: siem, service: tcp/6514 }
      - { id: 20, action: permit, in: in, out: mg, source: web, destination: siem, service: tcp/6514 }
hosts:
  tax:  { role: server, attach: [{ segment: mn-srv, address: 10.10.10.8 }] }
  web:  { role: server, attach: [{ segment: in-srv, address: 192.168.30.8 }] }
  siem: { role: log-collector, attach: [{ segment: mg-srv, address: 10.99.0.9 }] }
flows:
  F-MN: ${entry('specific', 'host: tax', 'host: siem', 'tcp/6514')}
  F-IN: ${entry('ordinary', 'host: web', 'host: siem', 'tcp/6514')}
`

const out = (content: string): Verdict => ask('mynumber-transitive', content)[0]!
const both = (content: string): string[] => brief(ask('mynumber-transitive', content))
const REFUTED = ['refuted error mn->internet', 'refuted error internet->mn']
const UNKNOWN = ['unknown error mn->internet', 'unknown error internet->mn']
const PROVED = ['proved mn->internet', 'proved internet->mn']
const SIEM = 'siem: { role: log-collector,'
const as = (more: string): string => edited(TOWN, SIEM, `siem: { ${more},`)
const keys = (all: readonly { readonly key: string }[]): string[] => all.map(({ key }) => key)

describe('a server that two tiers share, with one leg', () => {
  test('passes on between its clients, both ways, and is to blame: each hop is registered or within a rule', () => {
    expect(both(TOWN)).toEqual(REFUTED)
    const { message, chain, cause } = out(TOWN)
    expect(message.en).toBe('a way for information: tax → siem → web')
    expect(chain!.map(({ sent }) => `${sent.source} ${sent.destination} ${sent.flags}`)).toEqual(['10.10.10.8 10.99.0.9 SYN', '10.99.0.9 192.168.30.8 SYN,ACK'])
    expect(cause!.key).toBe('host:siem')
  })

  test('the rule is to blame where nobody registered what it permits', () =>
    expect(out(edited(TOWN, `  F-IN: ${entry('ordinary', 'host: web', 'host: siem', 'tcp/6514')}\n`, '')).cause!.key).toBe('rule:fw/filter/20'))

  test('ends the chain if it is said to pass nothing on, and the proof says so', () => {
    const quiet = as('role: log-collector, relays: none')
    expect(both(quiet)).toEqual(PROVED)
    expect(keys(out(quiet).assumes)).toEqual(['relays:siem', 'zone:mg'])
  })

  test('passes on between the flows that it lists, and no others', () => {
    expect(both(as('role: log-collector, relays: [F-MN, F-IN]'))).toEqual(REFUTED)
    expect(both(as('role: log-collector, relays: [F-IN]'))).toEqual(PROVED)
  })

  test('is no server if it is a terminal', () => {
    expect(both(as('role: terminal'))).toEqual(PROVED)
    expect(keys(out(as('role: terminal')).assumes)).toContain('terminal:siem')
  })
})

describe('an address that nobody declared', () => {
  const bare = edited(edited(TOWN, /  siem: \{ role[^\n]*\n/.exec(TOWN)![0], ''), /flows:[^]*$/.exec(edited(TOWN, /  siem: \{ role[^\n]*\n/.exec(TOWN)![0], ''))![0], '').replaceAll('destination: siem', 'destination: 10.99.0.9')
    + `flows: { F-MN: ${entry('specific', 'host: tax', 'addresses: [10.99.0.9], zone: mg', 'tcp/6514')} }\n`

  test('may be a server: unknown, with its segment and what to type', () => {
    expect(both(bare)).toEqual(UNKNOWN)
    expect(out(bare).message.ja).toMatch(/^次の経路で伝わるかどうかは、申告または設定の解釈が足りず判定できない：.*セグメント mg-srv の未申告の端末/)
    expect(out(bare).missing).toMatchObject([{ key: 'rest:mg-srv', at: { path: ['segments', 'mg-srv'] } }])
  })
})

describe('a zone that lies outside', () => {
  const outside = (more: string): string => [
    ['  sc: {', `  hq: { tier: party, external: true, addresses: [198.51.100.0/24], internet-connected: false, evidence: { document: d, on: 2026-06-01 }${more} }\n  sc: {`],
    ['lines:\n', 'lines:\n  hq-line: { kind: dedicated, segment: mg-srv, peer: 10.99.0.254, to: hq }\n'],
    ['routes: [', 'routes: [{ to: 198.51.100.0/24, via: 10.99.0.254 }, '],
    ['out: mg, source: tax, destination: siem', 'out: mg, source: tax, destination: 198.51.100.9'],
    ['out: mg, source: web, destination: siem', 'out: mg, source: web, destination: 198.51.100.9'],
    [entry('specific', 'host: tax', 'host: siem', 'tcp/6514'), entry('specific', 'host: tax', 'addresses: [198.51.100.9], zone: hq', 'tcp/6514')],
  ].reduce((content, [old, now]) => edited(content, old!, now!), TOWN)

  test('is an end unless it relays, and the proof says so', () => {
    expect(both(outside(''))).toEqual(PROVED)
    expect(keys(out(outside('')).assumes)).toContain('zone:hq')
    expect(both(outside(', relays: true'))).toEqual(REFUTED)
  })
})

describe('a party', () => {
  const party = (facts: string, zone = 'hq'): string => [
    ['  sc: {', '  hq: { tier: party, external: true, addresses: [198.51.100.0/24] }\n  sc: {'],
    ['lines:\n', 'lines:\n  hq-line: { kind: dedicated, segment: mg-srv, peer: 10.99.0.254, to: hq }\n'],
    ['routes: [', 'routes: [{ to: 198.51.100.0/24, via: 10.99.0.254 }, '],
    ['out: mg, source: tax, destination: siem', 'out: mg, source: tax, destination: dc'],
    ['out: mg, source: web, destination: siem', 'out: mg, source: web, destination: dc'],
    [entry('specific', 'host: tax', 'host: siem', 'tcp/6514'), entry('specific', 'host: tax', 'party: dc', 'tcp/6514')],
    ['flows:\n', `parties: { dc: { zone: ${zone}, addresses: [198.51.100.9]${facts} } }\nflows:\n`],
  ].reduce((content, [old, now]) => edited(content, old!, now!), TOWN)
  const OFFLINE = ', internet-connected: false, evidence: { document: d, on: 2026-06-01 }'

  test('that the profile accepts ends the chain, though others use it too and its zone is on the Internet side', () => {
    expect(both(party(OFFLINE))).toEqual(PROVED)
    expect(keys(out(party(OFFLINE)).assumes)).toEqual(expect.arrayContaining(['party:dc/internet-connected', 'evidence:party:dc']))
  })

  test('that it refuses is on the Internet side itself: the same cause as the direct breach', () => {
    const refused = party(', public-body: false, internet-connected: true')
    expect(both(refused)).toEqual(REFUTED)
    const direct = ask('mynumber-isolation', refused).find(({ outcome }) => outcome === 'refuted')!
    expect(out(refused).cause!.key).toBe(direct.cause!.key)
  })
})

describe('a device that runs a service itself', () => {
  const dns = (device: string, more = ''): string => edited(edited(edited(edited(TOWN, SIEM, 'siem: { role: log-collector, relays: none,'),
    'local: []', `local: [{ id: 1, action: permit, in: mn, service: [udp/53, tcp/22] }]${device}`),
    '  F-MN:', `  F-ASK: ${entry('ordinary', 'device: fw', 'zone: sc', 'udp/53')}\n  F-DNS: ${entry('specific', 'host: tax', 'device: fw', 'udp/53')}\n  F-MN:`), 'hosts:\n', `hosts:\n${more}`)

  test('is no carrier if it runs nothing', () => expect(both(dns(''))).toEqual(PROVED))

  test('may ask anybody: unknown, until it is said whom', () => {
    expect(both(dns('\n    runs: [dns]'))).toEqual(UNKNOWN)
    expect(keys(out(dns('\n    runs: [dns]')).missing)).toEqual(['device:fw/relays'])
  })

  test('passes on what it gets by that service between the flows that it lists', () => {
    const both53 = dns('\n    runs: [dns]\n    relays: [F-DNS, F-ASK]')
    expect(both(both53)).toEqual(REFUTED)
    expect(out(both53).chain!.map(({ sent }) => sent.destinationPort)).toEqual([53, 53])
    expect(out(both53).message.en).toBe('a way for information: tax → fw → zone:sc'.replace('zone:', ''))
    expect(both(dns('\n    runs: [dns]\n    relays: [F-ASK]'))).toEqual(PROVED)
    expect(keys(out(dns('\n    runs: [dns]\n    relays: [F-ASK]')).assumes)).toContain('device-relays:fw')
  })

  test('passes on between those whom it serves', () => {
    const shared = edited(dns('\n    runs: [dns]\n    relays: [F-DNS, F-WEB]'), 'in: mn, service', 'service').replace('  F-DNS:', `  F-WEB: ${entry('ordinary', 'host: web', 'device: fw', 'udp/53')}\n  F-DNS:`)
    expect(both(shared)).toEqual(REFUTED)
    expect(out(shared).message.en).toBe('a way for information: tax → fw → web')
  })

  test('by that service alone: what else reaches it stays there', () =>
    expect(both(dns('\n    runs: [ntp]'))).toEqual(PROVED))
})

describe('what goes straight from one side to the other', () => {
  const direct = edited(TOWN, '      - { id: 10,', '      - { id: 30, action: permit, in: mn, out: in, source: tax, destination: web, service: tcp/22 }\n      - { id: 10,')

  test('has the cause that mynumber-isolation gives it', () => {
    expect(out(direct).message.en).toBe('a way for information: tax → web')
    expect(out(direct).cause!.key).toBe('rule:fw/filter/30')
    expect(ask('mynumber-isolation', direct).find(({ outcome }) => outcome === 'refuted')!.cause!.key).toBe('rule:fw/filter/30')
  })
})
