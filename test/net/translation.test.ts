import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FIELD_ORDERS } from '../../src/net/field-order.ts'
import type { Family, Header } from '../../src/net/header.ts'
import { hasPorts, isIcmp } from '../../src/net/header.ts'
import { normalize } from '../../src/net/interval.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import type { Pools } from '../../src/net/translation.ts'
import { addressValues, headers, numbers } from './arbitrary.ts'
import type { Packet } from './arbitrary.ts'
import { headerExpressions } from './expression.ts'
import type { Expression } from './expression.ts'

/** Networks of a few headers and a few pool values, so that a plain list of pairs can be kept beside the packet set. */
interface Pair { readonly sent: Header; readonly now: Header }
interface World { readonly set: PacketSet; readonly pairs: readonly Pair[] }
type Action =
  | { readonly do: 'translate'; readonly pools: SmallPools; readonly where?: Expression }
  | { readonly do: 'filter' | 'remove'; readonly by: Expression }
  | { readonly do: 'whereSent'; readonly by: Expression }
  | { readonly do: 'reverse' }
interface SmallPools {
  readonly source?: readonly bigint[] | undefined
  readonly destination?: readonly bigint[] | undefined
  readonly family: Family
  readonly sourcePort?: readonly number[] | undefined
  readonly destinationPort?: readonly number[] | undefined
}

/** An order other than the usual one too: nothing here may depend on it. */
const spaces = [new PacketSpace(), new PacketSpace({ order: FIELD_ORDERS[1]! })] as const

const smallPools: fc.Arbitrary<SmallPools> = fc.constantFrom<Family>(4, 6).chain((family) => fc.record({
  family: fc.constant(family),
  source: fc.option(fc.uniqueArray(addressValues(family), { maxLength: 2 }), { nil: undefined }),
  destination: fc.option(fc.uniqueArray(addressValues(family), { maxLength: 2 }), { nil: undefined }),
  sourcePort: fc.option(fc.uniqueArray(numbers(0xffff), { maxLength: 2 }), { nil: undefined }),
  destinationPort: fc.option(fc.uniqueArray(numbers(0xffff), { maxLength: 2 }), { nil: undefined }),
}))
const actions: fc.Arbitrary<Action[]> = fc.array(fc.oneof(
  { weight: 2, arbitrary: smallPools.map((pools): Action => ({ do: 'translate', pools })) },
  { weight: 3, arbitrary: fc.tuple(smallPools, headerExpressions).map(([pools, where]): Action => ({ do: 'translate', pools, where })) },
  { weight: 1, arbitrary: headerExpressions.map((by): Action => ({ do: 'filter', by })) },
  { weight: 1, arbitrary: headerExpressions.map((by): Action => ({ do: 'remove', by })) },
  { weight: 1, arbitrary: headerExpressions.map((by): Action => ({ do: 'whereSent', by })) },
  { weight: 1, arbitrary: fc.constant<Action>({ do: 'reverse' }) },
), { maxLength: 4 })

const points = <T extends number | bigint>(values: readonly T[]) => normalize(values.map((value) => [value, value] as const))
const addresses = (family: Family, values: readonly bigint[] | undefined) =>
  values && { v4: family === 4 ? points(values) : [], v6: family === 6 ? points(values) : [] }
const poolsOf = (small: SmallPools): Pools => Object.fromEntries(Object.entries({
  source: addresses(small.family, small.source), destination: addresses(small.family, small.destination),
  sourcePort: small.sourcePort && points(small.sourcePort), destinationPort: small.destinationPort && points(small.destinationPort),
}).filter(([, pool]) => pool !== undefined))

function images(now: Header, small: SmallPools): Header[] {
  const addressImages = (field: 'source' | 'destination', header: Header): Header[] =>
    small[field] ? (header.family === small.family ? small[field].map((value) => ({ ...header, [field]: value })) : []) : [header]
  const portImages = (field: 'sourcePort' | 'destinationPort', header: Header): Header[] =>
    small[field] && hasPorts(header.protocol) && !header.fragment ? small[field].map((value) => ({ ...header, [field]: value })) : [header]
  return addressImages('source', now).flatMap((a) => addressImages('destination', a)).flatMap((a) => portImages('sourcePort', a)).flatMap((a) => portImages('destinationPort', a))
}

const REPLIES: Record<string, number> = { '4/8': 0, '4/13': 14, '4/15': 16, '4/17': 18, '6/128': 129, '6/139': 140 }
function answer(header: Header): Header[] {
  const swapped = { ...header, source: header.destination, destination: header.source }
  if (header.fragment || !isIcmp(header.family, header.protocol)) {
    const ports = { ...swapped, sourcePort: header.destinationPort, destinationPort: header.sourcePort }
    // The plain meaning keeps two flags of all: enough to tell forgotten from kept.
    return header.protocol === 6 && !header.fragment ? [{ ...ports, flags: 18 }, { ...ports, flags: 16 }] : [ports]
  }
  const reply = REPLIES[`${header.family}/${header.destinationPort}`]
  return reply === undefined ? [] : [{ ...swapped, destinationPort: reply }]
}

/** Some that differ in everything, some in their source alone. */
const starts: fc.Arbitrary<Header[]> = fc.oneof(
  fc.array(headers, { minLength: 1, maxLength: 3 }),
  headers.chain((header) => fc.array(addressValues(header.family), { minLength: 2, maxLength: 3 }).map((sources) => sources.map((source) => ({ ...header, source })))),
)

const here = { in: 0, out: 0, state: 'new' } as const
const packet = (now: Header): Packet => ({ sent: now, now, ...here })

function step({ set, pairs }: World, action: Action): World {
  const { space } = set
  switch (action.do) {
    case 'translate': {
      const where = action.where?.build(space) ?? space.all
      return {
        set: set.intersect(where).translate(poolsOf(action.pools)).union(set.subtract(where)),
        pairs: pairs.flatMap(({ sent, now }) => (action.where?.holds(packet(now)) === false ? [now] : images(now, action.pools)).map((image) => ({ sent, now: image }))),
      }
    }
    case 'filter':
      return { set: set.intersect(action.by.build(space)), pairs: pairs.filter(({ now }) => action.by.holds(packet(now))) }
    case 'remove':
      return { set: set.subtract(action.by.build(space)), pairs: pairs.filter(({ now }) => !action.by.holds(packet(now))) }
    case 'whereSent':
      return { set: set.whereSent(action.by.build(space).intersect(space.asSent())), pairs: pairs.filter(({ sent }) => action.by.holds(packet(sent))) }
    case 'reverse':
      return {
        set: set.reverse().intersect(space.tcpFlags(63, 16).union(space.tcpFlags(63, 18)).union(space.all.subtract(space.tcpFlags(0, 0)))),
        pairs: pairs.flatMap(({ sent, now }) => answer(sent).flatMap((a) => answer(now).filter((b) => a.flags === b.flags).map((b) => ({ sent: a, now: b })))),
      }
  }
}

const name = (header: Header): string => Object.values(header).join(' ')
const distinct = (list: readonly Header[]): Header[] => [...new Map(list.map((header) => [name(header), header])).values()]

describe.each(spaces.map((space, i) => [i, space] as const))('pairs of the header as sent and the header now, order %i', (_, space) => {
  test('translate, whereSent, whereDelivered, reverse, sent and delivered mean what they do to each pair', () => {
    fc.assert(fc.property(starts, actions, (start, list) => {
      const first: World = { set: space.union(start.map((header) => space.header(header))).intersect(space.asSent()), pairs: start.map((header) => ({ sent: header, now: header })) }
      const { set, pairs } = list.reduce(step, first)
      const all = new Set(pairs.map(({ sent, now }) => `${name(sent)} → ${name(now)}`))
      const [sents, nows] = [distinct(pairs.map(({ sent }) => sent)), distinct(pairs.map(({ now }) => now))]
      expect(set.size()).toBe(BigInt(nows.length))
      expect(set.delivered().size()).toBe(BigInt(nows.length))
      expect(set.sent().size()).toBe(BigInt(sents.length))
      expect(set.sent().within(space.asSent()) && set.delivered().within(space.asSent())).toBe(true)
      for (const sent of sents.slice(0, 12)) {
        expect(set.sent().contains(sent)).toBe(true)
        for (const now of nows.slice(0, 12)) {
          expect(set.contains(now, { sent })).toBe(all.has(`${name(sent)} → ${name(now)}`))
          expect(set.whereSent(space.header(sent)).contains(now)).toBe(all.has(`${name(sent)} → ${name(now)}`))
          expect(set.whereDelivered(space.header(now).intersect(space.asSent())).contains(now, { sent })).toBe(all.has(`${name(sent)} → ${name(now)}`))
        }
      }
      for (const now of nows) expect(set.delivered().contains(now, { sent: now })).toBe(true)
    }), { numRuns: 700 })
  })

  test('translating to a pool without an address of the family leaves nothing of that family', () => {
    const left = space.all.intersect(space.asSent()).translate({ source: { v4: [[1n, 5n]], v6: [] } })
    expect(left.equals(left.intersect(space.family(4)))).toBe(true)
    expect(left.isEmpty()).toBe(false)
    expect(left.sent().equals(space.family(4).intersect(space.asSent()))).toBe(true)
  })

  test('whatever is done to valid headers, valid headers come out', () => {
    fc.assert(fc.property(headerExpressions, smallPools, (expression, pools) => {
      const set = expression.build(space)
      for (const result of [set.sent(), set.delivered(), set.reverse(), set.translate(poolsOf(pools)), set.translate(poolsOf(pools)).sent(), set.forget('in', 'out', 'state')]) {
        expect(result.within(space.all)).toBe(true)
      }
      expect(set.intersect(space.asSent()).sent().equals(set.intersect(space.asSent()))).toBe(true)
    }), { numRuns: 60 })
  })

  test('what answers an answer is what was asked, but for ICMP, flags and state', () => {
    fc.assert(fc.property(headerExpressions, (expression) => {
      const icmp = space.icmp(4, [[0, 255]], [[0, 255]]).union(space.icmp(6, [[0, 255]], [[0, 255]]))
      const set = expression.build(space).subtract(icmp)
      expect(set.within(set.reverse().reverse())).toBe(true)
      expect(set.reverse().reverse().reverse().equals(set.reverse())).toBe(true)
      expect(icmp.reverse().reverse().isEmpty()).toBe(true)
      // A reply answers one kind of request; what asks nothing was never asked for.
      expect(set.reverse().asked().equals(set.reverse().asked().reverse().asked())).toBe(true)
      expect(set.subtract(icmp).reverse().asked().equals(set.subtract(icmp).reverse().reverse())).toBe(true)
      const echo = expression.build(space).union(space.icmp(4, [[8, 8]], [[3, 3]])).intersect(space.icmp(4, [[8, 8]], [[0, 255]]))
      expect(echo.within(echo.reverse().asked())).toBe(true)
      expect(echo.reverse().asked().within(space.icmp(4, [[8, 8]], [[0, 255]]))).toBe(true)
      expect(echo.asked().isEmpty()).toBe(true)
    }), { numRuns: 60 })
  })
})
