/** What `sanso rules` prints: the rules, one rule, the profiles, one profile. */
import { readProfile } from '../rules/profiles/chosen.ts'
import { EDITIONS } from '../rules/profiles/profile.ts'
import { nearest } from '../topology/did-you-mean.ts'
import { text, type Text } from '../verdict.ts'
import { EXIT } from './exit-code.ts'
import { ink } from './ink.ts'
import { safeJson } from './neutral.ts'
import { position } from './phrases.ts'
import { profileDocument, profileMarkdown, profilesText, profileText } from './profile-text.ts'
import type { RenderOptions } from './renderer.ts'
import { RULE_DOCUMENTS } from './rule-document.ts'
import { ruleMarkdown, rulesMarkdown } from './rules-markdown.ts'
import { rulesText, ruleText } from './rules-text.ts'

export const DOCUMENT_FORMATS = ['text', 'markdown', 'json'] as const
export interface DocumentOptions extends RenderOptions { readonly format: (typeof DOCUMENT_FORMATS)[number] }

/** `mistake`: there is nothing of that name. */
export type Documentation = { readonly output: string; readonly exitCode: number } | { readonly mistake: Text }

const printed = (output: string, exitCode: number = EXIT.proved): Documentation => ({ output, exitCode })
const json = (value: unknown): Documentation => printed(`${safeJson(value)}\n`)

/** Every rule, or the one that is named. */
export function documentRules(id: string | undefined, options: DocumentOptions): Documentation {
  const { format, lang } = options
  if (id === undefined) {
    return format === 'json' ? json(RULE_DOCUMENTS) : printed(format === 'text' ? rulesText(RULE_DOCUMENTS, ink(options)) : rulesMarkdown(RULE_DOCUMENTS, lang))
  }
  const rule = RULE_DOCUMENTS.find((one) => one.id === id)
  if (!rule) return unknown(text('規則', 'rule'), id, RULE_DOCUMENTS.map((one) => one.id))
  return format === 'json' ? json(rule) : printed(format === 'text' ? ruleText(rule, ink(options)) : ruleMarkdown(rule, lang))
}

/** Every shipped profile, the one that is named, or a municipality's own: `content` is what its file holds. */
export function documentProfile(name: string | undefined, content: string | undefined, options: DocumentOptions): Documentation {
  const { format, lang } = options
  const pen = ink(options)
  if (name === undefined) return format === 'json' ? json([...EDITIONS.values()].map(profileDocument)) : printed(profilesText([...EDITIONS.values()], pen))
  const { edition, problems, source } = content === undefined ? { edition: EDITIONS.get(name), problems: [] } : readProfile(name, content)
  if (problems.length > 0) {
    return printed(problems.map(({ at, message, code }) => `${position(source!.locate(at))}  ${pen.say(message)}  [${code}]\n`).join(''), EXIT.invalid)
  }
  if (!edition) return unknown(text('プロファイル', 'profile'), name, [...EDITIONS.keys()])
  const document = profileDocument(edition)
  return format === 'json' ? json(document) : printed(format === 'text' ? profileText(document, pen) : profileMarkdown(document, lang))
}

function unknown(kind: Text, name: string, known: readonly string[]): Documentation {
  const near = nearest(name, known)
  const list = near === undefined ? known.join(', ') : near
  return { mistake: near === undefined ? text(`${kind.ja}「${name}」はありません（あるもの: ${list}）`, `there is no ${kind.en} "${name}" (known: ${list})`)
    : text(`${kind.ja}「${name}」はありません。「${near}」のことですか？`, `there is no ${kind.en} "${name}"; did you mean "${near}"?`) }
}
