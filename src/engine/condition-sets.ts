/** The packets for which a condition is true: surely, and possibly where a test in it is not understood. */
import type { PacketSet } from '../net/packet-set.ts'
import type { PacketSpace } from '../net/packet-space.ts'
import type { Ranges } from '../net/interval.ts'
import { ICMP, ICMPV6, PORT_PROTOCOLS, TCP } from '../net/header.ts'
import type { Condition } from '../topology/model.ts'
import { both, exactly, without, type Bounds } from './bounds.ts'

/** Interfaces are numbered within one device; 0 stands for none. */
export interface Scope {
  readonly space: PacketSpace
  /** Numbers of the interfaces that a name or pattern means, coming in and going out. */
  in(names: readonly string[]): Ranges
  out(names: readonly string[]): Ranges
  /** Whether connection tracking has given packets a state where the condition is asked. */
  readonly tracked: boolean
}

export function conditionSets(condition: Condition, scope: Scope): Bounds {
  const { space } = scope
  switch (condition.test) {
    case 'all': return condition.of.map((part) => conditionSets(part, scope)).reduce(both, exactly(space.all))
    case 'any': {
      const parts = condition.of.map((part) => conditionSets(part, scope))
      return { must: space.union(parts.map(({ must }) => must)), may: space.union(parts.map(({ may }) => may)) }
    }
    case 'not': return without(exactly(space.all), conditionSets(condition.of, scope))
    case 'source': return exactly(space.source(condition.set))
    case 'destination': return exactly(space.destination(condition.set))
    case 'family': return exactly(space.family(condition.family))
    case 'protocol': return exactly(space.protocol(condition.set))
    case 'source-port': return onFirstFragments(space.sourcePort(condition.set), PORT_PROTOCOLS, space)
    case 'destination-port': return onFirstFragments(space.destinationPort(condition.set), PORT_PROTOCOLS, space)
    case 'icmp': {
      const { must, may } = onFirstFragments(
        space.icmp(condition.family, condition.types, condition.codes), [condition.family === 4 ? ICMP : ICMPV6], space)
      return { must, may: may.intersect(space.family(condition.family)) }
    }
    case 'tcp-flags': return onFirstFragments(space.tcpFlags(condition.mask, condition.set), [TCP], space)
    case 'fragment': return exactly(space.fragment())
    case 'state': return scope.tracked ? exactly(space.state(condition.states)) : { must: space.none, may: space.all }
    case 'in': return exactly(space.in(scope.in(condition.names)))
    case 'out': return exactly(space.out(scope.out(condition.names)))
    case 'unknown': return { must: space.none, may: space.all }
  }
}

/** Whether a test of ports, flags or types matches a later fragment, which carries none, is not known. */
function onFirstFragments(set: PacketSet, protocols: readonly number[], space: PacketSpace): Bounds {
  const later = space.protocol(protocols.map((protocol) => [protocol, protocol] as const)).intersect(space.fragment())
  return { must: set, may: set.union(later) }
}
