/** `stateWithoutSession` as a relation: the pairs (header, state) of packets with which no session is known. */
import type { PacketSet } from '../net/packet-set.ts'
import type { PacketSpace } from '../net/packet-space.ts'
import { ICMP, ICMPV6, TCP, TCP_FLAGS } from '../net/header.ts'
import { NEW_ICMP, NEW_TCP_FLAGS, UNTRACKED_ICMPV6 } from './tracking.ts'

const CODES = [[0, 255]] as const
const points = (values: readonly number[]): [number, number][] => values.map((value) => [value, value])

/** Exactly one state for each header. */
export function freshStates(space: PacketSpace): PacketSet {
  const tcp = space.protocol([[TCP, TCP]])
  const newTcp = space.union(NEW_TCP_FLAGS.map((flags) => space.tcpFlags(63, flags)))
  const icmp = space.family(4).intersect(space.protocol([[ICMP, ICMP]])).union(space.family(6).intersect(space.protocol([[ICMPV6, ICMPV6]])))
  const newIcmp = space.icmp(4, points(NEW_ICMP[4]), CODES).union(space.icmp(6, points(NEW_ICMP[6]), CODES))
  const untracked = space.icmp(6, points(UNTRACKED_ICMPV6), CODES)
  const fresh = newTcp.union(newIcmp).union(space.all.subtract(tcp).subtract(icmp))
  return space.union([
    fresh.intersect(space.state(['new'])),
    untracked.intersect(space.state(['untracked'])),
    space.all.subtract(fresh).subtract(untracked).intersect(space.state(['invalid'])),
  ])
}

/** TCP that no device which insists on sessions takes without one: all but SYN without ACK (`opensTcp`). */
export function tcpWithoutOpening(space: PacketSpace): PacketSet {
  const { SYN, ACK } = TCP_FLAGS
  return space.tcpFlags(0, 0).subtract(space.tcpFlags(SYN | ACK, SYN))
}
