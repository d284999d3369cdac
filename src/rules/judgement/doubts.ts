/** What is not understood, as far as something turns on it: the lines and facts that would decide it. */
import type { Network } from '../../engine/network.ts'
import type { Place } from '../../engine/places.ts'
import type { Hop } from '../../engine/plain/path.ts'
import { explore, replyTo } from '../../engine/trace.ts'
import type { Header } from '../../net/header.ts'
import type { Condition, Topology } from '../../topology/model.ts'
import { text, type At, type Missing } from '../../verdict.ts'

/** On one way. */
export function doubtsOn(hops: readonly Hop[]): Missing[] {
  return hops.flatMap(({ place, event, at }): Missing[] => {
    const device = 'device' in place ? place.device : ''
    if (event.does === 'not-understood') return [doubt(device, event.what, at)]
    if (event.does === 'permitted' && event.rule && restsOnUnknown(event.rule.when)) return [doubt(device, `${event.chain} ${event.rule.id ?? ''}`.trim(), at)]
    if (event.does === 'routed' && event.policy && restsOnUnknown(event.policy.when)) return [doubt(device, 'policy route', at)]
    return []
  })
}

/** On any way of a packet, or of the answers to it. */
export function doubtsAbout({ topology }: Network, from: Place, header: Header): Missing[] {
  const there = explore(topology, { place: from, header })
  const back = there.flatMap((path) => {
    const reply = replyTo(path)
    return reply ? explore(topology, reply, path.sessions) : []
  })
  const all = [...there, ...back].flatMap(({ hops }) => doubtsOn(hops))
  return [...new Map(all.map((missing) => [missing.key, missing])).values()]
}

/** Devices of which nobody knows every route: what routes do there is known of no packet. */
export const unknownRoutes = ({ devices }: Topology): Missing[] => [...devices.values()].flatMap(({ id, gaps }) =>
  gaps.filter(({ touches }) => touches === 'routes' || touches === 'forwarding').map(({ what, at }) => doubt(id, what, at)))

const doubt = (device: string, what: string, at: At | undefined): Missing => ({
  key: `not-understood:${device}/${what}`, ...(at && { at }), yaml: '',
  text: text(`装置 ${device} の設定のうち解釈できない箇所: ${what}`, `not understood in the configuration of ${device}: ${what}`),
})

function restsOnUnknown(condition: Condition): boolean {
  switch (condition.test) {
    case 'all': case 'any': return condition.of.some(restsOnUnknown)
    case 'not': return restsOnUnknown(condition.of)
    default: return condition.test === 'unknown'
  }
}
