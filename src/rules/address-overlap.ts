import { formatPrefix, lastAddress, type Prefix } from '../net/address.ts'
import type { Segment, Topology } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { forwardingDomains } from './filters/forwarding-domains.ts'
import type { Answer, Rule } from './rule.ts'

export const addressOverlap: Rule = {
  id: 'address-overlap',
  clause: '第６条第６号',
  relation: 'none',
  basis: {
    kind: 'inference',
    source: text(
      '経路制御に不整合を生じさせないこと（ガイドライン第３編第２章6.1。条文は未確認）と、第６条第６号「アクセス制御」からの推論',
      'Inferred from 第６条第６号 (access control) and from the guideline\'s call for routing without contradictions (part 3 chapter 2, 6.1; its text was not read)'),
  },
  title: text('アドレスの重複', 'No two segments of one forwarding domain share addresses'),
  checks: text(
    '同じ転送領域（機器の同じVRFを通じてつながるセグメントの集まり）の中で、二つのセグメントのサブネットが重ならないことを証明します。間にアドレス変換があっても同じ転送領域とみなし、回線の先を通じたつながりは数えません。申告されていないセグメントのアドレスは分かりません。',
    'Proves that within one forwarding domain (segments joined through the same VRF of devices) no two segments have overlapping subnets. Segments count as joined even where addresses are translated in between; ways through what lies beyond a line do not count. It cannot know of segments that are not declared.'),
  why: text('同じアドレスが二か所にあると、フィルタの規則がどちらの通信を許可したのか定まらないためです。', 'Where an address stands in two places, no filter rule says which of them it permits.'),
  fix: text('一方のサブネットを変更するか、VRFで転送領域を分けてください。', 'Renumber one of them, or give them VRFs of their own.'),
  *check({ topology }) {
    const domainOf = forwardingDomains(topology)
    let clean = true
    for (const [earlier, later, prefixes] of overlaps(topology)) {
      const joined = domainOf(earlier.id) === domainOf(later.id)
      clean &&= !joined
      yield verdict(this, earlier, later, prefixes, joined)
    }
    if (clean) {
      yield {
        rule: this.id, key: 'network', subject: this.title, at: topology.at, outcome: 'proved', ground: 'computed',
        message: text('同じ転送領域の中に重なるサブネットはない', 'no overlapping subnets in any forwarding domain'), assumes: [], missing: [],
      }
    }
  },
}

function verdict(rule: Rule, earlier: Segment, later: Segment, [a, b]: readonly [Prefix, Prefix], joined: boolean): Answer {
  const ids = earlier.id < later.id ? `${earlier.id}&${later.id}` : `${later.id}&${earlier.id}`
  const which = text(`セグメント ${earlier.id}（${formatPrefix(a)}）と ${later.id}（${formatPrefix(b)}）`, `segments ${earlier.id} (${formatPrefix(a)}) and ${later.id} (${formatPrefix(b)})`)
  const about = {
    rule: rule.id, key: ids, subject: which, at: later.at, ground: 'computed' as const, assumes: [], missing: [],
  }
  if (!joined) return { ...about, outcome: 'proved', message: text('サブネットは重なるが、転送領域が別である', 'their subnets overlap, but their forwarding domains are different') }
  return {
    ...about, outcome: 'refuted', fix: rule.fix, cause: { key: `overlap:${ids}`, at: later.at, title: text(`${which.ja}の重複`, `overlap of ${which.en}`) },
    message: text('同じ転送領域の中でサブネットが重なる', 'their subnets overlap within one forwarding domain'),
  }
}

/** Each pair once, as the file lists them, with the first two subnets that meet: by a sweep over first addresses. */
function overlaps({ segments }: Topology): readonly (readonly [Segment, Segment, readonly [Prefix, Prefix]])[] {
  const position = new Map([...segments.keys()].map((id, index) => [id, index]))
  const all = [...segments.values()].flatMap((segment) => segment.subnets.map((prefix) => ({ segment, prefix, last: lastAddress(prefix) })))
    .sort((a, b) => a.prefix.family - b.prefix.family || (a.prefix.address < b.prefix.address ? -1 : a.prefix.address > b.prefix.address ? 1 : 0))
  const pairs = new Map<string, readonly [Segment, Segment, readonly [Prefix, Prefix]]>()
  for (const [index, one] of all.entries()) {
    for (let next = index + 1; next < all.length; next++) {
      const other = all[next]!
      if (other.prefix.family !== one.prefix.family || other.prefix.address > one.last) break
      if (other.segment === one.segment) continue
      const [a, b] = position.get(one.segment.id)! < position.get(other.segment.id)! ? [one, other] : [other, one]
      const key = JSON.stringify([a.segment.id, b.segment.id])
      if (!pairs.has(key)) pairs.set(key, [a.segment, b.segment, [a.prefix, b.prefix]])
    }
  }
  return [...pairs.values()]
}
