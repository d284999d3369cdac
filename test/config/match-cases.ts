/** One line for each way to write a match: the packets that it matches, does not match, and of which nobody knows. */
import { TCP_FLAGS } from '../../src/net/header.ts'
import type { Sketch } from './evaluate.ts'

export interface MatchCase {
  readonly match: string
  readonly family?: 6
  readonly yes?: readonly Sketch[]
  readonly no?: readonly Sketch[]
  readonly unknown?: readonly Sketch[]
  /** Of these nobody knows either, though the line is understood: it depends on traffic, or a later fragment has nothing to test. */
  readonly unread?: readonly Sketch[]
  /** Old syntax, or what iptables refuses: not checked with the real command. */
  readonly unreal?: true
}

const { SYN, ACK, FIN, RST, PSH, URG } = TCP_FLAGS
const TCP = { protocol: 6 }
const UDP = { protocol: 17 }
const SCTP = { protocol: 132 }
const ICMP = { protocol: 1 }
const ICMP6 = { protocol: 58 }
const GRE = { protocol: 47 }
const FRAGMENT = { fragment: true }
const all = [TCP, UDP, ICMP, GRE, FRAGMENT] as const

export const MATCH_CASES: readonly MatchCase[] = [
  { match: '', yes: all },

  { match: '-s 10.0.0.0/8', yes: [{ from: '10.0.0.0' }, { from: '10.255.255.255' }], no: [{ from: '9.255.255.255' }, { from: '11.0.0.0' }] },
  { match: '-s 10.1.2.3', yes: [{ from: '10.1.2.3' }], no: [{ from: '10.1.2.4' }] },
  { match: '-s 10.1.2.3/16', yes: [{ from: '10.1.0.0' }, { from: '10.1.255.255' }], no: [{ from: '10.2.0.0' }] },
  { match: '-s 10/8', yes: [{ from: '10.9.9.9' }], no: [{ from: '11.0.0.0' }] },
  { match: '-s 10.1/16', yes: [{ from: '10.1.9.9' }], no: [{ from: '10.2.0.0' }] },
  { match: '-s 10.1.2.3/255.255.0.0', yes: [{ from: '10.1.0.1' }], no: [{ from: '10.2.2.3' }] },
  { match: '-s 10.1.2.3/255.0.255.0', unknown: [{ from: '10.1.2.3' }, { from: '1.1.1.1' }] },
  { match: '-s 0.0.0.0/0', yes: [{ from: '0.0.0.0' }, { from: '255.255.255.255' }] },
  { match: '-s 10.0.0.1,10.0.0.3,10.1.0.0/24', yes: [{ from: '10.0.0.1' }, { from: '10.0.0.3' }, { from: '10.1.0.9' }], no: [{ from: '10.0.0.2' }] },
  { match: '! -s 10.0.0.0/8', yes: [{ from: '11.0.0.0' }], no: [{ from: '10.0.0.0' }] },
  { match: '-s ! 10.0.0.0/8', yes: [{ from: '11.0.0.0' }], no: [{ from: '10.0.0.0' }], unreal: true },
  { match: '! -s 10.0.0.1,10.0.0.2', unknown: [{ from: '10.0.0.1' }, { from: '1.1.1.1' }], unreal: true },
  { match: '-s server.example', unknown: [{}], unreal: true },
  { match: '-s 10.0.0.256', unknown: [{}], unreal: true },
  { match: '-s 10.0.0.0/33', unknown: [{}], unreal: true },
  { match: '-s 2001:db8::1', unknown: [{}], unreal: true },
  { match: '-s 10.0.0.1 -s 10.0.0.2', unknown: [{ from: '10.0.0.1' }], unreal: true },
  { match: '--source 10.0.0.1 --dst 10.0.0.2', yes: [{ from: '10.0.0.1', to: '10.0.0.2' }], no: [{ from: '10.0.0.1' }, { to: '10.0.0.2' }] },
  { match: '-d 2001:db8::/32', family: 6, yes: [{ to: '2001:db8:ffff::1' }], no: [{ to: '2001:db9::' }] },
  { match: '-d 2001:db8::1/ffff:ffff::', family: 6, yes: [{ to: '2001:db8:ffff::1' }], no: [{ to: '2001:db9::' }] },
  { match: '-d 10.0.0.1', family: 6, unknown: [{}], unreal: true },

  { match: '-p tcp', yes: [TCP, FRAGMENT], no: [UDP, ICMP] },
  { match: '-p 17', yes: [UDP], no: [TCP] },
  { match: '-p esp', yes: [{ protocol: 50 }], no: [TCP] },
  { match: '-p all', yes: all },
  { match: '-p 0', yes: all },
  { match: '! -p tcp', yes: [UDP, ICMP], no: [TCP] },
  { match: '-p ! tcp', yes: [UDP], no: [TCP], unreal: true },
  { match: '! -p all', unknown: [TCP], unreal: true },
  { match: '-p constructor', unknown: [TCP], unreal: true },
  { match: '-p tcp,udp', unknown: [TCP], unreal: true },
  { match: '-p icmpv6', yes: [ICMP6], no: [ICMP] },
  { match: '-p ah', family: 6, unknown: [{ protocol: 51 }, TCP] },

  { match: '-i eth0', yes: [{}], no: [{ in: 'eth1' }, { in: 'eth00' }] },
  { match: '! -i eth0', yes: [{ in: 'eth1' }], no: [{}] },
  { match: '-i ! eth0', yes: [{ in: 'eth1' }], no: [{}], unreal: true },
  { match: '-i eth+', yes: [{}, { in: 'eth' }, { in: 'eth1.5' }], no: [{ in: 'wlan0' }] },
  { match: '! -o eth+', yes: [{ out: 'wlan0' }], no: [{ out: 'eth9' }] },
  { match: '-i +', yes: [{ in: 'anything' }] },
  { match: '-i eth0 -o ppp0', yes: [{ out: 'ppp0' }], no: [{}, { in: 'x', out: 'ppp0' }] },

  { match: '-f', yes: [FRAGMENT], no: [TCP] },
  { match: '! -f', yes: [TCP], no: [FRAGMENT] },
  { match: '-f', family: 6, unknown: [TCP], unreal: true },

  { match: '-p tcp -m tcp', yes: [TCP], no: [UDP], unread: [FRAGMENT] },
  { match: '-p tcp --dport 80', yes: [{}], no: [{ dport: 81 }, { ...UDP }], unread: [{ ...FRAGMENT }] },
  { match: '-p tcp ! --dport 80', yes: [{ dport: 81 }], no: [{}, { ...UDP, dport: 81 }, ICMP, GRE], unread: [FRAGMENT] },
  { match: '-p tcp --dport ! 80', yes: [{ dport: 81 }], no: [{}, { ...UDP, dport: 81 }], unreal: true },
  { match: '-p tcp --dport 1024:', yes: [{ dport: 1024 }, { dport: 65535 }], no: [{ dport: 1023 }] },
  { match: '-p tcp --sport :1023', yes: [{ sport: 0 }, { sport: 1023 }], no: [{ sport: 1024 }] },
  { match: '-p udp -m udp --sport 67:68 --dport 67:68', yes: [{ ...UDP, sport: 67, dport: 68 }], no: [{ ...UDP, sport: 67, dport: 69 }, { sport: 67, dport: 68 }] },
  { match: '-p udp -m udp ! --sport 67:68 ! --dport 67:68', yes: [{ ...UDP, sport: 1, dport: 1 }], no: [{ ...UDP, sport: 67, dport: 1 }, { ...UDP, sport: 1, dport: 67 }] },
  { match: '-p sctp --dport 80', yes: [SCTP], no: [TCP, { ...SCTP, dport: 81 }] },
  { match: '-p tcp --dport http', yes: [{}], no: [{ dport: 443 }] },
  { match: '-p udp --destination-port domain', yes: [{ ...UDP, dport: 53 }], no: [{ ...UDP, dport: 54 }] },
  { match: '-p tcp --dport ftp-data', yes: [{ dport: 20 }], no: [{ dport: 21 }] },
  { match: '-p tcp --dport nosuchservice', unknown: [{}], no: [UDP], unreal: true },
  { match: '-p tcp --dport 90:80', unknown: [{ dport: 85 }], no: [UDP], unreal: true },
  { match: '-p tcp --dport 65536', unknown: [{}], unreal: true },
  { match: '--dport 80', unknown: [{}, UDP], unreal: true },
  { match: '-p tcp --dport 80 --dport 90', unknown: [{}], unreal: true },

  { match: '-p tcp --syn', yes: [{ flags: SYN }, { flags: SYN | PSH }], no: [{ flags: SYN | ACK }, { flags: ACK }, { flags: SYN | RST }, UDP] },
  { match: '-p tcp ! --syn', yes: [{ flags: SYN | ACK }, { flags: 0 }], no: [{ flags: SYN }, UDP], unread: [FRAGMENT] },
  { match: '-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN', yes: [{ flags: SYN | URG }], no: [{ flags: SYN | FIN }] },
  { match: '-p tcp -m tcp ! --tcp-flags SYN,ACK SYN,ACK', yes: [{ flags: SYN }], no: [{ flags: SYN | ACK }, UDP] },
  { match: '-p tcp -m tcp --tcp-flags ALL NONE', yes: [{ flags: 0 }], no: [{ flags: PSH }] },
  { match: '-p tcp -m tcp --tcp-flags SYN,BOGUS SYN', unknown: [{}], unreal: true },
  { match: '-p tcp -m tcp --tcp-option 5', unknown: [TCP], no: [UDP] },

  { match: '-p icmp --icmp-type 8', yes: [{ ...ICMP, dport: 8 }, { ...ICMP, dport: 8, sport: 3 }], no: [{ ...ICMP, dport: 0 }, TCP], unread: [{ ...ICMP, ...FRAGMENT }] },
  { match: '-p icmp --icmp-type echo-request', yes: [{ ...ICMP, dport: 8 }], no: [{ ...ICMP, dport: 0 }] },
  { match: '-p icmp -m icmp --icmp-type 3/4', yes: [{ ...ICMP, dport: 3, sport: 4 }], no: [{ ...ICMP, dport: 3, sport: 3 }] },
  { match: '-p icmp --icmp-type port-unreachable', yes: [{ ...ICMP, dport: 3, sport: 3 }], no: [{ ...ICMP, dport: 3, sport: 1 }] },
  { match: '-p icmp ! --icmp-type 8', yes: [{ ...ICMP, dport: 0 }], no: [{ ...ICMP, dport: 8 }, TCP, UDP] },
  { match: '-p icmp --icmp-type any', yes: [{ ...ICMP, dport: 8 }, { ...ICMP, dport: 255 }], no: [TCP] },
  { match: '-p icmp --icmp-type nosuchtype', unknown: [ICMP], no: [TCP], unreal: true },
  { match: '-p icmpv6 --icmpv6-type echo-request', family: 6, yes: [{ ...ICMP6, dport: 128 }], no: [{ ...ICMP6, dport: 129 }, TCP] },
  { match: '-p ipv6-icmp -m icmp6 --icmpv6-type 1/4', family: 6, yes: [{ ...ICMP6, dport: 1, sport: 4 }], no: [{ ...ICMP6, dport: 1, sport: 0 }] },
  { match: '-p icmpv6 -m icmp6 --icmpv6-type 133', unknown: [ICMP6], unreal: true },

  { match: '-p tcp -m multiport --dports 80,443', yes: [{}, { dport: 443 }], no: [{ dport: 81 }, UDP], unread: [FRAGMENT] },
  { match: '-p tcp -m multiport ! --dports 80,443', yes: [{ dport: 81 }], no: [{}, UDP, ICMP], unread: [FRAGMENT] },
  { match: '-p udp -m multiport --sports 1:10,500', yes: [{ ...UDP, sport: 5 }, { ...UDP, sport: 500 }], no: [{ ...UDP, sport: 11 }] },
  { match: '-p tcp -m multiport --ports 80,1000:2000', yes: [{}, { sport: 80, dport: 1 }, { sport: 1500, dport: 1 }], no: [{ sport: 1, dport: 1 }] },
  { match: '-p tcp -m multiport ! --ports 80', yes: [{ sport: 1, dport: 1 }], no: [{ sport: 80, dport: 1 }, { sport: 1, dport: 80 }] },
  { match: '-p udplite -m multiport --dports 80', unknown: [{ protocol: 136 }], no: [TCP] },
  { match: '-m multiport --dports 80', yes: [{}], unknown: [{ protocol: 136 }], no: [ICMP], unreal: true },
  { match: '-p tcp -m multiport --dports 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15', yes: [{ dport: 15 }], no: [{ dport: 16 }] },
  { match: '-p tcp -m multiport --dports 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16', unknown: [{ dport: 15 }], unreal: true },

  { match: '-m iprange --src-range 10.0.0.5-10.0.0.9', yes: [{ from: '10.0.0.5' }, { from: '10.0.0.9' }], no: [{ from: '10.0.0.4' }, { from: '10.0.0.10' }] },
  { match: '-m iprange ! --dst-range 10.0.0.5-10.0.0.9', yes: [{ to: '10.0.0.4' }], no: [{ to: '10.0.0.5' }] },
  { match: '-m iprange --src-range 10.0.0.5-10.0.0.9 --dst-range 10.0.0.1', yes: [{ from: '10.0.0.5', to: '10.0.0.1' }], no: [{ from: '10.0.0.5', to: '10.0.0.2' }] },
  { match: '-m iprange --src-range 2001:db8::5-2001:db8::9', family: 6, yes: [{ from: '2001:db8::5' }], no: [{ from: '2001:db8::4' }] },

  { match: '-m state --state NEW', yes: [{}], no: [{ state: 'established' }, { state: 'untracked' }] },
  { match: '-m state ! --state NEW,ESTABLISHED', yes: [{ state: 'invalid' }, { state: 'related' }], no: [{}, { state: 'established' }] },
  { match: '-m state --state RELATED,ESTABLISHED,UNTRACKED', yes: [{ state: 'untracked' }], no: [{}] },
  { match: '-m conntrack --ctstate INVALID', yes: [{ state: 'invalid' }], no: [{}] },
  { match: '-m conntrack --ctstate NEW,DNAT', yes: [{}], unknown: [{ state: 'established' }, { state: 'invalid' }] },
  { match: '-m conntrack --ctstate NEW -m conntrack --ctstate ESTABLISHED', no: [{}, { state: 'established' }] },
  { match: '-m conntrack --ctstate NEW --ctproto 6', yes: [TCP], no: [UDP, { state: 'established' }, { state: 'invalid' }] },
  { match: '-m conntrack --ctstate NEW,RELATED --ctproto 6', yes: [TCP], no: [UDP, { state: 'established' }], unknown: [{ ...UDP, state: 'related' }] },
  { match: '-m conntrack --ctproto 17', yes: [UDP, { ...UDP, state: 'established' }], no: [TCP, { ...UDP, state: 'invalid' }], unknown: [{ ...ICMP, state: 'related' }] },
  // Without a connection the other options are not looked at.
  { match: '-m conntrack --ctstate INVALID,NEW --ctproto 17', yes: [{ ...TCP, state: 'invalid' }, UDP], no: [TCP] },
  { match: '-m conntrack ! --ctstate INVALID --ctproto 17', yes: [UDP, { ...UDP, state: 'established' }, { state: 'untracked' }], no: [TCP, { ...UDP, state: 'invalid' }], unknown: [{ ...UDP, state: 'related' }] },
  { match: '-m conntrack --ctstate NEW --ctproto 17 --ctorigdstport 53', yes: [{ ...UDP, dport: 53 }], no: [{ ...UDP, dport: 54 }, { dport: 53 }, ICMP] },
  { match: '-m conntrack --ctstate NEW --ctorigdstport 53', yes: [{ dport: 53 }], no: [{ dport: 54 }], unknown: [ICMP] },
  { match: '-m conntrack --ctstate NEW ! --ctorigsrc 10.0.0.0/8', yes: [{}], no: [{ from: '10.0.0.1' }] },
  { match: '-m conntrack --ctorigdst 192.0.2.2', yes: [{}], no: [{ to: '10.0.0.1' }], unknown: [{ state: 'established' }] },
  { match: '-m conntrack --ctdir ORIGINAL', yes: [{}], unknown: [{ state: 'established' }] },
  { match: '-m conntrack --ctdir REPLY', no: [{}], unknown: [{ state: 'established' }] },
  { match: '-m conntrack --ctstatus ASSURED', unknown: [{}, { state: 'established' }], no: [{ state: 'invalid' }] },
  { match: '-m state --state BOGUS', unknown: [{}], unreal: true },

  { match: '-m comment --comment "a \\"b\\" -j DROP"', yes: all },
  { match: '-m comment --comment "\\""  -s 10.0.0.0/8', yes: [{ from: '10.0.0.1' }], no: [{}] },

  { match: '-m limit --limit 5/sec --limit-burst 3', unread: [{}] },
  { match: '-p tcp -m limit --limit 5/sec', unread: [TCP], no: [UDP] },
  { match: '-m recent --set --name x --rsource', unread: [{}] },
  { match: '-m mac --mac-source 00:11:22:33:44:55', unknown: [{}] },
  { match: '-m string --string "-s" --algo bm', unknown: [{}] },
  { match: '-m string --string -s --algo bm', unknown: [{}] },
  { match: '-m mark --mark 0x1/0xff', unknown: [{}] },
  { match: '! -p tcp -m mark ! --mark 1', unknown: [UDP], no: [TCP] },
  { match: '-m addrtype --dst-type LOCAL', unknown: [{}] },
  { match: '-m pkttype --pkt-type broadcast', unknown: [{}] },
  { match: '-m time --timestart 06:59 --timestop 23:59', unread: [{}] },
  { match: '-m policy --dir in --pol ipsec --proto esp', unknown: [TCP] },
  { match: '-m statistic --mode random --probability 0.5', unread: [{}] },
  { match: '-m nosuchmodule --with 1 2 --options', unknown: [{}], unreal: true },
  { match: '--something-else', unknown: [{}], unreal: true },
  { match: 'stray', unknown: [{}], unreal: true },
  { match: '-m', unknown: [{}], unreal: true },
]
