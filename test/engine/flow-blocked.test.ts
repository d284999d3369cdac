/** Rule `flow-blocked` from the outside: the entry works, or some packet of it, or of its answers, does not get through. */
import { describe, expect, test } from 'vitest'
import { ask, edited } from '../rules/asking.ts'

const NETWORK = `
sanso: 1
network: blocked
policy: { profile: saikai-2024, model: alpha }
zones: { mn: { tier: mynumber }, lg: { tier: lgwan }, in: { tier: internet } }
segments:
  pc:  { zone: lg, subnets: [10.1.0.0/24] }
  mid: { zone: lg, subnets: [10.2.0.0/24] }
  srv: { zone: lg, subnets: [10.3.0.0/24] }
devices:
  near:
    kind: router
    interfaces: { pc: { address: 10.1.0.1/24 }, mid: { address: 10.2.0.1/24 } }
    routes: [{ to: 10.3.0.0/24, via: 10.2.0.2 }]
  far:
    kind: firewall
    stateful: true
    interfaces: { mid: { address: 10.2.0.2/24 }, srv: { address: 10.3.0.1/24 } }
    routes: [{ to: 10.1.0.0/24, via: 10.2.0.1 }]
    filter: [{ id: 10, action: permit, in: mid, out: srv, service: tcp/443 }]
hosts:
  one:    { role: terminal, attach: [{ segment: pc, address: 10.1.0.11 }] }
  two:    { role: terminal, attach: [{ segment: pc, address: 10.1.0.12 }] }
  server: { role: server, attach: [{ segment: srv, address: 10.3.0.5 }] }
flows:
  F:
    kind: ordinary
    from: [{ host: one }, { host: two }]
    to: { host: server }
    service: tcp/443
    purpose: p
    approved: { by: b, on: 2026-01-01 }
    expires: 2027-01-01
`

const outcome = (content: string): string => ask('flow-blocked', content)[0]!.outcome
const PERMIT = 'filter: [{ id: 10, action: permit, in: mid, out: srv, service: tcp/443 }]'
const filtered = (lines: string): string => edited(NETWORK, PERMIT, lines)

describe('flow-blocked', () => {
  test('an entry whose packets and answers get through is proved', () => expect(outcome(NETWORK)).toBe('proved'))

  test('a filter on the way, or no route back, refutes it with the place where it ends', () => {
    const [denied] = ask('flow-blocked', filtered('filter: [{ id: 10, action: permit, in: mid, out: srv, service: tcp/80 }]'))
    expect(denied).toMatchObject({ outcome: 'refuted', cause: { key: 'flow:F' } })
    expect(denied!.witness!.path.at(-1)!.what.en).toBe('denied by a filter')
    expect(outcome(edited(NETWORK, 'routes: [{ to: 10.1.0.0/24, via: 10.2.0.1 }]', 'routes: []'))).toBe('refuted')
  })

  test('one host of two that is denied refutes it', () => {
    expect(outcome(filtered(`filter:
      - { id: 5, action: deny, in: mid, out: srv, source: two }
      - { id: 10, action: permit, in: mid, out: srv, service: tcp/443 }`))).toBe('refuted')
  })

  test('a flow to a published address works', () => {
    expect(outcome(filtered(`${PERMIT}
    nat: [{ id: n, kind: destination, in: mid, match: { destination: 10.3.0.200 }, to: 10.3.0.5 }]`))).toBe('proved')
  })

  test('what was received outside does not come round by another line: firewalls in a row, the second translating', () => {
    const outside = edited(NETWORK, 'segments:', `segments:
  edge: { zone: in, subnets: [203.0.113.0/30] }
  other: { zone: in, subnets: [203.0.113.4/30] }`).replace('in: { tier: internet } }', 'in: { tier: internet }, world: { tier: public, external: true, relays: true } }\nlines:\n  one-line: { kind: ipoe, segment: edge, peer: 203.0.113.1, to: world }\n  other-line: { kind: ipoe, segment: other, peer: 203.0.113.5, to: world }\nparties: { saas: { zone: world, addresses: [203.0.113.128/27] } }')
      .replace('kind: router\n    interfaces: { pc: { address: 10.1.0.1/24 },', `kind: firewall\n    stateful: true
    filter: [{ id: 1, action: permit, in: pc }]
    nat: [{ id: n, kind: source, out: other, to: interface }]
    interfaces: { other: { address: 203.0.113.6/30 }, pc: { address: 10.1.0.1/24 },`)
      .replace('routes: [{ to: 10.3.0.0/24, via: 10.2.0.2 }]', 'routes: [{ to: 203.0.113.128/27, via: 10.2.0.2 }, { to: default, via: 203.0.113.5 }]')
      .replace('srv: { address: 10.3.0.1/24 } }\n    routes: [{ to: 10.1.0.0/24, via: 10.2.0.1 }]', `edge: { address: 203.0.113.2/30 } }
    routes: [{ to: 10.1.0.0/24, via: 10.2.0.1 }, { to: default, via: 203.0.113.1 }]
    nat: [{ id: n, kind: source, out: edge, to: interface }]`)
      .replace('in: mid, out: srv, service', 'in: mid, out: edge, service')
      .replace('to: { host: server }', 'to: { party: saas }')
    expect(outcome(outside)).toBe('proved')
    expect(outcome(edited(outside, 'routes: [{ to: 10.1.0.0/24, via: 10.2.0.1 }, ', 'routes: ['))).toBe('refuted')
  })

  test('a flow that only its published address reaches works', () => {
    const hidden = edited(NETWORK, 'routes: [{ to: 10.3.0.0/24, via: 10.2.0.2 }]', 'routes: [{ to: 10.9.0.5/32, via: 10.2.0.2 }]')
    const nat = edited(hidden, PERMIT, `${PERMIT}\n    nat: [{ id: n, kind: destination, in: mid, match: { destination: 10.9.0.5 }, to: 10.3.0.5 }]`)
    expect(outcome(hidden)).toBe('refuted')
    expect(outcome(nat)).toBe('proved')
  })

  test('a flow whose source is hidden works', () => {
    expect(outcome(filtered(`${PERMIT}
    nat: [{ id: n, kind: source, out: srv, match: { source: 10.1.0.0/24 }, to: interface }]`))).toBe('proved')
  })

  describe('of a host with two addresses', () => {
    const group = (nat: string): string => edited(edited(filtered(`filter:
      - { id: 5, action: deny, in: mid, out: srv, source: 10.1.0.12 }
      - { id: 10, action: permit, in: mid, out: srv, service: tcp/443 }${nat}`), 'address: 10.1.0.11', 'addresses: [10.1.0.11-10.1.0.12]'),
    ', { host: two }', '').replace(/^ {2}two: .*\n/m, '')

    test('one that is denied refutes it', () => expect(outcome(group(''))).toBe('refuted'))

    // `satisfied` asks for every packet only where none was translated: with source NAT on the way one address is enough.
    test('one that is denied refutes it under source NAT too', () =>
      expect(outcome(group('\n    nat: [{ id: n, kind: source, out: srv, match: { source: 10.1.0.0/24 }, to: interface }]'))).toBe('refuted'))
  })

  test('the example is a packet that fails, not one that arrives', () => {
    const both = edited(edited(edited(NETWORK, '[10.1.0.0/24] }', "[10.1.0.0/24, 'fd00:1::/64'] }"), 'pc: { address: 10.1.0.1/24 }', "pc: { addresses: [10.1.0.1/24, 'fd00:1::1/64'] }"), 'service: tcp/443 }]', 'service: [tcp/443, tcp/80] }]')
    const failing = ask('flow-blocked', edited(both, '    service: tcp/443\n', '    service: [tcp/443, tcp/8443]\n'))[0]!
    expect(failing.outcome).toBe('refuted')
    expect(failing.witness!.sent.destinationPort).toBe(8443)
    expect(failing.witness!.path.at(-1)!.what.en).toContain('denied')
  })
})
