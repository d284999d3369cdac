/** Everything that is documented about a rule, as data: what `sanso rules` prints and `src/rules/README.md` holds. */
import { RULES } from '../rules/index.ts'
import { EDITIONS } from '../rules/profiles/profile.ts'
import type { Rule } from '../rules/rule.ts'
import type { Severity } from '../verdict.ts'

export interface RuleDocument extends Omit<Rule, 'check'> {
  /** By `<rule>` and `<rule>/<grade>`, what each shipped profile says. */
  readonly severities: Readonly<Record<string, Readonly<Record<string, Severity>>>>
  /** One edit apart; from the top of the repository and of the package. */
  readonly examples: { readonly pass: string; readonly fail: string }
}

export const RULE_DOCUMENTS: readonly RuleDocument[] = RULES.map(({ check: _, ...rule }) => ({
  ...rule,
  severities: severitiesOf(rule.id),
  examples: { pass: `examples/rules/${rule.id}.pass.yaml`, fail: `examples/rules/${rule.id}.fail.yaml` },
}))

function severitiesOf(id: string): RuleDocument['severities'] {
  const editions = [...EDITIONS.values()]
  const keys = [...new Set(editions.flatMap(({ severities }) => Object.keys(severities)))].filter((key) => key === id || key.startsWith(`${id}/`))
  return Object.fromEntries(keys.map((key) => [key, Object.fromEntries(editions.flatMap((edition) => {
    const severity = edition.severities[key]
    return severity ? [[edition.id, severity.value]] : []
  }))]))
}

/** Neighbours of one clause together, in the order of the documentation. */
export function byClause(documents: readonly RuleDocument[]): readonly (readonly [clause: string, rules: readonly RuleDocument[]])[] {
  const groups = new Map<string, RuleDocument[]>()
  for (const one of documents) groups.set(one.clause, [...(groups.get(one.clause) ?? []), one])
  return [...groups]
}
