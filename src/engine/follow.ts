/** One packet, hop by hop: every way that it may take, and what becomes of its answer. */
import type { PacketSet } from '../net/packet-set.ts'
import type { Hop, PacketText } from '../verdict.ts'
import { packetText, pathText } from './narrate.ts'
import type { Network } from './network.ts'
import { explore, replyTo, type Path } from './trace.ts'
import type { End } from './whereabouts.ts'

export interface FollowedWay {
  readonly path: readonly Hop[]
  readonly end: 'delivered' | 'dropped'
  /** Nothing that is not understood had a say in it. */
  readonly certain: boolean
  /** The ways of the answer, which devices on the way remember; only of what is delivered. */
  readonly answers: readonly Omit<FollowedWay, 'answers'>[]
}

export interface Followed { readonly packet: PacketText; readonly ways: readonly FollowedWay[] }

/** From each place where the sender stands, a packet such as people believe of `service`; the ends may be many addresses. */
export function follow({ topology, places, space }: Network, from: End, to: End, service: PacketSet): Followed[] {
  return from.standings.flatMap((source): Followed[] => {
    const wanted = space.union(to.standings.map(({ addresses }) => space.destination(addresses)))
      .intersect(service).intersect(space.source(source.addresses)).intersect(space.asSent())
    if (wanted.isEmpty()) return []
    // A zone sends nothing from an address that is believed to be another's.
    const { sent } = wanted.sample('zone' in source.place ? places.outlets(source.place.zone).map(({ sources }) => space.source(sources)) : [])
    const ways = explore(topology, { place: source.place, header: sent }).map((path): FollowedWay => {
      const back = replyTo(path)
      return { ...wayOf(path), answers: back ? explore(topology, back, path.sessions).map(wayOf) : [] }
    })
    return [{ packet: packetText(sent), ways }]
  })
}

const wayOf = (path: Path): Omit<FollowedWay, 'answers'> => ({ path: pathText(path), end: path.end.kind, certain: path.certain })
