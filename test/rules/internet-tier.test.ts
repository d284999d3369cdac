/** What the Internet tier owes: watched ways, nothing reachable but what is published, and what β and β´ ask for. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../src/verdict.ts'
import { ask, brief, edited, resultOf } from './asking.ts'

const example = (name: string): string => readFileSync(fileURLToPath(new URL(`../../examples/rules/${name}.pass.yaml`, import.meta.url)), 'utf8')
const about = (rule: string, content: string, key: string): Verdict => ask(rule, content).find((one) => one.key === key)!
const without = (content: string, part: string): string => content.split('\n').filter((line) => !line.includes(part)).join('\n')

describe('monitoring', () => {
  const TOWN = example('monitoring')
  const SC = 'monitored: true, evidence: { document: セキュリティクラウド サービス仕様書, on: 2026-04-01 } }'
  const way = (content: string, key = 'in->world') => about('monitoring', content, key)

  test('ways are computed, and rest on what is declared; that is attested by itself', () => {
    expect(way(TOWN)).toMatchObject({ outcome: 'proved', ground: 'computed', assumes: [{ key: 'monitored:zone:sc', at: { path: ['zones', 'sc', 'monitored'] } }] })
    expect(way(TOWN, 'watch zone:sc')).toMatchObject({ outcome: 'proved', ground: 'attested', assumes: [{ key: 'evidence:zone:sc' }, { key: 'logs:zone:sc' }] })
    expect(way(TOWN, 'mn->world')).toMatchObject({ outcome: 'proved', assumes: [] })
  })

  test('not declared: unknown, with the YAML; declared not to be: refuted, there', () => {
    const { outcome, missing } = way(edited(TOWN, 'monitored: true, ', ''))
    expect(outcome).toBe('unknown')
    expect(missing).toMatchObject([{ key: 'monitored:zone:sc', yaml: 'zones:\n  sc:\n    monitored: true\n    evidence: { document: 文書名, on: YYYY-MM-DD }' }])
    expect(way(edited(TOWN, 'monitored: true, ', 'monitored: false, '))).toMatchObject({ outcome: 'refuted', cause: { key: 'zone:sc', at: { path: ['zones', 'sc', 'monitored'] } } })
  })

  test.each([SC.replace(', evidence: { document: セキュリティクラウド サービス仕様書, on: 2026-04-01 }', ''), SC.replace('2026-04-01', '2024-04-01'), SC.replace(', on: 2026-04-01', '')])('%s: the way stands, the evidence does not', (declared) => {
    const content = edited(TOWN, SC, declared)
    expect(way(content).outcome).toBe('proved')
    expect(way(content, 'watch zone:sc')).toMatchObject({ outcome: 'unknown', missing: [{ key: 'evidence:zone:sc' }] })
  })

  test('a line past the cloud is refuted with the packet, and has one cause with what else it breaks', () => {
    const content = edited(TOWN, 'kind: closed, segment: in-edge, peer: 192.168.39.2, to: sc, beyond: [world]', 'kind: ipoe, segment: in-edge, peer: 192.168.39.2, to: world')
    expect(way(content)).toMatchObject({ outcome: 'refuted', cause: { key: 'rule:fw1/filter/30' } })
    expect(way(content).witness!.path).not.toEqual([])
    expect(new Set(resultOf(content).verdicts.filter(({ outcome }) => outcome === 'refuted').map(({ cause }) => cause!.key))).toEqual(new Set(['rule:fw1/filter/30', 'line:net-line']))
  })

  describe('by a device or a host of our own', () => {
    const DEVICE = '    monitored: true\n    logs-to: siem\n    evidence: { document: 設計書, on: 2026-05-01 }\n'
    const SIEM = '  siem:        { role: log-collector, attach: [{ segment: lg-srv, address: 10.20.10.30 }], relays: none }\n  office-pc:'
    const unwatched = edited(TOWN, 'monitored: true, ', 'monitored: false, ')
    const device = (facts: string) => edited(edited(unwatched, '    stateful: true\n', `    stateful: true\n${facts}`), '  office-pc:', SIEM)

    test('a device sees what passes it, whose logs go somewhere', () => {
      expect(way(device(DEVICE))).toMatchObject({ outcome: 'proved', assumes: [{ key: 'transit:in-edge' }, { key: 'monitored:device:fw1', at: { path: ['devices', 'fw1', 'monitored'] } }] })
      expect(way(device(DEVICE), 'watch device:fw1')).toMatchObject({ outcome: 'proved', ground: 'attested' })
      expect(way(device(DEVICE.replace('    logs-to: siem\n', '')), 'watch device:fw1')).toMatchObject({ outcome: 'unknown', missing: [{ key: 'logs-to:device:fw1' }] })
      expect(way(device(DEVICE.replace(', on: 2026-05-01', '')), 'watch device:fw1')).toMatchObject({ outcome: 'unknown', missing: [{ key: 'evidence:device:fw1' }] })
    })

    test('and not what goes around it: the segment before it has a way of its own', () =>
      expect(way(edited(device(DEVICE), '  office-pc:', '  bare: { role: server, attach: [{ segment: in-edge, address: 192.168.39.5 }] }\n  office-pc:'))).toMatchObject({ outcome: 'refuted' }))

    test('a tier of which nothing but that segment is declared is not left out for it', () => {
      const bare = edited(unwatched.replace(/ {2}in-srv:.*\n/, '').replace(/ {6}in: .*\n/, '').replace(/ {6}- \{ id: [23]0,.*\n/g, '').replace(/ {2}proxy: .*\n/, '').replace(/ {2}cdr:[^]*?(?=\nparties)/, ''), '    stateful: true\n', `    stateful: true\n${DEVICE.replace('siem', 'file-server')}`).replace(/ {2}F-101:[^]*/, '')
      expect(brief(ask('monitoring', bare)).filter((one) => / in->|->in$/.test(one))).toEqual(expect.arrayContaining(['refuted error in->world', 'refuted error world->in']))
    })

    test('a watched proxy sees what it sends itself, and nobody else\'s', () => {
      const proxied = edited(device(''), '{ role: proxy, attach: [{ segment: in-srv, address: 192.168.30.10 }] }', '{ role: proxy, attach: [{ segment: in-srv, address: 192.168.30.10 }], monitored: true, logs-to: siem, evidence: { document: 設計書, on: 2026-05-01 } }')
      const keys = ask('monitoring', proxied).filter(({ key }) => key === 'in->world' || key.startsWith('watch'))
      expect(brief(keys)).toContain('proved watch host:proxy')
      expect(way(edited(proxied, 'source: proxy, service: [tcp/80', 'service: [tcp/80')).outcome).toBe('refuted')
    })
  })

  test('a breakout that the model admits is watched by its device', () => {
    const lbo = example('local-breakout')
    expect(way(lbo, 'lg->saas')).toMatchObject({ outcome: 'proved' })
    expect(way(edited(lbo, '    monitored: true\n', ''), 'lg->saas')).toMatchObject({ outcome: 'unknown', missing: [{ key: 'monitored:device:fw1' }] })
    expect(way(edited(lbo, '    monitored: true\n', '    monitored: false\n'), 'lg->saas')).toMatchObject({ outcome: 'refuted', cause: { key: 'device:fw1' } })
  })
})

describe('egress-aggregation: visitors with a line that ends in a zone of its own', () => {
  const GUESTS = [
    ['  sc:  ', '  gu: { tier: guest }\n  ot: { tier: other }\n  sc:  '],
    ['segments:\n', 'segments:\n  gu-lan: { zone: gu, subnets: [172.16.1.0/24] }\n  gu-edge: { zone: ot, subnets: [172.16.9.0/28] }\n'],
    ['lines:\n', 'lines:\n  gu-line: { kind: ipoe, segment: gu-edge, peer: 172.16.9.2, to: world }\n'],
    ['devices:\n', 'devices:\n  gr:\n    kind: router\n    interfaces: { lan: { address: 172.16.1.1/24 }, edge: { address: 172.16.9.1/28 } }\n    routes: [{ to: default, via: 172.16.9.2 }]\n'],
  ] as const
  const town = GUESTS.reduce((content, [old, now]) => edited(content, old, now), example('monitoring'))
  const broken = (content: string) => ask('egress-aggregation', content).filter(({ outcome }) => outcome !== 'proved').map(({ outcome, key }) => `${outcome} ${key}`)

  test('what comes back from it through the security cloud has passed the security cloud', () => expect(broken(town)).toEqual([]))
  test('joined to the tier inside it is refuted', () => {
    const joined = edited(edited(town, '      edge: { address: 192.168.39.1/28 }\n', '      edge: { address: 192.168.39.1/28 }\n      gu: { address: 172.16.1.254/24 }\n'),
      '      - { id: 30,', '      - { id: 29, action: permit, in: in, out: gu }\n      - { id: 30,')
    expect(broken(joined)).toEqual(['refuted in->gu apart'])
  })
})

test('egress-aggregation: a zone of our own that is called the Internet is it', () => {
  const town = edited(edited(edited(edited(example('monitoring'), '  sc:  ', '  bare: { tier: public }\n  sc:  '), 'segments:\n', 'segments:\n  bare-lan: { zone: bare, subnets: [203.0.114.0/24] }\n'),
    '      edge: { address: 192.168.39.1/28 }\n', '      edge: { address: 192.168.39.1/28 }\n      bare: { address: 203.0.114.1/24 }\n'), '      - { id: 30,', '      - { id: 29, action: permit, in: in, out: bare }\n      - { id: 30,')
  expect(brief(ask('egress-aggregation', town))).toContain('refuted error in->bare aggregated')
})

describe('published-services', () => {
  const TOWN = example('published-services')
  const reached = (content: string) => about('published-services', content, 'world->in')

  test('what is registered from the Internet to a host and a service', () =>
    expect(reached(TOWN)).toMatchObject({ outcome: 'proved', assumes: [{ key: 'flow:F-030' }] }))

  test('nothing published, nothing found', () => {
    const town = example('dual-homed')
    expect(reached(town)).toMatchObject({ outcome: 'proved', assumes: [] })
  })

  test('a service, a host, or a day more than is registered', () => {
    expect(reached(edited(TOWN, 'destination: web, service: tcp/443', 'destination: web, service: [tcp/443, tcp/22]'))).toMatchObject({ outcome: 'refuted', severity: 'error', cause: { key: 'rule:fw1/filter/25' } })
    expect(reached(edited(TOWN, 'destination: web, service', 'destination: [web, proxy], service'))).toMatchObject({ outcome: 'refuted' })
    const expired = TOWN.replace(/(purpose: 公式ホームページの公開\n.*\n {4}expires: )2027/, '$12026')
    expect(reached(expired)).toMatchObject({ outcome: 'refuted', cause: { key: 'flow:F-030' } })
  })

  test('a publication of a whole segment, or of any service, publishes nothing: the entry is to blame', () => {
    expect(reached(edited(TOWN, '    to: { host: web }', '    to: { segment: in-srv }'))).toMatchObject({ outcome: 'refuted', cause: { key: 'flow:F-030' } })
    expect(reached(TOWN.replace(/(host: web \}\n {4}service: )tcp\/443/, '$1any'))).toMatchObject({ outcome: 'refuted', cause: { key: 'flow:F-030' } })
  })

  test('by translation: who receives counts', () => {
    const translated = edited(edited(TOWN, '    filter:', '    nat: [{ id: n1, kind: destination, in: edge, match: { destination: 192.168.39.1, service: tcp/8443 }, to: 192.168.30.40, to-port: 443 }]\n    filter:'), 'F-030:', 'F-030:')
    expect(reached(translated).outcome).toBe('proved')
    expect(reached(edited(translated, 'to: 192.168.30.40, to-port: 443', 'to: 192.168.30.10, to-port: 443')).outcome).toBe('proved')
    expect(reached(edited(edited(translated, 'to: 192.168.30.40, to-port: 443', 'to: 192.168.30.10, to-port: 443'), 'destination: web, service', 'destination: [web, proxy], service')).outcome).toBe('refuted')
  })

  test('the segment that the line ends on depends on the far end, and asks nothing', () => {
    expect(reached(edited(TOWN, '  office-pc:', '  old-web: { role: server, attach: [{ segment: in-edge, address: 192.168.39.5 }], relays: none }\n  office-pc:')).outcome).toBe('proved')
    const flat = edited(edited(TOWN, '{ kind: closed, segment: in-edge, peer: 192.168.39.2,', '{ kind: closed, segment: in-srv, peer: 192.168.30.2,'), '  in-edge: {', '  lg-more: {').replace('zone: in, vlan: 139', 'zone: lg, vlan: 139').replace('via: 192.168.39.2', 'via: 192.168.30.2')
    expect(brief(ask('published-services', flat))).toEqual(['vacuous nothing'])
  })

  test('where nothing of our own filters, or only crafted answers get in, it is a note', () => {
    const router = edited(TOWN.replace(/ {4}filter:\n(?: {6}- .*\n)+/, ''), 'kind: firewall\n    stateful: true', 'kind: router')
    expect(reached(router)).toMatchObject({ outcome: 'refuted', severity: 'note', cause: { key: 'device:fw1' } })
    const stateless = edited(edited(TOWN, 'kind: firewall\n    stateful: true', 'kind: router'), '      - { id: 30,', '      - { id: 26, action: permit, in: edge, out: in, established: true }\n      - { id: 30,')
    expect(reached(stateless)).toMatchObject({ outcome: 'refuted', severity: 'note', cause: { key: 'rule:fw1/filter/26' } })
    expect(reached(edited(stateless, 'out: in, established: true', 'out: in'))).toMatchObject({ outcome: 'refuted', severity: 'error' })
  })

  test('a note about answers, or about what nothing filters, hides nothing that somebody permits besides', () => {
    const stateless = edited(edited(TOWN, 'kind: firewall\n    stateful: true', 'kind: router'), '      - { id: 30,', '      - { id: 26, action: permit, in: edge, out: in, established: true }\n      - { id: 30,')
    for (const service of ['tcp/22', 'udp/161']) {
      const open = edited(stateless, '      - { id: 30,', `      - { id: 27, action: permit, in: edge, out: in, destination: 192.168.30.200, service: ${service} }\n      - { id: 30,`)
      expect(reached(open)).toMatchObject({ outcome: 'refuted', severity: 'error', cause: { key: 'rule:fw1/filter/27' } })
    }
    const beside = edited(edited(edited(TOWN, 'segments:\n', 'segments:\n  in-bare: { zone: in, subnets: [192.168.31.0/24] }\n'), 'destination: web, service', 'destination: [web, proxy], service'),
      'devices:\n', 'devices:\n  r2:\n    kind: router\n    interfaces: { bare: { address: 192.168.31.1/24 }, edge: { address: 192.168.39.4/28 } }\n    routes: [{ to: default, via: 192.168.39.2 }]\n')
    expect(reached(beside)).toMatchObject({ outcome: 'refuted', severity: 'error', cause: { key: 'rule:fw1/filter/25' } })
  })

  test('IPv6 is no way around it', () => {
    const v6 = edited(edited(edited(edited(TOWN, 'subnets: [192.168.30.0/24]', "subnets: [192.168.30.0/24, 'fd00:30::/64']"), 'subnets: [192.168.39.0/28]', "subnets: [192.168.39.0/28, 'fd00:39::/64']"),
      'in:   { address: 192.168.30.1/24 }', "in:   { addresses: [192.168.30.1/24, 'fd00:30::1/64'] }"), 'edge: { address: 192.168.39.1/28 }', "edge: { addresses: [192.168.39.1/28, 'fd00:39::1/64'] }")
    expect(reached(v6).outcome).toBe('proved')
    expect(reached(edited(v6, 'destination: web, service: tcp/443', 'service: tcp/443')).outcome).toBe('refuted')
  })
})

describe('beta-controls', () => {
  const TOWN = example('beta-controls')
  const model = (name: string, content = TOWN) => edited(content, 'model: β', `model: "${name}"`)
  const STORE = '  portal: { role: server, attach: [{ segment: in-srv, address: 192.168.30.60 }], relays: none, handles: [confidential-3c]CONTROLS }\n  office-pc:'
  const store = (controls = '') => edited(TOWN, '  office-pc:', STORE.replace('CONTROLS', controls))

  test.each(['α', 'α´', 'alpha-prime', "α'", 'α’'])('%s: nothing to ask', (name) => expect(brief(ask('beta-controls', model(name)))).toEqual(['vacuous nothing']))
  test.each(['β', 'β´', 'beta-prime', "β'", 'β’', 'β′'])('%s: EDR and an audit', (name) => expect(brief(ask('beta-controls', model(name)))).toEqual(['proved edr staff-pc', 'proved external audit']))

  test('EDR on every terminal of the tier', () => {
    expect(about('beta-controls', edited(TOWN, 'edr: 130/130', 'edr: 118/130'), 'edr staff-pc')).toMatchObject({ outcome: 'refuted', cause: { key: 'host:staff-pc' } })
    expect(about('beta-controls', edited(TOWN, 'edr: 130/130, ', ''), 'edr staff-pc')).toMatchObject({ outcome: 'unknown' })
    expect(about('beta-controls', TOWN.replace(/ {2}staff-pc:\n(?: {4}.*\n)+/, ''), 'edr')).toMatchObject({ outcome: 'unknown' })
  })

  test('an audit out of date, or none', () => {
    expect(about('beta-controls', edited(TOWN, 'on: 2026-02-20', 'on: 2024-02-20'), 'external audit')).toMatchObject({ outcome: 'refuted', cause: { key: 'audit:R7' } })
    expect(about('beta-controls', without(TOWN, 'R7:').replace('audits:\n', ''), 'external audit')).toMatchObject({ outcome: 'unknown' })
  })

  test('important data: not at all under β, by access control for each asset under β´', () => {
    expect(about('beta-controls', store(), 'data portal')).toMatchObject({ outcome: 'refuted', cause: { key: 'host:portal' } })
    const prime = (controls?: string) => about('beta-controls', model('β´', store(controls)), 'data portal')
    expect(prime()).toMatchObject({ outcome: 'unknown', missing: [{ key: 'controls:portal/per-asset-access' }] })
    expect(prime(', controls: { per-asset-access: false }')).toMatchObject({ outcome: 'refuted', cause: { key: 'host:portal' } })
    expect(prime(', controls: { per-asset-access: true }')).toMatchObject({ outcome: 'unknown' })
    expect(prime(', controls: { per-asset-access: true, evidence: { document: 設計書, on: 2026-06-01 } }')).toMatchObject({ outcome: 'proved', ground: 'attested' })
  })
})

describe('what a model lets the Internet tier do', () => {
  const BREAKOUT = '      services: [{ name: クラウド, addresses: [203.0.113.128/27], service: tcp/443, ismap: true, tenant-control: true }]'
  const TOWN = [
    ['  world: { tier: public', '  saas: { tier: party, external: true, addresses: [203.0.113.128/27], internet-connected: true }\n  world: { tier: public'],
    ['  lg-edge:', '  in-lbo:  { zone: in, subnets: [192.168.38.0/28] }\n  lg-edge:'],
    ['  lgwan-line:', `  lbo-line:\n    kind: lbo\n    segment: in-lbo\n    peer: 192.168.38.2\n    to: saas\n    breakout:\n${BREAKOUT}\n  lgwan-line:`],
    ['      edge: { address', '      lbo:  { address: 192.168.38.1/28 }\n      edge: { address'],
    ['      - { to: default,', '      - { to: 203.0.113.128/27, via: 192.168.38.2 }\n      - { to: default,'],
    ['      - { id: 30,', '      - { id: 25, action: permit, in: in, out: lbo, source: staff-pc, destination: 203.0.113.128/27, service: tcp/443 }\n      - { id: 30,'],
  ].reduce((content, [old, now]) => edited(content, old!, now!), example('beta-controls'))
  const way = (name: string) => about('egress-aggregation', edited(TOWN, 'model: β', `model: "${name}"`), 'in->saas aggregated')

  test('β and β´ let it leave for named services, α and α´ do not', () => {
    for (const name of ['β', 'β´', "β'", 'beta-prime']) expect(way(name)).toMatchObject({ outcome: 'proved' })
    for (const name of ['α', 'α´', 'alpha-prime']) expect(way(name)).toMatchObject({ outcome: 'refuted', cause: { key: 'line:lbo-line' } })
  })

  test('and the LGWAN tier not by the same line', () => {
    const both = edited(TOWN, 'in: in, out: lbo, source: staff-pc,', 'out: lbo, source: [staff-pc, office-pc],')
    expect(about('path-division', both, 'lg->saas')).toMatchObject({ outcome: 'refuted', cause: { key: 'line:lbo-line' } })
  })
})

describe('a security cloud of one\'s own, with segments', () => {
  const cloud = (watch: string): string => `
sanso: 1
network: prefecture
policy: { profile: mic-2026, model: alpha }
zones:
  in: { tier: internet }
  scz: { tier: security-cloud${watch} }
  world: { tier: public, external: true, relays: true }
absent: { mynumber: 別ファイル, lgwan: 別ファイル }
segments:
  ain: { zone: in, subnets: [10.1.3.0/24] }
  scs: { zone: scz, subnets: [203.0.113.0/27] }
  sco: { zone: scz, subnets: [203.0.113.64/29] }
lines:
  inet: { kind: dedicated, segment: sco, peer: 203.0.113.70, to: world }
devices:
  scfw:
    kind: firewall
    stateful: true
    interfaces: { i: { address: 10.1.3.1/24 }, s: { address: 203.0.113.1/27 }, o: { address: 203.0.113.65/29 } }
    routes: [{ to: default, via: 203.0.113.70 }]
    filter:
      - { id: 1, action: permit, in: i, out: s, service: tcp/8080 }
      - { id: 2, action: permit, in: i, out: o, service: tcp/443 }
`
  const outcomes = (watch: string) => ask('monitoring', cloud(watch)).filter(({ key }) => key.startsWith('in->')).map(({ key, outcome, cause }) => `${outcome} ${key}${cause ? ` ${cause.key}` : ''}`)
  const EVIDENCE = ', evidence: { document: SC設計書, on: 2026-05-01 }'

  test('watches what it passes on, and what leaves by its own line', () =>
    expect(outcomes(`, monitored: true${EVIDENCE}`)).toEqual(['proved in->world', 'proved in->scz']))

  test('that is not monitored is to blame for both; where nobody says, both are unknown', () => {
    expect(outcomes(`, monitored: false${EVIDENCE}`)).toEqual(['refuted in->world zone:scz', 'refuted in->scz zone:scz'])
    expect(outcomes('')).toEqual(['unknown in->world', 'unknown in->scz'])
  })
})
