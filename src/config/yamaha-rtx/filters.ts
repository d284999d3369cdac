/** `ip filter` and `ip filter dynamic`: command reference, chapter on IP, "definition of IP packet filters" and "of dynamic filters". */
import type { Family } from '../../net/header.ts'
import type { Condition, Rule } from '../../topology/model.ts'
import { text, type At } from '../../verdict.ts'
import { all, any, not, unknown, unknownsIn } from '../conditions.ts'
import { ends, icmpOf, serviceOf, varying, type Service } from './conditions.ts'
import { portOf } from './ports.ts'
import type { Statement } from './statements.ts'

export interface StaticFilter {
  readonly number: string
  readonly at: At
  readonly effect: 'pass' | 'reject' | 'restrict'
  readonly log: boolean
  readonly when: Condition
  readonly service: Service
}

export interface DynamicFilter {
  readonly number: string
  readonly at: At
  /** What begins a connection, as it goes the way of the list that names the filter. */
  readonly trigger: Condition
  /** What comes back of one. */
  readonly answer: Condition
  /** What is let through beside it, while it lasts: the way of the trigger, and against it. */
  readonly beside: readonly { readonly way: 'along' | 'back'; readonly when: Condition }[]
}

const EFFECTS = /^(pass|reject|restrict)(-log|-nolog)?$/

export function staticFilter(statement: Statement): StaticFilter | undefined {
  const family = familyOf(statement)
  const [effect = '', source = '', destination = '*', protocol = '*', sources = '*', destinations = '*', ...more] = statement.rest
  const [, kind, log] = EFFECTS.exec(effect) ?? []
  if (kind === undefined || source === '' || more.length > 0) {
    doubt(statement)
    return undefined
  }
  const service: Service = { protocol, sources, destinations }
  const when = all([ends('source', source, family), ends('destination', destination, family), serviceOf(service)])
  noteUnknown(when, statement)
  return { number: statement.key.at(-1)!, at: statement.at, effect: kind as StaticFilter['effect'], log: log === '-log' || (kind === 'reject' && log === undefined), when, service }
}

/** `restrict`: passes while the line is up. */
export const ruleOf = ({ number, at, effect, log, when }: StaticFilter): Rule[] => [
  ...(effect === 'reject' ? [] : [{
    id: number, at, log, action: { do: 'permit' } as const, when: effect === 'restrict' ? all([when, varying('restrict')]) : when,
  }]),
  ...(effect === 'pass' ? [] : [{ id: number, at, log, action: { do: 'deny' } as const, when }]),
]

/** Where a list chooses a gateway or the like: the packets that it passes. */
export function passedBy(filters: readonly (StaticFilter | string)[]): Condition {
  const refused: Condition[] = []
  const passed: Condition[] = []
  for (const filter of filters) {
    const when = typeof filter === 'string' ? unknown(filter) : filter.when
    if (typeof filter !== 'string' && filter.effect === 'reject') refused.push(not(when))
    else passed.push(all([when, ...refused, ...(typeof filter !== 'string' && filter.effect === 'restrict' ? [varying('restrict')] : [])]))
  }
  return any(passed)
}

// ------------------------------------------------------------------------------------------------------------- dynamic

/** The ports by which an application is known; more than its mnemonic says where the router looks at more. */
const APPLICATIONS: Readonly<Record<string, readonly [protocol: string, ports: string]>> = {
  tcp: ['tcp', '*'], udp: ['udp', '*'], ftp: ['tcp', '21'], tftp: ['udp', '69'], domain: ['tcp,udp', '53'], www: ['tcp', '80,443'], http: ['tcp', '80'], https: ['tcp', '443'],
  smtp: ['tcp', '25'], pop3: ['tcp', '110'], telnet: ['tcp', '23'], netmeeting: ['tcp', '1720'],
}

/** They open connections of their own beside the first one. */
const OPENS_OTHERS: Readonly<Record<string, string>> = { ftp: 'tcp', tftp: 'udp', netmeeting: 'tcp,udp' }

export function dynamicFilter(statement: Statement, statics: ReadonlyMap<string, StaticFilter>): DynamicFilter | undefined {
  const family = familyOf(statement)
  const [source = '', destination = '', application = '', ...more] = statement.rest
  if (application === '') {
    doubt(statement)
    return undefined
  }
  const along = all([ends('source', source, family), ends('destination', destination, family)])
  const back = all([ends('source', destination, family), ends('destination', source, family)])
  const common = { number: statement.key.at(-1)!, at: statement.at }
  const turned = (service: Service): Condition => serviceOf({ ...service, protocol: unflagged(service.protocol), sources: service.destinations, destinations: service.sources })
  if (application !== 'filter') {
    const [protocol, ports] = applicationOf(application)
    const service: Service = { protocol, sources: '*', destinations: ports }
    const opened = Object.hasOwn(OPENS_OTHERS, application) ? OPENS_OTHERS[application] : undefined
    const beside = opened === undefined ? [] : [serviceOf({ protocol: opened, sources: '*', destinations: '*' })]
    const made: DynamicFilter = application === 'ping' ? { ...common, trigger: all([along, icmpOf(family)]), answer: all([back, icmpOf(family)]), beside: [] } : {
      ...common, trigger: all([along, serviceOf(service)]), answer: all([back, turned(service)]),
      beside: beside.flatMap((when) => [{ way: 'along' as const, when: all([along, when]) }, { way: 'back' as const, when: all([back, when]) }]),
    }
    noteUnknown(made.trigger, statement)
    return made
  }
  const lists = filterLists(more)
  const services = (numbers: readonly string[]): Service[] => numbers.flatMap((number) => statics.get(number)?.service ?? [])
  const of = (numbers: readonly string[], condition: (service: Service) => Condition): Condition =>
    any([...services(numbers).map(condition), ...numbers.filter((number) => !statics.has(number)).map((number) => unknown(`ip filter ${number}`))])
  return {
    ...common,
    trigger: all([along, of(lists.filter, serviceOf)]), answer: all([back, of(lists.filter, turned)]),
    beside: [
      ...(lists.out.length > 0 ? [{ way: 'along' as const, when: all([along, of(lists.out, serviceOf)]) }] : []),
      ...(lists.in.length > 0 ? [{ way: 'back' as const, when: all([back, of(lists.in, serviceOf)]) }] : []),
    ],
  }
}

function applicationOf(word: string): readonly [string, string] {
  if (Object.hasOwn(APPLICATIONS, word)) return APPLICATIONS[word]!
  return portOf(word) ? ['tcp,udp', word] : [word, '*']
}

/** `filter 10 11 in 20 out 30 syslog=on timeout=60`. */
export function filterLists(words: readonly string[]): Readonly<Record<'filter' | 'in' | 'out', readonly string[]>> {
  const lists = { filter: [] as string[], in: [] as string[], out: [] as string[] }
  let current: keyof typeof lists = 'filter'
  for (const word of words) {
    if (word === 'in' || word === 'out') current = word
    else if (!word.includes('=')) lists[current].push(word)
  }
  return lists
}

/** Flags are of the packets that went; those that come have others. */
const unflagged = (protocol: string): string => protocol.split(',').map((word) => (/^(established|tcp(fin|rst|syn|flag.*))$/.test(word) ? 'tcp' : /^icmp/.test(word) ? word.replace(/-.*/, '') : word)).join(',')

// -------------------------------------------------------------------------------------------------------------- shared

export const familyOf = ({ key }: Pick<Statement, 'key'>): Family => (key[0] === 'ipv6' ? 6 : 4)

export function doubt({ line, rest }: Statement, what = rest.join(' ')): void {
  line.status = 'not understood'
  line.why ??= text(`「${what}」を解釈できません`, `\`${what}\` is not understood`)
}

function noteUnknown(condition: Condition, statement: Statement): void {
  const [what] = unknownsIn(condition)
  if (what !== undefined) doubt(statement, what)
}
