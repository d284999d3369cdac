/** What random networks once found, each as the smallest network that shows it, judged by the kernel again. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ICMPV6, TCP, TCP_FLAGS, UDP, type Family, type Header } from '../../src/net/header.ts'
import { Lab, missing } from './lab.ts'
import type { Network, NftTable, Probe, Subnet, Table } from './network.ts'
import { judgeNetwork } from './run.ts'

const reason = missing()

const base = (family: Family, segment: number): bigint =>
  family === 4 ? (10n << 24n) + (BigInt(segment) << 8n) : (0xfd00n << 112n) + (BigInt(segment) << 64n)
const subnet = (family: Family, segment: number, offset = 0n): Subnet =>
  ({ family, value: base(family, segment) + offset, length: family === 4 ? 29 : 125 })

const CHAINS: Readonly<Record<Table['name'], readonly string[]>> = {
  raw: ['PREROUTING', 'OUTPUT'], mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'], filter: ['INPUT', 'FORWARD', 'OUTPUT'],
}
const table = (name: Table['name'], lines: readonly string[], drops: readonly string[] = []): Table => ({
  name, chains: CHAINS[name].map((chain) => [chain, drops.includes(chain) ? 'DROP' : 'ACCEPT'] as const),
  rules: lines.map((line) => ({ line, hint: {} })),
})

/** Router r1 with eth0 on segment s0 and eth1 on s1, first address of each; `second` adds a subnet to s1. */
function network(family: Family, tables: readonly Table[], more: { second?: true; nft?: true; ruleset?: readonly NftTable[] } = {}): Network {
  const subnets = [[subnet(family, 0)], [subnet(family, 1), ...(more.second ? [subnet(family, 1, 128n)] : [])]]
  return {
    seed: 0, hosts: [], backend: more.nft ? 'nft' : 'legacy', printed: false, printedRoutes: false,
    segments: subnets.map((of, index) => ({ id: `s${index}`, subnets: of })),
    routers: [{
      id: 'r1', routes: [], policyRoutes: [], ...(more.ruleset && { nft: more.ruleset }), tables: { 4: family === 4 ? tables : [], 6: family === 6 ? tables : [] },
      faces: subnets.map((of, index) => ({ name: `eth${index}`, segment: `s${index}`, addresses: of.map((one) => ({ ...one, value: one.value + 1n })) })),
    }],
  }
}

const header = (family: Family, source: bigint, destination: bigint, more: Partial<Header>): Header =>
  ({ family, source, destination, protocol: TCP, sourcePort: 1024, destinationPort: 80, flags: 0, fragment: false, ...more })
const host = (family: Family, segment: number, number = 2n): bigint => base(family, segment) + number

const FROM_S0: Probe['origin'] = { segment: 's0', via: { device: 'r1', interface: 'eth0' } }
const FROM_S1: Probe['origin'] = { segment: 's1', via: { device: 'r1', interface: 'eth1' } }
const FROM_R1: Probe['origin'] = { device: 'r1' }
const SYN = { flags: TCP_FLAGS.SYN }
const FRAGMENT = { sourcePort: 0, destinationPort: 0, fragment: true }

const baseChain = (name: string, head: string, ...lines: string[]): NftTable['chains'][number] => ({ name, head, rules: lines.map((line) => ({ line, hint: {} })) })
const ruleset = (...chains: NftTable['chains'][number][]): { ruleset: NftTable[] } => ({ ruleset: [{ family: 'inet', name: 't', sets: [], chains }] })

const nat = (...lines: string[]): Table[] => [table('nat', lines), table('filter', [])]

const FINDINGS: readonly (readonly [what: string, network: Network, probe: Probe])[] = [
  ['a router receives what is for itself', network(4, []), { origin: FROM_S0, header: header(4, host(4, 0), host(4, 1, 1n), SYN) }],
  ['a router that has NAT gets the reply to what it sent itself', network(6, nat()), {
    origin: FROM_R1, header: header(6, host(6, 1, 1n), host(6, 1), { protocol: ICMPV6, sourcePort: 0, destinationPort: 128 }),
  }],
  ['NOTRACK keeps the reply of a translated session from being translated back', network(4, [
    table('raw', ['-A PREROUTING -i eth1 -p udp -j NOTRACK']), table('nat', ['-A POSTROUTING -o eth1 -j SNAT --to-source 10.0.1.3']), table('filter', []),
  ]), { origin: FROM_S0, header: header(4, host(4, 0), host(4, 1), { protocol: UDP }) }],
  ['what a router answers to a packet that was exempted from tracking opens a session of its own, and is translated', network(4, [
    table('raw', ['-A PREROUTING -j CT --notrack']), table('nat', ['-A POSTROUTING -s 10.0.0.0/29 -j MASQUERADE']), table('filter', []),
  ]), { origin: FROM_S1, header: header(4, host(4, 1), host(4, 0, 1n), { protocol: UDP, sourcePort: 40000, destinationPort: 1024 }) }],
  ['what was tracked stays so when its new destination is one that is exempt', network(4, [
    table('raw', ['-A PREROUTING -d 10.0.1.2 -j CT --notrack']),
    table('nat', ['-A PREROUTING -d 10.0.1.6 -p udp -j DNAT --to-destination 10.0.1.2', '-A POSTROUTING -p udp -j MASQUERADE --to-ports 2000-2003']), table('filter', []),
  ]), { origin: FROM_S0, header: header(4, host(4, 0), host(4, 1, 6n), { protocol: UDP }) }],
  ['what a router sends is routed again when OUTPUT gave it another destination',
    network(4, nat('-A OUTPUT -p tcp -j DNAT --to-destination 10.0.1.2')), { origin: FROM_R1, header: header(4, host(4, 0, 1n), host(4, 0), SYN) }],
  ['the reply to a source that INPUT translated is routed by its old address',
    network(4, nat('-A INPUT -p udp -j SNAT --to-source 10.0.0.3')), { origin: FROM_S1, header: header(4, host(4, 1), host(4, 1, 1n), { protocol: UDP }) }],
  ['INPUT sees the answer to what OUTPUT sent elsewhere as it came: its source is given back after it', network(4, [
    table('nat', ['-A OUTPUT -j DNAT --to-destination 10.0.1.2']), table('filter', ['-A INPUT ! -s 10.0.0.0/29 -j DROP']),
  ]), { origin: FROM_R1, header: header(4, host(4, 0, 1n), host(4, 0), SYN) }],
  ['MASQUERADE takes the address of the subnet that the next hop is in', network(4, nat('-A POSTROUTING -o eth1 -j MASQUERADE'), { second: true }),
    { origin: FROM_S0, header: header(4, host(4, 0), host(4, 1, 130n), SYN) }],
  ['MASQUERADE of IPv6 takes the address nearest to the destination', network(6, nat('-A POSTROUTING -o eth1 -j MASQUERADE'), { second: true }),
    { origin: FROM_S0, header: header(6, host(6, 0), host(6, 1, 130n), SYN) }],
  ['REDIRECT of IPv6 takes any address of the interface', network(6, nat('-A PREROUTING -p udp -j REDIRECT --to-ports 3128'), { second: true }),
    { origin: FROM_S1, header: header(6, host(6, 1), host(6, 0), { protocol: UDP }) }],
  // fib_validate_source: a source that is the router's own address is a martian, whatever rp_filter says (IPv4 only).
  ['a packet that claims to come from the router itself goes no further', network(4, [table('filter', [], [])]),
    { origin: FROM_S0, header: header(4, host(4, 0, 1n), host(4, 1), SYN) }],
  ['IPv6 forwards a packet that claims to come from the router itself', network(6, []),
    { origin: FROM_S0, header: header(6, host(6, 0, 1n), host(6, 1), SYN) }],
  ['a first chain of NAT that returns leaves the packet to the second, which sends it elsewhere', network(6, [], ruleset(
    baseChain('first', 'type nat hook prerouting priority -110;', 'meta nfproto ipv6 meta l4proto udp return', 'dnat ip6 to fd00:0:0:1::3'),
    baseChain('second', 'type nat hook prerouting priority 0;', 'dnat ip6 to fd00::5'),
  )), { origin: FROM_S0, header: header(6, host(6, 0), host(6, 1), { protocol: UDP }) }],
  ['a base chain that returns meets its policy', network(4, [], ruleset(
    baseChain('passing', 'type filter hook forward priority 0; policy drop;', 'tcp dport 80 return', 'accept'),
  )), { origin: FROM_S0, header: header(4, host(4, 0), host(4, 1), SYN) }],
  ...([false, true] as const).map((nft) => [
    `neither of two ports, which ${nft ? 'iptables-nft loads as «not both»' : 'the legacy backend means as written'}`,
    network(4, [table('filter', ['-A FORWARD -p udp -m udp ! --sport 80 ! --dport 22 -j ACCEPT'], ['FORWARD'])], nft ? { nft } : {}),
    { origin: FROM_S0, header: header(4, host(4, 0), host(4, 1), { protocol: UDP, sourcePort: 80, destinationPort: 53 }) },
  ] as const),
  // nft loads «ports» from wherever the transport header would be; with the legacy backend the same rule is false.
  ...([4, 6] as const).flatMap((family) => ['! --dport 80', '--dport 11822', '! --syn'].map((test) => [
    `nft reads the contents of a later fragment of IPv${family} as a header: ${test}`,
    network(family, [table('filter', [`-A FORWARD -p tcp -m tcp ${test} -j ACCEPT`], ['FORWARD'])], { nft: true }),
    { origin: FROM_S0, header: header(family, host(family, 0), host(family, 1), FRAGMENT) },
  ] as const)),
]

describe.skipIf(reason)(`what the kernel taught us${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let lab: Lab
  beforeAll(() => { lab = new Lab() })
  afterAll(() => lab.close())

  test.each(FINDINGS)('%s', async (_, network, probe) => {
    expect(await judgeNetwork(lab, network, probe)).toBeUndefined()
  })
})
