/** The closure over ports and cables against a plain walk of one frame, which shares no code with it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { broadcastDomains } from '../../src/topology/broadcast.ts'
import { load, topologyOf } from './loading.ts'

type Port = { readonly access: number; readonly voice?: number } | { readonly trunk: readonly number[] | 'all'; readonly native?: number | 'none' }
interface Cable { readonly ends: readonly [readonly [sw: number, port: number], readonly [sw: number, port: number]] }
interface Cabling { readonly switches: readonly (readonly Port[])[]; readonly cables: readonly Cable[] }

const VLANS = [1, 2, 3, 4]
const vlan = fc.constantFrom(...VLANS)
const port: fc.Arbitrary<Port> = fc.oneof(
  fc.record({ access: vlan, voice: vlan }, { requiredKeys: ['access'] }),
  fc.record({ trunk: fc.oneof(fc.constant('all' as const), fc.uniqueArray(vlan, { minLength: 1 })), native: fc.oneof(vlan, fc.constant('none' as const)) }, { requiredKeys: ['trunk'] }),
)
const cabling: fc.Arbitrary<Cabling> = fc.record({
  switches: fc.array(fc.array(port, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
  cables: fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.nat(3), fc.nat(2)), { maxLength: 5 }),
}).map(({ switches, cables }) => ({
  switches,
  cables: cables.filter(([a, , b]) => a < switches.length && b < switches.length && a !== b).map(([a, p, b, q]): Cable => ({ ends: [[a, p], [b, q]] })),
}))

/** A station on an access port of its own in each VLAN of each switch, each on a segment of its own without a number. */
function typed({ switches, cables }: Cabling): string {
  const stations = switches.flatMap((_, s) => VLANS.map((id) => ({ s, id })))
  return `sanso: 1
network: n
zones: { z: { tier: lgwan } }
segments:
${stations.map(({ s, id }) => `  seg-${s}-${id}: { zone: z, subnets: 10.${s}.${id}.0/24 }`).join('\n')}
hosts:
${stations.map(({ s, id }) => `  h-${s}-${id}: { role: server, attach: [{ segment: seg-${s}-${id}, address: 10.${s}.${id}.5 }] }`).join('\n')}
switches:
${switches.map((ports, s) => `  s${s}: { ports: { ${[...ports.map((one, p) => `p${p}: ${JSON.stringify(one)}`), ...VLANS.map((id) => `v${id}: { access: ${id} }`)].join(', ')} } }`).join('\n')}
links:
${[...stations.map(({ s, id }) => `  - [s${s}/v${id}, h-${s}-${id}]`), ...cables.map(({ ends: [[a, p], [b, q]] }) => `  - [s${a}/p${p}, s${b}/p${q}]`)].join('\n')}
`
}

/** The stations that hear a frame without a tag that one of them sends, switch by switch. */
function hear({ switches, cables }: Cabling, from: string): Set<string> {
  const heard = new Set<string>()
  const into = (s: number, id: number): void => {
    const name = `${s}-${id}`
    if (heard.has(name)) return
    heard.add(name)
    switches[s]!.forEach((one, p) => {
      const tag = wayOut(one, id)
      if (tag === 'stays') return
      for (const { ends: [a, b] } of cables) {
        for (const [near, far] of [[a, b], [b, a]] as const) {
          if (near[0] !== s || near[1] !== p) continue
          const arrives = wayIn(switches[far[0]]![far[1]]!, tag)
          if (arrives !== 'dropped') into(far[0], arrives)
        }
      }
    })
  }
  const [s, id] = from.split('-').map(Number) as [number, number]
  into(s, id)
  return heard
}

/** The native VLAN of a trunk: as typed, else VLAN 1 where it is let through. */
const nativeOf = (one: Extract<Port, { trunk: unknown }>): number | 'none' => one.native ?? (one.trunk === 'all' || one.trunk.includes(1) ? 1 : 'none')

function wayOut(one: Port, id: number): number | 'bare' | 'stays' {
  if ('access' in one) return one.access === id ? 'bare' : one.voice === id ? id : 'stays'
  if (nativeOf(one) === id) return 'bare'
  return one.trunk === 'all' || one.trunk.includes(id) ? id : 'stays'
}

function wayIn(one: Port, tag: number | 'bare'): number | 'dropped' {
  if ('access' in one) return tag === 'bare' || tag === one.access ? one.access : tag === one.voice ? tag : 'dropped'
  const native = nativeOf(one)
  if (tag === 'bare') return native === 'none' ? 'dropped' : native
  return tag === native || one.trunk === 'all' || one.trunk.includes(tag) ? tag : 'dropped'
}

describe('broadcast domains', () => {
  test('hold together exactly who hears whom, directly or one from another', () => {
    fc.assert(fc.property(cabling, (cables) => {
      const names = cables.switches.flatMap((_, s) => VLANS.map((id) => `${s}-${id}`))
      const groups = new Map(names.map((name) => [name, new Set([name])]))
      for (const name of names) {
        for (const other of hear(cables, name)) {
          const merged = new Set([...groups.get(name)!, ...groups.get(other)!])
          for (const one of merged) groups.set(one, merged)
        }
      }
      const wanted = [...new Set([...groups.values()].map((group) => [...group].sort().join(' ')))].sort()
      const found = broadcastDomains(topologyOf(load(typed(cables)))).filter(({ members }) => members.size > 0)
        .map(({ members }) => [...members.keys()].map((id) => id.replace('seg-', '')).sort().join(' ')).sort()
      expect(found).toEqual(wanted)
    }), { numRuns: 150 })
  })
})

const NET = `sanso: 1
network: n
zones: { z: { tier: lgwan } }
segments:
  a: { zone: z, vlan: 10, subnets: 10.0.1.0/24 }
  b: { zone: z, vlan: 20, subnets: 10.0.2.0/24 }
  c: { zone: z, vlan: 10, subnets: 10.0.3.0/24 }
  d: { zone: z, vlan: 30, subnets: 10.0.4.0/24 }
  e: { zone: z, vlan: 1, subnets: 10.0.5.0/24 }
devices:
  r: { kind: router, interfaces: { lan: { address: 10.0.2.1/24 }, p.20: { address: 10.0.2.2/24, vlan: 20 }, p.30: { address: 10.0.4.2/24, vlan: 30 }, vlan30: { address: 10.0.4.1/24 } } }
hosts:
  pb: { role: terminal, attach: [{ segment: b, address: 10.0.2.20 }] }
  pc: { role: terminal, attach: [{ segment: c, address: 10.0.3.20 }] }
  nas: { role: storage, attach: [{ segment: b, address: 10.0.2.50 }, { segment: d, address: 10.0.4.50 }] }
`

/** The domains that hold a segment, each as a list of its segments; `*` marks those that are at home. */
const domains = (more: string): string[] => broadcastDomains(topologyOf(load(NET + more))).filter(({ members }) => members.size > 0)
  .map(({ members }) => [...members.values()].map(({ segment, atHome }) => segment + (atHome ? '*' : '')).sort().join(' ')).sort()

describe('what a VLAN is', () => {
  test.each([
    ['the segment that has its number', 'switches: { s: { ports: { 1: { access: 20 }, 2: { trunk: [20, 30], native: none } } } }', ['b*', 'd*']],
    ['nobody\'s where two segments have its number', 'switches: { s: { ports: { 1: { access: 10 } } } }', []],
    ['what is typed on the switch', 'switches: { s: { ports: { 1: { access: 10 } }, vlans: { 10: c } } }', ['c*']],
    ['what hangs there', 'switches: { s: { ports: { 1: { access: 10 } } } }\nlinks: [[s/1, pc]]', ['c*']],
    ['nothing on a trunk that lets all through', 'switches: { s: { ports: { 1: { trunk: all, native: none } } } }', []],
    ['nothing by the number 1 of a switch that knows no other', 'switches: { s: { ports: { 1-8: { access: 1 } } } }', []],
    ['also by the number 1 elsewhere', 'switches: { s: { ports: { 1: { access: 1 }, 2: { access: 20 } } } }', ['b*', 'e*']],
    ['none at a port that is shut down', 'switches: { s: { ports: { 1: { shutdown: true }, 2: { access: 20 } } } }\nlinks: [[s/1, pc]]', ['b*']],
  ])('%s', (_, more, expected) => expect(domains(more)).toEqual(expected))
})

describe('what hangs on a port', () => {
  const s = 'switches: { s: { ports: { 1: { access: 20 }, 2: { access: 30 }, 3: { trunk: [20, 30], native: 20 }, 4: { access: 99, voice: 20 }, 5: { access: 99 } } } }\n'
  test.each([
    ['an interface stands in the access VLAN', '[s/1, r/lan]', ['b*', 'd*']],
    ['whatever it is', '[s/2, r/lan]', ['b d*', 'b*']],
    ['with its tag where it has one', '[s/3, r/p.30]', ['b*', 'd*']],
    ['all sub-interfaces of a physical port', '[s/3, r/p]', ['b*', 'd*']],
    ['one without a tag stands in the VLAN of its segment, if the port carries it', '[s/4, r/lan]', ['b*', 'd*']],
    ['each leg of a host where it belongs', '[s/1, nas], [s/2, nas]', ['b*', 'd*']],
    ['a leg that belongs to no other cable where it is plugged in', '[s/1, nas], [s/5, nas]', ['b*', 'd', 'd*']],
    ['a phone in the voice VLAN', '[s/4, pb]', ['b*', 'd*']],
    ['both legs on a trunk', '[s/3, nas]', ['b*', 'd*']],
    ['a cable without a switch joins its ends', '[r/lan, pc]', ['b c*', 'b*', 'd*']],
  ])('%s', (_, links, expected) => expect(domains(`${s}links: [${links}]`)).toEqual(expected))

  test('a VLAN interface stands in the VLAN of the switch that is the other half of its device', () => {
    expect(domains('switches: { r: { ports: { 1: { access: 30 } } } }')).toEqual(['b*', 'd*'])
    expect(domains('switches: { x: { device: r, ports: { 1: { access: 20 } }, vlans: { 30: d } } }')).toEqual(['b*', 'd*'])
  })
})
