import { text } from '../verdict.ts'
import { cloudUses } from './judgement/cloud.ts'
import { absence } from './judgement/expected.ts'
import { isolated } from './judgement/isolation.ts'
import type { Judgement } from './judgement/judgement.ts'
import type { Answer, Rule } from './rule.ts'

export const mynumberIsolation: Rule = {
  id: 'mynumber-isolation',
  clause: '第６条第３号ア',
  relation: 'initiate',
  basis: { kind: 'policy', quote: 'マイナンバー利用事務系においては、原則として、他の領域との通信をできないようにした上で' },
  title: text('マイナンバー利用事務系と他の領域との通信の遮断', 'The My Number tier communicates with no other zone'),
  checks: text(
    'マイナンバー利用事務系とそれ以外の領域との間で、双方向に、セッションのない状態から通るすべてのパケットが、有効な特定通信の登録の範囲に収まることを証明します。端末の物理的な持ち運びや、申告されていない配線は分かりません。',
    'Proves that every packet which passes between the tier and any other zone, in either direction and with no session anywhere, lies within an active 特定通信 entry of the register. It cannot know of cables that are not declared, or of machines that are carried about.'),
  why: text('住民情報が庁外へ流出する経路をなくすためです。', 'So that there is no way for residents\' data to leave.'),
  fix: text('該当する許可を削除または限定するか、必要な通信であれば特定通信として承認を受け登録してください。',
    'Remove or narrow what permits it; if it is needed, have it approved and registered as a 特定通信.'),
  *check(judgement) {
    const missing = absence(judgement, this, 'mynumber')
    if (missing) yield missing
    const permits = [...judgement.active('specific'), ...cloudUses(judgement)]
    for (const tier of judgement.areasOf('mynumber')) {
      for (const other of judgement.areas().filter((area) => area.tier !== 'mynumber')) {
        for (const [from, to] of [[tier, other], [other, tier]] as const) {
          yield withPlaceOfLine(isolated(judgement, { rule: this.id, fix: this.fix, from, to, permits }), judgement)
        }
      }
    }
  },
}

/** Where nothing but a closed circuit is to blame, the segment on which it ends is what stands in the wrong zone. */
function withPlaceOfLine(answer: Answer, { topology }: Judgement): Answer {
  const line = answer.cause && [...topology.lines.values()].find(({ id }) => answer.cause?.key === `line:${id}`)
  const segment = line && topology.segments.get(line.segment)!
  if (!segment || topology.zones.get(line.to)!.tier === 'public' || topology.zones.get(segment.zone)!.tier !== 'mynumber') return answer
  return {
    ...answer, fix: text(
      `回線の手前のセグメント ${segment.id} がマイナンバー利用事務系に置かれています。機器しかないセグメントなら、別の領域（tier: party、internet-connected: false）にしてください。`,
      `The segment ${segment.id}, on which the line ends, stands in the My Number tier. If there is nothing on it but devices, give it a zone of its own (tier: party, internet-connected: false).`),
  }
}
