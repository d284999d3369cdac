/** The words of the documentation of rules and profiles. */
import { text, type Severity, type Text } from '../verdict.ts'
import type { RuleDocument } from './rule-document.ts'
import { SEVERITY } from './words.ts'

export const LABEL = {
  clause: text('条項', 'clause'),
  relation: text('問う関係', 'relation'),
  basis: text('根拠', 'basis'),
  severity: text('重大度', 'severity'),
  checks: text('調べることと、分からないこと', 'what it checks, and what it cannot know'),
  why: text('理由', 'why'),
  fix: text('対処', 'fix'),
  examples: text('例', 'examples'),
  source: text('出典', 'source'),
} as const satisfies Record<string, Text>

export const RELATION: Readonly<Record<RuleDocument['relation'], Text>> = {
  initiate: text('セッションのない状態から通るパケット（initiate）', 'packets that pass with no session anywhere (initiate)'),
  opens: text('開始できる通信（opens）', 'what can start a session (opens)'),
  reply: text('応答（reply）', 'answers (reply)'),
  flow: text('中継を含む情報の流れ（flow）', 'information, with whoever passes it on (flow)'),
  none: text('申告された事実', 'declared facts'),
}

const KIND = {
  policy: text('基本方針', 'the policy'),
  standard: text('対策基準', "the city's own standard"),
  guideline: text('国のガイドライン', 'the national guideline'),
  inference: text('推論', 'inference'),
} as const satisfies Record<string, Text>

export const basis = ({ basis: of, clause }: Pick<RuleDocument, 'basis' | 'clause'>): Text => of.kind === 'policy'
  ? text(`${KIND.policy.ja} ${clause}「${of.quote}」`, `${KIND.policy.en}, ${clause}: 「${of.quote}」`)
  : text(`${KIND[of.kind].ja}：${of.source.ja}`, `${KIND[of.kind].en}: ${of.source.en}`)

/** One word where every profile says the same. */
export function severity(by: Readonly<Record<string, Severity>>): Text {
  const values = [...new Set(Object.values(by))]
  if (values.length === 1) return SEVERITY[values[0]!]
  const each = Object.entries(by).map(([profile, value]) => [profile, SEVERITY[value]] as const)
  return text(each.map(([profile, word]) => `${profile} では${word.ja}`).join('、'), each.map(([profile, word]) => `${word.en} in ${profile}`).join(', '))
}

export const example = text('適合する例と、一か所だけ違って適合しない例', 'one that passes and one, an edit away, that does not')
