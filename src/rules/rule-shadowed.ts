import { text } from '../verdict.ts'
import type { Fate } from './filters/idle-rules.ts'
import { idleRules, listName, ruleKey, TOO_LARGE, type JudgedList } from './filters/judged-lists.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'

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
    for (const list of judgement.lists.all()) yield* inList(list, this)
    if (judgement.lists.all().length === 0) yield nothingToAsk(this, judgement, text('規則のあるフィルタはない', 'no filter has rules'))
  },
}

function* inList(list: JudgedList, rule: Rule): Iterable<Answer> {
  const { chain, key, fates } = list
  const about = { rule: rule.id, ground: 'computed' as const, assumes: [], missing: [] }
  const subject = listName(list)
  if (!fates) return yield { ...about, key, at: chain.at, subject, outcome: 'unknown', message: TOO_LARGE }
  const idle = idleRules(list, chain.rules.map((_, index) => shadowers(fates.map((of) => of[index]!))))
  for (const { index, title, by, unused, cause } of idle) {
    yield {
      ...about, key: ruleKey(list, index), subject: title, at: chain.rules[index]!.at, outcome: 'refuted', fix: rule.fix, cause,
      message: unused ? UNUSED : text(`先にある${by.ja} が同じ通信をすべて処理するため、この規則は使われない`, `never matches: ${by.en} decides all of it before`),
    }
  }
  if (idle.length === 0) {
    yield {
      ...about, key, at: chain.at, outcome: 'proved', subject,
      message: text('どの規則にも、前の規則が決めていない通信が残る', 'every rule has something left to match'),
    }
  }
}

const UNUSED = text('このリストを適用しないインターフェースについての規則であるため、使われない', 'never matches: the list is not used by the interfaces that it is about')

/** Undefined where it matches something at one of its places; what matches nothing anywhere is nobody's fault. */
function shadowers(here: readonly Fate[]): readonly number[] | undefined {
  if (here.some((fate) => fate === 'live' || (typeof fate === 'object' && 'repeatedBy' in fate))) return undefined
  const by = new Set(here.flatMap((fate) => (typeof fate === 'object' && 'shadowedBy' in fate ? fate.shadowedBy : [])))
  return by.size > 0 ? [...by] : undefined
}
