/** The form in which a check is handed to an auditor: which columns, in which order, under which headings. */
import { text, type Text } from '../../verdict.ts'

/** What a column can show of one item; `blank` is left for the auditor. */
export const AUDIT_FIELDS = ['number', 'item', 'checks', 'clause', 'category', 'method', 'evidence', 'verdict', 'findings', 'exceptions', 'severity', 'rule', 'references', 'blank'] as const
export type AuditField = (typeof AUDIT_FIELDS)[number]

export interface AuditColumn {
  readonly heading: Text
  /** Several stand below one another in one cell. */
  readonly shows: readonly AuditField[]
}

export interface AuditForm {
  readonly title: Text
  readonly columns: readonly AuditColumn[]
}

const column = (heading: Text, ...shows: readonly AuditField[]): AuditColumn => ({ heading, shows })

export const AUDIT_FORM: AuditForm = {
  title: text('監査項目別 点検結果表（監査調書の様式に準ずる）', 'Results by audit item'),
  columns: [
    column(text('項番', 'no.'), 'number'),
    column(text('監査項目', 'item'), 'item'),
    column(text('根拠条項', 'clause'), 'clause', 'references'),
    column(text('区分', 'area'), 'category'),
    column(text('確認方法', 'how checked'), 'method'),
    column(text('証跡と取得日', 'evidence and its date'), 'evidence'),
    column(text('判定', 'verdict'), 'verdict'),
    column(text('指摘', 'findings'), 'findings'),
    column(text('例外と期限', 'exceptions and expiry'), 'exceptions'),
    column(text('監査人記入欄', 'for the auditor'), 'blank'),
  ],
}
