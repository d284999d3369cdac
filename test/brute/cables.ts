/** Which segments hear what is sent on one: a frame at a time over ports and cables. Only whole segments hang on ours. */
import { once } from './once.ts'
import type { SwitchPort, Topology } from '../../src/topology/model.ts'

type Tag = number | 'none'

const lets = (port: SwitchPort, vlan: number): boolean => port.tagged.some(([low, high]) => low <= vlan && vlan <= high)

const leaving = (port: SwitchPort, vlan: number): Tag | undefined => (port.untagged === vlan ? 'none' : lets(port, vlan) ? vlan : undefined)

const entering = (port: SwitchPort, tag: Tag): number | undefined =>
  tag === 'none' ? port.untagged : tag === port.untagged || lets(port, tag) ? tag : undefined

/** The VLANs of each switch that hear a frame of one of them, in either direction of each cable. */
const hearing = (topology: Topology, start: string): Set<string> => {
  const portOf = (end: { switch: string; port: string }): SwitchPort | undefined => topology.switches?.get(end.switch)?.ports.get(end.port)
  const heard = new Set([start])
  for (const here of heard) {
    const [id = '', vlan = ''] = here.split(' ')
    for (const { ends: [a, b] } of topology.links ?? []) {
      if (a.kind !== 'port' || b.kind !== 'port') continue
      for (const [near, far] of [[a, b], [b, a]] as const) {
        const [from, to] = [portOf(near), portOf(far)]
        if (near.switch !== id || from === undefined || to === undefined) continue
        const out = leaving(from, Number(vlan))
        const there = out === undefined ? undefined : entering(to, out)
        if (there !== undefined) heard.add(`${far.switch} ${there}`)
        for (const other of [1, 2, 3]) {
          const back = leaving(to, other)
          if (back !== undefined && entering(from, back) === Number(vlan)) heard.add(`${far.switch} ${other}`)
        }
      }
    }
  }
  return heard
}

/** Where a segment hangs. */
const spots = (topology: Topology, segment: string): string[] => (topology.links ?? []).flatMap(({ ends: [a, b] }) => {
  if (a.kind !== 'port' || b.kind !== 'segment' || b.segment !== segment) return []
  const vlan = topology.switches?.get(a.switch)?.ports.get(a.port)?.untagged
  return vlan === undefined ? [] : [`${a.switch} ${vlan}`]
})

export const heardOver = once((topology: Topology, segment: string): string[] => {
  const heard = new Set(spots(topology, segment).flatMap((spot) => [...hearing(topology, spot)]))
  return [...topology.segments.keys()].filter((other) => other !== segment && spots(topology, other).some((spot) => heard.has(spot)))
})
