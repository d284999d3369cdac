/** The state that connection tracking gives to a packet with which no session is known. */
import { ICMP, ICMPV6, TCP, TCP_FLAGS, type Header, type State } from '../net/header.ts'

const { SYN, ACK, URG, PSH } = TCP_FLAGS

/**
 * TCP flags with which Linux opens a session (nf_conntrack_proto_tcp.c: `tcp_conntracks` from state NONE; PSH is not looked
 * at, any other combination is invalid; ACK alone picks up a session in the middle, as `nf_conntrack_tcp_loose` = 1 has it).
 */
export const NEW_TCP_FLAGS: readonly number[] = [SYN, SYN | URG, ACK, ACK | URG].flatMap((flags) => [flags, flags | PSH])

/** ICMP requests that open one: nf_conntrack_proto_icmp.c, nf_conntrack_proto_icmpv6.c (`valid_new`). */
export const NEW_ICMP: Readonly<Record<4 | 6, readonly number[]>> = { 4: [8, 13, 15, 17], 6: [128, 139] }

/** ICMPv6 of neighbour discovery and multicast listeners is never tracked (nf_conntrack_proto_icmpv6.c, `noct_valid_new`). */
export const UNTRACKED_ICMPV6: readonly number[] = [130, 131, 132, 133, 134, 135, 136, 143]

/** TCP flags that open a session on a device which insists on one: SYN, and no ACK. */
export const opensTcp = (flags: number): boolean => (flags & SYN) !== 0 && (flags & ACK) === 0

export function stateWithoutSession(header: Header): State {
  if (header.protocol === TCP) return NEW_TCP_FLAGS.includes(header.flags) ? 'new' : 'invalid'
  if (header.family === 4 && header.protocol === ICMP) return NEW_ICMP[4].includes(header.destinationPort) ? 'new' : 'invalid'
  if (header.family === 6 && header.protocol === ICMPV6) {
    if (UNTRACKED_ICMPV6.includes(header.destinationPort)) return 'untracked'
    return NEW_ICMP[6].includes(header.destinationPort) ? 'new' : 'invalid'
  }
  return 'new'
}
