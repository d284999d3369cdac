/** Which services a set has packets of, between whichever addresses. */
import { formatBoxServices, servicesOf } from './box-service.ts'
import { FALSE } from './diagram.ts'
import { maskOf } from './fields.ts'
import { TCP, TCP_FLAGS } from './header.ts'
import type { PacketSet } from './packet-set.ts'
import type { Ref } from './unique-table.ts'

/**
 * As the topology language writes them, such as `tcp/443`, `icmp/echo-request`, `any`; IPv4 first, each once. Of what can be
 * opened flags and fragments are left out; what opens nothing is told with them.
 */
export function servicesIn(set: PacketSet): string[] {
  const { space } = set
  const { diagrams, levels } = space
  const opening = space.all.subtract(space.protocol([[TCP, TCP]])).union(space.tcpFlags(TCP_FLAGS.SYN | TCP_FLAGS.ACK, TCP_FLAGS.SYN))
  const anyFlags = diagrams.forget(diagrams.or, maskOf([levels.flags]), set.intersect(opening.union(space.fragment())).ref)
  const opened = space.of(diagrams.apply(diagrams.and, anyFlags, space.all.ref))
  const texts = textsOf(opened)
  const named = texts.map(bare).filter((_, index) => !LATER.test(texts[index]!))
  const fragments = texts.filter((one) => LATER.test(one) && !named.some((other) => other.startsWith(bare(one))))
  return [...new Set([...named, ...fragments, ...textsOf(set.subtract(opened))])]
}

const LATER = / \(later fragments\)$/
const bare = (text: string): string => text.replace(/ \(.*\)$/, '')

function textsOf(set: PacketSet): string[] {
  const { diagrams, levels, sentMask } = set.space
  const others = maskOf([...levels.now.source, ...levels.now.destination, levels.in, levels.out, levels.state])
  const services = ([family, code]: readonly [4 | 6, 0 | 1]): string[] => {
    const of = (one: PacketSet): Ref => diagrams.restrict(levels.family, code, diagrams.forget(diagrams.or, sentMask | others, one.ref))
    const found = of(set)
    return found === FALSE ? [] : formatBoxServices(servicesOf(set.space, family, found, of(set.space.all)))
  }
  const v4 = services([4, 0])
  // Named types are one service in both families (`parseService`).
  return [...v4, ...services([6, 1]).filter((one) => !v4.includes(one.replace(/^icmpv6(?!\/\d)/, 'icmp')))]
}
