/** Random rule sets, as `iptables-save` text: small pools of addresses and ports, so that rules meet packets. */
import type { Family, Header } from '../../src/net/header.ts'
import { match, type Where } from './generate-match.ts'
import {
  baseOf, bitsOf, FAMILIES, hostAddresses, textOf, textOfSubnet, type Address, type Network, type Router, type Rule, type Subnet, type Table,
} from './network.ts'
import type { Random } from './random.ts'

export function generateTables(random: Random, network: Network, router: Router): Router['tables'] {
  const style = random.weighted([[2, 'none'], [5, 'stateful'], [2, 'stateless']] as const)
  const tables = (family: Family): Table[] => {
    const speaks = router.faces.some(({ addresses }) => addresses.some((own) => own.family === family))
    if (style === 'none' || !speaks || random.chance(0.05)) return []
    const maker = new Maker(random, network, router, family, style === 'stateful')
    return [
      ...(style === 'stateful' && random.chance(0.1) ? [maker.raw()] : []),
      ...(random.chance(0.1) ? [maker.mangle()] : []),
      ...(style === 'stateful' && random.chance(0.5) ? [maker.nat()] : []),
      maker.filter(),
    ]
  }
  return { 4: tables(4), 6: tables(6) }
}

class Maker {
  private readonly random: Random
  private readonly where: Where

  constructor(random: Random, network: Network, router: Router, family: Family, stateful: boolean) {
    this.random = random
    const speaking = network.segments.flatMap(({ subnets }) => subnets).filter((subnet) => subnet.family === family)
    this.where = {
      family, stateful, subnets: speaking,
      hosts: speaking.flatMap((subnet) => random.some(hostAddresses(network, network.segments.find(({ subnets }) => subnets.includes(subnet))!, family), 2)),
      own: router.faces.flatMap(({ addresses }) => addresses).filter((address) => address.family === family),
      faces: router.faces.map(({ name }) => name),
    }
  }

  private rules(chain: string, count: number, targets: () => Target, see: { in: boolean; out: boolean; state?: boolean }): Rule[] {
    return Array.from({ length: count }, () => this.rule(chain, targets(), see))
  }

  private rule(chain: string, target: Target, see: { in: boolean; out: boolean; state?: boolean }): Rule {
    const { text, hint } = match(this.random, { ...this.where, stateful: this.where.stateful && see.state !== false }, see, target.needs)
    return { line: ['-A', chain, ...text, ...target.text].join(' '), hint: { ...hint, family: this.where.family } }
  }

  filter(): Table {
    const { random } = this
    const users = random.weighted([[3, []], [3, ['one']], [3, ['one', 'two']]] as const)
    const policy = (drop: number): string => (random.chance(drop) ? 'DROP' : 'ACCEPT')
    const both = { in: true, out: true }
    const established: Rule = {
      line: `-A FORWARD ${random.pick(['-m state --state', '-m conntrack --ctstate'])} RELATED,ESTABLISHED -j ACCEPT`, hint: {},
    }
    // A user chain jumps only to later ones: the kernel refuses loops.
    const verdicts = (later: readonly string[]) => (): Target => this.verdict(later)
    return {
      name: 'filter',
      chains: [['INPUT', policy(0.3)], ['FORWARD', policy(0.5)], ['OUTPUT', policy(0.15)], ...users.map((name) => [name, '-'] as const)],
      rules: [
        ...(this.where.stateful && random.chance(0.6) ? [established] : []),
        ...this.rules('FORWARD', random.between(2, 9), verdicts(users), both),
        ...this.rules('INPUT', random.int(4), verdicts(users), { in: true, out: false }),
        ...this.rules('OUTPUT', random.int(3), verdicts(users), { in: false, out: true }),
        ...users.flatMap((name, index) => this.rules(name, random.between(1, 5), verdicts(users.slice(index + 1)), both)),
      ],
    }
  }

  private verdict(chains: readonly string[]): Target {
    const { random, where } = this
    const plain = (text: string): Target => ({ text: ['-j', ...text.split(' ')] })
    return random.weighted<() => Target>([
      [9, () => plain('ACCEPT')],
      [6, () => plain('DROP')],
      [2, () => plain('RETURN')],
      [1, () => plain(`REJECT --reject-with ${where.family === 4 ? 'icmp-port-unreachable' : 'icmp6-port-unreachable'}`)],
      [1, () => ({ text: ['-j', 'REJECT', '--reject-with', 'tcp-reset'], needs: 'tcp' })],
      [2, () => plain('LOG --log-prefix "[sanso] drop -j ACCEPT "')],
      [1, () => ({ text: [] })],
      [0.3, () => plain('NFLOG --nflog-group 5')],
      [chains.length > 0 ? 6 : 0, () => plain(random.pick(chains))],
      [chains.length > 0 ? 3 : 0, () => ({ text: ['-g', random.pick(chains)] })],
    ])()
  }

  nat(): Table {
    const { random } = this
    const users = random.chance(0.25) ? ['pre'] : []
    const before = { in: true, out: false, state: false }
    const after = { in: false, out: true, state: false }
    return {
      name: 'nat',
      chains: [['PREROUTING', 'ACCEPT'], ['INPUT', 'ACCEPT'], ['OUTPUT', 'ACCEPT'], ['POSTROUTING', 'ACCEPT'], ...users.map((name) => [name, '-'] as const)],
      rules: [
        ...this.rules('PREROUTING', random.int(4), () => users.length > 0 && random.chance(0.4) ? { text: ['-j', 'pre'] } : this.destination(), before),
        ...this.rules('POSTROUTING', random.int(4), () => this.source(), after),
        ...(random.chance(0.15) ? this.rules('INPUT', 1, () => ({ text: ['-j', 'SNAT', '--to-source', textOf(random.pick(this.where.hosts))] }), before) : []),
        ...(random.chance(0.3) ? this.rules('OUTPUT', 1, () => ({ text: ['-j', 'DNAT', '--to-destination', textOf(random.pick(this.where.hosts))] }), after) : []),
        ...users.flatMap((name) => this.rules(name, 2, () => this.destination(), before)),
      ],
    }
  }

  private address(addresses: readonly Address[]): string {
    const first = this.random.pick(addresses)
    if (this.random.chance(0.75)) return textOf(first)
    // Of a pool of up to eight the library tries every element; of a larger one only some.
    const second = this.random.pick(addresses.filter((other) => (other.value >> 3n) === (first.value >> 3n)))
    return [first, second].sort((a, b) => Number(a.value - b.value)).map(textOf).join('-')
  }

  /** Address with a port, in the brackets that IPv6 needs. */
  private withPort(address: string, port: string): string {
    return this.where.family === 4 ? `${address}:${port}` : `[${address}]:${port}`
  }

  private destination(): Target {
    const { random, where } = this
    const to = (): string => this.address(where.hosts)
    const needs = random.pick(['tcp', 'udp'] as const)
    return random.weighted<() => Target>([
      [4, () => ({ text: ['-j', 'DNAT', '--to-destination', to()] })],
      [4, () => ({ text: ['-j', 'DNAT', '--to-destination', this.withPort(to(), random.pick(['80', '8080', '53']))], needs })],
      [2, () => ({ text: ['-j', 'REDIRECT', '--to-ports', random.pick(['80', '8080', '3128'])], needs })],
      [1, () => ({ text: ['-j', 'REDIRECT'] })],
      [1, () => ({ text: ['-j', 'NETMAP', '--to', textOfSubnet(network(random.pick(where.subnets)))] })],
      [1, () => ({ text: ['-j', 'ACCEPT'] })],
      [1, () => ({ text: ['-j', 'RETURN'] })],
    ])()
  }

  private source(): Target {
    const { random, where } = this
    const needs = random.pick(['tcp', 'udp'] as const)
    const ports = random.pick(['1024-1030', '40000-40003', '5000'])
    return random.weighted<() => Target>([
      [4, () => ({ text: ['-j', 'MASQUERADE'] })],
      [1, () => ({ text: ['-j', 'MASQUERADE', '--to-ports', ports], needs })],
      [3, () => ({ text: ['-j', 'SNAT', '--to-source', textOf(random.pick(where.own))] })],
      [2, () => ({ text: ['-j', 'SNAT', '--to-source', this.address(where.hosts)] })],
      [1, () => ({ text: ['-j', 'NETMAP', '--to', textOfSubnet(network(random.pick(where.subnets)))] })],
      [1, () => ({ text: ['-j', 'SNAT', '--to-source', this.withPort(textOf(random.pick(where.own)), ports)], needs })],
      [1, () => ({ text: ['-j', 'ACCEPT'] })],
      [1, () => ({ text: ['-j', 'RETURN'] })],
    ])()
  }

  raw(): Table {
    const untracked = (): Target => this.random.pick<Target>([
      { text: ['-j', 'CT', '--notrack'] }, { text: ['-j', 'NOTRACK'] }, { text: ['-j', 'DROP'] }, { text: ['-j', 'ACCEPT'] },
    ])
    return {
      name: 'raw', chains: [['PREROUTING', 'ACCEPT'], ['OUTPUT', 'ACCEPT']],
      rules: this.rules('PREROUTING', this.random.between(1, 2), untracked, { in: true, out: false, state: false }),
    }
  }

  mangle(): Table {
    const { random } = this
    const drop = (): Target => ({ text: random.pick([['-j', 'DROP'], ['-j', 'ACCEPT'], ['-j', 'RETURN'], ['-j', 'MARK', '--set-xmark', '0x1/0xffffffff']]) })
    return {
      name: 'mangle',
      chains: (['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'] as const).map((name) => [name, 'ACCEPT'] as const),
      rules: [
        ...this.rules('PREROUTING', random.int(2), drop, { in: true, out: false }),
        ...this.rules('FORWARD', random.int(2), drop, { in: true, out: true }),
        ...this.rules('POSTROUTING', random.int(2), drop, { in: false, out: true }),
      ],
    }
  }
}

const network = (subnet: Subnet): Subnet => ({ ...subnet, value: baseOf(subnet), length: Math.max(subnet.length, bitsOf(subnet.family) - 3) })

interface Target { readonly text: readonly string[]; readonly needs?: 'tcp' | 'udp' }

/** What the rules of a network have to do with: where its probes look first. */
export const hintsOf = (network: Network): Partial<Header>[] => network.routers.flatMap(({ tables, nft = [] }) => [
  ...FAMILIES.flatMap((family) => tables[family].flatMap(({ rules }) => rules.map(({ hint }) => hint))),
  ...nft.flatMap(({ chains }) => chains.flatMap(({ rules }) => rules.map(({ hint }) => hint))),
])
