/** What a cloud that carries the My Number tier may open to the Internet: patches, licences and its console, each registered. */
import type { Flow } from '../../topology/model.ts'
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
