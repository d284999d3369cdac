/** One packet in the kernel: put on its way, and seen where it arrives. */
import type { Header } from '../../src/net/header.ts'
import { faceMac, hostMac, spaceOf } from './build.ts'
import type { Lab } from './lab.ts'
import type { Network, Origin } from './network.ts'
import { firstTalk, frameOf, packetOf, readPacket, type Seen, type Talk } from './packet.ts'

export type Arrival = { readonly at: { readonly segment: string } | { readonly device: string }; readonly seen: Seen }

/** Milliseconds until a packet that has not arrived is taken to be lost; a disagreement is looked at again with the second. */
export const PATIENCE = { usual: 2, doubtful: 60 }

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
    const router = this.network.routers.find(({ id }) => id === origin.via.device)!
    const face = router.faces.find(({ name }) => name === origin.via.interface)!
    const frame = frameOf(faceMac(this.network, router, face), hostMac(this.network, origin.segment), packet)
    return `frame ${patience} ${origin.segment} ${frame.toString('hex')}`
  }

  private read(line: string): Arrival {
    const [kind, where, hex] = line.split(' ') as [string, string, string]
    const seen = readPacket(Buffer.from(hex, 'hex'))
    return { at: kind === 'host' ? { segment: where } : { device: this.network.routers[Number(where) - 1]!.id }, seen }
  }
}
