import { describe, expect, test } from 'vitest'
import { formatService, parseService, PROTOCOL_NAMES } from '../../src/net/service.ts'
import { flagTests, formatFlagTests } from '../../src/net/tcp-flags.ts'
import fc from 'fast-check'
import { normalize } from '../../src/net/interval.ts'

describe('services', () => {
  test.each([
    'any', 'tcp', 'tcp/443', 'tcp/0', 'tcp/1024-65535', 'udp/53', 'sctp/36412', 'icmp', 'icmp/echo-request', 'icmp/200', 'icmp/3/4', 'icmpv6', 'icmpv6/200',
    'icmpv6/neighbor-solicitation', 'esp', 'ah', 'gre', 'ospf', 'vrrp', 'ipip', 'ip/200', 'ip/200-210',
  ])('%s is read and written back', (text) => {
    const [written, ...more] = formatService(parseService(text)!)
    expect(parseService(written!)).toEqual(parseService(text))
    expect(more).toEqual([])
  })

  test.each([
    '', 'tcp/', 'tcp/65536', 'tcp/443-80', 'tcp/-1', 'tcp/0443', 'tcp/80,443', 'tcp/80/81', 'esp/1', 'icmp/256', 'icmp/no-such-type', 'icmp/8/256', 'icmp/8/0/0', 'icmp/redirect/0', 'ip', 'ip/256', 'any/1',
    'constructor', 'icmp/constructor', 'tcp/80-', 'http',
  ])('%j is no service', (text) => { expect(parseService(text)).toBeUndefined() })

  test('a name of an ICMP type is of both families where both have it; a number is of the family written', () => {
    const types = (text: string) => parseService(text)!.map(({ family, icmp }) => [family, icmp!.types[0]![0], icmp!.codes[0]])
    expect(types('icmp/echo-request')).toEqual([[4, 8, [0, 255]], [6, 128, [0, 255]]])
    expect(types('icmp/8')).toEqual([[4, 8, [0, 255]]])
    expect(types('icmpv6/128')).toEqual([[6, 128, [0, 255]]])
    expect(types('icmp/packet-too-big')).toEqual([[6, 2, [0, 255]]])
    expect(types('icmp/3/4')).toEqual([[4, 3, [4, 4]]])
  })

  test('every protocol name is a service', () => {
    for (const name of PROTOCOL_NAMES) expect(parseService(name)).toBeDefined()
  })
})

describe('TCP flags', () => {
  test('the tests hold for exactly the combinations', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(63), fc.nat(63)), { maxLength: 4 }), (raw) => {
      const values = normalize(raw)
      const tests = flagTests(values)
      for (let flags = 0; flags < 64; flags++) {
        expect(tests.some(({ mask, set }) => (flags & mask) === set)).toBe(values.some(([low, high]) => low <= flags && flags <= high))
      }
    }), { numRuns: 30 })
  })

  test('read as people write them', () => {
    expect(formatFlagTests([[2, 2]])).toBe('!FIN,SYN,!RST,!PSH,!ACK,!URG')
    expect(formatFlagTests([[16, 31], [48, 63]])).toBe('ACK')
    expect(formatFlagTests([[0, 63]])).toBe('')
  })
})
