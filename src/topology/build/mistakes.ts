import { text, type Problem, type Text } from '../../verdict.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { DocumentAt, Placed } from '../placed.ts'

export const KINDS = {
  zone: text('領域', 'zone'),
  segment: text('セグメント', 'segment'),
  line: text('回線', 'line'),
  tunnel: text('トンネル', 'tunnel'),
  device: text('機器', 'device'),
  interface: text('インターフェース', 'interface'),
  vrf: text('VRF', 'VRF'),
  switch: text('スイッチ', 'switch'),
  port: text('スイッチのポート', 'switch port'),
  wireless: text('無線LAN', 'wireless LAN'),
  end: text('接続の端', 'end of a link'),
  list: text('リスト', 'list'),
  rule: text('規則', 'rule'),
  nat: text('アドレス変換', 'translation'),
  host: text('ホスト', 'host'),
  party: text('相手先', 'party'),
  address: text('アドレスオブジェクト', 'address object'),
  service: text('サービスオブジェクト', 'service object'),
  flow: text('通信要件', 'flow'),
  exception: text('例外', 'exception'),
  audit: text('監査', 'audit'),
  tier: text('層', 'tier'),
  infrastructure: text('基盤', 'shared infrastructure'),
} satisfies Record<string, Text>
export type Kind = keyof typeof KINDS

export type Related = NonNullable<Problem['related']>

/** Comparisons that all suggestions of one run may cost together: with 10^5 misspelt names nobody reads the hints. */
const COMPARISONS = 1_000_000

/** What is wrong with the input, collected so that the user sees all of it at once. */
export class Mistakes {
  readonly problems: Problem[] = []
  #comparisons = COMPARISONS

  say(code: string, at: DocumentAt, message: Text, related?: Related): void {
    this.problems.push({ code, at, message, ...(related ? { related } : {}) })
  }

  /** `known` in a map or set, so that its size is known. */
  unknown(kind: Kind, name: Placed<string>, known: { readonly size: number; keys(): Iterable<string> }): void {
    const hint = this.hint(name.value, known)
    this.say('unknown-name', name.at, text(
      `${KINDS[kind].ja}「${name.value}」がありません${hint.ja}`, `there is no ${KINDS[kind].en} "${name.value}"${hint.en}`))
  }

  hint(name: string, known: { readonly size: number; keys(): Iterable<string> }): Text {
    this.#comparisons -= known.size
    return this.#comparisons < 0 ? text('', '') : didYouMean(name, known.keys())
  }

  /** The thing that `name` stands for, or a mistake. */
  find<T>(kind: Kind, name: Placed<string>, known: ReadonlyMap<string, T>): T | undefined {
    const found = known.get(name.value)
    if (found === undefined) this.unknown(kind, name, known)
    return found
  }
}
