/** Answers to `explain` and `trace`, for people at a terminal and as JSON. */
import type { Explanation, Wall, Way } from '../engine/explain.ts'
import type { Followed } from '../engine/follow.ts'
import type { Lang } from '../verdict.ts'
import { ink, type Ink } from './ink.ts'
import { neutral, safeJson } from './neutral.ts'
import { box, packet } from './phrases.ts'
import { place } from './place.ts'
import type { Locate, Placed } from './report.ts'
import { hops } from './text-finding.ts'

export const EXPLANATION_FORMATS = ['text', 'json'] as const
export type ExplanationFormat = (typeof EXPLANATION_FORMATS)[number]

export function renderExplanation(explanation: Explanation, locate: Locate, format: ExplanationFormat, options: { readonly lang: Lang; readonly color: boolean }): string {
  const placed = place(explanation, locate)
  return format === 'json' ? `${safeJson(placed)}\n` : inWords(neutral(placed), ink(options))
}

export function renderFollowed(followed: readonly Followed[], locate: Locate, format: ExplanationFormat, options: { readonly lang: Lang; readonly color: boolean }): string {
  const placed = place(followed, locate)
  return format === 'json' ? `${safeJson(placed)}\n` : `${neutral(placed).flatMap((one) => steps(one, ink(options))).join('\n')}\n`
}

function steps({ packet: sent, ways }: Placed<Followed>, pen: Ink): string[] {
  const doubt = (certain: boolean): string => (certain ? '' : pen.t('（解釈できない設定による）', ' (part of the configuration is not understood)'))
  const ended = (end: 'delivered' | 'dropped', certain: boolean): string =>
    `${end === 'delivered' ? pen.paint('cyan', pen.t('到達', 'delivered')) : pen.paint('yellow', pen.t('破棄', 'dropped'))}${doubt(certain)}`
  return [
    pen.paint('bold', packet(sent)),
    ...(ways.length === 0 ? [pen.t('  送信元のセグメントに受け取るものがない', '  nothing on the sender\'s segment takes it')] : []),
    ...ways.flatMap(({ path, end, certain, answers }) => [
      `  ${ended(end, certain)}`, ...hops(path, pen).map((line) => `    ${line}`),
      ...answers.flatMap((answer) => [`    ${pen.t('応答', 'answer')}: ${ended(answer.end, answer.certain)}`, ...hops(answer.path, pen).map((line) => `      ${line}`)]),
    ]),
  ]
}

function inWords({ from, to, outcome, ways, walls }: Placed<Explanation>, pen: Ink): string {
  const heading = {
    possible: pen.paint('cyan', pen.t('通る', 'gets through')),
    perhaps: pen.paint('yellow', pen.t('通る可能性がある（解釈できない設定による）', 'may get through (part of the configuration is not understood)')),
    impossible: pen.paint('green', pen.t('通らない（証明）', 'does not get through (proved)')),
  }[outcome]
  const blocks = [...ways.map((one) => way(one, pen)), ...walls.map((one) => wall(one, pen))]
  return `${[[`${from} → ${to}: ${heading}`], ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function way({ witness, reply }: Placed<Way>, pen: Ink): string[] {
  const { from, to, sent, delivered, path, boxes, more } = witness
  const changed = packet(sent) === packet(delivered) ? '' : pen.t(`（到達時 ${packet(delivered)}）`, ` (delivered as ${packet(delivered)})`)
  return [
    `${pen.t('例', 'example')}: ${packet(sent)}${changed}  ${pen.say(from)} → ${pen.say(to)}`,
    ...indented(hops(path, pen)),
    reply ? pen.t('応答: 戻る', 'its answer comes back:') : pen.t('応答: 戻らない', 'its answer does not come back'),
    ...indented(reply ? hops(reply, pen) : []),
    pen.t('全体:', 'all that gets through:'),
    ...indented([...boxes.map(box), ...(more ? [pen.t('ほかにもあり（表示のみ省略）', 'and more (left out of this list only)')] : [])]),
  ]
}

function wall({ packet: sent, path, stops, arrives }: Placed<Wall>, pen: Ink): string[] {
  return [
    `${pen.t('例', 'example')}: ${packet(sent)}`,
    ...indented(hops(path, pen)),
    arrives ? pen.t(`止めている箇所（通すには、次の ${stops.length} か所すべての変更が要る）:`, `stopped at (for it to get through, all ${stops.length} of these would have to change):`)
      : pen.t('止めている箇所（これらを変えても、ここで途切れる）:', 'stopped at (its way ends here whatever the filters say):'),
    ...hops(stops, pen).map((line, index) => `  ${index + 1}. ${line}`),
  ]
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`)
