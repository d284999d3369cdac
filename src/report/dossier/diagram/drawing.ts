/** The laid-out network as SVG elements, coloured by classes: the page, and the file of its own, bring the colours. */
import { markup, type Markup } from '../markup.ts'
import type { Pen } from '../pen.ts'
import type { Diagram, DrawnNode } from './diagram.ts'
import { linesIn, type Layout, type Point, type Rectangle } from './layout.ts'

const COLOURED: readonly string[] = ['mynumber', 'lgwan', 'internet', 'security-cloud', 'lgwan-network', 'public']

/** What is none of the three tiers, nor what they lead to, is grey. */
const tierClass = (tier: string | undefined): string => (tier !== undefined && COLOURED.includes(tier) ? `t-${tier}` : 't-other')

export function drawing({ zones }: Diagram, { bands, zones: areas, nodes, edges }: Layout, pen: Pen): Markup {
  const tiers = new Map(zones.map(({ id, tier }) => [id, tier]))
  return markup`${bands.map((band) => markup`<g class="band ${tierClass(band.tier)}">${rectangle(band, 10)}<text class="upright" x="${band.x + 14}" y="${band.y + 12}">${cut(pen.say(band.name), (band.height - 20) / 12)}</text></g>
`)}${areas.map(({ zone, ...area }) => markup`<g class="zone ${tierClass(zone.tier)}">${rectangle(area, 6)}${line(zone.name, area.x + 8, area.y + 13, area.width - 16)}</g>
`)}${edges.map(({ edge, points }) => markup`<path class="edge e-${edge.kind}" data-from="${edge.from}" data-to="${edge.to}" d="${curve(points)}"><title>${edge.label ?? ''}</title></path>
`)}${nodes.map(({ node, ...area }) => drawnNode(node, area, tierClass(node.zone === undefined ? undefined : tiers.get(node.zone)), pen))}`
}

function drawnNode(node: DrawnNode, area: Rectangle, tier: string, pen: Pen): Markup {
  const { id, kind, members } = node
  const people = members.length > 0 && kind !== 'gateway' ? [pen.t(`ホスト等 ${members.length} 件`, `${members.length} hosts`)] : []
  const lines = [...linesIn(node), ...people]
  return markup`<g class="node k-${kind} ${tier}" data-node="${id}">${rectangle(area, kind === 'device' || kind === 'gateway' ? 4 : kind === 'outside' ? 20 : 2)}${lines.map((text, index) =>
    line(text, area.x + 10, area.y + 20 + 16 * index, area.width - 20, index === 0 ? 'title' : 'fact'))}</g>
`
}

const rectangle = ({ x, y, width, height }: Rectangle, radius: number): Markup => markup`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`

/** The space at its end parts it from the next where the lines of a box are read out. What does not fit is cut, and stands whole in the title that a pointer shows. */
function line(whole: string, x: number, y: number, width: number, as = ''): Markup {
  const fitting = cut(whole, width / 12)
  return markup`<text x="${x}" y="${y}"${as === '' ? '' : markup` class="${as}"`}>${fitting} ${fitting === whole ? '' : markup`<title>${whole}</title>`}</text>`
}

/** In ems; a character of the Latin alphabet takes little more than half of one. */
export function cut(whole: string, ems: number): string {
  let used = 0
  const characters = [...whole]
  for (const [index, character] of characters.entries()) {
    used += /[\u0020-\u024f]/.test(character) ? 0.58 : 1
    if (used > ems) return `${characters.slice(0, Math.max(1, index - 1)).join('')}…`
  }
  return whole
}

/** From point to point, leaving and arriving level. */
function curve([first, ...rest]: readonly Point[]): string {
  const parts = [`M${first!.x} ${first!.y}`]
  let from = first!
  for (const to of rest) {
    const middle = Math.round((from.x + to.x) * 5) / 10
    parts.push(`C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`)
    from = to
  }
  return parts.join('')
}
