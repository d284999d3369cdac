/** Names of protocols and ports, as `show config` prints them: command reference, `ip filter`, table of mnemonics. */
import { normalize, type Ranges } from '../../net/interval.ts'

const PORTS: Readonly<Record<string, readonly [number, number]>> = {
  echo: [7, 7], discard: [9, 9], daytime: [13, 13], chargen: [19, 19], ftp: [20, 21], ftpdata: [20, 20], ssh: [22, 22], telnet: [23, 23], smtp: [25, 25],
  time: [37, 37], whois: [43, 43], tacacs: [49, 49], domain: [53, 53], dhcps: [67, 67], dhcpc: [68, 68], bootps: [67, 67], bootpc: [68, 68], tftp: [69, 69],
  gopher: [70, 70], finger: [79, 79], www: [80, 80], http: [80, 80], kerberos: [88, 88], pop2: [109, 109], pop3: [110, 110], sunrpc: [111, 111], ident: [113, 113],
  nntp: [119, 119], ntp: [123, 123], netbios_ns: [137, 137], netbios_dgm: [138, 138], netbios_ssn: [139, 139], imap: [143, 143], imap2: [143, 143], snmp: [161, 161],
  snmptrap: [162, 162], bgp: [179, 179], imap3: [220, 220], ldap: [389, 389], https: [443, 443], ike: [500, 500], rlogin: [513, 513], who: [513, 513], rsh: [514, 514],
  syslog: [514, 514], printer: [515, 515], talk: [517, 517], ntalk: [518, 518], route: [520, 520], ripng: [521, 521], uucp: [540, 540], submission: [587, 587],
  ldaps: [636, 636], ftps: [990, 990], telnets: [992, 992], imaps: [993, 993], pop3s: [995, 995], socks: [1080, 1080], l2tp: [1701, 1701], pptp: [1723, 1723],
  radius: [1812, 1812], nfs: [2049, 2049], sip: [5060, 5060],
}

const PROTOCOLS: Readonly<Record<string, number>> = {
  icmp: 1, igmp: 2, ipip: 4, tcp: 6, egp: 8, igp: 9, udp: 17, ipv6: 41, rsvp: 46, gre: 47, esp: 50, ah: 51, icmp6: 58, icmpv6: 58, eigrp: 88, ospf: 89, pim: 103, vrrp: 112, l2tp: 115, sctp: 132,
}

export function protocolNumber(word: string): number | undefined {
  if (Object.hasOwn(PROTOCOLS, word)) return PROTOCOLS[word]
  return /^\d{1,3}$/.test(word) && Number(word) <= 255 ? Number(word) : undefined
}

/** `80`, `www`, `ftp` (20 and 21). */
export function portOf(word: string): readonly [number, number] | undefined {
  if (Object.hasOwn(PORTS, word)) return PORTS[word]
  return /^\d{1,5}$/.test(word) && Number(word) <= 65535 ? [Number(word), Number(word)] : undefined
}

/** `80,www,1024-2000,-25,60000-`, or `*` for all. Undefined: some part of it is not understood. */
export function portList(text: string, max = 65535): Ranges | undefined {
  if (text === '*') return [[0, max]]
  const ranges = text.split(',').map((one): readonly [number, number] | undefined => {
    const [, low, high] = /^([^-]*)-([^-]*)$/.exec(one) ?? []
    if (low === undefined || high === undefined) return portOf(one)
    const from = low === '' ? 0 : portOf(low)?.[0]
    const to = high === '' ? max : portOf(high)?.[1]
    return from === undefined || to === undefined || (low === '' && high === '') ? undefined : [from, to]
  })
  return ranges.some((range) => range === undefined) ? undefined : normalize(ranges as (readonly [number, number])[])
}
