/** What counts as the Internet, seen from the three tiers, and the circuits that lead there. */
import { lineKey, outOfLineKey } from '../../engine/flood.ts'
import type { Line, Zone } from '../../topology/model.ts'
import type { Area, Judgement } from './judgement.ts'

/** Circuits that lead to the Internet, whatever the zone at their far end is called. */
const INTERNET_LINES: readonly string[] = ['ipoe', 'lte', 'satellite', 'lbo']

/** The Internet, every zone that is said to be on it or stands behind an Internet circuit, and what nobody declared. */
export function internetAreas(judgement: Judgement): Area[] {
  const behind = zonesBehindInternetLines(judgement)
  return judgement.areas().filter(({ zone, tier }) => zone === undefined || tier === 'public' || (zone.external && tier !== 'security-cloud'
    && (zone.internetConnected === true || (behind.has(zone.id) && zone.internetConnected !== false))))
}

/**
 * Services on the Internet that are reached by a closed circuit and pass nothing on: one may be used without a way to the
 * Internet. Of a cloud that nobody says anything of, the worse is taken.
 */
export function closedLinks(judgement: Judgement): Area[] {
  const behind = zonesBehindInternetLines(judgement)
  return judgement.areas().filter(({ zone }) => zone !== undefined && zone.external && !zone.relays && !behind.has(zone.id)
    && (zone.tier === 'cloud' ? zone.internetConnected !== false : zone.tier === 'party' && zone.internetConnected === true))
}

const zonesBehindInternetLines = ({ topology }: Judgement): ReadonlySet<string> =>
  new Set([...topology.lines.values()].filter(({ kind }) => INTERNET_LINES.includes(kind)).map(({ to }) => to))

/** Lines, and tunnels that end outside. */
export const linesInto = ({ topology, network }: Judgement, wanted: (zone: Zone) => boolean): Line[] =>
  network.places.lines.filter(({ kind, to }) => kind !== 'host' && wanted(topology.zones.get(to)!))

/** Both ways by a line: what goes in, and what comes out of it, perhaps from another line. */
export const lineCut = ({ id, segment }: Line): string[] => [lineKey(id), outOfLineKey(segment, id)]

/** Cuts every circuit to the security cloud, and from one that the body runs itself. */
export const cloudCut = ({ topology }: Judgement): string[] => {
  const isCloud = (zone: string): boolean => topology.zones.get(zone)!.tier === 'security-cloud'
  return [...topology.lines.values()].filter(({ to, segment }) => isCloud(to) || isCloud(topology.segments.get(segment)!.zone)).flatMap(lineCut)
}
