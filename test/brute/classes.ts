/**
 * One packet of every kind that some networks can tell apart. Two packets are of a kind if every set, prefix and test that
 * stands anywhere in the networks, and every rule of the world about special addresses and protocols, says the same of both.
 */
import { inPrefix, inSet, isPublic, isUnforwardable } from './addresses.ts'
import { judge } from './conditions.ts'
import { ACK, FIN, firstState, hasPorts, opens, RST, SYN, TCP } from './protocols.ts'
import { mentionedIn, senders, sourcesOf, universeOf } from './space.ts'
import type { Start } from './walk.ts'
import type { Condition, Topology } from '../../src/topology/model.ts'
import type { Family, Header } from '../../src/net/header.ts'

const firstOfEach = <T>(all: readonly T[], kind: (each: T) => string): T[] => [...new Map([...all].reverse().map((each) => [kind(each), each])).values()].reverse()

const addressesOf = (topologies: readonly Topology[], family: Family): bigint[] => {
  const { sets, prefixes } = mentionedIn(topologies)
  return firstOfEach(universeOf(...topologies).addresses[family], (value) => [
    isPublic(family, value), isUnforwardable(family, value),
    ...sets.map((each) => inSet(each, family, value)), ...prefixes.map((each) => inPrefix(each, family, value)),
  ].map(Number).join(''))
}

/** Tests that are about what a packet carries, not about whose it is. */
const CARRIED = new Set<unknown>(['protocol', 'source-port', 'destination-port', 'icmp', 'tcp-flags', 'fragment'])

const testsIn = (value: unknown, found: Condition[] = []): Condition[] => {
  if (typeof value !== 'object' || value === null) return found
  if ('test' in value && CARRIED.has(value.test)) found.push(value as Condition)
  else for (const each of value instanceof Map ? value.values() : Object.values(value)) testsIn(each, found)
  return found
}

/** Within and between the ports that the generator writes; 0 is of no class of source NAT. */
const PORTS: readonly number[] = [443, 80, 444, 600, 2001, 8080, 8085, 50000, 0]
const FLAGS: readonly number[] = [SYN, ACK, SYN | ACK, SYN | RST, FIN | ACK, RST, 0]
const ICMP: Readonly<Record<Family, readonly number[]>> = { 4: [8, 0, 3], 6: [128, 129, 135] }

type Carried = Omit<Header, 'family' | 'source' | 'destination'>

const carried = (family: Family): Carried[] => {
  const plain = { sourcePort: 0, destinationPort: 0, flags: 0, fragment: false }
  const withPorts = (protocol: number, flags: readonly number[]): Carried[] => PORTS.flatMap((destinationPort) =>
    [50000, ...PORTS].flatMap((sourcePort) => flags.map((each) => ({ ...plain, protocol, sourcePort, destinationPort, flags: each }))))
  const icmp = family === 4 ? 1 : 58
  return [
    ...withPorts(TCP, FLAGS), ...withPorts(17, [0]), ...withPorts(132, [0]),
    ...ICMP[family].flatMap((type) => [0, 1].map((code) => ({ ...plain, protocol: icmp, destinationPort: type, sourcePort: code }))),
    ...[47, 59 - icmp].map((protocol) => ({ ...plain, protocol })),
    ...[TCP, 17, icmp, 47].map((protocol) => ({ ...plain, protocol, fragment: true })),
  ]
}

const kindsOf = (topologies: readonly Topology[], family: Family): Carried[] => {
  const tests = testsIn(topologies)
  const devices = topologies.flatMap(({ devices: all }) => [...all.values()])
  const tracked = devices.some(({ sessions }) => sessions.kind !== 'none')
  const translated = devices.some(({ pipeline }) => Object.values(pipeline).flat().some(({ kind }) => kind === 'translate'))
  const ported = tests.some(({ test }) => test === 'source-port')
  return firstOfEach(carried(family), (each) => {
    const header = { family, source: 0n, destination: 0n, ...each }
    const view = { header, in: undefined, out: undefined, state: undefined, reassembles: false }
    return [
      header.fragment, ...(tracked ? [opens(header), firstState(header)] : []),
      ...(translated ? [hasPorts(header)] : []), ...(translated && ported ? [header.sourcePort === 0, header.sourcePort < 512, header.sourcePort < 1024] : []),
      ...tests.map((test) => judge(test, view)),
    ].join()
  })
}

/** From every segment and zone of the networks; undefined where there are too many. */
export const everyKind = (topologies: readonly Topology[], most: number): readonly Start[] | undefined => {
  const places = firstOfEach(topologies.flatMap(senders).filter((each) => !('device' in each)), (each) => JSON.stringify(each))
  const parts = ([4, 6] as const).flatMap((family) => {
    const addresses = addressesOf(topologies, family)
    const kinds = kindsOf(topologies, family)
    return places.map((place) => ({ family, place, addresses, kinds,
      sources: [...new Set(topologies.flatMap((each) => sourcesOf(each, place, family, addresses)))] }))
  })
  if (parts.reduce((sum, { sources, addresses, kinds }) => sum + sources.length * addresses.length * kinds.length, 0) > most) return undefined
  return parts.flatMap(({ family, place, addresses, kinds, sources }) => sources.flatMap((source) =>
    addresses.flatMap((destination) => kinds.map((kind): Start => ({ place, header: { family, source, destination, ...kind } })))))
}
