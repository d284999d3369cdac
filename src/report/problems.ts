/** Mistakes in the input as lines, for commands that have no report to put them into. */
import type { Lang, Problem } from '../verdict.ts'
import { neutral } from './neutral.ts'
import { byCodeUnit, byLocation } from './order.ts'
import { position } from './phrases.ts'
import { place } from './place.ts'
import type { Locate } from './report.ts'

export const renderProblems = (problems: readonly Problem[], locate: Locate, lang: Lang): string =>
  neutral([...place(problems, locate)].sort((a, b) => byLocation(a.at, b.at) || byCodeUnit(a.code, b.code)))
    .map(({ code, at, message, related = [] }) =>
      [`${position(at)}  ${message[lang]}  [${code}]`, ...related.map((other) => `    ${position(other.at)}  ${other.message[lang]}`)].join('\n'))
    .map((lines) => `${lines}\n`).join('')
