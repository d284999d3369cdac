/** The topology as a drawing, and the ways of packets as routes through it. */
import { placeText } from '../../engine/narrate.ts'
import type { Reach } from '../../engine/reach.ts'
import { formatAddresses, formatPrefix } from '../../net/address.ts'
import type { Diagram, DrawnEdge, DrawnNode, DrawnZone, Member, Route } from '../../report/dossier/diagram/diagram.ts'
import { witnesses } from '../../report/phrases.ts'
import type { ReportedNetwork } from '../../report/report.ts'
import { TIER_TEXT } from '../../rules/judgement/judgement.ts'
import { TIERS, type Host, type Role, type Segment, type Topology, type Zone } from '../../topology/model.ts'
import { text, type Text } from '../../verdict.ts'

export function drawn(reach: Reach, report: ReportedNetwork): Diagram {
  const { topology } = reach.network
  const zones = TIERS.flatMap((tier) => [...topology.zones.values()].filter((zone) => zone.tier === tier)).map(drawnZone)
  const undeclared = reach.hasUndeclared()
  const gateways = [...topology.hosts.values()].filter(isGateway)
  const nodes = [
    ...[...topology.segments.values()].map((segment) => segmentNode(segment, topology)),
    ...[...topology.devices.values()].map((device): DrawnNode => ({ id: `device:${device.id}`, kind: 'device', name: device.id, ...titled(device), facts: [], members: [] })),
    ...gateways.map((host): DrawnNode => ({ id: `host:${host.id}`, kind: 'gateway', name: host.id, ...titled(host), facts: [], members: [memberOf(host)] })),
    ...[...topology.zones.values()].filter(({ external }) => external).map((zone) => outsideNode(zone, topology)),
    ...(undeclared ? [UNDECLARED_NODE] : []),
  ]
  return { zones, nodes, edges: edgesOf(topology, gateways, undeclared), routes: routesOf(topology, report) }
}

const UNDECLARED = 'undeclared'
const UNDECLARED_NODE: DrawnNode = { id: UNDECLARED, kind: 'outside', name: UNDECLARED, title: '未申告の接続先 / undeclared', facts: [], members: [] }

const titled = ({ title }: { readonly title?: string }): { title?: string } => (title === undefined ? {} : { title })

const drawnZone = ({ id, title, tier, external }: Zone): DrawnZone => ({ id, name: title ?? id, tier, tierName: TIER_TEXT[tier], external })

/** A host that joins places, as a device does. */
const isGateway = ({ attach }: Host): boolean => new Set(attach.map(({ place }) => JSON.stringify(place))).size > 1

function segmentNode(segment: Segment, { hosts }: Topology): DrawnNode {
  const { id, vlan, subnets, zone } = segment
  return {
    id: `segment:${id}`, kind: 'segment', name: id, ...titled(segment), zone,
    facts: [...subnets.map(formatPrefix), ...(vlan === undefined ? [] : [`VLAN ${vlan}`])],
    members: [...hosts.values()].filter(({ attach }) => attach.some(({ place }) => 'segment' in place && place.segment === id)).map(memberOf),
  }
}

function outsideNode(zone: Zone, { hosts, parties }: Topology): DrawnNode {
  return {
    id: `zone:${zone.id}`, kind: 'outside', name: zone.id, ...titled(zone), zone: zone.id, facts: formatAddresses(zone.addresses),
    members: [
      ...[...hosts.values()].filter(({ attach }) => attach.some(({ place }) => 'zone' in place && place.zone === zone.id)).map(memberOf),
      ...[...parties.values()].filter((party) => party.zone === zone.id).map((party): Member =>
        ({ name: party.id, ...titled(party), role: text('相手方', 'party'), addresses: formatAddresses(party.addresses) })),
    ],
  }
}

const memberOf = (host: Host): Member =>
  ({ name: host.id, ...titled(host), role: ROLE[host.role], addresses: host.attach.flatMap(({ addresses }) => formatAddresses(addresses)) })

function edgesOf(topology: Topology, gateways: readonly Host[], undeclared: boolean): DrawnEdge[] {
  const { devices, lines, tunnels } = topology
  const ofTunnels = new Set([...tunnels.values()].flatMap(({ ends }) => ends.flatMap((end) => (end.on === 'device' ? [`${end.device} ${end.interface}`] : []))))
  const edges: DrawnEdge[] = [
    ...[...devices.values()].flatMap(({ id, interfaces }) => [...interfaces.values()].flatMap((face): DrawnEdge[] => {
      if (face.segment !== undefined) return [{ kind: 'interface', from: `segment:${face.segment}`, to: `device:${id}`, label: face.name }]
      return undeclared && !ofTunnels.has(`${id} ${face.name}`) ? [{ kind: 'interface', from: `device:${id}`, to: UNDECLARED, label: face.name }] : []
    })),
    ...[...lines.values()].flatMap(({ id, segment, to, beyond }): DrawnEdge[] => [
      { kind: 'line', from: `segment:${segment}`, to: `zone:${to}`, label: id }, ...beyond.map((zone): DrawnEdge => ({ kind: 'beyond', from: `zone:${to}`, to: `zone:${zone}` })),
    ]),
    ...gateways.flatMap(({ id, attach }) => attach.map(({ place }): DrawnEdge =>
      ('segment' in place ? { kind: 'leg', from: `segment:${place.segment}`, to: `host:${id}` } : { kind: 'leg', from: `host:${id}`, to: `zone:${place.zone}` }))),
    ...[...tunnels.values()].flatMap(({ id, ends }): DrawnEdge[] => {
      const [one, other] = ends.map((end) => (end.on === 'device' ? `device:${end.device}` : `zone:${end.zone}`))
      const far = other ?? (undeclared ? UNDECLARED : undefined)
      return one !== undefined && far !== undefined ? [{ kind: 'tunnel', from: one, to: far, label: id }] : []
    }),
  ]
  return [...new Map(edges.map((edge) => [JSON.stringify(edge), edge])).values()]
}

/** Hops name places in words: the same words, made of the same places, lead back to the nodes. */
function nodesByPlace({ segments, zones, devices, hosts }: Topology): ReadonlyMap<string, string> {
  return new Map([
    ...[...segments.keys()].map((segment) => [placeText({ segment }).ja, `segment:${segment}`] as const),
    ...[...zones.keys()].map((zone) => [placeText({ zone }).ja, `zone:${zone}`] as const),
    ...[...devices.keys()].map((device) => [placeText({ device }).ja, `device:${device}`] as const),
    ...[...hosts.values()].filter(isGateway).map(({ id }) => [placeText({ host: id }).ja, `host:${id}`] as const),
    [placeText({ undeclared: true }).ja, UNDECLARED],
  ])
}

function routesOf(topology: Topology, { findings, obligations }: ReportedNetwork): Route[] {
  const nodes = nodesByPlace(topology)
  return findings.flatMap((finding): Route[] => {
    const first = finding.obligations.map((index) => witnesses(obligations[index]!)).find((found) => found.length > 0)
    const route = (first ?? []).flatMap(({ path }) => path).flatMap(({ place }) => nodes.get(place.ja) ?? [])
    const steps = route.filter((node, index) => node !== route[index - 1])
    return steps.length > 1 ? [{ finding: finding.key, steps }] : []
  })
}

const ROLE: Readonly<Record<Role, Text>> = {
  server: text('サーバー', 'server'), terminal: text('端末', 'terminal'), gateway: text('中継サーバー', 'gateway'), proxy: text('プロキシ', 'proxy'),
  'mail-relay': text('メール中継', 'mail relay'), 'file-transfer': text('ファイル授受', 'file transfer'), vdi: text('仮想デスクトップ', 'VDI'), jump: text('踏み台', 'jump host'),
  sanitizer: text('無害化装置', 'sanitizer'), 'log-collector': text('ログ収集', 'log collector'), monitor: text('監視', 'monitor'), backup: text('バックアップ', 'backup'),
  printer: text('プリンター', 'printer'), storage: text('ストレージ', 'storage'), other: text('その他', 'other'),
}
