/** The words that renderers share. */
import { text, type Ground, type Holds, type Outcome, type Severity, type Text } from '../verdict.ts'
import type { Conclusion } from './report.ts'

export const OUTCOME: Readonly<Record<Ground, Readonly<Record<Outcome, Text>>>> = {
  computed: {
    proved: text('適合（計算により証明）', 'proved (computed)'),
    refuted: text('違反を確認', 'refuted'),
    unknown: text('判定不能', 'unknown'),
    vacuous: text('対象なし', 'not applicable'),
    excepted: text('例外適用中', 'under exception'),
  },
  attested: {
    proved: text('適合（申告による）', 'proved (attested)'),
    refuted: text('違反を確認（申告による）', 'refuted (attested)'),
    unknown: text('判定不能（申告が不十分）', 'unknown (not attested)'),
    vacuous: text('対象なし（申告項目）', 'not applicable (attested)'),
    excepted: text('例外適用中（申告による）', 'under exception (attested)'),
  },
}

export const CONCLUSION: Readonly<Record<Conclusion, Text>> = {
  invalid: text('入力に誤りがあるため検証できません', 'Not verified: the input is invalid'),
  nothing: text('検証の対象がありません', 'Nothing to check'),
  refuted: text('違反を確認', 'Refuted'),
  unknown: text('判定不能', 'Unknown'),
  excepted: text('適合（例外適用中）', 'Proved, under exceptions'),
  proved: text('適合', 'Proved'),
}

export const SEVERITY: Readonly<Record<Severity, Text>> = {
  error: text('エラー', 'error'),
  warning: text('警告', 'warning'),
  note: text('注記', 'note'),
}

export const HOLDS = {
  'by-filter': text('フィルタにより遮断', 'by filter'),
  'by-routing-only': text('経路がないことのみによる', 'by routing only'),
  undecided: text('経路を含めて遮断。フィルタだけで足りるかは、規模が大きく未判定', 'with the routes; too large to say whether by filter alone'),
} as const satisfies Record<Holds, Text>
