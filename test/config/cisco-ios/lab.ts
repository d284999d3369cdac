/** A router between segments, asked what it does with one packet: first as a plain walk, then as packet sets, which must agree. */
import { applyConfigs } from '../../../src/config/index.ts'
import type { Reading } from '../../../src/config/reader.ts'
import { Network } from '../../../src/engine/network.ts'
import { Reach } from '../../../src/engine/reach.ts'
import { explore, replyTo, type Path } from '../../../src/engine/trace.ts'
import { formatAddress, parseAddress, type Address } from '../../../src/net/address.ts'
import { ICMP, ICMPV6, TCP, TCP_FLAGS, UDP, type Header } from '../../../src/net/header.ts'
import type { Topology } from '../../../src/topology/model.ts'
import { segment } from '../../brute/build.ts'
import { topologyOf, zone } from '../../brute/generate.ts'

const AT = { file: 'net.yaml', path: [] } as const

/** Each segment stands in a zone of its own name. */
export interface Lab { readonly topology: Topology; readonly reading: Reading; readonly reach: Reach }

export function lab(config: string, segments: Readonly<Record<string, readonly string[]>>, problems = 0): Lab {
  const ids = Object.keys(segments)
  const bare = topologyOf({ zones: ids.map((id) => zone(id, 'other')), segments: ids.map((id) => segment(id, id, ...segments[id]!)), devices: [] })
  const device = {
    id: 'r', at: AT, kind: 'router', interfaces: new Map(), routes: [], runs: [], gaps: [], sessions: { kind: 'none', reassembles: false, helpers: false },
    pipeline: { prerouting: [], forward: [], postrouting: [], input: [], output: [] },
    config: { syntax: 'cisco-ios', files: [{ file: 'r.txt', at: AT }], at: AT },
  } as const
  const applied = applyConfigs({ ...bare, devices: new Map([['r', device]]) }, () => config)
  if (applied.problems.length !== problems) throw new Error(JSON.stringify(applied.problems))
  return { topology: applied.topology, reading: applied.readings.get('r')!, reach: new Reach(new Network(applied.topology)) }
}

/** `tcp 443`, `udp 53`, `icmp echo`, `tcp 443 from 80`, `tcp 443 ACK`, `gre`. */
export interface Asked { readonly from: string; readonly to: string; readonly service: string }

const PROTOCOL: Readonly<Record<string, number>> = { tcp: TCP, udp: UDP, gre: 47, esp: 50, ospf: 89 }

export function header({ from, to, service }: Asked): Header {
  const source = parseAddress(from)!
  const destination = parseAddress(to)!
  const [name = '', ...words] = service.split(' ')
  const icmp = source.family === 4 ? ICMP : ICMPV6
  const base: Header = { family: source.family, source: source.value, destination: destination.value, protocol: 0, sourcePort: 0, destinationPort: 0, flags: 0, fragment: false }
  if (words.includes('fragment')) return { ...base, protocol: PROTOCOL[name] ?? icmp, fragment: true }
  if (name === 'icmp') return { ...base, protocol: icmp, destinationPort: Number(words[0] ?? (source.family === 4 ? 8 : 128)) }
  const protocol = PROTOCOL[name]!
  if (protocol !== TCP && protocol !== UDP) return { ...base, protocol }
  const flags = words.includes('ACK') ? TCP_FLAGS.ACK : words.includes('RST') ? TCP_FLAGS.RST : TCP_FLAGS.SYN
  return { ...base, protocol, destinationPort: Number(words[0]), sourcePort: words[1] === 'from' ? Number(words[2]) : 50000, flags: protocol === TCP ? flags : 0 }
}

export type Fate = 'passes' | 'dropped' | 'unknown'

const placeOf = ({ topology }: Lab, address: Address) => {
  const standing = [...topology.segments.values()].find(({ subnets }) => subnets.some((one) => one.family === address.family
    && one.address <= address.value && address.value < one.address + (1n << BigInt((one.family === 4 ? 32 : 128) - one.length))))
  return { segment: standing!.id }
}

/** It gets to the address in its own segment: the same address may stand elsewhere, unknown to anybody. */
const arrives = (here: Lab, path: Path, at: Address | 'device'): boolean => path.end.kind === 'delivered'
  && (at === 'device' ? 'device' in path.end.place
    : 'segment' in path.end.place && path.end.place.segment === placeOf(here, at).segment && path.end.header.destination === at.value)

/** What two hosts of one segment say to each other is not the router's business. */
const byRouter = (paths: readonly Path[]): Path[] => paths.filter(({ hops }) => hops.some(({ place }) => 'device' in place))

function fateOf(here: Lab, paths: readonly Path[], at: Address | 'device'): Fate {
  const good = paths.filter((path) => arrives(here, path, at))
  if (good.length === 0) return 'dropped'
  return paths.every((path) => arrives(here, path, at)) ? 'passes' : 'unknown'
}

/** Where the packet of `asked` gets to: its destination (or `at`, where that is translated). */
export function fate(here: Lab, asked: Asked, at = asked.to): Fate {
  const sent = header(asked)
  const end: Address | 'device' = at === 'device' ? at : parseAddress(at)!
  const place = placeOf(here, parseAddress(asked.from)!)
  const wanted = end === 'device' ? undefined : { ...sent, destination: end.value }
  const paths = byRouter(explore(here.topology, { place, header: sent }, [], wanted))
  const walked = fateOf(here, paths, end)
  const delivered = paths.filter((path) => arrives(here, path, end))
  const to = end === 'device' ? { device: 'r' } : placeOf(here, end)
  const sets = here.reach.initiate(place, to)
  const possible = delivered.length > 0 && delivered.some((path) => path.end.kind === 'delivered' && sets.contains(path.end.header, { sent }))
  if ((walked !== 'dropped') !== possible) throw new Error(`the walk says ${walked}, the sets ${possible ? 'pass' : 'drop'}`)
  return walked
}

/** What becomes of the answer to a packet that got there. */
export function answer(here: Lab, asked: Asked, at = asked.to): Fate | 'never asked' {
  const sent = header(asked)
  const end: Address | 'device' = at === 'device' ? at : parseAddress(at)!
  const [path] = byRouter(explore(here.topology, { place: placeOf(here, parseAddress(asked.from)!), header: sent })).filter((one) => arrives(here, one, end))
  const start = path && replyTo(path)
  if (!path || !start) return 'never asked'
  return fateOf(here, byRouter(explore(here.topology, start, path.sessions)), parseAddress(asked.from)!)
}

/** What the source or destination of a packet has become where it arrives. */
export function becomes(here: Lab, asked: Asked, at = asked.to): string[] {
  const end = parseAddress(at)!
  return [...new Set(byRouter(explore(here.topology, { place: placeOf(here, parseAddress(asked.from)!), header: header(asked) })).flatMap((path) =>
    (arrives(here, path, end) && path.end.kind === 'delivered' ? [formatAddress({ family: path.end.header.family, value: path.end.header.source })] : [])))]
}
