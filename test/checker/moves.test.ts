/** The checker and packet sets agree about what every kind of edge does: of the image nothing is missing, and nothing may be. */
import { describe, expect, test } from 'vitest'
import { Edges } from '../../src/checker/edges.ts'
import { LEVELS, type CertifiedEdge, type SetRef } from '../../src/checker/format.ts'
import { Headers } from '../../src/checker/headers.ts'
import { Sets } from '../../src/checker/sets.ts'
import { writtenAddresses } from '../../src/engine/certificate/written-addresses.ts'
import { WrittenSets } from '../../src/engine/certificate/written-sets.ts'
import { addressRange, unionAddresses, type AddressSet } from '../../src/net/address.ts'
import { TRUE } from '../../src/net/diagram.ts'
import { headerLevels } from '../../src/net/fields.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import { random } from '../brute/random.ts'

const TIMES = 40

/** Small worlds: few addresses and ports, so that sets meet. */
function world(seed: number) {
  const roll = random(seed)
  const space = new PacketSpace()
  const number = (limit: number): number => roll.int(0, limit - 1)
  const addresses = (): AddressSet => unionAddresses(...Array.from({ length: 1 + number(3) }, () => {
    const family = number(3) === 0 ? 6 : 4
    const base = family === 4 ? 0x0a000000n : 0xfd000000_00000000_00000000_00000000n + (BigInt(number(3)) << 40n)
    const low = base + BigInt(number(40)) * (family === 4 || number(2) ? 1n : 1n << 30n)
    return addressRange(family, low, low + BigInt(number(30)) * (family === 6 && number(2) ? 1n << 33n : 1n))
  }))
  const ranges = (most: number): [number, number][] => {
    const low = number(most)
    return [[low, Math.min(most, low + number(9))]]
  }
  const basic = (): PacketSet => [
    () => space.source(addresses()), () => space.destination(addresses()), () => space.protocol([[1, 6], [17, 17]]), () => space.sourcePort(ranges(20)),
    () => space.destinationPort(ranges(20)), () => space.in(ranges(4)), () => space.out(ranges(4)), () => space.fragment(), () => space.tcpFlags(2, 2), () => space.state(['new']), () => space.asSent(),
  ][number(11)]!()
  const some = (depth = 3): PacketSet => {
    if (depth === 0) return basic()
    const [one, other] = [some(depth - 1), some(depth - 1)]
    switch (number(5)) {
      case 0: return one.union(other)
      case 1: return one.subtract(other)
      case 2: return one.translate({ [number(2) ? 'source' : 'destination']: addresses(), ...(number(2) && { destinationPort: ranges(20) }) })
      default: return one.intersect(other)
    }
  }
  return { space, number, addresses, ranges, some }
}

/** An edge with what it makes of a set, by packet sets. */
interface Made { readonly edge: (of: WrittenSets) => CertifiedEdge; readonly image: PacketSet }

const ENDS = { from: 0, to: 1 } as const

const KINDS: Readonly<Record<string, (made: ReturnType<typeof world>, before: PacketSet) => Made>> = {
  permit: ({ some }, before) => {
    const set = some()
    return { edge: (of) => ({ ...ENDS, kind: 'permit', set: of.of(set) }), image: before.intersect(set) }
  },
  enter: ({ number }, before) => {
    const face = number(4)
    return { edge: () => ({ ...ENDS, kind: 'enter', in: face }), image: before.forget('out').at('in', face) }
  },
  leave: ({ number }, before) => {
    const out = number(4)
    return { edge: () => ({ ...ENDS, kind: 'leave', out }), image: before.only('out', out).forget('in') }
  },
  spread: ({ number, space }, before) => {
    const outs = [number(4), 4 + number(4)]
    return { edge: () => ({ ...ENDS, kind: 'spread', outs }), image: space.union(outs.map((out) => before.at('out', out))) }
  },
  route: ({ some, number, space }, before) => {
    const [one, outs] = [some(), [number(4), 4 + number(4)]]
    const cases = [{ set: one, outs }, { set: space.all.subtract(one), outs: [9] }]
    return {
      edge: (of) => ({ ...ENDS, kind: 'route', cases: cases.map(({ set, outs: chosen }) => [of.of(set), chosen] as const) }),
      image: space.union(cases.flatMap(({ set, outs: chosen }) => chosen.map((out) => before.intersect(set).at('out', out)))),
    }
  },
  rewrite: ({ some, number, addresses, ranges, space }, before) => {
    const when = some()
    const pools = {
      ...(number(2) && { source: addresses() }), ...(number(2) && { destination: addresses() }), ...(number(2) && { sourcePort: ranges(20) }), ...(number(2) && { destinationPort: ranges(20) }),
    }
    const { now } = space.levels
    return {
      edge: (of) => ({ ...ENDS, kind: 'rewrite', when: of.of(when), values: {
        ...(pools.source && { source: of.ref(space.addresses(now.source, pools.source)) }), ...(pools.destination && { destination: of.ref(space.addresses(now.destination, pools.destination)) }),
        ...(pools.sourcePort && { sourcePort: of.ref(space.diagrams.interval(now.sourcePort[0]!, pools.sourcePort, TRUE)) }),
        ...(pools.destinationPort && { destinationPort: of.ref(space.diagrams.interval(now.destinationPort[0]!, pools.destinationPort, TRUE)) }),
      } }),
      image: before.intersect(when).translate(pools),
    }
  },
}

describe.each(Object.keys(KINDS))('an edge of kind %s', (kind) => {
  test('takes what is before it into its image, and not into anything less', () => {
    let lessened = 0
    for (let seed = 1; seed <= TIMES; seed++) {
      const small = world(seed)
      const before = small.some()
      const { edge, image } = KINDS[kind]!(small, before)
      const less = image.subtract(small.some(2))
      const written = new WrittenSets(small.space)
      const refs = { before: written.of(before), image: written.of(image), less: written.of(less) }
      const made = edge(written)
      const sets = new Sets(written.handOver())
      const escape = (after: SetRef) => new Edges(sets, new Headers(sets)).escape(made, refs.before, () => after, false)
      expect(escape(refs.image), `seed ${seed}`).toBeUndefined()
      expect(escape(refs.less) === undefined, `seed ${seed}`).toBe(less.equals(image))
      if (!less.equals(image)) lessened++
    }
    expect(lessened).toBeGreaterThan(3)
  })
})

describe('what the checker makes itself', () => {
  const equal = (seed: number, make: (headers: Headers, addresses: AddressSet) => readonly SetRef[], meant: (space: PacketSpace, addresses: AddressSet) => PacketSet): void => {
    const { space, addresses } = world(seed)
    const some = addresses()
    const written = new WrittenSets(space)
    // Only of packets whose header as sent was a valid one, too: no others are ever sent.
    const [set, all] = [written.of(meant(space, some)), written.of(space.all.whereSent(space.all))]
    const sets = new Sets(written.handOver())
    const headers = new Headers(sets)
    const same = new Edges(sets, headers).same
    const own = make(headers, some).map((one) => ({ on: 'a' as const, set: one }))
    expect(same.uncovered([{ on: 'a', set }], [own]), `seed ${seed}: too little`).toBeUndefined()
    expect(same.uncovered([{ on: 'a', set: all }, ...own], [[{ on: 'a', set }]]), `seed ${seed}: too much`).toBeUndefined()
  }
  const each = (make: Parameters<typeof equal>[1], meant: Parameters<typeof equal>[2]): void => { for (let seed = 1; seed <= TIMES; seed++) equal(seed, make, meant) }

  test('valid headers are those of packet sets, and no others', () => {
    const space = new PacketSpace()
    const written = new WrittenSets(space)
    const all = written.of(space.all)
    const sets = new Sets(written.handOver())
    const headers = new Headers(sets)
    const same = new Edges(sets, headers).same
    expect(same.uncovered([{ on: 'a', set: all }], [[{ on: 'a', set: headers.valid }]])).toBeUndefined()
    expect(same.uncovered([{ on: 'a', set: headers.valid }], [[{ on: 'a', set: all }]])).toBeUndefined()
  })
  test('what is sent from addresses', () => each((headers, some) => headers.sentBy(writtenAddresses(some)), (space, some) => space.asSent().intersect(space.source(some))))
  test('who sent it, whatever was rewritten', () => each((headers, some) => [headers.from(writtenAddresses(some))], (space, some) => space.all.whereSent(space.source(some))))
  test('who receives it', () => each((headers, some) => [headers.to(writtenAddresses(some))], (space, some) => space.destination(some)))
})

test('the levels are those of packet sets', () => {
  const { maxima, now, sent, deepestFirst: _, ...others } = headerLevels()
  expect(LEVELS.map(([, max]) => max)).toEqual(maxima)
  for (const [index, [name]] of LEVELS.entries()) {
    const [field, when, word] = name.split('.') as [keyof typeof now, 'now' | 'sent' | undefined, string | undefined]
    expect(when ? { now, sent }[when][field][Number(word ?? 0)] : (others as Record<string, number>)[field], name).toBe(index)
  }
})
