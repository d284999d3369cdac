/** What is to blame for a packet that should not get through: the line, host or register entry that a person would change. */
import type { Found } from '../../engine/witness.ts'
import type { Network } from '../../engine/network.ts'
import type { Hop } from '../../engine/plain/path.ts'
import { formatPrefix } from '../../net/address.ts'
import type { Party, PolicyRoute, Route, Tunnel } from '../../topology/model.ts'
import { blamedName } from '../filters/synthetic-rules.ts'
import { text, type Cause, type Missing } from '../../verdict.ts'
import { doubtsOn } from './doubts.ts'

/** What joins two segments below every filter, else a host that forwards, else an Internet line where none may be, else the first explicit rule that permits, else the first list that permits what it does not name, else the first route into another VRF, else the first device that filters nothing, else the start. */
export function causeOf(found: Found, network: Network, near?: End): Cause {
  const { hops } = found.path
  const crossed = crossedBy(found)
  if (crossed) return crossed
  const host = hops.find(({ event }) => event.does === 'forwarded-by-host')
  if (host && 'host' in host.place) return hostCause(host.place.host, network)
  const stray = hops.flatMap(({ event }) => (event.does === 'enters-line' || event.does === 'leaves-line' ? [event.line] : [])).find((id) => isStray(id, network))
  if (stray !== undefined) return lineCause(stray, network)
  const own = near ? ownPart(hops, near) : hops
  const permitting = own.find(({ event }) => event.does === 'permitted' && event.rule !== undefined)
  if (permitting) return ruleCause(permitting)
  const policy = own.flatMap((hop) => policyCause(hop, network) ?? [])[0]
  if (policy) return policy
  const device = own.find(({ event }) => event.does === 'routed')
  if (device && 'device' in device.place) return leakCause(own) ?? deviceCause(device.place.device, network)
  const line = own.find(({ event }) => event.does === 'enters-line' || event.does === 'leaves-line')
  if (line && 'line' in line.event) return lineCause(line.event.line, network)
  const segment = 'segment' in hops[0]!.place ? network.topology.segments.get(hops[0]!.place.segment) : undefined
  return {
    key: `segment:${segment?.id ?? placeName(hops[0]!)}`, at: segment?.at ?? network.topology.at,
    title: text(`${segment ? `セグメント ${segment.id}：` : ''}同じブロードキャストドメイン`, `${segment ? `segment ${segment.id}: ` : ''}the same broadcast domain`),
  }
}

/** The end of a path that is guarded: what stands nearer to it is to blame before what stands farther. */
export type End = 'from' | 'to'

/** From the guarded end as far as the first line: what goes on outside, and at its other attachments, is not what opened this one. */
function ownPart(hops: readonly Hop[], near: End): readonly Hop[] {
  const inOrder = near === 'from' ? hops : [...hops].reverse()
  if ('zone' in inOrder[0]!.place) return hops
  const line = inOrder.findIndex(({ event }) => event.does === 'enters-line' || event.does === 'leaves-line')
  return line < 0 ? inOrder : inOrder.slice(0, line + 1)
}

/** A circuit to the Internet on a segment of a tier that has none, but for a breakout, or of a zone said to be off it, is to blame before any rule that lets its packets pass. */
function isStray(id: string, { topology }: Network): boolean {
  const line = topology.lines.get(id)
  if (line === undefined || topology.zones.get(line.to)!.tier !== 'public') return false
  const { tier, internetConnected } = topology.zones.get(topology.segments.get(line.segment)!.zone)!
  return internetConnected === false || (line.kind !== 'lbo' && ['mynumber', 'lgwan'].includes(tier))
}

/** The port or cable over which a packet got into a segment that it was not sent to. */
export function crossedBy({ path }: Found): Cause | undefined {
  const crossing = path.hops.find(({ event }) => event.does === 'crosses')
  return crossing?.event.does === 'crosses' ? crossing.event.blame : undefined
}

const placeName = ({ place }: Hop): string => JSON.stringify(place)

/** The circuit that contradicts what is said of a zone. */
export function strayCause(zone: string, network: Network): Cause | undefined {
  const { lines, segments } = network.topology
  const stray = [...lines.values()].find(({ id, segment }) => segments.get(segment)!.zone === zone && isStray(id, network))
  return stray && lineCause(stray.id, network)
}

export function hostCause(id: string, { topology }: Network): Cause {
  return { key: `host:${id}`, at: topology.hosts.get(id)!.at, title: text(`ホスト ${id}`, `host ${id}`) }
}

export const partyCause = ({ id, at, title = id }: Party): Cause =>
  ({ key: `party:${id}`, at, title: text(`相手方 ${id}（${title}）`, `party ${id} (${title})`) })

function lineCause(id: string, network: Network): Cause {
  const line = network.places.lines.find((one) => one.id === id)!
  if (line.kind === 'host') return hostCause(id.split(' ')[1]!, network)
  if (line.kind === 'tunnel') return { key: id.replace(' ', ':'), at: line.at, title: text(`トンネル ${id.slice(7)}`, `tunnel ${id.slice(7)}`) }
  return { key: `line:${id}`, at: line.at, title: text(`回線 ${id}`, `line ${id}`) }
}

/** What is in another VRF was kept apart by having no route there. */
function leakCause(hops: readonly Hop[]): Cause | undefined {
  return hops.flatMap(({ place, event }) => {
    if (event.does !== 'routed' || !('device' in place)) return []
    if (event.policy?.next.kind === 'vrf') return [policyRouteCause(place.device, event.policy)]
    return event.route?.next.kind === 'vrf' ? [routeCause(place.device, event.route)] : []
  })[0]
}

export function policyRouteCause(device: string, { at, vrf }: PolicyRoute): Cause {
  const where = 'line' in at ? `line ${at.line}` : 'path' in at ? at.path.join('/') : at.span.join('-')
  return { key: `policy-route:${device}/${vrf}/${where}`, at, title: text(`装置 ${device} のポリシールート`, `policy route of device ${device}`) }
}

export function routeCause(device: string, { at, vrf, to }: Route): Cause {
  const prefix = formatPrefix(to)
  return { key: `route:${device}/${vrf}/${prefix}`, at, title: text(`装置 ${device} の経路 ${prefix}`, `route ${prefix} of device ${device}`) }
}

function deviceCause(id: string, { topology }: Network): Cause {
  return {
    key: `device:${id}`, at: topology.devices.get(id)!.at,
    title: text(`装置 ${id}（通過を妨げるフィルタがない）`, `device ${id} (no filter in the way)`),
  }
}

/** A list that names nothing of the packet and lets pass what it does not name. Only in the filter table is a policy other than ACCEPT in use. */
function policyCause({ place, event, at, header }: Hop, { topology }: Network): Cause | undefined {
  if (event.does !== 'permitted' || event.rule || !at || !('device' in place) || !event.chain.startsWith('filter ')) return undefined
  const written = topology.devices.get(place.device)!.pipeline.forward.some((step) => step.kind === 'filter' && step.chain.otherwiseAt === at)
  return written ? {
    key: `policy:${place.device}/${event.chain} IPv${header.family}`, at,
    title: text(`装置 ${place.device} の ${event.chain} の既定の動作（許可）`, `device ${place.device}, default policy of ${event.chain} (permit)`),
  } : undefined
}

export function ruleCause({ place, event, at }: Hop): Cause {
  if (event.does !== 'permitted' || !event.rule || !('device' in place)) throw new Error('not a permitting rule')
  const where = at ?? event.rule.at
  const name = blamedName(event.rule, where)
  return {
    key: `rule:${place.device}/${event.chain}/${name}`, at: where,
    title: text(`装置 ${place.device} の ${event.chain} 規則 ${name}`, `device ${place.device}, ${event.chain} rule ${name}`),
  }
}

/** What is not known on the way of a packet that may get through: the line or fact that decides it. */
export function missingOf(found: Found, network: Network): Missing[] {
  const { hops, end } = found.path
  const missing = doubtsOn(hops)
  if (missing.length > 0) return missing
  const undeclared = (end.kind === 'delivered' && 'undeclared' in end.place) || 'undeclared' in hops[0]!.place
  return undeclared ? undeclaredEnds(network) : [{
    key: `not-understood:${hops.at(-1)?.event.does ?? ''}`, yaml: '', at: network.topology.at,
    text: text('経路上の設定の一部を解釈できません', 'part of the configuration on the way is not understood'),
  }]
}

/** Every next hop and interface behind which nobody knows what stands. */
function undeclaredEnds({ places, topology }: Network): Missing[] {
  const tunnelAt = (device: string, face: string): Tunnel | undefined => [...topology.tunnels.values()].find(({ ends }) =>
    ends.some((end) => end.on === 'device' && end.device === device && end.interface === face))
  const routes = [...places.undeclaredOn].map(([segment, at]): Missing => ({
    key: `undeclared:${segment}`, at,
    text: text(`セグメント ${segment} のこのネクストホップの先に何があるかが申告されていません`, `what stands at this next hop on segment ${segment} is not declared`),
    yaml: `lines:\n  LINE-ID: { kind: closed, segment: ${segment}, peer: NEXT-HOP, to: ZONE }`,
  }))
  const faces = places.unboundPorts().map(({ device, interface: face }): Missing => farEnd(tunnelAt(device.id, face.name)) ?? ({
    key: `undeclared:${device.id}/${face.name}`, at: face.at,
    text: text(`装置 ${device.id} の ${face.name} がどのセグメントにつながるかが申告されていません`, `which segment ${face.name} of ${device.id} stands on is not declared`),
    yaml: `devices:\n  ${device.id}:\n    interfaces:\n      ${face.name}: { segment: SEGMENT }`,
  }))
  return [...routes, ...faces]
}

const farEnd = (tunnel: Tunnel | undefined): Missing | undefined => tunnel && {
  key: `tunnel:${tunnel.id}`, at: tunnel.at,
  text: text(`トンネル ${tunnel.id} のもう一方の端が申告されていません`, `where the tunnel ${tunnel.id} leads is not declared`),
  yaml: `tunnels:\n  ${tunnel.id}:\n    ends: [..., { device: DEVICE, interface: INTERFACE }]    # または / or { party: PARTY } { zone: ZONE }`,
}
