/** The invariants of `Header` (`header.ts`) as one set: every packet set is made inside it. */
import { FALSE } from './diagram.ts'
import type { Diagrams } from './diagram.ts'
import { MAX_FLAGS, MAX_PORT } from './fields.ts'
import type { Levels } from './fields.ts'
import { ICMP, ICMPV6, PORT_PROTOCOLS, TCP } from './header.ts'
import type { Family } from './header.ts'
import { complement, normalize } from './interval.ts'
import type { Ranges } from './interval.ts'
import type { Ref } from './unique-table.ts'

/** Of a level that is 0 or 1. */
export const NO: Ranges = [[0, 0]]
export const YES: Ranges = [[1, 1]]
export const PORTED: Ranges = normalize(PORT_PROTOCOLS.map((protocol) => [protocol, protocol]))
export const familyRange = (family: Family): Ranges => (family === 4 ? NO : YES)
export const icmpProtocol = (family: Family): Ranges => (family === 4 ? [[ICMP, ICMP]] : [[ICMPV6, ICMPV6]])

export function validHeaders(diagrams: Diagrams, levels: Levels): Ref {
  const [sourcePort, destinationPort] = [levels.now.sourcePort[0]!, levels.now.destinationPort[0]!]
  const noPorts = [[sourcePort, NO], [destinationPort, NO], [levels.flags, NO]] as const
  const ported = PORT_PROTOCOLS.map((protocol) => diagrams.product([
    [levels.protocol, [[protocol, protocol]]], [levels.fragment, NO], [levels.flags, protocol === TCP ? [[0, MAX_FLAGS]] : NO],
    [sourcePort, [[0, MAX_PORT]]], [destinationPort, [[0, MAX_PORT]]],
  ]))
  const icmp = (family: Family): Ref => diagrams.product([
    [levels.family, familyRange(family)], [levels.protocol, icmpProtocol(family)], [levels.fragment, NO], [levels.flags, NO],
    [sourcePort, [[0, 0xff]]], [destinationPort, [[0, 0xff]]],
  ])
  const other = (family: Family): Ref => diagrams.product([
    [levels.family, familyRange(family)], [levels.fragment, NO], ...noPorts,
    [levels.protocol, complement(normalize([...PORTED, ...icmpProtocol(family)]), 0xff)],
  ])
  const fragments = diagrams.product([[levels.fragment, YES], ...noPorts])
  return diagrams.fold(diagrams.or, [...ported, icmp(4), icmp(6), other(4), other(6), fragments], FALSE)
}
