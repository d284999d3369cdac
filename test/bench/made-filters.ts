/** Filters of any length from a seed, in the five raw fields: what a firewall between servers looks like, and prefixes inside prefixes. */
import { countPoints } from '../../src/net/diagram-walk.ts'
import { random, type Random } from '../brute/random.ts'
import { analyseInBestOrder } from './analysed.ts'
import { growth, report, timed, type Cost } from './measured.ts'
import { acceptedByPainting } from './painting.ts'
import { MAXIMA, type RawRule, type Span } from './raw-rules.ts'

const SIZES = (process.env['SANSO_BENCH_RULES'] ?? '100,1000,10000,100000').split(',').map(Number)
/** Longer ones take painting too long. */
const PAINTED = 1000
/** Packets that are walked through the rules one by one. */
const WALKED = 2000

const TCP: Span = [6, 6]
const UDP: Span = [17, 17]
const ANY_PORT: Span = [0, 65535]
const PORTS = [22, 25, 53, 80, 88, 123, 135, 389, 443, 445, 636, 1433, 1521, 3389, 5432, 8080]
const port = (choose: Random): Span => {
  const value = choose.pick(PORTS)
  return choose.chance(0.9) ? [value, value] : [1024, 65535]
}
/** The block of a 10.x.y.z address with so many bits. */
const block = (address: number, length: number): Span => {
  const size = 2 ** (32 - length)
  const low = 10 * 2 ** 24 + Math.floor((address % 2 ** 24) / size) * size
  return [low, low + size - 1]
}

const STYLES: Readonly<Record<string, (choose: Random, size: number) => RawRule>> = {
  /** Machines and their subnets, a few of which many rules name; one service; the rest is denied in the end. */
  servers: (choose, size) => {
    const machine = (): Span => block(choose.int(0, Math.ceil(size / 20)) * 7919, choose.pick([32, 32, 32, 29, 24, 24]))
    return { permit: choose.chance(0.9), spans: { source: machine(), destination: machine(), protocol: choose.chance(0.8) ? TCP : UDP, sourcePort: ANY_PORT, destinationPort: port(choose) } }
  },
  /** Wide and narrow blocks around the same places: much hides behind something else. */
  nested: (choose, size) => {
    const around = (): Span => block(choose.int(0, Math.ceil(Math.sqrt(size))) * 104729, choose.pick([8, 16, 20, 24, 28, 32]))
    return { permit: choose.chance(0.6), spans: { source: around(), destination: around(), protocol: choose.pick([TCP, UDP, [0, 255] as const]), sourcePort: choose.chance(0.9) ? ANY_PORT : port(choose), destinationPort: choose.chance(0.7) ? port(choose) : ANY_PORT } }
  },
}

/** A packet at a corner of a rule, or beside it. */
function corner({ spans }: RawRule, choose: Random): Record<keyof typeof MAXIMA, number> {
  const value = (field: keyof typeof MAXIMA): number => Math.min(MAXIMA[field], Math.max(0, choose.pick(spans[field]) + choose.pick([0, 0, 0, -1, 1])))
  return { source: value('source'), destination: value('destination'), protocol: value('protocol'), sourcePort: value('sourcePort'), destinationPort: value('destinationPort') }
}

type Analysed = ReturnType<typeof analyseInBestOrder>

/** Packets as the rules decide about them one by one: they are accepted or not, and never by a rule that is shadowed. */
function walked(rules: readonly RawRule[], { order, diagrams, accepted, shadowed }: Analysed): boolean {
  const choose = random(rules.length)
  const fields = Object.keys(MAXIMA) as (keyof typeof MAXIMA)[]
  return Array.from({ length: WALKED }, () => corner(choose.pick(rules), choose)).every((packet) => {
    const first = rules.findIndex(({ spans }) => fields.every((field) => spans[field][0] <= packet[field] && packet[field] <= spans[field][1]))
    let node = accepted
    for (let level = diagrams.levelOf(node); level < order.length; level = diagrams.levelOf(node)) node = diagrams.childAt(node, packet[order[level]!])
    const isAccepted = countPoints(diagrams, node, []) > 0n
    return isAccepted === (rules[first]?.permit ?? false) && !shadowed[first]
  })
}

for (const [style, rule] of Object.entries(STYLES)) {
  const measured: [number, Cost][] = []
  for (const size of SIZES) {
    const choose = random(size)
    const rules = Array.from({ length: size }, () => rule(choose, size))
    const { result, cost } = timed(() => analyseInBestOrder(rules))
    const accepted = countPoints(result.diagrams, result.accepted, [0, 1, 2, 3, 4])
    const agrees = walked(rules, result) && (size > PAINTED || accepted === acceptedByPainting(rules))
    report(`${style}-${size}`, `${result.shadowed.filter(Boolean).length} shadowed, ${accepted} accepted`, agrees, cost, `${result.diagrams.table.edges} edges`)
    measured.push([size, cost])
  }
  growth(style, measured, 'rules')
}
