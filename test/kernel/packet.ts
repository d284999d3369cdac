/** Packets as bytes: written from a header, read back into one. */
import { ICMP, ICMPV6, TCP, UDP, type Family, type Header } from '../../src/net/header.ts'
import { bitsOf } from './network.ts'

/** The numbers of a conversation, so that connection tracking believes in the reply. */
export interface Talk { readonly sequence: number; readonly acknowledged: number; readonly echo: number }

export interface Seen { readonly header: Header; readonly id: number; readonly talk: Talk }

const MAGIC = Buffer.from('sNs!')
const PAYLOAD = 8
const HOPS = 64

export const firstTalk = (id: number): Talk => ({ sequence: 1000 + (id & 0xffff), acknowledged: 500_000, echo: id & 0xffff })

/** What answers a packet: its acknowledgement covers the data, and the SYN. */
export const replyTalk = ({ header, talk }: Seen): Talk => ({
  sequence: talk.acknowledged, acknowledged: talk.sequence + PAYLOAD + (header.flags & 2 ? 1 : 0) + (header.flags & 1 ? 1 : 0), echo: talk.echo,
})

export function packetOf(header: Header, id: number, talk: Talk): Buffer {
  if (header.fragment) return laterFragment(header, Buffer.concat([FILLING, MAGIC, number32(id)]))
  const body = Buffer.concat([transport(header, talk), MAGIC, number32(id)])
  const sum = header.protocol === ICMP ? checksum([body]) : checksum([pseudo(header, body.length), body])
  // UDP writes a sum of zero as all ones: zero means «not computed».
  body.writeUInt16BE(header.protocol === UDP && sum === 0 ? 0xffff : sum, header.protocol === TCP ? 16 : header.protocol === UDP ? 6 : 2)
  return Buffer.concat([header.family === 4 ? header4(header, body.length) : header6(header, body.length), body])
}

export const frameOf = (to: Buffer, from: Buffer, packet: Buffer): Buffer =>
  Buffer.concat([to, from, Buffer.from(packet[0]! >> 4 === 4 ? '0800' : '86dd', 'hex'), packet])

const FILLING = Buffer.alloc(16, 0x2e)
const FRAGMENT = 44

/** The last fragment of a packet whose first was never sent: 800 octets in, no port to be seen. */
function laterFragment(header: Header, body: Buffer): Buffer {
  if (header.family === 4) {
    const bytes = header4(header, body.length)
    bytes.writeUInt16BE(100, 6)
    bytes.writeUInt16BE(0, 10)
    bytes.writeUInt16BE(checksum([bytes]), 10)
    return Buffer.concat([bytes, body])
  }
  const extension = Buffer.from([header.protocol, 0, (100 << 3) >> 8, (100 << 3) & 255, 0, 0, 0, 7])
  return Buffer.concat([header6({ ...header, protocol: FRAGMENT }, extension.length + body.length), extension, body])
}

const number32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

const addressBytes = (family: Family, value: bigint): Buffer => Buffer.from(value.toString(16).padStart(bitsOf(family) / 4, '0'), 'hex')

function transport(header: Header, talk: Talk): Buffer {
  if (header.protocol === TCP) {
    const bytes = Buffer.alloc(20)
    bytes.writeUInt16BE(header.sourcePort, 0)
    bytes.writeUInt16BE(header.destinationPort, 2)
    bytes.writeUInt32BE(talk.sequence >>> 0, 4)
    bytes.writeUInt32BE(header.flags & 16 ? talk.acknowledged >>> 0 : 0, 8)
    bytes.writeUInt8(5 << 4, 12)
    bytes.writeUInt8(header.flags, 13)
    bytes.writeUInt16BE(64_000, 14)
    return bytes
  }
  const bytes = Buffer.alloc(8)
  if (header.protocol === UDP) {
    bytes.writeUInt16BE(header.sourcePort, 0)
    bytes.writeUInt16BE(header.destinationPort, 2)
    bytes.writeUInt16BE(8 + PAYLOAD, 4)
    return bytes
  }
  bytes.writeUInt8(header.destinationPort, 0)
  bytes.writeUInt8(header.sourcePort, 1)
  bytes.writeUInt16BE(talk.echo, 4)
  return bytes
}

function header4(header: Header, length: number): Buffer {
  const bytes = Buffer.alloc(20)
  bytes.writeUInt8(0x45, 0)
  bytes.writeUInt16BE(20 + length, 2)
  bytes.writeUInt16BE(0x4000, 6)
  bytes.writeUInt8(HOPS, 8)
  bytes.writeUInt8(header.protocol, 9)
  addressBytes(4, header.source).copy(bytes, 12)
  addressBytes(4, header.destination).copy(bytes, 16)
  bytes.writeUInt16BE(checksum([bytes]), 10)
  return bytes
}

function header6(header: Header, length: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt8(0x60, 0)
  bytes.writeUInt16BE(length, 4)
  bytes.writeUInt8(header.protocol, 6)
  bytes.writeUInt8(HOPS, 7)
  return Buffer.concat([bytes, addressBytes(6, header.source), addressBytes(6, header.destination)])
}

function pseudo(header: Header, length: number): Buffer {
  const ends = Buffer.concat([addressBytes(header.family, header.source), addressBytes(header.family, header.destination)])
  return Buffer.concat([ends, number32(length), number32(header.protocol)])
}

/** RFC 1071. The sum of the pseudo headers of both families is the same sum, however the fields are laid out. */
function checksum(parts: readonly Buffer[]): number {
  const bytes = Buffer.concat(parts)
  let sum = 0
  for (let index = 0; index + 1 < bytes.length; index += 2) sum += bytes.readUInt16BE(index)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

const read = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)

export function readPacket(packet: Buffer): Seen {
  const family = packet[0]! >> 4 === 4 ? 4 : 6
  const protocol = packet[family === 4 ? 9 : 6]!
  const body = packet.subarray(family === 4 ? (packet[0]! & 15) * 4 : 40)
  const [source, destination] = family === 4 ? [packet.subarray(12, 16), packet.subarray(16, 20)] : [packet.subarray(8, 24), packet.subarray(24, 40)]
  const id = packet.readUInt32BE(packet.length - 4)
  if (family === 4 ? packet.readUInt16BE(6) & 0x1fff : protocol === FRAGMENT) {
    const header: Header = {
      family, protocol: family === 4 ? protocol : body[0]!, source: read(source), destination: read(destination),
      sourcePort: 0, destinationPort: 0, flags: 0, fragment: true,
    }
    return { header, id, talk: firstTalk(id) }
  }
  const isIcmp = protocol === (family === 4 ? ICMP : ICMPV6)
  const header: Header = {
    family, protocol, source: read(source), destination: read(destination),
    sourcePort: isIcmp ? body[1]! : body.readUInt16BE(0), destinationPort: isIcmp ? body[0]! : body.readUInt16BE(2),
    flags: protocol === TCP ? body[13]! & 63 : 0, fragment: false,
  }
  const tcp = protocol === TCP
  const talk = { sequence: tcp ? body.readUInt32BE(4) : 0, acknowledged: tcp ? body.readUInt32BE(8) : 0, echo: isIcmp ? body.readUInt16BE(4) : 0 }
  return { header, id, talk }
}
