/**
 * One Ethernet frame on its way from a segment through ports and cables, as it looks on each: where it comes out although it
 * should not. The plain meaning of what `broadcastDomains` closes over; the two must agree.
 */
import { EMPTY_ADDRESSES, unionAddresses, type AddressSet } from '../../net/address.ts'
import { has } from '../../net/interval.ts'
import type { SwitchPort, Topology } from '../../topology/model.ts'
import { spotKey, wiringOf, type Berth, type Spot, type Wiring } from '../../topology/wiring.ts'
import type { At } from '../../verdict.ts'

/** One place on the way of a frame. */
export interface Wire {
  readonly spot: Spot
  readonly port?: SwitchPort
  /** Where the way starts or ends: what hangs there, or whose VLAN it is. */
  readonly berth?: Berth
  /** The cable by which it came to this port. */
  readonly cable?: At
}

/** A way from one segment into another that no device decides about. */
export interface Crossing {
  readonly from: string
  readonly to: string
  /** Undefined: everything of the segment is there; otherwise only these. */
  readonly senders: AddressSet | undefined
  readonly receivers: AddressSet | undefined
  readonly leaving: readonly Berth[]
  readonly arriving: readonly Berth[]
  readonly wires: readonly Wire[]
}

interface Frame { readonly tag: number | undefined }

const leaves = (port: SwitchPort, vlan: number): Frame | undefined =>
  port.untagged === vlan ? { tag: undefined } : has(port.tagged, vlan) ? { tag: vlan } : undefined

/** A tag that names the VLAN which frames without one are in is no reason to drop (IEEE 802.1Q, 6.9.1). */
const enters = (port: SwitchPort, { tag }: Frame): number | undefined =>
  tag === undefined ? port.untagged : tag === port.untagged || has(port.tagged, tag) ? tag : undefined

interface Visit { readonly spot: Spot; readonly wires: readonly Wire[] }

const drawn = new WeakMap<Topology, Frames>()

/** The cables are the same for every packet. */
export function framesOf(topology: Topology): Frames {
  const frames = drawn.get(topology) ?? new Frames(topology)
  drawn.set(topology, frames)
  return frames
}

export class Frames {
  private readonly wiring: Wiring
  private readonly cables: ReadonlyMap<string, readonly { readonly port: SwitchPort; readonly far: string; readonly into: SwitchPort; readonly at: At }[]>
  private readonly known = new Map<string, readonly Crossing[]>()

  constructor(topology: Topology) {
    this.wiring = wiringOf(topology)
    const cables = new Map<string, { port: SwitchPort; far: string; into: SwitchPort; at: At }[]>()
    for (const { ends: [a, b], at } of this.wiring.trunks) {
      for (const [near, far] of [[a, b], [b, a]] as const) {
        const here = cables.get(near.switch) ?? []
        here.push({ port: this.wiring.port(near), far: far.switch, into: this.wiring.port(far), at })
        cables.set(near.switch, here)
      }
    }
    this.cables = cables
  }

  /** Every way out of a segment, one for each other segment and each place that the segment stands at. */
  from(segment: string): readonly Crossing[] {
    const known = this.known.get(segment)
    if (known) return known
    const own = [...this.berthsOf(segment)].sort((a, b) => Number(b.is === 'label') - Number(a.is === 'label'))
    const done = new Set<string>()
    const crossings = own.flatMap((start) => {
      if (done.has(spotKey(start.spot))) return []
      const starts = this.flood([start]).map(({ spot }) => spotKey(spot))
      for (const spot of starts) done.add(spot)
      return this.crossings(segment, own.filter(({ spot }) => starts.includes(spotKey(spot))))
    })
    this.known.set(segment, crossings)
    return crossings
  }

  /** Of the berths that a segment has in one place, everything that can be heard from them. */
  private crossings(segment: string, starts: readonly Berth[]): Crossing[] {
    const visits = this.flood(starts)
    const here = visits.flatMap(({ spot, wires }) => (this.wiring.bySpot.get(spotKey(spot)) ?? []).map((berth) => ({ berth, wires })))
    const others = [...new Set(here.flatMap(({ berth }) => (berth.segment === undefined || berth.segment === segment ? [] : berth.segment)))]
    return others.map((to): Crossing => {
      const arriving = here.filter(({ berth }) => berth.segment === to)
      const { berth, wires } = arriving.find(({ berth: one }) => one.is === 'label') ?? arriving[0]!
      return {
        from: segment, to, leaving: starts, arriving: arriving.map((one) => one.berth), senders: this.narrowed(starts), receivers: this.narrowed(arriving.map((one) => one.berth)),
        wires: [...wires, { spot: berth.spot, berth, ...(berth.port && { port: berth.port }) }],
      }
    })
  }

  /** The addresses that stand at these berths of one segment, where the rest of it is elsewhere. */
  private narrowed(berths: readonly Berth[]): AddressSet | undefined {
    if (berths.some(({ addresses }) => addresses === undefined) || berths.length === this.berthsOf(berths[0]!.segment!).length) return undefined
    return unionAddresses(...berths.map(({ addresses }) => addresses ?? EMPTY_ADDRESSES))
  }

  private berthsOf(segment: string): readonly Berth[] {
    return this.wiring.bySegment.get(segment) ?? []
  }

  /** Everywhere that a frame from these berths is heard, or a frame from there is heard at them, nearest first. */
  private flood(starts: readonly Berth[]): Visit[] {
    const queue = starts.map((berth): Visit => ({ spot: berth.spot, wires: [{ spot: berth.spot, berth, ...(berth.port && { port: berth.port }) }] }))
    const visits = new Map<string, Visit>()
    for (const visit of queue) {
      if (visits.has(spotKey(visit.spot))) continue
      visits.set(spotKey(visit.spot), visit)
      queue.push(...this.onward(visit))
    }
    return [...visits.values()]
  }

  private onward({ spot, wires }: Visit): Visit[] {
    if ('cable' in spot) return []
    return (this.cables.get(spot.switch) ?? []).flatMap(({ port, far, into, at }) => [...this.across(port, into, spot.vlan)].map((vlan): Visit => {
      const there = { switch: far, vlan }
      return { spot: there, wires: [...wires, { spot, port, cable: at }, { spot: there, port: into, cable: at }] }
    }))
  }

  /** The VLANs beyond a cable that hear a frame of this one, or are heard in it. */
  private across(port: SwitchPort, into: SwitchPort, vlan: number): Set<number> {
    const out = leaves(port, vlan)
    const heard = out && enters(into, out)
    const hearing = [...this.wiring.vlans].filter((other) => {
      const back = leaves(into, other)
      return back !== undefined && enters(port, back) === vlan
    })
    return new Set([...(heard === undefined ? [] : [heard]), ...hearing])
  }
}
