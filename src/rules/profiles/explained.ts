/** A profile as a list: every value under the key that a file would type, with where it comes from. */
import { text, type Severity, type Text } from '../../verdict.ts'
import type { CatalogueParty, Edition, Treatment } from './profile.ts'
import { isSourced, type Source } from './sourced.ts'

export interface Explained {
  /** As in a municipality's own file: `limits.exception-days`, `parties.eltax`. */
  readonly key: string
  readonly value: Text
  readonly source: Source
  /** What a municipality's own profile replaced. */
  readonly was?: Text
  /** Whether it asks less than before. */
  readonly loosens?: boolean
}

export const explained = (edition: Edition): Explained[] => [
  ...Object.entries(edition).flatMap(([key, value]) => (key === 'base' ? [] : leaves(kebab(key), value, edition.base !== undefined))),
  ...edition.zonePairs.map(({ from, to, communication, serviceText, clause, at }): Explained => ({
    key: `zone-pairs.${from}->${to}`, value: sentence(PAIRS[communication], serviceText),
    source: { ...edition.since.source, at, text: text(`${edition.since.source.text.ja} ${clause}`, `${edition.since.source.text.en}, ${clause}`) },
    loosens: communication === 'permitted',
  })),
]

/** What a municipality's own profile says otherwise than the one it extends. */
export const changes = (edition: Edition): Explained[] =>
  edition.base === undefined ? [] : explained(edition).filter(({ key, source, value, was }) => key !== 'since' && source.at !== undefined && was?.ja !== value.ja)

function leaves(key: string, value: unknown, extended: boolean): Explained[] {
  if (isSourced(value)) {
    const { value: now, source, was } = value
    const replaced = was !== undefined && { was: worded(key, was) }
    return [{ key, value: worded(key, now), source, ...replaced, ...(extended && source.at && { loosens: asksLess(now, was) }) }]
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).flatMap(([inner, one]) => leaves(`${key}.${key === 'limits' ? kebab(inner) : inner}`, one, extended))
}

const kebab = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const sentence = (word: Text, more: string | undefined): Text => more === undefined ? word : text(`${word.ja}（${more}）`, `${word.en} (${more})`)

// ---------------------------------------------------------------------------------------------------------- in words

const WORDS: Readonly<Record<string, Text>> = {
  error: text('エラー', 'error'), warning: text('警告', 'warning'), note: text('注記', 'note'),
  accept: text('認める', 'accepted'), warn: text('認めて注記する', 'accepted with a note'), 'exception-only': text('正式な例外に限る', 'by a formal exception alone'),
  forbidden: text('禁止', 'forbidden'), conditional: text('条件付きで認める', 'allowed on conditions'), 'named-services': text('名指しのサービスに限り認める', 'allowed to named services'),
  true: text('必要', 'required'), false: text('求めない', 'not asked'),
}

const PAIRS = {
  forbidden: text('登録があっても禁止', 'forbidden, registered or not'),
  registered: text('有効な登録の範囲に限る', 'within an active entry of the register'),
  permitted: text('対策基準が認める', 'permitted by the standard'),
}

const CLASSES: Readonly<Record<CatalogueParty['class'], Text>> = {
  offline: text('インターネットに接続されない', 'not on the Internet'),
  accepted: text('接続されるが、LGWAN経由で認める', 'on it, accepted through LGWAN'),
  undeclared: text('構成図での申告を要する', 'to be declared in the topology'),
}

const ROUTES: Readonly<Record<NonNullable<CatalogueParty['route']>, Text>> = {
  lgwan: text('（経路：LGWAN）', ' (through LGWAN)'),
  jukinet: text('（経路：住基ネットの専用回線）', " (by Juki-net's own circuit)"),
  dedicated: text('（経路：専用回線）', ' (by a dedicated circuit)'),
}

function worded(key: string, value: unknown): Text {
  if (isParty(value)) {
    const route = value.route ? ROUTES[value.route] : text('', '')
    return text(`${value.title.ja}：${CLASSES[value.class].ja}${route.ja}`, `${value.title.en}: ${CLASSES[value.class].en}${route.en}`)
  }
  if (isPrefix(value)) return text(`/${value[4]}、IPv6は /${value[6]}`, `/${value[4]}, of IPv6 /${value[6]}`)
  const plain = String(value)
  return WORDS[plain] ?? (key.endsWith('-days') ? text(`${plain}日`, `${plain} days`) : text(plain, plain))
}

const isParty = (value: unknown): value is CatalogueParty => typeof value === 'object' && value !== null && 'class' in value

const isPrefix = (value: unknown): value is Readonly<Record<4 | 6, number>> => typeof value === 'object' && value !== null && '4' in value && '6' in value

// -------------------------------------------------------------------------------------------------------------- less

const SEVERITIES: readonly Severity[] = ['note', 'warning', 'error']
const TREATMENTS: readonly Treatment[] = ['accept', 'warn', 'exception-only']

/** A new party asks less than the declaration that it replaces; of a value without order nothing is said. */
function asksLess(now: unknown, was: unknown): boolean {
  if (isParty(now)) return now.class !== 'undeclared' && (!isParty(was) || was.class !== now.class)
  if (isPrefix(now) && isPrefix(was)) return now[4] < was[4] || now[6] < was[6]
  if (typeof now === 'number') return now > Number(was)
  const order: readonly unknown[] = [SEVERITIES, TREATMENTS, ['conditional', 'forbidden']].find((words) => (words as readonly unknown[]).includes(now)) ?? []
  return order.indexOf(now) < order.indexOf(was)
}
