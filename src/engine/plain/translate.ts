/** What address translation may make of one packet, and what undoing it makes of the reply. */
import { ALL_ADDRESSES, rangesOf } from '../../net/address.ts'
import { hasPorts, isIcmp, type Header } from '../../net/header.ts'
import { count, has, normalize, type Ranges } from '../../net/interval.ts'
import type { Interface, Translation } from '../../topology/model.ts'

/** Larger pools are represented by their ends and by the value that the caller asks for. */
const ALL_OF_A_POOL = 8n

/**
 * The packets that translating `field` may make of `header`; empty where the new address is of no use to its family.
 * `face` is the interface whose addresses stand for `interface`; `wanted` is a header that the caller would like to see.
 */
export function translations(
  header: Header, field: 'source' | 'destination', to: Translation, face: Interface | undefined, wanted?: Header,
): Header[] {
  const port = field === 'source' ? 'sourcePort' : 'destinationPort'
  const addresses = to.addresses === 'keep' ? [header[field]] : choices(poolOf(to.addresses, face, header.family), wanted?.[field])
  const ports = !hasPorts(header.protocol) || header.fragment ? [header[port]]
    : to.ports ? choosePorts(to.ports, header[port], wanted?.[port])
    : field === 'source' && to.addresses !== 'keep' && !to.samePorts ? choosePorts([portClass(header[port])], header[port], wanted?.[port])
    : [header[port]]
  return addresses.flatMap((address) => ports.map((number) => ({ ...header, [field]: address, [port]: number })))
}

function poolOf(addresses: Exclude<Translation['addresses'], 'keep'>, face: Interface | undefined, family: 4 | 6): Ranges<bigint> {
  if (addresses === 'unknown') return rangesOf(ALL_ADDRESSES, family)
  return addresses === 'interface' ? face ? faceAddresses(face, family) : [] : rangesOf(addresses, family)
}

/**
 * What `MASQUERADE` and `REDIRECT` may take: Linux chooses among the addresses of the interface by next hop and scope
 * (inet_select_addr, ipv6_dev_get_saddr), other systems otherwise, so any of its own.
 */
export function faceAddresses(face: Interface, family: 4 | 6): Ranges<bigint> {
  return normalize(face.addresses.filter(({ address, virtual }) => address.family === family && !virtual)
    .map(({ address }) => [address.value, address.value] as const))
}

/** Source NAT keeps a port within its class; port 0 is of none (Linux: nf_nat_core.c, find_best_ips_proto and nf_nat_l4proto_unique_tuple). */
export function portClass(port: number): readonly [number, number] {
  if (port === 0) return [0, 0]
  return port < 512 ? [1, 511] : port < 1024 ? [512, 1023] : [1024, 65535]
}

/** A port within the range is kept; only a collision, which one packet alone does not meet, would move it. */
function choosePorts(ports: Ranges, old: number, wanted: number | undefined): number[] {
  if (wanted !== undefined && has(ports, wanted)) return [wanted]
  if (has(ports, old)) return [old]
  return choices(ports.map(([low, high]) => [BigInt(low), BigInt(high)] as const)).map(Number)
}

function choices(pool: Ranges<bigint>, wanted?: bigint): bigint[] {
  if (wanted !== undefined && has(pool, wanted)) return [wanted]
  if (count(pool) > ALL_OF_A_POOL) return [pool[0]![0], pool.at(-1)![1]]
  return pool.flatMap(([low, high]) => Array.from({ length: Number(high - low) + 1 }, (_, index) => low + BigInt(index)))
}

/** Requests of ICMP and ICMPv6 that have a reply: echo, timestamp, information, address mask (RFC 792, 950, 4443, 4620). */
const REPLY_TYPE: Readonly<Record<4 | 6, Readonly<Record<number, number>>>> = {
  4: { 8: 0, 13: 14, 15: 16, 17: 18 },
  6: { 128: 129, 139: 140 },
}

/** The header of the answer to a packet: addresses and ports change places; undefined where nothing answers. */
export function reversed(header: Header): Header | undefined {
  const swapped = { ...header, source: header.destination, destination: header.source }
  if (isIcmp(header.family, header.protocol) && !header.fragment) {
    const type = REPLY_TYPE[header.family][header.destinationPort]
    return type === undefined ? undefined : { ...swapped, destinationPort: type }
  }
  return { ...swapped, sourcePort: header.destinationPort, destinationPort: header.sourcePort }
}

/** The same conversation: equal but for TCP flags, which change within one. */
export const sameTuple = (a: Header, b: Header): boolean =>
  a.family === b.family && a.source === b.source && a.destination === b.destination && a.protocol === b.protocol
  && a.sourcePort === b.sourcePort && a.destinationPort === b.destinationPort && a.fragment === b.fragment
