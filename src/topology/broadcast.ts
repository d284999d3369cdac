/** Which segments are one broadcast domain, whatever the file calls them: the closure over ports and cables. */
import { unionAddresses, type AddressSet } from '../net/address.ts'
import type { SwitchPort, Topology } from './model.ts'
import { carries, spotKey, wiringOf, type Berth, type Wiring } from './wiring.ts'

/** A segment in a domain. */
export interface Member {
  readonly segment: string
  readonly berths: readonly Berth[]
  /** It lives here; otherwise only what hangs at its berths does, and the rest of it elsewhere. */
  readonly atHome: boolean
  /** Of one that is not at home: the addresses that stand here. */
  readonly addresses: AddressSet
}

export interface Domain {
  readonly spots: readonly string[]
  readonly members: ReadonlyMap<string, Member>
  /** What hangs in it and says no segment. */
  readonly strangers: readonly Berth[]
}

export function broadcastDomains(topology: Topology, wiring: Wiring = wiringOf(topology)): Domain[] {
  if ((topology.links ?? []).length === 0 && wiring.berths.length === 0) return []
  const groups = new Groups()
  for (const { spot } of wiring.berths) groups.root(spotKey(spot))
  for (const { ends: [a, b] } of wiring.trunks) {
    for (const [from, to] of [[a, b], [b, a]] as const) {
      for (const vlan of wiring.vlans) {
        const into = passes(wiring.port(from), wiring.port(to), vlan)
        if (into !== undefined) groups.join(spotKey({ switch: from.switch, vlan }), spotKey({ switch: to.switch, vlan: into }))
      }
    }
  }
  return [...groups.all().values()].map((spots) => {
    const here = spots.flatMap((spot) => wiring.bySpot.get(spot) ?? [])
    const segments = [...new Set(here.flatMap(({ segment }) => segment ?? []))]
    return {
      spots, strangers: here.filter(({ segment }) => segment === undefined),
      members: new Map(segments.map((id) => [id, member(id, here.filter(({ segment }) => segment === id), wiring)])),
    }
  })
}

const member = (segment: string, berths: readonly Berth[], { bySegment }: Wiring): Member => ({
  segment, berths, atHome: berths.some(({ addresses }) => addresses === undefined) || berths.length === bySegment.get(segment)!.length,
  addresses: unionAddresses(...berths.flatMap(({ addresses }) => addresses ?? [])),
})

/** The VLAN in which a frame of `vlan` that leaves by one port arrives at the other. */
function passes(from: SwitchPort, to: SwitchPort, vlan: number): number | undefined {
  if (from.untagged === vlan) return to.untagged
  return carries(from, vlan) && carries(to, vlan) ? vlan : undefined
}

/** Sets of names that are joined. */
class Groups {
  private readonly parents = new Map<string, string>()

  root(name: string): string {
    let here = name
    for (let next = this.parents.get(here); next !== undefined && next !== here; next = this.parents.get(here)) here = next
    this.parents.set(name, here)
    return here
  }

  join(a: string, b: string): void {
    this.parents.set(this.root(a), this.root(b))
  }

  all(): Map<string, string[]> {
    const groups = new Map<string, string[]>()
    for (const name of [...this.parents.keys()]) {
      const root = this.root(name)
      const group = groups.get(root)
      if (group) group.push(name)
      else groups.set(root, [name])
    }
    return groups
  }
}
