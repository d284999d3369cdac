/** Access lists where interfaces apply them. */
import type { Family } from '../../net/header.ts'
import type { Condition, Rule, Step } from '../../topology/model.ts'
import { answerRules, isEmpty, rulesOf, type AccessList, type Evaluated } from './access-list.ts'
import { addressesOf, unionAddresses } from '../../net/address.ts'
import { all, any, NEVER, not, unknown } from '../conditions.ts'
import type { Draft, Face } from './draft.ts'
import type { Entry } from './entry.ts'
import { ANSWERS, CAME_IN, cameBy, judging, leavesBy, ofFamily } from './judging.ts'

export type Direction = 'in' | 'out'

/** One list at all the interfaces that apply it in one direction. */
export interface Group { readonly direction: Direction; readonly family: Family; readonly list: AccessList; readonly faces: readonly string[] }

/**
 * A list that is not defined permits everything where it is applied, and so does one without entries (Security Configuration Guide,
 * "IP Access List Overview": "if the list does not exist, all packets are passed").
 */
export function groupsOf(draft: Draft): Group[] {
  const groups = new Map<string, { readonly group: Group; readonly faces: string[] }>()
  for (const face of draft.up()) {
    for (const { direction, family, name } of face.lists) {
      const list = draft.lists.get(name, family)
      if (!list || isEmpty(list)) continue
      const key = `${direction} ${family} ${name}`
      const known = groups.get(key)
      if (known) known.faces.push(face.name)
      else { const faces = [face.name]; groups.set(key, { group: { direction, family, list, faces }, faces }) }
    }
  }
  return [...groups.values()].map(({ group }) => group)
}

/** What the device sends itself passes no outbound list (Security Configuration Guide: "access lists do not filter its own packets"). */
const whomOf = ({ direction, family, faces }: Group): Condition =>
  all([...(direction === 'in' ? [cameBy(faces)] : [CAME_IN, leavesBy(faces)]), ofFamily(family)])

/** `passing`: rules before those of the list. `test`: what an entry says there. */
export function groupStep(group: Group, evaluated: Evaluated, passing: readonly Rule[], test?: (entry: Entry) => Condition): Step {
  const { list, direction } = group
  const rules = [...passing, ...rulesOf(list, evaluated, test), ...(list.family === 6 ? neighbours(list) : [])]
  return judging(`${list.name} ${direction}`, list.at, whomOf(group), rules)
}

/** IPv6 lists end in `permit icmp any any nd-na`, `permit icmp any any nd-ns` and `deny ipv6 any any` (`ipv6 access-list`). */
const neighbours = ({ at }: AccessList): Rule[] => [{ at, when: { test: 'icmp', family: 6, types: [[135, 136]], codes: [[0, 255]] }, action: { do: 'permit' } }]

/** What may be dropped where an interface has something that is not understood. */
export function doubtSteps(draft: Draft, direction: Direction): Step[] {
  return [...draft.faces.values()].flatMap((face) => face.doubts.filter((doubt) => doubt.direction === direction).flatMap(({ what, line }) => {
    const faces = routed(face, draft)
    const whom = all(direction === 'in' ? [cameBy(faces)] : [CAME_IN, leavesBy(faces)])
    return faces.length === 0 ? [] : [judging(what, line.at, whom, [{ at: line.at, when: unknown(what), action: { do: 'deny' } }], 'permit')]
  }))
}

/** A port of layer 2 stands for the interfaces of its VLANs. */
export function routed(face: Face, draft: Draft): string[] {
  const up = draft.up()
  if (!face.switchport) return up.includes(face) ? [face.name] : []
  return up.filter(({ name }) => {
    const [, vlan] = /^Vlan(\d+)$/i.exec(name) ?? []
    return vlan !== undefined && (face.switchport!.vlans?.has(Number(vlan)) ?? true)
  }).map(({ name }) => name)
}

/**
 * `evaluate NAME` matches the answers to what the lists that say `reflect NAME` have permitted (Security Configuration Guide,
 * "IP Session Filtering (Reflexive Access Lists)").
 */
export function reflexive(draft: Draft, groups: readonly Group[], here: Group): Evaluated {
  const own = unionAddresses(...draft.up().flatMap(({ addresses }) => addresses.map(({ address }) => addressesOf(address))))
  const translates = draft.up().some(({ nat }) => nat)
  // What the device sends itself meets no outbound list, so nothing reflects it; a translated session has its address too.
  const forOthers = not({ test: 'destination', set: own })
  return (name) => {
    const there = groups.filter(({ family, list }) => family === here.family && list.entries.some(({ reflect }) => reflect === name))
    if (there.length === 0) return { when: NEVER, action: { do: 'permit' } }
    const mirrored = there.length === 1 && there[0]!.direction !== here.direction && here.faces.every((face) => there[0]!.faces.includes(face))
    const rules = there.flatMap(({ list }) => answerRules(list, (entry) => ({ do: entry.reflect === name && entry.action === 'permit' ? 'permit' : 'return' })))
    const chain = { name, at: there[0]!.list.at, rules, otherwise: 'deny' } as const
    return {
      when: all([ANSWERS, translates ? any([forOthers, unknown(`evaluate ${name}`)]) : forOthers, ...(mirrored ? [] : [unknown(`evaluate ${name}`)])]),
      action: { do: 'jump', chain },
    }
  }
}
