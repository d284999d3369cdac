import { describe, expect, test } from 'vitest'
import { answer, fate, lab, type Fate } from './lab.ts'

const SEGMENTS = { a: ['10.0.1.0/24', 'fd00:1::/64'], b: ['10.0.2.0/24', 'fd00:2::/64'] }
const INTERFACES = (onA: string, onB = ''): string => `hostname r1
ipv6 unicast-routing
interface GigabitEthernet0/0
 ip address 10.0.1.1 255.255.255.0
 ipv6 address fd00:1::1/64
 ${onA}
interface GigabitEthernet0/1
 ip address 10.0.2.1 255.255.255.0
 ipv6 address fd00:2::1/64
 ${onB}
`
const A = '10.0.1.10'
const B = '10.0.2.10'
const extended = (...entries: string[]) => lab(`${INTERFACES('ip access-group X in')}ip access-list extended X\n${entries.map((one) => ` ${one}\n`).join('')}`, SEGMENTS)
const forth = (here: ReturnType<typeof lab>, service: string, to = B): Fate => fate(here, { from: A, to, service })

describe('extended lists', () => {
  test.each<[entry: string, passes: string[], dropped: string[]]>([
    ['permit tcp any any eq 443', ['tcp 443'], ['tcp 80', 'udp 443', 'icmp']],
    ['permit tcp any any eq www 8080', ['tcp 80', 'tcp 8080'], ['tcp 443']],
    ['permit tcp any any neq 443', ['tcp 80'], ['tcp 443', 'udp 80']],
    ['permit tcp any any gt 1023', ['tcp 1024'], ['tcp 1023']],
    ['permit tcp any any lt 1024', ['tcp 1023'], ['tcp 1024']],
    ['permit udp any eq domain any', ['udp 9 from 53'], ['udp 53', 'tcp 9 from 53']],
    ['permit tcp any range 1000 2000 any', ['tcp 1 from 2000'], ['tcp 1 from 2001']],
    ['permit ip host 10.0.1.10 10.0.2.0 0.0.0.255', ['tcp 443', 'udp 53', 'icmp', 'gre'], []],
    ['permit ip host 10.0.1.11 any', [], ['tcp 443']],
    ['permit gre any any', ['gre'], ['esp', 'tcp 443']],
    ['permit 50 any any', ['esp'], ['gre']],
    ['permit icmp any any', ['icmp 8', 'icmp 0', 'icmp 3'], ['tcp 80']],
    ['permit icmp any any echo', ['icmp 8'], ['icmp 0']],
    ['permit icmp any any 0', ['icmp 0'], ['icmp 8']],
    ['permit tcp any any established', ['tcp 80 ACK', 'tcp 80 RST'], ['tcp 80', 'udp 80']],
    ['permit tcp any any match-all +syn -ack', ['tcp 80'], ['tcp 80 ACK', 'tcp 80 RST']],
    ['permit tcp any any match-any +rst +ack', ['tcp 80 ACK', 'tcp 80 RST'], ['tcp 80']],
    ['permit tcp any any syn', ['tcp 80'], ['tcp 80 ACK']],
    ['10 permit tcp any any eq 22 log', ['tcp 22'], ['tcp 23']],
    ['permit ip 10.0.0.10 0.0.1.0 any', ['tcp 80'], []],
    ['permit ip 10.0.0.10 0.0.2.0 any', [], ['tcp 80']],
  ])('%s', (entry, passes, dropped) => {
    const here = extended(entry)
    expect(here.reading.lines.filter(({ status }) => status === 'not understood')).toEqual([])
    for (const service of passes) expect(forth(here, service), service).toBe('passes')
    for (const service of dropped) expect(forth(here, service), service).toBe('dropped')
  })

  test('the first entry that matches decides, in the order of the sequence numbers', () => {
    const here = extended('20 permit ip any any', '10 deny tcp any any eq 23')
    expect([forth(here, 'tcp 23'), forth(here, 'tcp 22')]).toEqual(['dropped', 'passes'])
  })

  test('later fragments: a permit with ports looks at addresses only, a deny with ports passes over them', () => {
    expect(forth(extended('permit tcp any any eq 443'), 'tcp fragment')).toBe('passes')
    expect(forth(extended('deny tcp any any eq 443', 'permit ip any any'), 'tcp fragment')).toBe('passes')
    expect(forth(extended('deny ip any any fragments', 'permit ip any any'), 'tcp fragment')).toBe('dropped')
    expect(forth(extended('permit udp any any eq 443'), 'tcp fragment')).toBe('dropped')
  })

  test('a wildcard with holes matches exactly its addresses', () => {
    const here = extended('permit ip any 10.0.2.0 0.0.0.254')
    expect(forth(here, 'tcp 80', '10.0.2.12')).toBe('passes')
    expect(forth(here, 'tcp 80', '10.0.2.13')).toBe('dropped')
  })

  test('what depends on time may hold or not, and is understood', () => {
    const here = lab(`time-range NIGHT\n periodic daily 0:00 to 5:00\n${INTERFACES('ip access-group X in')}ip access-list extended X\n permit tcp any any eq 22 time-range NIGHT\n`, SEGMENTS)
    expect(forth(here, 'tcp 22')).toBe('unknown')
    expect(forth(here, 'tcp 23')).toBe('dropped')
    expect(here.reading.lines.filter(({ status }) => status === 'not understood')).toEqual([])
  })

  test.each(['permit tcp any any eq nosuchport', 'permit tcp any any shiny', 'deny quic any any', 'dynamic GUEST timeout 5 permit ip any any', 'allow ip any any'])(
    'an entry that is not understood may match or not, and no more: %s', (entry) => {
      const here = extended(entry, 'permit udp any any')
      expect(here.reading.lines.filter(({ status }) => status === 'not understood')).toHaveLength(1)
      expect(here.reading.gaps).toEqual([])
      expect(forth(here, 'tcp 80')).toBe(entry.startsWith('deny') ? 'dropped' : 'unknown')
      expect(forth(here, 'gre')).toBe(entry.includes('tcp') || entry.startsWith('deny') ? 'dropped' : 'unknown')
      expect(forth(here, 'udp 53')).toBe(entry.startsWith('deny') || entry.startsWith('allow') ? 'unknown' : 'passes')
    })
})

describe('where lists are applied', () => {
  test('an undefined list, and one of remarks alone, permit everything', () => {
    for (const more of ['', 'ip access-list extended X\n remark nothing yet\n']) {
      expect(forth(lab(INTERFACES('ip access-group X in') + more, SEGMENTS), 'tcp 80')).toBe('passes')
    }
  })

  test('a list ends in deny, for IPv4 only', () => {
    const here = lab(`${INTERFACES('ip access-group 10 in')}access-list 10 permit 10.0.1.20\n`, SEGMENTS)
    expect(forth(here, 'tcp 80')).toBe('dropped')
    expect(fate(here, { from: '10.0.1.20', to: B, service: 'tcp 80' })).toBe('passes')
    expect(fate(here, { from: 'fd00:1::10', to: 'fd00:2::10', service: 'tcp 80' })).toBe('passes')
  })

  test('out judges what goes through, never what the device sends itself; in judges also what is for the device', () => {
    const here = lab(`${INTERFACES('', 'ip access-group X out')}ip access-list extended X\n permit tcp any any eq 80\n`, SEGMENTS)
    expect([forth(here, 'tcp 80'), forth(here, 'tcp 81'), fate(here, { from: B, to: A, service: 'tcp 81' })]).toEqual(['passes', 'dropped', 'passes'])
    expect(answer(here, { from: B, to: '10.0.2.1', service: 'tcp 22' }, 'device')).toBe('passes')
    const inward = lab(`${INTERFACES('ip access-group X in')}ip access-list extended X\n permit tcp any any eq 80\n`, SEGMENTS)
    expect(fate(inward, { from: A, to: '10.0.1.1', service: 'tcp 22' }, 'device')).toBe('dropped')
    expect(fate(inward, { from: A, to: '10.0.2.1', service: 'tcp 80' }, 'device')).toBe('passes')
  })

  test('IPv6 lists permit neighbour discovery and deny the rest', () => {
    const here = lab(`${INTERFACES('ipv6 traffic-filter Y in')}ipv6 access-list Y\n permit tcp fd00:1::/64 any eq 443 sequence 20\n sequence 10 deny tcp host fd00:1::66 any\n`, SEGMENTS)
    const ask = (service: string, from = 'fd00:1::10', to = 'fd00:2::10') => fate(here, { from, to, service })
    expect([ask('tcp 443'), ask('tcp 80'), ask('icmp 128'), ask('tcp 443', 'fd00:1::66')]).toEqual(['passes', 'dropped', 'dropped', 'dropped'])
    expect(fate(here, { from: 'fd00:1::10', to: 'fd00:1::1', service: 'icmp 135' }, 'device')).toBe('passes')
    expect(forth(here, 'tcp 80')).toBe('passes')
  })

  test('object groups, nested, of networks and services; one that is not there is not understood', () => {
    const here = lab(`object-group network SRV
 host 10.0.2.10
 10.0.2.128 255.255.255.128
 range 10.0.2.20 10.0.2.22
object-group network ALL
 group-object SRV
object-group service WEB
 tcp eq 443
 tcp source gt 1023 eq 80
 udp range 5000 5010
 icmp echo
${INTERFACES('ip access-group X in')}ip access-list extended X
 permit object-group WEB any object-group ALL
 deny tcp any object-group NONE eq 9
`, SEGMENTS)
    expect(['tcp 443', 'tcp 80', 'udp 5005', 'icmp 8'].map((service) => forth(here, service))).toEqual(['passes', 'passes', 'passes', 'passes'])
    expect(['tcp 444', 'tcp 80 from 80', 'icmp 0'].map((service) => forth(here, service))).toEqual(['dropped', 'dropped', 'dropped'])
    expect(['10.0.2.200', '10.0.2.21', '10.0.2.30'].map((to) => forth(here, 'tcp 443', to))).toEqual(['passes', 'passes', 'dropped'])
    expect(here.reading.lines.filter(({ status }) => status === 'not understood').map(({ text }) => text.trim())).toEqual(['deny tcp any object-group NONE eq 9'])
    expect(here.reading.definitions.map(({ kind, id, used }) => [kind, id, used])).toEqual([['list', 'X', true], ['addresses', 'SRV', true], ['addresses', 'ALL', true], ['services', 'WEB', true]])
  })

  test('reflexive lists let the answers back, and nothing that was not asked for', () => {
    const here = lab(`${INTERFACES('', 'ip access-group IN in\n ip access-group OUT out')}ip access-list extended OUT
 permit udp any any eq 53
 permit tcp any any reflect MEMORY timeout 300
ip access-list extended IN
 evaluate MEMORY
 permit icmp any any
`, SEGMENTS)
    expect([forth(here, 'tcp 80'), answer(here, { from: A, to: B, service: 'tcp 80' })]).toEqual(['passes', 'passes'])
    expect([forth(here, 'udp 53'), answer(here, { from: A, to: B, service: 'udp 53' })]).toEqual(['passes', 'dropped'])
    expect(fate(here, { from: B, to: A, service: 'tcp 80 ACK' })).toBe('dropped')
    expect(fate(here, { from: B, to: A, service: 'icmp' })).toBe('passes')
  })
})
