/** A VPC as one router between its subnets and its gateways. */
import { addressesOf, hasAddress, type Address } from '../../net/address.ts'
import { TCP, UDP } from '../../net/header.ts'
import type { Gap, Interface, InterfaceAddress, Pipeline, Rule } from '../../topology/model.ts'
import type { StaticNext, StaticPolicyRoute } from '../device/routes.ts'
import type { Part } from '../reader.ts'
import type { Cloud, Subnet, Vpc } from './cloud.ts'
import { loadBalancersOf } from './load-balancers.ts'
import { attribute, word } from './nodes.ts'
import { NetworkAcls, type Standing } from './network-acls.ts'
import { addressed, EVERYWHERE, face, gap, list, REASSEMBLES, route } from './parts.ts'
import { RouteTables, type Target, type Ways } from './routes.ts'
import { SecurityGroups } from './security-groups.ts'
import { all, any, into, not, outOf } from './traffic.ts'
import { attachmentFace, type TransitGateways } from './transit-gateways.ts'

export interface Surroundings {
  readonly cloud: Cloud
  readonly groups: SecurityGroups
  readonly acls: NetworkAcls
  readonly tables: RouteTables
  readonly transit: TransitGateways
}

/** The face by which the resolver of a VPC asks other name servers: AWS's own, not those of the VPC. */
export const resolverFace = (vpc: string): string => `dns-${vpc}`

/** The resolver's second address (VPC user guide, "Amazon DNS server"). */
const RESOLVER = { family: 4, value: 0xa9fea9fdn } as const

export class VpcRouter {
  readonly faces: ReadonlyMap<string, Interface>
  private readonly vpc: Vpc
  private readonly around: Surroundings
  private readonly standings: readonly Standing[]
  private readonly gaps: Gap[] = []

  constructor(vpc: Vpc, around: Surroundings) {
    this.vpc = vpc
    this.around = around
    const { cloud, transit } = around
    const subnets = cloud.subnetsOf(vpc.id)
    const nats = [...cloud.natGateways.values()].filter((one) => one.vpc === vpc.id)
    const attached = transit.of(vpc.id)
    const balancers = loadBalancersOf(cloud, vpc.id)
    this.standings = [
      ...subnets.map(({ id }): Standing => ({ face: id, subnet: id, kind: 'subnet' })),
      ...[...nats, ...balancers].map(({ id, subnet }): Standing => ({ face: id, subnet, kind: 'nat' })),
      ...attached.flatMap((one) => one.subnets.map((subnet): Standing => ({ face: attachmentFace(one.id, subnet), subnet, kind: 'transit' }))),
    ]
    const gateways = [
      ...[...cloud.internetGateways.values(), ...cloud.egressOnly.values(), ...cloud.vpnGateways.values()].filter((one) => one.vpcs.includes(vpc.id)),
      ...[...cloud.peerings.values()].filter((one) => one.vpcs.includes(vpc.id)), ...nats, ...balancers,
    ]
    const faces = new Map<string, Interface>(subnets.map((one) => [one.id, face(one.id, one.at, this.addressesIn(one))]))
    for (const { id, at } of gateways) faces.set(id, face(id, at))
    for (const one of attached) for (const name of transit.facesOf(one)) faces.set(name, face(name, one.at))
    for (const target of around.tables.targets(vpc)) if (!this.isElsewhere(target) && !faces.has(target.id)) faces.set(target.id, face(target.id, vpc.at))
    if (vpc.dns !== false) faces.set(resolverFace(vpc.id), face(resolverFace(vpc.id), vpc.at, this.resolverAddresses(subnets)))
    this.faces = faces
  }

  part(): Part {
    const { vpc, faces } = this
    const policyRoutes = this.routed()
    this.doubts()
    return {
      id: vpc.id, at: vpc.at, ...(vpc.title !== undefined && { title: vpc.title }),
      faces: [...faces.values()], policyRoutes, gaps: this.gaps, pipeline: this.pipeline(),
      // A packet for the address of a gateway or load balancer is for it, though the address lies in a subnet.
      routes: [
        ...[...this.around.cloud.natGateways.values(), ...loadBalancersOf(this.around.cloud)].filter(({ id }) => faces.has(id)).flatMap((one) =>
          one.addresses.map(({ family, value }) => route({ family, address: value, length: family === 4 ? 32 : 128 }, one.id, one.at))),
        ...(vpc.dns === false ? [] : EVERYWHERE.map((to) => route(to, resolverFace(vpc.id), vpc.at))),
      ],
      runs: vpc.dns === false ? [] : ['dns'],
      sessions: { kind: 'inspecting', reassembles: REASSEMBLES, helpers: false },
    }
  }

  // -------------------------------------------------------------------------------------------------------------- faces

  /** The first address of a subnet is its router's (VPC user guide, "Subnet CIDR blocks"). */
  private addressesIn(one: Subnet): InterfaceAddress[] {
    return one.cidrs.flatMap((block) => {
      const gateway = addressed({ family: block.family, value: block.address + 1n }, block.length, one.at)
      const resolver = this.resolver
      return resolver && hasAddress(addressesOf(block), resolver) ? [gateway, addressed(resolver, block.length, one.at)] : [gateway]
    })
  }

  /** The third address of the first block: "the base of the VPC network range plus two". */
  private get resolver(): Address | undefined {
    const block = this.vpc.dns === false ? undefined : this.vpc.cidrs.find(({ family }) => family === 4)
    return block && { family: 4, value: block.address + 2n }
  }

  private resolverAddresses(subnets: readonly Subnet[]): InterfaceAddress[] {
    const { resolver } = this
    const isIn = resolver && subnets.some(({ cidrs }) => cidrs.some((block) => hasAddress(addressesOf(block), resolver)))
    return [...(resolver && !isIn ? [resolver] : []), RESOLVER].map((own) => addressed(own, 32, this.vpc.at))
  }

  /** Targets that are reached by an interface in a subnet, or by a transit gateway's attachments, have no face of their own. */
  private isElsewhere(target: Target): boolean {
    return this.instances(target).length > 0 || (target.attribute === 'TransitGatewayId' && this.around.transit.of(this.vpc.id, target.id).length > 0)
  }

  private instances({ attribute: by, id }: Target) {
    if (by !== 'NetworkInterfaceId' && by !== 'InstanceId') return []
    return [...this.around.cloud.interfaces?.values() ?? []].filter((one) => one.vpc === this.vpc.id && (by === 'InstanceId' ? one.instance === id : one.id === id))
  }

  // ------------------------------------------------------------------------------------------------------------- routes

  private routed(): StaticPolicyRoute[] {
    const { tables, cloud } = this.around
    const ways: Ways = (target, to, from) => this.waysTo(target, to?.family ?? 4, from)
    const byTable = new Map<ReturnType<RouteTables['tableOf']>, string[]>()
    const note = (table: ReturnType<RouteTables['tableOf']>, name: string): void => { byTable.set(table, [...byTable.get(table) ?? [], name]) }
    for (const { face: name, subnet } of this.standings) note(tables.tableOf(this.vpc, 'SubnetId', subnet), name)
    for (const id of [...cloud.internetGateways.keys(), ...cloud.vpnGateways.keys()]) {
      const table = this.faces.has(id) && tables.tableOf(this.vpc, 'GatewayId', id)
      if (table) note(table, id)
    }
    return [...byTable].flatMap(([table, names]) => {
      if (table) return tables.policies(this.vpc, table, names, ways)
      this.gaps.push(gap('routes', this.vpc.at, `RouteTables ${names[0]!}`))
      return []
    })
  }

  private waysTo(target: Target, family: 4 | 6, from: string): StaticNext[] {
    const instances = this.instances(target)
    if (instances.length > 0) {
      return instances.flatMap((one) => {
        const via = one.addresses.find((address) => address.family === family)
        return via ? [{ kind: 'via' as const, address: via, interface: one.subnet }] : []
      })
    }
    const { transit, cloud } = this.around
    const attachments = target.attribute === 'TransitGatewayId' ? transit.of(this.vpc.id, target.id) : []
    if (attachments.length === 0) return [{ kind: 'interface', interface: target.id }]
    const subnet = this.standings.find((one) => one.face === from)?.subnet
    const zone = subnet === undefined ? undefined : cloud.subnets.get(subnet)?.zone
    // Only an attachment in the same availability zone can be reached (transit gateway guide, "VPC attachments").
    return attachments.flatMap((one) => transit.facesOf(one)).filter((name) => zone === undefined || (transit.zoneOf(name) ?? zone) === zone)
      .map((name) => ({ kind: 'interface', interface: name }))
  }

  // ------------------------------------------------------------------------------------------------------------ filters

  private pipeline(): Pipeline {
    const { vpc, standings } = this
    const { groups, acls } = this.around
    const at = vpc.at
    const resolver = resolverFace(vpc.id)
    const subnets = standings.filter(({ kind }) => kind === 'subnet').map((one) => one.face)
    const asks = all({ test: 'protocol', set: [[TCP, TCP], [UDP, UDP]] }, { test: 'destination-port', set: [[53, 53]] })
    const permit = { do: 'permit' } as const
    return {
      prerouting: [{ kind: 'track' }],
      forward: [
        { kind: 'filter', chain: groups.chain(vpc, 'egress') }, { kind: 'filter', chain: acls.chain(vpc, standings, 'egress') },
        { kind: 'filter', chain: list('VPC', at, this.borders(), 'permit') },
        { kind: 'filter', chain: acls.chain(vpc, standings, 'ingress') }, { kind: 'filter', chain: groups.chain(vpc, 'ingress') },
      ],
      postrouting: [],
      // Neither security groups nor network ACLs are asked about the resolver (VPC user guide, "Amazon DNS server").
      input: [{ kind: 'filter', chain: list('resolver', at, vpc.dns === false ? [] : [{ at, when: all(outOf(subnets), asks), action: permit }], 'deny') }],
      output: [{ kind: 'track' }, { kind: 'filter', chain: list('resolver queries', at, [
        { at, when: { test: 'state', states: ['established'] }, action: permit },
        ...(vpc.dns === false ? [] : [{ at, when: all(into([resolver]), asks), action: permit }]),
      ], 'deny') }],
    }
  }

  /** What a VPC carries from no gateway to another, and what its resolver's way out is for. */
  private borders(): Rule[] {
    const { vpc, faces } = this
    const { cloud } = this.around
    const at = vpc.at
    const deny = { do: 'deny' } as const
    const resolver = resolverFace(vpc.id)
    const egressOnly = [...cloud.egressOnly.keys()].filter((id) => faces.has(id))
    const internet = [...[...faces.keys()].filter((name) => name.startsWith('igw-')), ...egressOnly]
    // "Edge to edge routing" is not supported through any of them (VPC peering guide, "Unsupported VPC peering configurations").
    const edges = [...internet, ...[...faces.keys()].filter((name) => /^(?:pcx|vgw)-/.test(name)), resolver]
    const answers = { test: 'state', states: ['established'] } as const
    return [
      { at, when: all(outOf(edges), into(edges)), action: deny },
      { at, when: any(outOf([resolver]), into([resolver])), action: deny },
      ...(egressOnly.length > 0 ? [{ at, when: all(outOf(egressOnly), not(answers)), action: deny }] : []),
      ...this.standings.flatMap((one): Rule[] => {
        const mode = this.blocked(one.subnet)
        if (mode === undefined || mode === 'off') return []
        if (mode === 'block-bidirectional') return [{ at, when: any(all(outOf(internet), into([one.face])), all(outOf([one.face]), into(internet))), action: deny }]
        if (mode === 'block-ingress') return [{ at, when: all(outOf(internet), into([one.face]), not(answers)), action: deny }]
        return [{ at, when: any(all(outOf(internet), into([one.face])), all(outOf([one.face]), into(internet))), action: { do: 'unknown', what: mode } }]
      }),
    ]
  }

  /** Block Public Access, as it is printed with the subnet, exclusions counted in. */
  private blocked(subnet: string): string | undefined {
    const mode = (node: Vpc['node'] | undefined): string | undefined => word(attribute(node, 'BlockPublicAccessStates'), 'InternetGatewayBlockMode')
    return mode(this.around.cloud.subnets.get(subnet)?.node) ?? mode(this.vpc.node)
  }

  /** Whatever is in doubt about a resource of the VPC is in doubt about the whole of it. */
  private doubts(): void {
    const { cloud } = this.around
    const { ledger, resources } = cloud.account
    const say = (kind: string, touches: Gap['touches'], isMine: (node: Vpc['node']) => boolean): void => {
      for (const node of resources.get(kind) ?? []) {
        if (isMine(node)) for (const what of ledger.doubts.get(node) ?? []) this.gaps.push(gap(touches, cloud.at(node), what))
      }
    }
    const isHere = (node: Vpc['node']): boolean => (word(node, 'VpcId') ?? this.vpc.id) === this.vpc.id
    for (const kind of ['Vpcs', 'Subnets', 'RouteTables', 'VpcEndpoints', 'VpcAttributes']) say(kind, 'forwarding', isHere)
    for (const kind of ['NetworkAcls', 'NetworkInterfaces', 'Addresses', 'Reservations']) say(kind, 'filters', isHere)
    for (const kind of ['VpcPeeringConnections', 'EgressOnlyInternetGateways', 'VpnGateways', 'PrefixLists']) say(kind, 'forwarding', () => true)
    if (!cloud.has('SecurityGroups')) this.gaps.push(gap('filters', this.vpc.at, 'SecurityGroups'))
    if (!cloud.has('NetworkAcls')) this.gaps.push(gap('filters', this.vpc.at, 'NetworkAcls'))
  }
}

