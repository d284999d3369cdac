/** One line of an access list: Cisco IOS Security Command Reference, `permit (IP)`, `permit (IPv6)`, `access-list (IP standard)`. */
import { ALL_ADDRESSES } from '../../net/address.ts'
import type { AddressSet } from '../../net/address.ts'
import { ICMP, ICMPV6, TCP, type Family } from '../../net/header.ts'
import type { Condition } from '../../topology/model.ts'
import { all, any, NEVER, not, unknown } from '../conditions.ts'
import { takeAddresses, type Written } from './addresses.ts'
import type { Line } from './line.ts'
import { everyMember, type ObjectGroups } from './object-groups.ts'
import { answered, ESTABLISHED, EVERYTHING, hasPorts, isOnly, readsPorts, serviceTest, takeFlags, takeIcmp, takePorts, takeProtocol, type Service } from './service.ts'
import { Words } from './words.ts'

/** Absent `set`: every address. `unknown`: besides, addresses that are not known. */
export interface End { readonly set?: AddressSet; readonly unknown?: string }

export interface Entry {
  readonly line: Line
  readonly action: 'permit' | 'deny'
  readonly source: End
  readonly destination: End
  readonly services: readonly Service[]
  readonly fragments: boolean
  /** Tests that hold or not whichever way the packet goes. */
  readonly tests: readonly Condition[]
  readonly log: boolean
  /** The list that answers are entered into. */
  readonly reflect?: string
  /** A list of answers stands here: `evaluate NAME`. */
  readonly evaluate?: string
  /** Words that are not understood, so that the whole entry may match or not. */
  readonly stray?: string
}

export interface Kind { readonly family: Family; readonly standard: boolean }

/** `permit …` or `deny …`, sequence number and list name taken off. */
export function parseEntry(line: Line, from: readonly string[], { family, standard }: Kind, groups: ObjectGroups): Entry | undefined {
  const words = new Words(from)
  const action = words.take()
  const nothing = { line, source: {}, destination: {}, services: [EVERYTHING], fragments: false, tests: [], log: false } as const
  if (action === 'evaluate') return { ...nothing, action: 'permit', evaluate: words.take() ?? '' }
  const tests: Condition[] = []
  if (action === 'dynamic') {
    // Lock-and-key: in force while somebody has logged in.
    const name = words.take()
    words.after('timeout')
    return words.skip('permit') || words.skip('deny') ? { ...nothing, action: 'permit', tests: [unknown(`dynamic ${name}`)], stray: `dynamic ${name}` } : undefined
  }
  if (action !== 'permit' && action !== 'deny') return undefined
  // What was understood before the word that was not still holds.
  const strange = (known: Partial<Entry> = {}): Entry => ({ ...nothing, ...known, action, stray: line.text.trim() })
  const services = standard ? [EVERYTHING] : takeServices(words, family, groups)
  if (!services) return strange()
  const source = takeAddresses(words, family)
  const sourcePorts = standard ? undefined : takePorts(words)
  const destination = standard ? undefined : takeAddresses(words, family)
  const destinationPorts = standard ? undefined : takePorts(words)
  if (!source) return strange({ services })
  if ((!standard && !destination) || sourcePorts === null || destinationPorts === null) return strange({ services, source: endOf(source, groups) })
  const ends = { source: endOf(source, groups), destination: endOf(destination, groups) }
  if ((sourcePorts ?? destinationPorts) && !services.every(hasPorts)) return strange({ services, ...ends })
  const tail = takeTail(words, services, family)
  if (!words.done) return strange({ services, ...ends })
  return {
    ...nothing, action, ...ends, fragments: tail.fragments, log: tail.log,
    ...(tail.reflect !== undefined && { reflect: tail.reflect }), tests: [...tests, ...tail.tests],
    services: services.map((service) => ({
      ...service, ...(sourcePorts && { sourcePorts }), ...(destinationPorts && { destinationPorts }), ...tail.service,
    })),
  }
}

function takeServices(words: Words, family: Family, groups: ObjectGroups): readonly Service[] | undefined {
  const name = words.after('object-group')
  if (name === undefined) { const service = takeProtocol(words, family); return service && [service] }
  const found = groups.services(name)
  // Cisco refuses an entry with a group that is not there; a later deletion of the group leaves the entry with nothing known.
  if (!found) return [{ unknown: `object-group ${name}` }]
  return found.partly ? [...found.members, { unknown: `object-group ${name}` }] : found.members
}

function endOf(written: Written | undefined, groups: ObjectGroups): End {
  if (!written) return {}
  if ('unknown' in written) return { set: NOWHERE, unknown: written.unknown }
  if ('set' in written) return isEverything(written.set) ? {} : { set: written.set }
  const found = groups.addresses(written.group)
  const what = `object-group ${written.group}`
  return found ? { set: everyMember(found), ...(found.partly && { unknown: what }) } : { set: NOWHERE, unknown: what }
}

const NOWHERE: AddressSet = { v4: [], v6: [] }
const isEverything = ({ v4, v6 }: AddressSet): boolean =>
  [[v4, ALL_ADDRESSES.v4], [v6, ALL_ADDRESSES.v6]].some(([set, whole]) => set!.length === 1 && set![0]![0] === whole![0]![0] && set![0]![1] === whole![0]![1])

interface Tail { service: Partial<Service>; tests: Condition[]; fragments: boolean; log: boolean; reflect?: string }

/** Fields of the header that the model does not hold: the sender chooses them. */
const FIELDS: readonly string[] = ['tos', 'precedence', 'dscp', 'ttl', 'option', 'flow-label', 'routing-type', 'dest-option-type', 'mobility-type']
const FLAGS_OF_IPV6: readonly string[] = ['routing', 'mobility', 'dest-option', 'hbh', 'auth', 'undetermined-transport']

function takeTail(words: Words, services: readonly Service[], family: Family): Tail {
  const tail: Tail = { service: {}, tests: [], fragments: false, log: false }
  const only = (number: number): boolean => services.length === 1 && isOnly(services[0]!.protocols, number)
  while (!words.done) {
    const word = words.peek()!
    if (word === 'log' || word === 'log-input') { tail.log = true; words.take(); takeCookie(words) }
    else if (word === 'fragments') { tail.fragments = true; words.take() }
    else if (word === 'established' && only(TCP)) { tail.service = { ...tail.service, flags: ESTABLISHED, established: true }; words.take() }
    else if (word === 'reflect') { words.take(); tail.reflect = words.take() ?? ''; words.after('timeout') }
    else if (word === 'time-range') { words.take(); tail.tests.push(varying(`time-range ${words.take() ?? ''}`)) }
    else if (word === 'sequence') { words.take(); words.take() }
    else if (FIELDS.includes(word)) tail.tests.push(varying(takeField(words)))
    else if (FLAGS_OF_IPV6.includes(word) && family === 6) tail.tests.push(varying(words.take()!))
    else if (only(TCP)) { const flags = takeFlags(words); if (!flags) return tail; tail.service = { ...tail.service, flags } }
    else if (only(family === 4 ? ICMP : ICMPV6)) { const icmp = takeIcmp(words, family); if (!icmp) return tail; tail.service = { ...tail.service, icmp } }
    else if (only(2)) tail.tests.push(varying(`igmp ${words.take()!}`))
    else return tail
  }
  return tail
}

/** `log COOKIE`. */
function takeCookie(words: Words): void {
  const next = words.peek()
  if (next !== undefined && words.peek(1) === undefined && !['fragments', 'established', 'time-range'].includes(next)) words.take()
}

function takeField(words: Words): string {
  const name = words.take()!
  const operator = words.take() ?? ''
  const more = ['eq', 'neq', 'gt', 'lt'].includes(operator) ? [words.take()] : operator === 'range' ? [words.take(), words.take()] : []
  return [name, operator, ...more].join(' ')
}

const varying = (what: string): Condition => ({ test: 'unknown', what, varies: true })

// ------------------------------------------------------------------------------------------------------------ meaning

const endTest = (test: 'source' | 'destination', { set, unknown: what }: End): Condition[] => {
  if (!set) return []
  const known: Condition = { test, set }
  return [what === undefined ? known : any([known, unknown(what)])]
}

/**
 * The packets that an entry matches. Of a later fragment a permit looks only at what layer 3 holds, and a deny that reads ports
 * passes over it: Cisco, "Access Control Lists and IP Fragments" (document 8014).
 */
export function entryTest(entry: Entry): Condition {
  const { source, destination, action, fragments } = entry
  const services = entry.services.map((service) => {
    const test = serviceTest(service)
    if (!readsPorts(service) || fragments) return test
    const { protocols } = service
    return action === 'deny' ? all([test, not({ test: 'fragment' })])
      : any([test, all([...(protocols ? [{ test: 'protocol', set: protocols } as const] : []), { test: 'fragment' }])])
  })
  return whole(entry, [...endTest('source', source), ...endTest('destination', destination), ...(fragments ? [{ test: 'fragment' } as const] : []),
    ...(services.length === 0 ? [NEVER] : [any(services)])])
}

/** The answers to the packets that open a session and that an entry matches. */
export function answerTest(entry: Entry): Condition {
  if (entry.fragments) return NEVER
  const services = entry.services.flatMap((service) => { const back = answered(service); return back ? [serviceTest(back)] : [] })
  if (services.length === 0) return NEVER
  return whole(entry, [...endTest('destination', entry.source), ...endTest('source', entry.destination), any(services)])
}

const whole = ({ tests, stray }: Entry, parts: readonly Condition[]): Condition =>
  all([...parts, ...tests, ...(stray === undefined ? [] : [unknown(stray)])])
