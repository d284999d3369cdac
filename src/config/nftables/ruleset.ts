/** The objects of a ruleset into tables, chains, sets and rules. What cannot be placed is a gap. libnftables-json(5). */
import type { Family } from '../../net/header.ts'
import type { Gap } from '../../topology/model.ts'
import { text } from '../../verdict.ts'
import type { At, Problem, Text } from '../../verdict.ts'
import type { LineStatus } from '../reader.ts'
import { get, getText, isFields, listOf, only } from './json.ts'
import type { Entry } from './json.ts'
import { ruleText } from './written.ts'

export interface LineNote { readonly at: At; text: string; status: LineStatus; why?: Text }

export type TableFamily = 'ip' | 'ip6' | 'inet' | 'arp' | 'bridge' | 'netdev'

export const FAMILIES_OF: Readonly<Record<TableFamily, readonly Family[]>> =
  { ip: [4], ip6: [6], inet: [4, 6], arp: [4], bridge: [4, 6], netdev: [4, 6] }

export interface Table {
  readonly family: TableFamily
  readonly name: string
  readonly line: LineNote
  readonly chains: Map<string, ChainLines>
  readonly sets: Map<string, SetLines>
  /** `perhaps`: a flag that is not known; nft 1.0.6 writes a random character for `dormant`. */
  readonly isActive: 'yes' | 'perhaps' | 'no'
}

export interface Base {
  readonly type: string
  readonly hook: string
  readonly priority: number
  readonly policy: 'permit' | 'deny'
  /** Of ingress and egress; nft before 1.0.8 does not tell. */
  readonly devices: readonly string[]
}

export interface ChainLines { readonly name: string; readonly line: LineNote; readonly base?: Base; readonly rules: RuleLines[] }

export interface RuleLines { readonly id: string; readonly line: LineNote; readonly statements: readonly unknown[] }

/** A set, or a map: its elements are pairs. */
export interface SetLines {
  readonly name: string
  readonly line: LineNote
  readonly elements: unknown[]
  /** Packets or time change it. */
  readonly varies: boolean
}

export interface Ruleset {
  readonly tables: Map<string, Table>
  readonly lines: LineNote[]
  readonly gaps: Gap[]
  readonly problems: Problem[]
}

const ALL: readonly Family[] = [4, 6]

/** The priorities that have names: nft(8), «Standard priority names». */
const PRIORITIES: ReadonlyMap<unknown, number> = new Map([['raw', -300], ['mangle', -150], ['dstnat', -100], ['filter', 0], ['security', 50], ['srcnat', 100]])

export class Objects {
  readonly ruleset: Ruleset = { tables: new Map(), lines: [], gaps: [], problems: [] }

  add({ at, text: written, value }: Entry): void {
    const line: LineNote = { at, text: written, status: 'understood' }
    this.ruleset.lines.push(line)
    const [outer, inside] = only(value) ?? []
    // A file for `nft -j -f` wraps each object in a command.
    const [kind, of] = (outer === 'add' || outer === 'create' || outer === 'insert' ? only(inside) : only(value)) ?? []
    if (outer === 'flush' && this.ruleset.tables.size === 0) line.status = 'irrelevant'
    else if (kind === 'metainfo') line.status = 'irrelevant'
    else if (!isFields(of)) this.#garbage(line)
    else if (kind === 'table') this.#table(line, of)
    else if (kind === 'chain') this.#chain(line, of)
    else if (kind === 'rule') this.#rule(line, of, outer === 'insert')
    else if (kind === 'set' || kind === 'map') this.#set(line, kind, of)
    else if (kind === 'element') this.#element(line, of)
    else if (kind === undefined || !OBJECTS.includes(kind)) this.#garbage(line)
    else line.text = `${kind} ${getText(of, 'name') ?? ''}`
  }

  /** What cannot be read may hold any rule. */
  #garbage(line: LineNote, families = ALL): void {
    line.status = 'not understood'
    line.why = text('この部分の意味は分かりません', 'the meaning of this part is not known')
    this.ruleset.gaps.push(...(['filters', 'forwarding'] as const).map((touches) => ({ touches, families, at: line.at, what: line.text.slice(0, 200) })))
  }

  #table(line: LineNote, of: unknown): void {
    const [family, name] = [getText(of, 'family'), getText(of, 'name')]
    if (!isTableFamily(family) || name === undefined) return this.#garbage(line)
    line.text = `table ${family} ${name}`
    const flags = listOf(get(of, 'flags'))
    const isActive = flags.includes('dormant') ? 'no' : flags.every((flag) => flag === 'owner' || flag === 'persist') ? 'yes' : 'perhaps'
    if (isActive === 'no') line.status = 'irrelevant'
    if (isActive === 'perhaps') {
      line.status = 'not understood'
      line.why = text('このテーブルが休止中 (dormant) かどうか分かりません', 'whether this table is dormant is not known')
    }
    const key = `${family} ${name}`
    if (!this.ruleset.tables.has(key)) this.ruleset.tables.set(key, { family, name, line, chains: new Map(), sets: new Map(), isActive })
  }

  #of(of: unknown): Table | undefined {
    return this.ruleset.tables.get(`${getText(of, 'family') ?? ''} ${getText(of, 'table') ?? ''}`)
  }

  #chain(line: LineNote, of: unknown): void {
    const table = this.#of(of)
    const name = getText(of, 'name')
    if (!table || name === undefined) return this.#garbage(line)
    line.text = `chain ${table.family} ${table.name} ${name}`
    const first = table.chains.get(name)
    if (first) {
      this.#garbage(line)
      return void this.ruleset.problems.push({
        code: 'duplicate-chain', at: line.at, message: text(`チェイン「${name}」が二度定義されています`, `chain "${name}" is defined twice`),
        related: [{ at: first.line.at, message: text('最初の定義', 'first definition') }],
      })
    }
    const hook = getText(of, 'hook')
    if (hook === undefined) return void table.chains.set(name, { name, line, rules: [] })
    const written = get(of, 'prio')
    const priority = typeof written === 'number' ? written : PRIORITIES.get(written)
    const policy = POLICIES.get(get(of, 'policy') ?? 'accept')
    if (priority === undefined || policy === undefined) return this.#garbage(line, FAMILIES_OF[table.family])
    const devices = listOf(get(of, 'dev') ?? get(of, 'devs')).filter((device) => typeof device === 'string')
    const type = getText(of, 'type') ?? 'filter'
    line.text += ` { type ${type} hook ${hook} priority ${priority}; policy ${policy === 'permit' ? 'accept' : 'drop'}; }`
    table.chains.set(name, { name, line, base: { type, hook, priority, policy, devices }, rules: [] })
  }

  #rule(line: LineNote, of: unknown, first: boolean): void {
    const chain = this.#of(of)?.chains.get(getText(of, 'chain') ?? '')
    const statements = get(of, 'expr')
    if (!chain || !Array.isArray(statements)) return this.#garbage(line)
    const comment = getText(of, 'comment')
    line.text = ruleText(statements) + (comment === undefined ? '' : ` comment "${comment}"`)
    const handle = get(of, 'handle')
    const id = `${getText(of, 'family')!}/${getText(of, 'table')!}/${chain.name}/${typeof handle === 'number' ? handle : `#${chain.rules.length + 1}`}`
    if (first) chain.rules.unshift({ id, line, statements })
    else chain.rules.push({ id, line, statements })
  }

  #set(line: LineNote, kind: 'set' | 'map', of: unknown): void {
    const table = this.#of(of)
    const name = getText(of, 'name')
    if (!table || name === undefined) return this.#garbage(line)
    const elements = [...listOf(get(of, 'elem'))]
    line.text = `${kind} ${table.family} ${table.name} ${name} (${elements.length})`
    const flags = listOf(get(of, 'flags'))
    // A statement of the set, such as a limit, decides for each element by its traffic.
    const varies = flags.includes('dynamic') || flags.includes('timeout') || listOf(get(of, 'stmt')).some((one) => only(one)?.[0] !== 'counter')
    table.sets.set(name, { name, line, elements, varies })
  }

  #element(line: LineNote, of: unknown): void {
    const set = this.#of(of)?.sets.get(getText(of, 'name') ?? '')
    if (!set) return this.#garbage(line)
    for (const one of listOf(get(of, 'elem'))) set.elements.push(one)
    line.text = `element ${set.name}`
  }
}

/** They decide nothing until a rule names them. */
const OBJECTS = ['counter', 'quota', 'limit', 'ct helper', 'ct timeout', 'ct expectation', 'synproxy', 'secmark', 'flowtable', 'tunnel']

const POLICIES: ReadonlyMap<unknown, 'permit' | 'deny'> = new Map([['accept', 'permit'], ['drop', 'deny']])

const isTableFamily = (family: string | undefined): family is TableFamily => family !== undefined && Object.hasOwn(FAMILIES_OF, family)
