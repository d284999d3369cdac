/** Names of ICMP types, as firewalls and people write them; the same name where the meaning is the same in both families. */
import type { Family } from './header.ts'

/** Type number in ICMP for IPv4 (RFC 792 and after) and in ICMPv6 (RFC 4443, RFC 4861); undefined where there is none. */
export const ICMP_TYPES: Readonly<Record<string, { readonly v4?: number; readonly v6?: number }>> = {
  'echo-request': { v4: 8, v6: 128 },
  'echo-reply': { v4: 0, v6: 129 },
  'destination-unreachable': { v4: 3, v6: 1 },
  'time-exceeded': { v4: 11, v6: 3 },
  'parameter-problem': { v4: 12, v6: 4 },
  'packet-too-big': { v6: 2 },
  'source-quench': { v4: 4 },
  redirect: { v4: 5, v6: 137 },
  'router-advertisement': { v4: 9, v6: 134 },
  'router-solicitation': { v4: 10, v6: 133 },
  'neighbor-solicitation': { v6: 135 },
  'neighbor-advertisement': { v6: 136 },
  'timestamp-request': { v4: 13 },
  'timestamp-reply': { v4: 14 },
  'information-request': { v4: 15 },
  'information-reply': { v4: 16 },
  'address-mask-request': { v4: 17 },
  'address-mask-reply': { v4: 18 },
}

export const icmpTypeName = (family: Family, type: number): string | undefined =>
  Object.keys(ICMP_TYPES).find((name) => (family === 4 ? ICMP_TYPES[name]!.v4 : ICMP_TYPES[name]!.v6) === type)
