/** What must hold of the walker on any network, whoever is right about a single packet. */
import { describe, expect, it } from 'vitest'
import { checksByRules } from './device.ts'
import { generate } from './generate.ts'
import { random } from './random.ts'
import { sample, universeOf } from './space.ts'
import { walk, type Start, type Walked } from './walk.ts'
import type { Chain, Step, Topology } from '../../src/topology/model.ts'

const SEEDS = Array.from({ length: 40 }, (_, index) => 7000 + index)

const each = (doubt: number, check: (topology: Topology, start: Start, walked: (other?: Topology, mode?: 'upper' | 'lower') => Walked) => void): void => {
  for (const seed of SEEDS) {
    const topology = generate(seed, { doubt })
    const universe = universeOf(topology)
    const choose = random(seed)
    for (let i = 0; i < 20; i++) {
      const start = sample(topology, universe, choose)
      if (start !== undefined) check(topology, start, (other = topology, mode = 'upper') => walk(other, start, mode, { universe }))
    }
  }
}

const isWithin = (a: Walked, b: Walked): boolean => [...a.delivered.keys()].every((key) => b.delivered.has(key))

const mapSteps = (topology: Topology, change: (step: Step) => Step): Topology => ({
  ...topology,
  devices: new Map([...topology.devices].map(([id, device]) => [id, { ...device, pipeline: Object.fromEntries(
    Object.entries(device.pipeline).map(([hook, steps]) => [hook, (steps as readonly Step[]).map(change)])) as unknown as typeof device.pipeline }])),
})

const stricter = (step: Step): Step => (step.kind !== 'filter' ? step : { ...step, chain: withoutPermits(step.chain) })
const withoutPermits = (chain: Chain): Chain => ({ ...chain, otherwise: 'deny' })

describe('the walker', () => {
  it('delivers in the lower reading only what it delivers in the upper, and the same where all is understood', () => {
    each(0.1, (_, __, walked) => expect(isWithin(walked(undefined, 'lower'), walked())).toBe(true))
    each(0, (topology, start, walked) => {
      // A later fragment is in doubt by itself, where a rule tests ports; so is a check of the reverse path, where it asks policy routes.
      const understood = !start.header.fragment && ![...topology.devices.values()].some(checksByRules)
      if (understood) expect([...walked(undefined, 'lower').delivered.keys()].sort()).toEqual([...walked().delivered.keys()].sort())
    })
  })
  it('delivers nothing new when the end of every filter denies', () => {
    each(0.1, (topology, _, walked) => expect(isWithin(walked(mapSteps(topology, stricter)), walked())).toBe(true))
  })
  it('delivers nothing new when every rule that permits denies, where the end denies as well', () => {
    const without = (step: Step): Step => (step.kind !== 'filter' || step.chain.otherwise === 'permit' ? step
      : { ...step, chain: { ...step.chain, rules: step.chain.rules.some(({ action }) => action.do === 'permit')
        ? step.chain.rules.map((rule) => (rule.action.do === 'permit' ? { ...rule, action: { do: 'deny' } } : rule)) : step.chain.rules } })
    each(0.1, (topology, _, walked) => expect(isWithin(walked(mapSteps(topology, without)), walked())).toBe(true))
  })
  it('does not care for the order of devices, lines, hosts and zones', () => {
    const turned = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> => new Map([...map].reverse())
    each(0.1, (topology, _, walked) => {
      const other = { ...topology, devices: turned(topology.devices), lines: turned(topology.lines), hosts: turned(topology.hosts), zones: turned(topology.zones) }
      expect([...walked(other).delivered.keys()].sort()).toEqual([...walked().delivered.keys()].sort())
    })
  })
  it('delivers nothing new when a line is cut or a host taken away', () => {
    each(0, (topology, start, walked) => {
      if ('zone' in start.place) return
      const strangers = [...walked().delivered.keys()].some((key) => key.startsWith('zone undeclared'))
      if (strangers) return
      const held = { ...topology, hosts: new Map() }
      const cut = walked(held)
      // Where the host was a next hop, nobody is one now.
      expect([...cut.delivered.keys()].every((key) => walked().delivered.has(key) || key.startsWith('zone undeclared'))).toBe(true)
    })
  })
})
