/** A profile explained: every value with where it comes from, as text or as Markdown. */
import { changes, explained, type Explained } from '../rules/profiles/explained.ts'
import type { Edition } from '../rules/profiles/profile.ts'
import type { Source } from '../rules/profiles/sourced.ts'
import type { Lang } from '../verdict.ts'
import type { Ink } from './ink.ts'
import { neutral } from './neutral.ts'
import { LABEL } from './rule-words.ts'

export interface ProfileDocument {
  readonly id: string
  readonly title: Edition['title']
  readonly base?: string
  readonly values: readonly Explained[]
  /** What a municipality's own profile says otherwise. */
  readonly changes: readonly Explained[]
  readonly references: Edition['references']
  readonly notAsked: Edition['notAsked']
}

export const profileDocument = (edition: Edition): ProfileDocument => neutral({
  id: edition.id, title: edition.title, ...(edition.base && { base: edition.base.id }),
  values: explained(edition), changes: changes(edition), references: edition.references, notAsked: edition.notAsked,
})

export const profilesText = (editions: readonly Edition[], pen: Ink): string => `${[
  ...editions.map(({ id, title }) => `${id}  ${pen.say(title)}`), '',
  pen.t('一つのプロファイルの説明: sanso rules --profile 識別名またはファイル', 'all about one: sanso rules --profile ID or FILE'),
].join('\n')}\n`

/** Neighbours with one source say it once. */
export function profileText(profile: ProfileDocument, pen: Ink): string {
  const { id, title, base, values, changes: own, references, notAsked } = profile
  const line = ({ key, value, was, loosens }: Explained): string =>
    `  ${key}: ${was ? `${pen.say(was)} → ` : ''}${pen.say(value)}${loosens ? pen.t(' [緩和]', ' [asks less]') : ''}`
  return `${[
    pen.paint('bold', `${id}  ${pen.say(title)}`),
    ...(base === undefined ? [] : [pen.t(`${base} を基にし、${own.length} 件を変えている`, `extends ${base} and says ${own.length} things otherwise`)]),
    '',
    ...bySource(values).flatMap(([source, group]) => [...group.map(line), `    ${pen.paint('dim', `${pen.say(LABEL.source)}: ${cited(source, pen.lang)}`)}`]),
    ...Object.entries(references).map(([rule, clauses]) => `  references.${rule}: ${clauses.join(pen.t('・', ', '))}`),
    '',
    pen.t('この版では判定しない事項:', 'not judged by this version:'),
    ...notAsked.map(({ clause, text }) => `  ${clause} ${pen.say(text)}`),
  ].join('\n')}\n`
}

export function profileMarkdown({ id, title, values, references }: ProfileDocument, lang: Lang): string {
  const cell = (said: string): string => said.replaceAll('|', '\\|')
  return [
    `# ${id} ${title[lang]}`, '', lang === 'ja' ? '| キー | 値 | 出典 |' : '| key | value | source |', '|---|---|---|',
    ...values.map(({ key, value, was, source }) => `| \`${cell(key)}\` | ${cell(`${was ? `${was[lang]} → ` : ''}${value[lang]}`)} | ${cell(cited(source, lang))} |`),
    ...Object.entries(references).map(([rule, clauses]) => `| \`references.${cell(rule)}\` | ${cell(clauses.join(', '))} | |`), '',
  ].join('\n')
}

/** What is inferred or was not read says so itself. */
const cited = ({ text, on }: Source, lang: Lang): string => `${text[lang]}${on === undefined ? '' : ` [${on}]`}`

function bySource(values: readonly Explained[]): (readonly [Source, Explained[]])[] {
  const groups: (readonly [Source, Explained[]])[] = []
  for (const one of values) {
    const last = groups.at(-1)
    if (last && last[0].text.ja === one.source.text.ja && last[0].on === one.source.on) last[1].push(one)
    else groups.push([one.source, [one]])
  }
  return groups
}
