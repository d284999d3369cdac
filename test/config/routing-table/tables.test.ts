/** Printed routing tables, as routes. */
import { describe, expect, test } from 'vitest'
import { readTable } from '../../../src/config/routing-table/index.ts'
import type { Entry } from '../../../src/config/routing-table/entry.ts'
import { formatAddress, formatPrefix } from '../../../src/net/address.ts'

const AT = { file: 'topology.yaml', path: [] } as const
const read = (content: string) => readTable({ file: 'routes.txt', content, at: AT })

const shown = ({ kind, vrf, to, distance, next }: Entry): string => {
  const way = next.kind === 'via' ? `via ${formatAddress(next.address)}${next.interface === undefined ? '' : ` ${next.interface}`}` : next.kind === 'interface' ? next.interface : next.kind === 'vrf' ? `vrf ${next.vrf}` : 'null'
  return `${vrf === 'default' ? '' : `${vrf}: `}${kind === 'route' ? '' : `${kind} `}${formatPrefix(to)} [${Math.trunc(distance)}] ${way}`
}
const routes = (content: string): string[] => read(content).entries.map(shown)
const unread = (content: string): string[] => read(content).lines.filter(({ status }) => status === 'not understood').map(({ text }) => text)

const IOS = `Router#show ip route
Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP
       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area 
       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2
       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2
       + - replicated route, % - next hop override, p - overrides from PfR

Gateway of last resort is 198.51.100.1 to network 0.0.0.0

S*    0.0.0.0/0 [1/0] via 198.51.100.1
      10.0.0.0/8 is variably subnetted, 6 subnets, 3 masks
C        10.0.1.0/24 is directly connected, GigabitEthernet0/0
L        10.0.1.1/32 is directly connected, GigabitEthernet0/0
O        10.0.2.0/24 [110/2] via 10.0.1.2, 00:01:18, GigabitEthernet0/0
O IA     10.0.3.0/24 [110/65] via 10.0.1.2, 2w3d, GigabitEthernet0/0
O*E2     10.0.4.0/24 [110/1] via 10.0.1.3, 00:00:36, GigabitEthernet0/0
                     [110/1] via 10.0.1.2, 00:00:36, GigabitEthernet0/0
D EX     10.0.5.0/24 
           [170/307200] via 10.0.1.2, 00:00:32, GigabitEthernet0/0
      172.16.0.0/30 is subnetted, 2 subnets
R        172.16.0.4 [120/1] via 10.0.1.9, 00:00:12, GigabitEthernet0/0
S        172.16.0.8 is directly connected, Null0
B     192.0.2.0/24 [200/0] via 10.255.0.1, 1d04h
i L1  192.168.7.0/24 [115/20] via 10.0.1.2, 00:00:01, GigabitEthernet0/0
S     192.168.9.0/24 is directly connected, Tunnel1
D     192.168.8.0/22 is a summary, 00:01:00, Null0
`

describe('IOS', () => {
  test('codes, headings with the mask, several ways, summaries', () => {
    expect(routes(IOS)).toEqual([
      '0.0.0.0/0 [1] via 198.51.100.1', 'connected 10.0.1.0/24 [0] GigabitEthernet0/0', 'local 10.0.1.1/32 [0] GigabitEthernet0/0',
      '10.0.2.0/24 [110] via 10.0.1.2 GigabitEthernet0/0', '10.0.3.0/24 [110] via 10.0.1.2 GigabitEthernet0/0',
      '10.0.4.0/24 [110] via 10.0.1.3 GigabitEthernet0/0', '10.0.4.0/24 [110] via 10.0.1.2 GigabitEthernet0/0', '10.0.5.0/24 [170] via 10.0.1.2 GigabitEthernet0/0',
      '172.16.0.4/30 [120] via 10.0.1.9 GigabitEthernet0/0', '172.16.0.8/30 [0] null', '192.0.2.0/24 [200] via 10.255.0.1',
      '192.168.7.0/24 [115] via 10.0.1.2 GigabitEthernet0/0', '192.168.9.0/24 [0] Tunnel1', '192.168.8.0/22 [0] null',
    ])
    expect(unread(IOS)).toEqual([])
    expect(read(IOS).covers).toEqual([{ family: 4, vrf: 'default' }])
  })

  test('a table without routes is a table all the same', () => {
    expect(read('Codes: L - local, C - connected\n\nGateway of last resort is not set\n\n').covers).toEqual([{ family: 4, vrf: 'default' }])
  })

  test('VRFs, and routes that lead into another', () => {
    const table = `Routing Table: RED
Codes: L - local, C - connected, S - static
Gateway of last resort is not set

      10.0.0.0/8 is variably subnetted, 2 subnets, 2 masks
B        10.9.0.0/16 [20/0] via 10.1.1.1 (BLUE), 00:00:01, GigabitEthernet0/2
C        10.0.1.0/24 is directly connected, GigabitEthernet0/1
`
    expect(routes(table)).toEqual(['RED: 10.9.0.0/16 [20] vrf BLUE', 'RED: connected 10.0.1.0/24 [0] GigabitEthernet0/1'])
    expect(read(table).covers).toEqual([{ family: 4, vrf: 'RED' }])
  })

  test('IPv6 in lines of two', () => {
    const table = `IPv6 Routing Table - default - 5 entries
Codes: C - Connected, L - Local, S - Static, U - Per-user Static route
       ND - ND Default, NDp - ND Prefix, O - OSPF Intra
S   ::/0 [1/0]
     via 2001:DB8:0:2::2
C   2001:DB8:0:1::/64 [0/0]
     via GigabitEthernet0/0, directly connected
L   2001:DB8:0:1::1/128 [0/0]
     via GigabitEthernet0/0, receive
OI  2001:DB8:0:3::/64 [110/2]
     via FE80::2, GigabitEthernet0/1
L   FF00::/8 [0/0]
     via Null0, receive
`
    expect(routes(table)).toEqual([
      '::/0 [1] via 2001:db8:0:2::2', 'connected 2001:db8:0:1::/64 [0] GigabitEthernet0/0', 'local 2001:db8:0:1::1/128 [0] GigabitEthernet0/0',
      '2001:db8:0:3::/64 [110] via fe80::2 GigabitEthernet0/1', 'local ff00::/8 [0] null',
    ])
    expect(unread(table)).toEqual([])
    expect(read(table).covers).toEqual([{ family: 6, vrf: 'default' }])
  })
})

test('FortiOS: recursive next hops, tunnels, priorities, blackholes, VRFs', () => {
  const table = `FGT # get router info routing-table all
Codes: K - kernel, C - connected, S - static, R - RIP, B - BGP
       O - OSPF, IA - OSPF inter area
       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2
       * - candidate default

Routing table for VRF=0
S*      0.0.0.0/0 [10/0] via 192.0.2.1, port1, [1/0]
                  [10/0] via 192.0.2.9, port2, [20/0]
S       10.1.0.0/16 [5/0] via VPN-to-SH tunnel 203.0.113.1, [1/0]
S       10.2.0.0/16 [254/0] is a summary, Null, [1/0]
B       10.15.0.0/24 [200/100] via 10.17.1.2 (recursive via FGT-1 tunnel 203.0.113.9), 00:24:28, [1/0]
B       10.16.0.0/24 [20/0] via 10.17.2.2 (recursive is directly connected, R1R3-1-0), 00:52:16, [1/0]
C       192.168.1.0/24 is directly connected, port3
R       192.168.200.0/24 [120/2] via 192.168.1.111, port3, 00:01:18

Routing table for VRF=10
S       10.3.0.0/16 [10/0] via 192.168.1.2, port3, [1/0]
`
  expect(routes(table)).toEqual([
    '0.0.0.0/0 [10] via 192.0.2.1 port1', '0.0.0.0/0 [10] via 192.0.2.9 port2', '10.1.0.0/16 [5] VPN-to-SH', '10.2.0.0/16 [254] null',
    '10.15.0.0/24 [200] FGT-1', '10.16.0.0/24 [20] R1R3-1-0', 'connected 192.168.1.0/24 [0] port3', '192.168.200.0/24 [120] via 192.168.1.111 port3',
    '10: 10.3.0.0/16 [10] via 192.168.1.2 port3',
  ])
  const [first, second] = read(table).entries
  expect(first!.distance).toBeLessThan(second!.distance)
  expect(unread(table)).toEqual([])
})

test('RTX, in either language', () => {
  const table = (head: string) => `# show ip route
${head}
default             -                PP[01]       static
10.0.0.0/8          192.168.0.254    LAN1         static
172.16.0.0/16       -                TUNNEL[1]    static
192.168.0.0/24      192.168.0.1      LAN1         implicit
203.0.113.1/32      -                PP[01]       implicit
192.168.50.0/24     192.168.0.253    LAN1         OSPF  cost=10
`
  const expected = ['0.0.0.0/0 [1] pp1', '10.0.0.0/8 [1] via 192.168.0.254 lan1', '172.16.0.0/16 [1] tunnel1', 'connected 192.168.0.0/24 [1] lan1', '203.0.113.1/32 [1] pp1', '192.168.50.0/24 [1] via 192.168.0.253 lan1']
  expect(routes(table('宛先ネットワーク    ゲートウェイ     インタフェース  種別  付加情報'))).toEqual(expected)
  expect(routes(table('Destination         Gateway          Interface       Kind  Additional Info.'))).toEqual(expected)
})

describe('Linux', () => {
  const expected = ['0.0.0.0/0 [100] via 10.0.0.1 eth0', 'connected 10.0.0.0/24 [0] eth0', '10.9.0.0/16 [0] null', '10.8.0.0/16 [0] via 10.0.0.2 eth0', '10.8.0.0/16 [0] via 10.1.0.2 eth1']
  test('plain', () => {
    const table = `default via 10.0.0.1 dev eth0 proto dhcp metric 100
10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.5
blackhole 10.9.0.0/16
10.8.0.0/16
\tnexthop via 10.0.0.2 dev eth0 weight 1
\tnexthop via 10.1.0.2 dev eth1 weight 1
`
    expect(routes(table)).toEqual(expected)
    expect(unread(table)).toEqual([])
  })
  test('JSON', () => {
    expect(routes(JSON.stringify([
      { dst: 'default', gateway: '10.0.0.1', dev: 'eth0', protocol: 'dhcp', metric: 100, flags: [] }, { dst: '10.0.0.0/24', dev: 'eth0', protocol: 'kernel', scope: 'link', prefsrc: '10.0.0.5', flags: [] },
      { type: 'blackhole', dst: '10.9.0.0/16', flags: [] }, { dst: '10.8.0.0/16', flags: [], nexthops: [{ gateway: '10.0.0.2', dev: 'eth0', weight: 1, flags: [] }, { gateway: '10.1.0.2', dev: 'eth1', weight: 1, flags: [] }] },
      { type: 'local', dst: '10.0.0.5', dev: 'eth0', table: 'local', protocol: 'kernel', flags: [] },
    ]))).toEqual(expected)
  })
  test('another table than main is not understood', () => {
    expect(unread('default via 10.0.0.1 dev eth0 table 100\n10.0.0.0/24 dev eth0 proto kernel scope link\n')).toEqual(['default via 10.0.0.1 dev eth0 table 100'])
  })
})

test('what is no table covers nothing; broken JSON neither', () => {
  for (const content of ['', 'hello\n', '[{"dst": 1}]', '[{"dst": "default"', '[]x']) expect(read(content).covers).toEqual([])
})

test('a table cut off anywhere never throws, and every line has a status', () => {
  for (let cut = 0; cut < IOS.length; cut += 7) {
    const { lines } = read(IOS.slice(0, cut))
    expect(lines.length).toBe(IOS.slice(0, cut).split('\n').filter((line, index, all) => index < all.length - 1 || line !== '').length)
  }
})
