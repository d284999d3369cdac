/** The names that `iptables -p icmp -h` and `ip6tables -p icmpv6 -h` list: type, then first and last code. */
import type { Family } from '../../net/header.ts'
import type { Ranges } from '../../net/interval.ts'

type Kind = readonly [type: number, firstCode: number, lastCode: number]

const every = (type: number): Kind => [type, 0, 255]
const one = (type: number, code: number): Kind => [type, code, code]

const V4: Readonly<Record<string, Kind>> = {
  'echo-reply': every(0), pong: every(0),
  'destination-unreachable': every(3), 'network-unreachable': one(3, 0), 'host-unreachable': one(3, 1),
  'protocol-unreachable': one(3, 2), 'port-unreachable': one(3, 3), 'fragmentation-needed': one(3, 4),
  'source-route-failed': one(3, 5), 'network-unknown': one(3, 6), 'host-unknown': one(3, 7), 'network-prohibited': one(3, 9),
  'host-prohibited': one(3, 10), 'TOS-network-unreachable': one(3, 11), 'TOS-host-unreachable': one(3, 12),
  'communication-prohibited': one(3, 13), 'host-precedence-violation': one(3, 14), 'precedence-cutoff': one(3, 15),
  'source-quench': every(4),
  redirect: every(5), 'network-redirect': one(5, 0), 'host-redirect': one(5, 1), 'TOS-network-redirect': one(5, 2),
  'TOS-host-redirect': one(5, 3),
  'echo-request': every(8), ping: every(8), 'router-advertisement': every(9), 'router-solicitation': every(10),
  'time-exceeded': every(11), 'ttl-exceeded': every(11), 'ttl-zero-during-transit': one(11, 0), 'ttl-zero-during-reassembly': one(11, 1),
  'parameter-problem': every(12), 'ip-header-bad': one(12, 0), 'required-option-missing': one(12, 1),
  'timestamp-request': every(13), 'timestamp-reply': every(14), 'address-mask-request': every(17), 'address-mask-reply': every(18),
}

const V6: Readonly<Record<string, Kind>> = {
  'destination-unreachable': every(1), 'no-route': one(1, 0), 'communication-prohibited': one(1, 1), 'beyond-scope': one(1, 2),
  'address-unreachable': one(1, 3), 'port-unreachable': one(1, 4), 'failed-policy': one(1, 5), 'reject-route': one(1, 6),
  'packet-too-big': every(2),
  'time-exceeded': every(3), 'ttl-exceeded': every(3), 'ttl-zero-during-transit': one(3, 0), 'ttl-zero-during-reassembly': one(3, 1),
  'parameter-problem': every(4), 'bad-header': one(4, 0), 'unknown-header-type': one(4, 1), 'unknown-option': one(4, 2),
  'echo-request': every(128), ping: every(128), 'echo-reply': every(129), pong: every(129),
  'router-solicitation': every(133), 'router-advertisement': every(134),
  'neighbour-solicitation': every(135), 'neighbor-solicitation': every(135),
  'neighbour-advertisement': every(136), 'neighbor-advertisement': every(136), redirect: every(137),
}

/** `8`, `3/4`, a name, or `any` (IPv4 only; there type 255 means the same: kernel net/ipv4/netfilter/ip_tables.c). */
export function icmpKinds(family: Family, text: string): { types: Ranges; codes: Ranges } | undefined {
  if (family === 4 && (text === 'any' || text === '255')) return { types: [[0, 255]], codes: [[0, 255]] }
  const names = family === 4 ? V4 : V6
  const [type, first, last] = (Object.hasOwn(names, text) ? names[text] : numbers(text)) ?? []
  return type === undefined ? undefined : { types: [[type, type]], codes: [[first!, last!]] }
}

function numbers(text: string): Kind | undefined {
  const [, type, code] = /^(\d{1,3})(?:\/(\d{1,3}))?$/.exec(text) ?? []
  if (type === undefined || Number(type) > 255 || Number(code ?? 0) > 255) return undefined
  return code === undefined ? every(Number(type)) : one(Number(type), Number(code))
}
