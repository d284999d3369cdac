/** What is recalled of other versions of a network changes no answer: every version is asked with it and from scratch. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Alike } from '../../src/engine/alike.ts'
import { ANY_ROUTE, Flood, MAY, PERHAPS_REQUIRED, REQUIRED, SURELY } from '../../src/engine/flood.ts'
import { Network } from '../../src/engine/network.ts'
import { placeKey } from '../../src/engine/places.ts'
import { Reach } from '../../src/engine/reach.ts'
import { Recall } from '../../src/engine/recall.ts'
import { Replies } from '../../src/engine/replies.ts'
import type { Chain, Device, Topology } from '../../src/topology/model.ts'
import { generate } from '../brute/generate.ts'
import { random, type Random } from '../brute/random.ts'
import { withSteps } from './networks.ts'

afterEach(() => vi.restoreAllMocks())

/** Every answer about packets, as text: sets by their diagrams, for both networks are over one space. */
function answers(network: Network): string {
  const reach = new Reach(network)
  const replies = new Replies(reach)
  const { graph } = network
  return [MAY, SURELY, ANY_ROUTE, REQUIRED, PERHAPS_REQUIRED].flatMap((reading) => reach.origins.flatMap((from) => {
    const flood = reach.from(from, reading)
    const about = `${placeKey(from)} ${JSON.stringify(reading)}`
    return [
      ...[...flood.places()].map(([node, set]) => `${about} at ${graph.keys[node]}: ${set.ref}`), `${about} lost: ${flood.lostAsSent().ref}`,
      ...(reading === REQUIRED ? reach.receivers().map((to) => `${about} surely to ${placeKey(to)}: ${reach.surely(from, to, network.space.all, reading).ref}`) : []),
      ...(reading === MAY ? reach.origins.map((to) => `${about} answered by ${placeKey(to)}: ${replies.answered(from, to).ref}`) : []),
    ]
  })).join('\n')
}

const without = <T>(random: Random, all: readonly T[]): T[] => (all.length === 0 ? [] : all.toSpliced(random.int(0, all.length - 1), 1))
const withoutOne = <T>(random: Random, all: ReadonlyMap<string, T>): ReadonlyMap<string, T> => new Map(without(random, [...all]))

/** One line of one list taken out, turned round or moved. */
function otherChain(random: Random, chain: Chain): Chain {
  const { rules } = chain
  return { ...chain, rules: random.pick([
    () => without(random, rules), () => random.shuffle(rules),
    () => rules.map((rule) => (rule.action.do === 'permit' || rule.action.do === 'deny' ? { ...rule, action: { do: rule.action.do === 'permit' ? 'deny' as const : 'permit' as const } } : rule)),
  ])() }
}

/** The network after an edit such as people make. */
function edited(random: Random, topology: Topology): Topology {
  const chosen = random.pick([...topology.devices.keys()])
  const onDevice = (change: (device: Device) => Device): Topology => ({ ...topology, devices: new Map([...topology.devices].map(([id, one]) => [id, id === chosen ? change(one) : one])) })
  return random.pick([
    () => withSteps(topology, (step) => (step.kind === 'track' || random.chance(0.7) ? step : { ...step, chain: otherChain(random, step.chain) })),
    () => withSteps(topology, (step) => (step.kind === 'track' || random.chance(0.7) ? step : { ...step, chain: otherChain(random, step.chain) })),
    () => onDevice((device) => ({ ...device, routes: without(random, device.routes) })),
    () => onDevice((device) => ({ ...device, interfaces: withoutOne(random, device.interfaces), routes: [], policyRoutes: [] })),
    () => ({ ...topology, lines: withoutOne(random, topology.lines) }),
    () => ({ ...topology, hosts: withoutOne(random, topology.hosts) }),
    () => ({ ...topology, parties: withoutOne(random, topology.parties) }),
    () => ({ ...topology, devices: withoutOne(random, topology.devices) }),
    () => ({ ...topology }),
  ])()
}

/** The seeds of networks of which some version is answered otherwise. */
function stale(seeds: number, versions = 3): number[] {
  return Array.from({ length: seeds }, (_, index) => 7700 + index).filter((seed) => {
    const choices = random(seed)
    const recall = new Recall()
    let topology = generate(seed)
    for (let version = 0; version < versions; version++) {
      if (answers(new Network(topology, recall)) !== answers(new Network(topology, recall.space))) return true
      if (topology.devices.size > 0) topology = edited(choices, topology)
    }
    return false
  })
}

describe('with what is recalled of earlier versions', () => {
  test('everything is answered as from scratch, and much of it is recalled', () => {
    const recalled = vi.spyOn(Flood.prototype, 'in')
    expect(stale(20)).toEqual([])
    expect(recalled.mock.calls.length).toBeGreaterThan(500)
  })

  test('an edge that is taken to do what it did before is found out', () => {
    vi.spyOn(Alike.prototype, 'counterpart').mockImplementation(function (this: Alike, node) {
      const { before, now } = this as unknown as { before: Network['graph']; now: Network['graph'] }
      return now.has(before.keys[node]!) ? now.node(before.keys[node]!) : undefined
    })
    expect(stale(6).length).toBeGreaterThan(0)
  })

  test('so is a list that is taken to say what another says', () => {
    vi.spyOn(Recall.prototype, 'meaning').mockReturnValue('anything')
    expect(stale(6).length).toBeGreaterThan(0)
  })
})
