/**
 * Bugs seeded in the building of the graph. No checker of certificates can see them: the graph is what it takes for given. They are
 * caught by `trace`, which walks packets over the declaration and never sees the graph: what it delivers the graph must deliver,
 * and what the graph delivers it must.
 */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { DeviceEdges } from '../../src/engine/device-edges.ts'
import { Network } from '../../src/engine/network.ts'
import { placeKey, type Place } from '../../src/engine/places.ts'
import { Reach } from '../../src/engine/reach.ts'
import { StageEdges } from '../../src/engine/stage-edges.ts'
import { explore } from '../../src/engine/trace.ts'
import { ALL_ADDRESSES } from '../../src/net/address.ts'
import type { Header } from '../../src/net/header.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import { open } from '../../src/open.ts'
import type { Topology } from '../../src/topology/model.ts'
import { files } from '../examples/files.ts'

const NETWORKS = ['saikai/topology', 'saikai-town-stray-cable/topology', 'iptables-gateway/topology'].map((name) => `examples/${name}.yaml`)

type Methods = Record<string, (...all: never[]) => unknown>
const returning = (of: { prototype: object }, name: string, value: (self: never, ...all: never[]) => unknown) => () => {
  vi.spyOn(of.prototype as Methods, name).mockImplementation(function (this: unknown, ...all) { return value(this as never, ...all) })
}

const BUGS: readonly (readonly [name: string, inject: () => void])[] = [
  ['filters are not built', returning(StageEdges, 'step', (_self, _step, from) => from)],
  ['translations are not built', returning(StageEdges, 'rewritings', () => [])],
  ['a pool has no addresses of its family', returning(StageEdges, 'byFamily', () => [])],
  ['no check of where a packet comes from or goes to is made', returning(DeviceEdges, 'checked', (_self, from) => from)],
  ['everything is for anybody on a segment', returning(Network, 'subnets', () => ALL_ADDRESSES)],
  ['what is not to be forwarded, and of a family that is not routed, is', returning(DeviceEdges, 'routable', (_self, foreign) => foreign)],
  ['devices take nothing for themselves', returning(DeviceEdges, 'ownAddresses', () => ({ v4: [], v6: [] }))],
  ['cables carry nothing', returning(Network, 'cross', () => undefined)],
  ['a next hop is nobody', returning(Network, 'toNextHop', (self: Network) => self.delivered({ undeclared: true }))],
]

interface Sent { readonly from: Place; readonly to: Place; readonly sent: Header; readonly now: Header }

const replays = (topology: Topology, { from, to, sent, now }: Sent): boolean => explore(topology, { place: from, header: sent }, [], now)
  .some(({ end }) => end.kind === 'delivered' && placeKey(end.place) === placeKey(to) && Object.entries(now).every(([field, value]) => end.header[field as keyof Header] === value))

interface Pair { readonly from: Place; readonly to: Place; readonly set: PacketSet }

/** What gets from every place to every other. */
const passing = (reach: Reach): Pair[] => reach.origins.flatMap((from) => reach.receivers().map((to) => ({ from, to, set: reach.initiate(from, to) })))

const packet = ({ from, to }: Pair, set: PacketSet): Sent | undefined => (set.isEmpty() ? undefined : { from, to, ...set.sample() })

const networks = NETWORKS.map((root) => {
  const { topology } = open(root, files).declared!
  const space = new PacketSpace()
  return { topology, space, pairs: passing(new Reach(new Network(topology, space))) }
})

afterEach(() => vi.restoreAllMocks())

test('without a bug what the graph delivers trace delivers', () => {
  for (const { topology, pairs } of networks) {
    const sent = pairs.flatMap((pair) => packet(pair, pair.set) ?? [])
    expect(sent.length).toBeGreaterThan(20)
    expect(sent.filter((one) => !replays(topology, one))).toEqual([])
  }
})

describe('a bug in the graph', () => {
  test.each(BUGS)('%s: trace and graph disagree', (_, inject) => {
    const isCaught = networks.some(({ topology, space, pairs }) => {
      inject()
      let wrong: Pair[]
      try {
        wrong = passing(new Reach(new Network(topology, space)))
      } finally {
        vi.restoreAllMocks()
      }
      return pairs.some((pair, index) => {
        const [missing, extra] = [packet(pair, pair.set.subtract(wrong[index]!.set)), packet(pair, wrong[index]!.set.subtract(pair.set))]
        return (missing && replays(topology, missing)) || (extra && !replays(topology, extra))
      })
    })
    expect(isCaught).toBe(true)
  })
})
