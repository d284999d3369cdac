/**
 * Random ordered lists, once as packet sets and once as formulas over bit vectors: the solver finds no packet that tells them apart.
 * `npm run oracle:z3 -- --networks N --seed N` for long runs.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { permitted } from '../../src/engine/chain-sets.ts'
import type { Bounds } from '../../src/engine/bounds.ts'
import { decide } from '../../src/engine/plain/chain.ts'
import type { Ranges } from '../../src/net/interval.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import type { Chain, Rule } from '../../src/topology/model.ts'
import { random } from '../brute/random.ts'
import { ListFormula, type Setting } from './chain.ts'
import { formulaOf } from './diagram.ts'
import { chainOf, INTERFACES } from './generate-chain.ts'
import { Packet, type Doubt } from './packet.ts'
import { Solver } from './solver.ts'
import { assert, differ, or } from './smt.ts'

const LISTS = Number(process.env['SANSO_Z3_NETWORKS'] ?? 60)
const FIRST = Number(process.env['SANSO_Z3_SEED'] ?? 1)

const packet = new Packet()
const solver = new Solver()
afterAll(() => solver.close())

interface Case { readonly chain: Chain; readonly setting: Setting }
const caseOf = (seed: number): Case => {
  const choose = random(seed)
  return { setting: { interfaces: INTERFACES, tracked: choose.chance(0.7) }, chain: chainOf(choose, choose.pick([0, 0.05])) }
}

function computed({ chain, setting }: Case): Bounds {
  const numbered = (names: readonly string[]): Ranges => setting.interfaces.flatMap((name, index) =>
    names.some((one) => one === name || (one.endsWith('+') && name.startsWith(one.slice(0, -1)))) ? [[index + 1, index + 1] as const] : [])
  return permitted(chain, { space: new PacketSpace(), in: numbered, out: numbered, tracked: setting.tracked }, undefined)
}

/** A packet on which what is computed of one list differs from what the formula says of another. */
async function divides(one: Case, other: Case = one): Promise<ReturnType<Packet['read']> | undefined> {
  const { must, may } = computed(one)
  const [surely, possibly] = [formulaOf(must, packet, 'must'), formulaOf(may, packet, 'may')]
  const list = new ListFormula(packet, other.setting, 'rest')
  const said: Doubt = list.passes(other.chain)
  const model = await solver.find([
    ...packet.declarations, ...surely.definitions, ...possibly.definitions, ...list.definitions, assert(packet.valid),
    assert(or(differ(surely.truth, said.surely), differ(possibly.truth, said.possibly))),
  ], packet.names)
  return model && packet.read(model)
}

/** The shortest list that still divides them, rule by rule of the outermost list. */
async function smallest({ chain, setting }: Case): Promise<Chain> {
  let least = chain
  for (let index = least.rules.length - 1; index >= 0; index--) {
    const without = { ...least, rules: least.rules.filter((_, each) => each !== index) }
    if (await divides({ chain: without, setting })) least = without
  }
  return least
}

const text = (value: unknown): string => JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `0x${each.toString(16)}` : each), 1)

describe('what a list permits, computed and as a formula', () => {
  test(`is the same set: ${LISTS} lists from seed ${FIRST}`, async () => {
    for (let seed = FIRST; seed < FIRST + LISTS; seed++) {
      const witness = await divides(caseOf(seed))
      if (witness) expect.fail(`seed ${seed}: ${text(witness)}\n${text(await smallest(caseOf(seed)))}`)
    }
  }, 60_000 + LISTS * 2_000)

  test('differs when one rule is turned round, on a packet that the plain walk decides otherwise too', async () => {
    const WANTED = 8
    let turned = 0
    for (let seed = FIRST; seed < FIRST + 60 && turned < WANTED; seed++) {
      const one = caseOf(seed)
      const other = { ...one, chain: { ...one.chain, rules: one.chain.rules.map(turnRound) } }
      const witness = await divides(one, other)
      if (!witness) continue
      turned++
      const [into, out] = [INTERFACES[witness.in - 1], INTERFACES[witness.out - 1]]
      const at = { header: witness.header, ...into && { in: into }, ...out && { out }, ...one.setting.tracked && { state: witness.state } }
      const outcomes = ({ chain }: Case): string => [...new Set(decide(chain, at).map(({ does }) => does))].sort().join(' or ')
      expect(outcomes(one), `seed ${seed}`).not.toBe(outcomes(other))
    }
    expect(turned).toBe(WANTED)
  }, 60_000)
})

const turnRound = (rule: Rule, index: number): Rule =>
  index === 0 && (rule.action.do === 'permit' || rule.action.do === 'deny') ? { ...rule, action: { do: rule.action.do === 'permit' ? 'deny' : 'permit' } } : rule
