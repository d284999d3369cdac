/** Services as the topology language writes them: `tcp/443`, `udp/1024-65535`, `icmp/echo-request`, `esp`, `any`. */
import { ICMP, ICMPV6, SCTP, TCP, UDP } from './header.ts'
import type { Family } from './header.ts'
import { ICMP_TYPES, icmpTypeName } from './icmp-types.ts'
import type { Range, Ranges } from './interval.ts'

/** One conjunction of tests. A port or ICMP test holds for no later fragment; a bare protocol does. */
export interface ServicePart {
  readonly family?: Family
  readonly protocols: Ranges
  readonly sourcePorts?: Ranges
  readonly destinationPorts?: Ranges
  /** Only with a family, and the ICMP of that family as the protocol. */
  readonly icmp?: { readonly types: Ranges; readonly codes: Ranges }
}

/** Any of its parts. */
export type Service = readonly ServicePart[]

const PORTED: Readonly<Record<string, number>> = { tcp: TCP, udp: UDP, sctp: SCTP }
/** Protocols that have no ports here, by name (IANA). `icmp` stands apart: it is two protocols. */
const PORTLESS: Readonly<Record<string, number>> = { igmp: 2, ipip: 4, ipv6: 41, gre: 47, esp: 50, ah: 51, eigrp: 88, ospf: 89, pim: 103, vrrp: 112, l2tp: 115 }

export const PROTOCOL_NAMES: readonly string[] = [...Object.keys(PORTED), 'icmp', 'icmpv6', ...Object.keys(PORTLESS)]

const ALL_PROTOCOLS: Ranges = [[0, 255]]
const BYTE: Ranges = [[0, 255]]
const one = (value: number): Ranges => [[value, value]]

export const ANY_SERVICE: Service = [{ protocols: ALL_PROTOCOLS }]

/**
 * `icmp` and an ICMP type by name are of both families, as far as the type exists in both; an ICMP type by number is of
 * IPv4 after `icmp/` and of IPv6 after `icmpv6/`. `ip/89` is a protocol by number,
 * `ip/3-5` are several. Undefined: not a service.
 */
export function parseService(text: string): Service | undefined {
  const [name = '', ...rest] = text.toLowerCase().split('/')
  if (name === 'any') return rest.length === 0 ? ANY_SERVICE : undefined
  if (name === 'icmp' || name === 'icmpv6') return parseIcmp(name, rest)
  if (rest.length > 1) return undefined
  if (name === 'ip') {
    const range = rest[0] === undefined ? undefined : parseRange(rest[0], 255)
    return range && [{ protocols: [range] }]
  }
  const ported = own(PORTED, name)
  if (ported !== undefined) {
    const protocols = one(ported)
    if (rest[0] === undefined) return [{ protocols }]
    const range = parseRange(rest[0], 0xffff)
    return range && [{ protocols, destinationPorts: [range] }]
  }
  const portless = own(PORTLESS, name)
  return portless === undefined || rest.length > 0 ? undefined : [{ protocols: one(portless) }]
}

function parseIcmp(protocol: 'icmp' | 'icmpv6', rest: readonly string[]): Service | undefined {
  const families: readonly Family[] = protocol === 'icmpv6' ? [6] : [4, 6]
  const [typeText, codeText] = rest
  if (rest.length > 2) return undefined
  if (typeText === undefined) return families.map((family) => ({ family, protocols: one(icmpProtocol(family)) }))
  const code = codeText === undefined ? undefined : parseNumber(codeText, 255)
  if (codeText !== undefined && code === undefined) return undefined
  const codes = code === undefined ? BYTE : one(code)
  const part = (family: Family, type: number): ServicePart => ({ family, protocols: one(icmpProtocol(family)), icmp: { types: one(type), codes } })
  const number = parseNumber(typeText, 255)
  if (number !== undefined) return [part(protocol === 'icmp' ? 4 : 6, number)]
  // What a code means depends on the family: it goes with a number only.
  const named = code === undefined ? own(ICMP_TYPES, typeText) : undefined
  const parts = families.flatMap((family) => {
    const type = family === 4 ? named?.v4 : named?.v6
    return type === undefined ? [] : [part(family, type)]
  })
  return parts.length > 0 ? parts : undefined
}

const icmpProtocol = (family: Family): number => (family === 4 ? ICMP : ICMPV6)

const own = <V>(record: Readonly<Record<string, V>>, key: string): V | undefined => (Object.hasOwn(record, key) ? record[key] : undefined)

function parseNumber(text: string, max: number): number | undefined {
  const value = /^(0|[1-9]\d{0,4})$/.test(text) ? Number(text) : undefined
  return value !== undefined && value <= max ? value : undefined
}

function parseRange(text: string, max: number): Range<number> | undefined {
  const [low, high, ...more] = text.split('-').map((end) => parseNumber(end, max))
  if (low === undefined || more.length > 0) return undefined
  if (high === undefined) return text.includes('-') ? undefined : [low, low]
  return low <= high ? [low, high] : undefined
}

// -------------------------------------------------------------------------------------------------------------- writing

export function protocolName(protocol: number): string | undefined {
  if (protocol === ICMP) return 'icmp'
  if (protocol === ICMPV6) return 'icmpv6'
  return Object.entries({ ...PORTED, ...PORTLESS }).find(([, number]) => number === protocol)?.[0]
}

export const formatRange = ([low, high]: Range<number>): string => (low === high ? `${low}` : `${low}-${high}`)

/**
 * One text for each range. Of ICMP it names the type, which says nothing of the family: the texts stand beside addresses.
 * Source ports, which `parseService` does not know, are written after `from`.
 */
export function formatService(service: Service): string[] {
  return distinctTexts(service.flatMap(formatPart))
}

/** Without repetitions; `icmpv6/redirect` is said by `icmp/redirect`, which is of both families, but no number is. */
export function distinctTexts(texts: readonly string[]): string[] {
  const said = new Set(texts)
  return [...said].filter((text) => !/^icmpv6(?!\/\d)/.test(text) || !said.has(text.replace('icmpv6', 'icmp')))
}

export function formatPart({ family, protocols, sourcePorts, destinationPorts, icmp }: ServicePart): string[] {
  const from = sourcePorts ? ` from ${sourcePorts.map(formatRange).join(',')}` : ''
  return protocols.flatMap(([low, high]): string[] => {
    if (low === 0 && high === 255) return destinationPorts || sourcePorts ? [] : ['any']
    if (low !== high) return [`ip/${low}-${high}`]
    const isIcmpOfFamily = family !== undefined && low === icmpProtocol(family)
    const name = low === ICMP || low === ICMPV6 ? (isIcmpOfFamily ? protocolName(low)! : `ip/${low}`) : protocolName(low) ?? `ip/${low}`
    if (icmp && isIcmpOfFamily) return formatIcmp(family, icmp).map((type) => `${name}${type}`)
    return (destinationPorts ?? [undefined]).map((range) => `${name}${range ? `/${formatRange(range)}` : ''}${from}`)
  })
}

function formatIcmp(family: Family, { types, codes }: NonNullable<ServicePart['icmp']>): string[] {
  const anyCode = codes.length === 1 && codes[0]![0] === 0 && codes[0]![1] === 255
  const codeTexts = anyCode ? [''] : codes.map((range) => `/${formatRange(range)}`)
  return types.flatMap((range) => {
    const name = range[0] === range[1] && anyCode ? icmpTypeName(family, range[0]) : undefined
    return codeTexts.map((code) => `/${name ?? formatRange(range)}${code}`)
  })
}
