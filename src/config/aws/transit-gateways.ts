/**
 * Transit gateways: each attachment is routed by the table that it is associated with; what comes in by one availability zone
 * leaves by the same one where the other VPC is attached there (transit gateway guide, "Availability Zones", "Appliance mode").
 */
import { addressesOf, type Prefix } from '../../net/address.ts'
import type { Gap } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import type { StaticNext, StaticPolicyRoute } from '../device/routes.ts'
import type { Part } from '../reader.ts'
import type { Cloud, Resource } from './cloud.ts'
import type { Node } from './json.ts'
import { attribute, each, flag, prefix, word, words } from './nodes.ts'
import { closed, distinct, face, gap } from './parts.ts'
import { all, outOf } from './traffic.ts'

export interface Attachment extends Resource {
  readonly gateway: string
  readonly kind: string
  /** The VPC, VPN or gateway that is attached. */
  readonly resource: string | undefined
  /** Of a VPC: where it has an interface. */
  readonly subnets: readonly string[]
  readonly appliance: boolean
}

/** The face of an attachment in one subnet; its name is the same on both of its sides. */
export const attachmentFace = (attachment: string, subnet: string): string => `${attachment}/${subnet}`

const GONE = new Set(['deleted', 'deleting', 'failed', 'failing', 'rejected', 'rejecting'])

export class TransitGateways {
  readonly gateways: ReadonlyMap<string, Resource>
  readonly attachments: ReadonlyMap<string, Attachment>
  private readonly cloud: Cloud

  constructor(cloud: Cloud) {
    this.cloud = cloud
    this.gateways = cloud.all('TransitGateways', 'TransitGatewayId', (one) => one)
    const made = cloud.all('TransitGatewayVpcAttachments', 'TransitGatewayAttachmentId', (one) => this.attachment(one, 'vpc', word(one.node, 'VpcId')))
    for (const [id, other] of cloud.all('TransitGatewayAttachments', 'TransitGatewayAttachmentId', (one) => this.attachment(one, word(one.node, 'ResourceType') ?? '', word(one.node, 'ResourceId')))) {
      if (!made.has(id)) made.set(id, other)
    }
    this.attachments = made
  }

  private attachment(one: Resource, kind: string, resource: string | undefined): Attachment | undefined {
    const gateway = word(one.node, 'TransitGatewayId')
    if (GONE.has(word(one.node, 'State') ?? '') || gateway === undefined) return undefined
    const appliance = word(attribute(one.node, 'Options'), 'ApplianceModeSupport') === 'enable'
    return { ...one, gateway, kind, resource, subnets: words(one.node, 'SubnetIds').filter((id) => this.cloud.subnets.has(id)), appliance }
  }

  of(vpc: string, gateway?: string): Attachment[] {
    return [...this.attachments.values()].filter((one) => one.kind === 'vpc' && one.resource === vpc && (gateway === undefined || one.gateway === gateway))
  }

  facesOf(one: Attachment): string[] {
    return one.kind === 'vpc' && one.subnets.length > 0 ? one.subnets.map((subnet) => attachmentFace(one.id, subnet)) : [one.id]
  }

  zoneOf(name: string): string | undefined {
    return this.cloud.subnets.get(name.slice(name.indexOf('/') + 1))?.zone
  }

  part(gateway: Resource): Part {
    const here = [...this.attachments.values()].filter((one) => one.gateway === gateway.id)
    const gaps: Gap[] = [...this.cloud.account.ledger.doubts.get(gateway.node) ?? []].map((what) => gap('forwarding', gateway.at, what))
    if (word(attribute(gateway.node, 'Options'), 'MulticastSupport') === 'enable') gaps.push(gap('forwarding', gateway.at, 'MulticastSupport'))
    const policyRoutes = here.flatMap((one) => this.routed(gateway, one, here, gaps))
    return {
      id: gateway.id, at: gateway.at, ...(gateway.title !== undefined && { title: gateway.title }),
      faces: here.flatMap((one) => this.facesOf(one).map((name) => face(name, one.at))),
      routes: [], policyRoutes, runs: [], gaps: distinct(gaps), sessions: { kind: 'none', reassembles: false, helpers: false },
      pipeline: { prerouting: [], forward: [], postrouting: [], ...closed(gateway.at) },
    }
  }

  /** The association is printed with the attachment; a file without it means the default table. */
  private tableOf(gateway: Resource, { id }: Attachment): string | undefined {
    const printed = this.cloud.list('TransitGatewayAttachments').find((node) => word(node, 'TransitGatewayAttachmentId') === id)
    const association = attribute(printed, 'Association')
    if (printed) return word(association, 'State') === 'associated' ? word(association, 'TransitGatewayRouteTableId') : undefined
    const options = attribute(gateway.node, 'Options')
    return word(options, 'DefaultRouteTableAssociation') === 'enable' ? word(options, 'AssociationDefaultRouteTableId') : undefined
  }

  private routed(gateway: Resource, from: Attachment, all: readonly Attachment[], gaps: Gap[]): StaticPolicyRoute[] {
    const rest: StaticPolicyRoute = { at: from.at, vrf: 'default', when: outOf(this.facesOf(from)), next: { kind: 'null' } }
    const table = this.tableOf(gateway, from)
    if (table === undefined) return [rest]
    const routes = this.routesOf(table, all, gaps, gateway.at)
    return [...this.facesOf(from).flatMap((name) => routes.flatMap((one) => this.policy(one, name))), rest]
  }

  private policy({ at, to, by }: TransitRoute, from: string): StaticPolicyRoute[] {
    const when = all(outOf([from]), { test: 'destination', set: addressesOf(to) })
    const nexts = by.flatMap((one) => this.towards(one, from))
    if (nexts.length === 0) return [{ at, vrf: 'default', when, next: { kind: 'null' } }]
    return nexts.map((next, index) => ({ at, vrf: 'default', next, when: index < nexts.length - 1 ? all(when, { test: 'unknown', what: 'availability zone', varies: true }) : when }))
  }

  private towards(to: Attachment, from: string): StaticNext[] {
    const names = this.facesOf(to)
    const zone = this.zoneOf(from)
    const beside = to.appliance || zone === undefined ? [] : names.filter((name) => this.zoneOf(name) === zone)
    return (beside.length > 0 ? beside : names).map((name) => ({ kind: 'interface', interface: name }))
  }

  /** Longest first; of equal ones a static route wins over one that an attachment propagates. */
  private routesOf(table: string, attachments: readonly Attachment[], gaps: Gap[], at: At): TransitRoute[] {
    const find = (id: string | undefined): Attachment[] => attachments.filter((one) => one.id === id)
    const typed = this.cloud.list('TransitGatewayStaticRoutes').filter((node) => word(node, 'TransitGatewayRouteTableId') === table)
    const propagated = this.cloud.list('TransitGatewayPropagations').filter((node) => word(node, 'TransitGatewayRouteTableId') === table)
    const printed = typed.flatMap((node) => each(node, 'Routes'))
    const isWhole = printed.some((node) => word(node, 'Type') === 'propagated')
    if (typed.length === 0 || (propagated.length === 0 && !isWhole)) gaps.push(gap('routes', at, table))
    if (typed.some((node) => flag(node, 'AdditionalRoutesAvailable') === true)) gaps.push(gap('routes', at, 'AdditionalRoutesAvailable'))
    const statics = printed.flatMap((node): TransitRoute[] => {
      const to = prefix(node, 'DestinationCidrBlock')
      if (!to || (this.cloud.account.ledger.doubts.get(node) ?? []).length > 0) {
        gaps.push(gap('routes', this.cloud.at(node), 'DestinationCidrBlock'))
        return []
      }
      const by = word(node, 'State') === 'blackhole' ? [] : each(node, 'TransitGatewayAttachments').flatMap((one) => find(word(one, 'TransitGatewayAttachmentId')))
      return [{ at: this.cloud.at(node), to, by, rank: word(node, 'Type') === 'propagated' ? 1 : 0 }]
    })
    const learnt = propagated.flatMap((node) => each(node, 'TransitGatewayRouteTablePropagations')).filter((node) => word(node, 'State') === 'enabled')
      .flatMap((node) => find(word(node, 'TransitGatewayAttachmentId')).flatMap((one) => this.learnt(node, one, gaps)))
    const known = [...statics, ...(isWhole ? [] : learnt)].sort((a, b) => b.to.length - a.to.length || a.rank - b.rank)
    return known.filter((one, index) => known.findIndex((other) => same(one.to, other.to) && other.rank <= one.rank) === index || known.findIndex((other) => same(one.to, other.to)) === index)
  }

  /** A VPC propagates its blocks; what a VPN or a peer gateway propagates nobody prints here. */
  private learnt(node: Node, one: Attachment, gaps: Gap[]): TransitRoute[] {
    const vpc = one.kind === 'vpc' && one.resource !== undefined ? this.cloud.vpcs.get(one.resource) : undefined
    const vpn = this.cloud.list('VpnConnections').find((other) => one.kind === 'vpn' && word(other, 'VpnConnectionId') === one.resource)
    const blocks = vpc?.cidrs ?? each(vpn, 'Routes').flatMap((route) => prefix(route, 'DestinationCidrBlock') ?? [])
    if (!vpc && blocks.length === 0) gaps.push(gap('routes', this.cloud.at(node), `${one.kind} ${one.id}`))
    return blocks.map((to) => ({ at: this.cloud.at(node), to, by: [one], rank: 1 }))
  }
}

interface TransitRoute { readonly at: At; readonly to: Prefix; readonly by: readonly Attachment[]; readonly rank: number }

const same = (a: Prefix, b: Prefix): boolean => a.family === b.family && a.address === b.address && a.length === b.length

