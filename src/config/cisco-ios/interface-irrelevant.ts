/**
 * Commands of an interface that decide about no packet: what the link is, how fast, who is told about it, in which order packets
 * leave, how routing protocols find their neighbours (a protocol without its table is a gap of its own). Command by command, as
 * in the Cisco IOS Interface and Hardware Component, QoS, IP Addressing, IP Routing and LAN Switching Command References.
 */
import { Commands, listed } from './commands.ts'

const LINK = `
description | bandwidth | delay | duplex | speed | negotiation | media-type | mdix | keepalive | load-interval | mtu | ip mtu | ipv6 mtu | clns mtu
carrier-delay | dampening | hold-queue | tx-ring-limit | tx-queue-limit | transmit-interface | clock | clockrate | serial | physical-layer
pulse-time | crc
framing | cablelength | linecode | loopback | down-when-looped | invert | nrzi-encoding | full-duplex | half-duplex | flowcontrol
mop | arp | ip arp | arp timeout | mac-address | fair-queue | random-detect | priority-group | custom-queue-list | tx-cos | max-reserved-bandwidth
channel-group | channel-protocol | lacp | pagp | port-channel | link state | energywise | power | upoe | l2protocol-tunnel
udld | errdisable | storm-control | macro | logging | snmp | cdp | lldp | plim | fec | hw-module | platform | port-type
isdn | dsl | vdsl | atm | pvc | adsl | pri-group | cellular | radio | antenna | station-role | ssid | world-mode | location 
interface-mode | load-balance | encapsulation ppp | encapsulation hdlc | encapsulation frame-relay | encapsulation aal5snap | encapsulation slip
frame-relay | ppp | compress | dialer | dialer-group | pppoe | pppoe-client | peer | async | group-range | modem | autodetect | vpdn
snmp trap | service instance trunk
`

const SWITCHING = `
spanning-tree | mls | srr-queue | priority-queue | queue-set | auto qos | qos | trust | wrr-queue | rcv-queue | mac | vtp | vlan-id
authentication | dot1x | mab | access-session | device-tracking | ip device tracking | ip dhcp snooping | ip arp inspection | ipv6 nd raguard
ipv6 dhcp guard | ipv6 snooping
trunk | switchport voice | switchport nonegotiate | switchport port-security | switchport protected | switchport block | switchport backup
switchport priority | switchport trunk encapsulation | switchport trunk pruning
switchport autostate | autostate | voice | cts | macsec | mka | sgt | nmsp
`

const QUEUEING = `
traffic-shape | rate-limit | tx-ring | ip rsvp | ip rtp | ip header-compression
`

const PROTOCOLS = `
ip ospf | ospfv3 | ipv6 ospf | ip rip | ipv6 rip | ip eigrp | ipv6 eigrp | ip hello-interval | ip hold-time | ip bandwidth-percent
ip authentication | ip summary-address | ip split-horizon | ip next-hop-self
ip router isis | ipv6 router isis | isis | clns router | bfd | ip igmp | ip pim | ip mroute-cache | ip multicast | ipv6 mld | ipv6 pim | ip sap
ip cgmp | ip dvmrp | ip mfib
ip nhrp | ipv6 nhrp | mpls mtu | mpls bgp | mpls label | mpls ldp | mpls traffic-eng | mpls bgp forwarding | ipv6 nd | ipv6 redirects
ipv6 unreachables | ipv6 mfib | ipv6 tcp | ipv6 verify notify
`

const IP = `
ip redirects | ip unreachables | ip proxy-arp | ip local-proxy-arp | ip directed-broadcast | ip route-cache | ip cef | ipv6 cef | ip flow
ipv6 flow | flow monitor | ip nbar | ip tcp | ip mask-reply
ip accounting | ip probe | ip icmp | ip irdp | ip dhcp client | ip dhcp relay | ip dhcp smart-relay | ip load-sharing | ip broadcast-address
ip security | ip virtual-reassembly | ipv6 virtual-reassembly
ip rarp-server | ip dns | ipv6 dhcp client | ipv6 dhcp server | ip sla | ip rgmp | ip urd | ip ips notify | ip verify notify | ip gratuitous-arps
ntp | crypto ipsec df-bit | crypto ipsec fragmentation | ip nat log
tunnel key | tunnel checksum | tunnel ttl | tunnel tos | tunnel path-mtu-discovery | tunnel bandwidth | tunnel sequence-datagrams | tunnel udlr
tunnel flow | tunnel route-via | qos pre-classify | tunnel entropy | tunnel endpoint
standby version | standby delay | standby use-bia | standby redirect | standby mac-refresh | standby bfd | vrrp delay | vrrp sso
`

export const INTERFACE_IRRELEVANT = new Commands<true>([LINK, SWITCHING, QUEUEING, PROTOCOLS, IP].flatMap(listed).map((command) => [command, true] as const))
