/**
 * Which rules of a list never decide a packet: the library says it of all rules in one fold, the solver is asked rule by rule.
 * Random lists, and the lists of ClassBench where they stand beside the project.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { analyseFilter } from '../../src/net/rule-analysis.ts'
import type { BoxTests } from '../../src/net/box.ts'
import { random, type Random } from '../brute/random.ts'
import { Packet } from './packet.ts'
import { Solver } from './solver.ts'
import { and, assert, define, FALSE, not, or, type Truth } from './smt.ts'

const LISTS = Number(process.env['SANSO_Z3_NETWORKS'] ?? 4)
const FIRST = Number(process.env['SANSO_Z3_SEED'] ?? 1)
const CLASSBENCH = new URL('../../../shared/bench/classbench/', import.meta.url)

type Span = readonly [low: number, high: number]
/** IPv4. A port that is not every port is one of TCP, UDP or SCTP. */
interface Line { readonly source: Span; readonly destination: Span; readonly protocol: Span; readonly sourcePort: Span; readonly destinationPort: Span }
const [ANY_PROTOCOL, ANY_PORT]: [Span, Span] = [[0, 0xff], [0, 0xffff]]

const packet = new Packet()
const solver = new Solver()
afterAll(() => solver.close())

const ranges = ([low, high]: Span): (readonly [bigint, bigint])[] => [[BigInt(low), BigInt(high)]]

function computed(lines: readonly Line[]): readonly boolean[] {
  const tests = ({ source, destination, protocol, sourcePort, destinationPort }: Line): BoxTests => ({
    source: { v4: ranges(source), v6: [] }, destination: { v4: ranges(destination), v6: [] }, protocols: [protocol],
    ...sourcePort !== ANY_PORT && { sourcePorts: [sourcePort] }, ...destinationPort !== ANY_PORT && { destinationPorts: [destinationPort] },
  })
  return analyseFilter(lines, (line, space) => ({ match: space.box(tests(line)), permit: true }), 'deny').shadowed
}

const matches = ({ source, destination, protocol, sourcePort, destinationPort }: Line): Truth => and(
  packet.v4, packet.any('source', ranges(source)), packet.any('destination', ranges(destination)), packet.any('protocol', [protocol]),
  ...[['sourcePort', sourcePort] as const, ['destinationPort', destinationPort] as const].filter(([, span]) => span !== ANY_PORT)
    .map(([field, span]) => and(packet.ported, not(packet.later), packet.any(field, [span]))),
)

/** Each rule is named, and what any rule before it matches. */
async function asked(lines: readonly Line[]): Promise<readonly boolean[]> {
  const answers = await solver.ask([
    ...packet.declarations, assert(packet.valid), define('before0', FALSE),
    ...lines.flatMap((line, i) => [
      define(`rule${i}`, matches(line)), `(check-sat-assuming (rule${i} (not before${i})))`, define(`before${i + 1}`, or(`before${i}`, `rule${i}`)),
    ]),
  ])
  expect([...new Set(answers)].filter((answer) => answer !== 'sat' && answer !== 'unsat')).toEqual([])
  return answers.map((answer) => answer === 'unsat')
}

function randomList(choose: Random): Line[] {
  const block = (): Span => {
    const length = choose.pick([8, 16, 24, 24, 26, 32])
    const size = 2 ** (32 - length)
    const low = Math.floor((0x0a000000 + choose.int(0, 2) * 0x10000 + choose.int(0, 3) * 0x100 + choose.int(0, 255)) / size) * size
    return choose.chance(0.05) ? [0, 0xffffffff] : [low, low + size - 1]
  }
  const line = (): Line => {
    const protocol = choose.pick<Span>([[6, 6], [17, 17], [1, 1], ANY_PROTOCOL])
    const port = (often: number): Span => choose.chance(often) ? choose.pick<Span>([[80, 80], [443, 443], [0, 1023], [1024, 0xffff], [400, 500]]) : ANY_PORT
    return { source: block(), destination: block(), protocol, sourcePort: port(0.2), destinationPort: port(0.6) }
  }
  return Array.from({ length: choose.int(20, 90) }, line)
}

/** `@source destination lo : hi lo : hi protocol/mask`. */
function readClassBench(name: string): Line[] {
  const prefix = (text: string): Span => {
    const [address = '', length] = text.split('/')
    const size = 2 ** (32 - Number(length))
    const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
    return [value - value % size, value - value % size + size - 1]
  }
  const ports = (text: string): Span => {
    const [low, high] = text.split(':').map(Number) as [number, number]
    return low === 0 && high === 0xffff ? ANY_PORT : [low, high]
  }
  return readFileSync(new URL(name, CLASSBENCH), 'utf8').trim().split('\n').map((line) => {
    const [source, destination, sourcePort, destinationPort, protocol] = line.slice(1).split('\t') as [string, string, string, string, string]
    const [value, mask] = protocol.split('/').map(Number) as [number, number]
    return { source: prefix(source), destination: prefix(destination), sourcePort: ports(sourcePort), destinationPort: ports(destinationPort), protocol: mask === 0 ? ANY_PROTOCOL : [value, value] }
  })
}

describe('the rules that never decide', () => {
  test(`are the same: ${LISTS} lists from seed ${FIRST}`, async () => {
    const seen = { shadowed: 0, live: 0 }
    for (let seed = FIRST; seed < FIRST + LISTS; seed++) {
      const list = randomList(random(seed))
      const theirs = await asked(list)
      expect(computed(list), `seed ${seed}`).toEqual(theirs)
      for (const one of theirs) seen[one ? 'shadowed' : 'live']++
    }
    expect(Math.min(seen.shadowed, seen.live)).toBeGreaterThan(LISTS)
  }, 60_000 + LISTS * 20_000)

  const absent = existsSync(fileURLToPath(CLASSBENCH)) ? '' : ' (skipped: no ../shared/bench/classbench)'
  test.skipIf(absent)(`are the same in the lists of ClassBench${absent}`, async () => {
    for (const [name, shadowed] of [['acl1_1k', 22], ['fw1_1k', 13]] as const) {
      const list = readClassBench(name)
      const theirs = await asked(list)
      expect(theirs.filter(Boolean), name).toHaveLength(shadowed)
      expect(computed(list), name).toEqual(theirs)
    }
  }, 400_000)
})
