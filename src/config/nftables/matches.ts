/** What a match, or a key of a map, says of a packet. */
import { normalize } from '../../net/interval.ts'
import type { Ranges } from '../../net/interval.ts'
import type { Condition } from '../../topology/model.ts'
import { ANYTHING } from '../../topology/model.ts'
import { all, any, not, unknown } from '../conditions.ts'
import { subjectOf } from './fields.ts'
import type { Context } from './fields.ts'
import { get, getText, isFields, listOf } from './json.ts'
import { protocolValue } from './names.ts'
import type { Subject } from './subject.ts'
import { matchText, valueText } from './written.ts'

/** The condition, and the protocols that the rule thereby asks for. */
export interface Match { readonly when: Condition; readonly asked?: Ranges | undefined }

export function conditionOf(match: unknown, context: Context): Match {
  const [left, right, operator = '=='] = [get(match, 'left'), get(match, 'right'), getText(match, 'op')]
  const isSet = (typeof right === 'string' && right.startsWith('@')) || get(right, 'set') !== undefined
  const elements = isSet ? elementsOf(right, context) : { lasting: [right] }
  const asked = elements && !elements.others && operator === '==' ? protocolsAsked(left, elements.lasting) : undefined
  const subject = elements && whole(left, { ...context, asked: asked ?? context.asked })
  const test = subject && (isSet ? inSet(subject, operator, elements!) : subject.is(operator, elements!.lasting))
  return { when: test ? all([subject.guard, test]) : unknown(matchText(match)), asked }
}

/** The protocols asked for, in any of the ways that have the others mean their ports. */
function protocolsAsked(left: unknown, values: readonly unknown[]): Ranges | undefined {
  const parts = listOf(get(left, 'concat') ?? left)
  const index = parts.findIndex((part) => getText(get(part, 'meta'), 'key') === 'l4proto' || getText(get(part, 'payload'), 'field') === 'protocol')
  if (index < 0) return undefined
  const numbers = values.map((value) => protocolValue(parts.length === 1 ? value : listOf(get(value, 'concat'))[index]))
  return numbers.some((number) => number === undefined) ? undefined : normalize((numbers as number[]).map((number) => [number, number]))
}

/** Of several expressions joined, each has its part of an element. */
export function whole(left: unknown, context: Context): Subject | undefined {
  const joined = get(left, 'concat')
  if (!Array.isArray(joined)) return subjectOf(left, context)
  const subjects = joined.map((one) => subjectOf(one, context))
  if (subjects.some((one) => one === undefined)) return undefined
  const parts = subjects as Subject[]
  const one = (value: unknown): Condition => {
    if (value === '*') return ANYTHING
    const values = listOf(get(value, 'concat'))
    const tests = values.length === parts.length ? parts.map((part, index) => part.is('==', [values[index]])) : [undefined]
    return all(tests.map((test) => test ?? unknown(valueText(value))))
  }
  return {
    guard: all(parts.map(({ guard }) => guard)),
    is: (operator, right) => (operator === '==' ? any(right.map(one)) : operator === '!=' ? not(any(right.map(one))) : undefined),
  }
}

function inSet(subject: Subject, operator: string, elements: Elements): Condition | undefined {
  const negated = operator === '!=' || operator === '!'
  if (!negated && operator !== '==' && operator !== 'in') return undefined
  const lasting = subject.is('==', elements.lasting)
  if (!lasting) return undefined
  const test = elements.others === undefined ? lasting : any([lasting, elements.others])
  return negated ? not(test) : test
}

export interface Elements {
  readonly lasting: readonly unknown[]
  /** Whether there are others: packets add them, time takes them away, or the file does not show them. */
  readonly others?: Condition
}

/** Of a set in place, or by name. Undefined: it is not there. */
export function elementsOf(right: unknown, { sets, altered, hidden }: Context): Elements | undefined {
  if (typeof right !== 'string') return { lasting: listOf(get(right, 'set')).map(bare) }
  const name = right.slice(1)
  const set = sets.get(name)
  if (!set) return undefined
  const lasting = set.elements.filter((one) => !isPassing(Array.isArray(one) ? one[0] : one))
  const changes = set.varies || altered.has(name) || lasting.length < set.elements.length
  const others = changes ? { test: 'unknown', what: right, varies: true } as const : hidden ? unknown(`${right} without elements`) : undefined
  return { lasting: lasting.map(bare), ...(others && { others }) }
}

/** An element with a life of its own: it expires, or a limit goes with it. */
const isPassing = (element: unknown): boolean =>
  Object.keys(isFields(get(element, 'elem')) ? get(element, 'elem') as object : {}).some((key) => !['val', 'comment', 'counter', 'expires'].includes(key))

const bare = (element: unknown): unknown => (Array.isArray(element) ? element.map((one, index) => (index === 0 ? bare(one) : one)) : get(get(element, 'elem'), 'val') ?? element)
