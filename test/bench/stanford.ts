/** The Stanford backbone in one shot: the packets that its rules tell apart, its forwarding loops, and what gets where from every router. */
import { join } from 'node:path'
import { report, timed } from './measured.ts'
import { readBackbone } from './stanford/backbone.ts'
import { classes, compile, loops, reachability } from './stanford/sets.ts'
import { walk } from './stanford/walk.ts'

/** From APKeep: the classes that routers make and those that lists make, added up, and the circles of ports that differ. */
const EXPECTED = { classes: 515, loops: 20 }

const [workloads = ''] = process.argv.slice(2)
const backbone = readBackbone(join(workloads, 'stanford'))
const { result, cost } = timed(() => {
  const compiled = timed(() => compile(backbone))
  const classed = timed(() => classes(compiled.result))
  const looped = timed(() => loops(compiled.result))
  const reached = timed(() => reachability(compiled.result))
  const parts = { tables: compiled, classes: classed, loops: looped, reachability: reached }
  return { compiled: compiled.result, classes: classed.result, loops: looped.result, reached: reached.result, parts }
})
const { forwarding, filtering } = result.classes
const pairs = [...result.reached.values()].reduce((sum, { size }) => sum + size, 0)

const { result: walked, cost: walking } = timed(() => walk(backbone))
const { space } = result.compiled
const wrong = walked.packets.flatMap(({ packet, delivered }) => {
  const header = {
    family: 4, source: BigInt(packet.source), destination: BigInt(packet.destination), protocol: packet.protocol,
    sourcePort: 0, destinationPort: packet.destinationPort, flags: 0, fragment: false,
  } as const
  const holds = new Map<number, boolean>()
  return [...result.reached].flatMap(([source, reached]) => [...reached].filter(([place, set]) => {
    if (!holds.has(set.ref)) holds.set(set.ref, set.contains(header))
    return holds.get(set.ref) !== delivered.get(source)!.has(place)
  }).map(([place]) => `${source} → ${place}`))
})
const places = new Set(walked.packets.flatMap(({ delivered }) => [...delivered].flatMap(([source, to]) => [...to].map((place) => `${source} → ${place}`))))

report('stanford', `${forwarding.length} + ${filtering.length} classes of packets, ${result.loops.length} loops, ${pairs} ways from a router to an edge`,
  forwarding.length + filtering.length === EXPECTED.classes && result.loops.length === EXPECTED.loops, cost,
  Object.entries(result.parts).map(([part, { cost: { user } }]) => `${part} ${user.toFixed(0)}`).join(', ') + `, ${space.diagrams.table.edges} edges`)
report('stanford, walked', `${walked.packets.length} packets, one for each class of both, over the rules as written`,
  walked.forwarding === forwarding.length && walked.filtering === filtering.length && walked.loops.join() === result.loops.join() && wrong.length === 0 && places.size === pairs,
  walking)
