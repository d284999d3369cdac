/** Rules for people at a terminal: the list, and all about one. */
import type { Ink } from './ink.ts'
import { byClause, type RuleDocument } from './rule-document.ts'
import { basis, example, LABEL, RELATION, severity } from './rule-words.ts'

export function rulesText(documents: readonly RuleDocument[], pen: Ink): string {
  const width = Math.max(...documents.map(({ id }) => id.length))
  const sections = byClause(documents).map(([clause, rules]) => [
    pen.paint('bold', clause),
    ...rules.map(({ id, title, severities }) => `  ${id.padEnd(width)}  ${pen.say(title)}  [${pen.say(severity(severities[id]!))}]`),
  ])
  return `${[...sections.flatMap((lines) => [...lines, '']), pen.t('一つの規則の説明: sanso rules 規則名', 'all about one rule: sanso rules RULE')].join('\n')}\n`
}

export function ruleText(rule: RuleDocument, pen: Ink): string {
  const { id, title, clause, relation, severities, checks, why, fix, examples } = rule
  const line = (label: keyof typeof LABEL, said: string): string => `${pen.say(LABEL[label])}: ${said}`
  const [own, ...grades] = Object.entries(severities)
  return `${[
    pen.paint('bold', `${id}  ${pen.say(title)}`),
    '',
    line('clause', clause),
    line('relation', pen.say(RELATION[relation])),
    line('basis', pen.say(basis(rule))),
    line('severity', pen.say(severity(own![1]))),
    ...grades.map(([key, by]) => `  ${key}: ${pen.say(severity(by))}`),
    '',
    line('checks', pen.say(checks)),
    line('why', pen.say(why)),
    line('fix', pen.say(fix)),
    '',
    line('examples', pen.say(example)),
    `  ${examples.pass}`,
    `  ${examples.fail}`,
  ].join('\n')}\n`
}
