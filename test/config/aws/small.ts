/** Small clouds as `aws` prints them, and what becomes of a packet in one. */
import { segment } from '../../brute/build.ts'
import { explore, replyTo } from '../../../src/engine/trace.ts'
import type { Applied } from '../../../src/config/index.ts'
import { cloud, header, type Probe } from './labs.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
export type Files = Readonly<Record<string, readonly Json[]>>

export const VPC = 'vpc-a'

const local = (to: string) => ({ DestinationCidrBlock: to, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' })

export const vpc = (id: string, cidr: string) => ({ VpcId: id, CidrBlock: cidr })
export const subnet = (id: string, of: string, cidr: string, zone = 'az1') => ({ SubnetId: id, VpcId: of, CidrBlock: cidr, AvailabilityZoneId: zone })
/** Without subnets it is the main table. */
export const table = (id: string, of: string, cidr: string, subnets: readonly string[], ...routes: { readonly [name: string]: Json }[]) => ({
  RouteTableId: id, VpcId: of, Routes: [local(cidr), ...routes.map((one) => ({ State: 'active', Origin: 'CreateRoute', ...one }))],
  Associations: subnets.length === 0 ? [{ Main: true }] : subnets.map((one) => ({ Main: false, SubnetId: one })),
})
export const entry = (number: number, egress: boolean, action: 'allow' | 'deny', cidr = '0.0.0.0/0', more: { readonly [name: string]: Json } = {}) =>
  ({ RuleNumber: number, Egress: egress, RuleAction: action, CidrBlock: cidr, Protocol: '-1', ...more })
export const OPEN = [entry(100, true, 'allow'), entry(32767, true, 'deny'), entry(100, false, 'allow'), entry(32767, false, 'deny')]
export const acl = (id: string, of: string, subnets: readonly string[], entries: readonly Json[] = OPEN) => ({
  NetworkAclId: id, VpcId: of, IsDefault: subnets.length === 0, Associations: subnets.map((one) => ({ SubnetId: one })), Entries: entries,
})
export const from = (cidr: string, more: { readonly [name: string]: Json } = {}) => ({ IpProtocol: '-1', IpRanges: [{ CidrIp: cidr }], ...more })
export const group = (id: string, of: string, ingress: readonly Json[], egress: readonly Json[] = [from('0.0.0.0/0')]) =>
  ({ GroupId: id, VpcId: of, IpPermissions: ingress, IpPermissionsEgress: egress })
export const eni = (id: string, of: string, on: string, address: string, groups: readonly string[], more: { readonly [name: string]: Json } = {}) => ({
  NetworkInterfaceId: id, VpcId: of, SubnetId: on, PrivateIpAddress: address, Groups: groups.map((one) => ({ GroupId: one })), SourceDestCheck: true, ...more,
})
export const seenAs = (address: string) => ({ Association: { PublicIp: address } })

/** One VPC with two subnets and a machine in each; everything open. `more` replaces whole kinds. */
export const two = (more: Files = {}): Files => ({
  Vpcs: [vpc(VPC, '10.1.0.0/16')],
  Subnets: [subnet('subnet-a', VPC, '10.1.1.0/24'), subnet('subnet-b', VPC, '10.1.2.0/24')],
  RouteTables: [table('rtb-main', VPC, '10.1.0.0/16', [])],
  NetworkAcls: [acl('acl-default', VPC, [])],
  SecurityGroups: [group('sg-a', VPC, [from('0.0.0.0/0')]), group('sg-b', VPC, [from('0.0.0.0/0')])],
  NetworkInterfaces: [eni('eni-a', VPC, 'subnet-a', '10.1.1.10', ['sg-a']), eni('eni-b', VPC, 'subnet-b', '10.1.2.10', ['sg-b'])],
  ...more,
})

export function applied(files: Files, edges: readonly string[] = []): Applied {
  const subnets = (files.Subnets ?? []) as unknown as readonly { SubnetId: string; CidrBlock: string }[]
  return cloud({
    files: Object.keys(files), edges, segments: subnets.map((one) => segment(one.SubnetId, 'city', one.CidrBlock)),
  }, (kind) => JSON.stringify({ [kind]: files[kind] }, undefined, 2))
}

/** `perhaps`: it depends on something that is not understood. */
export type Fate = 'works' | 'no answer' | 'blocked' | 'perhaps'

/** Of a packet that a subnet, or the Internet, sends, and of the answer to it. */
export function fate({ topology }: Applied, at: string, probe: Probe): Fate {
  const place = at === 'world' ? { zone: 'world' } : { segment: at }
  const ends = explore(topology, { place, header: header(probe) })
  const there = ends.filter(({ end }) => end.kind === 'delivered' && !('undeclared' in end.place) && ('zone' in end.place) === /^[89]\./.test(probe.to))
  if (ends.some(({ certain }) => !certain)) return 'perhaps'
  if (there.length === 0) return 'blocked'
  const back = there.flatMap((path) => explore(topology, replyTo(path)!, path.sessions))
    .filter(({ end }) => end.kind === 'delivered' && (at === 'world' ? 'zone' in end.place : 'segment' in end.place && end.place.segment === at))
  return back.length > 0 ? 'works' : 'no answer'
}
