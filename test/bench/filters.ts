/** One filter at a time in the raw five-field universe: shadowed and redundant rules, and the accepted set. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { countPoints } from '../../src/net/diagram-walk.ts'
import { Diagrams } from '../../src/net/diagram.ts'
import { chooseFieldOrder, FIELD_ORDERS, LONG_FILTER, sampleEvenly } from '../../src/net/field-order.ts'
import type { SortedField } from '../../src/net/fields.ts'
import { analyseRefs } from '../../src/net/rule-analysis.ts'
import { growth, report, timed } from './measured.ts'
import type { Cost } from './measured.ts'
import { prefixRange, PROTOCOLS, readWorkload } from './workload.ts'

type Span = readonly [low: number, high: number]
interface RawRule { readonly spans: Readonly<Record<SortedField, Span>>; readonly permit: boolean }

const MAXIMA: Readonly<Record<SortedField, number>> = { source: 0xffffffff, destination: 0xffffffff, protocol: 0xff, sourcePort: 0xffff, destinationPort: 0xffff }

function analyse(rules: readonly RawRule[], order: readonly SortedField[], edgeBudget?: number) {
  const diagrams = new Diagrams(order.map((field) => MAXIMA[field]), edgeBudget === undefined ? {} : { edgeBudget })
  const refs = rules.map(({ spans, permit }) => ({ match: diagrams.product(order.map((field, level) => [level, [spans[field]]])), permit }))
  return { diagrams, ...analyseRefs(diagrams, refs, 'deny') }
}

function analyseInBestOrder(rules: readonly RawRule[]) {
  const order = rules.length < LONG_FILTER ? FIELD_ORDERS[0]!
    : chooseFieldOrder((candidate, budget) => analyse(sampleEvenly(rules), candidate, budget).diagrams.table.edges)
  return { order, ...analyse(rules, order) }
}

function readClassBench(file: string): RawRule[] {
  return readFileSync(file, 'utf8').trim().split('\n').map((line, i) => {
    const [source, destination, sourcePorts, destinationPorts, protocol] = line.slice(1).split('\t') as [string, string, string, string, string]
    const ports = (text: string): Span => text.split(':').map((end) => Number(end.trim())) as [number, number]
    const [value, mask] = protocol.trim().split('/').map(Number) as [number, number]
    return {
      spans: {
        source: prefixRange(source), destination: prefixRange(destination), protocol: mask === 0 ? [0, 255] : [value, value],
        sourcePort: ports(sourcePorts), destinationPort: ports(destinationPorts),
      },
      permit: i % 3 !== 2,
    }
  })
}

/** Fully shadowed rules and accepted packets; see the README of the workloads. */
const CLASSBENCH: Readonly<Record<string, { readonly shadowed: number; readonly accepted?: bigint }>> = {
  acl1_1k: { shadowed: 22, accepted: 632771052463613031789397475328n },
  fw1_1k: { shadowed: 13, accepted: 10190977413293168875477690752344n },
  ipc1_1k: { shadowed: 0, accepted: 20281306448519500364965936056025n },
  acl1_10k: { shadowed: 81, accepted: 10612212887298071715219691667456n },
  fw1_10k: { shadowed: 91 },
}

const [workloads = '', generated = ''] = process.argv.slice(2)

for (const kind of ['pool', 'uniform']) {
  const measured: [number, Cost][] = []
  for (const size of [100, 1000, 10000]) {
    const name = `acl-${kind}-${size}`
    if (!existsSync(join(generated, `${name}.json`))) continue
    const filter = readWorkload(join(generated, `${name}.json`)).filters.acl!
    const rules = filter.rules.map((rule): RawRule => ({
      spans: { source: prefixRange(rule.src), destination: prefixRange(rule.dst), protocol: PROTOCOLS[rule.protocol], sourcePort: rule.srcPorts, destinationPort: rule.dstPorts },
      permit: rule.action === 'permit',
    }))
    const { result, cost } = timed(() => analyseInBestOrder(rules))
    const unreachable = filter.rules.filter((_, i) => result.shadowed[i]).map(({ id }) => id).join(' ')
    const expected = readFileSync(join(workloads, 'expected', `${name}.unreachable.txt`), 'utf8').trim()
    report(name, `${result.shadowed.filter(Boolean).length} unreachable, ${result.redundant.filter(Boolean).length} redundant`, unreachable === expected, cost)
    measured.push([size, cost])
  }
  growth(`acl-${kind}`, measured, 'rules')
}
for (const [name, expected] of Object.entries(CLASSBENCH)) {
  const file = join(workloads, 'classbench', name)
  if (!existsSync(file)) continue
  const rules = readClassBench(file)
  const { result, cost } = timed(() => analyseInBestOrder(rules))
  const shadowed = result.shadowed.filter(Boolean).length
  const accepted = countPoints(result.diagrams, result.accepted, [0, 1, 2, 3, 4])
  report(name, `${shadowed} shadowed, ${accepted} accepted`,
    shadowed === expected.shadowed && (expected.accepted === undefined || expected.accepted === accepted), cost, `${result.diagrams.table.edges} edges`)
}
