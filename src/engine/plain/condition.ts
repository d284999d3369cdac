/** What a condition says of one packet: true, false, or undefined where a test is not understood. */
import { hasPorts, isIcmp, TCP, type Header, type State } from '../../net/header.ts'
import { has } from '../../net/interval.ts'
import type { Condition } from '../../topology/model.ts'

/** What is known of a packet at one point of a device. `state` is undefined before conntrack has looked at it. */
export interface Situation {
  readonly header: Header
  readonly state?: State
  readonly in?: string
  readonly out?: string
}

/** Kleene's three values: `not` keeps undefined, `all` is false as soon as one part is, `any` true as soon as one is. */
export function holds(condition: Condition, at: Situation): boolean | undefined {
  const { header } = at
  switch (condition.test) {
    case 'all': return unless(false, condition.of, at)
    case 'any': return unless(true, condition.of, at)
    case 'not': return not(holds(condition.of, at))
    case 'source': return has(header.family === 4 ? condition.set.v4 : condition.set.v6, header.source)
    case 'destination': return has(header.family === 4 ? condition.set.v4 : condition.set.v6, header.destination)
    case 'family': return header.family === condition.family
    case 'protocol': return has(condition.set, header.protocol)
    case 'source-port': return portHolds(has(condition.set, header.sourcePort), at)
    case 'destination-port': return portHolds(has(condition.set, header.destinationPort), at)
    case 'icmp': return condition.family === header.family && isIcmp(header.family, header.protocol)
      && beyondTheFirst(has(condition.types, header.destinationPort) && has(condition.codes, header.sourcePort), at)
    case 'tcp-flags': return header.protocol === TCP && beyondTheFirst((header.flags & condition.mask) === condition.set, at)
    case 'fragment': return header.fragment
    case 'state': return at.state === undefined ? undefined : condition.states.includes(at.state)
    case 'in': return at.in !== undefined && condition.names.some((name) => named(name, at.in!))
    case 'out': return at.out !== undefined && condition.names.some((name) => named(name, at.out!))
    case 'unknown': return undefined
  }
}

const not = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value)

/** `decisive` as soon as one part is, else unknown if one part is, else the opposite. */
function unless(decisive: boolean, parts: readonly Condition[], at: Situation): boolean | undefined {
  let all: boolean | undefined = !decisive
  for (const part of parts) {
    const one = holds(part, at)
    if (one === decisive) return decisive
    if (one === undefined) all = undefined
  }
  return all
}

const portHolds = (matches: boolean, at: Situation): boolean | undefined =>
  hasPorts(at.header.protocol) && beyondTheFirst(matches, at)

/**
 * A later fragment carries no port, flag or type: what a device that does not reassemble makes of such a test differs from
 * vendor to vendor (RFC 1858), so it is not known.
 */
const beyondTheFirst = (matches: boolean, at: Situation): boolean | undefined => (at.header.fragment ? undefined : matches)

/** `eth+` names every interface whose name begins with `eth` (iptables(8), option -i). */
export const named = (pattern: string, name: string): boolean =>
  pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : pattern === name
