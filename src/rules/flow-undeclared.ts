import type { Tier } from '../topology/model.ts'
import { text } from '../verdict.ts'
import type { Area, Judgement } from './judgement/judgement.ts'
import { nothingToAsk } from './judgement/nothing-to-ask.ts'
import { unregistered } from './register/unregistered.ts'
import type { Rule } from './rule.ts'

export const flowUndeclared: Rule = {
  id: 'flow-undeclared',
  clause: '第６条第６号',
  relation: 'opens',
  basis: {
    kind: 'inference',
    source: text(
      '許可する通信を通信要件一覧に載せることは、第６条第６号「アクセス制御」の運用としての推論。対策基準の条文は確認していない',
      'That what is permitted stands in the register is inferred from 第６条第６号 (access control); the city\'s standard was not read'),
  },
  title: text('許可されているのに登録のない通信', 'What the network permits between zones is registered'),
  checks: text(
    '層の異なる領域の間で、新しく始められる通信がすべて、登録または例外のどれかに書かれていることを証明します。期限切れや記載不足の登録も書かれたものとして数え、その不備は別の規則が判定します。マイナンバー利用事務系の通信、LGWAN接続系とインターネット側の間、公開サーバー、来庁者用・学校のインターネット利用は、それぞれの規則の対象なので問いません。同じ層の中の通信に登録は求めません。インターネット宛ての登録は、途中のセキュリティクラウド宛ても含むとみなします。条文が禁じる通信ではないので注記とし、庁外からLGWAN接続系へ始まるものだけを警告とします。その通信が業務に必要かは分かりません。',
    'Proves that whatever can be opened between zones of different tiers stands in some entry of the register, or some exception. One that is expired or incomplete counts: other rules say what is wrong with it. Not asked is what other rules are for (the My Number tier, the LGWAN tier and the Internet side, published servers), nor what guests and schools do on the Internet, nor what stays in one tier. An entry for the Internet covers the security cloud on the way. It is a note, for the Article does not forbid it; a warning where somebody outside can open something into the LGWAN tier. It cannot know whether the communication is needed.'),
  why: text('登録のない許可は、誰が何のために開けたのか分からないまま残るためです。', 'A permission that nobody registered stays open, and nobody knows what for.'),
  fix: text('不要なら許可を削除し、必要なら通信要件一覧に登録してください。', 'Remove what permits it, or enter it in the register.'),
  *check(judgement) {
    const pairs = asked(judgement)
    if (pairs.length === 0) return yield nothingToAsk(this, judgement, text('問うべき領域の組がない', 'no pair of zones to ask about'))
    for (const [from, to] of pairs) yield* unregistered(judgement, from, to, this, intoLgwan(from, to) ? 'into-lgwan' : undefined)
  },
}

type Pair = readonly [from: Area, to: Area]

const VISITORS: readonly Tier[] = ['guest', 'school']
const OUTSIDE: readonly Tier[] = ['public', 'security-cloud']

/** Ordered pairs of different tiers that are nobody else's business, one of them inside. */
function asked(judgement: Judgement): Pair[] {
  const areas = judgement.areas().filter(({ zone, places, tier }) => zone !== undefined && places.length > 0 && tier !== 'mynumber')
  const internetSide = new Set(judgement.internetSide().map(({ id }) => id))
  const divided = (a: Area, b: Area): boolean => a.tier === 'lgwan' && internetSide.has(b.id)
  const exposed = (a: Area, b: Area): boolean => a.tier === 'lgwan-network' && b.tier !== 'lgwan'
  const visiting = (a: Area, b: Area): boolean => VISITORS.includes(a.tier) && OUTSIDE.includes(b.tier)
  const elsewhere = (a: Area, b: Area): boolean => divided(a, b) || exposed(a, b) || visiting(a, b)
  return areas.flatMap((from) => areas.map((to) => [from, to] as const)).filter(([from, to]) => from.tier !== to.tier
    && !(from.zone!.external && to.zone!.external) && from.tier !== 'public' && !elsewhere(from, to) && !elsewhere(to, from))
}

const intoLgwan = (from: Area, to: Area): boolean => from.zone!.external && from.tier !== 'lgwan-network' && to.tier === 'lgwan'
