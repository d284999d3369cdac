/** Generators that make the inputs one would rather not get: empty, backwards, full, touching, duplicated. */
import fc from 'fast-check'
import type { AddressSet } from '../../src/net/address.ts'
import { maxAddress } from '../../src/net/address.ts'
import { PORT_PROTOCOLS, STATES } from '../../src/net/header.ts'
import type { Family, Header, State } from '../../src/net/header.ts'
import { normalize } from '../../src/net/interval.ts'
import type { Range, Ranges } from '../../src/net/interval.ts'

/** Few values, so that ranges touch and coincide; the ends of the field among them. */
export const numbers = (max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: 0, max: Math.min(max, 7) }), fc.constantFrom(0, max, max - 1, max >> 1), fc.integer({ min: 0, max }))

/** Unsorted, overlapping, backwards. */
export const rawRanges = (max: number): fc.Arbitrary<Range<number>[]> => fc.oneof(
  fc.array(fc.tuple(numbers(max), numbers(max)), { maxLength: 4 }),
  fc.constant<Range<number>[]>([[0, max]]),
)
export const ranges = (max: number): fc.Arbitrary<Ranges> => rawRanges(max).map((raw) => normalize(raw))

/** Addresses near the edges of 32-bit words, where a carry would hide. */
export const addressValues = (family: Family): fc.Arbitrary<bigint> => {
  const max = maxAddress(family)
  const edges = family === 4
    ? [0n, 1n, 2n, 3n, 1n << 31n, (1n << 31n) - 1n, max - 1n, max]
    : [0n, 1n, (1n << 32n) - 1n, 1n << 32n, (1n << 64n) - 1n, 1n << 64n, (1n << 64n) + (1n << 32n) + 5n, 1n << 96n, (5n << 96n) + 7n, max - 1n, max]
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...edges) }, { weight: 1, arbitrary: fc.bigInt({ min: 0n, max }) })
}
export const addressRanges = (family: Family): fc.Arbitrary<Ranges<bigint>> => fc.oneof(
  fc.array(fc.tuple(addressValues(family), addressValues(family)), { maxLength: 3 }).map((raw) => normalize(raw)),
  fc.constant([[0n, maxAddress(family)] as const]),
)
export const addressSets: fc.Arbitrary<AddressSet> = fc.record({ v4: addressRanges(4), v6: addressRanges(6) })

const PROTOCOLS = [1, 6, 17, 50, 58, 132, 0, 255]
export const protocols = fc.constantFrom(...PROTOCOLS)
export const protocolRanges: fc.Arbitrary<Ranges> = fc.oneof(
  fc.array(protocols, { maxLength: 3 }).map((list) => normalize(list.map((one) => [one, one] as const))), ranges(255))
const ports = numbers(0xffff)

/** Valid headers of both families and all kinds. */
export const headers: fc.Arbitrary<Header> = fc.constantFrom<Family>(4, 6).chain((family) => fc.record({
  family: fc.constant(family), source: addressValues(family), destination: addressValues(family), protocol: protocols,
  a: ports, b: ports, type: fc.constantFrom(0, 3, 8, 13, 14, 17, 128, 129, 139, 255), flags: numbers(63), fragment: fc.nat(4).map((n) => n === 0),
})).map(({ a, b, type, flags, ...rest }) => {
  const none = { sourcePort: 0, destinationPort: 0, flags: 0 }
  if (rest.fragment) return { ...rest, ...none }
  if (PORT_PROTOCOLS.includes(rest.protocol)) return { ...rest, sourcePort: a, destinationPort: b, flags: rest.protocol === 6 ? flags : 0 }
  if (rest.protocol === (rest.family === 4 ? 1 : 58)) return { ...rest, sourcePort: a & 255, destinationPort: type, flags: 0 }
  return { ...rest, ...none }
})

/** A packet at a place: the reference meaning of one element of a packet set. */
export interface Packet { readonly sent: Header; readonly now: Header; readonly in: number; readonly out: number; readonly state: State }
export const interfaces = fc.constantFrom(0, 1, 2, 0xffff)
export const states = fc.constantFrom(...STATES)
export const freshPackets: fc.Arbitrary<Packet> = fc.record({ header: headers, in: interfaces, out: interfaces, state: states })
  .map(({ header, ...here }) => ({ sent: header, now: header, ...here }))
