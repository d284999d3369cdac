/** What a change opened and what it closed: two networks over one packet space, held against each other pair by pair. */
import { servicesIn } from '../net/services-in.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { Witness } from '../verdict.ts'
import { wallOf, type Wall } from './explain.ts'
import { carriersOf } from './carriers.ts'
import { MAY, SURELY, type Reading } from './flood.ts'
import type { Group } from './matrix.ts'
import { placeKey, type Place } from './places.ts'
import type { Reach } from './reach.ts'
import { witnessOf, type Found } from './witness.ts'

/** A declared host or party at each end, between which something changed. */
export interface NamedPair { readonly from: string; readonly to: string; readonly services: readonly string[] }

export interface Change {
  readonly from: string
  readonly to: string
  /** A packet that shows it, with all packets like it: of what was opened in the new network, of what was closed in the old. */
  readonly witness: Witness
  readonly pairs: readonly NamedPair[]
  readonly services: readonly string[]
  /** Of what was opened: whether it surely gets through, or only where something is not understood. */
  readonly certain: boolean
  /** Of what was closed: what stops that packet now; undefined where its sender is no more. */
  readonly wall?: Wall
}

export interface Difference { readonly opened: readonly Change[]; readonly closed: readonly Change[] }

interface Side { readonly reach: Reach; readonly groups: readonly Group[] }

/** Law: filters written differently that mean the same give an empty difference. Groups are the same where their ids are. */
export function difference(base: Side, head: Side): Difference {
  if (base.reach.network.space !== head.reach.network.space) throw new Error('two packet spaces cannot be compared')
  const ids = [...new Set([...base.groups, ...head.groups].map(({ id }) => id))]
  const pairs = ids.flatMap((from) => ids.map((to) => [from, to] as const))
  return {
    opened: pairs.flatMap(([from, to]) => gained(head, base, from, to).map(({ change }) => change)),
    closed: pairs.flatMap(([from, to]) => gained(base, head, from, to).map((gain) => lost(gain, head))),
  }
}

interface Gain { readonly change: Change; readonly found: Found; readonly at: Place; readonly to: Place }

/** What gets through in one network and not in the other. */
function gained(here: Side, there: Side, from: string, to: string): Gain[] {
  const now = between(here, from, to, MAY).subtract(between(there, from, to, MAY))
  if (now.isEmpty()) return []
  const surely = between(here, from, to, SURELY).intersect(now)
  const reading = surely.isEmpty() ? MAY : SURELY
  const [shown] = pairsOf(here, from, to).map(([source, target]) => ({ source, target, set: here.reach.initiate(source, target, reading).intersect(now) }))
    .filter(({ set }) => !set.isEmpty())
  const { source, target, set } = shown!
  const found = witnessOf(here.reach.network, source, target, set)
  const change = { from, to, witness: found.witness, pairs: namedPairs(here, from, to, now), services: servicesIn(now), certain: !surely.isEmpty() }
  return [{ change, found, at: source, to: target }]
}

/** The same of what is no more, with what stops it now. */
function lost({ change, found, at, to }: Gain, { reach, groups }: Side): Change {
  const stands = groups.some(({ places }) => places.some((place) => placeKey(place) === placeKey(at)))
  const [wall] = stands ? wallOf(reach.network, at, to, found.sent) : []
  return { ...change, ...(wall && { wall }) }
}

const placesOf = ({ groups }: Side, id: string): readonly Place[] => groups.find((group) => group.id === id)?.places ?? []

const pairsOf = (side: Side, from: string, to: string): (readonly [Place, Place])[] =>
  placesOf(side, from).flatMap((source) => placesOf(side, to).map((target) => [source, target] as const))

const between = (side: Side, from: string, to: string, reading: Reading): PacketSet =>
  side.reach.network.space.union(pairsOf(side, from, to).map(([source, target]) => side.reach.initiate(source, target, reading)))

/** Between which declared hosts and parties of the two groups a set passes. */
function namedPairs(side: Side, from: string, to: string, set: PacketSet): NamedPair[] {
  const { space, topology } = side.reach.network
  const named = carriersOf(topology).filter(({ kind }) => kind === 'host' || kind === 'party')
  const standingIn = (id: string) => {
    const places = new Set(placesOf(side, id).map(placeKey))
    return named.flatMap(({ key, standings }) => standings.filter(({ place }) => places.has(placeKey(place))).map(({ addresses }) => ({ name: key.replace(/^\w+:/, ''), addresses })))
  }
  const receivers = standingIn(to).map(({ name, addresses }) => ({ name, set: space.destination(addresses) }))
  return standingIn(from).flatMap((sender) => {
    const sent = set.whereSent(space.source(sender.addresses))
    return sent.isEmpty() ? [] : receivers.flatMap((receiver) => {
      const passing = sent.intersect(receiver.set)
      return passing.isEmpty() ? [] : [{ from: sender.name, to: receiver.name, services: servicesIn(passing) }]
    })
  })
}
