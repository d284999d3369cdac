/** Entries that let a tunnel through to somebody who is no declared end of one: what is inside can be anything. */
import { UDP } from '../../net/header.ts'
import type { End, Flow, TunnelEnd } from '../../topology/model.ts'
import { hasAddress } from '../../net/address.ts'
import { text } from '../../verdict.ts'
import type { Judgement } from '../judgement/judgement.ts'
import type { Answer, Rule } from '../rule.ts'
import { standingsOf } from './ends.ts'

/** 4-in-6 and IP in IP, 6-in-4, GRE, ESP, AH, EtherIP, L2TP. */
const PROTOCOLS = [4, 41, 47, 50, 51, 97, 115]
/** IKE and its NAT traversal, L2TP, WireGuard, OpenVPN, VXLAN. */
const UDP_PORTS = [500, 4500, 1701, 51820, 1194, 4789]

/** A note for each: that a gateway wraps what it was given is its business. */
export const unseenInside = (judgement: Judgement, flows: readonly Flow[], rule: Pick<Rule, 'id'>): Answer[] =>
  flows.filter((flow) => letsTunnelsThrough(judgement, flow) && !isDeclared(judgement, flow)).map((flow) => ({
    rule: rule.id, key: `tunnel ${flow.id}`, subject: text(`登録 ${flow.id}`, `register entry ${flow.id}`), at: flow.at, outcome: 'refuted', ground: 'computed',
    grade: 'tunnel', assumes: [], missing: [],
    cause: { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id}（トンネルの中身が分からない通信）`, `register entry ${flow.id} (what is inside the tunnel is not known)`) },
    message: text('トンネル（IPsec・GRE・L2TP など）を通すため、その中では何でも運べる', 'it lets a tunnel through (IPsec, GRE, L2TP, …), which can carry anything inside'),
    fix: text('トンネルの両端を tunnels に書くか、終端する装置の役割を gateway として登録の端に書いてください。', 'Declare the ends of the tunnel under `tunnels`, or name the gateway that ends it as the end of the entry.'),
  }))

function letsTunnelsThrough({ entries, network }: Judgement, flow: Flow): boolean {
  const { space } = network
  const ranges = (values: readonly number[]) => [...values].sort((a, b) => a - b).map((one) => [one, one] as const)
  return entries.service(flow).subtract(space.fragment()).meets(space.protocol(ranges(PROTOCOLS))
    .union(space.protocol([[UDP, UDP]]).intersect(space.destinationPort(ranges(UDP_PORTS)))))
}

function isDeclared({ topology }: Judgement, flow: Flow): boolean {
  const tunnelEnds = [...topology.tunnels.values()].flatMap(({ ends }) => ends)
  return [...flow.from, ...flow.to].some((end) =>
    (end.kind === 'host' && topology.hosts.get(end.id)!.role === 'gateway') || tunnelEnds.some((one) => isSame(one, end) || standsAt(one, end)))

  function standsAt({ address }: TunnelEnd, end: End): boolean {
    return address !== undefined && end.kind !== 'zone' && end.kind !== 'segment'
      && standingsOf(end, topology).some(({ addresses }) => hasAddress(addresses, address))
  }
}

const isSame = (tunnel: TunnelEnd, end: End): boolean =>
  (tunnel.on === 'device' && end.kind === 'device' && tunnel.device === end.id)
  || (tunnel.on === 'zone' && end.kind === 'party' && tunnel.party === end.id)
