/** One cause: what it breaks, the packet that shows it, the way it took, why that matters, and what to do. */
import type { Ink } from './ink.ts'
import { box, packet, position, witnesses } from './phrases.ts'
import type { Finding, Obligation, Report, ReportedNetwork } from './report.ts'
import { SEVERITY } from './words.ts'

type Evidence = ReturnType<typeof witnesses>[number]

export function finding(found: Finding, number: number, network: ReportedNetwork, report: Report, pen: Ink): string[] {
  const broken = found.obligations.map((index) => network.obligations[index]!)
  const rules = report.rules.filter(({ id }) => broken.some(({ rule }) => rule === id))
  const label = pen.paint(found.severity === 'error' ? 'red' : 'yellow', `[${pen.say(SEVERITY[found.severity])}]`)
  const advice = [...new Set(broken.map(({ rule, fix }) => fix ?? rules.find(({ id }) => id === rule)?.fix))]
  return [
    `${number}. ${label} ${pen.paint('bold', pen.say(found.title))}  ${position(found.at)}`,
    ...broken.flatMap((obligation, index) => violation(obligation, index === 0, network, report, pen)),
    ...rules.map(({ why }) => `   ${pen.t('理由', 'why')}: ${pen.say(why)}`),
    ...unique(advice.flatMap((fix) => (fix ? [`   ${pen.t('対処', 'fix')}: ${pen.say(fix)}`] : []))),
  ]
}

/** The path and the whole set are told once for each cause: the obligations under it share the hole. */
function violation(obligation: Obligation, whole: boolean, { profile }: ReportedNetwork, report: Report, pen: Ink): string[] {
  const clause = report.rules.find(({ id }) => id === obligation.rule)?.clause
  const own = profile?.references?.[obligation.rule]
  return [
    `   ${[clause, own && pen.t(`対策基準 ${own.join('・')}`, `own standard ${own.join(', ')}`), obligation.rule].filter(Boolean).join(' ')}  ${pen.say(obligation.subject)}`,
    `     ${pen.say(obligation.message)}`,
    ...witnesses(obligation).flatMap((witness) => [`     ${example(witness, pen)}`, ...(whole ? [...way(witness, pen), ...set(witness, pen)] : [])]),
  ]
}

function example({ from, to, sent, delivered }: Evidence, pen: Ink): string {
  const changed = packet(sent) === packet(delivered) ? '' : pen.t(`（到達時 ${packet(delivered)}）`, ` (delivered as ${packet(delivered)})`)
  return `${pen.t('例', 'example')}: ${packet(sent)}${changed}  ${pen.say(from)} → ${pen.say(to)}`
}

const way = ({ path }: Evidence, pen: Ink): string[] => hops(path, pen).map((line) => `       ${line}`)

/** One line for each hop. */
export const hops = (path: Evidence['path'], pen: Ink): string[] =>
  path.map(({ place, what, at, packet: now }) => {
    const where = at ? `  ${pen.paint('dim', position(at))}` : ''
    return `${pen.say(place)}: ${pen.say(what)}${now ? `  [${packet(now)}]` : ''}${where}`
  })

const set = ({ boxes, more }: Evidence, pen: Ink): string[] => [
  ...boxes.map((each, index) => `     ${index === 0 ? `${pen.t('全体', 'all')}: ` : '      '}${box(each)}`),
  ...(more ? [`       ${pen.t('ほかにもあり（表示のみ省略）', 'and more (left out of this list only)')}`] : []),
]

const unique = (lines: readonly string[]): string[] => [...new Set(lines)]
