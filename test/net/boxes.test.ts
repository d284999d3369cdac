import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddresses, EMPTY_ADDRESSES } from '../../src/net/address.ts'
import { formatBox } from '../../src/net/boxes.ts'
import type { Box } from '../../src/net/boxes.ts'
import type { BoxService } from '../../src/net/box-service.ts'
import { FIELD_ORDERS } from '../../src/net/field-order.ts'
import { TCP_FLAGS } from '../../src/net/header.ts'
import { normalize } from '../../src/net/interval.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import { headerExpressions } from './expression.ts'

const space = new PacketSpace()

function setOfService({ family, protocols, sourcePorts, destinationPorts, icmp, flags, fragment }: BoxService): PacketSet {
  let set = space.protocol(protocols)
  if (family) set = set.intersect(space.family(family))
  if (sourcePorts) set = set.intersect(space.sourcePort(sourcePorts))
  if (destinationPorts) set = set.intersect(space.destinationPort(destinationPorts))
  if (icmp && family) set = set.intersect(space.icmp(family, icmp.types, icmp.codes))
  if (flags) set = set.intersect(space.union(flags.flatMap(([low, high]) => Array.from({ length: high - low + 1 }, (_, i) => space.tcpFlags(63, low + i)))))
  if (fragment !== undefined) set = fragment ? set.intersect(space.fragment()) : set.subtract(space.fragment())
  // A port or ICMP test holds for no later fragment.
  return sourcePorts || destinationPorts || icmp || flags ? set.subtract(space.fragment()) : set
}

const otherOrder = new PacketSpace({ order: FIELD_ORDERS[3]! })

const setOfBox = ({ source, destination, services }: Box): PacketSet =>
  space.source(source).intersect(space.destination(destination)).intersect(space.union(services.map(setOfService)))

const between = (source: string, destination: string): PacketSet =>
  space.source(parseAddresses(source) ?? EMPTY_ADDRESSES).intersect(space.destination(parseAddresses(destination) ?? EMPTY_ADDRESSES))
const texts = (set: PacketSet): string[] => set.boxes(10).boxes.map(formatBox)
  .map(({ source, destination, service }) => `${source.join(' ')} → ${destination.join(' ')}: ${service.join(' ')}`)

describe('boxes', () => {
  test('the union of the boxes is the set, or a part of it when there are more', () => {
    fc.assert(fc.property(headerExpressions, fc.nat(8), (expression, limit) => {
      const set = expression.build(space)
      const { boxes, more } = (limit % 2 === 0 ? set : expression.build(otherOrder)).boxes(limit)
      const union = space.union(boxes.map(setOfBox))
      expect(union.within(set), expression.text).toBe(true)
      if (!more) expect(union.equals(set), expression.text).toBe(true)
      expect(boxes.length).toBeLessThanOrEqual(2 * limit)
    }), { numRuns: 300 })
  })

  test('read as people write', () => {
    const web = space.protocol([[6, 6]]).intersect(space.destinationPort([[443, 443]]))
    const ping = space.icmp(4, [[8, 8]], [[0, 255]]).union(space.icmp(6, [[128, 128]], [[0, 255]]))
    expect(texts(space.none)).toEqual([])
    expect(texts(space.all)).toEqual(['0.0.0.0/0 ::/0 → 0.0.0.0/0 ::/0: any'])
    expect(texts(between('10.0.1.0/24', '10.0.2.5').intersect(web.union(ping)))).toEqual(['10.0.1.0/24 → 10.0.2.5: icmp/echo-request tcp/443'])
    expect(texts(ping)).toEqual(['0.0.0.0/0 ::/0 → 0.0.0.0/0 ::/0: icmp/echo-request'])
    expect(texts(between('10.0.0.1-10.0.0.9', '10.9.0.0/16').intersect(space.protocol([[50, 50], [89, 89]])))).toEqual(['10.0.0.1-10.0.0.9 → 10.9.0.0/16: esp ospf'])
    const established = space.tcpFlags(TCP_FLAGS.ACK, TCP_FLAGS.ACK).union(space.tcpFlags(TCP_FLAGS.RST, TCP_FLAGS.RST))
    expect(texts(between('2001:db8::/32', '2001:db8:1::1').intersect(web).intersect(established)))
      .toEqual(['2001:db8::/32 → 2001:db8:1::1: tcp/443 (ACK or RST)'])
  })

  test('a box with too many ranges of addresses to list is not said to be all', () => {
    const odd = normalize(Array.from({ length: 300 }, (_, i) => [2n * BigInt(i), 2n * BigInt(i)] as const))
    expect(space.source({ v4: odd, v6: [] }).boxes(10).more).toBe(true)
    expect(space.source({ v4: odd.slice(100), v6: [] }).boxes(10).more).toBe(false)
  })

  test('overlapping permits stay one box each', () => {
    const both = between('10.0.0.0/8', '10.1.0.0/16').union(between('10.2.0.0/16', '10.0.0.0/8'))
    expect(texts(both)).toEqual(['10.0.0.0/8 → 10.1.0.0/16: any', '10.2.0.0/16 → 10.0.0.0/8: any'])
  })
})
