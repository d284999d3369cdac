/**
 * Policies as lists. Without central NAT a packet that a VIP translated meets only policies that name the VIP, and those whose
 * `match-vip` says so; every other packet meets the rest (Fortinet, "Deny policy for virtual IP firewall policy", FD33338).
 * What a packet was before its translation cannot be seen later: `direct` stops packets that were sent straight to a server and
 * that no policy of the rest could pass, so that what arrives at its address has come by the VIP.
 */
import { intersectAddresses, isEmptyAddresses, subtractAddresses } from '../../net/address.ts'
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
  const ofVips: Chain = { name: 'firewall policy vip', at, rules: policies.flatMap((policy) => vipRule(policy, active)), otherwise: 'deny' }
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

/** What policies for addresses may pass straight to the server of a VIP, wherever it leaves. */
function straight(policies: readonly Policy[], vips: readonly Vip[]): Condition[] {
  return policies.filter((policy) => policy.action.do !== 'deny' && !isNothing(policy.to) && vips.some((vip) => mayMeet(policy, vip)))
    .map((policy) => all(policy.in, policy.to, policy.rest))
}

function mayMeet({ in: from, to }: Policy, { faces, mapped }: Vip): boolean {
  const shared = !faces || from.test !== 'in' || from.names.some((name) => faces.includes(name))
  const set = reachOf(to)
  return shared && (!set || !mapped || !isEmptyAddresses(intersectAddresses(set, mapped)))
}

/** The destinations of a condition where it names nothing else. */
function reachOf(to: Condition): AddressSet | undefined {
  if (to.test === 'destination') return to.set
  const [family, inner] = to.test === 'all' && to.of.length === 2 ? to.of : []
  return family?.test === 'family' && inner?.test === 'destination' ? inner.set : undefined
}

function vipRule(policy: Policy, active: readonly Vip[]): Rule[] {
  const mine = active.filter(({ name }) => policy.vips.includes(name))
  const all = [...mine.map((vip) => behind(vip, active.filter((other) => !policy.vips.includes(other.name)))), matchVip(policy, active)]
  const to = any(...all)
  return isNothing(to) ? [] : [ruleOf(policy, to)]
}

/** Sure, unless another VIP that the policy does not name leads to the same server. */
function behind(vip: Vip, others: readonly Vip[]): Condition {
  const shared = others.filter((other) => !vip.mapped || !other.mapped || !isEmptyAddresses(intersectAddresses(vip.mapped, other.mapped)))
  return shared.length === 0 ? vip.arrived : all(vip.arrived, not(all(any(...shared.map((other) => other.arrived)), unknown('VIP'))))
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

