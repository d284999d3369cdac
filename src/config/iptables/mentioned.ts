/** Names in a dump: the chains that it defines, and the sets that it only refers to (`ipset save` writes a file of its own). */
import type { Definition } from '../../topology/model.ts'
import type { Reference } from '../reader.ts'
import { rulesOf } from './dump.ts'
import type { Ruleset } from './dump.ts'
import { COMMAND } from './family.ts'
import { BUILT_IN } from './hooks.ts'

/** The chains of one's own making. One is used if any rule of its table calls it, whether or not a packet ever gets there. */
export function definitionsOf(rulesets: readonly Ruleset[]): Omit<Definition, 'device'>[] {
  return rulesets.flatMap(({ family, tables }) => [...tables.values()].flatMap((table) => {
    const called = new Set(rulesOf(table).flatMap(({ target }) => (target ? [target.name] : [])))
    return [...table.chains.values()].filter(({ name }) => !BUILT_IN[table.name]!.includes(name))
      .map(({ name, at }) => ({ kind: 'chain', id: `${COMMAND[family]}/${table.name}/${name}`, at, used: called.has(name) } as const))
  }))
}

/** `-m set --match-set NAME src,dst`, and its older spelling. */
export function referencesOf(rulesets: readonly Ruleset[]): Reference[] {
  const rules = rulesets.flatMap(({ tables }) => [...tables.values()].flatMap(rulesOf))
  return rules.flatMap(({ at, matches }) => matches.filter(({ module }) => module === 'set').flatMap(({ options }) =>
    options.filter(({ name }) => name === '--match-set' || name === '--set').flatMap(({ values: [name] }) =>
      (name === undefined ? [] : [{ kind: 'set', name, at } as const]))))
}
