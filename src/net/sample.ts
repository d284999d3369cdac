/** One packet of a set, such as a person would have chosen for an example. Deterministic. */
import { addressFrom } from './address-levels.ts'
import { choosePoint } from './diagram-walk.ts'
import { REWRITABLE, REWRITABLE_FIELDS } from './fields.ts'
import { ICMP, ICMPV6, STATES, TCP, TCP_FLAGS, UDP } from './header.ts'
import type { Header } from './header.ts'
import { has, normalize } from './interval.ts'
import type { Ranges } from './interval.ts'
import type { Here, PacketSet } from './packet-set.ts'
import type { PacketSpace } from './packet-space.ts'
import { UNICAST } from './special-addresses.ts'

/** Interfaces and state are absent where the set does not constrain them. */
export interface Sample extends Partial<Here> { readonly sent: Header; readonly now: Header }

/**
 * `preferences` in their order, and then the tastes of this file: each is kept if something of the set is left in it.
 * The set is not empty.
 */
export function samplePacket(set: PacketSet, preferences: readonly PacketSet[] = []): Sample {
  const { space } = set
  let rest = preferences.reduce(preferring, set)
  for (const taste of TASTES) rest = preferring(rest, taste(space))
  const ported = rest.within(space.ported)
  const point = choosePoint(space.diagrams, rest.ref, (level, values) => pick(space, level, normalize(values), ported))
  return { ...headersAt(space, point), ...hereAt(set, point) }
}

function preferring(set: PacketSet, preference: PacketSet): PacketSet {
  const preferred = set.intersect(preference)
  return preferred.isEmpty() ? set : preferred
}

const protocol = (number: number) => (space: PacketSpace): PacketSet => space.protocol([[number, number]])
const destinationPort = (port: number) => (space: PacketSpace): PacketSet => space.destinationPort([[port, port]])
const flags = (bits: number) => (space: PacketSpace): PacketSet => space.tcpFlags(0x3f, bits)

const TASTES: readonly ((space: PacketSpace) => PacketSet)[] = [
  (space) => space.all.subtract(space.fragment()),
  protocol(TCP),
  protocol(UDP),
  (space) => space.icmp(4, [[8, 8]], [[0, 0]]).union(space.icmp(6, [[128, 128]], [[0, 0]])),
  (space) => protocol(ICMP)(space).intersect(space.family(4)).union(protocol(ICMPV6)(space).intersect(space.family(6))),
  (space) => space.source(UNICAST),
  (space) => space.destination(UNICAST),
  ...[443, 80, 22, 3389, 445, 53].map(destinationPort),
  (space) => space.sourcePort([[49152, 65535]]),
  flags(TCP_FLAGS.SYN),
  flags(TCP_FLAGS.ACK),
  (space) => space.state(['new']),
]

/** The most usual of the values; `values` is not empty. */
function pick({ levels }: PacketSpace, level: number, values: Ranges, ported: boolean): number {
  const first = values[0]![0]
  const isPortOf = (field: 'sourcePort' | 'destinationPort'): boolean => levels.now[field][0] === level || levels.sent[field][0] === level
  if (ported && isPortOf('sourcePort')) return has(values, 49152) ? 49152 : values[values.length - 1]![1]
  if (ported && isPortOf('destinationPort')) return first === 0 && has(values, 1) ? 1 : first
  const isLastWord = (['source', 'destination'] as const).some((field) => levels.now[field][3] === level || levels.sent[field][3] === level)
  return isLastWord ? hostAmong(values) ?? first : first
}

/** The first address that ends neither in .0 nor in .255. */
function hostAmong(values: Ranges): number | undefined {
  for (const [low, high] of values) {
    const last = low % 256
    const host = last === 0 ? low + 1 : last === 255 ? low + 2 : low
    if (host <= high) return host
  }
  return undefined
}

function headersAt({ levels }: PacketSpace, point: readonly number[]): { now: Header; sent: Header } {
  const family = point[levels.family] === 0 ? 4 : 6
  const words = (address: readonly number[]): bigint =>
    addressFrom(address.slice(family === 4 ? 3 : 0).map((level) => point[level]!))
  const fields = (at: typeof levels.now) => ({
    source: words(at.source),
    destination: words(at.destination),
    sourcePort: point[at.sourcePort[0]!]!,
    destinationPort: point[at.destinationPort[0]!]!,
  })
  const now: Header = {
    family, ...fields(levels.now), protocol: point[levels.protocol]!, flags: point[levels.flags]!, fragment: point[levels.fragment] === 1,
  }
  const asSent = fields(levels.sent)
  const kept = REWRITABLE_FIELDS.filter((field) => point[levels.rewritten]! & REWRITABLE[field])
  return { now, sent: { ...now, ...Object.fromEntries(kept.map((field) => [field, asSent[field]])) } }
}

function hereAt(set: PacketSet, point: readonly number[]): Partial<Here> {
  const { levels } = set.space
  const constrained = (field: keyof Here): boolean => !set.forget(field).equals(set)
  return {
    ...(constrained('in') && { in: point[levels.in]! }),
    ...(constrained('out') && { out: point[levels.out]! }),
    ...(constrained('state') && { state: STATES[point[levels.state]!]! }),
  }
}
