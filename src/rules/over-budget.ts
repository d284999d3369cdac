/** What is said of rules that were not judged, because judging them took more than is allowed. Never proved, and never passed over. */
import { text, type At, type Text, type Verdict } from '../verdict.ts'

/** `size`: of the packet sets; `memory` and `time`: of the whole. `limit` as people read it. */
export interface Excess { readonly of: 'size' | 'memory' | 'time'; readonly limit: string }

/** An error, whatever the rule weighs in a profile: a run without the answer must not pass because the rule is light. */
export function overBudget(rule: string, at: At, { of, limit }: Excess): Verdict {
  const { why, yaml } = EXCESSES[of](limit)
  const option = `--${yaml.replace(': ', ' ')}`
  const message = text(
    `unknown (budget)：${why.ja}判定できません。${option} などで上限を増やすか、構成図を分けてください`,
    `unknown (budget): ${why.en}; raise the limit (such as ${option}), or split the network`)
  return {
    rule, key: 'budget', at, outcome: 'unknown', ground: 'computed', severity: 'error', message,
    subject: text('ネットワーク全体', 'the whole network'),
    assumes: [],
    // Reports for people show what is missing, and not the sentence of each verdict.
    missing: [{ key: `budget:${of}`, yaml, at, text: message }],
  }
}

const EXCESSES: Readonly<Record<Excess['of'], (limit: string) => { readonly why: Text; readonly yaml: string }>> = {
  size: (limit) => ({ why: text(`パケット集合の大きさが上限（${limit}）を超えたため、`, `the packet sets grew beyond the limit (${limit})`), yaml: 'max-memory: 8GB' }),
  memory: (limit) => ({ why: text(`メモリーが上限（max-memory：${limit}）を超えたため、`, `the memory went over the limit (max-memory: ${limit})`), yaml: 'max-memory: 8GB' }),
  time: (limit) => ({ why: text(`時間が上限（max-time：${limit}）を超えたため、`, `the time went over the limit (max-time: ${limit})`), yaml: 'max-time: 1h' }),
}
