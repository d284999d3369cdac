/**
 * Whole chains of real dumps as packet sets, against what a machine-checked semantics proved of them for packets in state
 * NEW (../shared/data/README.md): theirs.lower ⊆ ours.must, ours.may ⊆ theirs.upper; where lower = upper, all are equal.
 */
import { describe, expect, test } from 'vitest'
import { parseAddresses, subtractAddresses, type AddressSet, ALL_ADDRESSES } from '../../src/net/address.ts'
import { PacketSpace } from '../../src/net/packet-space.ts'
import type { PacketSet } from '../../src/net/packet-set.ts'
import type { Ranges } from '../../src/net/interval.ts'
import { permitted } from '../../src/engine/chain-sets.ts'
import type { Bounds } from '../../src/engine/bounds.ts'
import { named } from '../../src/engine/plain/condition.ts'
import type { Chain } from '../../src/topology/model.ts'
import { parseListing, type Row } from '../config/listing.ts'
import { PROVED, type Behind } from '../config/proved.ts'
import { chainOf, dataFile, HAVE_DATA, readText } from '../config/reading.ts'

if (!HAVE_DATA) console.warn('test/engine/real-dumps: skipped, no folder ../shared/data/iptables')

/** The projection that the listings speak of: IPv4, no later fragments, TCP that opens. */
const projection = (space: PacketSpace): PacketSet =>
  space.family(4).subtract(space.fragment()).subtract(space.protocol([[6, 6]]).subtract(space.tcpFlags(63, 2)))

function listed(space: PacketSpace, rows: readonly Row[]): PacketSet {
  let accepted = space.none
  let rest = projection(space)
  for (const row of rows) {
    let match = space.source(row.source).intersect(space.destination(row.destination))
    if (row.protocol !== undefined) match = match.intersect(space.protocol([[row.protocol, row.protocol]]))
    const range = row.port && [[row.port.low, row.port.high]] as const
    if (range) match = match.intersect(row.port!.of === 'source' ? space.sourcePort(range) : space.destinationPort(range))
    if (row.accept) accepted = accepted.union(rest.intersect(match))
    rest = rest.subtract(match)
  }
  return accepted
}

/** What the chain passes out of one interface, each source coming in by the interface that it stands behind. */
function passed(space: PacketSpace, chain: Chain, behind: Behind, out: string): Bounds {
  const names = [...new Set([...behind.map(([name]) => name), 'eth9'])]
  const marks = (wanted: readonly string[]): Ranges => names.flatMap((name, index) =>
    (wanted.some((pattern) => named(pattern, name)) ? [[index + 1, index + 1] as const] : []))
  const scope = {
    space, tracked: true, in: marks,
    out: (wanted: readonly string[]): Ranges => (wanted.some((pattern) => named(pattern, out)) ? [[1, 1]] : []),
  }
  const { must, may } = permitted(chain, scope, space.state(['new']))
  let rest: AddressSet = ALL_ADDRESSES
  const parts = [...behind, ['eth9', '0.0.0.0/0'] as const].map(([name, sources]) => {
    const here = space.source(subtractAddresses(parseAddresses(sources)!, subtractAddresses(ALL_ADDRESSES, rest)))
    rest = subtractAddresses(rest, parseAddresses(sources)!)
    const at = (set: PacketSet): PacketSet =>
      set.only('in', names.indexOf(name) + 1).only('out', 1).intersect(here).intersect(projection(space))
    return { must: at(must), may: at(may) }
  })
  return { must: space.union(parts.map((part) => part.must)), may: space.union(parts.map((part) => part.may)) }
}

describe.skipIf(!HAVE_DATA)('real dumps as packet sets', () => {
  test.each(PROVED)('$bounds: theirs.lower ⊆ ours.must ⊆ ours.may ⊆ theirs.upper', ({ dump, hook, bounds, behind, outs }) => {
    const space = new PacketSpace()
    const section = hook === 'forward' ? 'FORWARD' : 'INPUT'
    const lower = listed(space, parseListing(dataFile(`${bounds}.lower`), section))
    const upper = listed(space, parseListing(dataFile(`${bounds}.upper`), section))
    const chain = chainOf(readText(dataFile(dump)), hook, 'filter')
    for (const out of outs) {
      const { must, may } = passed(space, chain, behind, out)
      expect(must.within(may)).toBe(true)
      const missing = lower.subtract(must)
      expect(missing.isEmpty() || missing.sample().now).toBe(true)
      const extra = may.subtract(upper)
      expect(extra.isEmpty() || extra.sample().now).toBe(true)
      if (lower.equals(upper)) expect(must.equals(may) && may.equals(lower)).toBe(true)
    }
  })

  test.each(['factory/imaginray_factory_network.iptables-save', 'factory/imaginray_factory_network.iptables-save.by-linux-kernel'])(
    '%s: exactly the 12 arrows for new sessions, and exactly the 8 more for known ones', (path) => {
      const space = new PacketSpace()
      const places = [...dataFile('factory/ipmapping').matchAll(/^\$(\w+)_ipv4 = (\S+)$/gm)].map(([, name, address]) => ({ name: name!, address: address! }))
      const marks = (wanted: readonly string[]): Ranges => places.flatMap(({ name }, index) => (wanted.includes(name) ? [[index + 1, index + 1] as const] : []))
      const chain = chainOf(readText(dataFile(path)), 'forward', 'filter')
      const scope = { space, tracked: true, in: marks, out: marks }
      const arrows = (state: 'new' | 'established'): string[] => {
        const { must, may } = permitted(chain, scope, space.state([state]))
        expect(must.equals(may)).toBe(true)
        return places.flatMap((from, i) => places.flatMap((to, o) => {
          const between = space.source(parseAddresses(from.address)!).intersect(space.destination(parseAddresses(to.address)!))
          const here = must.only('in', i + 1).only('out', o + 1).intersect(space.family(4))
          // Nothing but these two addresses ever passes between two interfaces.
          expect(here.within(between)).toBe(true)
          return here.isEmpty() ? [] : [`${from.name} > ${to.name}`]
        }))
      }
      const opening = arrows('new')
      const known = arrows('established')
      expect(opening).toHaveLength(12)
      expect(known).toHaveLength(20)
      expect(known).toEqual(expect.arrayContaining(opening))
    })
})
