/**
 * Security groups: lists of permits at each network interface, which let the answers of what they let through pass
 * (VPC user guide, "Control traffic to your AWS resources using security groups").
 */
import { addressesOf, ALL_ADDRESSES, EMPTY_ADDRESSES, subtractAddresses, unionAddresses, type AddressSet } from '../../net/address.ts'
import type { Chain, Condition, Rule } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import type { Cloud, NetworkInterface, Vpc } from './cloud.ts'
import type { Node } from './json.ts'
import { each, number, prefix, word } from './nodes.ts'
import { all, any, doubtful, into, not, outOf, protocolNumber, traffic } from './traffic.ts'

export type Direction = 'ingress' | 'egress'

const GATEWAYS = new Set(['nat_gateway', 'transit_gateway', 'network_load_balancer'])

const LISTS = { ingress: 'IpPermissions', egress: 'IpPermissionsEgress' } as const

export class SecurityGroups {
  private readonly cloud: Cloud
  private readonly groups: ReadonlyMap<string, { readonly node: Node; readonly at: At; readonly vpc: string | undefined }>
  private readonly members = new Map<string, AddressSet>()
  private readonly chains = new Map<string, Chain>()

  constructor(cloud: Cloud) {
    this.cloud = cloud
    this.groups = new Map([...cloud.all('SecurityGroups', 'GroupId', (one) => one)].map(([id, { node, at }]) => [id, { node, at, vpc: word(node, 'VpcId') }]))
    for (const { groups, own } of cloud.interfaces?.values() ?? []) {
      for (const id of groups) this.members.set(id, unionAddresses(this.members.get(id) ?? EMPTY_ADDRESSES, own))
    }
  }

  /** What the network interfaces of a VPC let in or out, seen from its router, behind whose faces `subnets` they stand. */
  chain(vpc: Vpc, direction: Direction): Chain {
    const subnets = this.cloud.subnetsOf(vpc.id).map(({ id }) => id)
    const side = direction === 'egress' ? outOf : into
    const rules: Rule[] = [
      { at: vpc.at, when: not(side(subnets)), action: { do: 'permit' }, elsewhere: true },
      // The answers of what was let through pass in both directions.
      { at: vpc.at, when: { test: 'state', states: ['established'] }, action: { do: 'permit' } },
      ...(this.cloud.interfaces ? subnets.flatMap((subnet) => this.inSubnet(subnet, direction)) : [this.nobodyKnows(vpc)]),
    ]
    return { name: `security groups ${direction}`, at: vpc.at, rules, otherwise: 'deny' }
  }

  private nobodyKnows({ at }: { readonly at: At }): Rule {
    return { at, when: { test: 'all', of: [] }, action: { do: 'unknown', what: 'no NetworkInterfaces' } }
  }

  /** What the machines of a subnet send to a gateway beside them, which has a face there. */
  beside(subnet: string, name: string, at: At): Chain {
    const permitted = this.cloud.interfaces ? this.inSubnet(subnet, 'egress', name) : [this.nobodyKnows({ at })]
    return { name: 'security groups egress', at, rules: [{ at, when: not(outOf([name])), action: { do: 'permit' }, elsewhere: true }, ...permitted], otherwise: 'deny' }
  }

  /** An address without an interface is nobody's: AWS delivers to and takes from interfaces only. */
  private inSubnet(subnet: string, direction: Direction, name = subnet): Rule[] {
    // Gateways have faces of their own.
    const here = [...this.cloud.interfaces!.values()].filter((one) => one.subnet === subnet && !GATEWAYS.has(word(one.node, 'InterfaceType') ?? ''))
    const side = direction === 'egress' ? outOf([name]) : into([name])
    const test = direction === 'egress' ? 'source' : 'destination'
    const own = unionAddresses(...here.map((one) => one.own))
    const checked = here.map((one): Rule => this.rule(one, all(side, { test, set: one.own }), direction))
    const others: Condition = { test, set: subtractAddresses(ALL_ADDRESSES, own) }
    // Without the check a machine passes on the packets of others; several are alternatives, the next one is asked as well.
    const passing = here.filter(({ checks }) => !checks).map((one): Rule => this.rule(one, all(side, others), direction, 'jump'))
    return [...checked, ...passing]
  }

  private rule(one: NetworkInterface, when: Condition, direction: Direction, how: 'goto' | 'jump' = 'goto'): Rule {
    const { at, groups, id } = one
    if (groups.length === 0) return { id, at, when, action: { do: 'permit' } }
    return { id, at, when, action: { do: how, chain: this.together(groups, direction, at) } }
  }

  /** The permits of several groups are one list: their order says nothing. */
  private together(ids: readonly string[], direction: Direction, at: At): Chain {
    const name = `${[...ids].sort().join('+')} ${direction}`
    const known = this.chains.get(name)
    if (known) return known
    const rules = [...ids].sort().flatMap((id) => this.permits(id, direction, at))
    const made: Chain = { name, at: this.groups.get(ids[0]!)?.at ?? at, rules, otherwise: 'deny' }
    this.chains.set(name, made)
    return made
  }

  private permits(id: string, direction: Direction, at: At): Rule[] {
    const group = this.groups.get(id)
    if (!group) return [{ id, at, when: { test: 'all', of: [] }, action: { do: 'unknown', what: id } }]
    const doubts = this.cloud.account.ledger.doubts.get(group.node) ?? []
    return [
      ...doubts.map((what): Rule => ({ id, at: group.at, when: { test: 'all', of: [] }, action: { do: 'unknown', what } })),
      ...each(group.node, LISTS[direction]).flatMap((node) => this.permission(id, group.vpc, node, direction)),
    ]
  }

  private permission(id: string, vpc: string | undefined, node: Node, direction: Direction): Rule[] {
    const { ledger } = this.cloud.account
    const typed = word(node, 'IpProtocol')
    const protocol = protocolNumber(typed)
    if (protocol === undefined) ledger.doubt(node, `IpProtocol ${typed ?? ''}`)
    const of = [
      ...(protocol === undefined ? [] : [traffic(protocol, number(node, 'FromPort'), number(node, 'ToPort'))]),
      ...(ledger.doubts.get(node) ?? []).map(doubtful),
    ]
    const peers = [
      ...[...each(node, 'IpRanges'), ...each(node, 'Ipv6Ranges')].map((one) => [one, this.range(one, direction)] as const),
      ...each(node, 'PrefixListIds').map((one) => [one, this.list(one, direction)] as const),
      ...each(node, 'UserIdGroupPairs').map((one) => [one, this.group(one, vpc, direction)] as const),
    ]
    return peers.map(([one, peer]) => ({
      id, at: this.cloud.at(one), when: all(...of, peer, ...(ledger.doubts.get(one) ?? []).map(doubtful)), action: { do: 'permit' },
    }))
  }

  private range(node: Node, direction: Direction): Condition {
    const typed = prefix(node, 'CidrIp') ?? prefix(node, 'CidrIpv6')
    return typed ? { test: SIDE[direction], set: addressesOf(typed) } : doubtful('CidrIp')
  }

  private list(node: Node, direction: Direction): Condition {
    const id = word(node, 'PrefixListId') ?? 'PrefixListId'
    const set = this.cloud.prefixLists.get(id)
    return set ? { test: SIDE[direction], set } : doubtful(id)
  }

  /**
   * The private addresses of the interfaces that have the group: of another VPC only what comes over the peering (a transit
   * gateway carries such references only where both it and the attachment say so).
   */
  private group(node: Node, vpc: string | undefined, direction: Direction): Condition {
    const id = word(node, 'GroupId') ?? 'GroupId'
    const group = this.groups.get(id)
    if (!group || !this.cloud.interfaces) return doubtful(id)
    const from: Condition = { test: SIDE[direction], set: this.members.get(id) ?? EMPTY_ADDRESSES }
    if (group.vpc === vpc) return from
    const peering = word(node, 'VpcPeeringConnectionId')
    const side = direction === 'ingress' ? outOf : into
    return all(from, peering === undefined ? doubtful(id) : any(side([peering]), doubtful(id)))
  }

  get names(): readonly { readonly id: string; readonly at: At }[] {
    return [...this.groups].map(([id, { at }]) => ({ id, at }))
  }

  /** Groups that an interface has or another group names. */
  get used(): ReadonlySet<string> {
    const named = [...this.groups.values()].flatMap(({ node }) => Object.values(LISTS).flatMap((list) => each(node, list)))
      .flatMap((permission) => each(permission, 'UserIdGroupPairs').flatMap((one) => word(one, 'GroupId') ?? []))
    return new Set([...this.members.keys(), ...named])
  }
}

const SIDE = { ingress: 'source', egress: 'destination' } as const
