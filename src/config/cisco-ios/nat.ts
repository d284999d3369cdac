/** Translations as lists: outside to inside before the route is looked up, inside to outside on the way out. */
import { addressesOf, rangesOf, unionAddresses, type AddressSet } from '../../net/address.ts'
import { DEFAULT_VRF } from '../../topology/model.ts'
import type { Condition, Rule, Step, Translation } from '../../topology/model.ts'
import { all, any, not, unknown } from '../conditions.ts'
import { permittedBy } from './access-list.ts'
import type { Draft } from './draft.ts'
import { cameBy, leavesBy, ofFamily } from './judging.ts'
import { notUnderstood, understood } from './line.ts'
import { natRules, type DynamicRule, type NatRule, type StaticRule, type Target } from './nat-rules.ts'
import { clausesOf, listsMatch, matches } from './policy-routes.ts'

type Field = 'source' | 'destination'
interface Made { readonly stage: 'early' | 'late'; readonly field: Field; readonly rule: Rule; readonly order: number }

export interface NatSteps { readonly early: readonly Step[]; readonly late: readonly Step[] }

/** Port forwardings before whole addresses, those before what is translated as it comes. */
const ORDER = { ported: 0, static: 1, dynamic: 2, strange: -1 }

export function natSteps(draft: Draft): NatSteps {
  const faces = draft.up()
  const names = (side: 'inside' | 'outside' | 'enable', vrf?: string): string[] =>
    faces.filter((face) => face.nat?.side === side && (vrf === undefined || face.vrf === vrf)).map(({ name }) => name)
  const crossing = (vrf: string = DEFAULT_VRF): Crossing => ({
    inward: all([cameBy(names('outside')), ofFamily(4)]), outward: all([cameBy(names('inside', vrf)), leavesBy(names('outside')), ofFamily(4)]),
  })
  const rules = natRules(draft)
  const made = rules.flatMap((rule) => (rule.kind === 'strange' ? strange(rule.line, names)
    : rule.kind === 'static' ? fixed(rule, crossing(rule.vrf), draft) : dynamic(rule, rules, crossing(rule.vrf), draft)))
  const enabled = faces.filter(({ nat }) => nat?.side === 'enable')
  const virtual = rules.length === 0 && enabled.length > 0 ? enabled.flatMap(({ nat }) => strange(nat!.line, names)) : []
  const steps = (stage: Made['stage']): Step[] => (['destination', 'source'] as const).flatMap((field) => {
    const here = [...made, ...virtual].filter((one) => one.stage === stage && one.field === field).sort((a, b) => a.order - b.order)
    const chain = here[0] && { name: `ip nat ${field}`, at: here[0].rule.at, rules: here.map(({ rule }) => rule), otherwise: 'permit' as const }
    return chain ? [{ kind: 'translate', field, chain } as const] : []
  })
  return { early: steps('early'), late: steps('late') }
}

/** Packets that come in from outside, and those that leave to it. */
interface Crossing { readonly inward: Condition; readonly outward: Condition }

/** `ip nat source` of interfaces with `ip nat enable` translates in places of its own; any other line may do anything. */
function strange(line: NatRule['line'], names: (side: 'inside' | 'outside' | 'enable') => string[]): Made[] {
  notUnderstood(line)
  const faces = [...names('inside'), ...names('outside'), ...names('enable')]
  const action = { do: 'unknown', what: line.text.trim() } as const
  if (faces.length === 0) return []
  return [
    { stage: 'early', field: 'destination', order: ORDER.strange, rule: { at: line.at, when: cameBy(faces), action } },
    { stage: 'late', field: 'source', order: ORDER.strange, rule: { at: line.at, when: leavesBy(faces), action } },
  ]
}

/** An address of an interface that DHCP or PPP tells is not known here. */
function known(target: Target, draft: Draft): AddressSet | undefined {
  if ('set' in target) return target.set
  const own = draft.faces.get(target.face)?.primary
  return own && addressesOf(own)
}

const rewriting = (addresses: AddressSet | undefined, port?: number): Rule['action'] => {
  const to: Translation = { addresses: addresses ?? 'unknown', ...(port !== undefined && { ports: [[port, port]] }) }
  return { do: 'rewrite', to }
}

/** Both ways: what the address sends is known by the other one, and what is sent to the other one arrives. */
function fixed(rule: StaticRule, { inward, outward }: Crossing, draft: Draft): Made[] {
  const { line, line: { at }, side, protocol, local, localPort, globalPort } = rule
  const order = protocol === undefined ? ORDER.static : ORDER.ported
  const global = known(rule.global, draft)
  const doubts = rule.routeMap === undefined ? [] : [routeMapped(rule.routeMap, draft)]
  const service = (field: Field, port: number | undefined): Condition[] => [
    ...(protocol === undefined ? [] : [{ test: 'protocol', set: [[protocol, protocol]] } as const]),
    ...(port === undefined ? [] : [{ test: `${field}-port`, set: [[port, port]] } as const]),
  ]
  const end = (field: Field, set: AddressSet | undefined): Condition => (set ? { test: field, set } : unknown(line.text.trim()))
  // Which VRF an answer to such an address belongs to, the model does not hold.
  if (rule.vrf !== undefined) draft.gap(line, 'routes', [4])
  const made = (stage: Made['stage'], field: Field, of: Condition, tests: readonly Condition[], set: AddressSet | undefined, port: number | undefined): Made =>
    ({ stage, field, order, rule: { at, when: all([of, ...tests]), action: rewriting(set, port) } })
  const asLocal = (field: Field): Condition[] => [end(field, local), ...service(field, localPort)]
  const asGlobal = (field: Field): Condition[] => [end(field, global), ...service(field, globalPort)]
  return side === 'inside' ? [
    made('late', 'source', outward, [...asLocal('source'), ...doubts], global, globalPort),
    // Which way back a route map leaves is not documented.
    made('early', 'destination', inward, [...asGlobal('destination'), ...doubts.map(() => unknown('route-map'))], local, localPort),
  ] : [
    made('early', 'source', inward, [...asGlobal('source'), ...doubts], local, localPort),
    made('late', 'destination', outward, [...asLocal('destination'), ...doubts], global, globalPort),
  ]
}

function dynamic(rule: DynamicRule, rules: readonly NatRule[], { inward, outward }: Crossing, draft: Draft): Made[] {
  const { line: { at }, side, overload } = rule
  const chosen = choice(rule, draft)
  const pool = known(rule.to, draft)
  // Which of two rules takes a packet that both choose is not documented.
  const later = rules.slice(rules.indexOf(rule) + 1).filter((one): one is DynamicRule => one.kind === 'dynamic' && one.side === side)
  const undisputed = later.length === 0 ? [] : [any([not(any(later.map((one) => choice(one, draft)))), unknown('ip nat')])]
  const when = all([side === 'inside' ? outward : inward, chosen, ...undisputed])
  const order = ORDER.dynamic
  const made: Made = { stage: side === 'inside' ? 'late' : 'early', field: 'source', order, rule: { at, when, action: rewriting(pool) } }
  if (overload || !pool) return [made]
  // While an address is lent, anybody on the other side reaches its holder by it.
  const lent: Condition = { test: 'unknown', what: rule.line.text.trim(), varies: true }
  const asked = all([side === 'inside' ? inward : outward, { test: 'destination', set: pool }, lent])
  const back = { at, when: asked, action: rewriting(sources(rule, draft)) }
  return [made, { stage: side === 'inside' ? 'early' : 'late', field: 'destination', order, rule: back }]
}

/** Which packets it is for; a list that is not defined chooses none that anybody knows of. */
function choice({ list, routeMap }: DynamicRule, draft: Draft): Condition {
  if (routeMap !== undefined) return routeMapped(routeMap, draft)
  const found = draft.lists.get(list!, 4)
  return found ? permittedBy(found) : unknown(`access list ${list}`)
}

/** The addresses that it may be for. */
function sources({ list }: DynamicRule, draft: Draft): AddressSet | undefined {
  const permits = (draft.lists.get(list ?? '', 4)?.entries ?? []).filter(({ action }) => action === 'permit')
  const sets = permits.map(({ source }) => (source.unknown === undefined ? source.set : undefined))
  if (sets.length === 0 || sets.some((set) => set === undefined || rangesOf(set, 4).length === 0)) return undefined
  return unionAddresses(...sets as AddressSet[])
}

/** A map of more clauses than this is no map for translations. */
const MOST_CLAUSES = 100

/** The packets that a route map permits; `match interface` is the way out. */
function routeMapped(name: string, draft: Draft): Condition {
  const clauses = clausesOf(draft, name)
  if (clauses.length === 0 || clauses.length > MOST_CLAUSES) return unknown(`route-map ${name}`)
  return clauses.reduceRight<Condition>((rest, clause) => {
    const test = matches(clause, draft, ({ words }, here) => {
      if (words[1] === 'ip' && words[2] === 'address') return listsMatch(words.slice(3), here)
      if (words[1] !== 'interface') return undefined
      const faces = words.slice(2).map((word) => here.faceNamed([word]))
      return faces.every((face) => face) ? leavesBy(faces.map((face) => face!.name)) : undefined
    })
    for (const step of clause.steps) if (!step.status && step.words[0] === 'set') understood(step)
    return clause.action === 'permit' ? any([test, rest]) : all([not(test), rest])
  }, any([]))
}
