/** The drawing as a file of draw.io (mxGraph XML, uncompressed): boxes stay joined to their ways when they are moved. */
import { markup, verbatim, type Markup } from '../markup.ts'
import type { Pen } from '../pen.ts'
import type { Diagram, DrawnEdge, DrawnNode } from './diagram.ts'
import { laidOut, linesIn, type Rectangle } from './layout.ts'

export function drawio(diagram: Diagram, title: string, pen: Pen): string {
  const { bands, zones, nodes, edges, width, height } = laidOut(diagram)
  const tiers = new Map(diagram.zones.map(({ id, tier }) => [id, tier]))
  const ids = new Map(nodes.map(({ node }, index) => [node.id, `n${index}`]))
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<mxfile host="sanso"><diagram id="network" name="${title}"><mxGraphModel dx="${width}" dy="${height}" grid="0" page="0" math="0"><root>
<mxCell id="0"/><mxCell id="1" parent="0"/>
${bands.map((band, index) => cell(`b${index}`, pen.say(band.name), `rounded=1;arcSize=2;fontStyle=1;horizontal=0;align=right;verticalAlign=top;spacing=4;${FILL(band.tier)}`, band))}${zones.map(({ zone, ...area }, index) => cell(`z${index}`, zone.name === zone.id ? zone.id : `${zone.name} (${zone.id})`, `dashed=1;align=left;verticalAlign=top;spacing=2;fillColor=none;${STROKE(zone.tier)}`, area))}${nodes.map(({ node, ...area }) =>
    cell(ids.get(node.id)!, linesIn(node), `${SHAPES[node.kind]}whiteSpace=wrap;align=left;spacingLeft=6;fillColor=#ffffff;fontColor=#1b2430;${STROKE(node.zone === undefined ? undefined : tiers.get(node.zone))}`, area))}${edges.map(({ edge }, index) =>
    markup`<mxCell id="e${index}" value="${edge.label ?? ''}" style="${WAYS[edge.kind]}" edge="1" parent="1" source="${ids.get(edge.from)!}" target="${ids.get(edge.to)!}"><mxGeometry relative="1" as="geometry"/></mxCell>
`)}</root></mxGraphModel></diagram></mxfile>
`.source
}

/** In an attribute a line break of its own would be read as a space (XML 1.0, 3.3.3). */
const LINE_BREAK = verbatim('&#10;')

/** `html=0`: a label is text, whatever stands in it. */
const cell = (id: string, value: string | readonly string[], style: string, { x, y, width, height }: Rectangle): Markup =>
  markup`<mxCell id="${id}" value="${typeof value === 'string' ? value : value.map((line, index) => (index === 0 ? line : markup`${LINE_BREAK}${line}`))}" style="${`html=0;${style}`}" vertex="1" parent="1"><mxGeometry x="${x}" y="${y}" width="${width}" height="${height}" as="geometry"/></mxCell>
`

const SHAPES: Readonly<Record<DrawnNode['kind'], string>> = { segment: 'rounded=0;', device: 'rounded=1;arcSize=8;strokeWidth=2;', gateway: 'rounded=1;arcSize=8;dashed=1;', outside: 'rounded=1;arcSize=40;' }

const COLOURS: Readonly<Record<string, string>> = { mynumber: '#a3243b', lgwan: '#1f5fa8', 'lgwan-network': '#1f5fa8', internet: '#2e7d4f', 'security-cloud': '#2e7d4f', public: '#2e7d4f' }
const colour = (tier: string | undefined): string => COLOURS[tier ?? ''] ?? '#69727d'
const STROKE = (tier: string | undefined): string => `strokeColor=${colour(tier)};`
const FILL = (tier: string): string => `fillColor=${colour(tier)};opacity=15;fontColor=${colour(tier)};${STROKE(tier)}`

const WAYS: Readonly<Record<DrawnEdge['kind'], string>> = {
  interface: 'endArrow=none;html=0;strokeColor=#8793a1;fontSize=9;', line: 'endArrow=none;html=0;strokeWidth=3;strokeColor=#5a6675;', beyond: 'endArrow=none;html=0;dashed=1;strokeColor=#8793a1;',
  leg: 'endArrow=none;html=0;dashed=1;strokeColor=#8793a1;', tunnel: 'endArrow=none;html=0;dashed=1;strokeWidth=2;strokeColor=#8793a1;',
}
