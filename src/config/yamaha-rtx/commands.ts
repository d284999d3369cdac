/** The commands that decide about packets, each under the words by which a later one replaces an earlier. */
import { Grammar } from './grammar.ts'
import { IRRELEVANT } from './irrelevant.ts'

/** What a command is about; `context` and `switch` steer what follows, `irrelevant` decides about no packet. */
export const COMMANDS = {
  'pp select': 'context', 'tunnel select': 'context', 'provider select': 'context', 'ap select': 'context', 'switch select': 'context',
  'pp enable #': 'switch', 'pp disable #': 'switch', 'tunnel enable #': 'switch', 'tunnel disable #': 'switch', 'lan shutdown #': 'shutdown',

  'ip @ address': 'address', 'ip @ secondary address': 'address', 'ip @ remote address': 'remote', 'pp auth username': 'caller', 'tunnel encapsulation': 'encapsulation', 'tunnel template': 'template', 'ip @ remote address pool': 'pool',
  'ip @ vrrp #': 'vrrp', 'ipv6 @ vrrp #': 'vrrp', 'ipv6 @ address #': 'address', 'ipv6 @ prefix #': 'address', 'ipv6 @ dhcp service': 'dhcpv6',
  'ipv6 prefix #': 'prefix', 'ip @ dhcp service': 'dhcp', 'vlan # 802.1q': 'vlan', 'bridge member #': 'bridge',

  'ip filter #': 'filter', 'ipv6 filter #': 'filter', 'ip filter dynamic #': 'dynamic', 'ipv6 filter dynamic #': 'dynamic',
  'ip filter set # #': 'set', 'ip filter source-route': 'source-route',
  'ip @ secure filter #': 'apply', 'ipv6 @ secure filter #': 'apply', 'ip @ secure filter name': 'apply-set',
  'ip @ intrusion detection # #': 'intrusion', 'ip @ intrusion detection #': 'intrusion', 'ethernet @ filter #': 'ethernet',
  'url @ filter #': 'url', 'url filter use': 'url-use',

  'nat descriptor type #': 'nat', 'nat descriptor address outer #': 'nat', 'nat descriptor address inner #': 'nat',
  'nat descriptor static # #': 'nat', 'nat descriptor masquerade static # #': 'nat', 'nat descriptor masquerade incoming #': 'nat',
  'ip @ nat descriptor': 'nat-apply', 'upnp use': 'upnp',

  'ip route #': 'route', 'ipv6 route #': 'route', 'ip routing': 'routing', 'ipv6 routing': 'routing',
  'rip use': 'protocol', 'ospf use': 'protocol', 'bgp use': 'protocol', 'ipv6 rip use': 'protocol', 'ipv6 ospf use': 'protocol',
  'ip @ forward filter': 'forward', 'pp backup': 'backup', 'lan backup #': 'backup', 'tunnel backup': 'backup',

  'dns service': 'dns', 'dns host': 'host', 'httpd host': 'host', 'telnetd host': 'host', 'sshd host': 'host', 'sftpd host': 'host',
  'tftp host': 'host', 'snmp host': 'host', 'snmpv2c host': 'host', 'sntpd host': 'host', 'sntpd service': 'sntp', 'dhcp service': 'dhcp',
  'dhcp scope #': 'scope', 'snmp sysname': 'name', 'schedule at #': 'schedule',

  'ip policy filter set enable': 'policy', 'ipv6 policy filter set enable': 'policy',
  'ip @ inbound filter list': 'inbound', 'ipv6 @ inbound filter list': 'inbound',
  'ip @ igmp': 'multicast', 'ip @ pim sparse': 'multicast', 'ipv6 @ mld': 'multicast',
} as const

export type Kind = (typeof COMMANDS)[keyof typeof COMMANDS] | 'irrelevant'

export interface Command { readonly kind: Kind; readonly pattern: string }

export const GRAMMAR = new Grammar<Command>()
for (const pattern of IRRELEVANT) GRAMMAR.add(pattern, { kind: 'irrelevant', pattern })
for (const [pattern, kind] of Object.entries(COMMANDS)) GRAMMAR.add(pattern, { kind, pattern })
