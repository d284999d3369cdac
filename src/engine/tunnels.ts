/** Which tunnels surely carry: those whose outer packets arrive, themselves perhaps inside other tunnels. */
import { addressesOf, hasAddress } from '../net/address.ts'
import { TCP, TCP_FLAGS, UDP } from '../net/header.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { PacketSpace } from '../net/packet-space.ts'
import type { Line, Tunnel, TunnelEnd, TunnelKind } from '../topology/model.ts'
import { lineKey, PERHAPS_REQUIRED, REQUIRED, type Reading } from './flood.ts'
import { ownAddresses, type Place } from './places.ts'
import type { Reach } from './reach.ts'
import type { Replies } from './replies.ts'

/** Asks of every tunnel, and again as long as one that carries may let another through. To be asked before what must arrive is. */
export function settleTunnels(reach: Reach, replies: Replies): void {
  const { topology, graph } = reach.network
  const open = new Set([...topology.tunnels.values()].filter(({ ends }) => ends.length > 1))
  for (let changed = true; changed;) {
    changed = false
    for (const tunnel of open) {
      const carried = carriedBy(tunnel, reach, replies)
      if (carried === undefined || carried === graph.carried.get(tunnel.id)) continue
      graph.carried.set(tunnel.id, carried)
      if (carried === 'surely') open.delete(tunnel)
      changed = true
    }
  }
}

function carriedBy({ kind, ends: [a, b] }: Tunnel, reach: Reach, replies: Replies): 'surely' | 'perhaps' | undefined {
  const { space } = reach.network
  if (kind === 'joint') return 'surely'
  if (!a?.address || !b?.address) return 'perhaps'
  const joins = (reading: Reading): boolean => outer(kind, space).some((packets) => {
    const [there, back] = [goes(a, b, packets, reach, replies, reading), goes(b, a, packets, reach, replies, reading)]
    return (there !== undefined && (back !== undefined || there.isAnswered)) || (back?.isAnswered ?? false)
  })
  if (joins(REQUIRED)) return 'surely'
  return joins(PERHAPS_REQUIRED) || !STANDARD_PORT[kind] ? 'perhaps' : undefined
}

/**
 * Undefined: what one end sends to the other does not arrive. What networks outside do with it is not ours to see: there it is
 * enough that it gets in by one line and arrives from another.
 */
function goes(from: TunnelEnd, to: TunnelEnd, packets: PacketSet, reach: Reach, replies: Replies, reading: Reading): { isAnswered: boolean } | undefined {
  const { space, topology } = reach.network
  const offered = packets.intersect(space.destination(addressesOf(to.address!))).intersect(space.family(to.address!.family)).subtract(space.fragment()).intersect(space.asSent())
  const own = from.on === 'device' ? ownAddresses(topology.devices.get(from.device)!) : addressesOf(from.address!)
  // Behind a translation the address that the other end sees is none of its own.
  const sent = offered.intersect(space.source(hasAddress(own, from.address!) ? addressesOf(from.address!) : own))
  const seen = offered.intersect(space.source(addressesOf(from.address!)))
  if (sent.isEmpty() || seen.isEmpty()) return undefined
  const [client, server] = [placeOf(from), placeOf(to)]
  const declared: Reading = { unknown: reading.unknown, routes: 'declared' }
  const isThere = sent.within(reach.surely(client, server, sent, reading).sent())
    || linesTaken(reach, client, sent, declared).some((line) => reach.network.places.spread(line.to, false, line).lines.size > 0
      && seen.within(reach.surely({ zone: line.to }, server, seen, reading).sent()))
  return isThere ? { isAnswered: sent.within(replies.answered(client, server, declared)) } : undefined
}

const linesTaken = (reach: Reach, client: Place, sent: PacketSet, reading: Reading): Line[] => {
  const { network } = reach
  const flood = reach.fromOnly(client, sent, reading)
  return network.places.lines.filter(({ id }) => network.graph.has(lineKey(id)) && sent.within(flood.at(network.graph.node(lineKey(id))).sent().forget('in', 'out')))
}

const placeOf = (end: TunnelEnd): Place => (end.on === 'device' ? { device: end.device } : { zone: end.zone })

/** Kinds whose ports people do not change. */
const STANDARD_PORT: Readonly<Record<TunnelKind, boolean>> = {
  ipsec: true, gre: true, ipip: true, l2tp: true, pptp: true, '4in6': true, '6in4': true, etherip: true,
  'ssl-vpn': false, wireguard: false, openvpn: false, vxlan: false,
}

/** What the data of a tunnel travel in: any one of these is enough. */
function outer(kind: TunnelKind, space: PacketSpace): PacketSet[] {
  const protocol = (number: number): PacketSet => space.protocol([[number, number]])
  const udp = (port: number): PacketSet => protocol(UDP).intersect(space.sourcePort([[port, port]])).intersect(space.destinationPort([[port, port]]))
  const dialled = (of: number, port: number): PacketSet => protocol(of).intersect(space.sourcePort([[49152, 65535]])).intersect(space.destinationPort([[port, port]]))
  const tcp = (port: number): PacketSet => dialled(TCP, port).intersect(space.tcpFlags(63, TCP_FLAGS.SYN))
  switch (kind) {
    case 'ipsec': return [protocol(50), udp(4500)]
    case 'gre': case 'pptp': return [protocol(47)]
    case 'ipip': case '4in6': return [protocol(4)]
    case '6in4': return [protocol(41)]
    case 'etherip': return [protocol(97)]
    case 'l2tp': return [protocol(50), udp(4500), udp(1701), protocol(115)]
    case 'ssl-vpn': return [tcp(443), dialled(UDP, 443)]
    case 'wireguard': return [udp(51820)]
    case 'openvpn': return [dialled(UDP, 1194), tcp(1194), tcp(443)]
    case 'vxlan': return [dialled(UDP, 4789)]
  }
}
