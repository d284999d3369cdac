/** Internet gateways and NAT gateways as devices of their own. */
import { addressesOf, unionAddresses, type Address, type AddressSet } from '../../net/address.ts'
import { ICMP, TCP, UDP } from '../../net/header.ts'
import { DEFAULT_VRF, type Chain, type Condition, type Rule } from '../../topology/model.ts'
import type { Part } from '../reader.ts'
import type { Attached, Cloud, NatGateway, Vpc } from './cloud.ts'
import type { SecurityGroups } from './security-groups.ts'
import { addressed, closed, EVERYWHERE, face, gap, list, route } from './parts.ts'
import { all, any, doubtful, into, not, outOf } from './traffic.ts'

/** The face of a gateway towards its VPC. */
export const INSIDE = 'vpc'

/**
 * An internet gateway gives each address that has a public one that address, in both directions and without memory; IPv4 of
 * any other it drops, IPv6 it passes unchanged (VPC user guide, "Internet gateways").
 */
export function internetGateway({ id, at, title, node }: Attached, vpc: Vpc | undefined, cloud: Cloud): Part {
  const mapped = [...cloud.interfaces?.values() ?? []].filter((one) => one.vpc === vpc?.id).flatMap((one) => one.publics.map((pair) => ({ ...pair, at: one.at })))
  const own = unionAddresses(...(vpc?.cidrs ?? []).map(addressesOf))
  const seen = unionAddresses(...mapped.map((one) => addressesOf(one.seen)))
  const [inside, v4] = [outOf([INSIDE]), { test: 'family', family: 4 } as const]
  const forward: Rule[] = [
    { at, when: all(outOf([id]), into([id])), action: { do: 'deny' } },
    { at, when: all(inside, v4, not({ test: 'source', set: unionAddresses(...mapped.map((one) => addressesOf(one.own))) })), action: { do: 'deny' } },
    { at, when: all(inside, not({ test: 'source', set: own })), action: { do: 'deny' } },
  ]
  const known = cloud.interfaces !== undefined
  return {
    id, at, ...(title !== undefined && { title }), runs: [], policyRoutes: [],
    faces: [face(INSIDE, at), face(id, at)],
    routes: [...(vpc?.cidrs ?? []).map((block) => route(block, INSIDE, at)), ...EVERYWHERE.map((block) => route(block, id, at))],
    sessions: { kind: 'none', reassembles: false, helpers: false },
    gaps: [...cloud.account.ledger.doubts.get(node) ?? [], ...(vpc ? [] : ['Vpcs'])].map((what) => gap('forwarding', at, what)),
    pipeline: {
      prerouting: [
        { kind: 'filter', chain: list('public addresses', at, [{ at, when: all(v4, any({ test: 'destination', set: own }, all(outOf([id]), not(known ? { test: 'destination', set: seen } : doubtful('NetworkInterfaces'))))), action: { do: 'deny' } }], 'permit') },
        { kind: 'translate', field: 'destination', chain: translating('destination', mapped, known, at, v4) },
      ],
      forward: [{ kind: 'filter', chain: list('internet gateway', at, known ? forward : forward.slice(0, 1), 'permit') }],
      postrouting: [{ kind: 'translate', field: 'source', chain: translating('source', mapped, known, at, all(v4, inside)) }],
      ...closed(at),
    },
  }
}

type Mapped = readonly { readonly own: Address; readonly seen: Address; readonly at: Attached['at'] }[]

/** Without a list of the interfaces nobody knows which address is whose. */
function translating(field: 'source' | 'destination', mapped: Mapped, known: boolean, at: Attached['at'], when: Condition): Chain {
  const rules = mapped.map((one): Rule => {
    const [from, to] = field === 'source' ? [one.own, one.seen] : [one.seen, one.own]
    return { at: one.at, when: all(when, { test: field, set: addressesOf(from) }), action: { do: 'rewrite', to: { addresses: addressesOf(to), samePorts: true } } }
  })
  const nobodyKnows: Rule = { at, when: all(when, doubtful('NetworkInterfaces')), action: { do: 'rewrite', to: { addresses: 'unknown' } } }
  return list(`${field} address`, at, known ? rules : [nobodyKnows], 'permit')
}

/** The face of a NAT gateway that machines beside it can hand a packet to, whatever their route table says. */
export const BESIDE = 'eni'

/**
 * A NAT gateway takes TCP, UDP and ICMP from its side of the VPC, gives them its own address and a port above 1023, and lets in only
 * what answers them; TCP and ICMP in fragments it drops (VPC user guide, "NAT gateways").
 */
export function natGateway({ id, at, title, node, subnet, addresses }: NatGateway, cloud: Cloud, groups: SecurityGroups): Part {
  const own: AddressSet = unionAddresses(...addresses.map(addressesOf))
  const block = cloud.subnets.get(subnet)?.cidrs.find(({ family }) => family === 4)
  const rules: Rule[] = [
    { at, when: all({ test: 'family', family: 4 }, { test: 'protocol', set: [[ICMP, ICMP], [TCP, TCP], [UDP, UDP]] }, any(not({ test: 'fragment' }), { test: 'protocol', set: [[UDP, UDP]] })), action: { do: 'permit' } },
    // NAT64 (RFC 6052) is not in the model.
    { at, when: { test: 'destination', set: { v4: [], v6: NAT64 } }, action: { do: 'unknown', what: '64:ff9b::/96' } },
  ]
  return {
    id, at, ...(title !== undefined && { title }), runs: [], policyRoutes: [],
    faces: [face(INSIDE, at), face(BESIDE, at, addresses.map((address) => addressed(address, block?.length ?? 32, at)))],
    routes: [{ at, vrf: DEFAULT_VRF, to: EVERYWHERE[0]!, distance: 1, next: { kind: 'interface', interface: INSIDE } }],
    sessions: { kind: 'inspecting', reassembles: false, helpers: false },
    gaps: [...cloud.account.ledger.doubts.get(node) ?? [], ...(addresses.length > 0 ? [] : ['NatGatewayAddresses'])].map((what) => gap('forwarding', at, what)),
    pipeline: {
      prerouting: [{ kind: 'filter', chain: groups.beside(subnet, BESIDE, at) }, { kind: 'track' }],
      forward: [{ kind: 'filter', chain: list('NAT gateway', at, rules, 'deny') }],
      postrouting: [{ kind: 'translate', field: 'source', chain: list('source address', at, [{ at, when: { test: 'family', family: 4 }, action: { do: 'rewrite', to: { addresses: own, ports: [[1024, 65535]] } } }], 'permit') }],
      ...closed(at),
    },
    beside: new Map([[BESIDE, subnet]]),
  }
}

const NAT64 = [[0x64ff9bn << 96n, (0x64ff9bn << 96n) + 0xffffffffn]] as const

