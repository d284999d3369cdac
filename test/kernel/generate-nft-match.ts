/** The matches of one random rule of nftables, and a packet that it has to do with. */
import { ICMP, ICMPV6, TCP, TCP_FLAGS, UDP, type Family, type Header } from '../../src/net/header.ts'
import { PORTS } from './generate-match.ts'
import { baseOf, sizeOf, textOf, textOfSubnet, type Address, type NftTable, type Subnet } from './network.ts'
import type { Random } from './random.ts'

export interface NftWhere {
  readonly family: Family
  readonly table: NftTable['family']
  readonly stateful: boolean
  readonly subnets: readonly Subnet[]
  readonly hosts: readonly Address[]
  readonly own: readonly Address[]
  readonly faces: readonly string[]
}

export interface See { readonly in: boolean; readonly out: boolean; readonly state: boolean; readonly hook?: string }

interface Part { readonly text: string; readonly hint: Partial<Header> }

const part = (text: string, hint: Partial<Header> = {}): Part => ({ text, hint })

export function nftMatch(random: Random, where: NftWhere, see: See, needs: 'tcp' | 'udp' | undefined, plain: boolean): Part {
  const parts: Part[] = []
  const ip = where.family === 4 ? 'ip' : 'ip6'
  const not = (probability: number): string => (random.chance(probability) ? '!= ' : '')
  if (random.chance(0.35)) parts.push(address(random, where, `${ip} saddr`, 'source', not(0.15)))
  if (random.chance(0.4)) parts.push(address(random, where, `${ip} daddr`, 'destination', not(0.15)))
  if (see.in && random.chance(0.2)) parts.push(part(`${random.pick(['iifname', 'iif'])} ${not(0.25)}${random.pick(where.faces)}`))
  if (see.in && random.chance(0.1)) parts.push(part(`iifname ${not(0.25)}${random.pick([`"${random.pick(where.faces).slice(0, 3)}*"`, `{ ${random.some(where.faces, 2).map((face) => `"${face}"`).join(', ')}, "lan1*" }`, '"nowhere0"'])}`))
  if (see.out && random.chance(0.2)) parts.push(part(`oifname ${not(0.25)}"${random.pick(where.faces)}"`))
  if (random.chance(0.08)) parts.push(part(`${where.table === 'inet' ? `meta nfproto ${where.family === 4 ? 'ipv4' : 'ipv6'}` : `meta protocol ${ip}`}`))
  const protocol = needs ?? random.weighted([[4, undefined], [5, 'tcp'], [3, 'udp'], [2, 'icmp'], [2, 'th'], [plain ? 0 : 1, 'pair']] as const)
  if (needs !== undefined) parts.push(part(`meta l4proto ${needs}`, { protocol: needs === 'tcp' ? TCP : UDP }))
  if (needs !== undefined && random.chance(0.5)) parts.push(port(random, needs))
  if (needs === undefined && protocol !== undefined) parts.push(...ofProtocol(random, where, protocol))
  if (where.stateful && see.state && random.chance(0.25)) parts.push(part(state(random, where)))
  if (random.chance(0.03)) parts.push(part(rare(random, where, see)))
  return { text: parts.map(({ text }) => text).join(' '), hint: Object.assign({ family: where.family }, ...parts.map(({ hint }) => hint)) as Partial<Header> }
}

function address(random: Random, where: NftWhere, field: string, hint: 'source' | 'destination', not: string): Part {
  const host = random.pick(where.hosts)
  const other = random.pick(where.hosts)
  const subnet = random.pick(where.subnets)
  const whole = textOfSubnet({ ...subnet, value: baseOf(subnet) })
  const inside = baseOf(subnet) + sizeOf(subnet) / 2n
  const [low, high] = [host, other].sort((a, b) => (a.value < b.value ? -1 : 1)) as [Address, Address]
  const [text, value] = random.weighted<readonly [string, bigint]>([
    [5, [textOf(host), host.value]],
    [1, [textOf(random.pick(where.own)), random.pick(where.own).value]],
    [3, [whole, inside]],
    [2, [`{ ${textOf(host)}, ${whole} }`, host.value]],
    [2, [`@hosts${where.family}`, host.value]],
    [low.value === high.value ? 0 : 1, [`${textOf(low)}-${textOf(high)}`, low.value]],
    [1, [where.family === 4 ? '10.0.0.0/16' : 'fd00::/48', host.value]],
  ])
  if (where.family === 4 && random.chance(0.05)) return part(`${field} & 255.255.255.248 ${not === '' ? '==' : '!='} ${textOf({ family: 4, value: host.value & ~7n })}`, { [hint]: host.value })
  return part(`${field} ${not}${text}`, { [hint]: value })
}

const twoPorts = (random: Random): [number, number] => {
  const [low, high] = [random.pick(PORTS), random.pick(PORTS)].sort((a, b) => a - b) as [number, number]
  return low === high ? [low, low + 1] : [low, high]
}

function port(random: Random, protocol: string): Part {
  const [low, high] = twoPorts(random)
  const option = random.weighted([[6, 'dport'], [1, 'sport']] as const)
  const right = random.weighted([
    [5, `${low}`], [2, `!= ${low}`], [2, `${low}-${high}`], [1, `!= ${low}-${high}`], [2, `{ ${low}, ${high + 1}-65535 }`], [1, `!= { ${low}, ${high} }`], [1, `> ${low}`], [1, `<= ${high}`],
  ] as const)
  return part(`${protocol} ${option} ${right}`, { [option === 'sport' ? 'sourcePort' : 'destinationPort']: random.pick([low, high]) })
}

function ofProtocol(random: Random, where: NftWhere, protocol: 'tcp' | 'udp' | 'icmp' | 'th' | 'pair'): Part[] {
  const { family } = where
  if (protocol === 'icmp') return [icmp(random, family)]
  if (protocol === 'th') return [part(random.pick(['meta l4proto { tcp, udp }', 'meta l4proto { tcp, udp }', 'meta l4proto != icmp']), { protocol: random.pick([TCP, UDP]) }), port(random, 'th')]
  if (protocol === 'pair') {
    const ip = family === 4 ? 'ip' : 'ip6'
    const host = random.pick(where.hosts)
    return [random.chance(0.5) ? part(`${ip} daddr . tcp dport @pairs${family}`, { protocol: TCP, destination: host.value, destinationPort: 80 })
      : part(`${ip} saddr . udp dport ${random.chance(0.2) ? '!= ' : ''}{ ${textOf(host)} . 53, ${textOfSubnet({ ...where.subnets[0]!, value: baseOf(where.subnets[0]!) })} . 80-443 }`, { protocol: UDP, source: host.value, destinationPort: 53 })]
  }
  const number = protocol === 'tcp' ? TCP : UDP
  const alone = random.pick([`meta l4proto ${protocol}`, `meta l4proto != ${protocol}`, family === 4 ? `ip protocol ${protocol}` : `ip6 nexthdr ${protocol}`])
  return [random.chance(0.25) ? part(alone, { protocol: number }) : protocol === 'tcp' && random.chance(0.3) ? flags(random) : { ...port(random, protocol), hint: { ...port(random, protocol).hint, protocol: number } }]
}

function flags(random: Random): Part {
  const { SYN, ACK, RST, FIN } = TCP_FLAGS
  const of = (text: string, value: number): Part => part(text, { protocol: TCP, flags: value })
  return random.pick([
    of('tcp flags syn', SYN), of('tcp flags syn,ack', ACK), of('tcp flags ! syn', ACK), of('tcp flags & (fin|syn|rst|ack) == syn', SYN),
    of('tcp flags & (fin|syn|rst|ack) != syn', SYN | ACK), of('tcp flags & (syn|ack) == (syn|ack)', SYN | ACK), of('tcp flags == syn', SYN),
    of('tcp flags != syn', SYN | FIN), of('tcp flags & (fin|syn|rst) == 0', ACK), of('tcp flags { syn, syn|ack, ack }', ACK), of('tcp flags & (rst|fin) != 0', RST),
    of('tcp flags & (fin|syn|rst|psh|ack|urg) == (fin|psh|urg)', FIN | 8 | 32), of('tcp flags syn / syn,ack', SYN),
  ])
}

function icmp(random: Random, family: Family): Part {
  const name = family === 4 ? 'icmp' : 'icmpv6'
  const [text, type] = random.pick<readonly [string, number]>(family === 4
    ? [['echo-request', 8], ['!= echo-request', 0], ['{ echo-request, 13 }', 13], ['destination-unreachable icmp code 1', 3], ['timestamp-request', 13]]
    : [['echo-request', 128], ['!= echo-request', 129], ['{ echo-request, echo-reply }', 129], ['destination-unreachable icmpv6 code no-route', 1]])
  return part(random.chance(0.25) ? `meta l4proto ${name}` : `${name} type ${text}`, { protocol: family === 4 ? ICMP : ICMPV6, destinationPort: type })
}

function state(random: Random, where: NftWhere): string {
  const names = random.some(['invalid', 'new', 'established', 'related', 'untracked'], 3)
  const ip = where.family === 4 ? 'ip' : 'ip6'
  return random.weighted([
    [4, `ct state ${names.join(',')}`], [2, `ct state { ${names.join(', ')} }`], [1, `ct state != { ${names.join(', ')} }`], [1, `ct state != ${names.join(',')}`],
    [1, `ct state ! ${names.join(',')}`], [0.5, `ct state != ${names[0]!}`], [0.5, `ct direction ${random.pick(['original', 'reply'])}`], [0.5, `ct status ${random.pick(['', '! '])}${random.pick(['dnat', 'snat', 'dnat,snat', 'confirmed'])}`],
    [0.5, `ct original ${ip} ${random.pick(['saddr', 'daddr'])} ${random.pick(['', '!= '])}${textOf(random.pick(where.hosts))}`],
    [0.5, `meta l4proto tcp ct original proto-dst ${random.pick([80, 22])}`], [0.5, `ct protocol ${random.pick(['tcp', 'udp'])}`],
  ] as const)
}

/** What a header does not tell, or the reader does not know: it must be taken for «perhaps», never for false. */
function rare(random: Random, { family }: NftWhere, see: See): string {
  return random.pick([
    'meta length 0-40', 'meta length != 0-40', family === 4 ? 'ip ttl > 60' : 'ip6 hoplimit > 60', 'fib daddr type local', 'fib daddr type != local', 'fib saddr . iif oif exists', 'meta mark 0x0', 'meta mark != 0x0',
    'limit rate 1000/second burst 1000 packets', 'limit rate over 1000/second burst 1000 packets', 'meta pkttype host', 'numgen inc mod 2 == 0', 'meta skuid 0', 'tcp option maxseg exists', family === 4 ? 'ip frag-off & 0x1fff != 0' : 'exthdr frag exists',
    ...(see.hook === 'input' ? ['fib daddr type local'] : []),
  ])
}
