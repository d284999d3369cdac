/** `nft -j list ruleset`, libnftables-json(5); see README.md. */
import type { Family } from '../../net/header.ts'
import { ANYTHING } from '../../topology/model.ts'
import type { Condition, Definition, Pipeline, Rule, Sessions, Step } from '../../topology/model.ts'
import { text } from '../../verdict.ts'
import type { At } from '../../verdict.ts'
import { any, NEVER, unknown } from '../conditions.ts'
import type { ConfigFile, Reader, Reading } from '../reader.ts'
import { alteredBy, calledBy, interfacesOf, setsOf, within } from './called.ts'
import { TableCompiler } from './chains.ts'
import type { Context } from './fields.ts'
import { CONNTRACK, hookOf, isLink, perhaps, stepsAt } from './hooks.ts'
import type { Compiled } from './hooks.ts'
import { documentOf, get, only } from './json.ts'
import { FAMILIES_OF, Objects } from './ruleset.ts'
import type { Base, RuleLines, Ruleset, Table } from './ruleset.ts'
import { madeByAny, rewritings } from './translation.ts'

const JSON_FORM = /^\s*\{\s*"nftables"\s*:/
const TEXT_FORM = /^[ \t]*(?:#!.*\bnft\b|(?:add |create )?table (?:ip6?|inet|arp|bridge|netdev) \S+|flush ruleset\b)/m

export const nftables: Reader = {
  syntaxes: ['nftables', 'nft'], read,
  recognises: (content) => JSON_FORM.test(content) || TEXT_FORM.test(content),
}

const ALL: readonly Family[] = [4, 6]

function read(files: readonly ConfigFile[], at: At): Reading {
  const objects = new Objects()
  const { ruleset } = objects
  if (files.length === 0) missing(ruleset, at, 'nft -j list ruleset')
  for (const file of files) readFile(file, objects)
  const tables = [...ruleset.tables.values()]
  const compilers = tables.filter(({ isActive }) => isActive !== 'no').map((table) => new TableCompiler(table, ruleset))
  const effects = { helps: false, offloads: false }
  const compiled = compilers.flatMap((compiler) => baseChains(compiler, tables, effects))
  for (const table of tables) (compilers.find((one) => one.table === table) ?? new TableCompiler(table, ruleset)).finish()
  for (const table of tables) undefinedSets(table, ruleset)
  const steps = (hook: keyof Pipeline): Pipeline[keyof Pipeline] => withDefragmentation(hook, withStrays(hook, stepsAt(hook, compiled, effects.offloads), ruleset), tables)
  return {
    pipeline: {
      prerouting: steps('prerouting'), forward: steps('forward'), postrouting: steps('postrouting'), input: steps('input'), output: steps('output'),
    },
    sessions: sessionsOf(tables, effects.helps), gaps: ruleset.gaps, lines: ruleset.lines,
    interfaces: mentioned(tables), definitions: tables.flatMap(definitionsOf), references: [], problems: ruleset.problems,
  }
}

function readFile(file: ConfigFile, objects: Objects): void {
  const { ruleset } = objects
  const document = documentOf(file.file, file.content)
  if (document) {
    for (const entry of document.entries) objects.add(entry)
    if (document.complete) return
    ruleset.problems.push({ code: 'config-incomplete', at: file.at, message: text(`設定ファイル「${file.file}」は途中で切れています`, `configuration file "${file.file}" is cut short`) })
    return missing(ruleset, file.at, `${file.file}: the rest`)
  }
  const lines = file.content.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const why = text('nft -j list ruleset の出力（JSON）を指定してください', 'give the output of nft -j list ruleset (JSON)')
  for (const one of lines.map((line, index) => ({ at: { file: file.file, line: index + 1 }, text: line, status: 'not understood' as const, why }))) ruleset.lines.push(one)
  ruleset.problems.push({
    code: 'config-syntax', at: file.at,
    message: text(`設定ファイル「${file.file}」は nftables の JSON ではありません。機器で「nft -j list ruleset」を実行した結果を指定してください`,
      `configuration file "${file.file}" is not the JSON of nftables: give what "nft -j list ruleset" prints on the device`),
  })
  missing(ruleset, file.at, file.file)
}

function missing({ gaps }: Ruleset, at: At, what: string): void {
  gaps.push(...(['filters', 'forwarding'] as const).map((touches) => ({ touches, families: ALL, at, what })))
}

/** What could not be read outside every chain may translate as well, before all else. */
function withStrays(hook: keyof Pipeline, steps: Pipeline[keyof Pipeline], { gaps }: Ruleset): Pipeline[keyof Pipeline] {
  const strays = gaps.filter(({ touches }) => touches === 'filters')
  if (strays.length === 0 || (hook !== 'prerouting' && hook !== 'postrouting')) return steps
  const rules = strays.map(({ at, what }): Rule => ({ at, when: unknown(what), action: { do: 'rewrite', to: { addresses: 'unknown', ports: [[0, 65535]] } } }))
  return [...steps, { kind: 'translate', field: hook === 'prerouting' ? 'destination' : 'source', chain: { name: 'nat', at: strays[0]!.at, rules, otherwise: 'permit' } }]
}

function baseChains(compiler: TableCompiler, tables: readonly Table[], effects: { helps: boolean; offloads: boolean }): Compiled[] {
  const { table } = compiler
  const translating = contextOfNat(tables)
  const hidden = showsNoElements(tables)
  return [...table.chains.values()].flatMap((lines): Compiled[] => {
    const base = lines.base
    const hook = base && hookOf(table, base)
    if (!base || !hook) return []
    const early = isLink(table, base) || ((hook === 'prerouting' || hook === 'output') && base.priority <= CONNTRACK)
    const { chain, effects: own } = compiler.compile(lines, {
      family: table.family, hook, early, translates: base.type === 'nat', sets: table.sets, altered: alteredIn(table), hidden, ...translating,
    })
    effects.helps ||= own.helps
    effects.offloads ||= own.offloads
    return [{ table, lines, base, chain: isLink(table, base) ? atLink(table, base, hook, chain) : chain, rewrites: own.rewrites }]
  })
}

/**
 * Chains at a device see its packets and those of what is built on it, such as its VLANs; whether others pass there, the ruleset
 * does not tell.
 */
function atLink(table: Table, base: Base, hook: keyof Pipeline, chain: Compiled['chain']): Compiled['chain'] {
  const test = hook === 'prerouting' ? 'in' : 'out'
  const known = base.devices.length > 0 && (table.family === 'netdev' || table.family === 'inet')
  if (!known) return perhaps(chain, table.line.text)
  return perhaps(chain, table.line.text, any([{ test, names: base.devices }, unknown(`${table.line.text} ${base.devices.join(', ')}`)]))
}

const showsNoElements = (tables: readonly Table[]): boolean => tables.every(({ sets }) => [...sets.values()].every(({ elements }) => elements.length === 0))

const alteredIn = ({ chains }: Table): Set<string> => new Set([...chains.values()].flatMap(({ rules }) => rules.flatMap(alteredBy)))

/** What the translating statements of all tables can have made of a packet. */
function contextOfNat(tables: readonly Table[]): Pick<Context, 'translated' | 'translatesSource'> {
  const statements = tables.flatMap((table) => rulesOf(table).flatMap(({ statements: of }) => of.map((statement) => ({ table, named: only(statement) }))))
  const made = statements.flatMap(({ table, named }): Condition[] => {
    const [name = '', of] = named ?? []
    if (name === 'xt' && ['DNAT', 'REDIRECT', 'NETMAP'].includes(String(get(of, 'name')))) return [ANYTHING]
    if (name !== 'dnat' && name !== 'redirect') return []
    const context: Context = {
      family: table.family, hook: 'prerouting', early: false, translates: true, sets: table.sets, altered: alteredIn(table), hidden: showsNoElements(tables), translated: NEVER, translatesSource: false,
    }
    return [madeByAny(rewritings(name, of, context) ?? [])]
  })
  const source = statements.some(({ named: [name, of] = [undefined, undefined] }) => name === 'snat' || name === 'masquerade' || (name === 'xt' && get(of, 'type') === 'target'))
  return { translated: made.length === 0 ? NEVER : any(made), translatesSource: source }
}

// ------------------------------------------------------------------------------------------------------------- details

const rulesOf = ({ chains }: Table): RuleLines[] => [...chains.values()].flatMap(({ rules }) => rules)

function undefinedSets(table: Table, { problems }: Ruleset): void {
  for (const rule of rulesOf(table)) {
    for (const name of new Set(setsOf(rule).filter((one) => !table.sets.has(one)))) {
      if (/^[A-Za-z][\w./-]*$/.test(name)) problems.push({ code: 'undefined-set', at: rule.line.at, message: text(`集合「${name}」は定義されていません`, `set "${name}" is not defined`) })
    }
  }
}

/** Their statements switch connection tracking on for their families (`nf_ct_netns_get`), and defragmentation with it. */
const TRACKING = ['snat', 'dnat', 'masquerade', 'redirect', 'flow', 'ct count', 'ct helper', 'ct timeout', 'ct expectation', 'synproxy', 'xt']

const tracks = ({ statements }: RuleLines): boolean =>
  statements.some((statement) => TRACKING.includes(only(statement)?.[0] ?? '')) || [...within(statements)].some((value) => get(value, 'ct') !== undefined)

const trackedBy = (tables: readonly Table[]): Family[] => ALL.filter((family) => tables.some((table) =>
  table.isActive === 'yes' && ['ip', 'ip6', 'inet'].includes(table.family) && FAMILIES_OF[table.family].includes(family) && rulesOf(table).some(tracks)))

/** Packets of a tracked family are put together before every chain but those at a link (priority -400). */
const sessionsOf = (tables: readonly Table[], helpers: boolean): Sessions =>
  ({ kind: 'conntrack', reassembles: trackedBy(tables).length === ALL.length, helpers })

/** Where that is so of one family only, its fragments stop here by a rule of their own. */
function withDefragmentation(hook: keyof Pipeline, steps: Pipeline[keyof Pipeline], tables: readonly Table[]): Pipeline[keyof Pipeline] {
  const [family, ...others] = trackedBy(tables)
  if (family === undefined || others.length > 0 || (hook !== 'prerouting' && hook !== 'output')) return steps
  const { at } = tables[0]!.line
  const step: Step = {
    kind: 'filter',
    chain: { name: 'nf_defrag', at, otherwise: 'permit', rules: [{ at, when: { test: 'all', of: [{ test: 'family', family }, { test: 'fragment' }] }, action: { do: 'deny' } }] },
  }
  return [step, ...steps]
}

function mentioned(tables: readonly Table[]): Map<string, At> {
  const found = new Map<string, At>()
  for (const table of tables.filter(({ family, isActive }) => isActive !== 'no' && family !== 'bridge' && family !== 'arp')) {
    for (const rule of rulesOf(table)) for (const name of interfacesOf(rule, table)) if (!found.has(name)) found.set(name, rule.line.at)
  }
  return found
}

/** Chains of one's own making, sets and maps. One is used if any rule of its table names it. */
function definitionsOf(table: Table): Omit<Definition, 'device'>[] {
  const called = new Set(rulesOf(table).flatMap((rule) => calledBy(rule, table)))
  const asked = new Set(rulesOf(table).flatMap(setsOf))
  const of = (name: string): string => `${table.family}/${table.name}/${name}`
  return [
    ...[...table.chains.values()].filter(({ base }) => !base).map(({ name, line }) => ({ kind: 'chain', id: of(name), at: line.at, used: called.has(name) } as const)),
    ...[...table.sets.values()].map(({ name, line }) => ({ kind: 'list', id: of(name), at: line.at, used: asked.has(name) } as const)),
  ]
}
