import type { Definition } from '../topology/model.ts'
import { text, type Text } from '../verdict.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'

export const unusedDefinition: Rule = {
  id: 'unused-definition',
  clause: '第４条第２項第３号',
  relation: 'none',
  basis: {
    kind: 'inference',
    source: text(
      'ネットワーク図等のシステム関連文書を情報資産とする第４条第２項第３号からの推論。使われない定義を直接に定める条文は確認していない',
      'Inferred from 第４条第２項第３号, which makes network diagrams information assets; no text that rules on unused definitions was read'),
  },
  title: text('使われていない定義', 'Nothing is defined in vain'),
  checks: text(
    'アドレスオブジェクト、サービスオブジェクト、機器のリスト、実機の設定のチェインのそれぞれが、どこかから参照されていることを確かめます。参照する規則が実際に使われるかは rule-shadowed が問います。今後のために残してあるのかどうかは分かりません。',
    'Checks that something refers to each address object, service object, list of a device, and chain of a device configuration. Whether the rule that refers to it ever matches is the business of rule-shadowed. It cannot know whether a definition is kept for later.'),
  why: text('使われない定義は、外したつもりのない制限や、消し忘れた接続先の印であることがあるためです。', 'An unused definition may be a restriction that somebody believes in, or what is left of something long gone.'),
  fix: text('参照すべき規則やインターフェースから参照するか、不要なら削除してください。', 'Refer to it where it is meant to act, or delete it.'),
  *check(judgement) {
    const all = judgement.topology.definitions ?? []
    const unused = all.filter(({ used }) => !used)
    for (const one of unused) yield inVain(one, this)
    if (all.length === 0) yield nothingToAsk(this, judgement, text('名前の付いた定義はない', 'nothing is defined by name'))
    else {
      const used = all.length - unused.length
      yield {
        rule: this.id, key: 'network', subject: this.title, at: judgement.topology.at, outcome: 'proved', ground: 'computed', assumes: [], missing: [],
        message: unused.length === 0 ? text(`${used}件の定義はすべて参照されている`, `each of ${used} definitions is referred to`)
          : text(`ほかの${used}件の定義は参照されている`, `the other ${used} definitions are referred to`),
      }
    }
  },
}

const KIND: Readonly<Record<Definition['kind'], Text>> = {
  addresses: text('アドレスオブジェクト', 'address object'),
  services: text('サービスオブジェクト', 'service object'),
  list: text('リスト', 'list'),
  chain: text('チェイン', 'chain'),
}

function inVain({ kind, id, device, at }: Definition, rule: Rule): Answer {
  const key = `${kind}:${device === undefined ? id : `${device}/${id}`}`
  const of = device === undefined ? text('', '') : text(`装置 ${device} の`, ` of ${device}`)
  const subject = text(`${of.ja}${KIND[kind].ja} ${id}`, `${KIND[kind].en} ${id}${of.en}`)
  return {
    rule: rule.id, key, subject, at, outcome: 'refuted', ground: 'computed', assumes: [], missing: [], fix: rule.fix,
    cause: { key: `definition:${key}`, at, title: subject }, message: text('どこからも参照されていない', 'nothing refers to it'),
  }
}
