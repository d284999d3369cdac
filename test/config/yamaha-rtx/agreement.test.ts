/** What reach computes of a router with filters, connections and NAT is what trace sees packet by packet. */
import { describe, expect, test } from 'vitest'
import { Network } from '../../../src/engine/network.ts'
import { Reach } from '../../../src/engine/reach.ts'
import { SURELY } from '../../../src/engine/flood.ts'
import { random } from '../../brute/random.ts'
import { arrives, header, town, type Sent } from './town.ts'

const BASE = [
  '# RTX1210 Rev.14.01.38', 'ip route default gateway pp 1', 'ip lan1 address 192.168.0.1/24', 'ip lan3 address 172.16.0.1/24', 'pp select 1', ' ip pp address 203.0.113.1/24', ' ip pp nat descriptor 1',
  ' ip pp secure filter in 1 3', ' ip pp secure filter out 2 dynamic 10 11', ' pp enable 1', 'nat descriptor type 1 masquerade', 'nat descriptor address outer 1 203.0.113.1',
  'nat descriptor masquerade static 1 1 172.16.0.80 tcp 8080=www', 'ip lan3 secure filter in 4 dynamic 11', 'ip lan3 secure filter out 5 6 dynamic 10',
]
const RULES = [
  ['pass * 172.16.0.80 tcp * www', 'pass * * * * *', 'pass * * icmp', 'pass 172.16.0.0/24 * established', 'reject 192.168.0.128-192.168.0.255 * udp,tcp', 'pass * *'],
  ['reject 10.0.0.0/8,172.16.0.0/12 *', 'pass 192.168.0.* * udp,tcp', 'pass * 172.16.0.80 tcp', 'restrict * * tcpfin * www', 'pass * * tcpflag=0x0002/0x0012 * www,https', 'reject-nolog * * udp,tcp * 135-netbios_ssn'],
]

describe.each(RULES)('filters %#', (...rules) => {
  const topology = town(...BASE, ...rules.map((rule, index) => `ip filter ${index + 1} ${rule}`), 'ip filter dynamic 10 * * tcp', 'ip filter dynamic 11 * * domain', 'dns host lan1')
  const network = new Network(topology)
  const reach = new Reach(network)

  test('every packet that may get through by one does by the other, and surely by one surely by the other', () => {
    const dice = random(97)
    const segmentOf = (from: string) => (from.startsWith('192.') ? { segment: 'office' } : from.startsWith('172.') ? { segment: 'dmz' } : { zone: 'world' })
    const seen = { yes: 0, no: 0, unknown: 0 }
    for (let round = 0; round < 120; round++) {
      const protocol = dice.pick([6, 6, 6, 17, 1])
      const sent: Sent = {
        protocol, dport: protocol === 1 ? dice.pick([0, 8, 3]) : dice.pick([80, 443, 8080, 53, 137, 22]), flags: dice.pick([2, 16, 18, 17, 4]),
        from: dice.pick(['192.168.0.10', '192.168.0.200', '172.16.0.80', '8.8.8.8']), to: dice.pick(['172.16.0.80', '192.168.0.10', '8.8.4.4', '203.0.113.1', '192.168.0.1']),
      }
      if (sent.from === sent.to) continue
      const packet = network.space.header(header(sent))
      const through = (reading?: typeof SURELY) => reach.origins.some((place) => reach.from(segmentOf(sent.from), ...(reading ? [reading] as const : [])).at(network.delivered(place)).sent().forget('in', 'out').meets(packet))
      const plain = arrives(topology, sent)
      seen[plain]++
      expect(through(), JSON.stringify(sent)).toBe(plain !== 'no')
      if (plain === 'yes') expect(through(SURELY), JSON.stringify(sent)).toBe(true)
    }
    expect(seen.yes).toBeGreaterThan(5)
    expect(seen.no).toBeGreaterThan(5)
  })
})
