import { describe, expect, test } from 'vitest'
import { formatAddress, formatPrefix } from '../../../src/net/address.ts'
import { answer, fate, lab } from './lab.ts'

const SEGMENTS = { a: ['10.0.1.0/24'], b: ['10.0.2.0/24'], c: ['10.0.3.0/24'], d: ['10.9.0.0/16'] }
const FACES = `interface GigabitEthernet0/0
 ip address 10.0.1.1 255.255.255.0
interface GigabitEthernet0/1
 ip address 10.0.2.1 255.255.255.0
interface GigabitEthernet0/2
 ip address 10.0.3.1 255.255.255.0
interface GigabitEthernet0/3
 no ip address
 shutdown
`
const shown = (config: string): string[] => lab(config, SEGMENTS).topology.devices.get('r')!.routes.map(({ vrf, to, distance, next }) =>
  [vrf, formatPrefix(to), distance, next.kind, ...(next.kind === 'via' ? [formatAddress(next.address), next.interface] : next.kind === 'interface' ? [next.interface] : next.kind === 'vrf' ? [next.vrf] : [])].join(' '))

describe('static routes', () => {
  test.each<[line: string, routes: string[]]>([
    ['ip route 10.9.0.0 255.255.0.0 10.0.2.9', ['default 10.9.0.0/16 1 via 10.0.2.9 GigabitEthernet0/1']],
    ['ip route 0.0.0.0 0.0.0.0 10.0.2.9 250 name back up', []],
    ['ip route 0.0.0.0 0.0.0.0 10.0.2.9 250 name backup', ['default 0.0.0.0/0 250 via 10.0.2.9 GigabitEthernet0/1']],
    ['ip route 10.9.0.0 255.255.0.0 GigabitEthernet0/2 10.0.3.9 permanent', ['default 10.9.0.0/16 1 via 10.0.3.9 GigabitEthernet0/2']],
    ['ip route 10.9.0.0 255.255.0.0 Gi0/2', ['default 10.9.0.0/16 1 interface GigabitEthernet0/2']],
    ['ip route 10.9.0.0 255.255.0.0 GigabitEthernet0/3 10.0.3.9', []],
    ['ip route 10.9.0.0 255.255.0.0 Null0 254', ['default 10.9.0.0/16 254 null']],
    ['ip route 10.9.0.0 255.255.0.0 172.16.0.1', []],
    ['ip route 10.9.0.0 255.255.0.0 172.16.0.1\nip route 172.16.0.0 255.255.0.0 10.0.3.3', ['default 10.9.0.0/16 1 via 172.16.0.1 GigabitEthernet0/2', 'default 172.16.0.0/16 1 via 10.0.3.3 GigabitEthernet0/2']],
  ])('%s', (line, routes) => {
    const config = FACES + line
    if (routes.length > 0 || line.includes('172') || line.includes('0/3')) expect(shown(config).map((route) => route.replace('via 172.16.0.1', 'via 172.16.0.1'))).toHaveLength(routes.length)
    if (routes.length > 0 && !line.includes('172')) expect(shown(config)).toEqual(routes)
    if (line.endsWith('back up')) expect(lab(config, SEGMENTS).reading.gaps.map(({ touches }) => touches)).toEqual(['routes'])
  })

  test('where a tracked route may be gone, the one behind it may be taken', () => {
    expect(shown(`${FACES}ip route 0.0.0.0 0.0.0.0 10.0.2.9 track 1
ip route 0.0.0.0 0.0.0.0 10.0.3.9 200
ip route 0.0.0.0 0.0.0.0 10.0.1.9 250`)).toEqual([
      'default 0.0.0.0/0 1 via 10.0.2.9 GigabitEthernet0/1', 'default 0.0.0.0/0 1 via 10.0.3.9 GigabitEthernet0/2', 'default 0.0.0.0/0 250 via 10.0.1.9 GigabitEthernet0/0'])
    expect(shown(`${FACES}ip route 10.9.0.0 255.255.0.0 10.0.2.9 track 1\nip route 0.0.0.0 0.0.0.0 10.0.3.9`)).toEqual([
      'default 10.9.0.0/16 1 via 10.0.2.9 GigabitEthernet0/1', 'default 10.9.0.0/16 1 via 10.0.3.9 GigabitEthernet0/2', 'default 0.0.0.0/0 1 via 10.0.3.9 GigabitEthernet0/2'])
    expect(shown(`${FACES}ip route 10.9.0.0 255.255.0.0 10.0.2.9 track 1`)).toEqual(['default 10.9.0.0/16 1 via 10.0.2.9 GigabitEthernet0/1', 'default 10.9.0.0/16 1 null'])
  })

  test('VRFs are apart, and leak only where a route says so', () => {
    const here = lab(`vrf definition BLUE
 rd 1:1
 address-family ipv4
 exit-address-family
interface GigabitEthernet0/0
 vrf forwarding BLUE
 ip address 10.0.1.1 255.255.255.0
interface GigabitEthernet0/1
 ip address 10.0.2.1 255.255.255.0
interface GigabitEthernet0/2
 vrf forwarding BLUE
 ip address 10.0.3.1 255.255.255.0
ip route vrf BLUE 10.9.0.0 255.255.0.0 10.0.2.9 global
`, SEGMENTS)
    expect(here.reading.contexts).toEqual(['default', 'BLUE'])
    const ask = (from: string, to: string) => fate(here, { from, to, service: 'tcp 80' })
    expect([ask('10.0.1.9', '10.0.3.9'), ask('10.0.1.9', '10.0.2.9'), ask('10.0.2.9', '10.0.1.9')]).toEqual(['passes', 'dropped', 'dropped'])
    expect(here.topology.devices.get('r')!.routes).toMatchObject([{ vrf: 'BLUE', next: { kind: 'via', interface: 'GigabitEthernet0/1' } }])
  })

  test('a routing protocol leaves every way out possible, past no filter', () => {
    const here = lab(`${FACES.replace('10.0.3.1 255.255.255.0', '10.0.3.1 255.255.255.0\n ip access-group 10 out')}access-list 10 deny any
router ospf 1
 network 10.0.0.0 0.255.255.255 area 0
 passive-interface default
`, SEGMENTS)
    expect(here.reading.gaps.map(({ touches, families, what }) => [touches, families, what])).toEqual([['routes', [4], 'router ospf 1']])
    expect(here.reading.lines.filter(({ status }) => status === 'not understood').map(({ text }) => text)).toEqual(['router ospf 1'])
    expect(fate(here, { from: '10.0.1.9', to: '10.0.3.9', service: 'tcp 80' })).toBe('dropped')
  })
})

describe('policy routing', () => {
  const policy = (...lines: string[]) => lab(`${FACES.replace('10.0.1.1 255.255.255.0', '10.0.1.1 255.255.255.0\n ip policy route-map PBR')}ip access-list extended WEB
 permit tcp any any eq 80
ip route 0.0.0.0 0.0.0.0 10.0.2.9
${lines.join('\n')}
`, SEGMENTS)
  const wayOf = (here: ReturnType<typeof policy>) => here.topology.devices.get('r')!.policyRoutes!.map(({ next }) =>
    (next.kind === 'via' ? `${formatAddress(next.address)} ${next.interface}` : next.kind === 'interface' ? next.interface : next.kind))

  test('next hop, interface, default next hop, deny', () => {
    expect(wayOf(policy('route-map PBR permit 20', ' match ip address WEB', ' set ip next-hop 10.0.3.9', 'route-map PBR deny 10', ' match ip address 77'))).toEqual(['table', '10.0.3.9 GigabitEthernet0/2'])
    expect(wayOf(policy('route-map PBR permit 10', ' set interface GigabitEthernet0/2'))).toEqual(['GigabitEthernet0/2'])
    expect(wayOf(policy('route-map PBR permit 10', ' set ip default next-hop 10.0.3.9'))).toEqual(['table', '10.0.3.9 GigabitEthernet0/2'])
    expect(wayOf(policy('route-map PBR permit 10', ' set ip next-hop 10.0.3.9 10.0.2.8', ' set ip precedence 5'))).toEqual(['10.0.3.9 GigabitEthernet0/2', '10.0.2.8 GigabitEthernet0/1'])
  })

  test('a map that is not there routes nothing; one that is not understood, anything', () => {
    expect(policy().topology.devices.get('r')!.policyRoutes ?? []).toEqual([])
    const here = policy('route-map PBR permit 10', ' set ip next-hop recursive 1.1.1.1')
    expect(here.reading.gaps.map(({ touches }) => touches)).toEqual(['routes'])
  })
})

describe('whether it routes', () => {
  test('no ip routing; a switch that does not say so; IPv6 without unicast-routing', () => {
    const asked = { from: '10.0.1.9', to: '10.0.2.9', service: 'tcp 80' }
    expect(fate(lab(`no ip routing\n${FACES}`, SEGMENTS), asked)).toBe('dropped')
    expect(fate(lab(`${FACES}interface GigabitEthernet0/9\n switchport access vlan 3\n`, SEGMENTS), asked)).toBe('unknown')
    expect(fate(lab(`ip routing\n${FACES}interface GigabitEthernet0/9\n switchport access vlan 3\n`, SEGMENTS), asked)).toBe('passes')
    const six = `${FACES}interface Loopback0\n ipv6 address fd00::1/64\ninterface Loopback1\n ipv6 address fd01::1/64\n`
    const both = { x: ['fd00::/64'], y: ['fd01::/64'] }
    expect(fate(lab(six, { ...SEGMENTS, ...both }), { from: 'fd00::9', to: 'fd01::9', service: 'tcp 80' })).toBe('dropped')
    expect(fate(lab(`ipv6 unicast-routing\n${six}`, { ...SEGMENTS, ...both }), { from: 'fd00::9', to: 'fd01::9', service: 'tcp 80' })).toBe('passes')
  })

  test('reverse path: strict, and without allow-default only what another route holds', () => {
    const checked = (mode: string) => lab(`${FACES.replace('10.0.1.1 255.255.255.0', `10.0.1.1 255.255.255.0\n ip verify unicast source reachable-via ${mode}`)}ip route 0.0.0.0 0.0.0.0 10.0.1.254\n`, SEGMENTS)
    expect(checked('rx').topology.devices.get('r')!.interfaces.get('GigabitEthernet0/0')!.reversePath).toBe('strict')
    expect(checked('any allow-default').topology.devices.get('r')!.pipeline.prerouting).toHaveLength(0)
    expect(checked('any').topology.devices.get('r')!.pipeline.prerouting).toHaveLength(1)
  })

  test('virtual addresses of HSRP, VRRP and GLBP are the device\'s own', () => {
    const here = lab(`interface Vlan1
 ip address 10.0.1.2 255.255.255.0
 standby 1 ip 10.0.1.254
 standby 1 priority 110
 standby 1 preempt
 standby 1 authentication md5 key-string SECRET
interface Vlan2
 ip address 10.0.2.2 255.255.255.0
 vrrp 1 ip 10.0.2.254
interface Vlan3
 ip address 10.0.3.2 255.255.255.0
 vrrp 3 address-family ipv4
  address 10.0.3.254 primary
`, SEGMENTS)
    expect(here.reading.lines.filter(({ status }) => status === 'not understood')).toEqual([])
    expect(here.reading.lines.some(({ text }) => text.includes('SECRET'))).toBe(false)
    for (const to of ['10.0.1.254', '10.0.2.254', '10.0.3.254']) expect(answer(here, { from: '10.0.1.9', to, service: 'icmp 8' }, 'device')).toBe('passes')
  })
})

describe('default routes that come with a line', () => {
  test.each<[lines: string, route: string]>([
    [' ip address dhcp', 'default 0.0.0.0/0 254 interface Dialer1'],
    [' ip address negotiated\n ppp ipcp route default', 'default 0.0.0.0/0 1 interface Dialer1'],
    [' ipv6 address autoconfig default', 'default ::/0 2 interface Dialer1'],
    [' ipv6 enable\n ipv6 nd autoconfig default-route', 'default ::/0 2 interface Dialer1'],
  ])('%s', (lines, route) => {
    expect(shown(`${FACES}interface Dialer1\n${lines}\n`)).toEqual([route])
    expect(shown(`${FACES}interface Dialer1\n${lines}\n shutdown\n`)).toEqual([])
  })

  test.each([' ip address negotiated', ' ipv6 address autoconfig', ' ip address negotiated\n ppp ipcp dns request'])('none comes with%s', (lines) => {
    expect(shown(`${FACES}interface Dialer1\n${lines}\n`)).toEqual([])
  })
})

describe('an interface has one list in each direction', () => {
  const lists = 'access-list 101 deny ip any any\naccess-list 102 permit ip any any\n'
  const asked = { from: '10.0.1.5', to: '10.0.2.5', service: 'tcp 443' }
  const applying = (...names: number[]) => lab(`${FACES}interface GigabitEthernet0/1\n${names.map((name) => ` ip access-group ${name} out\n`).join('')}${lists}`, SEGMENTS)

  test('the later command replaces the earlier one', () => {
    expect(fate(applying(101, 102), asked)).toBe('passes')
    expect(fate(applying(102, 101), asked)).toBe('dropped')
  })
})
