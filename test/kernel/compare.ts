/** What the kernel did with a packet against what the library says it may do. */
import { ICMP, ICMPV6, TCP, TCP_FLAGS, UDP, type Header } from '../../src/net/header.ts'
import { explore, type Path, type Session, type Start } from '../../src/engine/trace.ts'
import type { Topology } from '../../src/topology/model.ts'
import { sameAddress, textOf, type Network, type Origin, type Probe } from './network.ts'
import { Kernel, PATIENCE, type Arrival } from './observe.ts'
import { replyTalk } from './packet.ts'
import { via } from './probes.ts'
import type { Received, Symbolic } from './symbolic.ts'

export interface Disagreement {
  readonly probe: Probe
  /** The packet that was judged: the probe, or the reply to it. */
  readonly what: 'probe' | 'reply'
  readonly sent: Header
  readonly kernel: readonly string[]
  readonly library: readonly string[]
}

export interface Count { probes: number; replies: number; delivered: number; local: number; single: number; uncertain: number; late: number; refused: number }

export const nothingCounted = (): Count => ({ probes: 0, replies: 0, delivered: 0, local: 0, single: 0, uncertain: 0, late: 0, refused: 0 })

/** The two meanings of one network. */
export interface Library { readonly topology: Topology; readonly symbolic: Symbolic }

const LOST = 'lost'
const ASTRAY = 'astray'

/** One probe, and the reply to it where one makes sense. `turn` chooses the router to which a receiver hands its reply. */
export async function judge(
  kernel: Kernel, network: Network, { topology, symbolic }: Library, probe: Probe, turn: number, count = nothingCounted(), patience = PATIENCE.usual,
): Promise<Disagreement | undefined> {
  await kernel.forget()
  const arrivals = await kernel.send(probe.origin, probe.header, undefined, patience)
  count.probes++
  const found = compare(topology, probe.origin, probe.header, [], arrivals, count)
  if (!found.paths[0]) return { probe, what: 'probe', sent: probe.header, ...found }
  const wrong = symbolic.probe(probe.origin, probe.header, receivedOf(found.paths[0]))
  if (wrong) return { probe, what: 'probe', sent: probe.header, ...found, library: [...found.library, wrong] }
  const arrival = arrivals[0]
  const header = arrival && answerTo(arrival.seen.header)
  const origin = arrival && header && replying(network, arrival, turn)
  // A machine that a packet came to by mistake does not answer for the one that it was meant for.
  if (!arrival || !header || !origin || found.kernel[0]!.startsWith(ASTRAY)) return undefined
  count.replies++
  const back = await kernel.send(origin, header, replyTalk(arrival.seen), patience)
  // Several ways may lead to the same end (a pool that an address came from); the kernel took one of them.
  const answers = found.paths.map(({ sessions }) => compare(topology, origin, header, sessions, back, count))
  const answered = answers.find(({ paths }) => paths.length > 0)
  if (!answered) return { probe, what: 'reply', sent: header, ...answers[0]! }
  const wrongly = symbolic.reply(probe.origin, probe.header, receivedOf(answered.paths[0]!))
  return wrongly ? { probe, what: 'reply', sent: header, ...answered, library: [...answered.library, wrongly] } : undefined
}

/** Trace has agreed with the kernel by now: its words for where a packet was received serve for both. */
const receivedOf = ({ end }: Path): Received => (end.kind === 'delivered' ? { place: end.place, header: end.header } : undefined)

/** `paths`: those that end as the kernel had it. */
interface Compared { readonly kernel: readonly string[]; readonly library: readonly string[]; readonly paths: readonly Path[] }

function compare(
  topology: Topology, origin: Origin, header: Header, sessions: readonly Session[], arrivals: readonly Arrival[], count: Count,
): Compared {
  const kernel = arrivals.length === 0 ? [LOST] : arrivals.map((arrival) => outcomeOf(arrival))
  const start: Start = { place: origin, header }
  const agreeing = (paths: readonly Path[]): Path[] => (kernel.length > 1 ? [] : paths.filter((one) => endsOf(one).includes(kernel[0]!)))
  const every = explore(topology, start, sessions)
  // Of a large pool only some elements are tried, unless one is asked for.
  const paths = agreeing(every).length > 0 ? every : explore(topology, start, sessions, arrivals[0]?.seen.header)
  if (arrivals.length > 0) count.delivered++
  if (arrivals[0] && 'device' in arrivals[0].at) count.local++
  if (paths.length === 1) count.single++
  if (paths.some(({ certain }) => !certain)) count.uncertain++
  return { kernel, library: paths.map(textOfPath), paths: agreeing(paths) }
}

/** What is handed to a host that it is not addressed to has gone astray: a next hop that is no router has it. */
function outcomeOf({ at, seen }: Arrival): string {
  if ('device' in at) return `device ${at.device}: ${textOfHeader(seen.header)}`
  const belongs = sameAddress(at.host, { family: seen.header.family, value: seen.header.destination })
  return `${belongs ? `segment ${at.segment}` : ASTRAY}: ${textOfHeader(seen.header)}`
}

export function endsOf({ end }: Path): string[] {
  if (end.kind === 'dropped') return end.reason === 'not-for-this-host' ? [`${ASTRAY}: ${textOfHeader(end.header)}`] : [LOST]
  const header = textOfHeader(end.header)
  if ('undeclared' in end.place) return [`${ASTRAY}: ${header}`]
  if ('device' in end.place) return [`device ${end.place.device}: ${header}`]
  return [`segment ${'segment' in end.place ? end.place.segment : '?'}: ${header}`]
}

const textOfPath = (path: Path): string =>
  `${endsOf(path).join(' or ')}${path.end.kind === 'dropped' ? ` (${path.end.reason})` : ''}${path.certain ? '' : ' (uncertain)'}`

/** As a machine would answer: nothing answers RST, FIN and nonsense. Written here again, so that the library's is judged too. */
function answerTo(header: Header): Header | undefined {
  if (header.fragment) return undefined
  const back = { ...header, source: header.destination, destination: header.source }
  const swapped = { ...back, sourcePort: header.destinationPort, destinationPort: header.sourcePort }
  const { SYN, ACK, PSH, URG } = TCP_FLAGS
  switch (header.protocol) {
    case UDP: return swapped
    case TCP: {
      const kind = header.flags & ~(PSH | URG)
      return kind === SYN ? { ...swapped, flags: SYN | ACK } : kind === ACK ? { ...swapped, flags: ACK } : undefined
    }
    case ICMP: return header.destinationPort === 8 ? { ...back, destinationPort: 0 } : undefined
    case ICMPV6: return header.destinationPort === 128 ? { ...back, destinationPort: 129 } : undefined
  }
  return undefined
}

function replying(network: Network, { at, seen }: Arrival, turn: number): Origin | undefined {
  if ('device' in at) return at
  const routers = via(network, at.segment, seen.header.family)
  return routers.length === 0 ? undefined : { segment: at.segment, via: routers[turn % routers.length]! }
}

export function textOfHeader({ family, source, destination, protocol, sourcePort, destinationPort, flags, fragment }: Header): string {
  const [from, to] = [source, destination].map((value) => textOf({ family, value }))
  const name = ({ [TCP]: 'tcp', [UDP]: 'udp', [ICMP]: 'icmp', [ICMPV6]: 'icmpv6' } as Record<number, string>)[protocol] ?? `${protocol}`
  if (fragment) return `${from} > ${to} ${name} later fragment`
  if (protocol === ICMP || protocol === ICMPV6) return `${from} > ${to} ${name} type ${destinationPort} code ${sourcePort}`
  const set = Object.entries(TCP_FLAGS).filter(([, bit]) => flags & bit).map(([flag]) => flag).join(',')
  return `${from}:${sourcePort} > ${to}:${destinationPort} ${name}${protocol === TCP ? ` [${set}]` : ''}`
}

export const textOfOrigin = (origin: Origin): string =>
  'device' in origin ? `device ${origin.device}` : `segment ${origin.segment}, handed to ${origin.via.device} ${origin.via.interface}`
