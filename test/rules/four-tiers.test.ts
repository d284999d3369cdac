/**
 * A municipality with a fourth zone between LGWAN and the Internet (内部情報系): each of its permissions is fine by itself, and
 * joined they carry information around every sanitizer. And the labels of zones, held against the paths that there are.
 */
import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../src/verdict.ts'
import { ask, brief, edited } from './asking.ts'

const entry = (kind: string, from: string, to: string, service: string): string =>
  `{ kind: ${kind}, from: { ${from} }, to: { ${to} }, service: ${service}, purpose: p, approved: { by: b, on: 2026-01-01 }, expires: 2027-01-01 }`

const PERMIT = '      - { id: 20, action: permit, in: ii, out: edge, source: groupware, destination: saas, service: tcp/443 }\n'
const REGISTERED = `  F-20: ${entry('ordinary', 'host: groupware', 'party: saas', 'tcp/443')}\n`

const TOWN = `
sanso: 1
network: four
policy: { profile: saikai-2024, model: alpha }
absent: { mynumber: 別の網にある }
zones:
  lg: { tier: lgwan }
  ii: { tier: other, title: 内部情報系, internet-connected: false, evidence: { document: d, on: 2026-06-01 } }
  in: { tier: internet }
  lgwan: { tier: lgwan-network, external: true, addresses: [198.51.100.0/24] }
  sc: { tier: security-cloud, external: true, addresses: [203.0.113.0/26], relays: true, monitored: true, evidence: { document: d, on: 2026-06-01 } }
  world: { tier: public, external: true, relays: true }
segments:
  lg-pc: { zone: lg, subnets: [10.2.0.0/24] }
  ii-srv: { zone: ii, subnets: [10.3.0.0/24] }
  in-srv: { zone: in, subnets: [172.16.0.0/24] }
lines:
  lgwan-line: { kind: lgwan, segment: lg-pc, peer: 10.2.0.254, to: lgwan }
  sc-line: { kind: closed, segment: in-srv, peer: 172.16.0.254, to: sc, beyond: [world] }
devices:
  fw:
    kind: firewall
    stateful: true
    interfaces: { lg: { address: 10.2.0.1/24 }, ii: { address: 10.3.0.1/24 }, edge: { address: 172.16.0.1/24 } }
    routes: [{ to: 198.51.100.0/24, via: 10.2.0.254 }, { to: default, via: 172.16.0.254 }]
    local: []
    filter:
      - { id: 10, action: permit, in: lg, out: ii, source: office, destination: groupware, service: tcp/443 }
${PERMIT}hosts:
  office: { role: terminal, attach: [{ segment: lg-pc, addresses: [10.2.0.10-10.2.0.99] }] }
  groupware: { role: server, attach: [{ segment: ii-srv, address: 10.3.0.10 }] }
parties:
  saas: { zone: world, addresses: [8.8.8.8] }
flows:
  F-10: ${entry('ordinary', 'host: office', 'host: groupware', 'tcp/443')}
${REGISTERED}`

const broken = (rule: string, content: string): Verdict[] => ask(rule, content).filter(({ outcome }) => outcome === 'refuted')
const keys = (verdicts: readonly Verdict[]): string[] => verdicts.map(({ key }) => key)

describe('a zone between LGWAN and the Internet', () => {
  test('is refuted by the chain over it and by nothing else', () => {
    for (const rule of ['path-division', 'lgwan-exposure', 'egress-aggregation', 'tier-membership']) expect(keys(broken(rule, TOWN)), rule).toEqual([])
    const [waypoint, ...more] = broken('sanitization-waypoint', TOWN)
    expect(more).toEqual([])
    expect(waypoint!.message.en).toBe('a way around the sanitizers: saas → groupware → office')
    expect(waypoint!.chain!.map(({ sent }) => `${sent.source} ${sent.destination} ${sent.flags}`)).toEqual(['8.8.8.8 10.3.0.10 SYN,ACK', '10.3.0.10 10.2.0.10 SYN,ACK'])
  })

  test('with a line to the Internet of its own, that line is all there is to blame', () => {
    const stray = edited(edited(edited(TOWN, PERMIT, ''), REGISTERED, ''), '  sc-line:', '  lte: { kind: lte, segment: ii-srv, peer: 10.3.0.254, to: world }\n  sc-line:')
    const causes = ['tier-membership', 'path-division', 'egress-aggregation', 'sanitization-waypoint'].flatMap((rule) => broken(rule, stray).map(({ cause }) => cause!.key))
    expect([...new Set(causes)]).toEqual(['line:lte'])
    expect(keys(broken('egress-aggregation', stray))).toContain('lg->ii apart')
  })

  test('whoever opens: the other way round it is the same', () => {
    const inwards = edited(edited(TOWN, PERMIT, '      - { id: 20, action: permit, in: edge, out: ii, source: saas, destination: groupware, service: tcp/443 }\n'),
      REGISTERED, `  F-20: ${entry('ordinary', 'party: saas', 'host: groupware', 'tcp/443')}\n`)
    const pushed = edited(edited(inwards, 'in: lg, out: ii, source: office, destination: groupware', 'in: ii, out: lg, source: groupware, destination: office'),
      entry('ordinary', 'host: office', 'host: groupware', 'tcp/443'), entry('ordinary', 'host: groupware', 'host: office', 'tcp/443'))
    for (const content of [inwards, pushed]) expect(keys(broken('sanitization-waypoint', content))).toEqual(['internet->lg'])
  })

  test('is proved where one of the two is not permitted, or where the server in it passes nothing on', () => {
    expect(brief(ask('sanitization-waypoint', edited(TOWN, PERMIT, '')))).toEqual(['proved internet->lg'])
    const quiet = ask('sanitization-waypoint', edited(TOWN, 'groupware: { role: server,', 'groupware: { role: server, relays: none,'))
    expect([brief(quiet), keys(quiet[0]!.assumes as never)]).toEqual([['proved internet->lg'], ['relays:groupware', 'zone:ii']])
  })

  test('that is not called off the Internet is on its side: the division refutes it already', () =>
    expect(keys(broken('path-division', edited(TOWN, 'internet-connected: false, evidence: { document: d, on: 2026-06-01 } }\n  in:', 'relays: false }\n  in:').replace(', relays: false }\n  in:', ' }\n  in:')))).toEqual(['lg->ii']))
})

describe('a zone called off the Internet', () => {
  const unregistered = edited(TOWN, REGISTERED, '')

  test('is refuted by a path that nobody registered, and the chain over it by the same line', () => {
    const [label] = broken('tier-membership', unregistered)
    expect(label).toMatchObject({ key: 'ii->world label', cause: { key: 'rule:fw/filter/20' } })
    expect(label!.witness!.delivered).toMatchObject({ destination: '8.8.8.8', destinationPort: 443 })
    expect(broken('sanitization-waypoint', unregistered)[0]!.cause!.key).toBe('rule:fw/filter/20')
  })

  test('is asked nothing where it is not called so', () => {
    const silent = unregistered.replace(', internet-connected: false, evidence: { document: d, on: 2026-06-01 } }\n  in:', ' }\n  in:')
    expect(keys(ask('tier-membership', silent)).filter((key) => key.endsWith('label'))).toEqual([])
  })
})

describe('LGWAN', () => {
  const permit = (rule: string): string => edited(TOWN, PERMIT, `      - { id: 30, action: permit, ${rule} }\n`)

  test('is open to the LGWAN tier and to nobody on the Internet side, registered or not', () => {
    expect(keys(broken('lgwan-exposure', permit('in: lg, out: lg, source: lg-pc, destination: lgwan, service: tcp/443')))).toEqual([])
    const from = permit('in: edge, out: lg, source: in-srv, destination: lgwan, service: tcp/443')
    expect(keys(broken('lgwan-exposure', from))).toEqual(['in->lgwan'])
    expect(broken('lgwan-exposure', from)[0]!.cause!.key).toBe('rule:fw/filter/30')
    const entered = `${edited(from, 'parties:\n', '  web: { role: server, attach: [{ segment: in-srv, address: 172.16.0.8 }] }\nparties:\n').replace('source: in-srv,', 'source: web,')}  F-30: ${entry('necessary', 'host: web', 'addresses: [198.51.100.9], zone: lgwan', 'tcp/443')}\n`
    expect(keys(broken('lgwan-exposure', entered.replace('destination: lgwan', 'destination: 198.51.100.9')))).toEqual(['in->lgwan'])
  })

  test('is open to a zone off the Internet as far as the register says; the label of the zone follows it', () => {
    const time = permit('in: ii, out: lg, source: groupware, destination: 198.51.100.11, service: udp/123')
    expect(keys(broken('lgwan-exposure', time))).toEqual(['ii->lgwan'])
    expect(keys(broken('tier-membership', time))).toEqual(['ii->lgwan tier'])
    const entered = `${time}  F-30: ${entry('necessary', 'host: groupware', 'addresses: [198.51.100.11], zone: lgwan', 'udp/123')}\n`
    expect([...broken('lgwan-exposure', entered), ...broken('tier-membership', entered)]).toEqual([])
  })

  test('opens to the LGWAN tier, and elsewhere to registered ends', () => {
    expect(keys(broken('lgwan-exposure', permit('in: lg, out: ii, source: lgwan, destination: groupware, service: tcp/443')))).toEqual(['lgwan->ii'])
    expect(keys(broken('lgwan-exposure', permit('in: lg, out: edge, source: lgwan, service: tcp/443')))).toContain('lgwan->world')
  })
})

describe('what a host handles', () => {
  const handling = (what: string, zone = 'tier: other'): string => edited(TOWN, 'groupware: { role: server,', `groupware: { role: server, handles: [${what}],`).replace('ii: { tier: other', `ii: { ${zone}`)

  test('belongs into the My Number tier if it is individual numbers or family registers', () => {
    expect(brief(ask('tier-membership', handling('my-number'))).filter((one) => one.includes('host'))).toEqual(['refuted error host groupware'])
    expect(broken('tier-membership', handling('koseki'))[0]!.cause!.key).toBe('host:groupware')
    expect(keys(broken('tier-membership', handling('personal')))).toEqual([])
  })

  test('may stand at a party that is off the Internet, and the proof says so', () => {
    const host = ask('tier-membership', handling('my-number', 'tier: party')).find(({ key }) => key === 'host groupware')!
    expect([host.outcome, keys(host.assumes as never)]).toEqual(['proved', ['zone:ii/internet-connected']])
  })
})

describe('a supplied box', () => {
  const box = (more: string): string => edited(TOWN, '  fw:\n', `  vpn-box:
    kind: appliance
    managed-by: J-LIS
    interfaces: { a: { address: 10.2.0.2/24 }, b: { address: 172.16.0.2/24 } }
    routes: [{ to: default, via: 172.16.0.254 }]
    local: []
${more}  fw:\n`).replace(PERMIT, '')

  test('forwards only what it declares', () => {
    expect(keys(broken('path-division', box('')))).toEqual([])
    expect(keys(broken('path-division', box('    filter: [{ id: 1, action: permit, in: a, out: b, service: esp }]\n')))).toEqual(['lg->in', 'lg->sc', 'lg->world'])
  })
})

describe('a zone called LGWAN or My Number tier is off the Internet', () => {
  const outside = (facts: string) => edited(edited(TOWN, '  sc: {', `  dc: { tier: lgwan, external: true, relays: true, addresses: [10.9.0.0/16]${facts} }\n  sc: {`), 'lines:\n', 'lines:\n  dc-line: { kind: closed, segment: lg-pc, peer: 10.2.0.253, to: dc }\n')
  const about = (content: string) => brief(ask('tier-membership', content).filter(({ key }) => key === 'zone dc' || key === 'zone lg'))

  test('one that stands outside has to be said to be', () => {
    expect(about(outside(''))).toEqual(['unknown error zone dc'])
    expect(about(outside(', internet-connected: false, evidence: { document: d, on: 2026-06-01 }'))).toEqual([])
    expect(brief(ask('path-division', outside(', internet-connected: false')))).toContain('unknown error off the Internet dc')
  })
  test('one that is said to be on it is refuted', () => {
    expect(about(outside(', internet-connected: true'))).toEqual(['refuted error zone dc'])
    expect(about(edited(TOWN, '  lg: { tier: lgwan }', '  lg: { tier: lgwan, internet-connected: true }'))).toEqual(['refuted error zone lg'])
  })
})
