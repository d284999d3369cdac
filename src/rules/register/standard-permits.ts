/** What a city's own standard permits between zones, in the form of an exception: it never passes for plain proof. */
import type { End, Exception, Topology } from '../../topology/model.ts'
import { text, type Assumption } from '../../verdict.ts'
import type { Profile, ZonePair } from '../profiles/profile.ts'

export type StandardPermit = Exception & { readonly pair: ZonePair }

/** The rules about packets between zones. What information may come through, or leave for the Internet, no standard sets aside. */
const LOOSENED: readonly string[] = ['mynumber-isolation', 'path-division']

export const standardPermits = (topology: Topology, { zonePairs }: Profile): StandardPermit[] =>
  zonePairs.filter(({ communication }) => communication === 'permitted').map((pair): StandardPermit => ({
    id: `${pair.from}->${pair.to}`, at: pair.at, rules: LOOSENED, rulesAt: [], pair,
    from: zonesNamed(pair.from, topology), to: zonesNamed(pair.to, topology), ...(pair.service && { service: pair.service }),
  }))

/** A tier, or a zone by its own name. */
const zonesNamed = (name: string, { zones }: Topology): End[] =>
  [...zones.values()].filter(({ id, tier }) => id === name || tier === name).map(({ id, at }) => ({ kind: 'zone', id, at }))

export const standardAssumed = ({ pair: { from, to, serviceText, clause, at } }: StandardPermit): Assumption => ({
  key: `standard:${from}->${to}`, at,
  text: text(`対策基準 ${clause} が認める通信（${from} → ${to}、${serviceText}）`, `communication that the city's own standard permits in ${clause} (${from} → ${to}, ${serviceText})`),
})
