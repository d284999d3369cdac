/** The services of a box: what a set says of protocol, ports, ICMP, flags and fragments, as a few lines people read. */
import { FALSE } from './diagram.ts'
import { cofactors } from './diagram-walk.ts'
import { MAX_FLAGS, MAX_PORT } from './fields.ts'
import { hasPorts, isIcmp, TCP } from './header.ts'
import type { Family } from './header.ts'
import { normalize } from './interval.ts'
import type { Range, Ranges } from './interval.ts'
import type { PacketSpace } from './packet-space.ts'
import { distinctTexts, formatPart } from './service.ts'
import type { ServicePart } from './service.ts'
import { formatFlagTests } from './tcp-flags.ts'
import type { Ref } from './unique-table.ts'

/** A service part, and what no service of the topology language says. */
export interface BoxService extends ServicePart {
  /** The combinations of TCP flags, where not all of them. */
  readonly flags?: Ranges
  /** Only later fragments, or only what is none. */
  readonly fragment?: boolean
}

/** `services` and `everything` (all that is valid in this family) speak of the levels from protocol to flags only. */
export function servicesOf(space: PacketSpace, family: Family, services: Ref, everything: Ref): BoxService[] {
  const { diagrams, levels } = space
  const wholly: Range<number>[] = []
  const unfragmented: Range<number>[] = []
  const partly: BoxService[] = []
  for (let protocol = 0; protocol < 256; protocol++) {
    const [some, all] = [diagrams.restrict(levels.protocol, protocol, services), diagrams.restrict(levels.protocol, protocol, everything)]
    if (some === all) wholly.push([protocol, protocol])
    else if (diagrams.restrict(levels.fragment, 0, some) === diagrams.restrict(levels.fragment, 0, all)
      && diagrams.restrict(levels.fragment, 1, some) === FALSE) unfragmented.push([protocol, protocol])
    else if (some !== FALSE) partly.push(...partsOf(space, family, protocol, some, all))
  }
  const whole = normalize(wholly)
  if (whole.length === 1 && whole[0]![1] - whole[0]![0] === 255) return [{ protocols: whole }]
  return [
    ...partly, ...whole.map((range) => wholeProtocols(family, range)),
    ...normalize(unfragmented).map((range) => ({ ...wholeProtocols(family, range), fragment: false })),
  ]
}

const wholeProtocols = (family: Family, range: Range<number>): BoxService =>
  (range[0] === range[1] && isIcmp(family, range[0]) ? { family, protocols: [range] } : { protocols: [range] })

/** The parts of one protocol, of which something is missing. */
function partsOf(space: PacketSpace, family: Family, protocol: number, some: Ref, all: Ref): BoxService[] {
  const { diagrams, levels } = space
  const base: BoxService = { ...(isIcmp(family, protocol) && { family }), protocols: [[protocol, protocol]] }
  const [first, allFirst] = [some, all].map((ref) => diagrams.restrict(levels.fragment, 0, ref)) as [Ref, Ref]
  const parts: BoxService[] = []
  if (first !== FALSE) {
    if (first === allFirst) parts.push({ ...base, fragment: false })
    else parts.push(...portParts(space, family, protocol, base, first))
  }
  if (diagrams.restrict(levels.fragment, 1, some) !== FALSE) parts.push({ ...base, fragment: true })
  return parts
}

function portParts(space: PacketSpace, family: Family, protocol: number, base: BoxService, ref: Ref): BoxService[] {
  const { diagrams, levels } = space
  const nonEmpty = (from: Ref, level: number) => cofactors(diagrams, from, level).filter(({ child }) => child !== FALSE)
  return nonEmpty(ref, levels.now.sourcePort[0]!).flatMap((source) =>
    nonEmpty(source.child, levels.now.destinationPort[0]!).flatMap((destination) =>
      nonEmpty(destination.child, levels.flags).map(({ ranges: flags }): BoxService => {
        if (isIcmp(family, protocol)) return { ...base, icmp: { types: destination.ranges, codes: source.ranges } }
        return {
          ...base,
          ...(hasPorts(protocol) && !covers(source.ranges, MAX_PORT) && { sourcePorts: source.ranges }),
          ...(hasPorts(protocol) && !covers(destination.ranges, MAX_PORT) && { destinationPorts: destination.ranges }),
          ...(protocol === TCP && !covers(flags, MAX_FLAGS) && { flags }),
        }
      })))
}

const covers = ([range]: Ranges, max: number): boolean => range?.[0] === 0 && range[1] >= max

/** Such as `tcp/443`, `tcp/443 (SYN,!ACK)`, `icmp/echo-request`, `esp (later fragments)`. */
export const formatBoxServices = (services: readonly BoxService[]): string[] =>
  distinctTexts(services.flatMap((service) => formatPart(service).map((text) => `${text}${remark(service)}`)))

function remark({ flags, fragment }: BoxService): string {
  if (flags) return ` (${formatFlagTests(flags)})`
  if (fragment !== undefined) return fragment ? ' (later fragments)' : ' (no later fragments)'
  return ''
}
