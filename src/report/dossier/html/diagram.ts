/** The drawing with its search, its two views and the paths of findings; positions were computed when the report was made. */
import { drawing } from '../diagram/drawing.ts'
import type { Diagram } from '../diagram/diagram.ts'
import { laidOut } from '../diagram/layout.ts'
import { overview } from '../diagram/overview.ts'
import type { Dossier } from '../dossier.ts'
import { markup, type Markup } from '../markup.ts'
import type { Pen } from '../pen.ts'
import type { Section } from './elements.ts'

/** From so many segments zones are shown first. */
const MANY = 40

export function diagramSection({ diagram, network }: Dossier, pen: Pen): Section {
  const many = diagram.nodes.filter(({ kind }) => kind === 'segment').length > MANY
  const titles = new Map(network.findings.map((finding, index) => [finding.key, `${index + 1}. ${pen.say(finding.title)}`]))
  return {
    id: 'diagram', heading: pen.t('構成図', 'Diagram'),
    body: markup`<div class="tools" role="group" aria-label="${pen.t('構成図の操作', 'Diagram controls')}">
<label>${pen.t('検索', 'Search')} <input type="search" id="find" autocomplete="off" placeholder="${pen.t('名前・アドレス', 'name, address')}"></label>
<label>${pen.t('表示', 'View')} <select id="view"><option value="detail"${many ? markup`` : markup` selected`}>${pen.t('セグメントごと', 'by segment')}</option><option value="overview"${many ? markup` selected` : markup``}>${pen.t('領域ごと（折りたたみ）', 'by zone (collapsed)')}</option></select></label>
<label>${pen.t('指摘の経路', 'Path of a finding')} <select id="route"><option value="">${pen.t('（示さない）', '(none)')}</option>${diagram.routes.map(({ finding }) => markup`<option value="${finding}">${titles.get(finding) ?? finding}</option>`)}</select></label>
<label>${pen.t('拡大', 'Zoom')} <input type="range" id="zoom" min="30" max="200" step="10" value="100"></label></div>
<p class="small">${pen.t('矢印キーで要素を移り、Enter で詳細を開きます。太線は回線、破線の箱は複数のセグメントにつながるホスト、角の丸い箱は庁外です。',
      'Arrow keys move between boxes, Enter opens the details. Thick lines are circuits, dashed boxes hosts on several segments, round boxes lie outside.')}</p>
<p id="found" role="status" class="small"></p>
${view('detail', diagram, many, pen)}${view('overview', overview(diagram), !many, pen)}
<details class="small"><summary>${pen.t('図に描かれているものの一覧', 'What is drawn, as a list')}</summary><ul class="columns">${diagram.nodes.map(({ name, title, facts, members }) => markup`<li><b>${name}</b> ${title ?? ''} ${facts.join(' ')}${members.length > 0 && markup`（${members.length}）`}</li>`)}</ul></details>`,
  }
}

function view(id: string, diagram: Diagram, hidden: boolean, pen: Pen): Markup {
  const layout = laidOut(diagram)
  return markup`<div class="canvas" id="view-${id}"${hidden ? markup` hidden` : markup``} tabindex="0" role="group" aria-label="${id === 'detail' ? pen.t('構成図（セグメントごと）', 'Diagram by segment') : pen.t('構成図（領域ごと）', 'Diagram by zone')}">
<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" height="${layout.height}" role="group" aria-label="${pen.t('ネットワークの構成', 'Network')}">
${drawing(diagram, layout, pen)}<g class="route" aria-hidden="true"></g></svg></div>
`
}

const pairs = ({ routes }: Diagram): unknown => routes.map(({ finding, steps }) => [finding, steps])

/** What the script of the page needs to know: details of boxes, and routes. */
export const diagramData = ({ diagram }: Dossier, pen: Pen): unknown => ({
  nodes: Object.fromEntries(diagram.nodes.map(({ id, name, title, facts, members, zone }) => [id, {
    name, title, facts, zone, members: members.map((one) => [one.name, one.title ?? '', pen.say(one.role), one.addresses.join(', ')]),
  }])),
  zones: Object.fromEntries(diagram.zones.map((zone) => [zone.id, [zone.name, pen.say(zone.tierName)]])),
  routes: { detail: pairs(diagram), overview: pairs(overview(diagram)) },
  words: {
    close: pen.t('閉じる', 'Close'), hosts: pen.t('ホスト等', 'Hosts'), name: pen.t('名前', 'Name'), title: pen.t('表示名', 'Title'), role: pen.t('役割', 'Role'), addresses: pen.t('アドレス', 'Addresses'),
    found: pen.t('件見つかりました', 'found'), zone: pen.t('領域', 'Zone'),
  },
})
