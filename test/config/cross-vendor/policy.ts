/** A policy that no vendor wrote: what passes from one segment to another, and the set of packets that it means. */
import fc from 'fast-check'
import { addressesOf, parsePrefix } from '../../../src/net/address.ts'
import { ICMP, TCP, TCP_FLAGS, UDP } from '../../../src/net/header.ts'
import type { PacketSet } from '../../../src/net/packet-set.ts'
import type { PacketSpace } from '../../../src/net/packet-space.ts'

export type Ports = readonly [low: number, high: number]

export interface Entry {
  readonly action: 'permit' | 'deny'
  /** Prefixes; `0.0.0.0/0` is any. */
  readonly source: string
  readonly destination: string
  readonly protocol: 'any' | 'tcp' | 'udp' | 'icmp'
  readonly from?: Ports
  readonly ports?: Ports
}

/** First match decides; what matches nothing is denied. `stateful`: it is about what opens a session. */
export interface Policy { readonly stateful: boolean; readonly entries: readonly Entry[] }

export const LEFT = '10.0.1.0/24'
export const RIGHT = '10.0.2.0/24'
export const ANYWHERE = '0.0.0.0/0'

const NUMBERS = { tcp: TCP, udp: UDP, icmp: ICMP } as const

export function entrySet(space: PacketSpace, { source, destination, protocol, from, ports }: Entry): PacketSet {
  const of = (text: string): ReturnType<typeof addressesOf> => addressesOf(parsePrefix(text)!.prefix)
  return [
    space.family(4), space.source(of(source)), space.destination(of(destination)),
    ...(protocol === 'any' ? [] : [space.protocol([[NUMBERS[protocol], NUMBERS[protocol]]])]),
    ...(from ? [space.sourcePort([from])] : []), ...(ports ? [space.destinationPort([ports])] : []),
  ].reduce((all, one) => all.intersect(one))
}

export function policySet(space: PacketSpace, { entries }: Policy): PacketSet {
  return [...entries].reverse().reduce((rest, entry) => {
    const set = entrySet(space, entry)
    return entry.action === 'permit' ? rest.union(set) : rest.subtract(set)
  }, space.none)
}

/** What opens a session whatever the vendor: SYN alone, UDP, an echo request. */
export const opening = (space: PacketSpace): PacketSet => space.tcpFlags(63, TCP_FLAGS.SYN)
  .union(space.protocol([[UDP, UDP]])).union(space.icmp(4, [[8, 8]], [[0, 255]]))

// ------------------------------------------------------------------------------------------------------------- generators

const within = (network: string, base: readonly [number, number, number]): fc.Arbitrary<string> => fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(network, ANYWHERE, '10.0.0.0/16') },
  { weight: 3, arbitrary: fc.tuple(fc.integer({ min: 25, max: 32 }), fc.integer({ min: 0, max: 255 })).map(([length, host]) =>
    `${base.join('.')}.${host - (host % 2 ** (32 - length))}/${length}`) },
)

const ports: fc.Arbitrary<Ports> = fc.oneof(
  fc.constantFrom(22, 53, 80, 443, 8080).map((port): Ports => [port, port]),
  fc.tuple(fc.constantFrom(1, 80, 1024), fc.constantFrom(443, 1023, 65535)).map(([a, b]): Ports => (a < b ? [a, b] : [b, a])),
)

const entry: fc.Arbitrary<Entry> = fc.record({
  action: fc.constantFrom('permit' as const, 'permit' as const, 'deny' as const),
  source: within(LEFT, [10, 0, 1]), destination: within(RIGHT, [10, 0, 2]),
  protocol: fc.constantFrom('any' as const, 'tcp' as const, 'tcp' as const, 'udp' as const, 'icmp' as const),
  from: fc.option(ports, { freq: 5 }), ports: fc.option(ports, { freq: 2, nil: null }),
}).map(({ from, ports: to, ...rest }) => ({
  ...rest, ...(rest.protocol !== 'any' && rest.protocol !== 'icmp' ? { ...(from && { from }), ...(to && { ports: to }) } : {}),
}))

export const policies: fc.Arbitrary<Policy> = fc.record({ stateful: fc.boolean(), entries: fc.array(entry, { maxLength: 7 }) })
