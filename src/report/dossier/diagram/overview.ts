/** The same network with every zone as one box: what is looked at first where there are many segments. */
import type { Diagram, DrawnNode } from './diagram.ts'

export function overview({ zones, nodes, edges, routes }: Diagram): Diagram {
  const areaOf = new Map(nodes.map(({ id, kind, zone }) => [id, kind === 'segment' ? `zone:${zone}` : id]))
  const joined = edges.map((edge) => ({ kind: edge.kind, from: areaOf.get(edge.from)!, to: areaOf.get(edge.to)! })).filter(({ from, to }) => from !== to)
  const ways = [...new Map(joined.map((edge) => [JSON.stringify(edge), edge])).values()]
  // A host within one zone joins nothing here.
  const kept = nodes.filter(({ id, kind }) => kind !== 'segment' && (kind !== 'gateway' || ways.filter(({ from, to }) => from === id || to === id).length > 1))
  const keptIds = new Set(kept.map(({ id }) => id))
  const areas = zones.filter(({ external }) => !external).map((zone): DrawnNode => {
    const inside = nodes.filter(({ kind, zone: of }) => kind === 'segment' && of === zone.id)
    return {
      id: `zone:${zone.id}`, kind: 'segment', name: zone.id, zone: zone.id, facts: inside.map(({ name }) => name), members: inside.flatMap(({ members }) => members),
      ...(zone.name !== zone.id && { title: zone.name }),
    }
  })
  const ids = new Set([...keptIds, ...areas.map(({ id }) => id)])
  return {
    zones, nodes: [...areas, ...kept], edges: ways.filter(({ from, to }) => ids.has(from) && ids.has(to)),
    routes: routes.map(({ finding, steps }) => ({ finding, steps: steps.map((step) => areaOf.get(step) ?? step).filter((step, index, all) => ids.has(step) && step !== all[index - 1]) })),
  }
}
