/** One packet in the kernel: put on its way, and seen where it arrives. */
import type { Header } from '../../src/net/header.ts'
import { faceMac, hostMac, spaceOf } from './build.ts'
import type { Lab } from './lab.ts'
import { hostAddresses, type Address, type Network, type Origin } from './network.ts'
import { firstTalk, frameOf, packetOf, readPacket, type Seen, type Talk } from './packet.ts'

/** `host`: the machine on the segment that it was handed to, which need not be the one that it is addressed to. */
export type Arrival = { readonly at: { readonly segment: string; readonly host: Address } | { readonly device: string }; readonly seen: Seen }

/** Milliseconds until a packet that has not arrived is taken to be lost; a disagreement is looked at again with the second. */
export const PATIENCE = { usual: 2, doubtful: 60 }

/** Nobody looks at the MAC address of a sender; this one belongs to nobody. */
const SENDER = 0xff

export class Kernel {
  private readonly lab: Lab
  private readonly network: Network
  private last = 0
  /** Late arrivals would be mistaken for losses: they are counted. */
  late = 0

  constructor(lab: Lab, network: Network) {
    this.lab = lab
    this.network = network
  }

  forget(): Promise<unknown> {
    return this.lab.command('flush')
  }

  async send(origin: Origin, header: Header, talk?: Talk, patience = PATIENCE.usual): Promise<Arrival[]> {
    const id = ++this.last
    const packet = packetOf(header, id, talk ?? firstTalk(id))
    const lines = await this.lab.command(this.put(origin, packet, patience))
    return lines.map((line) => this.read(line)).filter(({ seen }) => {
      if (seen.id === id) return true
      this.late++
      return false
    })
  }

  private put(origin: Origin, packet: Buffer, patience: number): string {
    if ('device' in origin) return `local ${patience} ${spaceOf(this.network, origin.device)} ${packet.toString('hex')}`
    const router = this.network.routers.find(({ id }) => id === origin.via.device)
    const face = router?.faces.find(({ name }) => name === origin.via.interface)
    if (!router || !face) throw new Error(`no ${origin.via.device} ${origin.via.interface} on ${origin.segment}`)
    const frame = frameOf(faceMac(this.network, router, face), hostMac(this.network, origin.segment, SENDER), packet)
    return `frame ${patience} ${origin.segment} ${frame.toString('hex')}`
  }

  private read(line: string): Arrival {
    const words = line.split(' ')
    const seen = readPacket(Buffer.from(words.at(-1)!, 'hex'))
    if (words[0] === 'router') return { at: { device: this.network.routers[Number(words[1]) - 1]!.id }, seen }
    const segment = this.network.segments.find(({ id }) => id === words[1])!
    return { at: { segment: segment.id, host: hostAddresses(this.network, segment)[Number(words[2])]! }, seen }
  }
}
