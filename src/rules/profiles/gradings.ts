/** Severities as both editions take them over, with the source that they share. */
import type { Edition } from './profile.ts'
import { SEVERITIES } from './severities.ts'
import { OURS, said } from './sourced.ts'

const GRADING = OURS('重大度を定めた文書は確認していない。条文に反するもの・経路を開くものをエラー、登録やフィルタを事実に反するものにするものを警告、一度見ておくべきものを注記とする',
  'no text that was read grades anything; what breaks the Article or opens a way is an error, what makes the register or a filter untrue a warning, what a person should look at once a note')

export const GRADINGS: Edition['severities'] = Object.fromEntries(Object.entries(SEVERITIES).map(([key, severity]) => [key, said(severity, GRADING)]))
