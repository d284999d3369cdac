/** The matrix of zones; every cell through which something gets opens its packet and path. */
import { cellOf, passageText, services } from '../../matrix/matrix.ts'
import type { Dossier } from '../dossier.ts'
import { markup, type Markup } from '../markup.ts'
import type { Pen } from '../pen.ts'
import { witnessed, type Section } from './elements.ts'

export function passages(dossier: Dossier, pen: Pen): Section {
  const { matrix } = dossier
  const examples = new Map(dossier.passages.map((one, index) => [`${one.from} ${one.to}`, index + 1]))
  const name = new Map(matrix.areas.map((area) => [area.id, pen.say(area.name)]))
  const cell = (from: string, to: string): Markup => {
    const { passage } = cellOf(matrix, from, to) ?? {}
    if (!passage) return markup`<td class="self">―</td>`
    const whole = passageText(passage, bare(pen))
    const example = examples.get(`${from} ${to}`)
    const short = passage.is === 'closed' ? pen.t('閉', 'closed') : passage.is === 'replies' ? pen.t('応答のみ', 'replies') : passage.is === 'unknown' ? pen.t('？ 判定不能', '? unknown') : servicesShort(passage.services, pen)
    return markup`<td class="m-${passage.is}" title="${whole}">${example === undefined ? short : markup`<a class="way" href="#way-${example}"><span class="hidden">${from} → ${to}: </span>${short}</a>`}</td>`
  }
  return {
    id: 'matrix', heading: pen.t('領域間の通信', 'What passes between zones'),
    body: markup`<p>${pen.t('行の領域から列の領域へ、セッションのない状態から通るものを、すべてのパケットについて計算した結果です。「閉」は一つも通らないことの証明です。開いている欄を選ぶと、通るパケットの例と経路を示します。',
      'From the zone of the row to that of the column: what gets through with no session anywhere, computed over all packets. "Closed" is a proof that none does. Open cells show a packet and its path.')}</p>
<div class="scroll" tabindex="0" role="group" aria-label="${pen.t('領域間の通信の表', 'Matrix of zones')}"><table class="matrix"><caption>${pen.t('領域間の通信（行：送信元、列：宛先）', 'Between zones (rows: from, columns: to)')}</caption>
<thead><tr><th scope="col">${pen.t('送信元 ＼ 宛先', 'from \\ to')}</th>${matrix.areas.map(({ id }) => markup`<th scope="col" title="${name.get(id)!}">${id}</th>`)}</tr></thead>
<tbody>${matrix.areas.map((from) => markup`<tr><th scope="row">${name.get(from.id)!}</th>${matrix.areas.map((to) => cell(from.id, to.id))}</tr>
`)}</tbody></table></div>
<details class="ways"><summary>${pen.t(`開いている区間の例と経路（${dossier.passages.length} 件）`, `Examples and paths of what is open (${dossier.passages.length})`)}</summary>
${dossier.passages.map(({ from, to, certain, witness }, index) => markup`<article id="way-${index + 1}" class="example" tabindex="-1"><h3>${name.get(from)!} → ${name.get(to)!}</h3>
<p>${passageText(cellOf(matrix, from, to)!.passage, bare(pen))}${!certain && pen.t('（解釈できない設定や不足する申告により、通る可能性がある）', ' (it may get through: something is not understood or not declared)')}</p>${witnessed(witness, pen)}</article>
`)}</details>`,
  }
}

const bare = (pen: Pen) => ({ ...pen, paint: (_: unknown, line: string) => line })

/** One service in the cell, and how many more there are. */
function servicesShort(list: readonly string[], pen: Pen): string {
  const [first, ...more] = list
  return more.length === 0 ? first ?? '' : `${services([first!], bare(pen))} ${pen.t(`ほか${more.length}`, `+${more.length}`)}`
}
