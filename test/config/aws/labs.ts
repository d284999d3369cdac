/** Labs on AWS whose machines said what they saw (../shared/data/aws): the files, and a topology that names them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { segment } from '../../brute/build.ts'
import { topologyOf, zone } from '../../brute/generate.ts'
import { applyConfigs, type Applied } from '../../../src/config/index.ts'
import { explore, replyTo, type Path } from '../../../src/engine/trace.ts'
import { parseAddress } from '../../../src/net/address.ts'
import { ICMP, TCP, TCP_FLAGS, type Header } from '../../../src/net/header.ts'
import type { Device, Interface, Line, Segment, Topology } from '../../../src/topology/model.ts'

export const LABS = new URL('../../../../shared/data/aws/', import.meta.url).pathname
export const HAVE_LABS = existsSync(LABS)

const AT = { file: 'topology.yaml', line: 1 }

export const jsonBelow = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
  (one.isDirectory() ? jsonBelow(join(folder, one.name)) : one.name.endsWith('.json') ? [join(folder, one.name)] : [])).sort()

export interface Lab {
  readonly files: readonly string[]
  /** Each is a subnet. */
  readonly segments: readonly Segment[]
  /** Faces that lead to the Internet, each by a segment of its own. */
  readonly edges: readonly string[]
  readonly context?: string
}

const face = (name: string, on: string): Interface => ({ name, at: AT, addresses: [], vrf: 'default', reversePath: 'none', segment: on })

/** The cloud as one device of a topology, with the Internet behind each of its edges. */
export function cloud({ files, segments, edges, context }: Lab, read: (file: string) => string = (file) => readFileSync(file, 'utf8')): Applied {
  const device: Device = {
    id: 'aws', at: AT, kind: 'router', interfaces: new Map(edges.map((name) => [name, face(name, `edge-${name}`)])), routes: [],
    pipeline: { prerouting: [], forward: [], postrouting: [], input: [], output: [] }, sessions: { kind: 'none', reassembles: false, helpers: false }, runs: [], gaps: [],
    config: { syntax: 'aws', files: files.map((file) => ({ file, at: AT })), at: AT, ...(context !== undefined && { context }) },
  }
  const topology: Topology = topologyOf({
    zones: [zone('city', 'internet'), zone('world', 'public', { relays: true })],
    segments: [...segments, ...edges.map((name, index) => segment(`edge-${name}`, 'city', `198.18.${index}.0/30`))],
    lines: edges.map((name, index): Line => ({ id: `line-${name}`, at: AT, kind: 'ipoe', segment: `edge-${name}`, peers: [parseAddress(`198.18.${index}.2`)!], to: 'world', beyond: [] })),
    devices: [device],
  })
  return applyConfigs(topology, read)
}

/** An echo request, or with a port the opening of TCP. */
export interface Probe { readonly from: string; readonly to: string; readonly port?: number }

const value = (address: string): bigint => parseAddress(address)!.value

export const header = ({ from, to, port }: Probe): Header => ({
  family: 4, source: value(from), destination: value(to), fragment: false,
  ...(port === undefined ? { protocol: ICMP, sourcePort: 0, destinationPort: 8, flags: 0 } : { protocol: TCP, sourcePort: 40000, destinationPort: port, flags: TCP_FLAGS.SYN }),
})

/** The address of a machine outside that answers everything; every other public address in the labs is one of the cloud's. */
export const OUTSIDE = '8.8.8.8'

/** Where a packet reaches the machine that it is for, and where the answers reach the one that asked. */
export function session(topology: Topology, place: { segment: string } | { zone: string }, probe: Probe): { there: Path[]; back: Path[] } {
  const arrivals = (paths: readonly Path[], at: string): Path[] => paths.filter(({ end }) => end.kind === 'delivered' && 'zone' in end.place === (at === OUTSIDE))
  const there = arrivals(explore(topology, { place, header: header(probe) }), probe.to)
  return { there, back: arrivals(there.flatMap((path) => explore(topology, replyTo(path)!, path.sessions)), probe.from) }
}
