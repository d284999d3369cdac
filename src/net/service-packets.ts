/** The packets of a service as the topology language writes it. */
import type { PacketSet } from './packet-set.ts'
import type { PacketSpace } from './packet-space.ts'
import type { Service, ServicePart } from './service.ts'

/** Without later fragments where the service names ports, types or codes: they carry none. */
export const servicePackets = (space: PacketSpace, service: Service): PacketSet => space.union(service.map((part) => partPackets(space, part)))

function partPackets(space: PacketSpace, { family, protocols, sourcePorts, destinationPorts, icmp }: ServicePart): PacketSet {
  return [
    ...(family ? [space.family(family)] : []),
    ...(sourcePorts ? [space.sourcePort(sourcePorts)] : []),
    ...(destinationPorts ? [space.destinationPort(destinationPorts)] : []),
    ...(icmp && family ? [space.icmp(family, icmp.types, icmp.codes)] : []),
  ].reduce((set, other) => set.intersect(other), space.protocol(protocols))
}
