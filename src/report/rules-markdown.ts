/** Rules as Markdown: in one language for a document of one's own, in both for `src/rules/README.md`. */
import { text, type Lang } from '../verdict.ts'
import { byClause, type RuleDocument } from './rule-document.ts'
import { basis, example, LABEL, RELATION, severity } from './rule-words.ts'

const HEAD = text('規則', 'Rules')
const ABOUT = text(
  '規則そのものから作られています（`sanso rules --format markdown` と同じもの）。手で書き換えないでください。根拠が「基本方針」の規則だけが、条文に反すると言うことができます。',
  'Made from the rules themselves, as `sanso rules --format markdown` prints them: do not edit. Only a rule whose basis is the policy may say that the Article is broken.')

/** `up` leads from where the document stands to the top of the repository. */
export const rulesMarkdown = (documents: readonly RuleDocument[], lang: Lang, up = ''): string => [
  `# ${HEAD[lang]}`, '', ABOUT[lang], '',
  ...byClause(documents).flatMap(([clause, rules]) => [`## ${clause}`, '', ...rules.map((rule) => ruleMarkdown(rule, lang, up))]),
].join('\n')

export function ruleMarkdown(rule: RuleDocument, lang: Lang, up = ''): string {
  const { id, title, relation, severities, checks, why, fix, examples } = rule
  const item = (label: keyof typeof LABEL, said: string): string => `- **${LABEL[label][lang]}** — ${said}`
  const [own, ...grades] = Object.entries(severities)
  const graded = grades.map(([key, by]) => (lang === 'ja' ? `、\`${key}\` は${severity(by).ja}` : `, \`${key}\`: ${severity(by).en}`)).join('')
  return [
    `### \`${id}\` ${title[lang]}`, '',
    item('basis', basis(rule)[lang]),
    item('relation', RELATION[relation][lang]),
    item('severity', severity(own![1])[lang] + graded),
    item('checks', checks[lang]),
    item('why', why[lang]),
    item('fix', fix[lang]),
    item('examples', `${example[lang]}: [pass](${up}${examples.pass}), [fail](${up}${examples.fail})`),
    '',
  ].join('\n')
}

/** From `src/rules`. */
export const rulesReadme = (documents: readonly RuleDocument[]): string =>
  (['ja', 'en'] as const).map((lang) => rulesMarkdown(documents, lang, '../../')).join('\n---\n\n')
