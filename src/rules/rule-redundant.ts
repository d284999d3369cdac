import { text } from '../verdict.ts'
import type { Fate } from './filters/idle-rules.ts'
import { idleRules, listName, ruleKey, TOO_LARGE, type JudgedList } from './filters/judged-lists.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import type { Answer, Rule } from './rule.ts'

export const ruleRedundant: Rule = {
  id: 'rule-redundant',
  clause: '第６条第６号',
  relation: 'none',
  basis: {
    kind: 'inference',
    source: text(
      'フィルタの設定に不整合を生じさせないこと（ガイドライン第３編第２章6.1。条文は未確認）と、第６条第６号「アクセス制御」からの推論',
      'Inferred from 第６条第６号 (access control) and from the guideline\'s call for filters without contradictions (part 3 chapter 2, 6.1; its text was not read)'),
  },
  title: text('なくても変わらないフィルタ規則', 'No filter rule is redundant'),
  checks: text(
    '機器のフィルタのリストごとに、後の規則がすべて同じように（許可・拒否とも、ログの有無も）決めるため、削除しても何も変わらない規則がないことを証明します。末尾の既定の拒否と重なるだけの拒否規則は、意図を書き残したものとして問いません。その規則を残しておきたい理由があるかどうかは分かりません。',
    'Proves of each filter list that no rule could be deleted without any effect because later rules decide all of it alike (permit or deny, and whether it is logged). A rule that only says what the end of the list says anyway is taken to be written down on purpose. It cannot know whether there is a reason to keep a rule.'),
  why: text('重なった規則は、片方だけを直しても通信が止まらない（または止まったままになる）原因になるためです。', 'Where two rules say the same, changing one of them changes nothing, and nobody notices.'),
  fix: text('後の規則で足りるなら削除し、この規則だけで足りるなら後の規則を限定してください。', 'Delete it if the later rules are right, or narrow those if this one is.'),
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
  const idle = idleRules(list, chain.rules.map((_, index) => repeaters(fates.map((of) => of[index]!))))
  for (const { index, title, by, cause } of idle) {
    yield {
      ...about, key: ruleKey(list, index), subject: title, at: chain.rules[index]!.at, outcome: 'refuted', fix: rule.fix, cause,
      message: by.ja === '' ? text('後にある規則が同じように決めるため、なくても変わらない', 'changes nothing: later rules decide all of it alike')
        : text(`後にある${by.ja} が同じように決めるため、なくても変わらない`, `changes nothing: ${by.en} decides all of it alike`),
    }
  }
  yield {
    ...about, key, at: chain.at, outcome: 'proved', subject,
    message: idle.length === 0 ? text('後の規則だけで足りる規則はない', 'no rule could be left to the later ones')
      : text('ほかに、後の規則だけで足りる規則はない', 'no other rule could be left to the later ones'),
  }
}

/** Undefined where it does something at one of its places, or nothing at all at any. */
function repeaters(here: readonly Fate[]): readonly number[] | undefined {
  const repeated = here.flatMap((fate) => (typeof fate === 'object' && 'repeatedBy' in fate ? [fate.repeatedBy] : []))
  return repeated.length > 0 && !here.includes('live') ? [...new Set(repeated.flat())] : undefined
}
