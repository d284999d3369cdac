/** What is not a finding: facts to supply, one line for each other obligation, totals, and what it all rests on. */
import type { Ground, Outcome } from '../verdict.ts'
import type { Ink } from './ink.ts'
import { isKnown, position } from './phrases.ts'
import type { Obligation, Report, ReportedNetwork } from './report.ts'
import { HOLDS, OUTCOME } from './words.ts'

const GROUNDS: readonly Ground[] = ['computed', 'attested']
const OUTCOMES: readonly Outcome[] = ['proved', 'refuted', 'unknown', 'vacuous', 'excepted']

/** The headline speaks of the entries that one would type first. */
const FIRST = 5

export function unknowns({ unknowns, obligations }: ReportedNetwork, pen: Ink): string[] {
  if (unknowns.length === 0) return []
  const first = unknowns.slice(0, FIRST)
  const open = obligations.filter(({ outcome }) => outcome === 'unknown').length
  const decided = first.at(-1)!.decided
  return [
    pen.paint('yellow', pen.t(
      `判定不能 ${open} 件: 先頭の ${first.length} 項目を記入すると ${decided} 件を判定できます`,
      `${open} unknown: the first ${first.length} entries would decide ${decided} of them`,
    )),
    ...unknowns.flatMap(({ text, yaml, at, obligations: under }) => [
      `? ${pen.say(text)}${pen.t(`（${under.length} 件）`, ` (${under.length})`)}${at ? `  ${position(at)}` : ''}`,
      ...yaml.split('\n').filter((line) => line.trim() !== '').map((line) => `    ${pen.paint('cyan', line)}`),
      ...under.map((index) => `    - ${subject(obligations[index]!, pen)}`),
    ]),
  ]
}

export const others = ({ obligations }: ReportedNetwork, { rules }: Report, pen: Ink): string[] =>
  obligations.flatMap((obligation) => {
    const { outcome, ground, rule, holds } = obligation
    if (outcome === 'refuted' || outcome === 'unknown') return []
    const clause = rules.find(({ id }) => id === rule)?.clause
    const how = holds ? pen.t(`（${pen.say(HOLDS[holds])}）`, ` (${pen.say(HOLDS[holds])})`) : ''
    const label = pen.paint(outcome === 'proved' ? 'green' : outcome === 'excepted' ? 'cyan' : 'dim', pen.say(OUTCOME[ground][outcome]))
    return [`${label}  ${clause ? `${clause} ` : ''}${subject(obligation, pen)}${how}: ${pen.say(obligation.message)}`]
  })

/** What the baseline knows is one line each: it was looked at before. */
export function known(network: ReportedNetwork, pen: Ink): string[] {
  const found = network.findings.filter((each) => isKnown(each, network))
  if (found.length === 0) return []
  return [
    pen.paint('dim', pen.t(`既知の違反（ベースライン） ${found.length} 件:`, `known from the baseline: ${found.length}`)),
    ...found.map(({ title, at, obligations }) => `- ${pen.say(title)}${pen.t(`（${obligations.length} 件）`, ` (${obligations.length})`)}  ${position(at)}`),
  ]
}

export const stale = ({ stale: entries = [] }: ReportedNetwork, pen: Ink): string[] => entries.length === 0 ? [] : [
  pen.paint('yellow', pen.t(`ベースラインのうち解消済み ${entries.length} 件（--prune-baseline で除く）:`, `no longer so, though in the baseline: ${entries.length} (--prune-baseline takes them out)`)),
  ...entries.map(({ rule, subject: what, left }) => `- ${rule}  ${pen.say(what)}${left === 'part' ? pen.t('（一部が解消）', ' (in part)') : ''}`),
]

const subject = ({ rule, subject }: Obligation, pen: Ink): string => `${rule}  ${pen.say(subject)}`

export function totals({ counts, problems }: ReportedNetwork, pen: Ink): string[] {
  if (problems.length > 0) return []
  const parts = GROUNDS.flatMap((ground) =>
    OUTCOMES.flatMap((outcome) => (counts[ground][outcome] === 0 ? [] : [`${pen.say(OUTCOME[ground][outcome])} ${counts[ground][outcome]}`])))
  return [`${pen.t('判定', 'obligations')} ${counts.total} = ${parts.length > 0 ? parts.join(' + ') : '0'}`]
}

export const assumptions = ({ assumptions }: ReportedNetwork, pen: Ink): string[] =>
  assumptions.length === 0 ? [] : [
    pen.t('この判定の前提:', 'These verdicts rest on:'),
    ...assumptions.map(({ text, at, obligations }) =>
      `- ${pen.say(text)}${pen.t(`（${obligations.length} 件）`, ` (${obligations.length})`)}${at ? `  ${position(at)}` : ''}`),
  ]

export const changes = ({ profile, problems }: ReportedNetwork, pen: Ink): string[] =>
  !profile?.changes || problems.length > 0 ? [] : [
    pen.t(`プロファイル ${profile.id} が、基にした ${profile.base} から変えた値:`, `What profile ${profile.id} says otherwise than ${profile.base}, which it extends:`),
    ...profile.changes.map(({ key, value, was, source, loosens }) => {
      const change = was ? `${pen.say(was)} → ${pen.say(value)}` : pen.say(value)
      const mark = loosens ? ` ${pen.paint('yellow', pen.t('[緩和]', '[asks less]'))}` : ''
      return `- ${key}: ${change}${mark}  ${pen.say(source.text)}${source.at ? `  ${position(source.at)}` : ''}`
    }),
  ]

export const notAsked = ({ profile, problems }: ReportedNetwork, pen: Ink): string[] =>
  !profile || profile.notAsked.length === 0 || problems.length > 0 ? [] : [
    pen.t('この版では判定しない事項（上の判定はこれらに及びません）:', 'Not judged by this version (no verdict above covers it):'),
    ...profile.notAsked.map(({ clause, text }) => `- ${clause} ${pen.say(text)}`),
  ]
