/** Segments that ports and cables join: what the graph says gets through is what the plain walk delivers, and it is everything. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Network } from '../../src/engine/network.ts'
import { placeKey, type Place } from '../../src/engine/places.ts'
import { Reach } from '../../src/engine/reach.ts'
import { REQUIRED } from '../../src/engine/flood.ts'
import { explore } from '../../src/engine/trace.ts'
import { parseAddress } from '../../src/net/address.ts'
import type { Header } from '../../src/net/header.ts'
import { load, topologyOf } from '../topology/loading.ts'

/** Three segments behind a firewall that lets nothing through but from a to its line; `ports` says what is plugged in where. */
const net = (ports: readonly (readonly [what: string, port: string])[], native = '999, 999'): string => `sanso: 1
network: n
zones: { z: { tier: lgwan }, y: { tier: mynumber }, x: { tier: internet }, out: { tier: security-cloud, external: true, addresses: 203.0.113.0/24 } }
segments:
  a: { zone: x, vlan: 10, subnets: [10.0.1.0/24, 'fd00:1::/64'] }
  b: { zone: y, vlan: 20, subnets: [10.0.2.0/24, 'fd00:2::/64'] }
  c: { zone: z, subnets: 10.0.3.0/24 }
lines: { line: { kind: closed, segment: a, peer: 10.0.1.9, to: out } }
devices:
  fw:
    kind: firewall
    stateful: true
    interfaces: { ia: { address: 10.0.1.1/24 }, ib: { address: 10.0.2.1/24 }, ic: { address: 10.0.3.1/24 } }
    routes: [{ to: default, via: 10.0.1.9 }, { to: 10.9.0.0/16, interface: ib }]
    filter: [{ action: permit, in: ib, out: ia, service: tcp/443 }, { action: permit, in: ia, out: ib, destination: 10.9.0.0/16 }]
hosts:
  ha: { role: server, attach: [{ segment: a, address: 10.0.1.50 }] }
  hb: { role: server, attach: [{ segment: b, addresses: [10.0.2.50, 'fd00:2::50'] }] }
  hc: { role: server, attach: [{ segment: c, address: 10.0.3.50 }] }
  two: { role: server, attach: [{ segment: b, address: 10.0.2.60 }, { segment: c, address: 10.0.3.60 }] }
switches:
  s: { ports: { 1-3: { access: 10 }, 4-6: { access: 20 }, 7-9: { access: 30 }, 20: { trunk: all, native: ${native.split(', ')[0]} } } }
  t: { ports: { 1-3: { access: 10 }, 4-6: { access: 20 }, 7-9: { access: 30 }, 20: { trunk: all, native: ${native.split(', ')[1]} } } }
links:
  - [s/20, t/20]
${ports.map(([what, port]) => `  - [${port}, ${what}]`).join('\n')}
`
const ADDRESSES = ['10.0.1.1', '10.0.1.50', '10.0.1.77', '10.0.2.1', '10.0.2.50', '10.0.2.77', '10.0.3.50', '10.0.3.60', '10.9.0.1', '203.0.113.7', 'fd00:1::77', 'fd00:2::50', 'fd00:2::77']
const PLACES: readonly Place[] = [{ segment: 'a' }, { segment: 'b' }, { segment: 'c' }, { zone: 'out' }, { device: 'fw' }]

const headers: readonly Header[] = ADDRESSES.flatMap((source) => ADDRESSES.flatMap((destination) => {
  const [from, to] = [parseAddress(source)!, parseAddress(destination)!]
  return from.family !== to.family ? [] : [443, 22].map((destinationPort): Header => ({
    family: from.family, source: from.value, destination: to.value, protocol: 6, sourcePort: 40000, destinationPort, flags: 2, fragment: false,
  }))
}))

/** What gets from each place to each other by one meaning and not by the other. */
function disagreements(content: string): string[] {
  const topology = topologyOf(load(content))
  const reach = new Reach(new Network(topology))
  return PLACES.flatMap((from) => {
    const sent = headers.filter((header) => isOwn(from, header))
    const walked = sent.map((header) => new Set(explore(topology, { place: from, header }).flatMap(({ end }) => (end.kind === 'delivered' ? [placeKey(end.place)] : []))))
    return PLACES.flatMap((to) => {
      const set = reach.initiate(from, to)
      return sent.flatMap((header, index) => {
        const computed = !set.whereSent(reach.network.space.header(header)).isEmpty()
        return computed === walked[index]!.has(placeKey(to)) ? [] : [`${placeKey(from)} -> ${placeKey(to)}: ${computed ? 'computed' : 'walked'} ${JSON.stringify(header, (_, value: unknown) => (typeof value === 'bigint' ? value.toString(16) : value))}`]
      })
    })
  })
}

/** Internal segments send from their own addresses only. */
const isOwn = (place: Place, { family, source }: Header): boolean => {
  if (!('segment' in place)) return 'device' in place || !ADDRESSES.slice(0, 9).concat(ADDRESSES.slice(10)).some((own) => parseAddress(own)!.value === source && parseAddress(own)!.family === family)
  const octet = { a: 1, b: 2, c: 3 }[place.segment]!
  return family === 4 ? source >> 8n === (10n << 16n) + BigInt(octet) : source >> 64n === (0xfd00n << 48n) + (BigInt(octet) << 32n)
}

const WHAT = ['fw/ia', 'fw/ib', 'fw/ic', 'ha', 'hb', 'hc', 'two', 'line']
const PORTS = ['s', 't'].flatMap((one) => [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `${one}/${number}`))

describe('the graph and the plain walk', () => {
  test('agree, whatever is plugged in where', () => {
    const plugs = fc.shuffledSubarray(PORTS, { minLength: WHAT.length, maxLength: WHAT.length }).map((ports) => WHAT.map((what, index) => [what, ports[index]!] as const))
    const natives = fc.constantFrom('999, 999', '10, 20', '20, 30', '10, 30')
    fc.assert(fc.property(fc.subarray(WHAT), plugs, natives, (some, all, native) => {
      expect(disagreements(net(all.filter(([what]) => some.includes(what)), native))).toEqual([])
    }), { numRuns: 25 })
  }, 120_000)
})

const HOME = [['fw/ia', 's/1'], ['fw/ib', 's/4'], ['fw/ic', 's/7'], ['ha', 's/2'], ['hb', 't/4'], ['hc', 't/7']] as const
/** The host with two legs passes nothing on here. */
const reachOf = (content: string): Reach => new Reach(new Network(topologyOf(load(content.replace('two: { ', 'two: { forwards: false, ')))))

describe('joined segments', () => {
  const [A, B, C] = [{ segment: 'a' }, { segment: 'b' }, { segment: 'c' }] as const
  const all = (reach: Reach, from: string, to: string) => reach.network.space.source(reach.network.subnets(from)).intersect(reach.network.space.destination(reach.network.subnets(to))).intersect(reach.network.space.asSent())

  test('are not there where every plug is in its place', () => {
    const reach = reachOf(net(HOME))
    expect(reach.initiate(A, B).isEmpty()).toBe(true)
    expect(reach.initiate(B, C).isEmpty()).toBe(true)
  })

  test('exchange every packet, past a firewall that denies it: IPv4, IPv6, any protocol', () => {
    const reach = reachOf(net(HOME, '10, 20'))
    const { space } = reach.network
    const gateway = space.destination({ v4: [[0x0a000101n, 0x0a000101n], [0x0a000201n, 0x0a000201n]], v6: [] })
    expect(all(reach, 'a', 'b').subtract(gateway).within(reach.initiate(A, B))).toBe(true)
    expect(all(reach, 'b', 'a').subtract(gateway).within(reach.initiate(B, A))).toBe(true)
    expect(reach.initiate(A, C).isEmpty()).toBe(true)
  })

  test('carry nothing that anything could be said to need', () => {
    const reach = reachOf(net(HOME, '10, 20'))
    expect(reach.initiate(A, B, REQUIRED).isEmpty()).toBe(true)
  })

  test('are joined only as far as what hangs in the wrong place', () => {
    const reach = reachOf(net([...HOME.filter(([what]) => what !== 'hb'), ['hb', 't/1']]))
    const { space } = reach.network
    const hb = space.source({ v4: [[0x0a000232n, 0x0a000232n]], v6: [[(0xfd00n << 112n) + (2n << 96n) + 0x50n, (0xfd00n << 112n) + (2n << 96n) + 0x50n]] })
    const past = reach.initiate(B, A).subtract(space.destinationPort([[443, 443]]))
    expect(past.within(hb)).toBe(true)
    expect(past.isEmpty()).toBe(false)
  })

  test('hand their packets to the devices on either: a rule that trusts an interface lets them in', () => {
    const reach = reachOf(net([...HOME.filter(([what]) => what !== 'hc'), ['hc', 't/4']]))
    expect(reach.initiate(C, { zone: 'out' }).isEmpty()).toBe(false)
    expect(reachOf(net(HOME)).initiate(C, { zone: 'out' }).isEmpty()).toBe(true)
  })
})
