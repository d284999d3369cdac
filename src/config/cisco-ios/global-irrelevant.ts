/**
 * Global commands that decide about no packet that goes through the device, one by one (Cisco IOS command references: Fundamentals,
 * Network Management, Basic System Management, AAA, Terminal Services, LAN Switching, QoS). `under`: the commands that stand under
 * one and are equally irrelevant; `anything`: the whole object cannot matter, because it only describes a certificate, a user, a
 * probe, or what a screen shows.
 */
import { Commands, listed } from './commands.ts'

const SINGLE = `
version | service | boot-start-marker | boot-end-marker | boot | enable | username | aaa | clock | logging | snmp-server | ntp | sntp | alias
privilege | prompt | parser
platform | license | memory | memory-size | exception | scheduler | process | process-max-time | buffers | tcp | config-register | diagnostic
hw-module | card | module | power | fabric | stack-power
environment | errdisable | udld | switch | sdm prefer | location | file | warm-reboot | subscriber | multilink | async-bootp | cns | smart
transceiver
banner | cdp | lldp | spanning-tree | vtp | mac | mac-address-table | port-channel | lacp | pagp | ethernet | l2protocol-tunnel | macro
storm-control | port-security | rep | vlan internal | vlan accounting
authentication | dot1x | mab | access-session | device-tracking | ip device | radius | radius-server | tacacs | tacacs-server | login | security
password | key config-key | epm | cts | eap
ip domain | ip domain-name | ip domain-lookup | ip domain-list | ip name-server | ip host | ipv6 host | ip hostname | ip ssh | ip telnet | ip ftp
ip tftp | ip rcmd | ip scp | ip finger | ip radius | ip tacacs | ip bootp | ip identd
ip cef | ipv6 cef | ip classless | ip subnet-zero | ip source-route | ipv6 source-route | ip gratuitous-arps | ip arp | ip forward-protocol
ip tcp | ip icmp | ipv6 icmp | ip flow-export | ip flow-cache | ip flow-top-talkers | ip flow-aggregation | ip flow
ip http | ip https | ip rtcp | ip spd | ip options | ip kerberos | ip igmp | ip pim | ip msdp | ip mroute | ip multicast cache-headers | ip sap
ip rsvp | ip nbar | ip prefix-list | ipv6 prefix-list | ip as-path | ip community-list | ip extcommunity-list | ip bgp-community
ip explicit-path
ip dhcp | ipv6 dhcp | ip local pool | ipv6 local pool | ip address-pool | ip dhcp-server | ip dhcp-client | ip accounting-threshold
ip accounting-list | ip accounting-transits | ip sla | ip sla monitor | rtr | ip cache | ip verify notify | ip access-list log-update
ip access-list logging | ip access-list persistent | ip access-list resequence
ip tftp-server | ip wccp | ip wccp web-cache | ip wccp version | ipv6 nd | ipv6 hop-limit | ipv6 mld | ipv6 pim | ipv6 neighbor | ipv6 ospf
ip nat translation | ip nat log | ip nat service | ip nat settings | ip nat create | ip nat portmap | ip inspect log | ip inspect audit-trail
ip inspect alert-off | ip inspect max-incomplete | ip inspect one-minute | ip inspect tcp | ip inspect udp | ip inspect dns-timeout
ip inspect hashtable-size | ip inspect L2-transparent | ip urlfilter
crypto key | crypto engine | crypto logging | crypto mib | crypto call | crypto isakmp | crypto ikev2 | crypto ipsec security-association
crypto ipsec df-bit | crypto ipsec fragmentation | crypto ipsec nat-transparency | crypto ipsec optional | crypto identity | crypto ctcp
crypto xauth
qos | mls | auto qos | table-map | queue-monitor | frame-relay | isdn | network-clock | network-clock-participate | network-clock-select
dialer-list | dialer watch-list | x25 | controller wanphy | modem
mpls label | mpls ldp | tag-switching | bfd | bfd-template | tftp-server | rmon | netconf | netconf-yang | restconf | telemetry ietf | onep
gnmi-yang | gnxi | wsma | vlan dot1q | remote-management | nmsp | wireless mobility | avb | ptp
monitor event-trace | monitor capture | monitor permit-list | vpdn | arp | virtual-service | iox | fhrp | service-template
parameter-map type subscriber | parameter-map type webauth | parameter-map type regex
ccm-manager | mgcp | dspfarm | sccp | sip | gateway | voice-port | voice | num-exp | call | h323-gateway | codec | translation-rule
dial-peer cor custom | ephone-template | credentials
mmi | upgrade | chat-script | ignition | service-module | system mtu | system env | webauth
ethernet-ring | facility-alarm
mac access-list | arp access-list | define interface-range | errdisable recovery | ip multicast | ipv6 multicast | tod-clock | esmc
nat64 logging | redundancy inter-device | sampler-map | terminal-queue | configuration mode | shell | exec
`

/** With lines under them, all of which only describe the object. */
const OBJECTS = `
crypto pki trustpoint | crypto pki certificate | crypto pki profile | crypto pki server | crypto pki token | crypto pki certificate map
crypto ca trustpoint | crypto ca certificate | crypto ca profile
crypto keyring | crypto isakmp policy | crypto isakmp profile | crypto isakmp client | crypto isakmp keepalive | crypto ikev2 proposal
crypto ikev2 policy | crypto ikev2 keyring | crypto ikev2 profile | crypto ikev2 authorization
crypto ipsec transform-set | crypto ipsec profile | crypto ipsec client | crypto key pubkey-chain | crypto map | crypto dynamic-map | crypto gdoi
ip ssh pubkey-chain | ip ssh server | ip ssh client | ip dhcp pool | ipv6 dhcp pool | ip dhcp class | ip sla | ip sla monitor | track | key chain
archive | aaa group | aaa attribute | radius server | tacacs server
flow record | flow exporter | flow monitor | flow-sampler-map | sampler | ip flow-top-talkers | snmp mib | call-home | license smart | username
redundancy | vlan | vtp | spanning-tree mst | controller | voice | voice-card | dial-peer | telephony-service
gatekeeper | ephone | ephone-dn | ephone-type | sip-ua | voice service | voice class | voice register | line | vpdn-group | banner | ip nbar
dot11 | wlan
wireless | ap | bba-group | policy-map type control | class-map type control | class-map type inspect http
process cpu | event manager environment | event manager directory | event manager session | event manager scheduler | event manager history
parameter-map type inspect | parameter-map type urlfilter | parameter-map type ooo | parameter-map type protocol-info
parameter-map type content-scan | parameter-map type consent | identity | dot1x credentials
kron policy-list | kron occurrence | ip dns view | ip dns view-list | ip dns name-list | menu | macro name | power inline | performance monitor
ethernet cfm | ethernet lmi | ethernet evc | ip sla responder | ip sla enable | mediatrace | performance | class-map type control subscriber
`

export const GLOBAL_SINGLE = new Commands<true>(listed(SINGLE).map((command) => [command, true] as const))
export const GLOBAL_OBJECTS = new Commands<true>(listed(OBJECTS).map((command) => [command, true] as const))
