/** Positions, by a library of graph layout: our own zones stand at the left, band under band, what joins them in the middle, what lies outside at the right. */
import { Graph, layout } from '@dagrejs/dagre'
import { TIERS, type Tier } from '../../../topology/model.ts'
import type { Text } from '../../../verdict.ts'
import type { Diagram, DrawnEdge, DrawnNode, DrawnZone } from './diagram.ts'

/** From the left upper corner, in units of the drawing. */
export interface Rectangle { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export interface Point { readonly x: number; readonly y: number }

export interface Layout {
  readonly width: number
  readonly height: number
  readonly bands: readonly (Rectangle & { readonly tier: Tier; readonly name: Text })[]
  readonly zones: readonly (Rectangle & { readonly zone: DrawnZone })[]
  readonly nodes: readonly (Rectangle & { readonly node: DrawnNode })[]
  readonly edges: readonly { readonly edge: DrawnEdge; readonly points: readonly Point[] }[]
}

const MARGIN = 24
const WIDTH: Readonly<Record<DrawnNode['kind'], number>> = { segment: 216, device: 172, gateway: 172, outside: 216 }
const LINE = 16
/** Between two ways that end at one side of a box. */
const PITCH = 11

/** The lines in a box but its last, how many hosts stand there; all facts are in the details. */
export const linesIn = ({ title, name, facts }: DrawnNode): readonly string[] => [...(title === undefined ? [] : [title]), name, ...(facts.length > 0 ? [facts.join('  ')] : [])]

const heightOf = (node: DrawnNode, ways: number): number => {
  const hosts = node.members.length > 0 && node.kind !== 'gateway' ? 1 : 0
  return Math.max(14 + LINE * (linesIn(node).length + hosts), node.kind === 'device' ? 14 + PITCH * ways : 0)
}

const THREE: readonly Tier[] = ['internet', 'lgwan', 'mynumber']
const ORDER: readonly Tier[] = [...THREE, ...TIERS.filter((tier) => !THREE.includes(tier))]
const rank = (tier: Tier): number => ORDER.indexOf(tier)

/** Bands and zones are clusters that the library keeps together. */
export function laidOut({ zones, nodes, edges }: Diagram): Layout {
  // Numbers instead of names: the library keeps what it is given as keys of its own.
  const at = new Map(nodes.map(({ id }, index) => [id, `n${index}`]))
  const graph = new Graph({ compound: true, multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 30, ranksep: 56, edgesep: 10, marginx: MARGIN, marginy: MARGIN, ranker: 'network-simplex' })
  graph.setDefaultEdgeLabel(() => ({}))
  // From the Internet down to the My Number tier, and then what is none of the three: among equals the library keeps the order.
  const own = zones.filter(({ external }) => !external).sort((a, b) => rank(a.tier) - rank(b.tier))
  const place = new Map(own.map(({ id }, index) => [id, index]))
  const placeOf = ({ zone }: DrawnNode): number => place.get(zone ?? '') ?? own.length
  for (const node of [...nodes].sort((a, b) => placeOf(a) - placeOf(b))) graph.setNode(at.get(node.id)!, { width: WIDTH[node.kind], height: heightOf(node, edges.filter(({ to }) => to === node.id).length) })
  for (const zone of own) {
    const inside = nodes.filter((node) => node.kind === 'segment' && node.zone === zone.id)
    if (inside.length === 0) continue
    graph.setNode(`band ${zone.tier}`, {})
    graph.setNode(`cluster ${zone.id}`, {})
    graph.setParent(`cluster ${zone.id}`, `band ${zone.tier}`)
    for (const { id } of inside) graph.setParent(at.get(id)!, `cluster ${zone.id}`)
  }
  edges.forEach((edge, index) => {
    // What leads out passes the column of the devices; one to itself needs no way.
    if (edge.from !== edge.to) graph.setEdge(at.get(edge.from)!, at.get(edge.to)!, { minlen: edge.kind === 'line' ? 2 : 1, weight: edge.kind === 'interface' ? 2 : 1 }, String(index))
  })
  layout(graph)
  return placed(graph, at, { zones: own, nodes, edges })
}

function placed(graph: Graph, at: ReadonlyMap<string, string>, { zones, nodes, edges }: Pick<Diagram, 'zones' | 'nodes' | 'edges'>): Layout {
  const rectangle = (id: string): Rectangle => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id) as Partial<Rectangle>
    return { x: round(x - width / 2), y: round(y - height / 2), width: round(width), height: round(height) }
  }
  const drawnZones = zones.filter(({ id }) => graph.hasNode(`cluster ${id}`)).map((zone) => ({ zone, ...rectangle(`cluster ${zone.id}`) }))
  const bands = [...new Map(drawnZones.map(({ zone }) => [zone.tier, zone]))].map(([tier, { tierName }]) => ({ tier, name: tierName, ...rectangle(`band ${tier}`) }))
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  const boxes = new Map(nodes.map((node) => [node.id, rectangle(at.get(node.id)!)]))
  const ways = edges.flatMap((edge, index) => {
    const way = edge.from === edge.to ? undefined : graph.edge(at.get(edge.from)!, at.get(edge.to)!, String(index)) as { points?: readonly Point[] } | undefined
    return way?.points ? [{ edge, points: way.points.map(({ x, y }) => ({ x: round(x), y: round(y) })) }] : []
  })
  return { width: round(width), height: round(height), bands, zones: drawnZones, nodes: nodes.map((node) => ({ node, ...boxes.get(node.id)! })), edges: spread(ways, boxes) }
}

/** The ends of ways beside one another along the sides of their boxes, in the order in which they come. */
function spread(ways: Layout['edges'], boxes: ReadonlyMap<string, Rectangle>): Layout['edges'] {
  const ends = ways.flatMap(({ edge, points }, index) => {
    const forward = points[0]!.x <= points.at(-1)!.x
    return [
      { index, first: true, side: `${edge.from} ${forward}`, box: boxes.get(edge.from)!, right: forward, towards: points[1]!.y, far: boxes.get(edge.to)!.y },
      { index, first: false, side: `${edge.to} ${!forward}`, box: boxes.get(edge.to)!, right: !forward, towards: points.at(-2)!.y, far: boxes.get(edge.from)!.y },
    ]
  })
  const moved = ways.map(({ points }) => [...points])
  for (const side of new Set(ends.map((end) => end.side))) {
    const here = ends.filter((end) => end.side === side).sort((a, b) => a.towards - b.towards || a.far - b.far || a.index - b.index)
    here.forEach(({ index, first, box, right }, place) => {
      const end = { x: right ? round(box.x + box.width) : box.x, y: round(box.y + (box.height * (place + 1)) / (here.length + 1)) }
      moved[index]![first ? 0 : moved[index]!.length - 1] = end
    })
  }
  return ways.map(({ edge }, index) => ({ edge, points: moved[index]! }))
}

/** A tenth of a unit is finer than anybody sees, and the same on every machine. */
const round = (value: number): number => Math.round(value * 10) / 10
