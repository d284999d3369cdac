/** Lists as packet sets against the same lists asked about one packet: may = some decision does it, must = all of them do. */
import { describe, expect, test } from 'vitest'
import { generate } from '../brute/generate.ts'
import { random, type Random } from '../brute/random.ts'
import { sample, universeOf } from '../brute/space.ts'
import { exactly, type Bounds } from '../../src/engine/bounds.ts'
import { permitted, translated } from '../../src/engine/chain-sets.ts'
import type { Scope } from '../../src/engine/condition-sets.ts'
import { decide, type Decision } from '../../src/engine/plain/chain.ts'
import { named } from '../../src/engine/plain/condition.ts'
import { STATES, type Header, type State } from '../../src/net/header.ts'
import type { Ranges } from '../../src/net/interval.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import type { Chain, Device, Step } from '../../src/topology/model.ts'

interface Asked {
  readonly chain: Chain
  readonly scope: Scope
  readonly state: State | undefined
  readonly headers: readonly Header[]
  readonly at: { readonly in: number; readonly out: number }
  decisions(header: Header): Decision[]
}

const stepsOf = ({ pipeline }: Device): Step[] => Object.values(pipeline).flatMap((steps: readonly Step[]) => steps)

/** Every list of random devices, as random packets meet it at random interfaces, before tracking or in some state. */
function eachList(seeds: number, doubt: number, kind: 'filter' | 'translate', check: (asked: Asked, random: Random, seed: number) => void): void {
  const space = new PacketSpace()
  for (let seed = 5000; seed < 5000 + seeds; seed++) {
    const topology = generate(seed, { doubt })
    const universe = universeOf(topology)
    const choose = random(seed)
    for (const device of topology.devices.values()) {
      const faces = [...device.interfaces.keys()]
      const numbers = (names: readonly string[]): Ranges => faces.flatMap((name, index) =>
        (names.some((pattern) => named(pattern, name)) ? [[index + 1, index + 1] as const] : []))
      for (const step of stepsOf(device)) {
        if (step.kind !== kind) continue
        const state = choose.chance(0.3) ? undefined : choose.pick(STATES)
        const at = { in: choose.int(0, faces.length), out: choose.int(0, faces.length) }
        const starts = Array.from({ length: 25 }, () => sample(topology, universe, choose)).filter((start) => start !== undefined)
        check({
          chain: step.chain, state, at, headers: starts.map(({ header }) => header),
          scope: { space, tracked: state !== undefined, in: numbers, out: numbers },
          decisions: (header) => decide(step.chain, {
            header, ...(state && { state }),
            ...(at.in > 0 && { in: faces[at.in - 1]! }), ...(at.out > 0 && { out: faces[at.out - 1]! }),
          }),
        }, choose, seed)
      }
    }
  }
}

const statesOf = ({ scope, state }: Asked) => (state === undefined ? undefined : scope.space.state([state]))

describe('permitted', () => {
  const agrees = (doubt: number): void => eachList(60, doubt, 'filter', (asked, _, seed) => {
    const { must, may } = permitted(asked.chain, asked.scope, statesOf(asked))
    for (const header of asked.headers) {
      const decisions = asked.decisions(header)
      expect({ seed, header, may: may.contains(header, asked.at), must: must.contains(header, asked.at) }).toEqual({
        seed, header, may: decisions.some(({ does }) => does !== 'deny'), must: decisions.every(({ does }) => does !== 'deny'),
      })
    }
  })

  test('is what some decision, and what every decision, lets by', () => agrees(0))
  test('is so where tests and actions are not understood', () => agrees(0.25))

  test('says nothing of states: it is the same in each', () => eachList(10, 0.1, 'filter', (asked) => {
    const { may } = permitted(asked.chain, asked.scope, statesOf(asked))
    if (asked.state) expect(may.forget('state').equals(may)).toBe(true)
  }))
})

describe('translated', () => {
  const key = (value: unknown): string => JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one))

  const agrees = (doubt: number, exact: boolean): void => eachList(60, doubt, 'translate', (asked, _, seed) => {
    const { space } = asked.scope
    // Like the device, it asks about packets in one state.
    const arriving = asked.state ? space.state([asked.state]) : space.all
    const { rewrites, denied, unchanged } = translated(asked.chain, asked.scope, exactly(arriving))
    for (const header of asked.headers) {
      const here = { ...asked.at, ...(asked.state && { state: asked.state }) }
      const inside = ({ must, may }: Bounds) => ({ must: must.contains(header, here), may: may.contains(header, here) })
      const decisions = asked.decisions(header)
      const says = (does: Decision['does']) => ({ must: decisions.every((each) => each.does === does), may: decisions.some((each) => each.does === does) })
      for (const [name, set] of [['deny', denied], ['permit', unchanged]] as const) {
        const [ours, theirs] = [inside(set), says(name)]
        expect({ seed, header, name, may: ours.may }).toEqual({ seed, header, name, may: theirs.may })
        // A later fragment, and a state before tracking, are in doubt by themselves.
        if (exact && asked.state && !header.fragment) expect(ours).toEqual(theirs)
        else expect(ours.must && !theirs.must).toBe(false)
      }
      const made = new Set(rewrites.filter(({ when }) => inside(when).may).map(({ to }) => key(to)))
      expect(made).toEqual(new Set(decisions.flatMap(({ does, to }) => (does === 'rewrite' ? [key(to)] : []))))
      for (const { when, to } of rewrites) if (inside(when).must) expect(decisions.map((each) => key(each.to))).toEqual([key(to)])
    }
  })

  test('rewrites, drops and leaves alone what the decisions do', () => agrees(0, true))
  // Where two lines would do the same and one of them is in doubt, it knows less than both together: `must` is only sound.
  test('never claims more than the decisions where something is not understood', () => agrees(0.25, false))
})

describe('a list that takes packets out of tracking', () => {
  const marking = (chain: Chain, random: Random): Chain => ({
    ...chain,
    rules: chain.rules.map((rule) => {
      const { action } = rule
      if (action.do === 'jump' || action.do === 'goto') return { ...rule, action: { ...action, chain: marking(action.chain, random) } }
      return random.chance(0.5) ? { ...rule, action: { do: 'untrack' } } : rule
    }),
  })

  test('marks what some decision, and what every decision, marked', () => eachList(40, 0, 'filter', (asked, random, seed) => {
    const chain = marking(asked.chain, random)
    const { untracked } = translated(chain, { ...asked.scope, tracked: false }, exactly(asked.scope.space.all))
    const device = { sessions: { kind: 'conntrack', reassembles: false, helpers: false } } as const
    for (const header of asked.headers) {
      // Before tracking a test of states is in doubt: only lists that ask for none are exact.
      const decisions = decide(chain, { header, ...device, ...inAndOut(asked) })
      expect({ seed, header, may: untracked.may.contains(header, asked.at) }).toEqual({ seed, header, may: decisions.some((each) => each.untracked) })
      if (untracked.must.contains(header, asked.at)) expect(decisions.every((each) => each.untracked)).toBe(true)
    }
  }))

  /** The names of the interfaces that `asked.at` numbers: the generator calls them i0, i1, … and u0. */
  function inAndOut({ scope, at }: Asked): { in?: string; out?: string } {
    const name = (index: number): string | undefined => ['i0', 'i1', 'i2', 'i3', 'u0'].find((each) => scope.in([each]).some(([low]) => low === index))
    const [comes, goes] = [name(at.in), name(at.out)]
    return { ...(comes !== undefined && { in: comes }), ...(goes !== undefined && { out: goes }) }
  }
})
