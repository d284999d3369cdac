/** Which kind of entry a way between two zones would most likely be: a guess for a person to look at. */
import type { Place } from '../../engine/places.ts'
import type { Judgement } from '../../rules/judgement/judgement.ts'
import type { FlowKind, Role, Tier, Topology } from '../../topology/model.ts'
import type { Ends } from './entries.ts'

/** Those who make safe what they pass on, or show it as a picture. */
const SANITIZING: readonly Role[] = ['sanitizer', 'vdi']

/** DNS, NTP, Kerberos, LDAP, syslog, SNMP, WSUS. */
const NECESSARY = /^(?:(?:tcp|udp)\/(?:53|88|123|161|162|389|464|514|636|6514|8530|8531))$/

export function kindOf(judgement: Judgement, from: Place, to: Place, ends: Ends): FlowKind {
  const { topology, profile } = judgement
  const tiers = [tierOf(from, topology), tierOf(to, topology)] as const
  if (tiers.includes('mynumber')) return 'specific'
  const outside = new Set(judgement.internetSide().map(({ id }) => id))
  const [intoLgwan, outOfLgwan] = [[to, from], [from, to]].map(([one, other]) =>
    tierOf(one!, topology) === 'lgwan' && outside.has(zoneOf(other!, topology) ?? '')) as [boolean, boolean]
  const sanitized = [...ends.from, ...ends.to].some((end) => end.kind === 'host' && SANITIZING.includes(topology.hosts.get(end.id)!.role))
  if (intoLgwan || (outOfLgwan && sanitized)) return 'sanitized'
  const necessary = ends.services.length > 0 && ends.services.every((service) => NECESSARY.test(service))
  if (outOfLgwan) return necessary && profile.pathDivision.necessary !== 'exception-only' ? 'necessary' : 'export'
  return necessary ? 'necessary' : 'ordinary'
}

const zoneOf = (place: Place, { segments }: Topology): string | undefined =>
  ('segment' in place ? segments.get(place.segment)!.zone : 'zone' in place ? place.zone : undefined)

const tierOf = (place: Place, topology: Topology): Tier => topology.zones.get(zoneOf(place, topology) ?? '')?.tier ?? 'other'
