/** For people at a terminal: the conclusion first, then causes with their evidence, then everything else in one line each. */
import { text as both, type Outcome, type Text } from '../verdict.ts'
import { ink, type Color, type Ink } from './ink.ts'
import { neutral } from './neutral.ts'
import { isKnown, position } from './phrases.ts'
import type { Renderer } from './renderer.ts'
import type { Conclusion, Report, ReportedNetwork } from './report.ts'
import { finding } from './text-finding.ts'
import { assumptions, changes, known, notAsked, others, stale, totals, unknowns } from './text-lists.ts'
import { CONCLUSION } from './words.ts'

export const text: Renderer = (untrusted, options) => {
  const report = neutral(untrusted)
  const pen = ink(options)
  const networks = report.networks.flatMap((network) => [...body(network, report, pen), ''])
  return `${[...networks, ...empty(report, pen), ...closing(report, pen)].join('\n')}\n`
}

const COLOR: Readonly<Record<Conclusion, Color>> = {
  invalid: 'red', nothing: 'yellow', refuted: 'red', unknown: 'yellow', excepted: 'cyan', proved: 'green',
}

function body(network: ReportedNetwork, report: Report, pen: Ink): string[] {
  const sections = [
    [heading(network, report, pen)].flat(),
    problems(network, pen),
    ...network.findings.filter((each) => !isKnown(each, network)).map((each, index) => finding(each, index + 1, network, report, pen)),
    known(network, pen),
    stale(network, pen),
    unknowns(network, pen),
    others(network, report, pen),
    totals(network, pen),
    assumptions(network, pen),
    changes(network, pen),
    notAsked(network, pen),
  ]
  return sections.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))
}

function heading({ conclusion, network, title, file, profile, findings }: ReportedNetwork, { asOf }: Report, pen: Ink): string[] {
  const name = [title ?? network, `(${file})`].filter(Boolean).join(' ')
  const found = counted(findings, pen)
  const causes = found.length > 0 ? pen.t(`（${found.join('、')}）`, ` (${found.join(', ')})`) : ''
  const about = profile && pen.t(
    `プロファイル ${profile.id}、モデル ${profile.model}、判定日 ${asOf}`,
    `profile ${profile.id}, model ${profile.model}, as of ${asOf}`,
  )
  return [pen.paint(COLOR[conclusion], pen.paint('bold', `${pen.say(CONCLUSION[conclusion])}${causes}: ${name}`)), ...(about ? [about] : [])]
}

/** Notes are counted apart: they are no causes of anything broken. */
function counted(findings: ReportedNetwork['findings'], pen: Ink): string[] {
  const notes = findings.filter(({ severity }) => severity === 'note').length
  const causes = findings.length - notes
  return [
    ...(causes > 0 ? [pen.t(`原因 ${causes} 件`, `${causes} ${causes === 1 ? 'cause' : 'causes'}`)] : []),
    ...(notes > 0 ? [pen.t(`注記 ${notes} 件`, `${notes} ${notes === 1 ? 'note' : 'notes'}`)] : []),
  ]
}

function problems({ problems }: ReportedNetwork, pen: Ink): string[] {
  return problems.flatMap(({ code, at, message, related = [] }) => [
    `${pen.paint('red', '✖')} ${position(at)}  ${pen.say(message)}  [${code}]`,
    ...related.map((other) => `    ${position(other.at)}  ${pen.say(other.message)}`),
  ])
}

const empty = ({ empty, networks }: Report, pen: Ink): string[] => [
  ...empty.map((path) => `${pen.paint('yellow', pen.say(CONCLUSION.nothing))}: ${path}`),
  ...(networks.length === 0 && empty.length === 0 ? [pen.say(CONCLUSION.nothing)] : []),
]

const MEANING: Readonly<Record<number, Text>> = {
  0: both('不適合なし', 'nothing fails'),
  1: both('違反あり', 'violations found'),
  3: both('入力に誤りがあるか、検証の対象がない', 'invalid input, or nothing to check'),
  4: both('違反は確認されていないが、判定できない項目がある', 'no violation found, but something is unknown'),
}

/** Sums over all networks, when there are several, and what the exit code says. */
function closing({ networks, exitCode }: Report, pen: Ink): string[] {
  const sum = (outcome: Outcome) => networks.reduce((total, { counts }) => total + counts.computed[outcome] + counts.attested[outcome], 0)
  const all = pen.t(
    `${networks.length} ネットワーク: 適合 ${sum('proved')}、違反 ${sum('refuted')}、判定不能 ${sum('unknown')}、対象なし ${sum('vacuous')}、例外適用中 ${sum('excepted')}`,
    `${networks.length} networks: ${sum('proved')} proved, ${sum('refuted')} refuted, ${sum('unknown')} unknown, ${sum('vacuous')} not applicable, ${sum('excepted')} under exception`,
  )
  const meaning = MEANING[exitCode]
  return [...(networks.length > 1 ? [all] : []), pen.t(`終了コード ${exitCode}`, `exit code ${exitCode}`) + (meaning ? `: ${pen.say(meaning)}` : '')]
}
