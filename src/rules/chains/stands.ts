/** Who a carrier of information is, and where it stands. */
import type { Carrier } from '../../engine/carriers.ts'
import { placeKey } from '../../engine/places.ts'
import { text, type Text } from '../../verdict.ts'
import type { Area, Judgement } from '../judgement/judgement.ts'

export type Stands = (carrier: Carrier) => boolean

export function standsIn(areas: readonly Area[]): Stands {
  const places = new Set(areas.flatMap((area) => area.places.map(placeKey)))
  return (carrier) => carrier.standings.some(({ place }) => places.has(placeKey(place)))
}

/** Nobody has said who it is: what it does is not known. */
export const isUndeclared = ({ kind }: Carrier): boolean => kind === 'rest' || kind === 'undeclared'

export const zonesOf = (carrier: Carrier, { topology }: Judgement): Set<string> => new Set(carrier.standings.flatMap(({ place }) =>
  ('segment' in place ? [topology.segments.get(place.segment)!.zone] : 'zone' in place ? [place.zone] : [])))

/** Without the kind, as people know it; an undeclared address by its segment. */
export function nameOf(carrier: Carrier): Text {
  if (carrier.kind === 'rest') return text(`セグメント ${carrier.segment} の未申告の端末`, `an undeclared machine on segment ${carrier.segment}`)
  if (carrier.kind === 'undeclared') return text('未申告の接続先', 'what is undeclared')
  const name = carrier.key.replace(/^(host|party|zone|device):/, '')
  return text(name, name)
}
