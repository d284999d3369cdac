/** `class-map type inspect` as conditions (Security Configuration Guide, "Zone-Based Policy Firewall"). */
import type { Condition } from '../../topology/model.ts'
import { all, any, NEVER, unknown } from '../conditions.ts'
import { isEmpty, permittedBy, type AccessList } from './access-list.ts'
import { applicationOf } from './applications.ts'
import type { Draft } from './draft.ts'
import { answerTest, entryTest } from './entry.ts'
import { ofFamily } from './judging.ts'
import { irrelevant, notUnderstood, understood, type Line } from './line.ts'
import { answered, anyOf, type Service } from './service.ts'

/** The packets as they open a session, or the answers to them. */
export type Way = 'forth' | 'back'

/** Classes may name classes: so many, and then the rest is not known. */
const MOST_NAMED = 100

export function classTest(name: string, draft: Draft, way: Way, named = { left: MOST_NAMED }): Condition {
  const map = draft.classMaps.get(name)
  if (name === 'class-default') return all([])
  if (!map || named.left-- <= 0) return unknown(`class-map ${name}`)
  const tests = map.children.flatMap((line) => {
    const test = matchTest(line, draft, way, named)
    return test ? [test] : []
  })
  // `match-all` is what a map is unless it says otherwise; one without a match is never matched.
  return tests.length === 0 ? NEVER : map.words.includes('match-any') ? any(tests) : all(tests)
}

function matchTest(line: Line, draft: Draft, way: Way, named: { left: number }): Condition | undefined {
  const [verb, kind, ...words] = line.words
  if (verb === 'description') { irrelevant(line); return undefined }
  const test = verb !== 'match' ? undefined
    : kind === 'protocol' ? protocolTest(words, draft, way)
    : kind === 'access-group' ? listTest(words[0] === 'name' ? words[1] : words[0], draft, way)
    : kind === 'class-map' && words[0] !== undefined ? classTest(words[0], draft, way, named)
    : kind === 'any' ? all([]) : undefined
  if (test) understood(line)
  else notUnderstood(line)
  return test ?? unknown(line.text.trim())
}

function protocolTest([name = '', ...more]: readonly string[], draft: Draft, way: Way): Condition | undefined {
  const services = applicationOf(name, draft.portMaps)
  if (!services) return undefined
  const here = services.flatMap((service) => turned(service, way))
  // Further words look into the application.
  return more.length === 0 || more[0] === 'signature' ? anyOf(here) : all([anyOf(here), unknown(`match protocol ${name} ${more.join(' ')}`)])
}

export const turned = (service: Service, way: Way): Service[] => (way === 'forth' ? [service] : [answered(service) ?? []].flat())

function listTest(name: string | undefined, draft: Draft, way: Way): Condition | undefined {
  const lists = ([4, 6] as const).flatMap((family) => draft.lists.get(name ?? '', family) ?? [])
  // What a class matches whose list is not there is not documented.
  return lists.length === 0 || lists.some(isEmpty) ? undefined : any(lists.map((list) => all([ofFamily(list.family), listed(list, way)])))
}

const listed = (list: AccessList, way: Way): Condition => permittedBy(list, way === 'forth' ? entryTest : answerTest)
