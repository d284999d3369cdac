/** The names that a rule mentions: chains that it calls, sets that it asks or changes, interfaces. */
import { get, getText, isFields, listOf, only } from './json.ts'
import type { RuleLines, Table } from './ruleset.ts'

/** Chains, in order, also by way of a verdict map. */
export const calledBy = ({ statements }: RuleLines, { sets }: Table): string[] => statements.flatMap((statement) => {
  const [name, of] = only(statement) ?? []
  if (name === 'jump' || name === 'goto') return getText(of, 'target') ?? []
  if (name !== 'vmap') return []
  const data = get(of, 'data')
  const pairs = typeof data === 'string' ? sets.get(data.slice(1))?.elements ?? [] : listOf(get(data, 'set'))
  return pairs.flatMap((pair) => { const [verdict, target] = only(listOf(pair)[1]) ?? []; return verdict === 'jump' || verdict === 'goto' ? getText(target, 'target') ?? [] : [] })
})

/** Every value within a statement, breadth first; expressions are no deeper than their parser lets them be. */
export function* within(value: unknown): Generator<unknown> {
  const open = [value]
  for (let next = open.pop(); open.length > 0 || next !== undefined; next = open.pop()) {
    yield next
    if (Array.isArray(next)) for (const each of (next as unknown[]).filter((one) => one !== undefined)) open.push(each)
    else if (isFields(next)) for (const each of Object.values(next).filter((one) => one !== undefined)) open.push(each)
  }
}

/** Sets by the names that rules give them. */
export const setsOf = ({ statements }: RuleLines): string[] =>
  [...within(statements.filter((statement) => only(statement)?.[0] !== 'log'))].flatMap((value) => (typeof value === 'string' && value.startsWith('@') ? value.slice(1) : []))

/** Sets that a rule changes as packets pass. */
export const alteredBy = ({ statements }: RuleLines): string[] => statements.flatMap((statement) => {
  const [name, of] = only(statement) ?? []
  const set = name === 'set' || name === 'map' ? getText(of, name) : undefined
  return set === undefined ? [] : set.replace(/^@/, '')
})

const INTERFACES = ['iif', 'oif', 'iifname', 'oifname']

/** `lo` is the device itself; a name that ends in an asterisk is a pattern. */
export function interfacesOf({ statements }: RuleLines, { sets }: Table): string[] {
  return [...within(statements)].flatMap((value) => {
    const [left, right] = get(value, 'left') === undefined ? [get(value, 'key'), get(value, 'data')] : [get(value, 'left'), get(value, 'right')]
    const parts = listOf(get(left, 'concat') ?? left)
    return parts.flatMap((part, index) => (!INTERFACES.includes(getText(get(part, 'meta'), 'key') ?? '') ? []
      : elements(right, sets).flatMap((element) => names(parts.length === 1 ? element : listOf(get(element, 'concat'))[index]))))
  })
}

function elements(right: unknown, sets: Table['sets']): unknown[] {
  const list = typeof right === 'string' && right.startsWith('@') ? sets.get(right.slice(1))?.elements ?? [] : listOf(get(right, 'set') ?? right)
  return list.map((one) => (Array.isArray(one) ? one[0] as unknown : one)).map((one) => get(get(one, 'elem'), 'val') ?? one)
}

const names = (value: unknown): string[] =>
  (typeof value !== 'string' || ['', 'lo', '*'].includes(value) || /[+]$|\\|^\d+$/.test(value) ? [] : [value.endsWith('*') ? `${value.slice(0, -1)}+` : value])
