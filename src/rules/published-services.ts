import { placeKey, subnetsOf, type Place } from '../engine/places.ts'
import { isEmptyAddresses, subtractAddresses, unionAddresses, type AddressSet } from '../net/address.ts'
import { ANYTHING, type End, type Flow } from '../topology/model.ts'
import { text, type Text } from '../verdict.ts'
import { absence } from './judgement/expected.ts'
import { isolated, type Grant } from './judgement/isolation.ts'
import type { Area, Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { internetAreas } from './judgement/outside.ts'
import { isWide, openServices } from './register/entry-limits.ts'
import type { Rule } from './rule.ts'

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
    'インターネットからインターネット接続系へ、セッションのない状態から届くすべてのパケットが、公開の登録（インターネットの領域からホストとサービスを限って許す、通常または無害化通信の有効な登録）の範囲に収まることを証明します。回線が直接つながるセグメントは、そこに申告されたホストのアドレスだけを問います。他の層は分離・分割の規則が、監視は monitoring が問います。公開しているサーバーに弱点がないかは分かりません。',
    'Proves that every packet which reaches the Internet tier from the Internet, with no session anywhere, lies within a registered publication: an active ordinary or sanitised entry from a zone of the Internet to named hosts and services. Of a segment that a line ends on, only the addresses of declared hosts are asked about. The other tiers are for the rules of separation and division, watching is for monitoring. It cannot know whether a published server is weak.'),
  why: text('公開していないはずのサービスがインターネットから届けば、気付かれないまま侵入口になるためです。', 'A service that nobody meant to publish is a way in that nobody looks at.'),
  fix: text('公開の必要がなければ許可を削除し、必要であればホストとサービスを限定して公開の登録をしてください。', 'Remove what permits it; if it is meant to be published, register it with its host and service.'),
  *check(judgement) {
    const missing = absence(judgement, this, 'internet')
    if (missing) yield missing
    const published = publications(judgement)
    const [tiers, outsides] = [judgement.areasOf('internet').filter(({ places }) => places.length > 0), internetAreas(judgement)]
    for (const tier of tiers) {
      const before = beforeTheFirewall(judgement, tier)
      for (const from of outsides) {
        // What is undeclared has no name that a grant could say: of it, no such segment is asked about.
        const leftOut = from.zone ? before.unoccupied : before.all
        const to = { ...tier, places: tier.places.filter((place) => !leftOut.has(placeKey(place))) }
        if (to.places.length === 0) continue
        yield isolated(judgement, {
          rule: this.id, fix: this.fix, from, to, says: SAYS, permits: [...published.narrow, ...before.grants(from)],
          refused: published.wide.map(({ flow, why }) => ({
            entry: flow, cause: { key: `flow:${flow.id}`, at: flow.at, title: text(`登録 ${flow.id}：${why.ja}`, `register entry ${flow.id}: ${why.en}`) },
          })),
        })
      }
    }
    if (tiers.length > 0 && outsides.length === 0) yield nothingToAsk(this, judgement, text('インターネットへの経路がない', 'nothing leads to the Internet'))
  },
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

/** On a segment that a line ends on, whoever stands there stands before every filter: only declared hosts are asked about. */
function beforeTheFirewall({ topology }: Judgement, tier: Area): { all: ReadonlySet<string>; unoccupied: ReadonlySet<string>; grants: (from: Area) => Grant[] } {
  const ends = new Set([...topology.lines.values()].map(({ segment }) => segment))
  const edges = tier.places.flatMap((place) => ('segment' in place && ends.has(place.segment) ? [{ place, held: heldOn(topology.hosts.values(), place) }] : []))
  const at = tier.zone!.at
  return {
    all: new Set(edges.map(({ place }) => placeKey(place))),
    unoccupied: new Set(edges.filter(({ held }) => isEmptyAddresses(held)).map(({ place }) => placeKey(place))),
    grants: (from) => edges.filter(({ held }) => !isEmptyAddresses(held) && from.zone).map(({ place, held }): Grant => ({
      id: place.segment, service: ANYTHING, from: [{ kind: 'zone', id: from.id, at }], to: rest(place.segment, held, at),
      assumed: { key: `transit:${place.segment}`, at: topology.segments.get(place.segment)!.at, text: text(`回線側セグメント ${place.segment} には申告されたホストのほかに何もない`, `nothing but the declared hosts stands on segment ${place.segment}`) },
    })),
  }

  function rest(segment: string, held: AddressSet, where: Flow['at']): End[] {
    const set = subtractAddresses(subnetsOf(topology.segments.get(segment)!), held)
    return isEmptyAddresses(set) ? [] : [{ kind: 'addresses', set, at: where }]
  }
}

const heldOn = (hosts: Iterable<{ readonly attach: readonly { readonly place: Place; readonly addresses: AddressSet }[] }>, place: Place): AddressSet =>
  unionAddresses(...[...hosts].flatMap(({ attach }) => attach.filter((one) => placeKey(one.place) === placeKey(place)).map(({ addresses }) => addresses)))
