/** Random rulesets of nftables as text: what `nft -f` takes, near the addresses and ports of the network. */
import type { Family } from '../../src/net/header.ts'
import { nftMatch, type NftWhere } from './generate-nft-match.ts'
import { hostAddresses, textOf, textOfSubnet, baseOf, type Network, type NftChain, type NftTable, type Router, type Rule, type Subnet } from './network.ts'
import type { Random } from './random.ts'

export function generateRuleset(random: Random, network: Network, router: Router): NftTable[] {
  const stateful = random.chance(0.7)
  const families = random.weighted([[5, ['inet']], [2, ['ip', 'ip6']], [2, ['inet', 'inet']], [2, ['inet', 'ip']], [1, ['ip6']], [1, []]] as const)
  return families.map((family, index) => new Maker(random, network, router, family, stateful, `t${index}`).table())
}

const of = (family: NftTable['family']): readonly Family[] => (family === 'ip' ? [4] : family === 'ip6' ? [6] : [4, 6])

interface Ending { readonly text: string; readonly needs?: 'tcp' | 'udp'; readonly family?: Family }

class Maker {
  private readonly random: Random
  private readonly family: NftTable['family']
  private readonly stateful: boolean
  private readonly name: string
  private readonly subnets: readonly Subnet[]
  private readonly wheres: readonly NftWhere[]

  constructor(random: Random, network: Network, router: Router, family: NftTable['family'], stateful: boolean, name: string) {
    this.random = random
    this.family = family
    this.stateful = stateful
    this.name = name
    this.subnets = network.segments.flatMap(({ subnets }) => subnets)
    this.wheres = of(family).flatMap((one) => {
      const speaking = this.subnets.filter((subnet) => subnet.family === one)
      const hosts = speaking.flatMap((subnet) => random.some(hostAddresses(network, network.segments.find(({ subnets }) => subnets.includes(subnet))!, one), 2))
      const own = router.faces.flatMap(({ addresses }) => addresses).filter((address) => address.family === one)
      return hosts.length === 0 || own.length === 0 ? [] : [{ family: one, table: family, stateful, subnets: speaking, hosts, own, faces: router.faces.map(({ name: face }) => face) }]
    })
  }

  table(): NftTable {
    const { random } = this
    const chains = this.wheres.length === 0 ? [] : [...this.filters(), ...(this.stateful && random.chance(0.5) ? this.nat() : []), ...(this.stateful && random.chance(0.15) ? this.raw() : [])]
    return { family: this.family, name: this.name, sets: this.sets(), chains }
  }

  private sets(): string[] {
    return this.wheres.flatMap((where) => {
      const list = this.random.some(where.hosts.map(textOf), 3).join(', ')
      const pairs = this.random.some(where.hosts.map(textOf), 2).map((host) => `${host} . ${this.random.pick([22, 80, 443])}`).join(', ')
      return [
        `set hosts${where.family} { type ipv${where.family}_addr; elements = { ${list} }; }`,
        `set pairs${where.family} { type ipv${where.family}_addr . inet_service; flags interval; elements = { ${pairs} }; }`,
      ]
    })
  }

  private rules(count: number, ending: () => Ending, see: { in: boolean; out: boolean; state: boolean; hook?: string }): Rule[] {
    return Array.from({ length: count }, () => {
      const { text, needs, family } = ending()
      const where = this.random.pick(this.wheres.filter((one) => family === undefined || one.family === family))
      const match = nftMatch(this.random, where, see, needs, family !== undefined)
      return { line: `${match.text} ${text}`.trim(), hint: match.hint }
    })
  }

  private filters(): NftChain[] {
    const { random } = this
    const users = random.weighted([[3, []], [3, ['one']], [3, ['one', 'two']]] as const)
    const both = { in: true, out: true, state: true }
    const base = (name: string, hook: string, priority: string, drop: number, rules: Rule[]): NftChain =>
      ({ name, head: `type filter hook ${hook} priority ${priority}; policy ${random.chance(drop) ? 'drop' : 'accept'};`, rules })
    const verdict = (later: readonly string[]) => (): Ending => this.verdict(later)
    const established: Rule[] = this.stateful && random.chance(0.6)
      ? [{ line: random.pick(['ct state established,related accept', 'ct state vmap { established : accept, related : accept, invalid : drop }']), hint: {} }] : []
    return [
      ...users.map((name, index): NftChain => ({ name, rules: this.rules(random.between(1, 5), verdict(users.slice(index + 1)), { ...both }) })).reverse(),
      base('passing', 'forward', random.pick(['filter', '0', '10', 'filter - 5']), 0.5, [...established, ...this.rules(random.between(2, 8), verdict(users), { ...both, hook: 'forward' })]),
      ...(random.chance(0.3) ? [base('passing2', 'forward', random.pick(['security', '-5', 'mangle']), 0.2, [...established, ...this.rules(random.between(1, 3), verdict(users), { ...both, hook: 'forward' })])] : []),
      ...(random.chance(0.6) ? [base('inp', 'input', 'filter', 0.3, this.rules(random.int(4), verdict(users), { ...both, out: false, hook: 'input' }))] : []),
      ...(random.chance(0.4) ? [base('outp', 'output', 'filter', 0.15, this.rules(random.int(3), verdict(users), { ...both, in: false }))] : []),
      ...(random.chance(0.3) ? [base('pre', 'prerouting', random.pick(['mangle', 'dstnat - 1', 'dstnat + 1', 'filter', '-199']), 0.1, this.rules(random.int(3), verdict(users), { ...both, out: false }))] : []),
      ...(random.chance(0.2) ? [base('post', 'postrouting', random.pick(['mangle', 'srcnat - 1', 'srcnat + 1']), 0.1, this.rules(random.int(3), verdict(users), { ...both, in: false }))] : []),
    ]
  }

  private verdict(chains: readonly string[]): Ending {
    const { random } = this
    const chain = (): string => random.pick(chains)
    const some = chains.length > 0
    return random.weighted<() => Ending>([
      [9, () => ({ text: random.pick(['accept', 'counter accept', 'accept comment "a \\"rule\\" drop"'.replaceAll('\\"', '')]) })],
      [6, () => ({ text: 'drop' })],
      [2, () => ({ text: 'return' })],
      [1, () => ({ text: random.pick(['reject with icmpx type admin-prohibited', 'reject']) })],
      [1, () => ({ text: 'reject with tcp reset', needs: 'tcp' })],
      [2, () => ({ text: random.pick(['log prefix "drop accept "', 'counter', 'continue', 'meta mark set 0x0', 'log group 5 counter']) })],
      [1, () => ({ needs: 'udp', text: `${random.pick(['udp', 'th'])} dport vmap { 22 : drop, 80-443 : accept, 1024-2000 : ${some ? `jump ${chain()}` : 'return'} }` })],
      [1, () => ({ text: `iifname vmap { ${random.some(this.wheres[0]!.faces, 2).map((face) => `"${face}" : ${random.pick(['accept', 'drop', 'continue', ...chains.map((name) => `goto ${name}`)])}`).join(', ')} }` })],
      [1, () => this.addressVerdicts(chains)],
      [some ? 6 : 0, () => ({ text: `jump ${chain()}` })],
      [some ? 3 : 0, () => ({ text: `goto ${chain()}` })],
    ])()
  }

  private addressVerdicts(chains: readonly string[]): Ending {
    const where = this.random.pick(this.wheres)
    const field = `${where.family === 4 ? 'ip' : 'ip6'} ${this.random.pick(['saddr', 'daddr'])}`
    const [subnet, host] = [this.random.pick(where.subnets), this.random.pick(where.hosts)]
    const verdict = (): string => this.random.pick(['accept', 'drop', ...chains.map((name) => `jump ${name}`)])
    const inside = textOfSubnet({ ...subnet, value: baseOf(subnet) })
    return { text: `${field} vmap { ${this.random.chance(0.5) ? `${inside} : ${verdict()}` : `${textOf(host)} : ${verdict()}`}, ${this.random.chance(0.3) ? `* : ${verdict()}` : where.family === 4 ? '192.0.2.1 : drop' : '2001:db8::1 : drop'} }`, family: where.family }
  }

  private nat(): NftChain[] {
    const { random } = this
    const chain = (name: string, hook: string, priority: string, rules: Rule[]): NftChain => ({ name, head: `type nat hook ${hook} priority ${priority};`, rules })
    const pre = { in: true, out: false, state: false }
    const post = { in: false, out: true, state: false }
    const early = random.pick(['dstnat', '-110', '-90', 'mangle'])
    return [
      chain('npre', 'prerouting', early, this.rules(random.int(4), () => this.destination(), pre)),
      ...(random.chance(0.3) ? [chain('npre2', 'prerouting', random.pick(['-120', '-80', 'filter']), this.rules(random.between(1, 3), () => this.destination(), pre))] : []),
      chain('npost', 'postrouting', random.pick(['srcnat', '90', '110']), this.rules(random.int(4), () => this.source(), post)),
      ...(random.chance(0.2) ? [chain('nout', 'output', '-100', this.rules(1, () => this.destination(), { ...post, out: true }))] : []),
    ]
  }

  private destination(): Ending {
    const { random } = this
    const where = random.pick(this.wheres)
    const ip = where.family === 4 ? 'ip' : 'ip6'
    const to = (): string => textOf(random.pick(where.hosts))
    const ported = (): string => (where.family === 4 ? to() : `[${to()}]`)
    const dnat = this.family === 'inet' ? `dnat ${ip} to` : 'dnat to'
    const needs = random.pick(['tcp', 'udp'] as const)
    const family = where.family
    return random.weighted<() => Ending>([
      [4, () => ({ text: `${dnat} ${to()}`, family })],
      [3, () => ({ text: `${dnat} ${ported()}:${random.pick([80, 8080, 53])}`, needs, family })],
      [1, () => ({ text: `dnat to :${random.pick([80, 8080])}`, needs })],
      [2, () => ({ text: `redirect to :${random.pick([80, 8080, 3128])}`, needs })],
      [1, () => ({ text: 'redirect' })],
      [2, () => ({ text: `${dnat} ${needs} dport map { 22 : ${to()}, 80-1024 : ${to()} }`, needs, family })],
      [1, () => ({ text: `${dnat} ${ip} saddr map { ${to()} : ${to()} }`, family })],
      [1, () => ({ text: `${dnat} ${needs} dport map { 22 : ${to()} . 80, 80 : ${to()} . 8080 }`.replace(dnat, `dnat ${ip} to`), needs, family })],
      [1, () => ({ text: 'accept' })],
      [1, () => ({ text: 'return' })],
    ])()
  }

  private source(): Ending {
    const { random } = this
    const where = random.pick(this.wheres)
    const snat = this.family === 'inet' ? `snat ${where.family === 4 ? 'ip' : 'ip6'} to` : 'snat to'
    const family = where.family
    return random.weighted<() => Ending>([
      [4, () => ({ text: 'masquerade' })],
      [1, () => ({ text: 'masquerade to :40000-40003', needs: 'udp' })],
      [3, () => ({ text: `${snat} ${textOf(random.pick(where.own))}`, family })],
      [2, () => ({ text: `${snat} ${textOf(random.pick(where.hosts))}`, family })],
      [1, () => ({ text: 'accept' })],
      [1, () => ({ text: 'return' })],
    ])()
  }

  private raw(): NftChain[] {
    const ending = (): Ending => ({ text: this.random.pick(['notrack', 'drop', 'accept', 'notrack accept']) })
    return [{ name: 'raw', head: 'type filter hook prerouting priority raw;', rules: this.rules(this.random.between(1, 2), ending, { in: true, out: false, state: false }) }]
  }
}

