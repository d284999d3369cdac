/**
 * Tunnels: an edge between two ends that carries any inner packet, in `reach` and on the plain walk alike. The network: a town
 * hall and a branch, joined over a carrier's network, which neither of their inner segments can be seen from.
 */
import { describe, expect, test } from 'vitest'
import { MAY, REQUIRED, PERHAPS_REQUIRED } from '../../src/engine/flood.ts'
import { Network } from '../../src/engine/network.ts'
import type { Place } from '../../src/engine/places.ts'
import { Reach } from '../../src/engine/reach.ts'
import { Replies } from '../../src/engine/replies.ts'
import { explore } from '../../src/engine/trace.ts'
import { settleTunnels } from '../../src/engine/tunnels.ts'
import { witnessOf } from '../../src/engine/witness.ts'
import { packet } from '../brute/build.ts'
import { edited } from '../rules/asking.ts'
import { load, topologyOf } from '../topology/loading.ts'

const NETWORK = `
sanso: 1
network: branch
zones:
  lg: { tier: lgwan }
  edge: { tier: other }
  net: { tier: party, external: true, addresses: [198.51.100.0/24] }
  isp: { tier: public, external: true, relays: true }
segments:
  hall: { zone: lg, subnets: [10.0.1.0/24] }
  branch: { zone: lg, subnets: [10.0.2.0/24] }
  hall-wan: { zone: edge, subnets: [203.0.113.0/30] }
  branch-wan: { zone: edge, subnets: [203.0.113.4/30] }
lines:
  a: { kind: ipoe, segment: hall-wan, peer: 203.0.113.2, to: isp }
  b: { kind: ipoe, segment: branch-wan, peer: 203.0.113.6, to: isp }
devices:
  r1:
    kind: router
    stateful: true
    interfaces: { lan: { address: 10.0.1.1/24 }, wan: { address: 203.0.113.1/30 }, t0: { address: 10.9.0.1/30 } }
    routes: [{ to: default, via: 203.0.113.2 }, { to: 10.0.2.0/24, interface: t0 }, { to: 198.51.100.0/24, interface: t0 }]
    filter: [{ id: 1, action: permit, in: [lan, t0], out: [lan, t0] }]
    local: [{ id: 9, action: permit, in: wan, service: [esp, udp/4500, udp/500] }]
  r2:
    kind: router
    stateful: true
    interfaces: { lan: { address: 10.0.2.1/24 }, wan: { address: 203.0.113.5/30 }, t0: { address: 10.9.0.2/30 } }
    routes: [{ to: default, via: 203.0.113.6 }, { to: 10.0.1.0/24, via: 10.9.0.1 }]
    filter: [{ id: 1, action: permit, in: [lan, t0], out: [lan, t0] }]
    local: [{ id: 9, action: permit, in: wan, service: [esp, udp/4500, udp/500] }]
tunnels:
  vpn: { kind: ipsec, ends: [{ device: r1, interface: t0, address: 203.0.113.1 }, { device: r2, interface: t0, address: 203.0.113.5 }] }
`

function reachOf(content: string): Reach {
  const reach = new Reach(new Network(topologyOf(load(content))))
  settleTunnels(reach, new Replies(reach))
  return reach
}

const [hall, branch, net]: Place[] = [{ segment: 'hall' }, { segment: 'branch' }, { zone: 'net' }]
const carried = (content: string): string | undefined => reachOf(content).network.graph.carried.get('vpn')

/** Whether everything that the hall sends to the branch surely arrives. */
const arrives = (content: string, reading = REQUIRED): boolean => {
  const reach = reachOf(content)
  const { space } = reach.network
  const sent = space.header(packet('10.0.1.9', '10.0.2.9')).intersect(space.asSent())
  return sent.within(reach.surely(hall!, branch!, sent, reading).sent())
}

describe('what is inside', () => {
  test('goes both ways and replays, through the tunnel and nowhere else', () => {
    const { network, ...reach } = { network: reachOf(NETWORK).network, of: reachOf(NETWORK) }
    for (const [from, to] of [[hall!, branch!], [branch!, hall!]] as const) {
      const set = reach.of.initiate(from, to)
      expect(set.isEmpty()).toBe(false)
      expect(witnessOf(reach.of.network, from, to, set).witness.path.map(({ what }) => what.en)).toContain('enters tunnel vpn')
    }
    expect(reachOf(edited(NETWORK, /tunnels:[^]*$/.exec(NETWORK)![0], '')).initiate(hall!, branch!).isEmpty()).toBe(true)
    expect(network.places.unboundPorts()).toEqual([])
  })

  test('is judged by the filters of both ends', () => {
    expect(reachOf(NETWORK.replace('in: [lan, t0], out: [lan, t0]', 'in: lan, out: lan')).initiate(hall!, branch!).isEmpty()).toBe(true)
    const narrow = reachOf(NETWORK.replace('in: [lan, t0], out: [lan, t0]', 'in: lan, out: t0, service: tcp/443'))
    expect(narrow.initiate(hall!, branch!).within(narrow.network.space.destinationPort([[443, 443]]).union(narrow.network.space.fragment()))).toBe(true)
  })

  test('arrives on the plain walk exactly where it does in packet sets', () => {
    const content = edited(NETWORK, 'to: isp }\ndevices', 'to: isp }\nparties: { p: { zone: net, addresses: [198.51.100.5] } }\ndevices')
    const both = edited(content, '{ device: r2, interface: t0, address: 203.0.113.5 }', '{ party: p, address: 198.51.100.5 }')
    for (const text of [NETWORK, both, NETWORK.replace('in: [lan, t0], out: [lan, t0]', 'in: lan, out: t0, service: tcp/443')]) {
      const reach = reachOf(text)
      for (const from of [hall!, branch!, net!]) {
        for (const destination of ['10.0.1.9', '10.0.2.9', '10.9.0.1', '10.9.0.2', '198.51.100.5', '198.51.100.9', '203.0.113.5']) {
          for (const port of [443, 22]) {
            const header = packet(from === hall ? '10.0.1.8' : from === branch ? '10.0.2.8' : '198.51.100.7', destination, port)
            const ends = explore(reach.network.topology, { place: from, header }).flatMap(({ end }) => (end.kind === 'delivered' ? [end] : []))
            for (const to of reach.receivers()) {
              const walked = ends.some(({ place }) => JSON.stringify(place) === JSON.stringify(to))
              const sent = reach.initiate(from, to, MAY).sent()
              expect(sent.contains(header), `${JSON.stringify([from, to])} ${destination}:${port}`).toBe(walked)
            }
          }
        }
      }
    }
  })
})

describe('a tunnel surely carries', () => {
  test('where its outer packets arrive both ways', () => {
    expect(carried(NETWORK)).toBe('surely')
    expect(arrives(NETWORK)).toBe(true)
  })

  test('where one end dials and the other answers', () => {
    const dials = edited(NETWORK, "filter: [{ id: 1, action: permit, in: [lan, t0], out: [lan, t0] }]\n    local: [{ id: 9, action: permit, in: wan, service: [esp, udp/4500, udp/500] }]\n  r2", "filter: [{ id: 1, action: permit, in: [lan, t0], out: [lan, t0] }]\n    local: []\n  r2")
    expect(carried(dials)).toBe('surely')
  })

  test('not where neither lets it in; what is inside may pass all the same', () => {
    const shut = NETWORK.replaceAll('local: [{ id: 9, action: permit, in: wan, service: [esp, udp/4500, udp/500] }]', 'local: []')
    expect(carried(shut)).toBe(undefined)
    expect([arrives(shut), arrives(shut, PERHAPS_REQUIRED)]).toEqual([false, false])
    expect(reachOf(shut).initiate(hall!, branch!).isEmpty()).toBe(false)
  })

  test('perhaps, where an end has no address', () => {
    const bare = edited(NETWORK, ', address: 203.0.113.5 }', ' }')
    expect(carried(bare)).toBe('perhaps')
    expect([arrives(bare), arrives(bare, PERHAPS_REQUIRED)]).toEqual([false, true])
  })

  test('inside another tunnel that does', () => {
    const nested = NETWORK.replace('t0: { address: 10.9.0.1/30 }', 't0: { address: 10.9.0.1/30 }, t1: {}').replace('t0: { address: 10.9.0.2/30 }', 't0: { address: 10.9.0.2/30 }, t1: {}')
      .replace('{ to: 10.0.2.0/24, interface: t0 }', '{ to: 10.0.2.0/24, interface: t1 }').replace('{ to: 10.0.1.0/24, via: 10.9.0.1 }', '{ to: 10.0.1.0/24, interface: t1 }')
      .replaceAll('in: [lan, t0], out: [lan, t0]', 'in: [lan, t1], out: [lan, t1]').replaceAll('in: wan, service: [esp,', 'service: [gre, esp,')
    const content = `${nested}  gre: { kind: gre, ends: [{ device: r1, interface: t1, address: 10.9.0.1 }, { device: r2, interface: t1, address: 10.9.0.2 }] }\n`
    expect(reachOf(content).network.graph.carried.get('gre')).toBe('surely')
    expect(arrives(content)).toBe(true)
    expect(arrives(content.replaceAll('service: [gre, esp,', 'service: [gre,').replaceAll('udp/4500, ', ''))).toBe(false)
  })
})

describe('an end that nobody declared', () => {
  const open = edited(NETWORK, ', { device: r2, interface: t0, address: 203.0.113.5 }', '')

  test('is undeclared, as any interface that leads nowhere', () => {
    const reach = reachOf(open)
    expect(reach.initiate(hall!, { undeclared: true }).isEmpty()).toBe(false)
    expect(reach.initiate({ undeclared: true }, hall!).isEmpty()).toBe(false)
  })
})

describe('a tunnel into an external zone', () => {
  const content = edited(NETWORK, '{ device: r2, interface: t0, address: 203.0.113.5 }', '{ zone: net, address: 198.51.100.1 }')

  test('is an attachment of that zone: it takes what is inside, and sends with any source', () => {
    const reach = reachOf(content)
    expect(reach.initiate(hall!, net!).isEmpty()).toBe(false)
    const { space } = reach.network
    const back = reach.initiate(net!, hall!)
    expect(back.meets(space.header(packet('198.51.100.9', '10.0.1.9')))).toBe(true)
    expect(back.meets(space.header(packet('8.8.8.8', '10.0.1.9')))).toBe(true)
    expect(witnessOf(reach.network, net!, hall!, back).witness.path.map(({ what }) => what.en)).toContain('goes through tunnel vpn')
  })
})
