/** `aws ec2 describe-*` as JSON: VPCs and gateways become devices of their own, joined as AWS joins them; see README.md. */
import { text, type At, type Problem } from '../../verdict.ts'
import type { ConfigFile, Joint, Part, Reader, Reading } from '../reader.ts'
import { account } from './account.ts'
import { Cloud } from './cloud.ts'
import { INSIDE, internetGateway, natGateway } from './gateways.ts'
import { loadBalancer, loadBalancersOf } from './load-balancers.ts'
import { NetworkAcls } from './network-acls.ts'
import { distinct, gap } from './parts.ts'
import { RouteTables } from './routes.ts'
import { SecurityGroups } from './security-groups.ts'
import { RESOURCES } from './shapes.ts'
import { TransitGateways } from './transit-gateways.ts'
import { VpcRouter } from './vpcs.ts'

export const aws: Reader = {
  syntaxes: ['aws'], read,
  recognises: (content) => /^\s*\{/.test(content) && [...RESOURCES.keys()].some((kind) => content.includes(`"${kind}"`)),
}

function read(files: readonly ConfigFile[], at: At, context?: string): Reading {
  const counted = account(files)
  const cloud = new Cloud(counted)
  const around = { cloud, groups: new SecurityGroups(cloud), acls: new NetworkAcls(cloud), tables: new RouteTables(cloud), transit: new TransitGateways(cloud) }
  const routers = new Map([...cloud.vpcs.values()].map((vpc) => [vpc.id, new VpcRouter(vpc, around)]))
  const all: Part[] = [
    ...[...routers.values()].map((router) => router.part()),
    ...[...cloud.internetGateways.values()].map((one) => internetGateway(one, cloud.vpcs.get(one.vpcs[0] ?? ''), cloud)),
    ...[...cloud.natGateways.values()].map((one) => natGateway(one, cloud, around.groups)),
    ...loadBalancersOf(cloud).map((one) => loadBalancer(one, cloud)),
    ...[...around.transit.gateways.values()].map((one) => around.transit.part(one)),
  ]
  const strange = counted.strange.map(({ node, what }) => gap('forwarding', cloud.at(node), what))
  const chosen = all.filter(({ id }) => context === undefined || id === context).map((part) => ({ ...part, gaps: [...part.gaps, ...strange] }))
  return {
    parts: chosen, joints: jointsOf(around, routers, chosen), contexts: all.map(({ id }) => id),
    pipeline: { prerouting: [], forward: [], postrouting: [], input: [], output: [] },
    sessions: { kind: 'none', reassembles: false, helpers: false }, gaps: chosen.length > 0 ? distinct(chosen.flatMap(({ gaps }) => gaps)) : [gap('forwarding', at, 'Vpcs')],
    lines: counted.ledger.lines, interfaces: new Map(),
    definitions: [
      ...around.groups.names.map(({ id, at: where }) => ({ kind: 'list', id, at: where, used: around.groups.used.has(id) } as const)),
      ...around.acls.names.map(({ id, at: where }) => ({ kind: 'list', id, at: where, used: around.acls.used.has(id) } as const)),
    ],
    references: [], problems: [...counted.ledger.problems, ...nothing(cloud, chosen, at, context)],
  }
}

interface Around { readonly cloud: Cloud; readonly transit: TransitGateways }

/** What AWS joins: a VPC with its gateways, and two VPCs that are peers. */
function jointsOf({ cloud, transit }: Around, routers: ReadonlyMap<string, VpcRouter>, parts: readonly Part[]): Joint[] {
  const here = new Set(parts.map(({ id }) => id))
  const ends = (a: readonly [string, string], b: readonly [string, string]): Joint['ends'] => [{ part: a[0], face: a[1] }, { part: b[0], face: b[1] }]
  const joints: Joint[] = [
    ...[...cloud.internetGateways.values()].flatMap(({ id, at, vpcs }) => vpcs.map((vpc) => ({ id, at, ends: ends([vpc, id], [id, INSIDE]) }))),
    ...[...cloud.natGateways.values(), ...loadBalancersOf(cloud)].map(({ id, at, vpc }) => ({ id, at, ends: ends([vpc, id], [id, INSIDE]) })),
    ...[...cloud.peerings.values()].map(({ id, at, vpcs: [a, b] }) => ({ id, at, ends: ends([a, id], [b, id]) })),
    ...[...transit.attachments.values()].filter(({ kind }) => kind === 'vpc').flatMap((one) =>
      transit.facesOf(one).map((name) => ({ id: name, at: one.at, ends: ends([one.resource ?? '', name], [one.gateway, name]) }))),
  ]
  return joints.filter(({ ends: both }) => both.every(({ part, face }) => here.has(part) && (routers.get(part)?.faces.has(face) ?? true)))
}

function nothing(cloud: Cloud, chosen: readonly Part[], at: At, context: string | undefined): Problem[] {
  if (chosen.length > 0 || cloud.account.ledger.problems.length > 0) return []
  return [{
    code: 'config-context', at,
    message: context === undefined ? text('VPC が一つもありません（aws ec2 describe-vpcs などの出力をすべて並べてください）', 'there is no VPC in it (list the output of aws ec2 describe-vpcs and the others)')
      : text(`「${context}」という VPC やゲートウェイがありません`, `there is no VPC or gateway "${context}" in it`),
  }]
}
