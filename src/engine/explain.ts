/** Why something gets from one end to another, or everything that keeps it from doing so. */
import type { Header } from '../net/header.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { Hop, PacketText, Witness } from '../verdict.ts'
import { MAY, SURELY } from './flood.ts'
import { packetText, pathText } from './narrate.ts'
import type { Network } from './network.ts'
import { placeKey, type Place } from './places.ts'
import type { Reach } from './reach.ts'
import { explore, stopsOn } from './trace.ts'
import type { End } from './whereabouts.ts'
import { hostsAt, replyWitnessOf, witnessOf } from './witness.ts'

/** Something that gets through between one place and another. */
export interface Way {
  /** What is not understood has a say in it. */
  readonly certain: boolean
  readonly witness: Witness
  /** How the answer to that packet comes back; undefined if it does not. */
  readonly reply?: readonly Hop[]
}

/** What stands in the way of a packet that does not get through: every point on the way that is blocked at fewest points. */
export interface Wall {
  readonly packet: PacketText
  readonly path: readonly Hop[]
  /** Those of its hops at which it is stopped; each would have to change. */
  readonly stops: readonly Hop[]
  /** It would arrive if only these changed: else the way ends somewhere else. */
  readonly arrives: boolean
}

export interface Explanation {
  readonly from: string
  readonly to: string
  readonly outcome: 'possible' | 'perhaps' | 'impossible'
  readonly ways: readonly Way[]
  readonly walls: readonly Wall[]
}

/** Packets tried against a wall: each stands for those that are stopped alike. */
const PROBES = 6

/** `service`: the packets that are asked about, as they are sent. */
export function explain(reach: Reach, from: End, to: End, service: PacketSet): Explanation {
  const { network } = reach
  const { space } = network
  const asked = from.standings.flatMap((source) => to.standings.map((target) => ({
    from: source.place, to: target.place,
    sent: service.intersect(space.source(source.addresses)).intersect(space.asSent()),
    received: space.destination(target.addresses),
  })))
  const through = (reading: typeof MAY) => asked.flatMap(({ from: source, to: target, sent, received }) => {
    const set = reach.initiate(source, target, reading).intersect(received)
    const wanted = set.isEmpty() ? set : set.whereSent(sent)
    return wanted.isEmpty() ? [] : [{ from: source, to: target, set: wanted }]
  })
  const sure = through(SURELY)
  const perhaps = sure.length > 0 ? [] : through(MAY)
  const ways = [...sure, ...perhaps].map(({ from: source, to: target, set }) => wayOf(network, source, target, set, sure.length > 0))
  const walls = ways.length > 0 ? [] : asked.flatMap(({ from: source, to: target, sent, received }) =>
    wallsBetween(network, source, target, sent.intersect(received)))
  return { from: from.name, to: to.name, outcome: sure.length > 0 ? 'possible' : ways.length > 0 ? 'perhaps' : 'impossible', ways, walls: distinct(walls) }
}

function wayOf(network: Network, from: Place, to: Place, set: PacketSet, certain: boolean): Way {
  const found = witnessOf(network, from, to, set)
  const reply = replyWitnessOf(network, from, to, found)
  return { certain, witness: found.witness, ...(reply && { reply: reply.witness.path }) }
}

/** Several packets are tried, for each service may be stopped elsewhere. */
function wallsBetween(network: Network, from: Place, to: Place, wanted: PacketSet): Wall[] {
  const { space, topology, places } = network
  const held = (place: Place): PacketSet => ('zone' in place ? space.destination(places.heldBy.get(place.zone)!) : space.all)
  const believable = [space.source(hostsAt(topology, from)), space.destination(hostsAt(topology, to)), held(from).reverse(), held(to),
    space.all.subtract(space.destination(network.places.infrastructure))]
  const walls: Wall[] = []
  let rest = wanted
  for (let probe = 0; probe < PROBES && !rest.isEmpty(); probe++) {
    const header = rest.sample(believable).sent
    walls.push(...wallOf(network, from, to, header))
    rest = rest.subtract(space.protocol([[header.protocol, header.protocol]]).intersect(space.destinationPort([[header.destinationPort, header.destinationPort]])))
  }
  return walls
}

/** Of the ways of one packet the one that is stopped at fewest points; none where nothing on its segment takes it. */
export function wallOf({ topology }: Network, from: Place, to: Place, header: Header): Wall[] {
  const paths = explore(topology, { place: from, header, insists: true })
  const arriving = paths.filter(({ end }) => end.kind === 'delivered' && placeKey(end.place) === placeKey(to))
  const [best] = (arriving.length > 0 ? arriving : paths).sort((a, b) => stopsOn(a.hops).length - stopsOn(b.hops).length || b.hops.length - a.hops.length)
  return best ? [{ packet: packetText(header), path: pathText(best), stops: pathText({ ...best, hops: stopsOn(best.hops) }), arrives: arriving.length > 0 }] : []
}

/** One for each set of points that stop. */
const distinct = (walls: readonly Wall[]): Wall[] =>
  [...new Map([...walls].reverse().map((wall) => [JSON.stringify([wall.stops.map(({ place, what, at }) => [place, what, at]), wall.arrives]), wall])).values()].reverse()

