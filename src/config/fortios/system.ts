/** What the whole device or VDOM does, beside its policies (FortiOS CLI Reference, `system settings`, `system global`). */
import type { Condition, Gap, Interface, RunningService, Rule, Sessions } from '../../topology/model.ts'
import type { Family } from '../../net/header.ts'
import type { At } from '../../verdict.ts'
import { all, any, unknown, varies } from './conditions.ts'
import type { Interfaces } from './interfaces.ts'
import type { Node } from './node.ts'
import type { Objects } from './objects.ts'
import type { Policy } from './policy.ts'
import type { Scope } from './scope.ts'
import { atLeast } from './version.ts'
import type { Version } from './version.ts'

const SETTINGS = 'system settings'
const GLOBAL = 'system global'

export const usesCentralNat = (scope: Scope): boolean => scope.is(SETTINGS, 'central-nat', 'enable')

/** Feasible path unless strict (Administration Guide, "Reverse path look-up"); asymmetric routing switches it off. */
export function reversePathOf(scope: Scope): Interface['reversePath'] {
  if (scope.is(SETTINGS, 'asymroute', 'enable') || scope.is(SETTINGS, 'asymroute6', 'enable')) return 'none'
  return scope.is(SETTINGS, 'strict-src-check', 'enable') ? 'strict' : 'feasible'
}

/**
 * Policies see the first packet of a session. What a session helper opens belongs to a session that was passed, as replies do;
 * what gets through without any session does not need it.
 */
export const sessionsOf = (policies: readonly Node[]): Sessions => ({
  kind: 'strict', reassembles: true, helpers: false,
  ...(policies.some((node) => (node.first('tcp-session-without-syn') ?? 'disable') !== 'disable') && { midstream: true as const }),
})

/** `match-vip` of denying policies is on from 7.2.4 (7.2.3 in parts of the documentation). */
export const matchesVip = (version: Version | undefined): boolean | undefined =>
  atLeast(version, 7, 2, 4) ? true : atLeast(version, 7, 2, 3) === false ? false : undefined

const WHOLE: readonly (readonly [key: string, value: string, touches: Gap['touches'], families: readonly Family[]])[] = [
  ['opmode', 'transparent', 'forwarding', [4, 6]],
  // Packets without a session are passed by their route alone (Fortinet, "asymmetric routing", FD40943).
  ['asymroute', 'enable', 'filters', [4]], ['asymroute6', 'enable', 'filters', [6]],
  ['asymroute-icmp', 'enable', 'filters', [4]], ['asymroute6-icmp', 'enable', 'filters', [6]],
  ['ngfw-mode', 'policy-based', 'filters', [4, 6]],
]

/** Object types that do what the model does not hold, unless they are switched off. */
const TRANSLATING = ['firewall policy46', 'firewall policy64', 'firewall vip46', 'firewall vip64']

/** Object types that decide something as soon as they are switched on, and nothing before. */
const SWITCHED = ['system nat64', 'system dns64', 'system ndp-proxy', 'system fabric-vpn', 'system evpn', 'system modem', 'system lte-modem', 'vpn l2tp', 'vpn pptp']

/** A routing protocol runs where it has neighbours, areas or networks (`show full-configuration` shows its defaults as well). */
const PROTOCOLS: readonly (readonly [path: string, tables: readonly string[]])[] = [
  ['router ospf', ['area', 'network', 'ospf-interface']], ['router ospf6', ['area', 'ospf6-interface']], ['router rip', ['network', 'interface', 'neighbor']],
  ['router ripng', ['network', 'interface', 'neighbor']], ['router isis', ['isis-net', 'isis-interface']], ['router bgp', ['neighbor', 'neighbor-group', 'neighbor-range', 'neighbor-range6']],
]

/** Marks what is there and does nothing. To be asked before anything is read. */
export function markIdle(scope: Scope): void {
  for (const path of SWITCHED) {
    for (const node of scope.sections(path)) {
      node.idle = !node.is('status', 'enable')
      // What is switched on is not understood.
      node.known = false
    }
  }
  for (const [path, tables] of PROTOCOLS) {
    for (const node of scope.sections(path)) {
      node.idle = tables.every((table) => (node.sections.get(table)?.entries.size ?? 0) === 0)
    }
  }
}

export function gapsOf(scope: Scope, interfaces: Interfaces): Gap[] {
  const gaps: Gap[] = WHOLE.flatMap(([key, value, touches, families]) => {
    const setting = scope.setting(SETTINGS, key)
    return setting?.value === value ? [{ touches, families, at: setting.at, what: `set ${key} ${value}` }] : []
  })
  for (const path of TRANSLATING) {
    for (const node of scope.entries(path)) {
      if (!node.is('status', 'disable')) gaps.push({ touches: 'forwarding', families: [4, 6], at: node.at, what: `config ${path}` })
      node.strange()
    }
  }
  for (const path of ['firewall multicast-policy', 'firewall multicast-policy6']) {
    for (const node of scope.entries(path)) {
      if (!node.is('action', 'deny') && !node.is('status', 'disable')) gaps.push({ touches: 'forwarding', families: [path.endsWith('6') ? 6 : 4], at: node.at, what: `config ${path}` })
      node.strange()
    }
  }
  // Who dials in is told where to by the tunnel, and the device adds a route to it.
  for (const node of scope.entries('vpn ipsec phase1-interface')) {
    if (node.is('type', 'dynamic') && !node.is('add-route', 'disable')) gaps.push({ touches: 'routes', families: [4, 6], at: node.atOf('type'), what: `${node.name}: type dynamic` })
  }
  for (const { node, name } of interfaces.faces) {
    if (node.is('l2forward', 'enable')) gaps.push({ touches: 'forwarding', families: [4, 6], at: node.atOf('l2forward'), what: `${name}: l2forward` })
  }
  return gaps
}

/**
 * Packets that would leave by the interface they came by pass without a policy: by default up to 7.4.9 and 7.6.4; from when on
 * only those whose sender stands on the interface differs by release, so that it is not known (Fortinet, FD36468).
 */
export function redirected(scope: Scope, interfaces: Interfaces, version: Version | undefined): Rule[] {
  return ([4, 6] as const).flatMap((family): Rule[] => {
    const setting = scope.setting(GLOBAL, family === 4 ? 'allow-traffic-redirect' : 'ipv6-allow-traffic-redirect')
    const off = setting ? setting.value === 'disable' : (atLeast(version, 7, 6) ? atLeast(version, 7, 6, 5) : atLeast(version, 7, 4, 10)) === true
    if (off) return []
    const same = interfaces.faces.map(({ name }) => all({ test: 'in', names: [name] }, { test: 'out', names: [name] }))
    return [{
      id: 'allow-traffic-redirect', at: setting?.at ?? scope.at, action: { do: 'permit' },
      when: all({ test: 'family', family }, any(...same), unknown('allow-traffic-redirect')),
    }]
  })
}

/** `intrazone allow` passes what no policy matches; whether it comes before a policy that denies is not documented. */
export function insideZones(scope: Scope, policies: readonly Policy[]): { before: Rule[]; after: Rule[] } {
  const zones = scope.entries('system zone').filter((node) => node.is('intrazone', 'allow'))
  const stopping = policies.filter(({ action }) => action.do !== 'permit')
  const rule = (node: Node, sure: boolean): Rule => {
    const names = node.values('interface') ?? []
    return { id: node.name, at: node.atOf('intrazone'), action: { do: 'permit' }, when: all({ test: 'in', names }, { test: 'out', names }, sure ? all() : unknown(`intrazone ${node.name}`)) }
  }
  const doubtful = zones.filter((node) => {
    const names = node.values('interface') ?? []
    return stopping.some((policy) => mayMeet(policy.in, names) && mayMeet(policy.out, names))
  })
  return { before: doubtful.map((node) => rule(node, false)), after: zones.map((node) => rule(node, true)) }
}

const mayMeet = (condition: Condition, names: readonly string[]): boolean =>
  (condition.test !== 'in' && condition.test !== 'out') || condition.names.some((name) => names.includes(name))

/** What may stop packets as they come in: thresholds of floods, portals that ask who somebody is. */
export function hindrances(scope: Scope, interfaces: Interfaces, objects: Objects): Rule[] {
  const portals = interfaces.faces.filter(({ node }) => (node.first('security-mode') ?? 'none') !== 'none').map(({ name, node }): Rule => ({
    id: 'security-mode', at: node.atOf('security-mode'), when: all({ test: 'in', names: [name] }, varies('captive portal')), action: { do: 'deny' },
  }))
  const floods = (['firewall DoS-policy', 'firewall DoS-policy6'] as const).flatMap((path) => scope.entries(path).flatMap((node): Rule[] => {
    const blocks = node.within('anomaly').some((anomaly) => anomaly.is('action', 'block') && anomaly.is('status', 'enable'))
    for (const anomaly of node.within('anomaly')) anomaly.strange()
    const when = all({ test: 'family', family: path.endsWith('6') ? 6 : 4 }, objects.interfaces('in', node.values('interface') ?? []), varies('DoS-policy'))
    node.strange()
    return blocks && !node.is('status', 'disable') ? [{ id: node.name, at: node.at, when, action: { do: 'deny' } }] : []
  }))
  return [...portals, ...floods]
}

export function runs(scope: Scope, interfaces: Interfaces): { readonly service: RunningService; readonly at: At }[] {
  const of = (service: RunningService, nodes: readonly Node[]): { service: RunningService; at: At }[] => nodes.slice(0, 1).map(({ at }) => ({ service, at }))
  const on = (path: string): Node[] => scope.sections(path).filter((node) => node.is('status', 'enable'))
  return [
    // `non-recursive` answers from its own zones only.
    ...of('dns', scope.entries('system dns-server').filter((node) => !node.is('mode', 'non-recursive'))),
    ...of('dhcp', interfaces.faces.map(({ node }) => node).filter((node) =>
      node.is('dhcp-relay-service', 'enable') || node.section('ipv6')?.is('dhcp6-relay-service', 'enable'))),
    ...of('ntp', scope.sections('system ntp').filter((node) => node.is('server-mode', 'enable'))),
    ...of('proxy', [...on('web-proxy explicit'), ...on('ftp-proxy explicit'),
      // A web portal fetches pages for who is logged in.
      ...scope.sections('vpn ssl settings').filter((node) => node.settings.has('source-interface') && !node.is('status', 'disable'))]),
  ]
}
