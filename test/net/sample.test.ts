import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatAddress, parseAddresses } from '../../src/net/address.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import { expressions } from './expression.ts'

const space = new PacketSpace()
const from = (text: string) => space.source(parseAddresses(text)!)
const to = (text: string) => space.destination(parseAddresses(text)!)
const show = ({ family, ...header }: { family: 4 | 6; source: bigint; destination: bigint; protocol: number; sourcePort: number; destinationPort: number }): string =>
  `${formatAddress({ family, value: header.source })}:${header.sourcePort} > ${formatAddress({ family, value: header.destination })}:${header.destinationPort} (${header.protocol})`

describe('samples', () => {
  test('a sample is in its set, and in the first preference that the set meets', () => {
    fc.assert(fc.property(expressions, expressions, expressions, (x, y, z) => {
      const [set, first, second] = [x.build(space), y.build(space), z.build(space)]
      fc.pre(!set.isEmpty())
      const { now, sent, ...here } = set.sample([first, second])
      expect(set.contains(now, { sent, ...here })).toBe(true)
      if (set.meets(first)) expect(first.contains(now, here)).toBe(true)
      expect(set.sample([first, second])).toEqual({ now, sent, ...here })
    }), { numRuns: 200 })
  })

  test('a sample of translated packets says what was sent and what arrived', () => {
    const outside = from('10.0.0.0/24').intersect(to('198.51.100.7')).intersect(space.asSent())
      .translate({ source: parseAddresses('203.0.113.1')!, sourcePort: [[1024, 65535]] })
    const { sent, now } = outside.sample()
    expect(show(sent)).toBe('10.0.0.1:49152 > 198.51.100.7:443 (6)')
    expect(show(now)).toBe('203.0.113.1:49152 > 198.51.100.7:443 (6)')
  })

  test('a sample is what a person would have chosen', () => {
    const between = from('10.0.0.0/24').intersect(to('2001:db8::/64')).union(from('10.0.0.0/24').intersect(to('10.9.0.255-10.9.1.255')))
    const { now, ...rest } = between.sample()
    expect(show(now)).toBe('10.0.0.1:49152 > 10.9.1.1:443 (6)')
    expect(now.flags).toBe(2)
    expect(rest).toEqual({ sent: now })
    const { now: ping } = between.intersect(space.protocol([[1, 1], [50, 50]])).sample()
    expect(show(ping)).toBe('10.0.0.1:0 > 10.9.1.1:8 (1)')
    expect(show(between.intersect(space.destinationPort([[100, 200]])).intersect(space.sourcePort([[1, 2000]])).sample().now)).toBe('10.0.0.1:2000 > 10.9.1.1:100 (6)')
    expect(space.all.intersect(space.state(['established', 'new'])).at('in', 3).sample()).toMatchObject({ state: 'new', in: 3 })
  })
})
