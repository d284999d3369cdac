/** For a job summary or a comment on a pull request: the conclusion, the causes with their packet and line, what to type. */
import { ink, type Ink } from './ink.ts'
import { inMarkdown } from './markup.ts'
import { neutral } from './neutral.ts'
import { isKnown, packet, position, witnesses } from './phrases.ts'
import type { Renderer } from './renderer.ts'
import type { Finding, Report, ReportedNetwork, Unknown } from './report.ts'
import { known, stale, totals } from './text-lists.ts'
import { CONCLUSION, SEVERITY } from './words.ts'

export const markdown: Renderer = (untrusted, options) => {
  const report = neutral(untrusted)
  const pen = ink({ ...options, color: false })
  const empty = report.networks.length === 0 || report.empty.length > 0 ? [`## ${pen.say(CONCLUSION.nothing)}`, '', ...report.empty.map((path) => `- ${inMarkdown(path)}`), ''] : []
  return [...report.networks.flatMap((network) => section(network, report, pen)), ...empty].join('\n').replace(/(?<!\n)\n*$/, '\n')
}

function section(network: ReportedNetwork, report: Report, pen: Ink): string[] {
  const { conclusion, title, file, profile, problems, findings, unknowns } = network
  return [
    `## ${MARK[conclusion]} ${pen.say(CONCLUSION[conclusion])}: ${inMarkdown(title ?? network.network ?? file)}`, '',
    `${inMarkdown(file)}${profile ? ` · ${inMarkdown(profile.id)} · ${inMarkdown(profile.model)}` : ''} · ${report.asOf}`, '',
    ...problems.map(({ at, message }) => `- ${code(position(at))} ${inMarkdown(pen.say(message))}`),
    ...findings.filter((found) => !isKnown(found, network)).flatMap((found) => [...cause(found, network, report, pen), '']),
    ...missing(unknowns, pen),
    ...[...known(network, pen), ...stale(network, pen)].map((line) => (line.startsWith('- ') ? `- ${inMarkdown(line.slice(2))}` : `${inMarkdown(line)}\n`)), '',
    ...totals(network, pen), '',
  ]
}

const MARK = { invalid: '❌', nothing: '❔', refuted: '❌', unknown: '❔', excepted: '✅', proved: '✅' } as const

function cause(found: Finding, network: ReportedNetwork, report: Report, pen: Ink): string[] {
  const broken = found.obligations.map((index) => network.obligations[index]!)
  const advice = new Set(broken.map(({ rule, fix }) => fix ?? report.rules.find(({ id }) => id === rule)?.fix).flatMap((fix) => (fix ? [pen.say(fix)] : [])))
  return [
    `### ${pen.say(SEVERITY[found.severity])}: ${inMarkdown(pen.say(found.title))}`, '', code(position(found.at)), '',
    ...broken.flatMap((one) => [
      `- **${one.rule}** ${inMarkdown(pen.say(one.subject))}: ${inMarkdown(pen.say(one.message))}`,
      ...witnesses(one).map(({ sent }) => `  - ${pen.t('例', 'example')}: ${code(packet(sent))}`),
    ]),
    ...[...advice].map((fix) => `- ${pen.t('対処', 'fix')}: ${inMarkdown(fix)}`),
  ]
}

function missing(unknowns: readonly Unknown[], pen: Ink): string[] {
  if (unknowns.length === 0) return []
  return [
    `### ${pen.t('判定に足りない事項', 'What is missing for a verdict')}`, '',
    ...unknowns.flatMap(({ text, yaml, at, obligations }) => [
      `- ${inMarkdown(pen.say(text))}${pen.t(`（${obligations.length} 件）`, ` (${obligations.length})`)}${at ? ` ${code(position(at))}` : ''}`,
      ...(yaml === '' ? [] : ['', '  ```yaml', ...yaml.split('\n').map((line) => `  ${line.replaceAll('```', "'''")}`), '  ```', '']),
    ]), '',
  ]
}

/** In a code span nothing is markup but its own end. */
const code = (content: string): string => `\`${content.replaceAll('`', "'")}\``
