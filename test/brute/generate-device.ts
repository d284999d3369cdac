/** One random device: interfaces on some segments, routes towards what there is, a pipeline of its kind. */
import { address as parsed, network, prefix } from './addresses.ts'
import { AT, condition, filter, raw, translate, type Vocabulary } from './generate-rules.ts'
import type { Random } from './random.ts'
import type { Address, Prefix } from '../../src/net/address.ts'
import type { Family } from '../../src/net/header.ts'
import { DEFAULT_VRF, type Condition, type Device, type Gap, type Interface, type InterfaceAddress, type Line, type Pipeline, type PolicyRoute, type Route, type Segment, type Sessions, type Step } from '../../src/topology/model.ts'

export interface Ground {
  readonly random: Random
  readonly segments: readonly Segment[]
  readonly lines: readonly Line[]
  /** Next hops that something other than a device owns. */
  readonly hostAddresses: readonly { readonly segment: string; readonly address: Address }[]
  /** What routes and rules may name. */
  readonly prefixes: readonly Prefix[]
  readonly doubt: number
  readonly tiny: boolean
}

/** The address of the nth device on a subnet: known before the other devices are made, so that routes may name it. */
export const deviceAddress = (subnet: Prefix, index: number): Address =>
  ({ family: subnet.family, value: subnet.address + BigInt(index + 1) })

/** The address that devices on a subnet may share, as if it were the nth device's. */
const SHARED = 12

/** From here on: the addresses of second interfaces on a segment. */
const SECOND = 9

const interfaces = ({ random, segments }: Ground, index: number): Interface[] => {
  const chosen = random.shuffle(segments).slice(0, random.pick([2, 2, 3, 3, 4]))
  const twoVrfs = random.chance(0.2)
  const numbered = random.chance(0.06) ? 0 : 0.92
  const check = (): Interface['reversePath'] => random.pick(['none', 'none', 'none', 'none', 'loose', 'strict', 'feasible'])
  const twice = random.chance(0.1) ? chosen.slice(0, 1) : []
  const bound = [...chosen, ...twice].map((segment, i): Interface => ({
    name: `i${i}`, at: AT, segment: segment.id, reversePath: check(),
    vrf: twoVrfs && random.chance(0.5) ? 'red' : DEFAULT_VRF,
    addresses: segment.subnets.filter(() => random.chance(numbered)).flatMap((subnet): InterfaceAddress[] => {
      const length = random.chance(0.06) ? subnet.length - 2 : subnet.length
      const own = { address: deviceAddress(subnet, i < chosen.length ? index : index + SECOND), at: AT, length }
      return random.chance(0.25) ? [own, { address: deviceAddress(subnet, SHARED), at: AT, length, virtual: true }] : [own]
    }),
  }))
  if (!random.chance(0.12)) return bound
  return [...bound, { name: 'u0', at: AT, reversePath: check(), vrf: DEFAULT_VRF,
    addresses: [{ address: parsed(`172.31.${index}.1`), length: 30, at: AT }] }]
}

const routing = (ground: Ground, index: number, own: readonly Interface[], vocabulary: Vocabulary): Pick<Device, 'routes' | 'policyRoutes'> => {
  const { random, prefixes, lines, hostAddresses } = ground
  const vrfs = [...new Set(own.map((each) => each.vrf))]
  const everything: readonly Prefix[] = [prefix('0.0.0.0/0'), { family: 6, address: 0n, length: 0 }]
  const nextHops = (each: Interface): Address[] => {
    const segment = ground.segments.find(({ id }) => id === each.segment)
    if (segment === undefined) return [parsed('172.31.0.2')]
    return [
      ...lines.filter((line) => line.segment === segment.id).flatMap((line) => [...line.peers, ...line.peers]),
      ...segment.subnets.flatMap((subnet) => [0, 1, 2].filter((other) => other !== index).map((other) => deviceAddress(subnet, other))),
      ...(random.chance(0.3) ? segment.subnets.map((subnet) => deviceAddress(subnet, SHARED)) : []),
      ...hostAddresses.filter((each) => each.segment === segment.id).map(({ address }) => address),
      ...(random.chance(0.1) ? segment.subnets.map((subnet) => ({ family: subnet.family, value: subnet.address + 12n })) : []),
    ]
  }
  const next = (vrf: string, family: Family): Route['next'][] => {
    if (random.chance(0.05)) return [{ kind: 'null' }]
    const other = vrfs.find((each) => each !== vrf)
    if (other !== undefined && random.chance(0.4)) return [{ kind: 'vrf', vrf: other }]
    const out = random.pick(own.filter((each) => each.vrf === vrf))
    if (random.chance(0.06)) return [{ kind: 'interface', interface: out.name }]
    const hops = nextHops(out).filter((each) => each.family === family)
    return hops.length === 0 ? [] : [{ kind: 'via', address: random.pick(hops), interface: out.name }]
  }
  const one = (vrf: string, to: Prefix): Route[] => {
    const distance = random.pick([1, 1, 1, 1, 5])
    return next(vrf, to.family).map((way) => ({ at: AT, vrf, to, distance, next: way }))
  }
  const policy = (vrf: string): PolicyRoute[] => {
    const family = random.pick([4, 4, 6] as const)
    const way: PolicyRoute['next'] | undefined = random.chance(0.15) ? { kind: 'table' } : next(vrf, family)[0]
    const when: Condition = { test: 'all', of: [{ test: 'family', family }, condition(vocabulary, { in: true, out: false, state: false })] }
    return way === undefined ? [] : [{ at: AT, vrf, when, next: way }]
  }
  const policies = random.chance(0.25) ? vrfs.flatMap((vrf) => Array.from({ length: random.int(0, 3) }, () => policy(vrf)).flat()) : []
  const table = vrfs.flatMap((vrf) => Array.from({ length: random.int(1, ground.tiny ? 3 : 6) }, () => {
    const to = random.chance(0.4) ? random.pick(everything) : random.pick(prefixes)
    const wide = random.chance(0.15) ? network(to.family, to.address, Math.max(0, to.length - 1)) : to
    return random.chance(0.15) ? [...one(vrf, wide), ...one(vrf, wide)] : one(vrf, wide)
  }).flat())
  return { routes: table, ...(policies.length > 0 && { policyRoutes: policies }) }
}

const pipeline = (from: Vocabulary, pools: readonly Prefix[], families: readonly (4 | 6)[], sessions: Sessions): Pipeline => {
  const { random } = from
  const maybe = (probability: number, step: () => Step): Step[] => (random.chance(probability) ? [step()] : [])
  const conntrack = sessions.kind === 'conntrack'
  const states = conntrack || sessions.kind === 'inspecting'
  const early = { in: true, out: false, state: states }
  const late = { in: true, out: true, state: states }
  // Own packets have no incoming interface; what the engine makes of that test is asked in disputes.test.ts.
  const own = { in: false, out: true, state: states }
  const target = random.chance(0.3)
  // An inspecting device that does not say where it looks its sessions up does so at once.
  const track = (): Step[] => (conntrack || (states && random.chance(0.8)) ? [{ kind: 'track' }] : [])
  return {
    prerouting: [
      ...maybe(conntrack ? 0.2 : 0, () => raw(from)),
      ...maybe(sessions.kind === 'inspecting' ? 0.2 : 0, () => filter(from, { ...early, state: false })),
      ...track(),
      ...maybe(conntrack ? 0.15 : 0.3, () => filter(from, early)),
      ...(target ? [translate(from, 'destination', pools, families)] : []),
      ...maybe(states ? 0.15 : 0, () => filter(from, early)),
    ],
    forward: maybe(sessions.kind === 'none' ? 0.35 : 0.9, () => filter(from, late)),
    postrouting: [
      ...maybe(0.2, () => filter(from, own)), ...maybe(0.3, () => translate(from, 'source', pools, families)),
      ...maybe(states ? 0.2 : 0, () => filter(from, own)),
    ],
    input: maybe(0.3, () => filter(from, early)),
    output: [...track(), ...maybe(0.2, () => filter(from, own))],
  }
}

const GAPS: readonly Omit<Gap, 'touches'>[] = [
  { families: [4], at: AT, what: 'a line' }, { families: [6], at: AT, what: 'a line' }, { families: [4, 6], at: AT, what: 'a line' },
]

export const generateDevice = (ground: Ground, index: number): Device => {
  const { random, doubt, tiny } = ground
  const own = interfaces(ground, index)
  const sessions = random.pick<Sessions>([
    { kind: 'none', reassembles: false, helpers: false },
    { kind: 'strict', reassembles: true, helpers: false },
    { kind: 'strict', reassembles: true, helpers: false, midstream: true },
    { kind: 'inspecting', reassembles: true, helpers: false },
    { kind: 'inspecting', reassembles: false, helpers: false },
    { kind: 'conntrack', reassembles: false, helpers: false },
    { kind: 'conntrack', reassembles: true, helpers: false },
  ])
  const vocabulary: Vocabulary = {
    random, prefixes: ground.prefixes, interfaces: own.map(({ name }) => name), conntrack: sessions.kind === 'conntrack', doubt, tiny,
  }
  const families = ([4, 6] as const).filter((family) => own.every((each) => each.addresses.some(({ address }) => address.family === family)))
  const hosts = ground.prefixes.map((each) => network(each.family, each.address + 3n, each.family === 4 ? 32 : 128))
  const pools = [...hosts, ...ground.prefixes.filter((each) => (each.family === 4 ? 32 : 128) - each.length <= 2)]
  return {
    id: `d${index}`, at: AT, kind: sessions.kind === 'none' ? 'router' : 'firewall',
    interfaces: new Map(own.map((each) => [each.name, each])),
    ...routing(ground, index, own, vocabulary), sessions, runs: [],
    pipeline: pipeline(vocabulary, pools, families, sessions),
    gaps: doubt > 0 && random.chance(0.1) ? [{ ...random.pick(GAPS), touches: random.pick(['filters', 'forwarding', 'routes', 'routes'] as const) }] : [],
  }
}
