/**
 * Towns of any size from a seed: ten zones to an access router, all access routers around a core; every zone has a list for what
 * leaves it and one for what enters it. `passes` says in a few lines what the topology file says in many.
 */
import type { Header } from '../../src/net/header.ts'
import { random, type Random } from '../brute/random.ts'

const ROUTERS_OF = 10
const RULES = 20
const PORTS = [22, 53, 80, 123, 443, 445, 1433, 3389, 5432, 8080]

/** `other`: a zone at the other end; undefined: any. Ports are those of the server. */
interface Rule { readonly permit: boolean; readonly other?: number; readonly protocol: 6 | 17; readonly ports: readonly [number, number] }
interface Zone { readonly leaves: readonly Rule[]; readonly enters: readonly Rule[] }

export interface Town { readonly zones: readonly Zone[]; readonly sixes: boolean; readonly translates: boolean }

export function townOf(size: number, { sixes = false, translates = false } = {}): Town {
  const choose = random(size)
  return { sixes, translates, zones: Array.from({ length: size }, () => ({ leaves: rules(choose, size), enters: rules(choose, size) })) }
}

const rules = (choose: Random, size: number): Rule[] => Array.from({ length: RULES }, (): Rule => {
  const port = choose.pick(PORTS)
  return { permit: choose.chance(0.8), ...(choose.chance(0.6) && { other: choose.int(0, size - 1) }), protocol: choose.chance(0.7) ? 6 : 17, ports: choose.chance(0.8) ? [port, port] : [port, port + 1000] }
})

/** With one rule turned round. */
export function edited(town: Town): Town {
  const [first, ...others] = town.zones
  const [rule, ...more] = first!.leaves
  return { ...town, zones: [{ ...first!, leaves: [{ ...rule!, permit: !rule!.permit }, ...more] }, ...others] }
}

// ------------------------------------------------------------------------------------------------ what it means

const matches = ({ other, protocol, ports: [low, high] }: Rule, header: Header, far: number): boolean =>
  (other === undefined || other === far) && header.protocol === protocol && low <= header.destinationPort && header.destinationPort <= high
const decides = (list: readonly Rule[], header: Header, far: number): boolean => list.find((rule) => matches(rule, header, far))?.permit ?? false

export const passes = ({ zones }: Town, from: number, to: number, header: Header): boolean =>
  decides(zones[from]!.leaves, header, to) && decides(zones[to]!.enters, header, from)

/** A packet near what some list on its way says. */
export function packet({ zones, sixes }: Town, choose: Random, from: number, to: number): Header {
  const rule = choose.pick([...zones[from]!.leaves, ...zones[to]!.enters])
  const family = sixes && choose.chance(0.5) ? 6 : 4
  return {
    family, source: base(family, from) + BigInt(choose.int(10, 200)), destination: base(family, to) + BigInt(choose.int(10, 200)), protocol: rule.protocol,
    sourcePort: choose.int(1024, 65535), destinationPort: choose.pick(rule.ports) + choose.int(-1, 1), flags: rule.protocol === 6 ? 2 : 0, fragment: false,
  }
}

// ------------------------------------------------------------------------------------------------ as a topology file

const base = (family: 4 | 6, zone: number): bigint => (family === 4 ? (10n << 24n) + (BigInt(zone) << 8n) : (0xfd00n << 112n) + (BigInt(zone) << 64n))
const four = (zone: number, host: number): string => `10.${zone >> 8}.${zone & 255}.${host}`
const six = (zone: number, host: number): string => `fd00:0:0:${zone.toString(16)}::${host.toString(16)}`
/** Between an access router (2) and the core (1). */
const cable = (router: number, host: number): string => `172.16.${router}.${host}`
const cableSix = (router: number, host: number): string => `fd01:0:0:${router.toString(16)}::${host}`

export function documentOf({ zones, sixes, translates }: Town): string {
  const both = (v4: string, v6: string): string[] => (sixes ? [v4, v6] : [v4])
  const routers = Array.from({ length: Math.ceil(zones.length / ROUTERS_OF) }, (_, i) => i)
  const ofRouter = (router: number): number[] => zones.flatMap((_, zone) => (Math.floor(zone / ROUTERS_OF) === router ? [zone] : []))
  const list = (name: 'leaves' | 'enters', zone: number): object[] => zones[zone]![name].map(({ permit, other, protocol, ports }) => ({
    action: permit ? 'permit' : 'deny', service: `${protocol === 6 ? 'tcp' : 'udp'}/${ports.join('-')}`,
    ...(other !== undefined && { [name === 'leaves' ? 'destination' : 'source']: both(`${four(other, 0)}/24`, `${six(other, 0)}/64`) }),
  }))
  const viaCore = (router: number): object[] => [{ to: '0.0.0.0/0', via: cable(router, 1) }, ...(sixes ? [{ to: '::/0', via: cableSix(router, 1) }] : [])]
  const toZones = (router: number): object[] => ofRouter(router).flatMap((zone) =>
    [{ to: `${four(zone, 0)}/24`, via: cable(router, 2) }, ...(sixes ? [{ to: `${six(zone, 0)}/64`, via: cableSix(router, 2) }] : [])])
  return JSON.stringify({
    sanso: 1, network: 'town', policy: { profile: 'saikai-2024', model: 'alpha' },
    zones: { ...Object.fromEntries([...zones.map((_, zone) => [`z${zone}`, { tier: 'other' }]), ['core', { tier: 'other' }]]), world: { tier: 'public', external: true } },
    segments: {
      ...Object.fromEntries(zones.map((_, zone) => [`s${zone}`, { zone: `z${zone}`, subnets: both(`${four(zone, 0)}/24`, `${six(zone, 0)}/64`) }])),
      ...Object.fromEntries(routers.map((router) => [`c${router}`, { zone: 'core', subnets: both(`${cable(router, 0)}/24`, `${cableSix(router, 0)}/64`) }])),
      edge: { zone: 'core', subnets: ['203.0.113.0/30'] },
    },
    lines: { out: { kind: 'ipoe', segment: 'edge', peer: '203.0.113.2', to: 'world' } },
    devices: {
      core: {
        kind: 'router', stateful: translates,
        interfaces: {
          ...Object.fromEntries(routers.map((router) => [`c${router}`, { addresses: both(`${cable(router, 1)}/24`, `${cableSix(router, 1)}/64`) }])),
          edge: { addresses: ['203.0.113.1/30'] },
        },
        routes: [...routers.flatMap(toZones), { to: '0.0.0.0/0', via: '203.0.113.2' }],
        ...(translates && { nat: [{ id: 'n1', kind: 'source', out: 'edge', match: { source: '10.0.0.0/8' }, to: 'interface' }] }),
      },
      ...Object.fromEntries(routers.map((router) => [`r${router}`, {
        kind: 'router',
        interfaces: Object.fromEntries([
          ...ofRouter(router).map((zone) => [`z${zone}`, { addresses: both(`${four(zone, 1)}/24`, `${six(zone, 1)}/64`), ingress: `from${zone}`, egress: `to${zone}` }]),
          ['core', { addresses: both(`${cable(router, 2)}/24`, `${cableSix(router, 2)}/64`) }],
        ]),
        routes: viaCore(router),
        lists: Object.fromEntries(ofRouter(router).flatMap((zone) => [[`from${zone}`, list('leaves', zone)], [`to${zone}`, list('enters', zone)]])),
      }])),
    },
  })
}
