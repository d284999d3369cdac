/** What the services that a device runs itself listen to, and how they ask onward: by the same protocol. */
import { TCP, UDP } from '../net/header.ts'
import type { Ranges } from '../net/interval.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { PacketSpace } from '../net/packet-space.ts'
import type { RunningService } from '../topology/model.ts'

/** Destination ports. A proxy may listen anywhere and fetch from anywhere. */
const PORTS: Readonly<Record<Exclude<RunningService, 'proxy'>, { readonly tcp: Ranges; readonly udp: Ranges }>> = {
  dns: { tcp: [[53, 53], [443, 443], [853, 853]], udp: [[53, 53], [443, 443], [853, 853]] },
  ntp: { tcp: [[4460, 4460]], udp: [[123, 123]] },
  mail: { tcp: [[25, 25], [110, 110], [143, 143], [465, 465], [587, 587], [993, 993], [995, 995]], udp: [] },
  dhcp: { tcp: [], udp: [[67, 68], [546, 547]] },
  log: { tcp: [[514, 514], [601, 601], [6514, 6514]], udp: [[162, 162], [514, 514]] },
}

export function packetsOf(services: readonly RunningService[], space: PacketSpace): PacketSet {
  return space.union(services.map((service) => {
    if (service === 'proxy') return space.all
    const { tcp, udp } = PORTS[service]
    return space.union(([[TCP, tcp], [UDP, udp]] as const).map(([protocol, ports]) =>
      space.protocol([[protocol, protocol]]).intersect(space.destinationPort(ports))))
  }))
}
