/**
 * Filters where interfaces apply them: command reference, `ip interface secure filter`. How static and dynamic filters go together
 * is taken from the configurations that the vendor publishes and what engineers write of them: what belongs to a connection that a dynamic filter knows passes before any
 * static filter is asked; of the rest the first static filter that fits decides, and what fits none is dropped; what the static
 * filters pass and a dynamic filter watches begins a connection. With no filter at all everything passes.
 * Filters see inside addresses: packets come in through NAT first, and go out through it last.
 */
import type { Family } from '../../net/header.ts'
import type { Chain, Condition, Rule, Step } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import { all, not, unknown } from '../conditions.ts'
import { varying } from './conditions.ts'
import { doubt, dynamicFilter, familyOf, ruleOf, staticFilter, type DynamicFilter, type StaticFilter } from './filters.ts'
import type { Statement } from './statements.ts'

type Way = 'in' | 'out'

/** What one interface applies in one direction to one family. */
interface Applied { readonly face: string; readonly way: Way; readonly family: Family; readonly at: At; readonly statics: readonly string[]; readonly dynamics: readonly string[] }

export class Lists {
  readonly statics: Readonly<Record<Family, Map<string, StaticFilter>>> = { 4: new Map(), 6: new Map() }
  readonly used = new Set<string>()
  private readonly dynamics: Readonly<Record<Family, Map<string, DynamicFilter>>> = { 4: new Map(), 6: new Map() }
  private readonly applied: Applied[] = []
  /** What may drop a packet beside the filters, on one interface in one direction. */
  private readonly others: { readonly face: string; readonly way: Way; readonly rule: Rule }[] = []
  private readonly of: ReadonlyMap<Statement['kind'], readonly Statement[]>

  constructor(of: ReadonlyMap<Statement['kind'], readonly Statement[]>) {
    this.of = of
    for (const one of this.all('filter')) {
      const filter = staticFilter(one)
      if (filter) this.statics[familyOf(one)].set(filter.number, filter)
    }
    for (const one of this.all('dynamic')) {
      const filter = dynamicFilter(one, this.statics[familyOf(one)])
      if (filter) this.dynamics[familyOf(one)].set(filter.number, filter)
      for (const word of one.rest) this.used.add(`${familyOf(one)} ${word}`)
    }
    for (const one of this.all('apply')) this.apply(one)
    for (const one of this.all('apply-set')) this.applySet(one)
    for (const one of this.all('intrusion')) this.detect(one)
    for (const one of this.all('ethernet')) this.other(one, one.key[3]!, unknown(one.text))
    for (const one of this.all('url')) if (this.filtersUrls()) this.other(one, one.key[3]!, all([{ test: 'destination-port', set: [[80, 80]] }, varying(one.text)]))
  }

  private all(kind: Statement['kind']): readonly Statement[] {
    return this.of.get(kind) ?? []
  }

  private apply(statement: Statement): void {
    const [, face, , , way] = statement.key
    if (way !== 'in' && way !== 'out') return doubt(statement)
    this.remember(face!, way, familyOf(statement), statement.at, statement.rest)
  }

  private remember(face: string, way: Way, family: Family, at: At, words: readonly string[]): void {
    const split = words.indexOf('dynamic')
    const statics = split < 0 ? words : words.slice(0, split)
    for (const number of statics) this.used.add(`${family} ${number}`)
    this.applied.push({ face, way, family, at, statics, dynamics: split < 0 ? [] : words.slice(split + 1) })
  }

  /** `ip filter set NAME in|out N…`, applied by its name in whichever direction it was defined for. */
  private applySet(statement: Statement): void {
    const name = statement.rest[0]
    const sets = this.all('set').filter(({ key }) => key[3] === name)
    if (sets.length === 0) doubt(statement)
    for (const one of sets) if (one.key[4] === 'in' || one.key[4] === 'out') this.remember(statement.key[1]!, one.key[4], 4, statement.at, one.rest)
  }

  /** What it takes for an attack it drops only with `reject=on`; otherwise it tells of it. */
  private detect(statement: Statement): void {
    const words = [...statement.key, ...statement.rest]
    if (!words.includes('on') || !words.includes('reject=on')) return
    this.other(statement, statement.key[4]!, varying('intrusion detection'))
  }

  private other(statement: Statement, way: string, when: Condition): void {
    if (way !== 'in' && way !== 'out') return doubt(statement)
    if (statement.kind === 'ethernet') doubt(statement)
    this.others.push({ face: statement.key[1]!, way, rule: { at: statement.at, when, action: { do: 'deny' } } })
  }

  private filtersUrls(): boolean {
    const last = this.all('url-use').at(-1)
    return last === undefined || last.rest[0] !== 'off'
  }

  // ------------------------------------------------------------------------------------------------------------ chains

  /** The lists of one direction, each only for what comes in (or goes out) by its interface. */
  steps(way: Way): Step[] {
    const first = this.others.filter((one) => one.way === way).map(({ face, rule }): Step =>
      filtering({ name: `${face} ${way}`, at: rule.at, otherwise: 'permit', rules: [elsewhere(face, way, rule.at), rule] }))
    return [...first, ...this.applied.filter((one) => one.way === way).map((one) => filtering(this.chain(one)))]
  }

  private chain({ face, way, family, at, statics, dynamics }: Applied): Chain {
    const known = this.statics[family]
    const command = family === 4 ? 'ip' : 'ipv6'
    const judged = statics.flatMap((number): Rule[] => {
      const filter = known.get(number)
      return filter ? ruleOf(filter) : [{ id: number, at, when: all([]), action: { do: 'unknown', what: `${command} filter ${number}` } }]
    })
    // Whether a list of dynamic filters alone passes what begins no connection, the manual does not say.
    const alone: Rule[] = statics.length === 0 && dynamics.length > 0 ? [{ at, when: all([]), action: { do: 'unknown', what: `${command} ${face} secure filter ${way} dynamic` } }] : []
    return {
      name: `${command} ${face} secure filter ${way}`, at, otherwise: statics.length === 0 ? 'permit' : 'deny',
      rules: [
        elsewhere(face, way, at),
        { at, when: { test: 'family', family: family === 4 ? 6 : 4 }, action: { do: 'permit' }, elsewhere: true },
        ...this.connected(face, way, family), ...judged, ...alone,
      ],
    }
  }

  /** What belongs to connections that began through this interface, the other way or beside. */
  private connected(face: string, way: Way, family: Family): Rule[] {
    return this.applied.filter((one) => one.face === face && one.family === family).flatMap(({ way: begun, dynamics, at }) => dynamics.flatMap((number): Rule[] => {
      const filter = this.dynamics[family].get(number)
      const named = { id: number, at: filter?.at ?? at }
      if (!filter) return begun === way ? [] : [{ ...named, when: { test: 'state', states: ['established'] }, action: { do: 'unknown', what: `filter dynamic ${number}` } }]
      const answers: Rule[] = begun === way ? [] : [{ ...named, when: all([{ test: 'state', states: ['established'] }, filter.answer]), action: { do: 'permit' } }]
      // It exists only while the connection beside it does, and between the same ends.
      const beside = filter.beside.filter((one) => (one.way === 'along') === (begun === way))
      return [...answers, ...beside.map(({ when }): Rule => ({ ...named, when: all([{ test: 'state', states: ['related'] }, when]), action: { do: 'permit' } }))]
    }))
  }

  get remembers(): boolean {
    return this.applied.some(({ dynamics }) => dynamics.length > 0)
  }
}

const filtering = (chain: Chain): Step => ({ kind: 'filter', chain })

/** What comes in (or goes out) by another interface is none of this list's business. */
export const elsewhere = (face: string, way: Way, at: At): Rule => ({ at, when: not({ test: way, names: [face] }), action: { do: 'permit' }, elsewhere: true })
