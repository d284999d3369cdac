/** Protocol facts, written a second time from the RFCs and the words of the design. */
import type { Header, State } from '../../src/net/header.ts'
import { READING } from './reading.ts'

export const TCP = 6
const [ICMP4, ICMP6] = [1, 58]
export const FIN = 1
export const SYN = 2
export const RST = 4
export const PSH = 8
export const ACK = 16
export const URG = 32

export const hasPorts = (header: Header): boolean => [6, 17, 132].includes(header.protocol)
export const isIcmp = (header: Header): boolean => header.protocol === (header.family === 4 ? ICMP4 : ICMP6)

/** Everything but TCP may open; TCP opens by SYN without ACK. */
export const opens = (header: Header): boolean => {
  if (header.protocol !== TCP) return true
  const others = READING.synWithOthersOpens ? 0 : RST | FIN
  return (header.flags & (SYN | ACK | others)) === SYN
}

const NEW_TCP = [SYN, SYN | URG, ACK, ACK | URG]

/** What conntrack makes of a packet that belongs to no session. */
export const firstState = (header: Header): State => {
  if (header.protocol === TCP) return NEW_TCP.includes(header.flags & ~PSH) ? 'new' : 'invalid'
  if (!isIcmp(header)) return 'new'
  const type = header.destinationPort
  if (header.family === 4) return [8, 13, 15, 17].includes(type) ? 'new' : 'invalid'
  if ([128, 139].includes(type)) return 'new'
  return (type >= 130 && type <= 136) || type === 143 ? 'untracked' : 'invalid'
}

const ANSWERS: Readonly<Record<4 | 6, Readonly<Record<number, number>>>> = {
  4: { 8: 0, 13: 14, 15: 16, 17: 18 },
  6: { 128: 129, 139: 140 },
}

/** The packet that answers this one; a request of ICMP is answered by its reply, TCP SYN by SYN and ACK. */
export const reversed = (header: Header): Header => {
  const back = { ...header, source: header.destination, destination: header.source }
  if (isIcmp(header)) {
    return { ...back, destinationPort: ANSWERS[header.family][header.destinationPort] ?? header.destinationPort }
  }
  if (!hasPorts(header)) return back
  const flags = header.protocol !== TCP ? 0 : (header.flags & (SYN | ACK)) === SYN ? SYN | ACK : header.flags
  return { ...back, sourcePort: header.destinationPort, destinationPort: header.sourcePort, flags }
}

/** Whether a packet belongs to the session that a packet opened, in the other direction: flags say nothing about that. */
export const answers = (reply: Header, opened: Header): boolean => {
  const back = reversed(opened)
  return !reply.fragment && back.family === reply.family && back.source === reply.source
    && back.destination === reply.destination && back.protocol === reply.protocol
    && back.sourcePort === reply.sourcePort && back.destinationPort === reply.destinationPort
}
