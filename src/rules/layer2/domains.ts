/** Where ports and cables say less, or other things, than the segments that are declared. */
import type { Domain } from '../../topology/broadcast.ts'
import type { LinkEnd, PortEnd, Segment, SwitchPort, Topology } from '../../topology/model.ts'
import { spotKey, usedVlans, wiringOf, type Berth } from '../../topology/wiring.ts'
import { text } from '../../verdict.ts'
import type { Judgement } from '../judgement/judgement.ts'
import type { Answer, Rule } from '../rule.ts'

/** A segment whose members do not hear each other, although cables join the switches that they hang on. */
export function splits({ topology, network }: Judgement, rule: Rule): Answer[] {
  const cabled = cabledSwitches(topology)
  return [...topology.segments.values()].flatMap((segment): Answer[] => {
    const parts = network.domains.filter(({ members }) => members.size === 1).flatMap(({ members }) => members.get(segment.id) ?? [])
      .map(({ berths }) => berths.find(({ is, spot }) => is !== 'label' && 'switch' in spot)).filter((berth) => berth !== undefined)
    const [first, second] = parts
    if (!first || !second || !('switch' in first.spot) || !('switch' in second.spot)) return []
    if (cabled(first.spot.switch) !== cabled(second.spot.switch)) return []
    const [a, b] = [first, second].map(whereIs)
    return [{
      rule: rule.id, key: `split ${segment.id}`, at: segment.at, outcome: 'refuted', ground: 'computed', grade: 'split', assumes: [], missing: [], fix: rule.fix,
      subject: text(`セグメント ${segment.id}`, `segment ${segment.id}`),
      cause: { key: `split:${segment.id}`, at: second.at, title: text(`分断されたセグメント ${segment.id}`, `segment ${segment.id} in parts`) },
      message: text(`${a}と${b}が同じセグメントと申告されているが、VLAN でつながっていない`, `${a} and ${b} are declared to be on it and no VLAN joins them`),
    }]
  })
}

/** Cables that carry nothing of what hangs on them: a port that is shut down, or lets their tag not through. */
export function dead({ topology }: Judgement, rule: Rule): Answer[] {
  const { berths, port } = wiringOf(topology)
  const cables = (topology.links ?? []).flatMap(({ ends: [a, b], at }) => {
    const [plug, end] = a.kind === 'port' ? [a, b] : [b, a]
    return plug.kind !== 'port' || end.kind === 'port' || isUnbound(topology, end) ? [] : [{ plug, end, at }]
  })
  return cables.filter(({ plug, end }) => !berths.some((berth) => berth.port === port(plug) && berth.name === nameOf(end))).map(({ plug, end, at }): Answer => {
    const name = nameOf(end)
    const where = `${plug.switch}/${plug.port}`
    return {
      rule: rule.id, key: `dead ${where} ${name}`, at, outcome: 'refuted', ground: 'computed', grade: 'split', assumes: [], missing: [], fix: rule.fix,
      subject: text(`${where} と ${name} の配線`, `the cable of ${where} and ${name}`),
      cause: { key: `port:${where}`, at: port(plug).at, title: text(`ポート ${where}`, `port ${where}`) },
      message: port(plug).mode === 'shutdown' ? text('ポートが閉塞している', 'the port is shut down')
        : text('ポートがこの接続先の VLAN を通さない', 'the port does not carry the VLAN of what hangs there'),
    }
  })
}

/** An interface that is bound to nothing: where it leads is asked elsewhere. */
const isUnbound = ({ devices }: Topology, end: LinkEnd): boolean => end.kind === 'interface' && devices.get(end.device)!.interfaces.get(end.interface)!.segment === undefined

function nameOf(end: Exclude<LinkEnd, PortEnd>): string {
  switch (end.kind) {
    case 'interface': return `${end.device}/${end.interface}`
    case 'host': return end.host
    case 'line': return end.line
    case 'segment': return end.segment
  }
}

const whereIs = ({ name, spot, port }: Berth): string => `${name} (${'switch' in spot ? `${spot.switch}${port ? `/${port.name}` : ''} VLAN ${spot.vlan}` : ''})`

/** A name for the cabling that a switch is part of, whatever VLANs pass. */
function cabledSwitches({ links = [] }: Topology): (id: string) => string {
  const parents = new Map<string, string>()
  const root = (id: string): string => (parents.has(id) ? root(parents.get(id)!) : id)
  for (const { ends: [a, b] } of links) {
    if (a.kind === 'port' && b.kind === 'port' && root(a.switch) !== root(b.switch)) parents.set(root(a.switch), root(b.switch))
  }
  return root
}

/** VLANs in use of which nobody can say whose they are. */
export function leadingNowhere({ topology, network }: Judgement, rule: Rule): Answer[] {
  const bySpot = new Map(network.domains.flatMap((domain) => domain.spots.map((spot) => [spot, domain] as const)))
  const said = new Set<Domain | string>()
  return [...(topology.switches ?? new Map<string, never>()).values()].flatMap((one) => [...one.ports.values()].flatMap((port): Answer[] => {
    const vlan = port.untagged
    if (vlan === undefined || port.mode !== 'access') return []
    const domain = bySpot.get(spotKey({ switch: one.id, vlan }))
    if (domain && domain.members.size > 0) return []
    const owners = [...topology.segments.values()].filter((segment) => segment.vlan === vlan)
    const leads = owners.length > 1 || (domain !== undefined && (domain.strangers.length > 0 || isCabled(topology, one.id, port)))
    if (!leads || said.has(domain ?? `${one.id} ${vlan}`)) return []
    said.add(domain ?? `${one.id} ${vlan}`)
    return [nobodys(one.id, port, vlan, owners, rule)]
  }))
}

const isCabled = ({ links = [] }: Topology, id: string, port: SwitchPort): boolean => links.some(({ ends }) =>
  ends.every(({ kind }) => kind === 'port') && ends.some((end) => end.kind === 'port' && end.switch === id && end.port === port.name))

function nobodys(id: string, port: SwitchPort, vlan: number, owners: readonly Segment[], rule: Rule): Answer {
  const names = owners.map((owner) => owner.id).join(', ')
  const why = owners.length > 1
    ? text(`VLAN ${vlan} はセグメント ${names} のどれか分からない`, `VLAN ${vlan} may be any of the segments ${names}`)
    : text(`VLAN ${vlan} のセグメントが申告されていない`, `no segment is declared for VLAN ${vlan}`)
  const yaml = owners.length > 1 ? `switches:\n  ${id}:\n    vlans: { ${vlan}: ${owners[0]!.id} }`
    : `segments:\n  SEGMENT-ID: { zone: ZONE-ID, vlan: ${vlan}, subnets: [SUBNET] }`
  return {
    rule: rule.id, key: `vlan ${vlan} of ${id}`, at: port.at, outcome: 'unknown', ground: 'computed', assumes: [], message: why,
    subject: text(`スイッチ ${id} の VLAN ${vlan}`, `VLAN ${vlan} of switch ${id}`),
    missing: [{ key: `vlan:${id}/${vlan}`, at: port.at, text: why, yaml }],
  }
}

/** A VLAN id that two tiers share while no switch is declared that shows them apart: one trunk would join them. */
export function sharedIds({ topology, network }: Judgement, rule: Rule): Answer[] {
  const { segments, zones } = topology
  const seen = new Set(network.domains.flatMap(({ members }) => [...members.keys()]))
  const used = usedVlans([...(topology.switches ?? new Map<string, never>()).values()].flatMap((one) => [...one.ports.values()]))
  const all = [...segments.values()]
  return all.flatMap((earlier, index) => all.slice(index + 1).flatMap((later): Answer[] => {
    const vlan = later.vlan
    if (vlan === undefined || earlier.vlan !== vlan || zones.get(earlier.zone)!.tier === zones.get(later.zone)!.tier) return []
    if ((seen.has(earlier.id) && seen.has(later.id)) || used.has(vlan)) return []
    const ids = [earlier.id, later.id].sort().join('&')
    return [{
      rule: rule.id, key: `vlan-id ${ids}`, at: later.at, outcome: 'refuted', ground: 'computed', grade: 'shared-id', assumes: [], missing: [], fix: SHARED_FIX,
      subject: text(`セグメント ${earlier.id} と ${later.id}`, `segments ${earlier.id} and ${later.id}`),
      cause: { key: `vlan-id:${ids}`, at: later.at, title: text(`VLAN 番号 ${vlan} の重複`, `VLAN id ${vlan} used twice`) },
      message: text(
        `異なる層で同じ VLAN 番号 ${vlan} を使っており、スイッチの申告がないため分かれていることを確かめられない`,
        `different tiers use the same VLAN id ${vlan}, and no switch is declared that shows them apart`),
    }]
  }))
}

const SHARED_FIX = text(
  '一方の VLAN 番号を変更するか、別のスイッチにあることを switches と links で申告してください。',
  'Give one of them another VLAN id, or declare by switches and links that they are on different switches.')

