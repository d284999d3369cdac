/** One concrete packet header: the plain counterpart of a packet set. Knows no topology. */

export type Family = 4 | 6

/** What connection tracking says of a packet (the five states of Linux conntrack). */
export type State = 'new' | 'established' | 'related' | 'invalid' | 'untracked'
export const STATES: readonly State[] = ['new', 'established', 'related', 'invalid', 'untracked']

/** The six TCP flags as bits, in the order of the TCP header (RFC 9293 section 3.1). */
export const TCP_FLAGS = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32 } as const

/** IP protocol numbers (IANA) that have ports here. */
export const TCP = 6
export const UDP = 17
export const SCTP = 132
export const ICMP = 1
export const ICMPV6 = 58
export const PORT_PROTOCOLS: readonly number[] = [TCP, UDP, SCTP]

/**
 * Invariants (the *valid* headers; a packet set holds no other):
 * ports are 0 unless the protocol is TCP, UDP or SCTP; for ICMP (1 in IPv4, 58 in IPv6) `destinationPort` is the type and
 * `sourcePort` the code, both 0-255; `flags` is 0 unless TCP; a later fragment (`fragment: true`) has ports and flags 0.
 */
export interface Header {
  readonly family: Family
  readonly source: bigint
  readonly destination: bigint
  readonly protocol: number
  readonly sourcePort: number
  readonly destinationPort: number
  readonly flags: number
  /** A fragment other than the first: it carries no ports, flags, type or code. */
  readonly fragment: boolean
}

export const hasPorts = (protocol: number): boolean => PORT_PROTOCOLS.includes(protocol)

export const isIcmp = (family: Family, protocol: number): boolean => protocol === (family === 4 ? ICMP : ICMPV6)
