/** Words that stand for numbers in IOS access lists (Cisco IOS Security Command Reference, `permit (IP)`, `permit (IPv6)`). */

/** IANA numbers; `ip` and `ipv6` are no test. */
const PROTOCOLS: ReadonlyMap<string, number> = new Map(Object.entries({
  icmp: 1, igmp: 2, ipinip: 4, tcp: 6, igrp: 9, egp: 8, udp: 17, rsvp: 46, gre: 47, esp: 50, ahp: 51, eigrp: 88, ospf: 89, nos: 94, pim: 103,
  pcp: 108, vrrp: 112, sctp: 132,
}))

const PORTS: ReadonlyMap<string, number> = new Map(Object.entries({
  biff: 512, bgp: 179, bootpc: 68, bootps: 67, chargen: 19, cmd: 514, connectedapps: 15001, daytime: 13, discard: 9, dnsix: 195, domain: 53, drip: 3949,
  echo: 7, exec: 512, finger: 79, ftp: 21, 'ftp-data': 20, gopher: 70, hostname: 101, ident: 113, irc: 194, isakmp: 500, klogin: 543, kshell: 544,
  login: 513, lpd: 515, 'mobile-ip': 434, msrpc: 135, nameserver: 42, 'netbios-dgm': 138, 'netbios-ns': 137, 'netbios-ss': 139,
  nntp: 119, 'non500-isakmp': 4500, ntp: 123, 'onep-plain': 15001, 'onep-tls': 15002, 'pim-auto-rp': 496, pop2: 109, pop3: 110, rip: 520,
  ripv6: 521, smtp: 25, snmp: 161, snmptrap: 162, sunrpc: 111, syslog: 514, tacacs: 49, 'tacacs-ds': 49, talk: 517, telnet: 23, tftp: 69,
  time: 37, uucp: 540, who: 513, whois: 43, www: 80, xdmcp: 177, https: 443, http: 80,
}))

/** Type, and code where the name means one. */
const ICMP: ReadonlyMap<string, readonly [type: number, code?: number]> = new Map<string, readonly [number, number?]>(Object.entries({
  'administratively-prohibited': [3, 13], 'alternate-address': [6], 'conversion-error': [31], 'dod-host-prohibited': [3, 10],
  'dod-net-prohibited': [3, 9], echo: [8], 'echo-reply': [0], 'general-parameter-problem': [12, 0], 'host-isolated': [3, 8],
  'host-precedence-unreachable': [3, 14], 'host-redirect': [5, 1], 'host-tos-redirect': [5, 3], 'host-tos-unreachable': [3, 12],
  'host-unknown': [3, 7], 'host-unreachable': [3, 1], 'information-reply': [16], 'information-request': [15], 'mask-reply': [18],
  'mask-request': [17], 'mobile-redirect': [32], 'net-redirect': [5, 0], 'net-tos-redirect': [5, 2], 'net-tos-unreachable': [3, 11],
  'net-unreachable': [3, 0], 'network-unknown': [3, 6], 'no-room-for-option': [12, 2], 'option-missing': [12, 1],
  'packet-too-big': [3, 4], 'parameter-problem': [12], 'port-unreachable': [3, 3], 'precedence-unreachable': [3, 15],
  'protocol-unreachable': [3, 2], 'reassembly-timeout': [11, 1], redirect: [5], 'router-advertisement': [9],
  'router-solicitation': [10], 'source-quench': [4], 'source-route-failed': [3, 5], 'time-exceeded': [11], 'timestamp-reply': [14],
  'timestamp-request': [13], traceroute: [30], 'ttl-exceeded': [11, 0], unreachable: [3],
} as Record<string, readonly [number, number?]>))

const ICMPV6: ReadonlyMap<string, readonly [type: number, code?: number]> = new Map<string, readonly [number, number?]>(Object.entries({
  'beyond-scope': [1, 2], 'destination-unreachable': [1], 'echo-reply': [129], 'echo-request': [128], header: [4, 0], 'hop-limit': [3, 0],
  'mld-query': [130], 'mld-reduction': [132], 'mld-report': [131], 'mldv2-report': [143], 'nd-na': [136], 'nd-ns': [135], 'next-header': [4, 1],
  'no-admin': [1, 1], 'no-route': [1, 0], 'packet-too-big': [2], 'parameter-option': [4, 2], 'parameter-problem': [4],
  'port-unreachable': [1, 4], 'reassembly-timeout': [3, 1], 'renum-command': [138, 0], 'renum-result': [138, 1], 'renum-seq-number': [138, 255],
  'router-advertisement': [134], 'router-renumbering': [138], 'router-solicitation': [133], 'time-exceeded': [3], unreachable: [1],
} as Record<string, readonly [number, number?]>))

export const decimal = (word: string | undefined, max: number): number | undefined =>
  word !== undefined && /^\d{1,10}$/.test(word) && Number(word) <= max ? Number(word) : undefined

export const protocolNumber = (word: string | undefined): number | undefined => decimal(word, 255) ?? PROTOCOLS.get(word ?? '')
export const portNumber = (word: string | undefined): number | undefined => decimal(word, 65535) ?? PORTS.get(word ?? '')

export const icmpKind = (word: string | undefined, family: 4 | 6): readonly [type: number, code?: number] | undefined =>
  (family === 4 ? ICMP : ICMPV6).get(word ?? '')
