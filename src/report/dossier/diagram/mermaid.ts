/** The drawing as a Mermaid flowchart: bands and zones are subgraphs. Names stand in quoted labels alone, never as ids. */
import type { Pen } from '../pen.ts'
import type { Diagram, DrawnEdge, DrawnNode, DrawnZone } from './diagram.ts'

export function mermaid({ zones, nodes, edges }: Diagram, pen: Pen): string {
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]))
  const boxed = (node: DrawnNode): string => `${ids.get(node.id)}${SHAPES[node.kind][0]}"${label(node)}"${SHAPES[node.kind][1]}`
  const own = zones.filter(({ external }) => !external)
  const tiers = [...new Set(own.map(({ tier }) => tier))]
  return [
    'flowchart LR',
    ...tiers.flatMap((tier, index) => band(index, own.filter((zone) => zone.tier === tier))),
    ...nodes.filter(({ kind }) => kind !== 'segment').map((node) => `  ${boxed(node)}`),
    ...edges.map((edge) => `  ${ids.get(edge.from)} ${arrow(edge)} ${ids.get(edge.to)}`),
    '',
  ].join('\n')

  function band(index: number, inside: readonly DrawnZone[]): string[] {
    return [
      `  subgraph b${index} ["${quoted(pen.say(inside[0]!.tierName))}"]`,
      ...inside.flatMap((zone) => [
        `    subgraph z${own.indexOf(zone)} ["${quoted(zone.name)}"]`,
        ...nodes.filter(({ kind, zone: of }) => kind === 'segment' && of === zone.id).map((node) => `      ${boxed(node)}`),
        '    end',
      ]),
      `  end`,
    ]
  }
}

const SHAPES: Readonly<Record<DrawnNode['kind'], readonly [string, string]>> = { segment: ['[', ']'], device: ['{{', '}}'], gateway: ['[[', ']]'], outside: ['([', '])'] }

const label = ({ name, title, facts }: DrawnNode): string => [...(title === undefined ? [] : [title]), name, ...facts].map(quoted).join('<br/>')

function arrow({ kind, label: said }: DrawnEdge): string {
  const [plain, open, close] = kind === 'line' ? ['===', '==', '==='] : kind === 'interface' ? ['---', '--', '---'] : ['-.-', '-.', '.-']
  return said === undefined ? plain! : `${open} "${quoted(said)}" ${close}`
}

/** Entities of Mermaid: neither a quotation mark nor a tag can end the label or become one. */
const quoted = (text: string): string => text.replace(/[^\p{L}\p{N} ./:（）・、ー-]/gu, (character) => `#${character.codePointAt(0)};`)
