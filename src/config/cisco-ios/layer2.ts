/** What bridges, ports of a switch and policies of queues do to packets that the device routes. */
import type { Draft, Face } from './draft.ts'
import { everything, irrelevant, notUnderstood, type Line } from './line.ts'
import { vlansOf } from './interface.ts'

export function readLayer2(draft: Draft): void {
  bridges(draft)
  portLists(draft)
  vlanMaps(draft)
  for (const maps of [draft.classMaps, draft.policyMaps]) for (const line of maps.values()) if (!line.words.includes('inspect')) everything(line, QUEUEING)
  for (const face of draft.faces.values()) policies(face, draft)
}

/** Classes of queues mark, order and shape packets. */
const QUEUEING: ReadonlySet<string> = new Set(['class', 'match', 'set', 'police', 'priority', 'bandwidth', 'shape', 'queue-limit', 'queue-buffers',
  'random-detect', 'fair-queue', 'service-policy', 'description', 'drop', 'estimate', 'compression', 'conform-action', 'exceed-action',
  'violate-action', 'trust', 'mls', 'account', 'admit', 'netflow-sampler', 'compress', 'log'])

/** Interfaces of one bridge group are one broadcast domain, past every list. A group of one interface bridges nothing. */
function bridges(draft: Draft): void {
  const groups = new Map<string, Face[]>()
  for (const face of draft.faces.values()) {
    if (!face.bridgeGroup || face.shutdown) continue
    groups.set(face.bridgeGroup.name, [...groups.get(face.bridgeGroup.name) ?? [], face])
  }
  for (const members of groups.values()) {
    if (members.length < 2) continue
    for (const face of members) {
      face.carries = true
      draft.gap(face.bridgeGroup!.line, 'forwarding')
    }
  }
}

/** A list on a port of layer 2 judges what comes in by that port alone, of all that its VLANs bring. */
function portLists({ faces }: Draft): void {
  for (const face of faces.values()) {
    if (!face.switchport) continue
    for (const { direction, line } of face.lists) {
      notUnderstood(line)
      face.doubts.push({ direction, what: line.text.trim(), line })
    }
    face.lists.length = 0
  }
}

function vlanMaps(draft: Draft): void {
  const filters = draft.vlanMaps.filter(({ words }) => words[1] === 'filter')
  for (const line of draft.vlanMaps) {
    const used = filters.some(({ words }) => words[2] === line.words[2])
    for (const one of [line, ...line.children]) (used ? notUnderstood : irrelevant)(one)
    if (line.words[1] !== 'filter') continue
    const vlans = vlansOf(line.words.slice(4).join(''))
    for (const face of draft.faces.values()) {
      const [, vlan] = /^Vlan(\d+)$/i.exec(face.name) ?? []
      if (vlan === undefined || !(vlans?.has(Number(vlan)) ?? true)) continue
      for (const direction of ['in', 'out'] as const) face.doubts.push({ direction, what: line.text.trim(), line })
    }
  }
}

/** A policy drops what a class tells it to, or what its meter tells it to whatever the rate. */
function policies(face: Face, draft: Draft): void {
  for (const { name, direction, line } of face.policies) {
    const drops = droppingIn(draft.policyMaps.get(name))
    for (const drop of drops) notUnderstood(drop)
    if (drops.length > 0) { face.doubts.push({ direction, what: line.text.trim(), line }); notUnderstood(line) }
    else irrelevant(line)
  }
}

function droppingIn(policy: Line | undefined): Line[] {
  const found: Line[] = []
  const open = policy ? [policy] : []
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.words[0] === 'drop' || /conform-action drop/.test(next.text)) found.push(next)
    for (const one of next.children) open.push(one)
  }
  return found
}

