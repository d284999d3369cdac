/**
 * Route tables of a VPC. The longest prefix wins; of equal ones a local route, then one that somebody typed, then one that a
 * gateway propagates (VPC user guide, "Route priority"). Each subnet is routed by the table that it is associated with, or the
 * main one; what comes in by a gateway by the table that the gateway is associated with, or else to the subnets alone.
 */
import { addressesOf, ALL_ADDRESSES, prefixAround, subtractAddresses, type AddressSet, type Prefix } from '../../net/address.ts'
import type { Condition } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import type { StaticNext, StaticPolicyRoute } from '../device/routes.ts'
import type { Cloud, Vpc } from './cloud.ts'
import type { Node } from './json.ts'
import { attribute, each, flag, prefix, word } from './nodes.ts'
import { all, doubtful, outOf } from './traffic.ts'

export interface Target { readonly attribute: string; readonly id: string }

/** What a route target is from one face: ways out that may each be taken; none: packets are dropped. */
export type Ways = (target: Target, to: Prefix | undefined, from: string) => readonly StaticNext[]

/** The attributes that name a target. */
const TARGETS = [
  'GatewayId', 'NatGatewayId', 'TransitGatewayId', 'VpcPeeringConnectionId', 'NetworkInterfaceId', 'InstanceId', 'EgressOnlyInternetGatewayId', 'LocalGatewayId',
  'CarrierGatewayId', 'CoreNetworkArn', 'VpcEndpointId',
] as const

interface Entry { readonly at: At; readonly to: Prefix | undefined; readonly set: AddressSet; readonly target: Target | 'local' | 'blackhole'; readonly doubts: readonly string[]; readonly rank: number }

export class RouteTables {
  private readonly cloud: Cloud

  constructor(cloud: Cloud) {
    this.cloud = cloud
  }

  private get nodes(): readonly Node[] {
    return this.cloud.list('RouteTables')
  }

  /** The table by which a subnet, or the ingress of a gateway, is routed. */
  tableOf(vpc: Vpc, key: 'SubnetId' | 'GatewayId', id: string): Node | undefined {
    const own = this.nodes.find((table) => each(table, 'Associations').some((one) => word(one, key) === id && isAssociated(one)))
    const main = (table: Node): boolean => word(table, 'VpcId') === vpc.id && each(table, 'Associations').some((one) => flag(one, 'Main') === true)
    return own ?? (key === 'SubnetId' ? this.nodes.find(main) : undefined)
  }

  /** Every target that a table of a VPC names. */
  targets(vpc: Vpc): Target[] {
    return this.nodes.filter((table) => word(table, 'VpcId') === vpc.id).flatMap((table) => this.entries(vpc, table))
      .flatMap(({ target }) => (typeof target === 'object' ? [target] : []))
  }

  /** The table as it decides over what comes in by some faces, each of which has ways of its own. */
  policies(vpc: Vpc, table: Node, faces: readonly string[], ways: Ways): StaticPolicyRoute[] {
    const at = this.cloud.at(table)
    const rest = { at, vrf: 'default', when: outOf(faces), next: { kind: 'null' } } as const
    return [...this.entries(vpc, table).flatMap((entry) => this.policy(entry, faces, ways)), rest]
  }

  private policy(entry: Entry, faces: readonly string[], ways: Ways): StaticPolicyRoute[] {
    const { at, target, doubts } = entry
    const route = (from: readonly string[], next: StaticPolicyRoute['next'], ...more: readonly Condition[]): StaticPolicyRoute =>
      ({ at, vrf: 'default', when: all(outOf(from), { test: 'destination', set: entry.set }, ...doubts.map(doubtful), ...more), next })
    if (target === 'local') return [route(faces, { kind: 'table' })]
    if (target === 'blackhole') return [route(faces, { kind: 'null' })]
    const groups = new Map<string, { nexts: readonly StaticNext[]; faces: string[] }>()
    for (const face of faces) {
      const nexts = ways(target, entry.to, face)
      const key = JSON.stringify(nexts, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
      const group = groups.get(key)
      if (group) group.faces.push(face)
      else groups.set(key, { nexts, faces: [face] })
    }
    return [...groups.values()].flatMap(({ nexts, faces: from }) => (nexts.length === 0 ? [route(from, { kind: 'null' })]
      // The first that matches decides: all but the last may be taken, or not.
      : nexts.map((next, index) => (index < nexts.length - 1 ? route(from, next, VARIES) : route(from, next)))))
  }

  private entries(vpc: Vpc, table: Node): Entry[] {
    const { ledger } = this.cloud.account
    const typed = each(table, 'Routes').map((node): Entry => {
      const to = prefix(node, 'DestinationCidrBlock') ?? prefix(node, 'DestinationIpv6CidrBlock')
      const list = word(node, 'DestinationPrefixListId')
      const known = list === undefined ? undefined : this.cloud.prefixLists.get(list)
      const target = targetOf(node)
      if (!to && list === undefined) ledger.doubt(node, 'DestinationCidrBlock')
      if (!target) ledger.doubt(node, 'GatewayId')
      const set = to ? addressesOf(to) : known ?? this.outside(vpc)
      return {
        at: this.cloud.at(node), to, set, target: target ?? { attribute: 'GatewayId', id: 'unknown' },
        doubts: [...(!to && list !== undefined && !known ? [list] : []), ...ledger.doubts.get(node) ?? []],
        rank: target === 'local' ? 0 : word(node, 'Origin') === 'EnableVgwRoutePropagation' ? 2 : 1,
      }
    })
    // The blocks of the VPC are always local, whether or not they are printed.
    const implied = vpc.cidrs.filter((one) => !typed.some(({ to, target }) => to && target === 'local' && same(to, one)) && !typed.some(({ to }) => to && same(to, one)))
      .map((to): Entry => ({ at: vpc.at, to, set: addressesOf(to), target: 'local', doubts: [], rank: 0 }))
    // A list of prefixes is taken by the longest of them first, as though each stood by itself.
    return [...typed, ...implied].flatMap((entry) => (entry.to ? [entry] : prefixesOf(entry)))
      .sort((a, b) => (b.to?.length ?? 129) - (a.to?.length ?? 129) || a.rank - b.rank)
  }

  private outside({ cidrs }: Vpc): AddressSet {
    return cidrs.map(addressesOf).reduce(subtractAddresses, ALL_ADDRESSES)
  }
}

const VARIES: Condition = { test: 'unknown', what: 'availability zone', varies: true }

const isAssociated = (one: Node): boolean => {
  const state = word(attribute(one, 'AssociationState'), 'State')
  return state === undefined || state === 'associated' || state === 'associating'
}

function targetOf(node: Node): Entry['target'] | undefined {
  if (word(node, 'State') === 'blackhole') return 'blackhole'
  const named = TARGETS.flatMap((name) => {
    const id = word(node, name)
    return id === undefined ? [] : [{ attribute: name, id }]
  })
  // A route to an instance names its interface as well.
  const target = named.find(({ attribute: name }) => name === 'NetworkInterfaceId') ?? named[0]
  return target?.id === 'local' ? 'local' : target
}

const same = (a: Prefix, b: Prefix): boolean => a.family === b.family && a.address === b.address && a.length === b.length

/** The ranges of a known list as prefixes; of one that is not known, its doubtful whole. */
function prefixesOf(entry: Entry): Entry[] {
  if (entry.doubts.length > 0) return [entry]
  return ([4, 6] as const).flatMap((family) => (family === 4 ? entry.set.v4 : entry.set.v6).flatMap(([low, high]) => covering(family, low, high)))
    .map((to) => ({ ...entry, to, set: addressesOf(to) }))
}

function covering(family: 4 | 6, low: bigint, high: bigint): Prefix[] {
  const bits = family === 4 ? 32 : 128
  const made: Prefix[] = []
  for (let from = low; from <= high;) {
    let length = bits
    while (length > 0 && prefixAround({ family, value: from }, length - 1).address === from && from + (1n << BigInt(bits - length + 1)) - 1n <= high) length--
    made.push({ family, address: from, length })
    from += 1n << BigInt(bits - length)
  }
  return made
}
