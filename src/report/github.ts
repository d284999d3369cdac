/**
 * Annotations of GitHub Actions, one line each (workflow commands: `::error file=…,line=…::message`). One cause, one annotation,
 * at the line that lets it through.
 */
import { ink, type Ink } from './ink.ts'
import { neutral } from './neutral.ts'
import { isKnown, packet, witnesses } from './phrases.ts'
import type { Renderer } from './renderer.ts'
import type { Finding, Report, ReportedNetwork } from './report.ts'
import type { Location } from '../topology/source.ts'

export const github: Renderer = (untrusted, options) => {
  const report = neutral(untrusted)
  const pen = ink({ ...options, color: false })
  return [...report.networks.flatMap((network) => annotations(network, pen)), ...empty(report, pen)].map((line) => `${line}\n`).join('') || '\n'
}

const LEVEL = { error: 'error', warning: 'warning', note: 'notice' } as const

function annotations(network: ReportedNetwork, pen: Ink): string[] {
  return [
    ...network.problems.map(({ code, at, message }) => command('error', at, code, pen.say(message))),
    ...network.findings.filter((found) => !isKnown(found, network)).map((found) => command(LEVEL[found.severity], found.at, pen.say(found.title), broken(found, network, pen))),
    ...network.unknowns.map(({ at, text, yaml, obligations }) => command(
      obligations.some((index) => network.obligations[index]!.fails) ? 'warning' : 'notice', at,
      pen.t(`判定不能 ${obligations.length} 件`, `${obligations.length} unknown`), [pen.say(text), ...(yaml === '' ? [] : [yaml])].join('\n'))),
  ]
}

function broken({ obligations }: Finding, network: ReportedNetwork, pen: Ink): string {
  return obligations.map((index) => network.obligations[index]!).flatMap((one) => [
    `${one.rule} ${pen.say(one.subject)}: ${pen.say(one.message)}`, ...witnesses(one).map(({ sent }) => `  ${packet(sent)}`),
  ]).join('\n')
}

const empty = ({ empty: paths, networks }: Report, pen: Ink): string[] =>
  (networks.length === 0 && paths.length === 0 ? ['.'] : paths).map((path) => command('error', undefined, 'sanso', `${pen.t('検証の対象がありません', 'nothing to check')}: ${path}`))

function command(level: 'error' | 'warning' | 'notice', at: Location | undefined, title: string, message: string): string {
  const place = at ? [`file=${property(at.file)}`, `line=${at.line}`, `col=${at.column}`] : []
  return `::${level} ${[...place, `title=${property(title)}`].join(',')}::${data(message)}`
}

/** As the runner reads them back (actions/toolkit): a line break would end the command, and what follows could be another. */
const data = (value: string): string => value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (value: string): string => data(value).replaceAll(':', '%3A').replaceAll(',', '%2C')
