/** Every line of a configuration has a status; what looks like a rule in a text is none. */
import { describe, expect, test } from 'vitest'
import { ciscoIos } from '../../../src/config/cisco-ios/index.ts'
import { prepared } from '../../../src/config/text.ts'
import { fate, lab } from './lab.ts'

const AT = { file: 'net.yaml', path: [] } as const
const read = (content: string) => ciscoIos.read([{ file: 'r.txt', content: prepared(content), at: AT }], AT)
const statuses = (content: string): string[] => read(content).lines.map(({ status, text }) => `${status}: ${text.trim()}`)
const strange = (content: string): string[] => read(content).lines.filter(({ status }) => status === 'not understood').map(({ text }) => text.trim())
const SEGMENTS = { a: ['10.0.1.0/24'], b: ['10.0.2.0/24'] }

describe('texts', () => {
  test.each(['^C', '#', '$'])('nothing in a banner is a rule (%s)', (delimiter) => {
    const content = `banner motd ${delimiter}
interface GigabitEthernet0/0
 ip address 10.0.0.1 255.255.255.0
access-list 1 permit any
${delimiter}
hostname r
`
    expect(strange(content)).toEqual([])
    expect(read(content).faces).toEqual([])
    expect(read(content).definitions).toEqual([])
    expect(read(content).hostname?.name).toBe('r')
  })

  test('a banner that never ends hides nothing', () => {
    const here = read('banner motd ^C\ninterface GigabitEthernet0/0\n ip address 10.0.0.1 255.255.255.0\n')
    expect(here.faces).toHaveLength(1)
  })

  test('certificates, comments, headers, prompts and what other commands print', () => {
    expect(strange(`r1#show running-config
Building configuration...

Current configuration : 2859 bytes
! comment
crypto pki certificate chain TP
 certificate self-signed 01
  30820229 30820192 A0030201
  quit
hostname r1
end

r1#show ip route
Gateway of last resort is not set
C    10.0.0.0/8 is directly connected
r1#`)).toEqual([])
  })

  test('what only looks like a prompt is none', () => {
    expect(strange('permit# ip any any\n')).toEqual(['permit# ip any any'])
  })
})

test('a word that nobody knows leaves the ways of the device open, never a silent permit or deny', () => {
  const base = `interface GigabitEthernet0/0
 ip address 10.0.1.1 255.255.255.0
 ip access-group 10 in
interface GigabitEthernet0/1
 ip address 10.0.2.1 255.255.255.0
access-list 10 deny any
`
  const asked = { from: '10.0.1.9', to: '10.0.2.9', service: 'tcp 80' }
  expect(fate(lab(base, SEGMENTS), asked)).toBe('dropped')
  for (const line of ['teleport enable\n', 'interface GigabitEthernet0/0\n teleport 9\n', 'ip teleport\n', 'crypto map X 1\ninterface GigabitEthernet0/1\n crypto map X\n', 'interface GigabitEthernet0/1\n mpls ip\n']) {
    const here = lab(base + line, SEGMENTS)
    expect(here.reading.gaps.map(({ touches }) => touches), line).toContain('forwarding')
    expect(fate(here, asked), line).toBe('unknown')
  }
})

test('interfaces: what carries packets, and what does not', () => {
  const here = read(`interface Loopback0
 ip address 10.255.0.1 255.255.255.255
interface GigabitEthernet0/0
 no ip address
interface GigabitEthernet0/0.10
 encapsulation dot1Q 10
 ip address 10.0.1.1 255.255.255.0
 ip address 10.0.11.1 255.255.255.0 secondary
interface GigabitEthernet0/0.99
 encapsulation dot1Q 99 native
 ip unnumbered Loopback0
interface GigabitEthernet0/1
 ip address 10.0.2.1 255.255.255.0
 shutdown
interface Vlan20
 ip address dhcp
interface Tunnel0
 tunnel source GigabitEthernet0/0
 tunnel destination 192.0.2.1
interface Dialer1
 ip address negotiated
 ppp authentication chap callin
interface GigabitEthernet0/2
 switchport mode access
 switchport access vlan 20
`)
  expect(here.faces!.map(({ name, addresses, vlan, port }) => [name, addresses.length, vlan, port])).toEqual([
    ['Loopback0', 1, undefined, undefined], ['GigabitEthernet0/0.10', 2, 10, 'GigabitEthernet0/0'], ['GigabitEthernet0/0.99', 0, undefined, 'GigabitEthernet0/0'],
    ['Vlan20', 0, undefined, undefined], ['Tunnel0', 0, undefined, undefined], ['Dialer1', 0, undefined, undefined]])
  expect([...here.down!.keys()]).toEqual(['GigabitEthernet0/0', 'GigabitEthernet0/1', 'GigabitEthernet0/2'])
  expect(here.lines.filter(({ status }) => status === 'not understood')).toEqual([])
})

test('a list on a port of layer 2 may drop what its VLANs bring', () => {
  const here = lab(`ip routing
interface GigabitEthernet1/0/1
 switchport access vlan 1
 switchport mode access
 ip access-group X in
interface Vlan1
 ip address 10.0.1.1 255.255.255.0
interface Vlan2
 ip address 10.0.2.1 255.255.255.0
ip access-list extended X
 permit tcp any any
`, SEGMENTS)
  expect(fate(here, { from: '10.0.1.9', to: '10.0.2.9', service: 'udp 80' })).toBe('unknown')
  expect(fate(here, { from: '10.0.2.9', to: '10.0.1.9', service: 'udp 80' })).toBe('passes')
})

test('access-class judges who may log in, and nothing else', () => {
  const vty = (...lines: string[]) => lab(`interface GigabitEthernet0/0
 ip address 10.0.1.1 255.255.255.0
access-list 5 permit 10.0.1.5
line vty 0 4
 access-class 5 in
 transport input ssh
${lines.join('\n')}
`, SEGMENTS)
  const log = (here: ReturnType<typeof vty>, from: string, service = 'tcp 22') => fate(here, { from, to: '10.0.1.1', service }, 'device')
  expect([log(vty(), '10.0.1.5'), log(vty(), '10.0.1.6'), log(vty(), '10.0.1.6', 'tcp 443')]).toEqual(['passes', 'dropped', 'passes'])
  const open = vty('line vty 5 15', ' login')
  expect([log(open, '10.0.1.5'), log(open, '10.0.1.6')]).toEqual(['passes', 'unknown'])
})

test('services that pass on what they get', () => {
  expect(read('ip dns server\ninterface Vlan1\n ip address 10.0.1.1 255.255.255.0\n ip helper-address 10.0.2.5\n').runs!.map(({ service }) => service)).toEqual(['dns', 'dhcp'])
})

test('no secret is in any line', () => {
  const content = ['enable secret 5 $1$abcd$SECRETVALUE', 'username a privilege 15 password 7 SECRETVALUE', 'snmp-server community SECRETVALUE RO 10', 'crypto isakmp key SECRETVALUE address 192.0.2.1',
    'tacacs-server host 192.0.2.1 key 7 SECRETVALUE', 'interface Vlan1\n standby 1 authentication SECRETVALUE\n ip ospf message-digest-key 1 md5 7 SECRETVALUE\n ppp chap password 7 SECRETVALUE\n ip ospf authentication-key SECRETVALUE',
    'radius server A\n key 7 SECRETVALUE', 'key chain K\n key 1\n  key-string 7 SECRETVALUE', 'line vty 0 4\n password 7 SECRETVALUE', 'router bgp 1\n neighbor 192.0.2.9 password 7 SECRETVALUE',
    'snmp-server user u g v3 auth sha SECRETVALUE priv aes 128 SECRETVALUE', 'ntp authentication-key 1 md5 SECRETVALUE 7', 'crypto keyring K\n pre-shared-key address 0.0.0.0 0.0.0.0 key SECRETVALUE'].join('\n')
  expect(JSON.stringify(read(content), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain('SECRETVALUE')
})

test('each status is one of three, and lines are those of the file', () => {
  expect(statuses('hostname r\n\nnonsense\nntp server 192.0.2.1\n')).toEqual(['understood: hostname r', 'irrelevant: ', 'not understood: nonsense', 'irrelevant: ntp server 192.0.2.1'])
})
