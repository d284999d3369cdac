/** `ip policy route-map` and `ip local policy route-map` (IP Routing: Protocol-Independent Configuration Guide, "Policy-Based Routing"). */
import { addressesOf, parseAddress, prefixAround, unionAddresses } from '../../net/address.ts'
import type { AddressSet } from '../../net/address.ts'
import { DEFAULT_VRF } from '../../topology/model.ts'
import type { Condition } from '../../topology/model.ts'
import type { StaticNext, StaticPolicyRoute, StaticRoute } from '../device/routes.ts'
import { permittedBy } from './access-list.ts'
import { all, any, not, unknown } from '../conditions.ts'
import type { Draft, RouteMapClause } from './draft.ts'
import { cameBy, CAME_IN, ofFamily } from './judging.ts'
import { irrelevant, notUnderstood, understood, type Line } from './line.ts'

export function policyRoutes(draft: Draft, routes: readonly StaticRoute[]): StaticPolicyRoute[] {
  const mapped = (name: string, vrf: string, whose: Condition): StaticPolicyRoute[] => mapOf(draft, name, vrf, whose, routes)
  const onFaces = draft.up().flatMap(({ name, vrf, policy }) => (policy ? mapped(policy.name, vrf, cameBy([name])) : []))
  const own = draft.localPolicy ? mapped(draft.localPolicy.name, DEFAULT_VRF, not(CAME_IN)) : []
  return [...onFaces, ...own]
}

/** The clauses of a map in the order of their numbers. */
export const clausesOf = (draft: Draft, name: string): RouteMapClause[] => [...draft.routeMaps.get(name) ?? []].sort((a, b) => a.sequence - b.sequence)

/** A map that is not defined routes nothing. A packet that no clause matches is routed as usual. */
function mapOf(draft: Draft, name: string, vrf: string, whose: Condition, routes: readonly StaticRoute[]): StaticPolicyRoute[] {
  return clausesOf(draft, name).flatMap((clause) => {
    const when = all([whose, ofFamily(4), matches(clause, draft)])
    if (clause.action === 'deny') return [{ at: clause.line.at, vrf, when, next: { kind: 'table' } } as const]
    return setBy(clause, draft, vrf, when, routes)
  })
}

/** Several `match` lines must all hold, several lists of one any; a clause without any matches everything. */
export function matches({ steps }: RouteMapClause, draft: Draft, tests = MATCHES): Condition {
  return all(steps.filter(({ words }) => words[0] === 'match').map((line) => {
    const test = tests(line, draft)
    if (!test) { notUnderstood(line); return unknown(line.text.trim()) }
    if (!line.status) understood(line)
    return test
  }))
}

const MATCHES = ({ words }: Line, draft: Draft): Condition | undefined => (words[1] === 'ip' && words[2] === 'address' ? listsMatch(words.slice(3), draft) : undefined)

export function listsMatch(names: readonly string[], draft: Draft): Condition | undefined {
  if (names.length === 0 || names[0] === 'prefix-list') return undefined
  return any(names.map((name) => {
    const list = draft.lists.get(name, 4)
    return list ? all([ofFamily(4), permittedBy(list)]) : unknown(`access list ${name}`)
  }))
}

/** In the order in which they are tried: VRF, next hop, interface, and those that stand behind the table's own routes. */
function setBy({ line: { at }, steps }: RouteMapClause, draft: Draft, vrf: string, when: Condition, table: readonly StaticRoute[]): StaticPolicyRoute[] {
  const verified = steps.some(({ words }) => words.join(' ') === 'set ip next-hop verify-availability')
  const routes: { order: number; made: StaticPolicyRoute[] }[] = []
  let from = vrf
  for (const line of steps) {
    const [verb, ...words] = line.words
    if (verb === 'description') irrelevant(line)
    if (verb === 'continue') draft.gap(line, 'routes', [4])
    if (verb !== 'set' && verb !== 'match' && verb !== 'description' && verb !== 'continue') draft.gap(line, 'routes', [4])
    if (verb !== 'set') continue
    if (words[0] === 'vrf') { understood(line); routes.push({ order: 0, made: [{ at, vrf, when, next: { kind: 'vrf', vrf: words[1] ?? '' } }] }); continue }
    if (words[0] === 'global') { understood(line); routes.push({ order: 0, made: [{ at, vrf, when, next: { kind: 'vrf', vrf: DEFAULT_VRF } }] }); continue }
    if (MARKS.some((mark) => line.text.trim().startsWith(`set ${mark}`))) { irrelevant(line); continue }
    const isDefault = words.includes('default')
    const rest = words.filter((word) => word !== 'default' && word !== 'ip')
    if (words[0] === 'ip' && words[1] === 'vrf') { from = words[2] ?? vrf; rest.splice(0, 2) }
    const known = rest[0] === 'next-hop' ? hops(rest.slice(1), verified) : rest[0] === 'interface' ? faces(rest.slice(1), draft) : undefined
    if (!known) { draft.gap(line, 'routes', [4]); continue }
    understood(line)
    const order = (isDefault ? 2 : 0) + (rest[0] === 'next-hop' ? 1 : 2)
    const made = known.flatMap(({ next, unsure }) => ({ at, vrf: from, when: unsure ? all([when, unknown(unsure)]) : when, next }) as const)
    // A default next hop serves only destinations for which the table has no route of its own; the default route is none.
    const explicit = (): Condition => all([when, { test: 'destination', set: routedExplicitly(draft, vrf, table) }])
    routes.push({ order, made: isDefault ? [{ at, vrf, when: explicit(), next: { kind: 'table' } }, ...made] : made })
  }
  return routes.sort((a, b) => a.order - b.order).flatMap(({ made }) => made)
}

const MARKS: readonly string[] = ['ip precedence', 'ip tos', 'ip dscp', 'ip df', 'ip qos-group', 'dscp', 'precedence', 'qos-group', 'traffic-index', 'tag',
  'metric', 'local-preference', 'community', 'as-path', 'weight', 'origin', 'extcommunity', 'metric-type', 'level', 'comm-list', 'automatic-tag',
  'mpls-label', 'dampening', 'ipv6 precedence', 'lisp']

interface Way { readonly next: StaticNext; readonly unsure?: string }

/** The first next hop whose interface is up is taken; one that is verified may be passed over. */
function hops(words: readonly string[], verified: boolean): Way[] | undefined {
  if (words[0] === 'verify-availability' && words.length === 1) return []
  // `verify-availability ADDRESS SEQUENCE track OBJECT` names one.
  const named = words[0] === 'verify-availability' ? words.slice(1, 2) : words.filter((word) => word !== 'force')
  const addresses = named.map((word) => parseAddress(word))
  if (addresses.length === 0 || addresses.some((address) => address?.family !== 4)) return undefined
  return addresses.map((address, index) => ({
    next: { kind: 'via', address: address! },
    ...((verified || words.length > named.length || index < addresses.length - 1) && { unsure: 'next-hop verify-availability' }),
  }))
}

function faces(words: readonly string[], draft: Draft): Way[] | undefined {
  if (/^null0$/i.test(words.join(''))) return [{ next: { kind: 'null' } }]
  const found = words.map((word) => draft.faceNamed([word]))
  return found.length > 0 && found.every((face) => face)
    ? found.filter((face) => !face!.shutdown).map((face) => ({ next: { kind: 'interface', interface: face!.name } })) : undefined
}

function routedExplicitly(draft: Draft, vrf: string, table: readonly StaticRoute[]): AddressSet {
  const connected = draft.up().filter((face) => face.vrf === vrf).flatMap(({ addresses }) => addresses.map(({ address, length }) => prefixAround(address, length)))
  const routed = table.filter((route) => route.vrf === vrf && route.to.length > 0).map(({ to }) => to)
  return unionAddresses({ v4: [], v6: [] }, ...[...connected, ...routed].map(addressesOf))
}
