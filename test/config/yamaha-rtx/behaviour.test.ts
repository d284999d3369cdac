/** What a router does with packets, asked of the whole network. */
import { describe, expect, test } from 'vitest'
import { answered, arrives, paths, town } from './town.ts'
import { formatAddress } from '../../../src/net/address.ts'

const BASE = [
  '# RTX1210 Rev.14.01.38 (Fri Oct 16 15:24:23 2020)', 'ip route default gateway pp 1', 'ip lan1 address 192.168.0.1/24', 'ip lan3 address 172.16.0.1/24',
  'pp select 1', ' pppoe use lan2', ' ip pp address 203.0.113.1/24', ' pp enable 1',
]
const PC = '192.168.0.10'
const WEB = '172.16.0.80'
const OUT = '8.8.8.8'
const UDP = 17

describe('filters', () => {
  test('with no filter everything passes; with one, what fits none is dropped', () => {
    expect(arrives(town(...BASE), { from: PC, to: WEB })).toBe('yes')
    expect(arrives(town(...BASE), { from: OUT, to: WEB })).toBe('yes')
    const filtered = town(...BASE, 'ip lan3 secure filter out 1', `ip filter 1 pass 192.168.0.* ${WEB} tcp * www,https`)
    expect(arrives(filtered, { from: PC, to: WEB })).toBe('yes')
    expect(arrives(filtered, { from: PC, to: WEB, dport: 443 })).toBe('yes')
    expect(arrives(filtered, { from: PC, to: WEB, dport: 22 })).toBe('no')
    expect(arrives(filtered, { from: OUT, to: WEB })).toBe('no')
    expect(arrives(filtered, { from: WEB, to: PC })).toBe('yes')
  })

  test('the first that fits decides', () => {
    const filtered = (order: string) => town(...BASE, `ip lan1 secure filter in ${order}`, 'ip filter 1 reject-nolog * * udp,tcp * 135-netbios_ssn,445', 'ip filter 2 pass * *')
    expect(arrives(filtered('1 2'), { from: PC, to: WEB, dport: 139 })).toBe('no')
    expect(arrives(filtered('1 2'), { from: PC, to: WEB, dport: 140 })).toBe('yes')
    expect(arrives(filtered('2 1'), { from: PC, to: WEB, dport: 139 })).toBe('yes')
  })

  test.each([
    ['established', 16, true], ['established', 2, false], ['tcpfin', 1, true], ['tcpfin', 2, false], ['tcprst', 20, true], ['tcpsyn', 18, true], ['tcpsyn', 16, false],
    ['tcpflag=0x0002/0x0017', 2, true], ['tcpflag=0x0002/0x0017', 18, false], ['tcpflag!=0x0002/0x0017', 18, true], ['tcpflag!=0x0002/0x0017', 2, false],
  ])('%s and flags %i', (protocol, flags, passes) => {
    expect(arrives(town(...BASE, 'ip lan1 secure filter in 1', `ip filter 1 pass * * ${protocol}`), { from: PC, to: WEB, flags })).toBe(passes ? 'yes' : 'no')
  })

  test('types and codes of ICMP', () => {
    const of = (protocol: string, dport: number) => arrives(town(...BASE, 'ip lan1 secure filter in 1', `ip filter 1 pass * * ${protocol}`), { from: PC, to: WEB, protocol: 1, dport })
    expect([of('icmp', 8), of('icmp-info', 8), of('icmp-error', 8), of('icmp-error', 3), of('icmp 8', 8), of('icmp 8', 0)]).toEqual(['yes', 'yes', 'no', 'yes', 'yes', 'no'])
  })

  test('restrict depends on the line; a number that nothing defines, a name and an unknown mnemonic are not known', () => {
    const of = (...filters: string[]) => arrives(town(...BASE, 'ip lan1 secure filter in 1', ...filters), { from: PC, to: WEB })
    expect(of('ip filter 1 restrict * *')).toBe('unknown')
    expect(of()).toBe('unknown')
    expect(of('ip filter 1 pass * www.example.jp tcp')).toBe('unknown')
    expect(of('ip filter 1 reject * www.example.jp tcp', 'ip filter 1 pass * *')).toBe('yes')
    expect(of('ip filter 1 pass * * tcp * nosuchport')).toBe('unknown')
  })

  test('IPv6 has filters of its own', () => {
    const v6 = ['ipv6 lan1 address fd00:0:0:1::1/64', 'ipv6 lan3 address fd00:0:0:3::1/64']
    const [from, to] = ['fd00:0:0:1::10', 'fd00:0:0:3::80']
    expect(arrives(town(...BASE, 'ip lan1 secure filter in 1', 'ip filter 1 reject * *'), { from, to })).toBe('no')
    expect(arrives(town(...BASE, ...v6, 'ip lan1 secure filter in 1', 'ip filter 1 reject * *'), { from, to })).toBe('yes')
    expect(arrives(town(...BASE, ...v6, 'ipv6 lan1 secure filter in 1', 'ipv6 filter 1 pass * * tcp * 80'), { from, to })).toBe('yes')
    expect(arrives(town(...BASE, ...v6, 'ipv6 lan1 secure filter in 1', 'ipv6 filter 1 pass * * tcp * 80'), { from, to, dport: 81 })).toBe('no')
  })
})

describe('dynamic filters', () => {
  const dynamic = (...more: string[]) => town(...BASE, 'ip lan3 secure filter in 9', 'ip filter 9 reject * *', 'ip filter 8 pass * * tcp', 'ip filter 7 reject * * tcp * 23',
    'ip lan3 secure filter out 7 8 dynamic 1', ...more)
  test('the answers of what they watched pass, and of nothing else', () => {
    const http = dynamic('ip filter dynamic 1 * * www')
    expect(arrives(http, { from: PC, to: WEB })).toBe('yes')
    expect(answered(http, { from: PC, to: WEB })).toBe('yes')
    expect(answered(http, { from: PC, to: WEB, dport: 443 })).toBe('yes')
    expect(arrives(http, { from: PC, to: WEB, dport: 22 })).toBe('yes')
    expect(answered(http, { from: PC, to: WEB, dport: 22 })).toBe('no')
    expect(arrives(http, { from: WEB, to: PC, sport: 80, dport: 40000, flags: 18 })).toBe('no')
  })
  test('what a static filter drops begins no connection', () => {
    expect(arrives(dynamic('ip filter dynamic 1 * * tcp'), { from: PC, to: WEB, dport: 23 })).toBe('no')
    expect(arrives(dynamic('ip filter dynamic 1 * * udp'), { from: PC, to: WEB, protocol: UDP, dport: 53 })).toBe('no')
  })
  test('addresses of a dynamic filter hold, the other way round, for the answers', () => {
    expect(answered(dynamic('ip filter dynamic 1 192.168.0.0/24 * tcp'), { from: PC, to: WEB })).toBe('yes')
    expect(answered(dynamic('ip filter dynamic 1 192.168.1.0/24 * tcp'), { from: PC, to: WEB })).toBe('no')
  })
  test('the form with filters looks at their protocol and ports alone', () => {
    const of = (filter: string) => answered(dynamic('ip filter dynamic 1 * * filter 3', filter), { from: PC, to: WEB, dport: 8080 })
    expect([of('ip filter 3 reject 10.0.0.1 10.0.0.2 tcp * 8080'), of('ip filter 3 pass * * tcp * 8081')]).toEqual(['yes', 'no'])
  })
})

describe('NAT', () => {
  const nat = (...more: string[]) => town(...BASE.slice(0, -1), ' ip pp nat descriptor 1', ' pp enable 1', 'nat descriptor type 1 masquerade', 'nat descriptor address outer 1 203.0.113.1', ...more)

  test('masquerade: what goes out bears the outside address, and its answer comes back', () => {
    const masquerade = nat()
    const [path] = paths(masquerade, { from: PC, to: OUT })
    expect(formatAddress({ family: 4, value: path!.end.header.source })).toBe('203.0.113.1')
    expect(answered(masquerade, { from: PC, to: OUT })).toBe('yes')
  })

  test('what comes in for no entry is dropped, unless it may pass through; the filter sees inside addresses', () => {
    expect(arrives(nat(), { from: OUT, to: '203.0.113.1' })).toBe('no')
    expect(arrives(nat('nat descriptor masquerade incoming 1 through'), { from: OUT, to: '203.0.113.1' })).toBe('yes')
    expect(arrives(nat(`nat descriptor masquerade incoming 1 forward ${WEB}`), { from: OUT, to: '203.0.113.1', dport: 99 })).toBe('yes')
    const published = nat(`nat descriptor masquerade static 1 1 ${WEB} tcp 8080=www`, `ip filter 1 pass * ${WEB} tcp * www`, 'pp select 1', ' ip pp secure filter in 1')
    expect(arrives(published, { from: OUT, to: '203.0.113.1', dport: 8080 })).toBe('yes')
    expect(formatAddress({ family: 4, value: paths(published, { from: OUT, to: '203.0.113.1', dport: 8080 })[0]!.end.header.destination })).toBe(WEB)
    expect(arrives(published, { from: OUT, to: '203.0.113.1', dport: 80 })).toBe('no')
    expect(answered(published, { from: OUT, to: '203.0.113.1', dport: 8080 })).toBe('yes')
  })

  test('an older router may let it through to itself', () => {
    const old = town('ip route default gateway pp 1', ...BASE.slice(2, -1), ' ip pp nat descriptor 1', ' pp enable 1', 'nat descriptor type 1 masquerade', 'nat descriptor address outer 1 203.0.113.1')
    expect(arrives(old, { from: OUT, to: '203.0.113.1' })).toBe('unknown')
  })

  test('static NAT goes both ways; a descriptor that nothing defines may do anything', () => {
    const fixed = nat('nat descriptor type 1 nat', `nat descriptor static 1 1 203.0.113.5=${WEB}`)
    expect(formatAddress({ family: 4, value: paths(fixed, { from: WEB, to: OUT })[0]!.end.header.source })).toBe('203.0.113.5')
    expect(arrives(fixed, { from: OUT, to: '203.0.113.5' })).toBe('yes')
    expect(arrives(town(...BASE.slice(0, -1), ' ip pp nat descriptor 7', ' pp enable 1'), { from: OUT, to: WEB })).toBe('unknown')
  })
})

describe('routes', () => {
  const routed = (...more: string[]) => town(...BASE.slice(2), ...more)

  test('a gateway with a filter takes what its filter passes; the others take the rest', () => {
    const of = (route: string, dport: number) => arrives(routed('ip filter 1 pass * * tcp * www', route), { from: PC, to: OUT, dport })
    expect([of('ip route default gateway pp 1 filter 1', 80), of('ip route default gateway pp 1 filter 1', 22)]).toEqual(['yes', 'no'])
    expect([of('ip route default gateway null filter 1 gateway pp 1', 80), of('ip route default gateway null filter 1 gateway pp 1', 22)]).toEqual(['no', 'yes'])
  })

  test('a filter on the default route does not take what a longer route knows', () => {
    expect(arrives(routed('ip filter 1 pass * *', 'ip route default gateway null filter 1'), { from: PC, to: WEB })).toBe('yes')
  })

  test('a gateway that hides leaves its packets to the next shorter route', () => {
    const of = (...more: string[]) => paths(routed('ip route default gateway null', ...more), { from: PC, to: OUT }).map(({ end }) => end.kind).sort()
    expect(of('ip route 8.0.0.0/8 gateway pp 1')).toEqual(['delivered'])
    expect(of('ip route 8.0.0.0/8 gateway pp 1 hide')).toContain('delivered')
    expect(of('ip route 8.0.0.0/8 gateway pp 1 hide')).toContain('dropped')
    expect(arrives(routed('ip route default gateway 172.16.0.80', 'ip route 8.0.0.0/8 gateway null hide'), { from: PC, to: WEB })).toBe('yes')
  })

  test('a line that is not enabled leads nowhere; `no` and `disable` switch it off', () => {
    for (const last of ['pp disable 1', 'no pp enable 1', 'pp disable all']) expect(arrives(town(...BASE, last), { from: PC, to: OUT })).toBe('no')
    expect(arrives(town(...BASE), { from: PC, to: OUT })).toBe('yes')
  })

  test('`ip routing off`', () => {
    expect(arrives(town(...BASE, 'ip routing off'), { from: PC, to: WEB })).toBe('no')
  })
})
