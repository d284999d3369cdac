/** Isolation from where the model may let a tier leave by a local breakout. */
import { lineKey } from '../../engine/flood.ts'
import type { Line } from '../../topology/model.ts'
import { text, type Missing } from '../../verdict.ts'
import type { Answer } from '../rule.ts'
import { breakoutsOf, refusedCause, type Leaving } from './breakouts.ts'
import { isolated, type Isolation } from './isolation.ts'
import type { Judgement } from './judgement.ts'

/** What the breakouts in order permit is permitted; what goes by one of which nothing is declared is not known. */
export function isolatedButBreakouts(judgement: Judgement, asked: Isolation, tier: Leaving): Answer {
  const breakouts = breakoutsOf(judgement, tier)
  const whole = {
    ...asked, permits: [...asked.permits, ...breakouts.filter(({ refused }) => !refused)], refused: breakouts.filter(({ refused }) => refused).map((entry) => ({ entry, cause: refusedCause(entry) })),
  }
  const answer = isolated(judgement, whole)
  if (answer.outcome !== 'refuted') return answer
  const bare = undeclaredBreakouts(judgement, tier)
  if (bare.length === 0 || isolated(judgement, { ...whole, without: [...asked.without ?? [], ...bare.map(({ id }) => lineKey(id))] }).outcome === 'refuted') return answer
  const { cause: _, fix: __, ...rest } = answer
  return {
    ...rest, outcome: 'unknown', missing: bare.map(undeclared),
    message: text('ローカルブレイクアウトの宛先が申告されていない', 'what a local breakout is for is not declared'),
  }
}

/** Where the model lets that tier leave: the breakout lines that say nothing of what they are for. */
const undeclaredBreakouts = ({ topology, profile, model }: Judgement, tier: Leaving): Line[] =>
  (profile.localBreakout[model][tier] === 'forbidden' ? [] : [...topology.lines.values()].filter(({ kind, breakout }) => kind === 'lbo' && !breakout))

const undeclared = ({ id, at }: Line): Missing => ({
  key: `line:${id}/breakout`, at, text: text(`回線 ${id} で利用するサービスの宛先`, `the services that line ${id} is for`),
  yaml: `lines:\n  ${id}:\n    breakout:\n      services:\n        - { name: 名称, addresses: [ADDRESSES], service: [tcp/443], ismap: true, tenant-control: true }\n      evidence: { document: 文書名, on: YYYY-MM-DD }`,
})
