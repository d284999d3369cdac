/**
 * Policies as lists. Without central NAT a packet that a VIP translated meets only policies that name the VIP, and those whose
 * `match-vip` says so; every other packet meets the rest (Fortinet, "Deny policy for virtual IP firewall policy", FD33338).
 * What a packet was before its translation cannot be seen later: `direct` stops packets that were sent straight to a server and
 * that no policy of the rest could pass, so that what arrives at its address has come by the VIP.
 */
import { intersectAddresses, isEmptyAddresses, rangesOf, subtractAddresses, unionAddresses } from '../../net/address.ts'
import type { AddressSet } from '../../net/address.ts'
import type { Chain, Condition, Rule } from '../../topology/model.ts'

import type { At } from '../../verdict.ts'
import { all, any, isNothing, not, NOTHING, unknown } from './conditions.ts'
import type { Policy } from './policy.ts'
import type { Vip } from './vips.ts'

export interface Forwarding {
  /** Before destination NAT; undefined: nothing to stop. */
  readonly direct: Chain | undefined
  readonly translate: Chain | undefined
  readonly forward: Chain
}

export interface Parts {
  readonly at: At
  readonly policies: readonly Policy[]
  /** Empty where central NAT is used. */
  readonly vips: readonly Vip[]
  /** Translated whether or not a policy names them. */
  readonly central: readonly Vip[]
  /** Lines that may pass a packet before any policy is asked, such as one that leaves by where it came. */
  readonly before: readonly Rule[]
  /** Lines that pass what no policy matched, such as traffic inside a zone. */
  readonly after: readonly Rule[]
  /** Packets that would leave by the interface by which they came, as far as routes tell. */
  readonly hairpin: Condition
}

export function forwarding({ at, policies, vips, central, before, after, hairpin }: Parts): Forwarding {
  const named = new Set(policies.flatMap((policy) => policy.vips))
  const active = vips.filter(({ name }) => named.has(name))
  const translating = [...active, ...central]
  const others = policies.filter((policy) => !isNothing(policy.to)).map((policy) => ruleOf(policy, policy.to))
  const rest: Rule[] = [...before, ...others, ...after]
  // Ports decide first, then addresses alone.
  const lines = [...translating.filter((vip) => !vip.oneToOne), ...translating.filter((vip) => vip.oneToOne)].flatMap((vip) => vip.lines)
  const translate: Chain | undefined = lines.length === 0 ? undefined : { name: 'firewall vip', at, rules: lines, otherwise: 'permit' }
  if (active.length === 0) return { direct: undefined, translate, forward: { name: 'firewall policy', at, rules: rest, otherwise: 'deny' } }
  const arrived = any(...active.map((vip) => vip.arrived))
  const unsure = any(hairpin, ...straight(policies, active))
  const neighbours = new Neighbours(active)
  const ofVips: Chain = { name: 'firewall policy vip', at, rules: policies.flatMap((policy) => neighbours.rule(policy, active)), otherwise: 'deny' }
  return {
    direct: {
      name: 'firewall policy direct', at, otherwise: 'permit',
      rules: [
        ...lines.map(({ id, at, when }): Rule => ({ ...(id !== undefined && { id }), at, when, action: { do: 'permit' } })),
        ...active.map((vip): Rule => ({ id: vip.name, at: vip.node.at, when: all(vip.arrived, not(unsure)), action: { do: 'deny' } })),
      ],
    },
    translate,
    forward: {
      name: 'firewall policy', at, otherwise: 'deny',
      rules: [
        { at, when: all(arrived, not(unsure)), action: { do: 'goto', chain: ofVips } },
        { at, when: all(arrived, unsure, unknown('VIP')), action: { do: 'goto', chain: ofVips } },
        ...rest,
      ],
    },
  }
}

const ruleOf = ({ node, in: from, out, rest, action, log }: Policy, to: Condition, toOut: Condition = out): Rule =>
  ({ id: node.name, at: node.at, when: all(from, toOut, to, rest), action, log })

/** What policies for addresses may pass straight to the servers of VIPs, wherever it leaves. */
function straight(policies: readonly Policy[], vips: readonly Vip[]): Condition[] {
  const servers = vips.some(({ mapped }) => !mapped) ? undefined : unionAddresses(...vips.map(({ mapped }) => mapped!))
  const faces = vips.some((vip) => !vip.faces) ? undefined : new Set(vips.flatMap((vip) => vip.faces!))
  return policies.filter(({ action, in: from, to }) => {
    const set = reachOf(to)
    const comes = !faces || from.test !== 'in' || from.names.some((name) => faces.has(name))
    return action.do !== 'deny' && !isNothing(to) && comes && (!set || !servers || !isEmptyAddresses(intersectAddresses(set, servers)))
  }).map((policy) => all(policy.in, policy.to, policy.rest))
}

/** The destinations of a condition where it names nothing else. */
function reachOf(to: Condition): AddressSet | undefined {
  if (to.test === 'destination') return to.set
  const [family, inner] = to.test === 'all' && to.of.length === 2 ? to.of : []
  return family?.test === 'family' && inner?.test === 'destination' ? inner.set : undefined
}

/** VIPs that a policy names, and the others that lead to the same servers. */
class Neighbours {
  private readonly byName: ReadonlyMap<string, Vip>
  private readonly near = new Map<Vip, readonly Vip[]>()

  constructor(active: readonly Vip[]) {
    this.byName = new Map(active.map((vip) => [vip.name, vip]))
    const vague = active.filter(({ mapped }) => !mapped)
    for (const vip of vague) this.near.set(vip, active)
    for (const group of overlapping(active.filter(({ mapped }) => mapped))) {
      for (const vip of group) this.near.set(vip, [...this.near.get(vip) ?? [], ...(group.length > 1 ? group : []), ...vague])
    }
  }

  rule(policy: Policy, active: readonly Vip[]): Rule[] {
    const names = new Set(policy.vips)
    const mine = [...names].flatMap((name) => this.byName.get(name) ?? [])
    const to = any(...mine.map((vip) => behind(vip, this.near.get(vip)!.filter(({ name }) => !names.has(name)))), matchVip(policy, active))
    return isNothing(to) ? [] : [ruleOf(policy, to)]
  }
}

/** Groups of VIPs whose servers overlap; one with several servers may stand in several groups. */
function overlapping(vips: readonly Vip[]): Vip[][] {
  const groups: Vip[][] = []
  for (const family of [4, 6] as const) {
    const ranges = vips.flatMap((vip) => rangesOf(vip.mapped!, family).map(([low, high]) => ({ vip, low, high }))).sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0))
    let last = -1n
    for (const { vip, low, high } of ranges) {
      if (low > last) groups.push([])
      groups[groups.length - 1]!.push(vip)
      if (high > last) last = high
    }
  }
  return groups
}

/** So many VIPs to one server are told apart; of more it is not known. */
const MOST_TOLD_APART = 64

/** Sure, unless another VIP that the policy does not name leads to the same server. */
function behind(vip: Vip, others: readonly Vip[]): Condition {
  if (others.length === 0) return vip.arrived
  const another = others.length > MOST_TOLD_APART ? unknown('VIP') : all(any(...others.map((other) => other.arrived)), unknown('VIP'))
  return all(vip.arrived, not(another))
}

/** `match-vip` holds a destination against the external address. */
function matchVip(policy: Policy, active: readonly Vip[]): Condition {
  if (policy.matchVip === false || isNothing(policy.to)) return NOTHING
  const set = reachOf(policy.to)
  const matches = any(...active.map((vip): Condition => {
    if (set && vip.external && isEmptyAddresses(subtractAddresses(vip.external, set))) return vip.arrived
    const apart = set && vip.external && vip.mapped && isEmptyAddresses(intersectAddresses(set, vip.external)) && isEmptyAddresses(intersectAddresses(set, vip.mapped))
    return apart ? NOTHING : all(vip.arrived, unknown(`match-vip ${vip.name}`))
  }))
  return policy.matchVip ? matches : all(matches, unknown('match-vip'))
}

/** Whom a policy passes, VIPs and addresses together: for source NAT. */
export const passedBy = (policy: Policy, vips: readonly Vip[]): Condition =>
  all(policy.in, policy.out, any(policy.to, ...vips.filter(({ name }) => policy.vips.includes(name)).map(({ arrived }) => arrived)), policy.rest)

