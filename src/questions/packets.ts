/** Questions about packets: why, by which way, and what between all zones. */
import { explain, type Explanation } from '../engine/explain.ts'
import { follow, type Followed } from '../engine/follow.ts'
import { matrixOf, segmentGroups, zoneGroups } from '../engine/matrix.ts'
import type { Network } from '../engine/network.ts'
import { whereabouts, type End } from '../engine/whereabouts.ts'
import type { PacketSet } from '../net/packet-set.ts'
import { parseService } from '../net/service.ts'
import { servicePackets } from '../net/service-packets.ts'
import type { Files } from '../open.ts'
import type { MatrixReport } from '../report/matrix/matrix.ts'
import type { Topology } from '../topology/model.ts'
import { text, type Text } from '../verdict.ts'
import { asking, isText, type Answered } from './answer.ts'

/** As people type them: ends as `whereabouts` reads them; services such as `tcp/443`, all where none is named. */
export interface Question { readonly from: string; readonly to: string; readonly services: readonly string[] }

export const explainIn = (root: string, files: Files, question: Question): Answered<Explanation> => asking(root, files, (judgement, { asked }) => {
  const parts = partsOf(judgement.network, question, asked)
  return isText(parts) ? parts : explain(judgement.reach, parts.from, parts.to, parts.service)
})

export const followIn = (root: string, files: Files, question: Question): Answered<readonly Followed[]> => asking(root, files, (judgement, { asked }) => {
  const parts = partsOf(judgement.network, question, asked)
  if (isText(parts)) return parts
  const followed = follow(judgement.network, parts.from, parts.to, parts.service)
  return followed.length > 0 ? followed
    : text('その送信元・宛先・サービスに当てはまるパケットはありません（IPv4 と IPv6 の組み合わせなど）', 'there is no such packet (an IPv4 and an IPv6 end, for example)')
})

export const matrixIn = (root: string, files: Files, by: 'zone' | 'segment'): Answered<MatrixReport> => asking(root, files, ({ reach, replies, topology }, { file }) => {
  const groups = by === 'zone' ? zoneGroups(reach) : segmentGroups(reach)
  return {
    file, network: topology.network, ...(topology.title !== undefined && { title: topology.title }),
    areas: groups.map(({ id }) => ({ id, name: areaName(topology, id, by) })), cells: matrixOf(reach, replies, groups),
  }
})

export function areaName({ segments, zones }: Topology, id: string, by: 'zone' | 'segment'): Text {
  const title = (by === 'segment' && segments.get(id) || zones.get(id))?.title
  const fallback = id === 'undeclared' ? text('未申告の接続先', 'undeclared ends') : text(id, id)
  return title === undefined ? fallback : text(`${id}（${title}）`, `${id} (${title})`)
}

function partsOf(network: Network, { from, to, services }: Question, asked: (typed: string) => string): { from: End; to: End; service: PacketSet } | Text {
  const [source, target] = [whereabouts(network, asked(from)), whereabouts(network, asked(to))]
  if (isText(source)) return source
  if (isText(target)) return target
  const { space } = network
  const parsed = services.map((typed) => ({ typed, service: parseService(typed) }))
  const wrong = parsed.find(({ service }) => service === undefined)
  if (wrong) return text(`「${wrong.typed}」はサービスとして読めません（tcp/443、udp/53、icmp など）`, `"${wrong.typed}" is no service (such as tcp/443, udp/53, icmp)`)
  const service = services.length === 0 ? space.all : space.union(parsed.map((one) => servicePackets(space, one.service!)))
  return { from: source, to: target, service }
}
