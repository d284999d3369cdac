/**
 * Commands that decide about no packet, one by one, from the command reference (RTX series, NVR, vRX). Some only in part:
 * what a routing protocol announces matters only where the protocol is used, which is a gap by itself.
 */
export const IRRELEVANT: readonly string[] = [
  // The console, users and the device itself.
  'administrator password', 'administrator radius auth', 'administrator', 'login password', 'login user', 'login radius use', 'login timer', 'user attribute', 'security class',
  'console character', 'console columns', 'console info', 'console lines', 'console prompt', 'description', 'timezone', 'date', 'time', 'set',
  'alarm entire', 'alarm batch', 'alarm http revision-up', 'alarm sd', 'alarm startup', 'alarm usbhost', 'alarm lua', 'alarm mobile', 'alarm connection data',
  'system led brightness', 'system packet-buffer', 'system packet-scheduling', 'system temperature threshold', 'system sleep', 'speed', 'statistics', 'dashboard accumulate',
  'http revision-up', 'http revision-down permit', 'http upload', 'operation http revision-up permit', 'operation button function download',
  'operation execute batch permit', 'operation external-memory download permit', 'operation usb-download permit', 'sd use', 'usbhost', 'external-memory',
  'lua use', 'embedded file', 'jate number', 'save', 'show', 'exit', 'quit', 'clear', 'license', 'yno', 'cold start',
  // Logs, mail, monitoring, and time.
  'syslog', 'snmp', 'snmpv2c', 'snmpv3', 'mail notify', 'mail server', 'mail template', 'mail-notify', 'tcp log', 'lan-map', 'ntp', 'ntpdate', 'rdate', 'sntpd',
  'heartbeat', 'heartbeat2', 'cooperation', 'ip keepalive', 'ip route change log', 'ip icmp', 'ipv6 icmp', 'ip stealth', 'ipv6 stealth',
  // Ports and links below IP.
  'lan type', 'lan count-hub-overflow', 'lan linkup send-wait-time', 'lan port-mirroring', 'lan receive-buffer-size', 'lan keepalive', 'lan link-aggregation static',
  'vlan port mapping', 'bridge learning', 'line type', 'line masterclock', 'isdn', 'pri', 'fr', 'analog', 'pstn', 'audio', 'account threshold',
  'switch control', 'ap config', 'ap control', 'wlan', 'mobile', 'wan1', 'onu', 'ngn', 'sip',
  // How a line is brought up.
  'pp always-on', 'pp auth', 'pp bind', 'pp encapsulation', 'pp keepalive', 'pp name', 'pp connect', 'pp disconnect', 'pp default', 'ppp', 'pppoe', 'pptp', 'leased', 'provider', 'remote setup',
  'l2tp', 'ipsec', 'pki', 'auth user', 'radius', 'wins server', 'netvolante-dns', 'diagnosis config', 'disconnect', 'connect',
  'tunnel name', 'tunnel type', 'tunnel endpoint', 'tunnel ngn', 'tunnel map-e', 'tunnel multipoint', 'ngn type',
  // Sizes, queues, and how fast something is forgotten.
  'ip @ mtu', 'ipv6 @ mtu', 'ip @ tcp mss limit', 'ipv6 @ tcp mss limit', 'ip @ tcp window-scale', 'ip @ rebound', 'ip tos supersede', 'ip flow', 'ip fragment remove df-bit',
  'ip arp timer', 'ip @ arp', 'tcp session limit', 'queue', 'ip filter dynamic timer', 'ipv6 filter dynamic timer', 'ip @ traffic list', 'ip reassembly', 'ip @ reassembly',
  'nat descriptor log', 'nat descriptor ftp port', 'nat descriptor sip', 'nat descriptor timer', 'nat descriptor masquerade port range', 'nat descriptor masquerade remove df-bit',
  'nat descriptor masquerade rlogin', 'nat descriptor masquerade session limit', 'nat descriptor masquerade ttl hold', 'nat descriptor masquerade unconvertible port',
  'nat descriptor backward-compatibility', 'ip routing process', 'ipv6 routing process', 'ipv6 multicast routing process', 'ip @ intrusion detection notice-interval',
  'ip @ intrusion detection repeat-control', 'ip @ intrusion detection report', 'ip @ intrusion detection threshold', 'upnp external address refer', 'upnp port mapping timer', 'upnp syslog',
  // It answers for what it routes to (a host on the line finds it without a gateway), drops directed broadcasts, wakes machines.
  'ip @ proxyarp', 'ip filter directed-broadcast', 'ip @ wol relay', 'ip simple-service', 'ip @ vrrp shutdown trigger', 'ipv6 @ vrrp shutdown trigger', 'ip implicit-route preference',
  // What routing protocols do where they are used.
  'rip filter rule', 'rip preference', 'rip timer', 'ip @ rip', 'ipv6 @ rip', 'ipv6 rip preference', 'ip @ ospf', 'ospf', 'bgp', 'ipv6 @ ospf', 'ipv6 ospf',
  // Names, leases and advertisements.
  'dns server', 'dns cache', 'dns domain', 'dns notice order', 'dns private', 'dns srcport', 'dns syslog resolv', 'dns static', 'dns service fallback', 'ip host',
  'dhcp client', 'dhcp convert', 'dhcp duplicate check', 'dhcp manual', 'dhcp relay', 'dhcp scope bind', 'dhcp scope lease type', 'dhcp scope option', 'dhcp server',
  'ip @ dhcp lease time', 'ip @ dhcp retry', 'ip @ dhcp auto default', 'ipv6 @ rtadv send', 'ipv6 @ dad retry count', 'ipv6 @ prefix change log', 'ipv6 max auto address',
  'ipv6 nd ns-trigger-dad', 'ipv6 rh0 discard', 'ipv6 source address selection rule',
  // Its own services.
  'httpd listen', 'httpd service', 'httpd timeout', 'httpd custom-gui', 'httpd proxy-access', 'telnetd listen', 'telnetd service', 'telnetd session', 'sshd client alive', 'sshd encrypt algorithm',
  'sshd hide openssh version', 'sshd host key generate', 'sshd listen', 'sshd service', 'sshd session', 'sshd auth method', 'ssh encrypt algorithm', 'ssh known hosts', 'url filter log', 'url filter port', 'url filter reject',
  'url filter #', 'ethernet filter #', 'qac-tm', 'ip forward filter', 'ip inbound filter', 'ipv6 inbound filter',
  'ip policy address group', 'ip policy filter #', 'ip policy filter set #', 'ip policy filter set switch', 'ip policy filter timer', 'ip policy interface group', 'ip policy service',
  'ipv6 policy address group', 'ipv6 policy filter #', 'ipv6 policy filter set #', 'ipv6 policy filter set switch', 'ipv6 policy interface group', 'ipv6 policy service',
]
