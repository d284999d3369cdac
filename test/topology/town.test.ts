import { expect, it } from 'vitest'
import { load, topologyOf } from './loading.ts'

/** A small town as one finds it: supplied VPN box, sanitiser in the security cloud, guest line, management, RBI. */
const TOWN = `
sanso: 1
network: town-a
zones:
  mn: { tier: mynumber }
  lg: { tier: lgwan }
  in: { tier: internet }
  guest: { tier: guest }
  mgmt: { tier: management }
  sc: { tier: security-cloud, external: true, addresses: 203.0.113.0/26, relays: true, monitored: true, evidence: { document: 監視設計書, on: 2026-04-01 } }
  lgwan: { tier: lgwan-network, external: true, addresses: 198.51.100.0/24 }
  juki: { tier: party, external: true, addresses: 192.0.2.0/28, internet-connected: false }
  chukan: { tier: party, external: true, addresses: 192.0.2.16/28 }
  world: { tier: public, external: true, relays: true }
segments:
  mn-srv: { zone: mn, vlan: 110, subnets: 10.10.10.0/24 }
  mn-pc: { zone: mn, vlan: 111, subnets: 10.10.11.0/24 }
  lg-srv: { zone: lg, vlan: 120, subnets: 10.20.10.0/24 }
  lg-pc: { zone: lg, vlan: 121, subnets: 10.20.11.0/24 }
  lg-edge: { zone: lg, vlan: 129, subnets: 10.20.99.0/28 }
  in-vdi: { zone: in, vlan: 130, subnets: 192.168.30.0/24 }
  in-edge: { zone: in, vlan: 139, subnets: 192.168.39.0/28 }
  guest: { zone: guest, vlan: 190, subnets: [192.168.190.0/24, '2001:db8:190::/64'] }
  mgmt: { zone: mgmt, vlan: 199, subnets: 10.99.0.0/24 }
lines:
  sc-line: { kind: closed, segment: in-edge, peer: 192.168.39.2, to: sc, beyond: world }
  lgwan-line: { kind: lgwan, segment: lg-edge, peer: 10.20.99.2, to: lgwan }
  juki-line: { kind: jukinet, segment: mn-srv, peer: 10.10.10.254, to: juki }
  guest-line: { kind: ipoe, segment: guest, peer: [192.168.190.254, 'fe80::1'], to: world }
  chukan-line: { kind: closed, segment: mn-srv, peer: 10.10.10.252, to: chukan }
objects:
  services: { ike: [udp/500, udp/4500, esp], dns: [udp/53, tcp/53] }
devices:
  fw1:
    kind: firewall
    stateful: true
    interfaces:
      mn-srv: { address: 10.10.10.1/24, vrf: mn }
      mn-pc: { address: 10.10.11.1/24, vrf: mn }
      lg-srv: { address: 10.20.10.1/24 }
      lg-pc: { address: 10.20.11.1/24 }
      lg-edge: { address: 10.20.99.1/28, reverse-path: strict }
      vdi: { address: 192.168.30.1/24 }
      edge: { address: 192.168.39.1/28 }
      mgmt: { address: 10.99.0.1/24 }
    routes:
      - { to: 192.0.2.0/28, via: 10.10.10.254, vrf: mn }
      - { to: 198.51.100.0/24, via: 10.20.99.2 }
      - { to: 198.51.100.0/24, next-vrf: default, vrf: mn }
      - { to: default, via: 192.168.39.2 }
    filter:
      - { id: A1, action: permit, source: mn-pc, destination: mn-srv, service: [tcp/443, tcp/1521] }
      - { id: A4, action: permit, source: cert, destination: conveni, service: tcp/443 }
      - { id: A8, action: permit, in: lg-pc, out: vdi, source: lg-pc, destination: rbi, service: tcp/443 }
      - { id: A9, action: permit, in: edge, source: sc-mail, destination: lg-mail, service: tcp/25 }
      - { id: A11, action: permit, source: lg-srv, destination: 198.51.100.11, service: udp/123 }
      - { id: A12, action: permit, source: lg-srv, destination: 198.51.100.12, service: dns }
      - { id: A13, action: permit, in: vdi, out: edge, destination: 203.0.113.1, service: [tcp/443, udp/53] }
    local: [{ action: permit, in: mgmt, service: [tcp/22, tcp/443] }]
  vpn: { kind: appliance, managed-by: J-LIS, interfaces: { in: { address: 10.10.10.253/24 } } }
hosts:
  cert: { role: server, attach: [{ segment: mn-srv, address: 10.10.10.21 }], handles: [my-number, koseki] }
  staff: { role: terminal, attach: [{ segment: lg-pc, addresses: 10.20.11.10-10.20.11.140 }] }
  lg-mail: { role: server, attach: [{ segment: lg-srv, address: 10.20.10.25 }] }
  rbi:
    role: sanitizer
    attach: [{ segment: in-vdi, address: 192.168.30.30 }]
    relays: [A8]
    sanitizes: [{ method: screen-transfer, from: internet, to: lgwan, in: A13, out: A8, redirection: { clipboard: false, drive: false } }]
  sc-mail:
    role: sanitizer
    attach: [{ zone: sc, address: 203.0.113.20 }]
    sanitizes: [{ method: mail-text, from: internet, to: lgwan, in: A0, out: A9, strip-attachments: true, html-to-text: true, on-failure: block }]
  nas: { role: storage, attach: [{ segment: lg-srv, address: 10.20.10.5 }, { segment: in-vdi, address: 192.168.30.5 }], forwards: false }
parties:
  conveni: { zone: lgwan, addresses: 198.51.100.40, operator: J-LIS, public-body: true, internet-connected: false }
  cs: { zone: juki, addresses: 192.0.2.10, operator: J-LIS, public-body: true, internet-connected: false }
flows:
  A0: { kind: ordinary, from: { zone: world }, to: { host: sc-mail }, service: tcp/25 }
  A2: { kind: specific, from: { segment: mn-srv }, to: { party: cs }, service: tcp/443, purpose: 住基ネット }
  A3: { kind: specific, from: { zone: mn, addresses: 10.10.10.253 }, to: { zone: chukan, addresses: 192.0.2.20 }, service: ike }
  A8: { kind: sanitized, from: { segment: lg-pc }, to: { host: rbi }, service: tcp/443 }
  A9: { kind: sanitized, from: { host: sc-mail }, to: { host: lg-mail }, service: tcp/25 }
  A12: { kind: necessary, from: { segment: lg-srv }, to: { zone: lgwan, addresses: 198.51.100.12 }, service: dns }
  A13: { kind: ordinary, from: { segment: in-vdi }, to: { zone: sc, addresses: 203.0.113.1 }, service: [tcp/443, udp/53] }
exceptions:
  E-1: { rules: [mynumber-isolation], from: { zone: sc, addresses: 203.0.113.99 }, to: { segment: mn-srv }, service: tcp/3389, approver: CISO, ticket: 17, issued: 2022-04-01, expires: 2023-03-31, measures: 立会い }
`

it('says what a small town has', () => {
  const topology = topologyOf(load(TOWN))
  expect(topology.lines.get('guest-line')!.peers.map(({ family }) => family)).toEqual([4, 6])
  expect(topology.devices.get('fw1')!.routes.map(({ vrf, next }) => `${vrf} ${next.kind}`)).toEqual(['mn via', 'default via', 'mn vrf', 'default via'])
  expect(topology.hosts.get('sc-mail')!.attach[0]!.place).toEqual({ zone: 'sc' })
  expect(topology.hosts.get('rbi')!.sanitizes[0]!.redirection).toEqual({ clipboard: false, drive: false })
  expect(topology.zones.get('sc')!.evidence).toMatchObject({ document: '監視設計書', on: '2026-04-01' })
  expect(topology.exceptions.get('E-1')).toMatchObject({ ticket: '17', serviceText: 'tcp/3389', expiresAt: { path: ['exceptions', 'E-1', 'expires'] } })
})
