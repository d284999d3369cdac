/**
 * The lines of a dump into tables, chains and rules. What `iptables-restore` would refuse is a problem; what it would take and
 * we do not understand is a gap; every line gets a status.
 */
import type { Family } from '../../net/header.ts'
import type { Gap } from '../../topology/model.ts'
import { text } from '../../verdict.ts'
import type { At, Problem, Text } from '../../verdict.ts'
import type { ConfigFile, LineStatus } from '../reader.ts'
import { detectFamily, headerFamily } from './family.ts'
import { BUILT_IN } from './hooks.ts'
import { parseRule } from './rule.ts'
import type { RuleText } from './rule.ts'
import { wordsOf } from './words.ts'
import type { Word } from './words.ts'

export interface LineNote { readonly at: At; readonly text: string; status: LineStatus; why?: Text }

export interface DumpRule extends RuleText { readonly line: LineNote }

export interface DumpChain {
  readonly name: string
  at: At
  /** Of a built-in chain, where it is written. */
  policy?: { readonly otherwise: 'permit' | 'deny'; readonly at: At }
  readonly rules: DumpRule[]
}

export interface Table { readonly name: string; readonly at: At; readonly chains: Map<string, DumpChain> }

export interface Ruleset { readonly family: Family; readonly at: At; readonly tables: Map<string, Table> }

export interface Dump {
  readonly rulesets: ReadonlyMap<Family, Ruleset>
  readonly lines: LineNote[]
  readonly gaps: Gap[]
  /** What is not understood and may translate: it stands at the head of every chain of its family's nat table, too. */
  readonly strays: { readonly family: Family; readonly at: At; readonly what: string }[]
  readonly problems: Problem[]
}

export function parseDump(files: readonly ConfigFile[]): Dump {
  const rulesets = new Map<Family, Ruleset>()
  const dump: Dump = { rulesets, lines: [], gaps: [], strays: [], problems: [] }
  for (const file of files) new DumpFile(file, rulesets, dump).parse()
  for (const stray of dump.strays) placeStray(stray, rulesets)
  return dump
}

/** Where in the table it stands is not known; it may apply to any packet, before every other rule. */
function placeStray({ family, at, what }: Dump['strays'][number], rulesets: Map<Family, Ruleset>): void {
  const ruleset = rulesets.get(family) ?? { family, at, tables: new Map<string, Table>() }
  rulesets.set(family, ruleset)
  const nat = ruleset.tables.get('nat') ?? { name: 'nat', at, chains: new Map<string, DumpChain>() }
  ruleset.tables.set('nat', nat)
  const rule: DumpRule = { ...parseRule([], at), stray: [what], line: { at, text: what, status: 'not understood' } }
  for (const name of BUILT_IN['nat']!) builtIn(nat, name).rules.unshift(rule)
}

const POLICIES: ReadonlyMap<string, 'permit' | 'deny'> = new Map([['ACCEPT', 'permit'], ['DROP', 'deny']])

/** Comments by which `iptables-nft-save` says that it does not show everything. */
const INCOMPLETE = /^# (Warning: .* tables present|Table .* (incompatible|use 'nft' tool))/

class DumpFile {
  #file: ConfigFile
  #rulesets: Map<Family, Ruleset>
  #dump: Dump
  #family: Family
  #table: Table | undefined
  /** Inside a table that does not exist in iptables. */
  #foreign = false

  constructor(file: ConfigFile, rulesets: Map<Family, Ruleset>, dump: Dump) {
    this.#file = file
    this.#rulesets = rulesets
    this.#dump = dump
    this.#family = file.family ?? detectFamily(file.content)
  }

  parse(): void {
    const texts = this.#file.content.replace(/^\uFEFF/, '').split('\n')
    if (texts.at(-1) === '') texts.pop()
    for (const [index, raw] of texts.entries()) {
      const line: LineNote = { at: { file: this.#file.file, line: index + 1 }, text: raw.replace(/\r$/, ''), status: 'understood' }
      this.#dump.lines.push(line)
      this.#line(line, line.text.trim())
    }
    // `iptables-restore` does nothing without it: the end of the file is missing, and who knows what stood there.
    if (this.#table) this.#gap(this.#file.at, `${this.#file.file}: *${this.#table.name} without COMMIT`)
  }

  #line(line: LineNote, content: string): void {
    if (content === '' || content.startsWith('#')) this.#comment(line, content)
    else if (content.startsWith('*')) this.#open(line, content.slice(1).trim())
    else if (this.#foreign) {
      line.status = 'not understood'
      line.why = text('未知のテーブルの中の行です', 'a line of an unknown table')
      if (content === 'COMMIT') this.#foreign = false
    } else if (!this.#table) this.#garbage(line)
    else if (content === 'COMMIT') this.#table = undefined
    else if (content.startsWith(':')) this.#declare(line, this.#table, content.slice(1).split(/[ \t]+/))
    else this.#command(line, this.#table, wordsOf(content))
  }

  #comment(line: LineNote, content: string): void {
    line.status = 'irrelevant'
    const family = headerFamily(content)
    if (family && this.#file.family && family !== this.#file.family) {
      this.#problem('config-family', line, text(`IPv${this.#file.family} のファイルとして指定されていますが、IPv${family} の出力です`,
        `declared as a file of IPv${this.#file.family}, but this is a dump of IPv${family}`))
    } else if (family) this.#family = family
    if (INCOMPLETE.test(content)) this.#garbage(line)
  }

  #open(line: LineNote, name: string): void {
    if (this.#table) this.#gap(line.at, `*${this.#table.name} without COMMIT`)
    this.#foreign = !Object.hasOwn(BUILT_IN, name)
    this.#table = undefined
    if (this.#foreign) return this.#garbage(line)
    const ruleset = this.#rulesets.get(this.#family) ?? { family: this.#family, at: line.at, tables: new Map() }
    this.#rulesets.set(this.#family, ruleset)
    // The second replaces the first, or is added to it (`iptables-restore --noflush`): the file does not say.
    const first = ruleset.tables.get(name)
    if (first) {
      this.#gap(line.at, `*${name} stands twice`, name)
      for (const rule of rulesOf(first)) {
        rule.line.status = 'not understood'
        rule.line.why = text(`テーブル「${name}」が再び現れます`, `table "${name}" stands twice`)
      }
    }
    this.#table = { name, at: line.at, chains: new Map() }
    ruleset.tables.set(name, this.#table)
  }

  /** `:CHAIN POLICY [packets:bytes]` */
  #declare(line: LineNote, table: Table, [name = '', policy = '', ...counters]: readonly string[]): void {
    if (name === '' || counters.length > 1 || counters.some((one) => !COUNTERS.test(one))) return this.#garbage(line)
    if (isBuiltIn(table, name)) return this.#setPolicy(line, table, name, policy)
    if (policy !== '-') {
      this.#problem('chain-policy', line, text(`チェイン「${name}」は組み込みではないので、ポリシー「${policy}」を持てません`,
        `chain "${name}" is not built in and can have no policy "${policy}"`))
    }
    this.#create(line, table, name)
  }

  #setPolicy(line: LineNote, table: Table, name: string, policy: string): void {
    const otherwise = POLICIES.get(policy)
    // A dash leaves the policy as it was.
    if (!otherwise && policy !== '-') return this.#garbage(line)
    const chain = builtIn(table, name)
    chain.at = line.at
    if (otherwise) chain.policy = { otherwise, at: line.at }
  }

  #create(line: LineNote, table: Table, name: string): void {
    const first = table.chains.get(name)
    if (!first) { table.chains.set(name, { name, at: line.at, rules: [] }); return }
    this.#problem('duplicate-chain', line, text(`チェイン「${name}」が二度定義されています`, `chain "${name}" is defined twice`), [
      { at: first.at, message: text('最初の定義', 'first definition') },
    ])
  }

  #command(line: LineNote, table: Table, words: readonly Word[] | undefined): void {
    const [command, chain, ...rest] = COUNTERS.test(words?.[0]?.text ?? '') ? words!.slice(1) : words ?? []
    const kind = command && !command.quoted ? COMMANDS.get(command.text) : undefined
    if (!kind || !chain) return this.#garbage(line)
    if (kind === 'new' && rest.length === 0) return this.#create(line, table, chain.text)
    if (kind === 'policy' && rest.length === 1 && isBuiltIn(table, chain.text)) return this.#setPolicy(line, table, chain.text, rest[0]!.text)
    if (kind === 'new' || kind === 'policy') return this.#garbage(line)
    const { rules } = isBuiltIn(table, chain.text) ? builtIn(table, chain.text) : table.chains.get(chain.text) ?? {}
    if (!rules) {
      this.#notUnderstood(line)
      return this.#problem('undefined-chain', line, text(`チェイン「${chain.text}」は定義されていません`, `chain "${chain.text}" is not defined`))
    }
    const numbered = kind === 'insert' && /^[1-9]\d{0,8}$/.test(rest[0]?.text ?? '')
    const index = kind === 'append' ? rules.length : numbered ? Number(rest[0]!.text) - 1 : 0
    if (index > rules.length) return this.#garbage(line)
    rules.splice(index, 0, { ...parseRule(numbered ? rest.slice(1) : rest, line.at), line })
  }

  #notUnderstood(line: LineNote): void {
    line.status = 'not understood'
    line.why = text('この行の意味は分かりません', 'the meaning of this line is not known')
  }

  #garbage(line: LineNote): void {
    this.#notUnderstood(line)
    this.#gap(line.at, line.text)
  }

  /** What is not understood outside the tables that only filter may translate or reroute: then packets may go anywhere. */
  #gap(at: At, what: string, table = this.#table?.name): void {
    this.#dump.gaps.push({ touches: 'filters', families: [this.#family], at, what })
    if (table !== 'filter' && table !== 'raw' && table !== 'security') this.#dump.strays.push({ family: this.#family, at, what })
  }

  #problem(code: string, { at }: LineNote, message: Text, related?: Problem['related']): void {
    this.#dump.problems.push({ code, at, message, ...(related && { related }) })
  }
}

const COUNTERS = /^\[\d+:\d+\]$/

const COMMANDS: ReadonlyMap<string, 'append' | 'insert' | 'new' | 'policy'> = new Map([
  ['-A', 'append'], ['--append', 'append'], ['-I', 'insert'], ['--insert', 'insert'],
  ['-N', 'new'], ['--new-chain', 'new'], ['-P', 'policy'], ['--policy', 'policy'],
])

export const rulesOf = ({ chains }: Table): DumpRule[] => [...chains.values()].flatMap(({ rules }) => rules)

const isBuiltIn = (table: Table, chain: string): boolean => BUILT_IN[table.name]!.includes(chain)

/** Built-in chains exist without being declared. */
function builtIn(table: Table, name: string): DumpChain {
  const chain = table.chains.get(name) ?? { name, at: table.at, rules: [] }
  table.chains.set(name, chain)
  return chain
}
