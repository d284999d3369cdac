import { text } from '../../verdict.ts'
import type { InterfaceDocument, RuleDocument } from '../document.ts'
import type { Chain, Rule, Step } from '../model.ts'
import { each, entries, field, named, optional, type Placed, type Table } from '../placed.ts'
import { condition, type DeviceScope, type Sees } from './conditions.ts'
import { KINDS, type Kind, type Mistakes } from './mistakes.ts'

/** A list that is present ends in deny. */
export function buildFilter(name: string, typed: Placed<readonly RuleDocument[]>, sees: Sees, scope: DeviceScope, mistakes: Mistakes): Chain {
  const rules = each<RuleDocument>(typed)
  sayRepeatedIds('rule', rules, mistakes)
  return { name, at: named(typed.at), rules: rules.map(one => buildRule(one, sees, scope, mistakes)), otherwise: 'deny' }
}

function buildRule(typed: Placed<RuleDocument>, sees: Sees, scope: DeviceScope, mistakes: Mistakes): Rule {
  const { value } = typed
  return {
    ...optional('id', value.id === undefined ? undefined : String(value.id)),
    at: typed.at,
    when: condition(typed, sees, scope, mistakes),
    action: { do: value.action },
    ...optional('log', value.log),
  }
}

export function sayRepeatedIds(kind: Kind, things: readonly Placed<{ readonly id?: string | number }>[], mistakes: Mistakes): void {
  const first = new Map<string, Placed<unknown>>()
  for (const thing of things) {
    const id = field(thing, 'id')
    if (!id) continue
    const earlier = first.get(String(id.value))
    if (!earlier) first.set(String(id.value), id)
    else mistakes.say('duplicate-id', id.at, text(
      `${KINDS[kind].ja}「${id.value}」が二度あります`, `the ${KINDS[kind].en} "${id.value}" is defined twice`), [
      { at: earlier.at, message: text('最初はここです', 'the first is here') },
    ])
  }
}

type Direction = 'ingress' | 'egress'
const SEES: Readonly<Record<Direction, Sees>> = { ingress: ['in'], egress: ['in', 'out'] }

export interface Lists {
  readonly ingress: readonly Step[]
  readonly egress: readonly Step[]
  readonly used: ReadonlySet<string>
}

/** Each list becomes one chain for all interfaces that refer to it; what passes elsewhere is none of its business. */
export function buildLists(
  lists: Placed<Table<readonly RuleDocument[]>> | undefined, interfaces: Placed<Table<InterfaceDocument>> | undefined,
  scope: DeviceScope, mistakes: Mistakes,
): Lists {
  const known = new Map(entries(lists))
  const users = { ingress: new Map<string, Placed<string>[]>(), egress: new Map<string, Placed<string>[]>() }
  const nameOf = new Map<Placed<string>, string>()
  for (const [interfaceName, one] of entries(interfaces)) {
    for (const direction of ['ingress', 'egress'] as const) {
      const reference = field(one, direction)
      if (!reference || !mistakes.find('list', reference, known)) continue
      nameOf.set(reference, interfaceName)
      const others = users[direction].get(reference.value)
      if (others) others.push(reference)
      else users[direction].set(reference.value, [reference])
    }
  }
  const steps = (direction: Direction): Step[] => [...users[direction]].map(([name, references]) => {
    const chain = buildFilter(name, known.get(name)!, SEES[direction], scope, mistakes)
    const test = direction === 'ingress' ? 'in' : 'out'
    const guard: Rule = {
      at: references[0]!.at,
      when: { test: 'not', of: { test, names: references.map(reference => nameOf.get(reference)!) } },
      action: { do: 'permit' }, elsewhere: true,
    }
    return { kind: 'filter', chain: { ...chain, rules: [guard, ...chain.rules] } }
  })
  const used = new Set([...users.ingress.keys(), ...users.egress.keys()])
  // A list that nothing uses is read all the same, so that its mistakes are seen.
  for (const [name, list] of known) if (!used.has(name)) buildFilter(name, list, ['in', 'out'], scope, mistakes)
  return { ingress: steps('ingress'), egress: steps('egress'), used }
}
