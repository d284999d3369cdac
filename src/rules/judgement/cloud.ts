/** Clouds that carry a tier: what they may open to the Internet (patches, licences and the console, each registered), and by what tunnels they are joined. */
import { hasAddress, prefixContains, type Address } from '../../net/address.ts'
import type { Flow, Tunnel, Zone } from '../../topology/model.ts'
import { standingsOf } from '../register/ends.ts'
import type { Judgement } from './judgement.ts'

/** Active entries with a `use` that begin nowhere but in such a cloud. */
export function cloudUses(judgement: Judgement): Flow[] {
  const { topology } = judgement
  const inCloud = (flow: Flow): boolean => flow.from.flatMap((end) => standingsOf(end, topology)).every(({ place }) => {
    const id = 'segment' in place ? topology.segments.get(place.segment)!.zone : 'zone' in place ? place.zone : undefined
    const zone = id === undefined ? undefined : topology.zones.get(id)!
    return zone?.cloud === true && zone.tier === 'mynumber'
  })
  return judgement.active('necessary').filter((flow) => flow.use !== undefined && inCloud(flow))
}

/** Tunnels that end in a cloud, or at a party in it, with the address at which they do. */
export const tunnelsInto = ({ topology }: Judgement, { id }: Zone): { readonly tunnel: Tunnel; readonly far: Address | undefined }[] =>
  [...topology.tunnels.values()].flatMap((tunnel) => tunnel.ends.flatMap((end) => (end.on === 'zone' && end.zone === id ? [{ tunnel, far: end.address }] : [])))

/** What the outer packets of a tunnel to an address run over; undefined: nobody has said who holds it. */
export function runsOver({ topology, network: { places } }: Judgement, far: Address): 'closed' | 'internet' | undefined {
  const segment = [...topology.segments.values()].find(({ subnets }) => subnets.some((subnet) => prefixContains(subnet, far)))
  const holder = [...places.heldBy].find(([, held]) => hasAddress(held, far))
  const zone = topology.zones.get(segment?.zone ?? holder?.[0] ?? '')
  return zone && (['public', 'security-cloud', 'internet'].includes(zone.tier) || zone.internetConnected === true ? 'internet' : 'closed')
}
