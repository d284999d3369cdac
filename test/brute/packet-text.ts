/** Reads a packet as a report shows it. */
import { address } from './addresses.ts'
import { ACK, FIN, PSH, RST, SYN, URG } from './protocols.ts'
import type { Header } from '../../src/net/header.ts'
import type { PacketText } from '../../src/verdict.ts'

const FLAGS: Readonly<Record<string, number>> = { FIN, SYN, RST, PSH, ACK, URG, '-': 0 }
const PROTOCOLS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, sctp: 132, icmp: 1, icmpv6: 58, gre: 47, esp: 50, ah: 51 }

export const headerOf = (packet: PacketText): Header => {
  const { family, value } = address(packet.source)
  // Of IPv6 `icmp` is that of its own family; its number alone tells that it is not.
  const protocol = family === 6 && packet.protocol === 'icmp' && (packet.icmp || packet.fragment) ? 58 : PROTOCOLS[packet.protocol] ?? Number(packet.protocol)
  return {
    family, source: value, destination: address(packet.destination).value, protocol,
    sourcePort: packet.icmp?.code ?? packet.sourcePort ?? 0, destinationPort: packet.icmp?.type ?? packet.destinationPort ?? 0,
    flags: (packet.flags ?? '-').split(',').reduce((all, name) => all | (FLAGS[name] ?? NaN), 0), fragment: packet.fragment === true,
  }
}
