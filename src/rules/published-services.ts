import { TCP, TCP_FLAGS } from '../net/header.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { Flow } from '../topology/model.ts'
import { text, type Text } from '../verdict.ts'
import { absence } from './judgement/expected.ts'
import { isolated, type Isolation } from './judgement/isolation.ts'
import type { Area, Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { internetAreas } from './judgement/outside.ts'
import { isWide, openServices } from './register/entry-limits.ts'
import type { Answer, Rule } from './rule.ts'

export const publishedServices: Rule = {
  id: 'published-services',
  clause: '第６条第３号ウ',
  relation: 'initiate',
  basis: {
    kind: 'inference',
    source: text(
      '第６条第３号ウ「不正通信の監視機能の強化等」と、セキュリティクラウドの機能（ポート制御、公開サーバの監視。総務省ガイドラインの概要資料で確認）からの推論。公開の範囲の登録を定める条文は確認していない',
      'Inferred from 第６条第３号ウ and from what the security cloud does (port control, monitoring of published servers: confirmed in the overview of the MIC guideline); no text that asks for a register of what is published was read'),
  },
  title: text('インターネットに公開するサービスの限定', 'From the Internet only published services are reachable'),
  checks: text(
    'インターネットからインターネット接続系へ、セッションのない状態から届くすべてのパケットが、公開の登録（インターネットの領域からホストとサービスを限って許す、通常または無害化通信の有効な登録）の範囲に収まることを証明します。回線が直接つながるセグメントは庁内の装置より外にあり、回線の先（セキュリティクラウドなど）の制御によるため問いません。他の層は分離・分割の規則が、監視は monitoring が問います。公開しているサーバーに弱点がないかは分かりません。',
    'Proves that every packet which reaches the Internet tier from the Internet, with no session anywhere, lies within a registered publication: an active ordinary or sanitised entry from a zone of the Internet to named hosts and services. The segment that a line ends on lies before every device of our own and depends on the filters of the far end (the security cloud), so it is not asked about. The other tiers are for the rules of separation and division, watching is for monitoring. It cannot know whether a published server is weak.'),
  why: text('公開していないはずのサービスがインターネットから届けば、気付かれないまま侵入口になるためです。', 'A service that nobody meant to publish is a way in that nobody looks at.'),
  fix: text('公開の必要がなければ許可を削除し、必要であればホストとサービスを限定して公開の登録をしてください。', 'Remove what permits it; if it is meant to be published, register it with its host and service.'),
  *check(judgement) {
    const missing = absence(judgement, this, 'internet')
    if (missing) yield missing
    const published = publications(judgement)
    const refused = published.wide.map(({ flow, why }) => ({
      entry: flow, cause: { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id}：${why.ja}`, `register entry ${flow.id}: ${why.en}`) },
    }))
    const outsides = internetAreas(judgement)
    const inside = judgement.areasOf('internet').map((tier) => behindLines(judgement, tier)).filter(({ places }) => places.length > 0)
    for (const to of inside) {
      for (const from of outsides) yield reachable(judgement, { rule: this.id, fix: this.fix, from, to, says: SAYS, permits: published.narrow, refused, gravest: openings(judgement) })
    }
    if (!missing && (inside.length === 0 || outsides.length === 0)) {
      yield nothingToAsk(this, judgement, text('インターネットから庁内の装置を経て届くセグメントがない', 'no segment is reached from the Internet through a device of our own'))
    }
  },
}

/** Each pair of places may be open in another way: the gravest of them speaks for all. */
function reachable(judgement: Judgement, asked: Isolation): Answer {
  const whole = isolated(judgement, asked)
  if (whole.outcome !== 'refuted') return whole
  const single = asked.from.places.flatMap((from) => asked.to.places.map((to) =>
    isolated(judgement, { ...asked, from: { ...asked.from, places: [from] }, to: { ...asked.to, places: [to] } })))
  const [worst] = single.filter(({ outcome }) => outcome === 'refuted').map(graded).sort((a, b) => weight(b) - weight(a))
  // What may be opened besides, where something is not understood, is no matter of answers.
  const { grade, ...about } = { ...worst!, assumes: whole.assumes, violation: whole.violation!, leaks: whole.leaks! }
  return grade === undefined || single.some(({ outcome }) => outcome === 'unknown') || (grade === 'answers' && whole.violation!().some((set) => set.meets(asked.gravest!))) ? about : { ...about, grade }
}

const weight = ({ grade }: Answer): number => (grade === undefined ? 2 : grade === 'unfiltered' ? 1 : 0)

/** What opens a session by itself. */
const openings = ({ network: { space } }: Judgement): PacketSet =>
  space.all.subtract(space.protocol([[TCP, TCP]])).union(space.tcpFlags(TCP_FLAGS.SYN | TCP_FLAGS.ACK | TCP_FLAGS.RST, TCP_FLAGS.SYN)).subtract(space.fragment())

/** Only what somebody permits publishes: where nothing of our own filters, or only answers get in, it is left to the far end. */
function graded(answer: Answer): Answer {
  if (answer.outcome !== 'refuted') return answer
  const { flags } = answer.witness!.delivered
  if (flags !== undefined && !flags.split(',').includes('SYN')) return { ...answer, grade: 'answers' }
  return /^(rule|flow):/.test(answer.cause!.key) ? answer : { ...answer, grade: 'unfiltered' }
}

const SAYS = {
  proved: text('公開の登録のないものには届かない', 'nothing that is not published is reachable'),
  refuted: text('公開の登録のないものに届く', 'something that is not published is reachable'),
}

/** Entries in force that may be publications; those that name no host or no service publish anything, and permit nothing here. */
function publications(judgement: Judgement): { narrow: Flow[]; wide: { flow: Flow; why: Text }[] } {
  const all = judgement.active('ordinary', 'sanitized').map((flow) => ({ flow, why: tooWide(judgement, flow) }))
  return {
    narrow: all.filter(({ why }) => why === undefined).map(({ flow }) => flow),
    wide: all.flatMap(({ flow, why }) => (why === undefined ? [] : [{ flow, why }])),
  }
}

function tooWide({ profile }: Judgement, flow: Flow): Text | undefined {
  const named = flow.to.every((end) => end.kind === 'host' || end.kind === 'device' || end.kind === 'party' || (end.kind === 'addresses' && !isWide(end.set, profile.limits.prefix)))
  return named ? openServices(flow.service)[0] : text('公開の宛先がホストに限られていません', 'what it publishes is not limited to hosts')
}

/** What stands on the segment that a line ends on has the filters of the far end before it, and none of ours. */
function behindLines({ topology }: Judgement, tier: Area): Area {
  const ends = new Set([...topology.lines.values()].map(({ segment }) => segment))
  return { ...tier, places: tier.places.filter((place) => !('segment' in place) || !ends.has(place.segment)) }
}
