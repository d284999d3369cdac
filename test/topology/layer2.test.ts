import { describe, expect, it } from 'vitest'
import type { LinkEnd } from '../../src/topology/model.ts'
import { load, mistakes, topologyOf } from './loading.ts'

const NET = `sanso: 1
network: n
zones: { z: { tier: lgwan }, out: { tier: lgwan-network, external: true } }
segments:
  a: { zone: z, vlan: 10, subnets: 10.0.1.0/24 }
  b: { zone: z, vlan: 20, subnets: 10.0.2.0/24 }
lines: { lan: { kind: lgwan, segment: a, peer: 10.0.1.9, to: out } }
devices: { r: { kind: router, interfaces: { p1.10: { address: 10.0.1.1/24, vlan: 10 }, p1.20: { address: 10.0.2.1/24, vlan: 20 }, x: { address: 10.0.2.2/24 } } } }
hosts:
  far: { role: server, attach: [{ zone: out, address: 198.51.100.9 }] }
  pcs: { role: terminal, attach: [{ segment: a, addresses: 10.0.1.20-10.0.1.40 }] }
  nas: { role: storage, attach: [{ segment: a, address: 10.0.1.50 }, { segment: b, address: 10.0.2.50 }] }
`
const SWITCHES = `switches:
  s1: { ports: { 1-3: { access: 10, voice: 20 }, Gi1/0/1-2: { trunk: [10, 20-29], native: 99 }, 9: { shutdown: true } } }
  s2: { ports: { 1-3: { trunk: all } } }
`
const topology = (more: string) => topologyOf(load(NET + more))
const said = (more: string) => mistakes(load(NET + more))
const links = (more: string): string[] => topology(`${SWITCHES}links:\n${more}`).links!.map(({ ends }) => ends.map(name).join(' = '))
const name = (end: LinkEnd): string => {
  switch (end.kind) {
    case 'port': return `${end.switch}/${end.port}`
    case 'interface': return `${end.device}/${end.interface}`
    case 'host': return end.segment === undefined ? end.host : `${end.host}/${end.segment}`
    case 'line': return end.line
    case 'segment': return end.segment
  }
}

describe('ports of switches', () => {
  const ports = (typed: string) => [...topology(`switches: { s: { ports: { ${typed} } } }`).switches!.get('s')!.ports.values()]
    .map(({ name: port, mode, untagged, tagged }) => `${port} ${mode} ${untagged ?? '-'} ${tagged.map(([low, high]) => (low === high ? low : `${low}-${high}`)).join()}`)

  it.each([
    ['5: { access: 10 }', ['5 access 10 ']],
    ['5: { access: 10, voice: 20 }', ['5 access 10 20']],
    ['1-3: { access: 10 }', ['1 access 10 ', '2 access 10 ', '3 access 10 ']],
    ['"1,3,5-6": { access: 10 }', ['1 access 10 ', '3 access 10 ', '5 access 10 ', '6 access 10 ']],
    ['Gi1/0/9-10: { access: 10 }', ['Gi1/0/9 access 10 ', 'Gi1/0/10 access 10 ']],
    ['ge-0/0/1: { access: 10 }', ['ge-0/0/1 access 10 ']],
    ['1/0/1-1/0/2: { access: 10 }', ['1/0/1 access 10 ', '1/0/2 access 10 ']],
    ['p08-10: { access: 10 }', ['p08 access 10 ', 'p09 access 10 ', 'p10 access 10 ']],
    ['5: { trunk: all }', ['5 trunk 1 2-4094']],
    ['5: { trunk: [10, 20-29] }', ['5 trunk - 10,20-29']],
    ['5: { trunk: "10,20-29" }', ['5 trunk - 10,20-29']],
    ['5: { trunk: [1, 10] }', ['5 trunk 1 10']],
    ['5: { trunk: [10, 20], native: 10 }', ['5 trunk 10 20']],
    ['5: { trunk: 10, native: 99 }', ['5 trunk 99 10']],
    ['5: { trunk: all, native: none }', ['5 trunk - 1-4094']],
    ['5: { shutdown: true }', ['5 shutdown - ']],
  ])('%s', (typed, expected) => expect(ports(typed)).toEqual(expected))

  it.each([
    ['5: {}', ['port-mode: «5» a port is one of access, trunk and shutdown']],
    ['5: { access: 10, trunk: all }', ['port-mode: «5» a port is one of access, trunk and shutdown']],
    ['5: { access: 10, native: 1 }', ['port-mode: «native» "native" is only for trunk ports']],
    ['5: { trunk: all, voice: 1 }', ['port-mode: «voice» "voice" is only for access ports']],
    ['5: { trunk: [9-5] }', ['vlan: «9-5» "9-5" is not a VLAN id (1 to 4094), a range such as 120-129, or all']],
    ['5: { trunk: 4095 }', ['vlan: «4095» "4095" is not a VLAN id (1 to 4094), a range such as 120-129, or all']],
    ['5: { trunk: all, native: untagged }', ['vlan: «untagged» "untagged" is not a native VLAN (1 to 4094, or none)']],
    ['5: { access: 0 }', ['schema: «0» this must be 1 or more']],
    ['9-5: { access: 10 }', ['port-name: «9-5» "9-5" is not a port or several, such as 5, 1-12, Gi1/0/1-24 or 1,3,5']],
    ['1-3: { access: 10 }, 2: { access: 20 }', ['duplicate-id: «1-3» the port "2" is defined twice → «2» the first is here']],
  ])('%s is a mistake', (typed, expected) => expect(said(`switches: { s: { ports: { ${typed} } } }`)).toEqual(expected))
})

describe('what else a switch says', () => {
  it('knows the routing half of an L3 switch by its id', () => {
    expect(topology('switches: { r: { ports: {} }, s: { ports: {} } }').switches!.get('r')!.device).toBe('r')
    expect(topology('switches: { s: { device: r, ports: {} } }').switches!.get('s')!.device).toBe('r')
  })

  it.each([
    ['{ device: q, ports: {} }', ['unknown-name: «q» there is no device "q"; did you mean "r"?']],
    ['{ ports: {}, vlans: { 10: c } }', ['unknown-name: «c» there is no segment "c"; did you mean "a"?']],
    ['{ ports: {}, vlans: { x: a } }', ['vlan: «x» "x" is not a VLAN id (1 to 4094)']],
    ['{ ports: {}, vlans: { 11: a } }', ['vlan: «a» the VLAN of the segment "a" is said to be 10 → «a» the segment is defined here']],
  ])('%s is a mistake', (typed, expected) => expect(said(`switches: { s: ${typed} }`)).toEqual(expected))
})

describe('links', () => {
  it.each([
    ['  - [s1/Gi1/0/1, s2/1]', ['s1/Gi1/0/1 = s2/1']],
    ['  - [s1/Gi1/0/1-2, s2/1-2]', ['s1/Gi1/0/1 = s2/1', 's1/Gi1/0/2 = s2/2']],
    ['  - [s2/3, r/x]', ['s2/3 = r/x']],
    ['  - [s2/3, r/p1]', ['s2/3 = r/p1.10', 's2/3 = r/p1.20']],
    ['  - [s1/1-3, pcs]', ['s1/1 = pcs', 's1/2 = pcs', 's1/3 = pcs']],
    ['  - [s1/1, nas/b]', ['s1/1 = nas/b']],
    ['  - [lan, s1/1]', ['lan = s1/1']],
    ['  - [s1/1, a]', ['s1/1 = a']],
    ['  - [s1/1, segment:a]', ['s1/1 = a']],
  ])('%s', (typed, expected) => expect(links(typed)).toEqual(expected))

  it.each([
    ['[s1/4, s2/1]', ['unknown-name: «s1/4» there is no switch port "4"; did you mean "9"?']],
    ['[s3/4, s2/1]', ['unknown-name: «s3/4» there is no end of a link "s3"; did you mean "s1"?']],
    ['[r/p9, s2/1]', ['unknown-name: «r/p9» there is no interface "p9"']],
    ['[s1, s2/1]', ['link: «s1» say which port or interface of "s1", such as s1/1']],
    ['[pcs/b, s2/1]', ['unknown-name: «pcs/b» there is no segment "b"; did you mean "a"?']],
    ['[s1/1-3, s2/1-2]', ['link: «[s1/1-3, s2/1-2]» the two ends have different numbers of ports (3 and 2)']],
    ['[far, s2/1]', ['link: «far» the host "far" stands in an external zone only and hangs on no switch of ours']],
    ['[s1/1]', ['schema: «[s1/1]» at least 2 must be listed']],
    ['[s1/1, s2/1, pcs]', ['schema: «[s1/1, s2/1, pcs]» at most 2 may be listed']],
  ])('%s is a mistake', (typed, expected) => expect(said(`${SWITCHES}links: [${typed}]`)).toEqual(expected))

  it('need a kind where a name is that of several things', () => {
    expect(mistakes(load(NET.replace('{ lan:', '{ a:') + `${SWITCHES}links: [[s1/1, a]]`)))
      .toEqual(['ambiguous: «a» "a" is the name of several things: type line:a or segment:a'])
  })

  it('of all files are taken together', () => {
    const files = { 'net.yaml': `include: [more.yaml]\n${NET}${SWITCHES}links: [[s1/1, pcs]]`, 'more.yaml': 'links: [[s2/1, r/x]]' }
    expect(topologyOf(load(files)).links).toHaveLength(2)
  })
})

describe('wireless LANs', () => {
  const WIRELESS = `${SWITCHES}wireless:\n  w: `
  it('know where they lead', () => {
    const { segments, vlans, accessPoints, eap } = topology(`${WIRELESS}{ ssid: W, segment: a, vlan: 10, access-points: s2/1-2, security: wpa3-enterprise, eap: tls, radius: nas }`).wireless!.get('w')!
    expect([segments, vlans, eap, accessPoints.map(name)]).toEqual([['a'], [10], ['tls'], ['s2/1', 's2/2']])
  })

  it.each([
    ['{ segment: c }', ['unknown-name: «c» there is no segment "c"; did you mean "a"?']],
    ['{ access-points: s2/9 }', ['unknown-name: «s2/9» there is no switch port "9"; did you mean "1"?']],
    ['{ access-points: s9/9 }', ['unknown-name: «s9/9» there is no switch "s9"; did you mean "s1"?']],
    ['{ radius: c }', ['unknown-name: «c» there is no host "c"']],
    ['{ eap: tsl }', ['eap: «tsl» "tsl" is not an EAP method (tls, peap, ttls, fast, md5, teap, other)']],
    ['{ security: wpa3 }', [expect.stringContaining('schema: «wpa3» "wpa3" cannot stand here')]],
  ])('%s is a mistake', (typed, expected) => expect(said(WIRELESS + typed)).toEqual(expected))
})
