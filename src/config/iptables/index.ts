/** `iptables-save` and `ip6tables-save`. One file or several, of one family or both; see README.md. */
import type { Family } from '../../net/header.ts'
import type { Condition, Gap, Pipeline, Sessions, Step } from '../../topology/model.ts'
import type { At } from '../../verdict.ts'
import type { ConfigFile, Reader, Reading } from '../reader.ts'
import { TableCompiler } from './chains.ts'
import { any } from '../conditions.ts'
import { passing } from '../netfilter/conditions.ts'
import { parseDump, rulesOf } from './dump.ts'
import type { Dump, DumpRule, Ruleset } from './dump.ts'
import { chainName, HOOKS } from './hooks.ts'
import { definitionsOf, referencesOf } from './mentioned.ts'
import type { Stage } from './hooks.ts'
import { madeBy, NAT_OPTIONS } from './translation.ts'

export const iptables: Reader = {
  syntaxes: ['iptables', 'iptables-save'], read,
  recognises: (content) => /^\*(?:filter|nat|mangle|raw|security)[ \t\r]*$/m.test(content),
}

const FAMILIES: readonly Family[] = [4, 6]

function read(files: readonly ConfigFile[], at: At): Reading {
  const dump = parseDump(files)
  for (const one of missing(dump, at)) dump.gaps.push(one)
  const rulesets = FAMILIES.flatMap((family) => dump.rulesets.get(family) ?? [])
  const compilers = new Map(rulesets.map((ruleset) => [ruleset, compilersOf(ruleset, dump)]))
  const stepsAt = (hook: keyof Pipeline): Step[] => HOOKS[hook].flatMap((stage) =>
    (stage.kind === 'track' ? [stage] : rulesets.flatMap((ruleset) => step(stage, hook, ruleset.family, compilers.get(ruleset)!) ?? [])))
  const pipeline: Pipeline = {
    prerouting: stepsAt('prerouting'), forward: stepsAt('forward'), postrouting: stepsAt('postrouting'),
    input: stepsAt('input'), output: stepsAt('output'),
  }
  for (const tables of compilers.values()) for (const compiler of tables.values()) compiler.finish()
  return {
    pipeline, sessions: sessionsOf(rulesets), gaps: dump.gaps, lines: dump.lines,
    interfaces: interfacesOf(rulesets), definitions: definitionsOf(rulesets), references: referencesOf(rulesets), problems: dump.problems,
  }
}

/** A dump says nothing of the other family; and one without the filter table is `iptables-save -t nat`, or of a machine with none. */
const missing = ({ rulesets }: Dump, at: At): Gap[] => FAMILIES.flatMap((family) => {
  const ruleset = rulesets.get(family)
  if (ruleset?.tables.has('filter')) return []
  const what = ruleset ? '*filter' : family === 4 ? 'iptables-save' : 'ip6tables-save'
  return [{ touches: 'filters', families: [family], at: ruleset?.at ?? at, what: `no ${what}` } as const]
})

const compilersOf = (ruleset: Ruleset, dump: Dump): Map<string, TableCompiler> => {
  const translated = translatedBy(ruleset)
  return new Map([...ruleset.tables.values()].map((table) =>
    [table.name, new TableCompiler(table, { family: ruleset.family, table: table.name, translated }, dump)]))
}

function translatedBy(ruleset: Ruleset): Condition {
  const nat = ruleset.tables.get('nat')
  const targets = (nat ? rulesOf(nat) : []).flatMap(({ target }) => (target && Object.hasOwn(NAT_OPTIONS, target.name) ? [target] : []))
  return any(targets.map((target) => madeBy(target, ruleset.family)).filter((made) => made.test !== 'any'))
}

function step(stage: Exclude<Stage, { kind: 'track' }>, hook: keyof Pipeline, family: Family, tables: ReadonlyMap<string, TableCompiler>): Step | undefined {
  const compiled = tables.get(stage.table)?.compile(chainName(hook), hook)
  if (!compiled) return undefined
  const chain = passing(family === 4 ? 6 : 4, compiled)
  return stage.kind === 'filter' ? { kind: 'filter', chain } : { kind: 'translate', field: stage.field, chain }
}

const allRules = ({ tables }: Ruleset): DumpRule[] => [...tables.values()].flatMap(rulesOf)

// ------------------------------------------------------------------------------------------------------------ sessions

/** Their rules switch connection tracking on, for their own family (`nf_ct_netns_get` in each module's check). */
const TRACKING_MATCHES = ['conntrack', 'state', 'connbytes', 'connlabel', 'connlimit', 'connmark', 'helper', 'cluster']
const TRACKING_TARGETS = [...Object.keys(NAT_OPTIONS), 'CT', 'CONNMARK', 'CONNSECMARK']

const tracks = ({ matches, target }: DumpRule): boolean =>
  matches.some(({ module }) => TRACKING_MATCHES.includes(module)) || (!!target && TRACKING_TARGETS.includes(target.name))

const helps = ({ matches, target }: DumpRule): boolean => matches.some(({ module }) => module === 'helper')
  || (target?.name === 'CT' && target.options.some(({ name }) => name === '--helper'))

/**
 * Tracking brings defragmentation with it, at a priority before every table (net/ipv4/netfilter/nf_defrag_ipv4.c, -400): then
 * no chain ever sees a later fragment. Each family by itself: one that does not track lets the device count as not reassembling.
 */
const sessionsOf = (rulesets: readonly Ruleset[]): Sessions => ({
  kind: 'conntrack',
  reassembles: rulesets.length > 0 && rulesets.every((ruleset) => allRules(ruleset).some(tracks)),
  helpers: rulesets.some((ruleset) => allRules(ruleset).some(helps)),
})

// ---------------------------------------------------------------------------------------------------------- interfaces

/** `lo` is the device itself; a name that ends in `+` is a pattern. */
function interfacesOf(rulesets: readonly Ruleset[]): Map<string, At> {
  const mentioned = new Map<string, At>()
  for (const { at, matches } of rulesets.flatMap((ruleset) => allRules(ruleset))) {
    for (const { name, values: [value = ''] } of matches[0]?.options ?? []) {
      const concrete = (name === '-i' || name === '-o') && value !== '' && value !== 'lo' && value !== '+'
      if (concrete && !mentioned.has(value)) mentioned.set(value, at)
    }
  }
  return mentioned
}
