/**
 * Networks of some tens of devices and segments: for every pair of segments, what `reach` computes and what the formula of the plan
 * says are the same packets. The library gets the plan as a topology file, the solver hop by hop.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { Network } from '../../src/engine/network.ts'
import { Reach } from '../../src/engine/reach.ts'
import { explore } from '../../src/engine/trace.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import type { Header } from '../../src/net/header.ts'
import { loadTopology } from '../../src/topology/load.ts'
import type { Topology } from '../../src/topology/model.ts'
import { random } from '../brute/random.ts'
import { formulaOf } from './diagram.ts'
import { Forwarding } from './forwarding.ts'
import { generatePlan } from './generate-plan.ts'
import { Packet } from './packet.ts'
import { documentOf, type Plan, type Segment } from './plan.ts'
import { assert, differ, or } from './smt.ts'
import { Solver } from './solver.ts'

const WISHED = process.env['SANSO_Z3_NETWORKS']
/** One of these takes as long as many lists. */
const NETWORKS = WISHED === undefined ? 1 : Math.ceil(Number(WISHED) / 10)
/** Of each network so many segments are asked what they reach of all others. */
const ORIGINS = 4
const FIRST = Number(process.env['SANSO_Z3_SEED'] ?? 1)

const packet = new Packet()
const solver = new Solver()
afterAll(() => solver.close())

function topologyOf(plan: Plan): Topology {
  const { topology, problems } = loadTopology('plan.yaml', (name) => (name === 'plan.yaml' ? documentOf(plan) : undefined), () => [])
  if (!topology) throw new Error(`the loader refused: ${JSON.stringify(problems, undefined, 1)}`)
  return topology
}

interface Difference { readonly from: string; readonly to: string; readonly header: Header }

/** The first packet that one of the plans lets through as the library computes it, and the other not as the formula says, or the other way round. */
async function divides(plan: Plan, other: Plan, count = { open: 0, closed: 0 }): Promise<Difference | undefined> {
  const reach = new Reach(new Network(topologyOf(plan)))
  const forwarding = new Forwarding(other, packet)
  for (const origin of random(plan.seed).shuffle(plan.segments).slice(0, ORIGINS)) {
    const { definitions, reached } = forwarding.from(origin)
    const pairs = plan.segments.filter((target) => target !== origin).map((target) => ({ target, computed: computed(reach, origin, target) }))
    const formulas = pairs.map(({ target, computed: set }, i) => ({ ...formulaOf(set, packet, `node${i}.`), said: reached.get(target.id)! }))
    for (const { computed: set } of pairs) count[set.isEmpty() ? 'closed' : 'open']++
    const common = [...packet.declarations, ...forwarding.definitions, ...definitions, ...formulas.flatMap((one) => one.definitions), assert(packet.valid)]
    const differing = formulas.map(({ truth, said }) => differ(truth, said))
    if (!await solver.find([...common, assert(or(...differing))], packet.names)) continue
    for (const [i, { target }] of pairs.entries()) {
      const model = await solver.find([...common, assert(differing[i]!)], packet.names)
      if (model) return { from: origin.id, to: target.id, header: packet.read(model).header }
    }
  }
  return undefined
}

const computed = (reach: Reach, from: Segment, to: Segment): PacketSet => reach.initiate({ segment: from.id }, { segment: to.id }).forget('in', 'out', 'state')

/** The plain walk of the library, which knows no sets. */
const arrives = (plan: Plan, { from, to, header }: Difference): boolean => explore(topologyOf(plan), { place: { segment: from }, header })
  .some(({ end }) => end.kind === 'delivered' && 'segment' in end.place && end.place.segment === to)

const text = (value: unknown): string => JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `0x${each.toString(16)}` : each))

/** Without rules, lists and routes that it does not need. */
async function smallest(plan: Plan): Promise<Plan> {
  let least = plan
  const tryWithout = async (routers: Plan['routers']): Promise<void> => {
    if (await divides({ ...least, routers }, { ...least, routers })) least = { ...least, routers }
  }
  for (const index of plan.routers.keys()) {
    const only = (change: (router: Plan['routers'][number]) => Plan['routers'][number]): Plan['routers'] => least.routers.map((one, i) => (i === index ? change(one) : one))
    await tryWithout(only(({ filter: _, ...rest }) => ({ ...rest, stateful: false })))
    await tryWithout(only((one) => ({ ...one, lists: {}, faces: one.faces.map(({ ingress: _, egress: __, ...face }) => face) })))
    await tryWithout(only((one) => ({ ...one, routes: [] })))
  }
  return least
}

describe('what gets from segment to segment, computed and as a formula', () => {
  test(`is the same set: ${NETWORKS} networks from seed ${FIRST}`, async () => {
    const count = { open: 0, closed: 0 }
    for (let seed = FIRST; seed < FIRST + NETWORKS; seed++) {
      const plan = generatePlan(seed, random(seed))
      const found = await divides(plan, plan, count)
      if (found) expect.fail(`seed ${seed}: ${text(found)}; the plain walk says it ${arrives(plan, found) ? 'arrives' : 'does not arrive'}\n${documentOf(await smallest(plan))}`)
    }
    expect(Math.min(count.open, count.closed)).toBeGreaterThan(2 * NETWORKS)
  }, 120_000 + NETWORKS * 60_000)

  test('differs when one filter is turned round, on a packet that the plain walk takes another way too', async () => {
    const plan = generatePlan(FIRST, random(FIRST))
    const turned = plan.routers.findIndex(({ filter }) => filter?.some(({ permit }) => permit))
    const other = { ...plan, routers: plan.routers.map((one, i) => (i === turned ? { ...one, filter: one.filter!.map((rule) => ({ ...rule, permit: !rule.permit })) } : one)) }
    const found = await divides(plan, other)
    expect(found).toBeDefined()
    expect(arrives(plan, found!)).not.toBe(arrives(other, found!))
  }, 120_000)
})
