/** What a city's own standard permits between zones, in the form of an exception: it never passes for plain proof. */
import { TIERS, type End, type Exception, type Topology, type Zone } from '../../topology/model.ts'
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

/** A tier, or else a zone by its own name: what is ruled of the tier lgwan is not ruled of LGWAN itself, called lgwan. */
export const isNamed = ({ id, tier }: Zone, name: string): boolean => (has(TIERS, name) ? tier : id) === name
const has = (words: readonly string[], word: string): boolean => words.includes(word)

const zonesNamed = (name: string, { zones }: Topology): End[] =>
  [...zones.values()].filter((zone) => isNamed(zone, name)).map(({ id, at }) => ({ kind: 'zone', id, at }))

export const standardAssumed = ({ pair: { from, to, serviceText, clause, at } }: StandardPermit): Assumption => ({
  key: `standard:${from}->${to}`, at,
  text: text(`対策基準 ${clause} が認める通信（${from} → ${to}、${serviceText}）`, `communication that the city's own standard permits in ${clause} (${from} → ${to}, ${serviceText})`),
})
