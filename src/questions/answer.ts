/** What every question about a network gives: an answer, or what is wrong with the files, or with the question itself. */
import { open, judgementOf, type Files, type Opened } from '../open.ts'
import type { Judgement } from '../rules/judgement/judgement.ts'
import type { Problem, Text } from '../verdict.ts'
import type { Locate } from '../report/report.ts'

export type Answered<T> =
  /** The input is invalid. */
  | { readonly is: 'problems'; readonly problems: readonly Problem[]; readonly locate: Locate }
  /** The question names something that is not there. */
  | { readonly is: 'mistaken'; readonly why: Text }
  | { readonly is: 'answer'; readonly answer: T; readonly locate: Locate }

/** Asks of a network that has no mistakes in it. The day matters to the register alone, which questions about packets leave alone. */
export function asking<T>(root: string, files: Files, question: (judgement: Judgement, opened: Opened) => T | Text): Answered<T> {
  return askingOf(open(root, files), question)
}

export function askingOf<T>(opened: Opened, question: (judgement: Judgement, opened: Opened) => T | Text): Answered<T> {
  const { declared, problems, locate } = opened
  if (!declared) return { is: 'problems', problems, locate }
  const answer = question(judgementOf(declared, NO_DAY), opened)
  return isText(answer) ? { is: 'mistaken', why: answer } : { is: 'answer', answer, locate }
}

const NO_DAY = '0001-01-01'

export const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && 'ja' in value && 'en' in value && Object.keys(value).length === 2
