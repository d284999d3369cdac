/** Names that stand for numbers: /etc/protocols and the usual part of /etc/services, as iptables resolves them. */

/** IANA protocol numbers. */
export const PROTOCOLS: Readonly<Record<string, number>> = {
  icmp: 1, igmp: 2, ipencap: 4, ipip: 94, tcp: 6, egp: 8, igp: 9, udp: 17, dccp: 33, ipv6: 41, 'ipv6-route': 43, 'ipv6-frag': 44,
  rsvp: 46, gre: 47, esp: 50, 'ipv6-crypt': 50, ah: 51, 'ipv6-auth': 51, 'ipv6-icmp': 58, icmpv6: 58, 'ipv6-nonxt': 59,
  'ipv6-opts': 60, eigrp: 88, ospf: 89, etherip: 97, encap: 98, pim: 103, ipcomp: 108, vrrp: 112, l2tp: 115, isis: 124,
  sctp: 132, 'mobility-header': 135, 'ipv6-mh': 135, mh: 135, udplite: 136, 'mpls-in-ip': 137, hip: 139,
}

export const SERVICES: Readonly<Record<string, number>> = {
  echo: 7, discard: 9, daytime: 13, chargen: 19, 'ftp-data': 20, ftp: 21, ssh: 22, telnet: 23, smtp: 25, mail: 25, time: 37,
  whois: 43, tacacs: 49, domain: 53, bootps: 67, bootpc: 68, tftp: 69, gopher: 70, finger: 79, http: 80, www: 80,
  kerberos: 88, pop3: 110, 'pop-3': 110, sunrpc: 111, portmapper: 111, auth: 113, ident: 113, nntp: 119, ntp: 123,
  epmap: 135, 'netbios-ns': 137, 'netbios-dgm': 138, 'netbios-ssn': 139, imap2: 143, imap: 143, snmp: 161, 'snmp-trap': 162,
  snmptrap: 162, bgp: 179, irc: 194, ldap: 389, https: 443, 'microsoft-ds': 445, kpasswd: 464, submissions: 465, smtps: 465,
  isakmp: 500, exec: 512, biff: 512, login: 513, who: 513, shell: 514, syslog: 514, printer: 515, route: 520, router: 520,
  ripng: 521, uucp: 540, 'dhcpv6-client': 546, 'dhcpv6-server': 547, rtsp: 554, nntps: 563, submission: 587, ipp: 631,
  ldaps: 636, 'kerberos-adm': 749, 'domain-s': 853, rsync: 873, ftps: 990, telnets: 992, imaps: 993, pop3s: 995, socks: 1080,
  openvpn: 1194, 'ms-sql-s': 1433, 'ms-sql-m': 1434, l2f: 1701, l2tp: 1701, radius: 1812, 'radius-acct': 1813, nfs: 2049,
  mysql: 3306, 'ms-wbt-server': 3389, svn: 3690, 'ipsec-nat-t': 4500, sip: 5060, 'sip-tls': 5061, 'xmpp-client': 5222,
  mdns: 5353, postgresql: 5432, amqp: 5672, x11: 6000, 'x11-1': 6001, git: 9418, 'http-alt': 8080, webcache: 8080,
}

const decimal = (text: string, max: number): number | undefined =>
  /^\d{1,5}$/.test(text) && Number(text) <= max ? Number(text) : undefined

/** Own property only: `constructor` is no protocol. */
const named = (table: Readonly<Record<string, number>>, text: string): number | undefined =>
  Object.hasOwn(table, text) ? table[text] : undefined

/** `all` is 0, as in iptables. */
export const protocolNumber = (text: string): number | undefined =>
  text === 'all' ? 0 : decimal(text, 255) ?? named(PROTOCOLS, text.toLowerCase())

export const portNumber = (text: string): number | undefined => decimal(text, 65535) ?? named(SERVICES, text)

/** `80`, `http`, `80:90`, `:1023`, `1024:` (with the separator that the option uses). A backwards range is refused, as iptables does. */
export function portRange(text: string, separator: ':' | '-'): readonly [number, number] | undefined {
  // A name may hold the separator itself: `ftp-data`.
  const one = portNumber(text)
  if (one !== undefined) return [one, one]
  const [first, last, ...more] = text.split(separator)
  if (first === undefined || last === undefined || more.length > 0) return undefined
  const low = first === '' ? 0 : portNumber(first)
  const high = last === '' ? 65535 : portNumber(last)
  return low === undefined || high === undefined || low > high ? undefined : [low, high]
}
