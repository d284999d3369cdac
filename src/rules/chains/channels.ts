/** Entries of the register that somebody is declared to tell apart: what comes by one of them may be passed on otherwise than the rest. */
import type { Carrier } from '../../engine/carriers.ts'
import type { Channel } from '../../engine/steps.ts'
import type { Flow, Topology } from '../../topology/model.ts'
import type { EntryPackets } from '../register/ends.ts'

export function channelsOf({ hosts, devices, flows }: Topology, entries: EntryPackets): Channel[] {
  const listed = [...hosts.values(), ...devices.values()].flatMap(({ relays }) => (Array.isArray(relays) ? relays : []))
  const sanitised = [...hosts.values()].flatMap((host) => host.sanitizes.flatMap((one) => [...one.in, ...one.out]))
  const named = new Set([...listed, ...sanitised])
  return [...flows.values()].filter((flow) => named.has(flow.id)).map((flow): Channel => ({
    id: flow.id,
    covers: (set, from, to) => entries.between(set, from, to, flow),
    joins: (from, to) => isEnd(flow.from, from) && isEnd(flow.to, to),
  }))
}

const isEnd = (ends: Flow['from'], carrier: Carrier): boolean => ends.some((end) =>
  (end.kind === 'host' && carrier.kind === 'host' && end.id === carrier.host.id)
  || (end.kind === 'device' && carrier.kind === 'device' && end.id === carrier.device.id)
  || (end.kind === 'party' && carrier.kind === 'party' && end.id === carrier.party.id)
  || (end.kind === 'zone' && carrier.kind === 'zone' && end.id === carrier.zone.id))
