/** One policy, written for every vendor, means the same packets: those that the policy itself means. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyConfigs } from '../../../src/config/index.ts'
import { Network } from '../../../src/engine/network.ts'
import { Reach } from '../../../src/engine/reach.ts'
import { addressesOf, addressRange, parseAddress, unionAddresses, type AddressSet } from '../../../src/net/address.ts'
import type { PacketSet } from '../../../src/net/packet-set.ts'
import { loadTopology } from '../../../src/topology/load.ts'
import { opening, policies, policySet, LEFT, RIGHT, type Policy } from './policy.ts'
import { SYNTAXES, type Syntax } from './syntaxes.ts'

function networkOf({ interfaces, config, write }: Syntax, policy: Policy): Network {
  const files = new Map(Object.entries(write(policy)))
  files.set('root.yaml', JSON.stringify({
    sanso: 1, network: 'law', policy: { profile: 'saikai-2024', model: 'alpha' },
    zones: { left: { tier: 'other' }, right: { tier: 'other' } },
    segments: { left: { zone: 'left', subnets: [LEFT] }, right: { zone: 'right', subnets: [RIGHT] } },
    devices: { fw: { kind: 'router', config, ...(interfaces && { interfaces }) } },
  }))
  const { topology, problems } = loadTopology('root.yaml', (name) => files.get(name), () => [])
  if (!topology) throw new Error(JSON.stringify(problems))
  const applied = applyConfigs(topology, (name) => files.get(name))
  expect(applied.problems).toEqual([])
  return new Network(applied.topology)
}

/** Between machines that no device is, of packets that carry their ports, and where sessions are kept of those that open one. */
function compared({ space }: Network, { stateful }: Policy, existing: Syntax['machines']): PacketSet {
  const numbers = (third: number): bigint[] => [8, 250].map((last) => parseAddress(`10.0.${third}.${last}`)!.value)
  const machines = (third: number): AddressSet => (existing ? unionAddresses(...existing.map((last) => addressesOf(parseAddress(`10.0.${third}.${last}`)!)))
    : addressRange(4, numbers(third)[0]!, numbers(third)[1]!))
  const between = space.family(4).intersect(space.source(machines(1))).intersect(space.destination(machines(2)))
  return (stateful ? between.intersect(opening(space)) : between).subtract(space.fragment())
}

describe.each(SYNTAXES)('$name', (syntax) => {
  test('a policy means its own packets, surely and at most', () => {
    let telling = 0
    fc.assert(fc.property(policies.filter((policy) => syntax.cannot(policy) === undefined), (policy) => {
      const network = networkOf(syntax, policy)
      const scope = compared(network, policy, syntax.machines)
      const reach = new Reach(network)
      const own = policySet(network.space, policy).intersect(scope)
      if (!own.isEmpty() && !own.equals(scope)) telling++
      const [left, right] = [{ segment: 'left' }, { segment: 'right' }]
      const may = reach.initiate(left, right).delivered().forget('in', 'out').intersect(scope)
      expect(may.equals(own.intersect(network.space.asSent()))).toBe(true)
      const must = reach.surely(left, right, scope, { unknown: 'stop', routes: 'declared' }).delivered().forget('in', 'out').intersect(scope)
      expect(must.equals(own.intersect(network.space.asSent()))).toBe(true)
    }), { numRuns: 60, seed: 7 })
    // Everything and nothing are said by mistake, too.
    expect(telling).toBeGreaterThan(5)
  })
})

/** What a vendor cannot say, by name. */
test.each<[string, string[]]>([
  ['iptables', []], ['nftables', []], ['cisco-ios', ['an access list has no sessions']],
  ['yamaha-rtx', ['a filter without a number is none', 'a static filter has no sessions']], ['fortios', ['a policy always keeps sessions']],
  ['AWS network ACL', ['a network ACL has no sessions', 'a network ACL names no source port', 'a network ACL names the far end only']],
  ['AWS security group', ['a security group always keeps sessions', 'a security group names no source port', 'a security group names the far end only', 'a security group only permits']],
])('%s cannot say: %j', (name, expected) => {
  const syntax = SYNTAXES.find((one) => one.name === name)!
  const said = fc.sample(policies, { numRuns: 600, seed: 3 }).flatMap((policy) => syntax.cannot(policy) ?? [])
  expect([...new Set(said)].sort()).toEqual(expected)
})
