/**
 * Packets to be tried on the real network: some that the declaration says arrive, and some that it says do not. Law: whatever is
 * expected to be stopped arrives nowhere however the unknowns turn out; whatever is expected to arrive surely does, and so does its answer.
 */
import { MAY, SURELY } from '../../engine/flood.ts'
import { placeKey, subnetsOf, type Place } from '../../engine/places.ts'
import { hostsAt, replyWitnessOf, witnessOf } from '../../engine/witness.ts'
import { addressesOf, bitsOf, EMPTY_ADDRESSES, formatAddress, isEmptyAddresses, rangesOf, subtractAddresses, unionAddresses, type Address, type AddressSet } from '../../net/address.ts'
import { ICMP, ICMPV6, TCP, TCP_FLAGS, UDP } from '../../net/header.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { FieldEnd, FieldTest } from '../../report/dossier/dossier.ts'
import type { Area, Judgement } from '../../rules/judgement/judgement.ts'
import type { Tier } from '../../topology/model.ts'
import { text } from '../../verdict.ts'

const MOST = 30
const LEAST_DENIALS = 16

/** A machine where somebody can sit down, or that can be tried. */
interface Stand { readonly area: Area; readonly place: Place; readonly address: Address; readonly name: string }

type Try = Pick<FieldTest, 'protocol' | 'port'>
const TRIES: readonly Try[] = [
  { protocol: 'tcp', port: 443 }, { protocol: 'tcp', port: 445 }, { protocol: 'tcp', port: 3389 }, { protocol: 'tcp', port: 22 }, { protocol: 'udp', port: 53 }, { protocol: 'icmp' },
]

export function fieldTests(judgement: Judgement): FieldTest[] {
  const areas = judgement.areas().filter(({ zone }) => zone !== undefined)
  const pairs = areas.filter(({ zone }) => !zone!.external).flatMap((from) => areas.filter((to) => to !== from).map((to) => ({ from, to })))
    .map((pair, index) => ({ ...pair, weight: weightOf(pair.from.tier, pair.to.tier), index }))
    .sort((a, b) => a.weight - b.weight || a.index - b.index)
  const arrivals = atMost(MOST, pairs, ({ from, to }) => arrival(judgement, from, to))
  const denials = [0, 1, 2].flatMap((round) => atMost(MOST, pairs, ({ from, to }, index) => denial(judgement, from, to, index + round * 2)))
  const distinct = [...new Map(denials.map((test) => [JSON.stringify(test), test])).values()]
  const kept = arrivals.slice(0, MOST - Math.min(distinct.length, LEAST_DENIALS))
  return [...kept, ...distinct.slice(0, MOST - kept.length)]
}

/** What the Articles are about first: the My Number tier, then LGWAN, then the Internet tier. */
function weightOf(from: Tier, to: Tier): number {
  const rank = (tier: Tier): number => { const at = (['mynumber', 'lgwan', 'internet'] as readonly Tier[]).indexOf(tier); return at < 0 ? 3 : at }
  return Math.min(rank(from), rank(to)) * 8 + rank(from) + rank(to)
}

function atMost<T>(limit: number, pairs: readonly T[], make: (pair: T, index: number) => FieldTest | undefined): FieldTest[] {
  const made: FieldTest[] = []
  for (const [index, pair] of pairs.entries()) {
    if (made.length === limit) break
    const test = make(pair, index)
    if (test) made.push(test)
  }
  return made
}

// ---------------------------------------------------------------------------------------------------------------- arriving

function arrival({ reach, network, topology }: Judgement, from: Area, to: Area): FieldTest | undefined {
  const { space } = network
  const opening = space.union([
    space.protocol([[TCP, TCP]]).intersect(space.tcpFlags(63, TCP_FLAGS.SYN)), space.protocol([[UDP, UDP]]),
    space.icmp(4, [[8, 8]], [[0, 0]]), space.icmp(6, [[128, 128]], [[0, 0]]),
  ]).subtract(space.fragment())
  for (const source of from.places) {
    for (const target of to.places) {
      // Among many segments most pairs pass nothing at all.
      const any = reach.initiate(source, target, SURELY)
      if (any.isEmpty()) continue
      const set = any.whereSent(opening.intersect(space.source(hostsAt(topology, source)))).intersect(space.destination(hostsAt(topology, target)))
      if (set.isEmpty()) continue
      const found = witnessOf(network, source, target, set)
      const { sent, witness } = found
      if (!replyWitnessOf(network, source, target, found)) continue
      const asked: Try = sent.protocol === TCP || sent.protocol === UDP ? { protocol: sent.protocol === TCP ? 'tcp' : 'udp', port: sent.destinationPort } : { protocol: 'icmp' }
      const at = [...witness.path].reverse().find(({ what }) => /規則|既定動作/.test(what.ja))
      return {
        from: { zone: from.id, name: witness.from, address: witness.sent.source }, to: { zone: to.id, name: witness.to, address: witness.sent.destination },
        ...asked, expected: 'arrives',
        because: at ? text(`${at.place.ja}：${at.what.ja}`, `${at.place.en}: ${at.what.en}`) : text('経路があり、遮断するフィルタがない', 'there is a route and no filter in the way'),
      }
    }
  }
  return undefined
}

// ---------------------------------------------------------------------------------------------------------------- stopped

function denial(judgement: Judgement, from: Area, to: Area, turn: number): FieldTest | undefined {
  const source = standIn(judgement, from, true)
  const target = source && standIn(judgement, to, false, source.address.family)
  if (!source || !target) return undefined
  const asked = TRIES.map((_, index) => TRIES[(turn + index) % TRIES.length]!).find((one) => isStopped(judgement, source, target, one))
  if (!asked) return undefined
  const closed = judgement.reach.initiate(source.place, target.place).isEmpty()
  return {
    from: endOf(source), to: endOf(target), ...asked, expected: 'stopped',
    because: closed ? text('この区間で通るパケットはない（計算による）', 'no packet at all gets through between the two (computed)')
      : text('この区間で許可されているのは別のサービスだけである（計算による）', 'only other services are permitted between the two (computed)'),
  }
}

const endOf = ({ area, name, address }: Stand): FieldEnd => ({ zone: area.id, name: text(name, name), address: formatAddress(address) })

/** Wherever it might be delivered: an address may be translated to that of somebody else. */
function isStopped({ reach, network }: Judgement, source: Stand, target: Stand, asked: Try): boolean {
  const { space } = network
  const sent = space.source(addressesOf(source.address)).intersect(space.destination(addressesOf(target.address))).intersect(packets(network.space, source.address.family, asked))
  const flood = reach.fromOnly(source.place, sent, MAY)
  return reach.receivers().every((place) => flood.at(network.delivered(place)).isEmpty())
}

function packets(space: Judgement['network']['space'], family: 4 | 6, { protocol, port }: Try): PacketSet {
  if (protocol === 'icmp') return space.protocol(family === 4 ? [[ICMP, ICMP]] : [[ICMPV6, ICMPV6]])
  const number = protocol === 'tcp' ? TCP : UDP
  return space.protocol([[number, number]]).intersect(space.destinationPort([[port!, port!]]))
}

/** A declared machine, of whoever sends a terminal, of whoever receives anything else first; where none is declared a free address. */
function standIn({ topology, network }: Judgement, area: Area, sends: boolean, family?: 4 | 6): Stand | undefined {
  const keys = new Set(area.places.map(placeKey))
  const known = [
    ...[...topology.hosts.values()].flatMap(({ id, role, attach }) => attach.map(({ place, addresses }) => ({ name: id, place, addresses, rank: Number((role === 'terminal') !== sends) }))),
    ...[...topology.parties.values()].map(({ id, zone, addresses }) => ({ name: id, place: { zone }, addresses, rank: 0 })),
    ...area.places.map((place) => ({ name: 'segment' in place ? place.segment : area.id, place, addresses: inhabitable(place), rank: 2 })),
  ].filter(({ place }) => keys.has(placeKey(place))).sort((a, b) => a.rank - b.rank)
  for (const { name, place, addresses } of known) {
    const address = first(addresses, family)
    if (address) return { area, place, name, address }
  }
  return undefined

  function inhabitable(place: Place): AddressSet {
    const own = network.places.infrastructure
    if ('segment' in place) {
      const segment = topology.segments.get(place.segment)!
      const ends = segment.subnets.filter(({ family: of, length }) => length < bitsOf(of) - 1).map(({ family: of, address }) => addressesOf({ family: of, value: address }))
      return subtractAddresses(subnetsOf(segment), unionAddresses(own, ...ends))
    }
    return 'zone' in place ? withoutFirst(network.places.heldBy.get(place.zone) ?? EMPTY_ADDRESSES) : EMPTY_ADDRESSES
  }
}

/** The first address of a block is nobody's. */
const withoutFirst = (addresses: AddressSet): AddressSet => subtractAddresses(addresses, unionAddresses(EMPTY_ADDRESSES, ...([4, 6] as const).flatMap((family) =>
  rangesOf(addresses, family).filter(([low, high]) => high > low).map(([low]) => addressesOf({ family, value: low })))))

function first(addresses: AddressSet, family?: 4 | 6): Address | undefined {
  if (isEmptyAddresses(addresses)) return undefined
  for (const of of [4, 6] as const) {
    const [range] = rangesOf(addresses, of)
    if (range && (family ?? of) === of) return { family: of, value: range[0] }
  }
  return undefined
}
