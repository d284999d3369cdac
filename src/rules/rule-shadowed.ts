import type { Device } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { filterLists, type Met } from './filters/filter-lists.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'
import { fatesOf } from './filters/shadowed-rules.ts'
import { isImplied, nameOf, numberOf } from './filters/synthetic-rules.ts'

export const ruleShadowed: Rule = {
  id: 'rule-shadowed',
  clause: '第６条第６号',
  relation: 'none',
  basis: {
    kind: 'inference',
    source: text(
      'フィルタの設定に不整合を生じさせないこと（ガイドライン第３編第２章6.1。条文は未確認）と、第６条第６号「アクセス制御」からの推論',
      'Inferred from 第６条第６号 (access control) and from the guideline\'s call for filters without contradictions (part 3 chapter 2, 6.1; its text was not read)'),
  },
  title: text('使われることのないフィルタ規則', 'No filter rule is shadowed'),
  checks: text(
    '機器のフィルタのリストごとに、各規則に、それより前の規則がまだ決めていない通信が残ることを証明します。ポートの条件が後続フラグメントに当てはまるかどうかと、呼び出した先のリストの中で何が決まるかは考慮しません。その規則がもともと何を意図していたかは分かりません。',
    'Proves of each filter list that every rule has something left to match when the earlier ones have decided. Whether port tests match later fragments, and what is decided within a list that a rule calls, are left out of account. It cannot know what the rule was meant to do.'),
  why: text('使われない規則は、設定した人の意図と実際の動作が食い違っている印であるためです。', 'A rule that never matches is a sign that the device does not do what somebody meant it to.'),
  fix: text('規則の順序を入れ替えるか、不要なら削除してください。', 'Move the rule before those that shadow it, or delete it.'),
  *check(judgement) {
    let any = false
    for (const device of judgement.topology.devices.values()) {
      for (const verdict of inDevice(device, this)) {
        any = true
        yield verdict
      }
    }
    if (!any) yield nothingToAsk(this, judgement, text('規則のあるフィルタはない', 'no filter has rules'))
  },
}

function* inDevice(device: Device, rule: Rule): Iterable<Answer> {
  const seen = new Map<string, number>()
  for (const met of filterLists(device).values()) {
    const { chain } = met[0]!
    if (chain.rules.every((one) => isImplied(one, chain))) continue
    // Lists of the same name, such as those of IPv4 and IPv6, are told apart by their order.
    const count = (seen.get(chain.name) ?? 0) + 1
    seen.set(chain.name, count)
    yield* inList(device, `${device.id}/${chain.name}${count > 1 ? `#${count}` : ''}`, met, rule)
  }
}

function* inList(device: Device, key: string, met: readonly Met[], rule: Rule): Iterable<Answer> {
  const { chain } = met[0]!
  const about = { rule: rule.id, ground: 'computed' as const, assumes: [], missing: [] }
  const subject = text(`装置 ${device.id} の ${chain.name}`, `device ${device.id}, ${chain.name}`)
  const fates = met.map(fatesOf).filter((list) => list !== undefined)
  if (fates.length < met.length) {
    return yield { ...about, key, at: chain.at, subject, outcome: 'unknown', message: text('リストが大きすぎて判定できない', 'the list is too large for an answer') }
  }
  let clean = true
  for (const [index, one] of chain.rules.entries()) {
    const here = fates.map((list) => list[index]!)
    if (isImplied(one, chain) || here.includes('live')) continue
    const shadowers = [...new Set(here.flatMap((fate) => (typeof fate === 'string' ? [] : fate)))]
    if (shadowers.length === 0) continue
    clean = false
    const name = nameOf(chain, index)
    const title = text(`装置 ${device.id} の ${chain.name} ${name.ja}`, `device ${device.id}, ${chain.name} ${name.en}`)
    const by = text(shadowers.map((other) => nameOf(chain, other).ja).join('、'), shadowers.map((other) => nameOf(chain, other).en).join(', '))
    yield {
      ...about, key: `${key}/${one.id ?? numberOf(chain, index)}`, subject: title, at: one.at, outcome: 'refuted', fix: rule.fix,
      cause: { key: `rule:${key}/${one.id ?? numberOf(chain, index)}`, at: one.at, title },
      message: text(`先にある${by.ja} がすべて決めるため、使われることがない`, `never matches: ${by.en} decides all of it before`),
    }
  }
  if (clean) {
    yield {
      ...about, key, at: chain.at, outcome: 'proved', subject,
      message: text('どの規則にも、前の規則が決めていない通信が残る', 'every rule has something left to match'),
    }
  }
}
