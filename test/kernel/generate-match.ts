/** The matches of one random rule, and a packet that it has to do with. */
import { ICMP, ICMPV6, TCP, TCP_FLAGS, UDP, type Family, type Header } from '../../src/net/header.ts'
import { baseOf, sizeOf, textOf, textOfSubnet, type Address, type Subnet } from './network.ts'
import type { Random } from './random.ts'

/** What rules can speak of at one router. */
export interface Where {
  readonly family: Family
  readonly stateful: boolean
  readonly subnets: readonly Subnet[]
  readonly hosts: readonly Address[]
  readonly own: readonly Address[]
  readonly faces: readonly string[]
}

export const PORTS = [22, 53, 80, 443, 1023, 1024, 8080]

type Part = { readonly text: readonly string[]; readonly hint: Partial<Header> }

const part = (text: string, hint: Partial<Header> = {}): Part => ({ text: text.split(' '), hint })

export function match(random: Random, where: Where, see: { in: boolean; out: boolean }, needs?: 'tcp' | 'udp'): Part {
  const parts: Part[] = []
  const not = (probability: number): string => (random.chance(probability) ? '! ' : '')
  if (random.chance(0.4)) parts.push(address(random, where, '-s', 'source', not(0.15)))
  if (random.chance(0.45)) parts.push(address(random, where, '-d', 'destination', not(0.15)))
  if (see.in && random.chance(0.2)) parts.push(part(`${not(0.25)}-i ${name(random, where)}`))
  if (see.out && random.chance(0.2)) parts.push(part(`${not(0.25)}-o ${name(random, where)}`))
  if (random.chance(0.08)) parts.push(range(random, where, not(0.25)))
  const protocol = needs ?? random.weighted([[4, undefined], [5, 'tcp'], [3, 'udp'], [2, 'icmp']] as const)
  if (protocol !== undefined) parts.push(...ofProtocol(random, where.family, protocol, needs !== undefined))
  if (where.stateful && random.chance(0.2)) {
    const states = random.some(['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED'], 3).join(',')
    // `state` does not know UNTRACKED in old versions; both know the rest.
    const old = random.chance(0.4) && !states.includes('UNTRACKED')
    parts.push(part(old ? `-m state ${not(0.25)}--state ${states}` : `-m conntrack ${not(0.25)}--ctstate ${states}`))
  }
  if (where.stateful && random.chance(0.06)) parts.push(part(tracked(random, where)))
  if (random.chance(0.02)) parts.push(part(rare(random, where.family)))
  if (random.chance(0.05)) parts.push({ text: ['-m', 'comment', '--comment', '"a \\"rule\\" ! -j DROP"'], hint: {} })
  return { text: parts.flatMap(({ text }) => text), hint: Object.assign({}, ...parts.map(({ hint }) => hint)) as Partial<Header> }
}

/** What connection tracking knows beside the state. */
function tracked(random: Random, where: Where): string {
  const state = random.chance(0.5) ? `--ctstate ${random.pick(['NEW', 'NEW,ESTABLISHED', 'ESTABLISHED,DNAT', 'SNAT', 'INVALID,NEW'])} ` : ''
  const [host] = single(random.pick(where.hosts))
  if (random.chance(0.2)) return `-m conntrack ${state}--ctdir ${random.pick(['ORIGINAL', 'REPLY'])}`
  return `-m conntrack ${state}${not(random)}${random.pick([
    '--ctproto 6', '--ctproto 17', `--ctorigsrc ${host}`, `--ctorigdst ${host}`, `--ctreplsrc ${host}`, '--ctorigdstport 80', '--ctorigsrcport 1024',
    '--ctstatus CONFIRMED', '--ctstatus NONE',
  ])}`
}

/** What nobody can know from a packet's header, or our reader does not: it must be taken for «perhaps», never for false. */
const rare = (random: Random, family: Family): string => random.pick([
  '-m length --length 0:40', '-m length ! --length 0:40', family === 4 ? '-m ttl --ttl-gt 60' : '-m hl --hl-gt 60', '-m addrtype --dst-type LOCAL',
  '-m addrtype ! --src-type UNICAST', '-m mark --mark 0x1', '-m limit --limit 1000/sec --limit-burst 1000', '-m pkttype --pkt-type unicast',
  '-m statistic --mode nth --every 2 --packet 0', '-m dscp ! --dscp 0x08',
])

function address(random: Random, where: Where, option: string, field: 'source' | 'destination', not: string): Part {
  const [text, value] = random.weighted<() => readonly [string, bigint]>([
    [5, () => single(random.pick(where.hosts))],
    [1, () => single(random.pick(where.own))],
    [3, () => whole(random.pick(where.subnets))],
    [1, () => {
      const subnet = random.pick(where.subnets)
      return whole({ ...subnet, value: random.pick(where.hosts).value, length: subnet.length + random.int(3) })
    }],
    [1, () => [where.family === 4 ? '10.0.0.0/16' : 'fd00::/48', random.pick(where.hosts).value]],
  ])()
  return part(`${not}${option} ${text}`, { [field]: value })
}

const single = (address: Address): readonly [string, bigint] => [`${textOf(address)}/${address.family === 4 ? 32 : 128}`, address.value]

const whole = (subnet: Subnet): readonly [string, bigint] =>
  [textOfSubnet({ ...subnet, value: baseOf(subnet) }), baseOf(subnet) + sizeOf(subnet) / 2n]

function name(random: Random, where: Where): string {
  const face = random.pick(where.faces)
  return random.weighted([[4, face], [1, `${face}+`], [1, `${face.slice(0, 3)}+`], [1, 'nowhere0']])
}

function range(random: Random, where: Where, not: string): Part {
  const ends = [random.pick(where.hosts), random.pick(where.hosts)].sort((a, b) => (a.value < b.value ? -1 : 1)).map(textOf).join('-')
  return part(`-m iprange ${not}--${random.pick(['src', 'dst'])}-range ${ends}`)
}

function ofProtocol(random: Random, family: Family, protocol: 'tcp' | 'udp' | 'icmp', plain: boolean): Part[] {
  const number = protocol === 'tcp' ? TCP : protocol === 'udp' ? UDP : family === 4 ? ICMP : ICMPV6
  const word = protocol === 'icmp' && family === 6 ? 'ipv6-icmp' : protocol
  if (!plain && random.chance(0.1)) return [part(`! -p ${word}`, { protocol: number })]
  const whole = part(`-p ${word}`, { protocol: number })
  if (protocol === 'icmp') return random.chance(0.3) ? [whole] : [whole, icmp(random, family)]
  const kind = random.weighted([[3, 'none'], [6, 'ports'], [3, 'multiport'], [protocol === 'tcp' ? 3 : 0, 'flags']] as const)
  return kind === 'none' ? [whole] : kind === 'multiport' ? [whole, multiport(random)]
    : kind === 'flags' ? [whole, flags(random)] : [whole, ports(random, protocol)]
}

const not = (random: Random): string => (random.chance(0.2) ? '! ' : '')

function ports(random: Random, protocol: string): Part {
  const one = (option: 'sport' | 'dport'): Part => {
    const [low, high] = twoPorts(random)
    const text = random.chance(0.7) ? `${low}` : random.weighted([[4, `${low}:${high}`], [1, `${low}:`], [1, `:${high}`]])
    return part(`${not(random)}--${option} ${text}`, { [option === 'sport' ? 'sourcePort' : 'destinationPort']: random.pick([low, high]) })
  }
  const parts = random.weighted([[6, ['dport']], [1, ['sport']], [1, ['sport', 'dport']]] as const).map(one)
  return { text: ['-m', protocol, ...parts.flatMap(({ text }) => text)], hint: Object.assign({}, ...parts.map(({ hint }) => hint)) as Partial<Header> }
}

const twoPorts = (random: Random): [number, number] =>
  [random.pick(PORTS), random.pick(PORTS)].sort((a, b) => a - b) as [number, number]

function multiport(random: Random): Part {
  const [low, high] = twoPorts(random)
  const option = random.weighted([[5, 'dports'], [1, 'sports'], [1, 'ports']] as const)
  // A range of one port is refused.
  const list = low === high ? random.pick([`${low}`, `22,${low},65535`]) : random.pick([`${low},${high}`, `${low}:${high}`, `22,${low}:${high},65535`])
  return part(`-m multiport ${not(random)}--${option} ${list}`, { [option === 'sports' ? 'sourcePort' : 'destinationPort']: low })
}

function flags(random: Random): Part {
  const { SYN, RST, ACK, FIN } = TCP_FLAGS
  return random.pick([
    part('-m tcp --tcp-flags FIN,SYN,RST,ACK SYN', { flags: SYN }),
    part('-m tcp --syn', { flags: SYN }),
    part('-m tcp ! --syn', { flags: ACK }),
    part('-m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN', { flags: SYN | ACK }),
    part('-m tcp --tcp-flags ACK ACK', { flags: ACK }),
    part('-m tcp --tcp-flags SYN,ACK SYN,ACK', { flags: SYN | ACK }),
    part('-m tcp ! --tcp-flags RST RST', { flags: RST }),
    part('-m tcp --tcp-flags ALL NONE', { flags: 0 }),
    part('-m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG FIN,PSH,URG', { flags: FIN | TCP_FLAGS.PSH | TCP_FLAGS.URG }),
  ])
}

function icmp(random: Random, family: Family): Part {
  const [text, type, code] = random.pick<readonly [string, number, number?]>(family === 4
    ? [['8', 8], ['echo-request', 8], ['0', 0], ['echo-reply', 0], ['3/1', 3, 1], ['destination-unreachable', 3], ['timestamp-request', 13], ['any', 8]]
    : [['128', 128], ['echo-request', 128], ['echo-reply', 129], ['1/4', 1, 4], ['destination-unreachable', 1], ['129', 129]])
  const option = family === 4 ? '-m icmp' : '-m icmp6'
  const flag = family === 4 ? '--icmp-type' : '--icmpv6-type'
  return part(`${option} ${random.chance(0.15) ? '! ' : ''}${flag} ${text}`, { destinationPort: type, sourcePort: code ?? 0 })
}
