/** Where traffic is watched: external zones, by the lines into them; devices; hosts, as ends. */
import { leftKey } from '../../engine/device-edges.ts'
import { legKey } from '../../engine/flood.ts'
import { ANYTHING, type End, type Host, type Topology, type Watch, type Zone } from '../../topology/model.ts'
import { text, type Assumption, type At, type Cause, type Missing, type Text } from '../../verdict.ts'
import type { Answer, Rule } from '../rule.ts'
import { evidenceAssumed, evidenceFault } from './evidence.ts'
import type { Grant } from './isolation.ts'
import type { Judgement } from './judgement.ts'
import { lineCut } from './outside.ts'

export interface Watcher {
  readonly kind: 'zone' | 'device' | 'host'
  readonly id: string
  readonly name: Text
  readonly at: At
  readonly watch: Watch
  /** The places of the graph that everything it sees passes. */
  readonly cut: readonly string[]
  readonly zone?: Zone
  readonly host?: Host
}

export function watchersOf(topology: Topology): Watcher[] {
  const { zones, segments, devices, hosts, lines } = topology
  return [
    ...[...zones.values()].filter((zone) => zone.external || isOwnCloud(zone)).map((zone): Watcher => ({
      kind: 'zone', id: zone.id, at: zone.at, watch: zone, zone, name: text(`領域 ${zone.id}`, `zone ${zone.id}`),
      // What leaves by a line on a segment of a security cloud of one's own has been in it.
      cut: [...lines.values()].filter((line) => (zone.external ? line.to : segments.get(line.segment)!.zone) === zone.id).flatMap(lineCut),
    })),
    ...[...devices.values()].map((device): Watcher => ({
      kind: 'device', id: device.id, at: device.at, watch: device, name: text(`装置 ${device.id}`, `device ${device.id}`), cut: [leftKey(device.id)],
    })),
    ...[...hosts.values()].map((host): Watcher => ({
      kind: 'host', id: host.id, at: host.at, watch: host, host, name: text(`ホスト ${host.id}`, `host ${host.id}`),
      cut: host.attach.flatMap(({ place }) => ('segment' in place ? [legKey(host.id, place.segment)] : [])),
    })),
  ]
}

/** A prefecture runs its own. */
export const isOwnCloud = ({ tier, external }: Zone): boolean => tier === 'security-cloud' && !external

/** What a watched host itself sends to, and gets from, one area outside. */
export function grantOf(watcher: Watcher, outside: readonly End[], way: 'out' | 'in'): Grant[] {
  if (watcher.kind !== 'host') return []
  const own: End[] = [{ kind: 'host', id: watcher.id, at: watcher.at }]
  return [{ id: watcher.id, from: way === 'out' ? own : outside, to: way === 'out' ? outside : own, service: ANYTHING, assumed: watchAssumed(watcher) }]
}

export const watchAssumed = ({ kind, id, name, at, watch }: Watcher): Assumption => ({
  key: `monitored:${kind}:${id}`, at: watch.monitoredAt ?? at, text: text(`${name.ja} で不正通信を監視している（申告）`, `${name.en} is monitored (declared)`),
})

export const watcherCause = ({ kind, id, name, at, watch }: Watcher): Cause => ({ key: `${kind}:${id}`, at: watch.monitoredAt ?? at, title: name })

export const undeclaredWatch = ({ kind, id, name, at }: Watcher): Missing => ({
  key: `monitored:${kind}:${id}`, at, text: text(`${name.ja} で不正通信を監視しているか`, `whether ${name.en} is monitored`),
  yaml: `${kind}s:\n  ${id}:\n    monitored: true${kind === 'zone' ? '' : '\n    logs-to: HOST-ID'}\n    evidence: { document: 文書名, on: YYYY-MM-DD }`,
})

/** That it is watched has to be attested, and of anything but a security cloud, whose logs are its operator's, where its logs go. */
export function watchAttested(judgement: Judgement, watcher: Watcher, { id: rule }: Pick<Rule, 'id'>): Answer {
  const { kind, id, name, at, watch, zone } = watcher
  const about = {
    rule, key: `watch ${kind}:${id}`, at, ground: 'attested' as const, assumes: [], missing: [],
    subject: text(`${name.ja} の監視`, `monitoring of ${name.en}`),
  }
  const operated = zone?.tier === 'security-cloud'
  const typed = `${kind}s:\n  ${id}:\n    `
  if (!operated && (watch.logsTo ?? []).length === 0) {
    return {
      ...about, outcome: 'unknown', message: text('ログの送り先が申告されていない', 'where its logs go is not declared'),
      missing: [{ key: `logs-to:${kind}:${id}`, at, text: text(`${name.ja} のログの送り先`, `where the logs of ${name.en} go`), yaml: `${typed}logs-to: HOST-ID    # ホスト・相手先・領域 / a host, party or zone` }],
    }
  }
  const fault = evidenceFault(watch.evidence, judgement.asOf, judgement.profile.limits.evidenceDays)
  if (fault) {
    return {
      ...about, outcome: 'unknown', message: fault,
      missing: [{ key: `evidence:${kind}:${id}`, at: watch.evidence?.at ?? at, text: text(`${name.ja}：${fault.ja}`, `${name.en}: ${fault.en}`), yaml: `${typed}evidence: { document: 文書名, on: YYYY-MM-DD }` }],
    }
  }
  const logs: Assumption = operated
    ? { key: `logs:${kind}:${id}`, at, text: text(`${name.ja} のログはその運営者が収集し分析する`, `the logs of ${name.en} are collected and analysed by its operator`) }
    : { key: `logs:${kind}:${id}`, at, text: text(`${name.ja} のログは ${watch.logsTo!.map(({ id: to }) => to).join('、')} へ送られる（申告）`, `the logs of ${name.en} go to ${watch.logsTo!.map(({ id: to }) => to).join(', ')} (declared)`) }
  return {
    ...about, outcome: 'proved', assumes: [evidenceAssumed(`${kind}:${id}`, watch.evidence!), logs],
    message: text('監視していることと、ログの送り先が申告されている', 'declared to be monitored, and where its logs go'),
  }
}
