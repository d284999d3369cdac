/** Every line of a configuration has a status; nothing is a silent permit or deny. */
import { describe, expect, test } from 'vitest'
import { applyConfigs } from '../../../src/config/index.ts'
import { COMMANDS, GRAMMAR } from '../../../src/config/yamaha-rtx/commands.ts'
import { IRRELEVANT } from '../../../src/config/yamaha-rtx/irrelevant.ts'
import { prepared } from '../../../src/config/text.ts'
import { random } from '../../brute/random.ts'
import { arrives, readText, town } from './town.ts'

const BASE = ['ip route default gateway pp 1', 'ip lan1 address 192.168.0.1/24', 'ip lan3 address 172.16.0.1/24']
const [PC, WEB] = ['192.168.0.10', '172.16.0.80']

const gaps = (...lines: string[]) => readText(...lines).gaps.map(({ touches, families, what }) => `${touches} ${families.join()} ${what}`)

/** Of the shape that routers have, with everything that a town uses; written for this test. */
const SAMPLE = [
  '# RTX830 Rev.15.02.30 (Fri Jul  7 10:00:00 2023)', 'login password secret-one', 'administrator password secret-two', 'login user admin secret-three',
  'user attribute connection=serial,telnet,ssh gui-page=dashboard login-timer=300', 'console character ja.sjis', 'timezone +09:00', 'ip routing process fast', 'ip filter source-route on',
  'ip route default gateway pp 1 filter 500000 gateway pp 1', 'ip route 10.0.0.0/8 gateway tunnel 1 hide gateway tunnel 2 weight 0', 'ip lan1 address 192.168.0.1/24', 'ip lan1 proxyarp on',
  'ip lan1 vrrp 1 192.168.0.254 priority=200 auth=secret-four', 'vlan lan1/1 802.1q vid=10 name=VLAN10', 'ip lan1/1 address 172.16.0.1/24', 'ip lan1/1 secure filter in 1 2 dynamic 10',
  'pp select 1', ' description pp 回線', ' pp keepalive interval 30 retry-interval=30 count=12', ' pp always-on on', ' pppoe use lan2', ' pppoe auto disconnect off', ' pp auth accept pap chap',
  ' pp auth myname user secret-five', ' ppp lcp mru on 1454', ' ip pp mtu 1454', ' ip pp intrusion detection in on reject=on', ' ip pp secure filter in 1', ' ip pp secure filter out 2 dynamic 10 11',
  ' ip pp nat descriptor 1', ' pp enable 1', 'tunnel select 1', ' ipsec tunnel 101', '  ipsec sa policy 101 1 esp aes-cbc sha-hmac', '  ipsec ike pre-shared-key 1 text secret-six',
  '  ipsec ike remote address 1 203.0.113.9', ' l2tp tunnel auth on secret-seven', ' ip tunnel tcp mss limit auto', ' tunnel enable 1', 'ip filter 1 reject * * udp,tcp netbios_ns-netbios_ssn *',
  'ip filter 2 pass * * * * *', 'ip filter 500000 restrict * * * * *', 'ip filter dynamic 10 * * www syslog=off', 'ip filter dynamic 11 * * ftp', 'nat descriptor type 1 masquerade',
  'nat descriptor address outer 1 ipcp', 'nat descriptor masquerade static 1 1 192.168.0.1 udp 500', 'nat descriptor masquerade static 1 2 192.168.0.9 tcp 8009=https,8089,82=www', 'ipsec auto refresh on', 'syslog notice on',
  'telnetd host lan1', 'dhcp service server', 'dhcp scope 1 192.168.0.100-192.168.0.199/24', 'dns server pp 1', 'dns host lan1', 'snmp sysname town-rtx', 'snmp community read-only secret-eight',
  'schedule at 1 */* 00:00:00 * ntpdate ntp.nict.jp syslog', 'set PP1=user:secret-nine', 'statistics traffic on',
]

describe('lines', () => {
  test('a whole configuration is understood, and its secrets are in nothing that is read of it', () => {
    const reading = readText(...prepared(SAMPLE.join('\n')).split('\n'))
    expect(reading.lines.filter((line) => line.status === 'not understood').map(({ text }) => text)).toEqual([])
    expect(reading.lines).toHaveLength(SAMPLE.length)
    expect(reading.hostname?.name).toBe('town-rtx')
    expect(reading.runs!.map(({ service }) => service)).toEqual(['dns'])
    expect(JSON.stringify(reading, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] as unknown : value))).not.toContain('secret-')
  })

  test('every known command is recognised by its own words, and no pattern is in both lists', () => {
    const given = (pattern: string) => pattern.replace(/#/g, '1').replace(/@/g, 'lan1')
    for (const pattern of [...IRRELEVANT, ...Object.keys(COMMANDS)]) expect(GRAMMAR.match(given(pattern).split(' '))?.value.pattern, pattern).toBe(pattern)
    expect(IRRELEVANT.filter((pattern) => Object.hasOwn(COMMANDS, pattern))).toEqual([])
    expect(new Set(IRRELEVANT).size).toBe(IRRELEVANT.length)
  })

  test('a command that nobody knows may do anything, and so may an interface command without its line', () => {
    expect(gaps('frobnicate lan1 on')).toEqual(['forwarding 4,6 frobnicate lan1 on'])
    expect(gaps('ip pp secure filter in 1')).toEqual(['forwarding 4,6 ip pp secure filter in 1'])
    expect(arrives(town(...BASE, 'ip lan1 secure filter in 1', 'ip filter 1 reject * *', 'frobnicate'), { from: PC!, to: WEB! })).toBe('unknown')
  })

  test('gaps are as narrow as the command', () => {
    expect(gaps('ospf use on')).toEqual(['routes 4 ospf use on'])
    expect(gaps('ipv6 ospf use on')).toEqual(['routes 6 ipv6 ospf use on'])
    expect(gaps('bgp use off', 'rip use off')).toEqual([])
    expect(gaps('ip policy filter set enable 1')).toEqual(['filters 4 ip policy filter set enable 1'])
    expect(gaps('ip route 10.0.0.0/8 gateway nowhere')).toEqual(['routes 4 ip route 10.0.0.0/8 gateway nowhere'])
    expect(gaps('bridge member bridge1 lan1 tunnel1')).toEqual(['forwarding 4,6 bridge member bridge1 lan1 tunnel1'])
    expect(gaps('ipv6 lan1 address ra-prefix@lan2::1/64')).toEqual(['forwarding 6 ipv6 lan1 address ra-prefix@lan2::1/64'])
    expect(gaps('schedule at 1 */* 10:00 * ntpdate ntp.nict.jp')).toEqual([])
    expect(gaps('schedule at 1 */* 10:00 * lua emfs:/x.lua')).toEqual(['forwarding 4,6 schedule at 1 */* 10:00 * lua emfs:/x.lua'])
  })

  test('later commands replace earlier ones, `no` takes them back, words may be cut short, lines may go on', () => {
    const filtered = (...more: string[]) => arrives(town(...BASE, 'ip lan1 secure filter in 1', ...more), { from: PC!, to: WEB! })
    expect(filtered('ip filter 1 reject * *', 'ip filter 1 pass * *')).toBe('yes')
    expect(filtered('ip filter 1 reject * *', 'no ip lan1 secure filter in')).toBe('yes')
    expect(filtered('ip filt 1 pass * * tcp # note')).toBe('yes')
    expect(filtered('ip filter 1 pass * * \\', '  tcp * www')).toBe('yes')
    const long = ['ip lan1 secure filter in 200001 200002 200003 200004 200005 200006 200007 200008', ' 1']
    expect(long[0]!.length).toBe(80)
    expect(arrives(town(...BASE, ...long, 'ip filter 1 pass * *', ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `ip filter 20000${n} reject 10.${n}.0.0/16 *`)), { from: PC!, to: WEB! })).toBe('yes')
  })

  test('which interfaces carry packets', () => {
    const faces = (...lines: string[]) => readText(...lines).faces!.map(({ name, vlan, port }) => `${name}${vlan === undefined ? '' : ` ${vlan} ${port}`}`)
    expect(faces('ip lan1 address 10.0.0.1/8', 'ip lan2 address dhcp', 'vlan lan1/1 802.1q vid=10', 'vlan lan1/2 802.1q vid=20', 'ip lan1/1 address 11.0.0.1/8')).toEqual(['lan1/1 10 lan1', 'lan1', 'lan2'])
    expect(faces('pp select 1', 'pppoe use lan2', 'pp select anonymous', 'pp bind tunnel1', 'pp enable anonymous')).toEqual(['pp-anonymous'])
    expect(faces('tunnel select 1', 'tunnel encapsulation l2tp', 'tunnel enable 1', 'tunnel select 2', 'tunnel enable 2')).toEqual(['tunnel2'])
    expect(faces('tunnel select 1', 'tunnel template 2-4', 'tunnel enable 1')).toEqual(['tunnel1', 'tunnel2', 'tunnel3', 'tunnel4'])
    expect(faces('tunnel select 1', 'tunnel enable 1', 'no tunnel enable all')).toEqual([])
    expect(faces('ip lan1 address 10.0.0.1/8', 'ip lan3 address 12.0.0.1/8', 'lan shutdown lan3', 'lan shutdown lan1 2')).toEqual(['lan1'])
  })

  test('callers: their addresses are reached by the line of the calls or by the network around them', () => {
    const { routes } = readText('ip lan1 address 192.168.0.1/24', 'pp select anonymous', 'ip pp remote address pool 192.168.0.200-192.168.0.201', 'pp enable anonymous')
    expect(routes!.map(({ to, next }) => `${to.length} ${next.kind === 'interface' ? next.interface : next.kind}`)).toEqual(['31 pp-anonymous', '31 lan1'])
  })

  test('filters and descriptors that nothing uses', () => {
    const { definitions } = readText('ip filter 1 pass * *', 'ip filter 2 pass * *', 'ip filter 3 pass * *', 'ip filter 4 pass * *', 'ipv6 filter 1 pass * *', 'nat descriptor type 7 masquerade',
      'ip lan1 secure filter in 1', 'ip route default gateway 10.0.0.1 filter 2', 'ip lan1 rip filter in 3')
    expect(definitions.filter(({ used }) => !used).map(({ id }) => id)).toEqual(['ip filter 4', 'ipv6 filter 1', 'nat descriptor 7'])
  })

  test('ports of a static entry are a list, each with its own other side', () => {
    const lines = readText('ip lan2 address 203.0.113.1/24', 'ip lan2 nat descriptor 1', 'nat descriptor type 1 masquerade', 'nat descriptor masquerade static 1 1 192.168.0.9 tcp 8009=https,8089,82=www')
    const [step] = lines.pipeline.prerouting.filter(({ kind }) => kind === 'translate')
    const rewrites = step!.kind === 'translate' ? step!.chain.rules.flatMap(({ action }) => (action.do === 'rewrite' ? [action.to.ports] : [])) : []
    expect(rewrites).toEqual([[[443, 443]], undefined, [[80, 80]]])
  })
})

describe('configurations that were mutated or cut off', () => {
  test('never throw, and every line keeps a status', () => {
    const dice = random(4711)
    for (let round = 0; round < 150; round++) {
      const rows = [...SAMPLE]
      for (let change = 0; change < 4; change++) {
        const at = dice.int(0, rows.length - 1)
        const words = rows[at]!.split(' ')
        const word = dice.int(0, words.length - 1)
        const mutants = ['', '*', 'x', '999999999999', '-', '1-', '::', 'constructor', '__proto__', '../..', '=', '/99', words[word]!.slice(0, -1)]
        words[word] = dice.pick(mutants)
        rows[at] = words.join(' ')
      }
      const text = rows.join('\n').slice(0, dice.int(0, 4000) + 100)
      const { lines } = readText(...text.split('\n'))
      expect(lines).toHaveLength(text.split('\n').length)
      expect(lines.every((line) => ['understood', 'irrelevant', 'not understood'].includes(line.status))).toBe(true)
    }
  })
  test('an interface named after an object property is just unknown', () => {
    expect(() => applyConfigs(town(...BASE), () => 'ip constructor address 1.1.1.1/8\nnat descriptor type __proto__ nat\nip filter toString pass * * constructor * valueOf\n')).not.toThrow()
  })
})
