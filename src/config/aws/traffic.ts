/** Protocol, ports and ICMP types, as security groups and network ACLs write them. */
import { ICMP, ICMPV6, TCP, UDP, type Family } from '../../net/header.ts'
import type { Condition } from '../../topology/model.ts'

export const ALL = -1

const NUMBERS: ReadonlyMap<string, number> = new Map([['-1', ALL], ['all', ALL], ['tcp', TCP], ['udp', UDP], ['icmp', ICMP], ['icmpv6', ICMPV6]])

/** Undefined: no protocol that anybody knows. */
export function protocolNumber(typed: string | undefined): number | undefined {
  if (typed === undefined) return undefined
  const known = NUMBERS.get(typed.toLowerCase())
  if (known !== undefined) return known
  return /^\d{1,3}$/.test(typed) && Number(typed) < 256 ? Number(typed) : undefined
}

/**
 * `low` and `high` are ports, or ICMP type and code, where -1 and nothing are all. Of every other protocol all traffic is meant,
 * whatever ports are given (API reference, IpPermission: "traffic on all ports is allowed").
 */
export function traffic(protocol: number, low: number | undefined, high: number | undefined): Condition {
  if (protocol === ALL) return { test: 'all', of: [] }
  const of: Condition = { test: 'protocol', set: [[protocol, protocol]] }
  if (protocol === ICMP || protocol === ICMPV6) {
    const family: Family = protocol === ICMP ? 4 : 6
    return { test: 'icmp', family, types: numbered(low), codes: low === undefined || low === ALL ? EVERY_NUMBER : numbered(high) }
  }
  if ((protocol !== TCP && protocol !== UDP) || low === undefined || low === ALL) return of
  const last = high ?? low
  return low > last ? NEVER : { test: 'all', of: [of, { test: 'destination-port', set: [[low, last]] }] }
}

const EVERY_NUMBER = [[0, 255]] as const

const numbered = (number: number | undefined): readonly (readonly [number, number])[] =>
  (number === undefined || number === ALL ? EVERY_NUMBER : [[number, number]])

export const NEVER: Condition = { test: 'any', of: [] }

export const all = (...of: readonly Condition[]): Condition => (of.length === 1 ? of[0]! : { test: 'all', of })
export const any = (...of: readonly Condition[]): Condition => (of.length === 1 ? of[0]! : { test: 'any', of })
export const not = (of: Condition): Condition => ({ test: 'not', of })
export const into = (names: readonly string[]): Condition => ({ test: 'out', names })
export const outOf = (names: readonly string[]): Condition => ({ test: 'in', names })
export const doubtful = (what: string): Condition => ({ test: 'unknown', what })
