/** Mutated and truncated configurations: nothing is thrown, every line has a status, a strange line is never silently nothing. */
import { describe, expect, test } from 'vitest'
import { ciscoIos } from '../../../src/config/cisco-ios/index.ts'
import { random } from '../../brute/random.ts'

const AT = { file: 'net.yaml', path: [] } as const
const read = (content: string) => ciscoIos.read([{ file: 'r.txt', content, at: AT }], AT)

const WHOLE = `version 15.7
hostname r1
vrf definition BLUE
 rd 1:1
object-group network G
 host 10.0.0.1
 group-object G
object-group service S
 tcp eq 443
ip inspect name FW tcp
zone security IN
class-map type inspect match-any C
 match protocol tcp
 match access-group name X
 match class-map C
policy-map type inspect P
 class type inspect C
  inspect
 class class-default
  drop
zone-pair security Z source IN destination self
 service-policy type inspect P
interface GigabitEthernet0/0
 ip address 10.0.1.1 255.255.255.0
 ip access-group X in
 ip nat inside
 zone-member security IN
 ip verify unicast source reachable-via rx
 standby 1 ip 10.0.1.254
interface GigabitEthernet0/1
 vrf forwarding BLUE
 ip address dhcp
 ip nat outside
 ip policy route-map M
 ip inspect FW out
 ipv6 address fd00::1/64
 ipv6 traffic-filter Y in
ip access-list extended X
 10 permit tcp 10.0.0.0 0.0.255.254 any eq 80 443 established log
 20 deny udp any range 1 99 object-group G
 permit object-group S any any reflect R
 evaluate R
ipv6 access-list Y
 permit tcp any any sequence 10
ip nat pool N 203.0.113.1 203.0.113.5 netmask 255.255.255.248
ip nat inside source list X pool N overload
ip nat inside source static tcp 10.0.0.1 80 203.0.113.9 80 extendable
ip route vrf BLUE 0.0.0.0 0.0.0.0 10.0.1.9 track 1
route-map M permit 10
 match ip address X
 set ip next-hop 10.0.1.7
router ospf 1
 network 10.0.0.0 0.0.0.255 area 0
banner motd ^Chello^C
line vty 0 4
 access-class X in
end
`.split('\n')

describe('mutations', () => {
  const words = [...new Set(WHOLE.join(' ').split(/\s+/)), '__proto__', 'constructor', '^C', '999999999999', '0', '-1', '::', '/', '\u0000']

  test('nothing is thrown, and every line has a status', () => {
    for (let seed = 1; seed <= 600; seed++) {
      const any = random(seed)
      const lines = [...WHOLE]
      for (let times = 1 + seed % 6; times > 0; times--) {
        const at = Math.floor(any.pick([...lines.keys()]))
        const cut = lines[at]!.split(' ')
        const inner = any.pick([...cut.keys()])
        switch (any.pick(['word', 'drop', 'twice', 'cut', 'indent', 'gone'] as const)) {
          case 'word': cut[inner] = any.pick(words); lines[at] = cut.join(' '); break
          case 'drop': cut.splice(inner, 1); lines[at] = cut.join(' '); break
          case 'twice': lines.splice(at, 0, lines[at]!); break
          case 'cut': lines.length = at + 1; lines[at] = lines[at]!.slice(0, inner); break
          case 'indent': lines[at] = ` ${lines[at]}`; break
          case 'gone': lines.splice(at, 1); break
        }
        if (lines.length === 0) lines.push('')
      }
      const reading = read(lines.join('\n'))
      expect(reading.lines.every(({ status }) => ['understood', 'irrelevant', 'not understood'].includes(status)), `seed ${seed}`).toBe(true)
    }
  })

  test('a line of nonsense, wherever it stands, is not understood', () => {
    for (let at = 0; at < WHOLE.length - 1; at++) {
      for (const indent of ['', ' ', '  ']) {
        const reading = read([...WHOLE.slice(0, at), `${indent}zzxy blah 1`, ...WHOLE.slice(at)].join('\n'))
        expect(reading.lines[at]!.status, `after ${WHOLE[at - 1]}`).toBe('not understood')
      }
    }
  })

  test('long files take time in proportion', () => {
    const content = ['ip access-list extended X', ...Array.from({ length: 20000 }, (_, index) => ` permit tcp host 10.${index >> 16}.${index >> 8 & 255}.${index & 255} any eq ${index % 65535}`),
      ...Array.from({ length: 3000 }, (_, index) => `banner motd ${String.fromCharCode(0x4e00 + index)} never closed`),
      ...Array.from({ length: 5000 }, (_, index) => `${' '.repeat(index % 3000)}x`), ...Array.from({ length: 2000 }, (_, index) => `object-group network G${index}\n group-object G${index + 1}`)].join('\n')
    expect(read(content).lines).toHaveLength(32001)
  })
})
