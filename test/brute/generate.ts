/** Random small networks, built straight in the shapes of the model. */
import { prefix, set, setOf } from './addresses.ts'
import { deviceAddress, generateDevice, type Ground } from './generate-device.ts'
import { AT } from './generate-rules.ts'
import { random as seeded, type Random } from './random.ts'
import type { AddressSet, Prefix } from '../../src/net/address.ts'
import type { Device, Host, Line, Link, Party, PortEnd, Segment, Switch, SwitchPort, Tier, Topology, Zone } from '../../src/topology/model.ts'

export interface Parts {
  readonly zones?: readonly Zone[]
  readonly segments?: readonly Segment[]
  readonly lines?: readonly Line[]
  readonly devices?: readonly Device[]
  readonly hosts?: readonly Host[]
  readonly parties?: readonly Party[]
}

const byId = <T extends { readonly id: string }>(all: readonly T[] = []): ReadonlyMap<string, T> => new Map(all.map((each) => [each.id, each]))

export const topologyOf = ({ zones, segments, lines, devices, hosts, parties }: Parts): Topology => ({
  file: 'random', at: AT, network: 'random', policy: { profile: 'random', model: 'alpha', at: AT }, absent: new Map(),
  zones: byId(zones), segments: byId(segments), lines: byId(lines), devices: byId(devices), hosts: byId(hosts), parties: byId(parties),
  tunnels: new Map(), flows: new Map(), exceptions: new Map(), infrastructure: new Map(), audits: new Map(),
})

export const zone = (id: string, tier: Tier, outside?: { addresses?: AddressSet; relays?: boolean }): Zone => ({
  id, at: AT, tier, external: outside !== undefined, addresses: outside?.addresses ?? set(), relays: outside?.relays ?? false,
})

export const host = (id: string, at: readonly (readonly [place: string, ...addresses: string[]])[], more: Partial<Host> = {}): Host => ({
  id, at: AT, role: 'server', handles: [], sanitizes: [], ...more,
  attach: at.map(([place, ...addresses]) => ({ at: AT, addresses: set(...addresses),
    place: place.startsWith('zone ') ? { zone: place.slice(5) } : { segment: place } })),
})

const INSIDE: readonly Tier[] = ['mynumber', 'lgwan', 'internet']

const segmentsOf = (random: Random, zones: readonly Zone[], tiny: boolean): Segment[] =>
  Array.from({ length: tiny ? random.pick([2, 2, 3]) : random.int(2, 4) }, (_, index): Segment => {
    const v4 = random.chance(0.15) ? prefix(`20.0.${index}.0/28`) : prefix(`10.0.${random.chance(0.04) ? 0 : index}.0/28`)
    const v6 = random.chance(tiny ? 0.1 : 0.4) ? [prefix(`fd00:0:0:${index}::/124`)] : []
    return { id: `s${index}`, at: AT, zone: random.pick(zones).id, subnets: v6.length > 0 && random.chance(0.1) ? v6 : [v4, ...v6] }
  })

const outsideOf = (random: Random, tiny: boolean): { zones: Zone[]; parties: Party[] } => {
  const zones = [
    zone('sc', 'security-cloud', { addresses: set('203.0.113.0/28'), relays: random.chance(0.65) }),
    zone('lgn', 'lgwan-network', { addresses: set('198.51.100.0/28', 'fd99::/64'), relays: random.chance(0.15) }),
    zone('world', 'public', { relays: random.chance(0.6) }),
  ].filter(() => random.chance(tiny ? 0.3 : 0.8))
  const parties = zones.flatMap((each): Party[] => !random.chance(tiny ? 0.2 : 0.4) ? [] : [{
    id: `p-${each.id}`, at: AT, zone: each.id,
    addresses: set(random.pick(['203.0.113.4', '198.51.100.5', '8.8.4.4', '192.0.2.9', '10.9.9.0/30', '203.0.113.12/30'])),
  }])
  return { zones, parties }
}

const linesOf = (random: Random, segments: readonly Segment[], zones: readonly Zone[]): Line[] =>
  zones.length === 0 ? [] : Array.from({ length: random.pick([0, 1, 1, 2, 2, 3]) }, (_, index): Line => {
    const segment = random.pick(segments)
    const to = random.pick(zones)
    return { id: `l${index}`, at: AT, kind: 'closed', segment: segment.id, to: to.id,
      peers: segment.subnets.map((subnet) => deviceAddress(subnet, 3 + index)),
      beyond: random.some(zones.filter((each) => each.id !== to.id), 0.4).map(({ id }) => id) }
  })

/** Some have two addresses, one after the other. */
const hostAddresses = (random: Random, segment: Segment, index: number): AddressSet =>
  setOf(segment.subnets.map((subnet): Prefix => {
    const length = subnet.family === 4 ? 32 : 128
    return { family: subnet.family, length: random.chance(0.1) ? length - 1 : length, address: subnet.address + BigInt(8 + 2 * index) }
  }))

const hostsOf = (random: Random, segments: readonly Segment[], outside: readonly Zone[]): Host[] =>
  Array.from({ length: random.pick([0, 0, 1, 1, 2]) }, (_, index): Host => {
    const legs = random.shuffle(segments).slice(0, random.chance(0.4) ? 2 : 1)
    const inside = legs.map((segment) => ({ at: AT, place: { segment: segment.id }, addresses: hostAddresses(random, segment, index) }))
    const away = !random.chance(0.35) ? [] : random.shuffle(outside).slice(0, random.pick([1, 1, 1, 2]))
      .map(({ id }) => ({ at: AT, place: { zone: id }, addresses: set(random.pick(['192.0.2.77', '203.0.113.9', '9.9.9.9'])) }))
    return { id: `h${index}`, at: AT, role: 'server', handles: [], sanitizes: [],
      attach: away.length > 0 && random.chance(0.25) ? away : [...inside, ...away],
      ...(random.chance(0.4) ? { forwards: random.chance(0.5) } : {}) }
  })

/** Some segments hang on two switches, in VLANs that may be the same, and become the same on the cable between the two. */
const cablesOf = (random: Random, segments: readonly Segment[]): Pick<Topology, 'switches' | 'links'> => {
  if (!random.chance(0.4)) return {}
  const vlan = (): number => random.int(1, 3)
  const plugs = random.some(segments, 0.7).map(({ id }, index) => ({ id, on: random.pick(['s0', 's1']), port: { name: `p${index}`, at: AT, mode: 'access' as const, untagged: vlan(), tagged: [] } }))
  const trunk = (): SwitchPort => {
    const native = vlan()
    return { name: 'up', at: AT, mode: 'trunk', untagged: native, tagged: random.some([1, 2, 3], 0.6).filter((each) => each !== native).map((each) => [each, each]) }
  }
  const box = (id: string): Switch =>
    ({ id, at: AT, vlans: new Map(), ports: new Map([trunk(), ...plugs.filter(({ on }) => on === id).map(({ port }) => port)].map((port) => [port.name, port])) })
  const end = (id: string, port: string): PortEnd => ({ kind: 'port', switch: id, port, at: AT })
  return {
    switches: byId([box('s0'), box('s1')]),
    links: [
      { at: AT, ends: [end('s0', 'up'), end('s1', 'up')] },
      ...plugs.map(({ id, on, port }): Link => ({ at: AT, ends: [end(on, port.name), { kind: 'segment', segment: id, at: AT }] })),
    ],
  }
}

/** `tiny`: so small that every kind of packet can be walked. */
export interface Wish { readonly doubt?: number; readonly tiny?: boolean }

/** The same seed gives the same network, everywhere. */
export const generate = (seed: number, wish: Wish = {}): Topology => {
  const random = seeded(seed)
  const tiny = wish.tiny ?? false
  const doubt = wish.doubt ?? (random.chance(0.5) ? 0 : 0.08)
  const inside = INSIDE.slice(0, random.int(2, 3)).map((tier, index) => zone(`z${index}`, tier))
  const outside = outsideOf(random, tiny)
  const segments = segmentsOf(random, inside, tiny)
  const lines = linesOf(random, segments, outside.zones)
  const hosts = tiny && random.chance(0.6) ? [] : hostsOf(random, segments, outside.zones)
  const ground: Ground = {
    random, segments, lines, doubt, tiny,
    hostAddresses: hosts.flatMap((each) => each.attach.flatMap(({ place, addresses }) => !('segment' in place) ? [] : [
      ...addresses.v4.flat().map((value) => ({ segment: place.segment, address: { family: 4 as const, value } })),
      ...addresses.v6.flat().map((value) => ({ segment: place.segment, address: { family: 6 as const, value } })),
    ])),
    prefixes: tiny ? [
      ...segments.flatMap((segment) => segment.subnets.flatMap((subnet) => [subnet, { ...subnet, address: subnet.address + 4n, length: subnet.length + 2 }])),
      ...outside.zones.length === 0 ? [] : ['203.0.113.0/28', 'fd99::/64'].map(prefix),
    ] : [
      ...segments.flatMap((segment) => segment.subnets),
      ...segments.flatMap((segment) => segment.subnets.map((subnet) => ({ ...subnet, length: subnet.length + 1 }))),
      ...segments.flatMap((segment) => segment.subnets.map((subnet) => ({ ...subnet, address: subnet.address + 4n, length: subnet.length + 2 }))),
      ...['203.0.113.0/28', '198.51.100.0/28', '203.0.113.4', '8.8.0.0/16', '10.9.9.0/30', 'fd99::/64', '2600::/16'].map(prefix),
    ],
  }
  const single = Array.from({ length: tiny ? random.pick([1, 1, 2]) : random.int(1, 3) }, (_, index) => generateDevice(ground, index))
  const devices = random.chance(0.3) ? single.map((device) => (random.chance(0.8) ? { ...device, cluster: 'pair' } : device)) : single
  return { ...topologyOf({ zones: [...inside, ...outside.zones], segments, lines, hosts, parties: outside.parties, devices }), ...cablesOf(random, segments) }
}

