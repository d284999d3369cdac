/**
 * Who takes something away breaks nothing: narrowing a permit, denying on top, removing who passes on, a host or a party never
 * turns a rule that forbids from proved to refuted. For routes, translations, interfaces with a backup, sanitizers and entries
 * of the register it does not hold, and one example of each shows it.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { Network } from '../../src/engine/network.ts'
import { Reach } from '../../src/engine/reach.ts'
import { ask as askRule } from '../../src/rules/ask.ts'
import { RULES } from '../../src/rules/index.ts'
import { Judgement } from '../../src/rules/judgement/judgement.ts'
import { profileOf } from '../../src/rules/profiles/profile.ts'
import { SAIKAI_2024 } from '../../src/rules/profiles/saikai-2024.ts'
import type { Chain, Condition, Flow, Rule, Topology, Zone } from '../../src/topology/model.ts'
import { generate } from '../brute/generate.ts'
import { random, type Random } from '../brute/random.ts'
import { withChains } from '../engine/networks.ts'
import { load, topologyOf } from '../topology/loading.ts'
import { AS_OF, ask, brief, edited, SMALL } from './asking.ts'

const FORBIDDING = ['mynumber-isolation', 'mynumber-transitive', 'path-division', 'sanitization-waypoint', 'egress-aggregation', 'lgwan-exposure']
const EXAMPLES = fileURLToPath(new URL('../../examples/rules/', import.meta.url))
const example = (name: string): Topology => topologyOf(load(readFileSync(`${EXAMPLES}${name}.yaml`, 'utf8')))

/** The outcome of every obligation of the rules that forbid. */
function outcomes(topology: Topology): Map<string, string> {
  const judgement = new Judgement(new Reach(new Network(topology)), profileOf(SAIKAI_2024), AS_OF, new Map())
  return new Map(RULES.filter(({ id }) => FORBIDDING.includes(id)).flatMap((rule) =>
    askRule(rule, judgement).filter(({ severity }) => severity !== 'note').map(({ key, outcome }): [string, string] => [`${rule.id} ${key}`, outcome])))
}

const turned = (before: ReadonlyMap<string, string>, after: Topology): string[] =>
  [...outcomes(after)].filter(([key, outcome]) => outcome === 'refuted' && ['proved', 'vacuous'].includes(before.get(key) ?? '')).map(([key]) => key)

const without = <T>(map: ReadonlyMap<string, T>, id: string): Map<string, T> => new Map([...map].filter(([key]) => key !== id))

const isPermit = ({ action }: Rule): boolean => action.do === 'permit'

const conditions = (choose: Random): Condition => choose.pick<Condition>([
  { test: 'destination-port', set: [[443, 443]] }, { test: 'protocol', set: [[6, 6]] }, { test: 'family', family: 4 },
  { test: 'source', set: { v4: [[0x0a0a0a00n, 0x0a0a0aefn]], v6: [] } }, { test: 'destination', set: { v4: [[0xc0a81e00n, 0xc0a81effn]], v6: [] } },
])

/** Changes one chain of those that have a permitting rule. */
function inOneChain(topology: Topology, choose: Random, change: (chain: Chain) => Chain): Topology {
  const chains = new Set<Chain>()
  withChains(topology, (chain) => (chains.add(chain), chain))
  const candidates = [...chains].filter(({ rules }) => rules.some(isPermit))
  if (candidates.length === 0) return topology
  const chosen = choose.pick(candidates)
  return withChains(topology, (chain) => (chain === chosen ? change(chain) : chain))
}

const atOnePermit = (chain: Chain, choose: Random, change: (rule: Rule) => Rule[]): Chain => {
  const chosen = choose.pick(chain.rules.filter(isPermit))
  return { ...chain, rules: chain.rules.flatMap((rule) => (rule === chosen ? change(rule) : [rule])) }
}

const named = ({ flows, exceptions }: Topology): ReadonlySet<string> =>
  new Set([...flows.values(), ...exceptions.values()].flatMap(({ from, to }) => [...from, ...to]).flatMap((end) => ('id' in end ? [end.id] : [])))

/** One thing less. What the register names stays: without it the entry would have to go as well. */
const EDITS: Readonly<Record<string, (topology: Topology, choose: Random) => Topology>> = {
  'a permit narrowed': (topology, choose) => inOneChain(topology, choose, (chain) =>
    atOnePermit(chain, choose, (rule) => [{ ...rule, when: { test: 'all', of: [rule.when, conditions(choose)] } }])),
  'a permit removed': (topology, choose) => inOneChain(topology, choose, (chain) => atOnePermit(chain, choose, () => [])),
  'a deny on top': (topology, choose) => inOneChain(topology, choose, (chain) =>
    ({ ...chain, rules: [{ at: chain.at, when: conditions(choose), action: { do: 'deny' } }, ...chain.rules] })),
  'a host removed': (topology, choose) => {
    const free = [...topology.hosts.values()].filter(({ id, sanitizes }) => sanitizes.length === 0 && !named(topology).has(id))
    return free.length === 0 ? topology : { ...topology, hosts: without(topology.hosts, choose.pick(free).id) }
  },
  'a party removed': (topology, choose) => {
    const free = [...topology.parties.keys()].filter((id) => !named(topology).has(id))
    return free.length === 0 ? topology : { ...topology, parties: without(topology.parties, choose.pick(free)) }
  },
  'a zone that relays no more': (topology, choose) => {
    const relaying = [...topology.zones.values()].filter(({ relays }) => relays)
    if (relaying.length === 0) return topology
    const chosen = choose.pick(relaying)
    return { ...topology, zones: new Map([...topology.zones].map(([id, zone]): [string, Zone] => [id, zone === chosen ? { ...zone, relays: false } : zone])) }
  },
  'a host that relays no more': (topology, choose) => {
    const relaying = [...topology.hosts.values()].filter(({ relays }) => relays !== 'none')
    if (relaying.length === 0) return topology
    const chosen = choose.pick(relaying)
    return { ...topology, hosts: new Map([...topology.hosts].map(([id, host]) => [id, host === chosen ? { ...host, relays: 'none' as const } : host])) }
  },
}

describe('one thing less never turns a rule that forbids from proved to refuted', () => {
  const examples = ['mynumber-transitive.pass', 'path-division.fail', 'egress-aggregation.fail', 'cloud-tier.pass', 'dual-homed.fail']
  test.each(examples.map((name, index) => [name, index] as const))('in %s', (name, index) => {
    const topology = example(name)
    const before = outcomes(topology)
    Object.entries(EDITS).forEach(([what, edit], number) => {
      const choose = random(100 * index + number)
      for (let round = 0; round < 3; round++) expect(turned(before, edit(topology, choose)), what).toEqual([])
    })
  })

  test('in random small networks', () => {
    let proved = 0
    for (let seed = 400; seed < 405; seed++) {
      const topology = generate(seed, { doubt: 0 })
      const before = outcomes(topology)
      proved += [...before.values()].filter((outcome) => outcome === 'proved').length
      Object.entries(EDITS).forEach(([what, edit], number) =>
        expect(turned(before, edit(topology, random(seed * 10 + number))), `${what}, seed ${seed}`).toEqual([]))
    }
    expect(proved).toBeGreaterThan(20)
  })
})

describe('it does not hold', () => {
  const refuted = (rule: string, content: string): string[] => brief(ask(rule, content)).filter((one) => one.startsWith('refuted'))

  test('of routes: a network that was routed to nowhere follows the default', () => {
    const content = edited(edited(SMALL, 'routes: [', 'routes: [{ to: 198.51.100.0/24, discard: true, distance: 1 }, '), 'destination: eltax,', 'destination: 198.51.100.51,')
    expect(refuted('mynumber-isolation', content)).toEqual([])
    expect(refuted('mynumber-isolation', edited(content, '{ to: 198.51.100.0/24, discard: true, distance: 1 }, ', ''))).toEqual(['refuted error mn->lgwan'])
  })

  test('of translations: what was sent to a server of its own goes where it is addressed', () => {
    const content = edited(edited(SMALL, 'destination: eltax,', 'destination: [tax, 198.51.100.51],'), '    routes:', '    nat: [{ id: n, kind: destination, in: mn, match: { destination: 198.51.100.51 }, to: tax }]\n    routes:')
    expect(refuted('mynumber-isolation', content)).toEqual([])
    expect(refuted('mynumber-isolation', content.replace(/    nat: .*\n/, ''))).toEqual(['refuted error mn->lgwan'])
  })

  test('of interfaces with a backup: without the way that a filter watches, the other is taken', () => {
    const content = edited(edited(edited(SMALL, 'in: { address: 192.168.30.1/24 } }', 'in: { address: 192.168.30.1/24 }, main: { address: 10.20.20.1/30 } }'),
      'lg-srv: { zone: lg, subnets: [10.20.10.0/24] }', 'lg-srv: { zone: lg, subnets: [10.20.10.0/24] }\n  lg-main: { zone: lg, subnets: [10.20.20.0/30] }'),
    'routes: [{ to: default, via: 10.20.10.254 }]', 'routes: [{ to: default, via: 10.20.10.254, distance: 10 }, { to: 198.51.100.0/24, via: 10.20.20.2 }]')
      .replace('lines:\n', 'lines:\n  main: { kind: lgwan, segment: lg-main, peer: 10.20.20.2, to: lgwan }\n').replace('destination: eltax, service', 'destination: 198.51.100.51, service')
    expect(refuted('mynumber-isolation', content)).toEqual([])
    const down = content.replace(', main: { address: 10.20.20.1/30 }', '').replace(', { to: 198.51.100.0/24, via: 10.20.20.2 }', '')
    expect(refuted('mynumber-isolation', down)).toEqual(['refuted error mn->lgwan'])
  })

  test('of sanitizers: what they let through is raw without them', () => {
    const topology = example('sanitization-waypoint.pass')
    const hosts = new Map([...topology.hosts].map(([id, host]) => [id, { ...host, sanitizes: [] }]))
    expect(turned(outcomes(topology), { ...topology, hosts })).toEqual(['sanitization-waypoint internet->lg'])
  })

  test('of entries of the register: what they permitted breaks a rule without them', () => {
    const topology = example('mynumber-isolation.pass')
    expect(turned(outcomes(topology), { ...topology, flows: new Map<string, Flow>() })).toContain('mynumber-isolation mn->lgwan')
  })
})

