/** All pairs of zones over packet sets: each pair is the exact set of packets that gets through, not a yes or no. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addressRange } from '../../src/net/address.ts'
import type { BoxTests } from '../../src/net/box.ts'
import { Decision, DENY, PERMIT } from '../../src/net/decision.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import { Switch } from '../../src/net/switch.ts'
import { growth, report, timed } from './measured.ts'
import type { Cost } from './measured.ts'
import { Processes } from './processes.ts'
import { prefixRange, PROTOCOLS, readWorkload } from './workload.ts'
import type { Workload, WorkloadFilter, WorkloadRule } from './workload.ts'

const addresses = (prefix: string) => {
  const [low, high] = prefixRange(prefix)
  return addressRange(4, BigInt(low), BigInt(high))
}

/** The workload's universe is IPv4 only, every packet as it was sent. */
function testsOf({ src, dst, protocol, srcPorts, dstPorts }: WorkloadRule): BoxTests {
  const restricted = (range: readonly [number, number]): boolean => range[0] > 0 || range[1] < 0xffff
  return {
    source: addresses(src),
    destination: addresses(dst),
    ...(protocol !== 'any' && { protocols: [PROTOCOLS[protocol]] }),
    ...(restricted(srcPorts) && { sourcePorts: [srcPorts] }),
    ...(restricted(dstPorts) && { destinationPorts: [dstPorts] }),
  }
}

function permitted(space: PacketSpace, filter: WorkloadFilter): PacketSet {
  const rules = filter.rules.map((rule) => {
    return Decision.box(space, testsOf(rule), rule.action === 'permit' ? PERMIT : DENY)
  })
  return Decision.sequence(space, [...rules, Decision.always(space, filter.default === 'permit' ? PERMIT : DENY)]).certainly(PERMIT)
}

/** One row for each source zone: what arrives in each zone, flooded over the tree of nodes; every node routes by destination. */
function allPairs({ nodes, zones, links, filters }: Workload): { rows: string[]; space: PacketSpace; compiled: number } {
  const space = new PacketSpace()
  const { result: passes, cost: { user: compiled } } = timed(() =>
    new Map(Object.entries(filters).map(([name, filter]) => [name, permitted(space, filter)])))
  const neighbours = new Map(nodes.map((node) => [node, links.flatMap(({ a, b, ab, ba }) =>
    (a === node ? [{ to: b, pass: passes.get(ab)! }] : b === node ? [{ to: a, pass: passes.get(ba)! }] : []))]))
  /** Labels 0 … zones - 1 deliver; the neighbours of the node follow. */
  const routes = new Map(nodes.map((node) => {
    const behind = new Map<string, number>([[node, -1]])
    const walk = (from: string, via: number): void => neighbours.get(from)!.forEach(({ to }, i) => {
      if (behind.has(to)) return
      behind.set(to, via < 0 ? i : via)
      walk(to, via < 0 ? i : via)
    })
    walk(node, -1)
    return [node, Switch.byPrefix(space, 'destination', zones.map(({ prefix, node: at }, zone) => {
      const label = at === node ? zone : zones.length + behind.get(at)!
      return { prefix: { family: 4, address: BigInt(prefixRange(prefix)[0]), length: Number(prefix.split('/')[1]) }, label }
    }))]
  }))
  const rows = zones.map((from, index) => {
    const row: string[] = zones.map((_, i) => (i === index ? '-' : '0'))
    const visit = (node: string, set: PacketSet): void => {
      for (const part of routes.get(node)!.split(set)) {
        const next = neighbours.get(node)![part.label - zones.length]
        if (next) visit(next.to, part.set.intersect(next.pass))
        else if (row[part.label] === '0' && part.set.meets(passes.get(zones[part.label]!.out)!)) row[part.label] = '1'
      }
    }
    visit(from.node, space.source(addresses(from.prefix)).intersect(passes.get(from.in)!))
    return row.join('')
  })
  return { rows, space, compiled }
}

const [workloads = '', generated = ''] = process.argv.slice(2)

const SIZES = { star: [10, 50, 200, 1000], chain: [10, 50, 200] }
const processes = new Processes(generated)

/** The check of the workloads subtracts boxes from boxes; it is also a peer. */
function checkedByBoxes(name: string, rows: readonly string[]): { agrees: boolean; cost: Cost } {
  const answer = join(generated, `${name}.pairs.txt`)
  writeFileSync(answer, `${rows.join('\n')}\n`)
  const { said, cost } = processes.run([join(workloads, 'check.mjs'), join(generated, `${name}.json`), answer])
  return { agrees: said.includes('AGREES'), cost }
}

for (const [shape, sizes] of Object.entries(SIZES)) {
  const measured: [number, Cost][] = []
  for (const size of sizes) {
    const name = `net-${shape}-${size}-r100`
    if (!existsSync(join(generated, `${name}.json`))) processes.run([join(workloads, 'gen.mjs'), generated, 'net', shape, `${size}`, '100', '1'])
    const workload = readWorkload(join(generated, `${name}.json`))
    const { result: { rows, compiled, space }, cost } = timed(() => allPairs(workload))
    const known = join(workloads, 'expected', `${name}.pairs.txt`)
    const checked = existsSync(known) ? undefined : checkedByBoxes(name, rows)
    const agrees = checked?.agrees ?? rows.join() === readFileSync(known, 'utf8').trim().split('\n').join()
    report(name, `${rows.join('').replaceAll(/[^1]/g, '').length} pairs`, agrees, cost,
      `filters ${compiled.toFixed(0)} ms of it, ${space.diagrams.table.edges} edges${checked ? `; box subtraction beside it (yes or no): ${(checked.cost.user / 1000).toFixed(1)} s` : ''}`)
    measured.push([size, cost])
  }
  growth(`net-${shape}`, measured, 'zones (rules grow with them)')
}
