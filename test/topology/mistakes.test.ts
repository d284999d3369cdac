import { describe, expect, it } from 'vitest'
import { load, mistakes } from './loading.ts'

/** A network without a mistake; each case changes one line of it. */
const CORRECT = `
sanso: 1
network: town
zones:
  mn: { tier: mynumber }
  lg: { tier: lgwan }
  wan: { tier: lgwan-network, relays: true, external: true, addresses: [198.51.100.0/24, '2001:db8:a::/48'] }
  net: { tier: public, external: true, relays: true }
segments:
  srv: { zone: mn, vlan: 10, subnets: [10.0.0.0/24, 'fd00:1::/64'] }
  pc: { zone: lg, subnets: [10.0.1.0/24, 'fd00:2::/64'] }
  wide: { zone: lg, subnets: [172.16.0.0/16] }
  also: { zone: lg, subnets: [172.16.0.0/16] }
lines:
  up: { kind: lgwan, segment: pc, peer: [10.0.1.254, 'fe80::1'], to: wan, beyond: [net] }
objects:
  addresses: { few: [10.0.1.10-10.0.1.20, tax], all: [few, 'fd00:2::/64'] }
  services: { web: [tcp/80, tcp/443], most: [web, icmp] }
devices:
  fw:
    kind: firewall
    stateful: true
    interfaces:
      a: { addresses: [10.0.0.1/24, 'fd00:1::1/64'] }
      b: { address: 10.0.1.1/24, ingress: guard, reverse-path: strict }
      c: { address: 172.16.0.1/16, segment: wide }
      d: { address: 192.0.2.1/24 }
      t: { address: 203.0.113.1/30, vrf: red }
      v: { address: 10.9.0.1/30 }
    routes:
      - { to: 198.51.100.0/24, via: 10.0.1.254 }
      - { to: '2001:db8:a::/48', via: 'fe80::1', interface: b, distance: 5 }
      - { to: 0.0.0.0/0, vrf: red, next-vrf: default }
      - { to: default, discard: true, distance: 255 }
    lists:
      guard:
        - { id: 1, action: deny, source: srv }
        - { id: 2, action: permit }
    filter:
      - { id: 10, action: permit, in: a, out: [b], source: tax, destination: eltax, service: most }
      - { id: 20, action: permit, source: all, from-port: 1024-65535, established: true }
    nat:
      - { id: n1, kind: source, out: b, match: { source: few, service: web }, to: interface }
      - { id: n2, kind: destination, in: b, match: { destination: 10.0.1.1, service: tcp/443 }, to: tax, to-port: 8443 }
  old:
    kind: l3-switch
    config: { syntax: ios, files: [sw.conf, { file: sub/six.conf, family: 6 }] }
tunnels:
  vpn: { kind: ipsec, ends: [{ device: fw, interface: v, address: 10.0.1.1 }, { party: eltax, address: 198.51.100.50 }] }
hosts:
  tax: { role: server, attach: [{ segment: srv, address: 10.0.0.9 }], handles: [my-number], relays: [F1] }
  box: { role: sanitizer, attach: [{ segment: pc, addresses: [10.0.1.9, 'fd00:2::9'] }, { zone: wan, address: 198.51.100.9 }], sanitizes: [{ method: file, from: internet, to: lgwan, in: F1, out: F2 }], controls: { coverage: 118/130 } }
parties:
  eltax: { zone: wan, addresses: [198.51.100.50] }
flows:
  F1: { kind: specific, from: { host: tax }, to: { party: eltax }, service: tcp/443 }
  F2: { kind: ordinary, from: { zone: wan, addresses: all }, to: { segment: pc }, service: web, expires: いつか }
exceptions:
  E1: { rules: flow-blocked, from: { zone: lg }, to: [{ addresses: few }], ticket: 12 }
`

/** What the loader says after one replacement. */
function after(typed: string, instead: string): string[] {
  expect(CORRECT.split(typed).length, `"${typed}" stands once`).toBe(2)
  return mistakes(load(CORRECT.replace(typed, () => instead)))
}

describe('the correct twin', () => {
  it('loads without a problem', () => expect(mistakes(load(CORRECT))).toEqual([]))
})

describe('names that nothing has', () => {
  it.each([
    ['zone: mn, vlan', 'zone: nm, vlan', ['unknown-name: «nm» there is no zone "nm"; did you mean "mn"?']],
    ['segment: pc, peer', 'segment: pcs, peer', ['unknown-name: «pcs» there is no segment "pcs"; did you mean "pc"?']],
    ['to: wan, beyond', 'to: xyzzy, beyond', ['unknown-name: «xyzzy» there is no zone "xyzzy"']],
    ['relays: true, external: true, addresses', 'external: true, addresses', [
      'line: «net» the zone "wan" does not relay, so "net" cannot lie beyond it (if it relays, give wan relays: true) → «wan» the zone is defined here']],
    ['beyond: [net]', 'beyond: [nett]', ['unknown-name: «nett» there is no zone "nett"; did you mean "net"?']],
    ['segment: wide }', 'segment: wid }', ['unknown-name: «wid» there is no segment "wid"; did you mean "wide"?']],
    ['interface: b,', 'interface: B1,', ['unknown-name: «B1» there is no interface "B1"; did you mean "b"?']],
    ['next-vrf: default', 'next-vrf: bleu', ['unknown-name: «bleu» there is no VRF "bleu"']],
    ['ingress: guard', 'ingress: gaurd', ['unknown-name: «gaurd» there is no list "gaurd"; did you mean "guard"?']],
    ['in: a, out', 'in: eth9, out', ['unknown-name: «eth9» there is no interface "eth9"']],
    ['source: tax, dest', 'source: taxi, dest', ['unknown-name: «taxi» "taxi" is neither an address nor the name of anything; did you mean "tax"?']],
    ['destination: eltax', 'destination: [any, pc]', []],
    ['destination: eltax', 'destination: [any, eltx]', ['unknown-name: «eltx» "eltx" is neither an address nor the name of anything; did you mean "eltax"?']],
    ['segment: srv, address', 'segment: svr, address', ['unknown-name: «svr» there is no segment "svr"; did you mean "srv"?']],
    ['{ zone: wan, address:', '{ zone: wann, address:', ['unknown-name: «wann» there is no zone "wann"; did you mean "wan"?']],
    ['eltax: { zone: wan', 'eltax: { zone: won', ['unknown-name: «won» there is no zone "won"; did you mean "wan"?']],
    ['relays: [F1]', 'relays: [F7]', ['unknown-name: «F7» there is no flow "F7"; did you mean "F1"?']],
    ['out: F2', 'out: [F3]', ['unknown-name: «F3» there is no flow "F3"; did you mean "F1"?']],
    ['{ host: tax }', '{ host: tex }', ['unknown-name: «tex» there is no host "tex"; did you mean "tax"?']],
    ['{ party: eltax }', '{ party: tax }', ['unknown-name: «tax» there is no party "tax"']],
    ['{ segment: pc }, service', '{ segment: ppc }, service', ['unknown-name: «ppc» there is no segment "ppc"; did you mean "pc"?']],
    ['{ zone: lg }, to:', '{ zone: l }, to:', ['unknown-name: «l» there is no zone "l"; did you mean "lg"?']],
  ])('%s → %s', (typed, instead, said) => expect(after(typed, instead)).toEqual(said))
})

describe('tunnels and what devices run', () => {
  it.each([
    ['device: fw, interface: v', 'device: fv, interface: v', ['unknown-name: «fv» there is no device "fv"; did you mean "fw"?']],
    ['interface: v, address', 'interface: w, address', ['unknown-name: «w» there is no interface "w"; did you mean "a"?']],
    ['interface: v, address', 'interface: a, address', ['tunnel: «a» the interface "a" stands on the segment "srv": a tunnel interface stands on none']],
    ['device: fw, interface: v, address', 'device: fw, address', ['tunnel: «{ device: fw, address: 10.0.1.1 }» an end of a tunnel is a device with an interface, a party or a zone: type one of them']],
    ['{ party: eltax, address', '{ party: eltax, zone: wan, address', ['tunnel: «{ party: eltax, zone: wan, address: 198.51.100.50 }» an end of a tunnel is a device with an interface, a party or a zone: type one of them']],
    ['{ party: eltax, address', '{ party: elta, address', ['unknown-name: «elta» there is no party "elta"; did you mean "eltax"?']],
    ['{ party: eltax, address', '{ zone: mn, address', [expect.stringContaining('external: «mn» the zone "mn" is not external')]],
    ['{ device: fw, interface: v, address: 10.0.1.1 }', '{ zone: wan }', ['tunnel: «vpn» at least one end of a tunnel is a device (device and interface)']],
    ['{ party: eltax, address: 198.51.100.50 }] }', '{ device: fw, interface: v }] }', [
      'tunnel: «{ device: fw, interface: v }» the interface "v" is the end of a tunnel already → «{ device: fw, interface: v, address: 10.0.1.1 }» the first end is here']],
    ['address: 10.0.1.1 }, {', 'address: 10.0.1.300 }, {', ['address: «10.0.1.300» "10.0.1.300" is not an IP address']],
    ['    stateful: true', '    stateful: true\n    runs: [dns]\n    relays: [F1]', []],
    ['    stateful: true', '    stateful: true\n    runs: [dnss]', ['schema: «dnss» "dnss" cannot stand here; did you mean "dns"?']],
    ['    stateful: true', '    stateful: true\n    relays: [F9]', ['unknown-name: «F9» there is no flow "F9"; did you mean "F1"?']],
    ['{ segment: pc }, service', '{ device: fw }, service', []],
    ['{ segment: pc }, service', '{ device: fv }, service', ['unknown-name: «fv» there is no device "fv"; did you mean "fw"?']],
  ])('%s → %s', (typed, instead, said) => expect(after(typed, instead)).toEqual(said))
})

describe('addresses, ports and services', () => {
  it.each([
    ['10.0.0.0/24, ', '10.0.0.5/24, ', ['host-bits: «10.0.0.5/24» "10.0.0.5/24" has host bits set (the subnet is 10.0.0.0/24)']],
    ["'fd00:1::/64']", "'fd00:1::/129']", [
      `address: «'fd00:1::/129'» "fd00:1::/129" is not a subnet such as 10.0.0.0/24`]],
    ['peer: [10.0.1.254', 'peer: [10.0.1.256', ['address: «10.0.1.256» "10.0.1.256" is not an IP address']],
    ['address: 192.0.2.1/24', 'address: 192.0.2.1', [
      'address: «192.0.2.1» "192.0.2.1" is not an address with its prefix length, such as 10.0.0.1/24']],
    ['[198.51.100.0/24,', '[198.51.100.0/33,', [
      'address: «198.51.100.0/33» "198.51.100.0/33" is not an address, a subnet or a range such as 10.0.0.1-10.0.0.9']],
    ['addresses: [198.51.100.50]', 'addresses: [198.51.100.9-198.51.100.1]', [
      'address: «198.51.100.9-198.51.100.1» "198.51.100.9-198.51.100.1" is not an address, a subnet or a range such as 10.0.0.1-10.0.0.9']],
    ['destination: 10.0.1.1,', 'destination: 010.0.1.1,', ['address: «010.0.1.1» "010.0.1.1" is neither an address nor the name of anything']],
    ['via: 10.0.1.254', 'via: 10.0.1', ['address: «10.0.1» "10.0.1" is not an IP address']],
    ['to: 198.51.100.0/24', 'to: 198.51.100.1/24', [
      'host-bits: «198.51.100.1/24» "198.51.100.1/24" has host bits set (the subnet is 198.51.100.0/24)']],
    ['from-port: 1024-65535', 'from-port: [53, 1024-65536]', [
      'port: «1024-65536» "1024-65536" is not a port (0 to 65535) or a range such as 1024-65535']],
    ['to-port: 8443', 'to-port: 84430', ['port: «84430» "84430" is not a port (0 to 65535) or a range such as 1024-65535']],
    ['web: [tcp/80,', 'web: [tcp/http,', [
      'service: «tcp/http» "tcp/http" is neither a service (such as tcp/443, udp/500-510, icmp/echo-request, esp) nor the name of one']],
    ['service: most', 'service: moost', [
      'service: «moost» "moost" is neither a service (such as tcp/443, udp/500-510, icmp/echo-request, esp) nor the name of one; did you mean "most"?']],
    ['coverage: 118/130', 'coverage: 131/130', ['coverage: «131/130» "131/130" is not "covered/all", such as 118/130']],
  ])('%s → %s', (typed, instead, said) => expect(after(typed, instead)).toEqual(said))
})

describe('places', () => {
  it.each([
    ['address: 10.0.0.9', 'address: 10.0.9.9', [
      'host: «10.0.9.9» the address of the host "tax" lies outside the subnets of the segment "srv" → «srv» the segment is defined here']],
    ['peer: [10.0.1.254', 'peer: [10.0.0.254', [
      'line: «10.0.0.254» 10.0.0.254 lies outside the subnets of the segment "pc" → «pc» the segment is defined here']],
    ['to: wan, beyond', 'to: lg, beyond', [
      'external: «lg» the zone "lg" is not external (it needs external: true) → «lg» the zone is defined here']],
    ['eltax: { zone: wan', 'eltax: { zone: mn', [
      'external: «mn» the zone "mn" is not external (it needs external: true) → «mn» the zone is defined here']],
    ['zone: mn, vlan', 'zone: wan, vlan', [
      'segment: «wan» the external zone "wan" cannot hold segments (say its addresses under zones) → «wan» the external zone is defined here']],
    ['lg: { tier: lgwan }', 'lg: { tier: lgwan, relays: true }', ['zone: «relays» "relays" is only for external zones (external: true)']],
    ['external: true, relays', 'external: true, addresses: 8.8.8.8, relays', [
      'zone: «addresses» the Internet (tier: public) takes no addresses: it is every public address that no other zone holds']],
    ["'fd00:1::/64'] }", "'fd00:1::/64', 10.0.0.128/25] }", [
      'overlap: «10.0.0.128/25» the subnet 10.0.0.128/25 lies within 10.0.0.0/24 of the same segment → «10.0.0.0/24» the other is here']],
    ["'fd00:1::/64'] }", "'fd00:1::/64', 'fd00:1:0::/64'] }", [
      `overlap: «'fd00:1:0::/64'» the subnet fd00:1::/64 stands in this segment twice → «'fd00:1::/64'» the other is here`]],
    ['{ segment: srv, address: 10.0.0.9 }', '{ segment: srv, zone: wan, address: 10.0.0.9 }', [
      'host: «{ segment: srv, zone: wan, address: 10.0.0.9 }» a host is attached to one segment or one external zone: type one of them']],
    ['{ segment: srv, address: 10.0.0.9 }', '{ address: 10.0.0.9 }', []],
    ['{ segment: srv, address: 10.0.0.9 }', '{ address: 10.9.9.9 }', [
      'host: «{ address: 10.9.9.9 }» no segment holds the address of the host "tax" (outside, type its zone)']],
    ['[{ segment: srv, address: 10.0.0.9 }]', '[]', ['schema: «[]» at least 1 must be listed']],
    ['{ segment: srv, address: 10.0.0.9 }', '{ segment: srv }', [
      'host: «{ segment: srv }» the address of the host is missing (address or addresses)']],
    ['address: 10.0.0.9', 'address: 10.0.0.1', [
      'address-twice: «10.0.0.1/24» the address 10.0.0.1 is also used by the host "tax" in the segment "srv" → «10.0.0.1» the other is here']],
    ["[10.0.1.9, 'fd00:2::9']", "[10.0.1.9, 'fd00:2::1-fd00:2::f', 'fd00:2::9']", [
      `address-twice: «'fd00:2::9'» the address fd00:2::9 is also used by the host "box" in the segment "pc" → «'fd00:2::1-fd00:2::f'» the other is here`]],
    ['  eltax: {', '  tax: { zone: wan, addresses: 198.51.100.51 }\n  eltax: {', [
      'duplicate-id: «tax» "tax" is both a host and a party → «tax» the host is here']],
  ])('%s → %s', (typed, instead, said) => expect(after(typed, instead)).toEqual(said))
})

describe('interfaces', () => {
  it.each([
    ['c: { address: 172.16.0.1/16, segment: wide }', 'c: { address: 172.16.0.1/16 }', [
      'binding: «c» the addresses of the interface "c" lie in several segments (wide, also): type its `segment`'
      + ' → «172.16.0.0/16» a subnet of the segment "wide" → «172.16.0.0/16» a subnet of the segment "also"']],
    ['b: { address: 10.0.1.1/24', "b: { addresses: [10.0.1.1/24, 'fd00:1::2/64']", [
      `binding: «b» the addresses of the interface "b" lie in several segments (pc, srv): type its \`segment\``
      + ` → «10.0.1.0/24» a subnet of the segment "pc" → «'fd00:1::/64'» a subnet of the segment "srv"`,
    ]],
    ['10.0.0.1/24,', '10.0.0.1/25,', [
      'prefix-length: «10.0.0.1/25» the prefix lengths disagree: 10.0.0.0/25 here, 10.0.0.0/24 in the segment "srv" → «10.0.0.0/24» the subnet of the segment is here']],
    ["'fd00:1::1/64'", "'fd00:1::1/48'", [
      `prefix-length: «'fd00:1::1/48'» the prefix lengths disagree: fd00:1::/48 here, fd00:1::/64 in the segment "srv" → «'fd00:1::/64'» the subnet of the segment is here`]],
    ['address: 172.16.0.1/16', 'address: 172.17.0.1/16', [
      'binding: «172.17.0.1/16» this address lies outside the subnets of the segment "wide" → «wide» the segment is defined here']],
    ['      d: {', '      eth+: {', ['id: «eth+» the name of an interface is not empty and does not end in +']],
  ])('%s → %s', (typed, instead, said) => {
    expect(after(typed, instead)).toEqual(said)
  })

  it('is bound to nothing where no segment holds its address', () => {
    expect(load(CORRECT).topology!.devices.get('fw')!.interfaces.get('d')).not.toHaveProperty('segment')
  })
})

describe('routes', () => {
  it.each([
    ['via: 10.0.1.254', 'via: 10.9.9.9', ['route: «10.9.9.9» the next hop 10.9.9.9 lies on no subnet of an interface of this device (VRF "default")']],
    ['via: 10.0.1.254', 'via: 203.0.113.2', ['route: «203.0.113.2» the next hop 203.0.113.2 lies on no subnet of an interface of this device (VRF "default")']],
    ['via: 10.0.1.254', 'via: 203.0.113.2, vrf: red', []],
    ['via: 10.0.1.254', 'via: 10.0.0.2, interface: b', ['route: «10.0.0.2» the next hop 10.0.0.2 lies on no subnet of the interface "b"']],
    ['via: 10.0.1.254', 'via: 10.0.1.1', ['route: «10.0.1.1» the next hop 10.0.1.1 is an address of this device itself']],
    ['via: 10.0.1.254', 'interface: t', ['route: «t» the interface "t" is in the VRF "red", the route in "default"']],
    [", interface: b, distance", ', distance', [`route: «'fe80::1'» a link-local \`via\` needs an \`interface\` as well`]],
    ['d: { address: 192.0.2.1/24 }', 'd: { address: 10.0.1.2/24, segment: pc }', [
      'route: «10.0.1.254» the next hop 10.0.1.254 lies beyond several interfaces (b, d): type the `interface`']],
    ['to: 198.51.100.0/24, via', "to: ['2001:db8::/32', default], via", [`route: «'2001:db8::/32'» the destination is IPv6, but \`via\` is IPv4`]],
    ['{ to: default, discard: true,', '{ to: default,', [
      'route: «{ to: default, distance: 255 }» say where the route leads by one of via, interface, next-vrf, discard (only via and interface go together)']],
    ['{ to: default, discard: true,', '{ to: default, discard: true, via: 10.0.1.254,', [
      'route: «{ to: default, discard: true, via: 10.0.1.254, distance: 255 }» say where the route leads by one of via, interface, next-vrf, discard (only via and interface go together)']],
    ['distance: 255', 'distance: 256', ['schema: «256» this must be 255 or less']],
  ])('%s → %s', (typed, instead, said) => expect(after(typed, instead)).toEqual(said))
})

describe('filters, translation and configurations', () => {
  it.each([
    ['kind: l3-switch\n    config: { syntax: ios, files: [sw.conf, { file: sub/six.conf, family: 6 }] }', 'kind: firewall', [
      'filter: «old» a firewall needs a `filter` or a `config` (`filter: []` lets nothing pass)']],
    ['id: 20,', 'id: 10,', ['duplicate-id: «10» the rule "10" is defined twice → «10» the first is here']],
    ['id: n2', "id: 'n1'", [`duplicate-id: «'n1'» the translation "n1" is defined twice → «n1» the first is here`]],
    ['action: deny, source: srv', 'action: deny, out: a, source: srv', ['rule: «out» the outgoing interface is not known here: `out` cannot be used']],
    ['kind: destination, in: b', 'kind: destination, out: b', ['rule: «out» the outgoing interface is not known here: `out` cannot be used']],
    ['to: tax, to-port', 'to: [tax, interface], to-port', ['nat: «interface» "interface" cannot stand beside other addresses, and `any` not at all']],
    ['destination: 10.0.1.1, service: tcp/443', 'destination: 10.0.1.1', ['nat: «to-port» `to-port` needs a `service` (ports of tcp or udp) in `match`']],
    ['source: srv }', 'source: net }', ['zone: «net» the zone "net" declares no addresses, so it cannot be used here']],
    ['few: [10.0.1.10-10.0.1.20, tax]', 'few: [all]', ['circle: «all» names refer to each other in a circle or too deeply (all → few → all)']],
    ['web: [tcp/80, tcp/443]', 'web: [most]', ['circle: «most» names refer to each other in a circle or too deeply (most → web → most)']],
    ['few: [', 'srv: [pc], few: [', [
      'ambiguous: «srv» "srv" is the name of several things (segment, address object): which is meant? → «srv» the segment is here → «srv» the address object is here']],
    ['[sw.conf,', '[../sw.conf,', ['config: «../sw.conf» "../sw.conf" is not a relative path (with /) inside the folder of the root file']],
    ['file: sub/six.conf', 'file: C:/six.conf', ['config: «C:/six.conf» "C:/six.conf" is not a relative path (with /) inside the folder of the root file']],
    ['{ syntax: ios, files: [sw.conf, { file: sub/six.conf, family: 6 }] }', '{ syntax: ios }', ['config: «config» type either `file` or `files`']],
    ['kind: l3-switch', 'kind: l3-switch\n    stateful: true', [
      'config: «stateful» "stateful" is read from the real configuration (config) and cannot be typed here → «config» the config is here']],
  ])('%s → %s', (typed, instead, said) => expect(after(typed, instead)).toEqual(said))
})

describe('the register', () => {
  it.each([
    ['{ host: tax }', '{ host: tax, zone: mn }', [
      'end: «{ host: tax, zone: mn }» name one of host, device, party, zone, segment, addresses (only zone and addresses go together)']],
    ['{ host: tax }', '{}', ['end: «{}» name one of host, device, party, zone, segment, addresses (only zone and addresses go together)']],
    ['{ addresses: few }', '{ addresses: any }', ['end: «any» an end of a flow or exception cannot be `any`: name a zone or something in it']],
    ['in: F1, out: F2', 'in: [F1, F2], out: F2', ['sanitizer: «F2» the flow "F2" stands both before (in) and after (out) sanitising']],
    ['expires: いつか', 'expires: 2026-02-30', []],
    ['sanso: 1', 'sanso: 1\nabsent: { mynumber: なし }', ['absent: «mynumber» the tier mynumber is declared absent, but there is the zone "mn" → «mn» that zone is here']],
    ['sanso: 1', 'sanso: 1\nabsent: { guest: なし }', []],
  ])('%s → %s', (typed, instead, said) => expect(after(typed, instead)).toEqual(said))
})

describe('ids', () => {
  it.each(['any', '10.0.0.1', "'a b'", "''", '__proto__'])('%s cannot be one', id => {
    expect(after('  E1: {', `  ${id}: {`)).toEqual([`id: «${id}» "${id.replaceAll("'", '')}" cannot be a name (not empty, no spaces, no address, no reserved word)`])
  })

  it.each(['constructor', 'toString', '通信要件・第１号', 'F-012/2'])('%s can', id => expect(after('  E1: {', `  ${id}: {`)).toEqual([]))

  it('of a service cannot mean a service already', () => {
    expect(after('most: [web, icmp] }', 'most: [web, icmp], esp: [tcp/1] }')).toEqual(['id: «esp» "esp" already means a service and cannot be a name'])
  })
})

it('says everything that is wrong at once', () => {
  const wrong = CORRECT.replace('zone: mn, vlan', 'zone: nm, vlan').replace('via: 10.0.1.254', 'via: nowhere').replace('{ host: tax }', '{ host: tex }')
  expect(mistakes(load(wrong)).map(one => one.split(':')[0])).toEqual(['unknown-name', 'address', 'unknown-name'])
})
