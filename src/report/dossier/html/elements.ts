/** Pieces that several parts of the page are made of. */
import type { Location } from '../../../topology/source.ts'
import { text, type Outcome, type Text, type Witness } from '../../../verdict.ts'
import { box, packet, position } from '../../phrases.ts'
import type { Placed } from '../../report.ts'
import { OUTCOME_MARK } from '../clauses.ts'
import { markup, type Markup } from '../markup.ts'
import type { Pen } from '../pen.ts'

type Cell = Markup | string | number

export interface Section { readonly id: string; readonly heading: string; readonly body: Markup }

/** A table whose columns, and whose rows by their first cell, are named; wide ones scroll by themselves. */
/** `widths`: classes of the columns. */
export const table = (caption: string, headings: readonly string[], rows: readonly (readonly Cell[])[], kind = '', widths: readonly string[] = []): Markup =>
  markup`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table class="${kind}"><caption>${caption}</caption>${widths.length > 0 && markup`<colgroup>${widths.map((width) => markup`<col class="w-${width}">`)}</colgroup>`}<thead><tr>${headings.map((heading) => markup`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>${rows.map(([first, ...cells]) => markup`<tr><th scope="row">${first}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>
`)}</tbody></table></div>`

export const lines = (all: readonly (Markup | string)[]): Markup => markup`${all.map((one) => markup`<div>${one}</div>`)}`

export const where = (at: Location): Markup => markup`<code class="at">${position(at)}</code>`

/** A mark beside the words: neither hangs on colour. */
export const badge = (mark: string, words: string, kind: string): Markup => markup`<span class="badge b-${kind}"><span aria-hidden="true">${mark}</span> ${words}</span>`

export const outcomeBadge = (outcome: Outcome, words: string): Markup => badge(OUTCOME_MARK[outcome], words, outcome)

/** The packet, its way step by step, and all packets like it. */
export function witnessed({ from, to, sent, delivered, path, boxes, more }: Placed<Witness>, pen: Pen): Markup {
  const changed = packet(sent) !== packet(delivered)
  return markup`<dl class="packet"><dt>${pen.t('例', 'Example')}</dt><dd><code>${packet(sent)}</code><br>${pen.say(from)} → ${pen.say(to)}</dd>
${changed && markup`<dt>${pen.t('到達時', 'Delivered as')}</dt><dd><code>${packet(delivered)}</code></dd>`}</dl>
<ol class="path">${path.map((hop) => markup`<li><b>${pen.say(hop.place)}</b> ${pen.say(hop.what)}${hop.packet && markup` <code>${packet(hop.packet)}</code>`}${hop.at && markup` ${where(hop.at)}`}</li>`)}</ol>
<p class="small">${pen.t('該当するパケットの全体', 'All packets like it')}: ${boxes.map((one, index) => markup`${index > 0 && ' ／ '}<code>${box(one)}</code>`)}${more && pen.t(' ほか（表示のみ省略）', ' and more (left out here only)')}</p>`
}

export const NONE = text('なし', 'none')

export const listed = (all: readonly string[], pen: Pen, none: Text = NONE): string => (all.length > 0 ? all.join(pen.t('、', ', ')) : pen.say(none))
