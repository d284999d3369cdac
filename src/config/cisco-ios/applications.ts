/**
 * What `match protocol` and `ip inspect name` mean: the ports that an application has unless `ip port-map` changes them (Security
 * Command Reference, `ip port-map`: system-defined ports).
 */
import { ICMP, TCP, UDP } from '../../net/header.ts'
import { normalize } from '../../net/interval.ts'
import { ofProtocols, type Service } from './service.ts'

const on = (protocol: number, ...ports: readonly number[]): Service =>
  ({ ...ofProtocols(protocol), destinationPorts: normalize(ports.map((port) => [port, port] as const)) })

const APPLICATIONS: ReadonlyMap<string, readonly Service[]> = new Map(Object.entries({
  tcp: [ofProtocols(TCP)], udp: [ofProtocols(UDP)], icmp: [ofProtocols(ICMP)],
  http: [on(TCP, 80)], https: [on(TCP, 443)], dns: [on(TCP, 53), on(UDP, 53)], smtp: [on(TCP, 25)], esmtp: [on(TCP, 25)], ftp: [on(TCP, 21)],
  ssh: [on(TCP, 22)], telnet: [on(TCP, 23)], tftp: [on(UDP, 69)], pop3: [on(TCP, 110)], imap: [on(TCP, 143)], ntp: [on(UDP, 123)],
  snmp: [on(UDP, 161)], snmptrap: [on(UDP, 162)], syslog: [on(UDP, 514)], ldap: [on(TCP, 389)], ldaps: [on(TCP, 636)],
  pop3s: [on(TCP, 995)], imaps: [on(TCP, 993)], bootpc: [on(UDP, 68)], bootps: [on(UDP, 67)], isakmp: [on(UDP, 500)], 'ipsec-msft': [on(UDP, 4500)],
  radius: [on(UDP, 1645, 1646, 1812, 1813)], tacacs: [on(TCP, 49), on(UDP, 49)], 'tacacs-ds': [on(UDP, 49)], kerberos: [on(TCP, 88), on(UDP, 88)],
  sip: [on(TCP, 5060), on(UDP, 5060)], h323: [on(TCP, 1720)], skinny: [on(TCP, 2000)], rtsp: [on(TCP, 554)], pptp: [on(TCP, 1723)],
  sqlnet: [on(TCP, 1521)], 'sql-net': [on(TCP, 1521)], 'ms-sql': [on(TCP, 1433)], mysql: [on(TCP, 3306)], nfs: [on(TCP, 2049), on(UDP, 2049)], sunrpc: [on(TCP, 111), on(UDP, 111)],
  bgp: [on(TCP, 179)], rcmd: [on(TCP, 512)], shell: [on(TCP, 514)], exec: [on(TCP, 512)], login: [on(TCP, 513)], nntp: [on(TCP, 119)],
  'netbios-ns': [on(UDP, 137)], 'netbios-dgm': [on(UDP, 138)], 'netbios-ssn': [on(TCP, 139)], 'microsoft-ds': [on(TCP, 445)],
  cuseeme: [on(TCP, 7648), on(UDP, 7648)], streamworks: [on(UDP, 1558)], vdolive: [on(TCP, 7000)], realaudio: [on(TCP, 7070)], whois: [on(TCP, 43)], finger: [on(TCP, 79)],
} as Record<string, readonly Service[]>))

/** Undefined: an application that this file does not know, or whose ports were changed. */
export const applicationOf = (name: string, changed: ReadonlySet<string>): readonly Service[] | undefined => (changed.has(name) ? undefined : APPLICATIONS.get(name))
