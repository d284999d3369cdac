/** The zone-based firewall (Security Configuration Guide, "Zone-Based Policy Firewall"; Cisco document 98628). */
import { ICMP, TCP, TCP_FLAGS } from '../../net/header.ts'
import type { Action, Chain, Condition, Rule, Step } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import { all, any, not, protocol, unknown } from '../conditions.ts'
import { classTest, type Way } from './classes.ts'
import type { Draft } from './draft.ts'
import { ANSWERS, CAME_IN, cameBy, judging, leavesBy } from './judging.ts'
import { unfragmented } from './service.ts'
import { irrelevant, notUnderstood, understood, type Line } from './line.ts'

interface Pair { readonly from: string; readonly to: string; readonly at: At; readonly policy: string | undefined; readonly line: Line }

export interface ZoneSteps { readonly forward: readonly Step[]; readonly input: readonly Step[]; readonly output: readonly Step[] }

/** The device itself is the zone `self`. */
const SELF = 'self'

export const hasZones = (draft: Draft): boolean => draft.up().some(({ zone }) => zone) || draft.zones.has('default')

export function zoneSteps(draft: Draft): ZoneSteps {
  const pairs = pairsOf(draft)
  if (!hasZones(draft)) return { forward: [], input: [], output: [] }
  const policies = new Policies(draft)
  const zones = membersOf(draft)
  const at = (draft.zones.values().next().value ?? draft.up().find(({ zone }) => zone)!.line).at
  const members = [...zones.values()].flat()
  const between = ({ from, to }: Pair): Condition => all([
    from === SELF ? not(CAME_IN) : cameBy(zones.get(from) ?? []), ...(to === SELF ? [] : [leavesBy(zones.get(to) ?? [])]),
  ])
  const turnedRound = (pair: Pair): Condition => between({ ...pair, from: pair.to, to: pair.from })
  const rulesFor = (ones: readonly Pair[], back: readonly Pair[]): Rule[] => [
    ...back.map((pair) => ({ at: pair.at, when: all([ANSWERS, turnedRound(pair)]), action: { do: 'jump', chain: policies.chain(pair, 'back') } }) as const),
    ...ones.map((pair) => ({ at: pair.at, when: between(pair), action: { do: 'goto', chain: policies.chain(pair, 'forth') } }) as const),
  ]
  const among = pairs.filter(({ from, to }) => from !== SELF && to !== SELF)
  const [inward, outward] = [pairs.filter(({ to }) => to === SELF), pairs.filter(({ from }) => from === SELF)]
  // Within a zone everything passes unless a pair says otherwise, and so it does between interfaces in no zone; between a zone and none nothing.
  const within = [...zones].filter(([zone]) => !among.some(({ from, to }) => from === zone && to === zone))
    .map(([zone, names]): Rule => ({ at: draft.zones.get(zone)?.at ?? at, when: all([cameBy(names), leavesBy(names)]), action: { do: 'permit' } }))
  const crossing = any([cameBy(members), leavesBy(members)])
  return {
    forward: [judging('zone-pair', at, crossing, [...rulesFor(among, among), ...within])],
    // To and from the device itself everything passes, until a pair with `self` says otherwise of that zone and direction.
    input: inward.length + outward.length === 0 ? [] : [judging('zone-pair self', at, any(inward.map(between)), rulesFor(inward, outward))],
    output: inward.length + outward.length === 0 ? [] : [judging('zone-pair self', at, any(outward.map(between)), rulesFor(outward, inward))],
  }
}

/** Where `zone security default` stands, interfaces in no zone are in that one (IOS-XE). */
function membersOf(draft: Draft): Map<string, string[]> {
  const zones = new Map<string, string[]>()
  for (const { name, zone } of draft.up()) {
    const id = zone?.name ?? (draft.zones.has('default') ? 'default' : undefined)
    if (id !== undefined) zones.set(id, [...zones.get(id) ?? [], name])
  }
  return zones
}

function pairsOf(draft: Draft): Pair[] {
  return draft.zonePairs.flatMap((line) => {
    const { words } = line
    const [from, to] = [words[words.indexOf('source') + 1], words[words.indexOf('destination') + 1]]
    if (!words.includes('source') || !words.includes('destination') || from === undefined || to === undefined) { draft.gap(line, 'filters'); return [] }
    understood(line)
    let policy: string | undefined
    for (const child of line.children) {
      if (child.words[0] === 'description') irrelevant(child)
      else if (child.text.trim().startsWith('service-policy type inspect ')) { policy = child.words[3]; understood(child) }
      else draft.gap(child, 'filters')
    }
    return [{ from, to, at: line.at, policy, line }]
  })
}

const NOT_FIRST: Condition = all([protocol(TCP), not({ test: 'tcp-flags', mask: TCP_FLAGS.SYN | TCP_FLAGS.ACK, set: TCP_FLAGS.SYN })])
/** Only requests open a session of ICMP. */
const REQUESTS: Condition = { test: 'icmp', family: 4, types: [[8, 8], [13, 13], [15, 15], [17, 17]], codes: [[0, 255]] }

/** The classes of each policy, for the packets that open sessions and for the answers. */
class Policies {
  private readonly chains = new Map<string, Chain>()
  private readonly draft: Draft

  constructor(draft: Draft) {
    this.draft = draft
  }

  chain(pair: Pair, way: Way): Chain {
    const key = `${way} ${pair.policy ?? ''} ${pair.policy === undefined ? pair.from : ''}`
    const known = this.chains.get(key)
    if (known) return known
    const map = this.draft.policyMaps.get(pair.policy ?? '')
    const classes = (map?.children ?? []).filter((line) => this.isClass(line))
    const rules = map ? classes.flatMap((line) => this.rulesOf(line, way)) : pair.policy === undefined ? [] : [doubt(pair)]
    // What no class takes is dropped: `class class-default` drops unless it says otherwise. A pair without a policy drops everything.
    const { at } = map ?? pair
    const last: Rule = { at, when: all([]), action: { do: 'deny' } }
    const chain: Chain = { name: pair.policy ?? `${pair.from} ${pair.to}`, at, rules: way === 'back' ? rules : [...rules, last], otherwise: 'deny' }
    this.chains.set(key, chain)
    return chain
  }

  private isClass(line: Line): boolean {
    if (line.words[0] === 'class') return true
    if (line.words[0] === 'description') irrelevant(line)
    else notUnderstood(line)
    return false
  }

  private rulesOf(line: Line, way: Way): Rule[] {
    const name = line.words.at(-1)!
    const when = classTest(name, this.draft, way)
    understood(line)
    const verbs = line.children.flatMap((child) => {
      const verb = child.words[0] ?? ''
      if (VERBS.includes(verb)) { understood(child); return [verb] }
      // Looking into the application, or policing, drops some of what the class passes.
      if (LOOKS_INTO.includes(verb)) { notUnderstood(child); return ['perhaps'] }
      notUnderstood(child)
      return [STRANGE]
    })
    const { at } = line
    const rules: Rule[] = []
    if (verbs.includes(STRANGE)) rules.push({ at, when, action: { do: 'unknown', what: line.text.trim() } })
    if (verbs.includes('perhaps') && way === 'forth') rules.push({ at, when: all([when, unknown(line.text.trim())]), action: { do: 'deny' } })
    return [...rules, ...this.decision(at, when, verbs, way)]
  }

  private decision(at: At, when: Condition, verbs: readonly string[], way: Way): Rule[] {
    const then = (action: Action['do'] & ('permit' | 'deny' | 'return'), test = when): Rule => ({ at, when: test, action: { do: action } })
    if (way === 'back') return [then(verbs.includes('inspect') ? 'permit' : 'return')]
    if (verbs.includes('pass')) return [then('permit')]
    if (!verbs.includes('inspect')) return [then('deny')]
    // A session begins with SYN alone, or with a request; a later fragment waits for the first (virtual reassembly is on in zones).
    const strange = any([NOT_FIRST, all([protocol(ICMP), not(REQUESTS), unknown('ICMP without a session')])])
    return [then('deny', all([when, strange])), then('permit', unfragmented(when))]
  }
}

const doubt = ({ at, policy }: Pair): Rule => ({ at, when: all([]), action: { do: 'unknown', what: `policy-map ${policy}` } })

const VERBS: readonly string[] = ['inspect', 'pass', 'drop', 'log']
const LOOKS_INTO: readonly string[] = ['service-policy', 'police', 'urlfilter', 'content-scan', 'no']
const STRANGE = 'strange'
