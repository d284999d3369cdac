/** Wireless LANs: which segments those who connect come out on. */
import type { Tier, Topology, Wireless, Zone } from '../../topology/model.ts'
import { text, type Text } from '../../verdict.ts'
import { TIER_TEXT, type Judgement } from '../judgement/judgement.ts'
import type { Answer, Rule } from '../rule.ts'
import { apart } from './sides.ts'

/** As declared, or by the number of its VLAN. */
export function declaredSegments({ segments, vlans }: Wireless, topology: Topology): string[] {
  const numbered = vlans.flatMap((vlan) => {
    const owners = [...topology.segments.values()].filter((segment) => segment.vlan === vlan)
    return owners.length === 1 ? owners.map((owner) => owner.id) : []
  })
  return [...new Set([...segments, ...numbered])]
}

/** As declared; where nothing is, by what its access points hang on. That they hang elsewhere is said of their ports. */
export function segmentsOf(one: Wireless, { topology, network }: Judgement): string[] {
  const declared = declaredSegments(one, topology)
  if (declared.length > 0) return declared
  const heard = network.domains.filter(({ strangers, members }) =>
    [...strangers, ...[...members.values()].flatMap(({ berths }) => berths)].some(({ is, name }) => is === 'wireless' && name === one.id))
  return [...new Set(heard.flatMap(({ members }) => [...members.keys()]))]
}

export const zonesOf = (segments: readonly string[], { segments: all, zones }: Topology): Zone[] =>
  [...new Set(segments.map((id) => zones.get(all.get(id)!.zone)!))]

export const wirelessCause = ({ id, at }: Wireless) => ({ key: `wireless:${id}`, at, title: text(`無線LAN ${id}`, `wireless LAN ${id}`) })

/** Where visitors have no business. */
const CLOSED: readonly Tier[] = ['mynumber', 'lgwan', 'internet', 'cloud', 'management', 'maintenance', 'shared']

/** One SSID in several tiers; visitors in one of ours. What joins segments over its port is said of that port. */
export function wirelessLeaks(judgement: Judgement, rule: Rule): Answer[] {
  return [...(judgement.topology.wireless ?? new Map<string, Wireless>()).values()].flatMap((one): Answer[] => {
    const zones = zonesOf(segmentsOf(one, judgement), judgement.topology)
    const closed = one.guest === true ? zones.filter(({ tier }) => CLOSED.includes(tier)) : []
    const about = {
      rule: rule.id, at: one.at, ground: 'computed' as const, assumes: [], missing: [], fix: rule.fix, cause: wirelessCause(one),
      subject: text(`無線LAN ${one.id}`, `wireless LAN ${one.id}`),
    }
    const names = (of: readonly Zone[]): Text => text([...new Set(of.map(({ tier }) => TIER_TEXT[tier].ja))].join('・'), [...new Set(of.map(({ tier }) => TIER_TEXT[tier].en))].join(', '))
    return [
      ...(new Set(zones.map(({ tier }) => tier)).size > 1 ? [{
        ...about, key: `wireless ${one.id}`, outcome: 'refuted' as const, ...apart(judgement, zones),
        message: text(`一つの SSID が複数の層（${names(zones).ja}）につながる`, `one SSID leads into several tiers: ${names(zones).en}`),
      }] : []),
      ...(closed.length > 0 ? [{
        ...about, key: `guests ${one.id}`, outcome: 'refuted' as const, ...(closed.some(({ tier }) => tier === 'mynumber' || tier === 'lgwan') ? {} : { grade: 'one-side' }),
        message: text(`来庁者用の無線LANが${names(closed).ja}につながる`, `a wireless LAN for visitors leads into ${names(closed).en}`),
      }] : []),
    ]
  })
}
