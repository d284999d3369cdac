/**
 * Services that every FortiGate brings along; a file that does not show them means these (FortiOS Administration Guide,
 * "Predefined services"). A file that defines one means its own.
 */
import { SCTP, TCP, UDP } from '../../net/header.ts'
import { ANYTHING } from '../../topology/model.ts'
import type { Condition } from '../../topology/model.ts'
import { any, NOTHING } from './conditions.ts'
import { icmp, portsOf, protocol } from './protocols.ts'

/** `tcp/80`, `udp/500-600`. */
const PORTS: Readonly<Record<string, string>> = {
  ALL_TCP: 'tcp/1-65535', ALL_UDP: 'udp/1-65535', AOL: 'tcp/5190-5194', BGP: 'tcp/179', 'DCE-RPC': 'tcp/135 udp/135', DHCP: 'udp/67-68',
  DHCP6: 'udp/546 udp/547', DNS: 'tcp/53 udp/53', FINGER: 'tcp/79', FTP: 'tcp/21', FTP_GET: 'tcp/21', FTP_PUT: 'tcp/21', GOPHER: 'tcp/70',
  H323: 'tcp/1720 tcp/1503 udp/1719', HTTP: 'tcp/80', HTTPS: 'tcp/443', IKE: 'udp/500 udp/4500', IMAP: 'tcp/143', IMAPS: 'tcp/993', IRC: 'tcp/6660-6669',
  KERBEROS: 'tcp/88 tcp/464 udp/88 udp/464', L2TP: 'tcp/1701 udp/1701', LDAP: 'tcp/389', LDAP_UDP: 'udp/389', MGCP: 'udp/2427 udp/2727', MMS: 'tcp/1755 udp/1024-5000',
  'MS-SQL': 'tcp/1433 tcp/1434', MYSQL: 'tcp/3306', NFS: 'tcp/111 tcp/2049 udp/111 udp/2049', NNTP: 'tcp/119', NTP: 'tcp/123 udp/123', ONC_RPC: 'tcp/111 udp/111',
  'PC-Anywhere': 'tcp/5631 udp/5632', POP3: 'tcp/110', POP3S: 'tcp/995', PPTP: 'tcp/1723', QUAKE: 'udp/26000 udp/27000 udp/27910 udp/27960', RADIUS: 'udp/1812 udp/1813',
  'RADIUS-OLD': 'udp/1645 udp/1646', RAUDIO: 'udp/7070', RDP: 'tcp/3389', REXEC: 'tcp/512', RIP: 'udp/520', RTSP: 'tcp/554 tcp/7070 tcp/8554 udp/554', SAMBA: 'tcp/139', SCCP: 'tcp/2000',
  SIP: 'tcp/5060 udp/5060', 'SIP-MSNmessenger': 'tcp/1863', SMB: 'tcp/445', SMTP: 'tcp/25', SMTPS: 'tcp/465', SNMP: 'tcp/161-162 udp/161-162', SOCKS: 'tcp/1080 udp/1080',
  SQUID: 'tcp/3128', SSH: 'tcp/22', SYSLOG: 'udp/514', TALK: 'udp/517-518', TELNET: 'tcp/23', TFTP: 'udp/69', UUCP: 'tcp/540', VDOLIVE: 'tcp/7000-7010', VNC: 'tcp/5900', WAIS: 'tcp/210',
  WINFRAME: 'tcp/1494 tcp/2598', WINS: 'tcp/1512 udp/1512', 'X-WINDOWS': 'tcp/6000-6063',
}

const PROTOCOLS: Readonly<Record<string, number>> = { tcp: TCP, udp: UDP, sctp: SCTP }

const ports = (text: string): Condition => any(...text.split(' ').map((one) => {
  const [, name = '', low, high] = /^(\w+)\/(\d+)(?:-(\d+))?$/.exec(one) ?? []
  return portsOf(PROTOCOLS[name]!, undefined, [Number(low), Number(high ?? low)])
}))

export const PREDEFINED: ReadonlyMap<string, Condition> = new Map<string, Condition>([
  ...Object.entries(PORTS).map(([name, text]) => [name, ports(text)] as const),
  // RSH answers to ports below 1024 only.
  ['RSH', portsOf(TCP, [512, 1023], [514, 514])], ['RLOGIN', portsOf(TCP, [512, 1023], [513, 513])], ['TRACEROUTE', ports('udp/33434-33535')],
  ['ALL', ANYTHING], ['ANY', ANYTHING], ['NONE', NOTHING], ['ALL_ICMP', icmp(4)], ['ALL_ICMP6', icmp(6)],
  ['PING', icmp(4, 8)], ['PING6', icmp(6, 128)], ['TIMESTAMP', icmp(4, 13)], ['INFO_REQUEST', icmp(4, 15)], ['INFO_ADDRESS', icmp(4, 17)],
  ['AH', protocol(51)], ['ESP', protocol(50)], ['GRE', protocol(47)], ['OSPF', protocol(89)], ['IGMP', protocol(2)],
])
