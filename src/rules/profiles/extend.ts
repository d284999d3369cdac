/** A municipality's document on top of the edition that it extends. */
import { Mistakes } from '../../topology/build/mistakes.ts'
import { ServiceNames } from '../../topology/build/service-names.ts'
import { each, entries, field, named, type Placed, type Table } from '../../topology/placed.ts'
import { text } from '../../verdict.ts'
import { isDay } from '../judgement/dates.ts'
import type { AuditForm } from './audit-form.ts'
import type { AuditTableDocument, PartyDocument, ProfileDocument, ValueDocument, ZonePairDocument } from './document.ts'
import { EDITIONS, type CatalogueParty, type Edition, type ZonePair } from './profile.ts'
import type { Source, Sourced } from './sourced.ts'

/** Undefined where the edition that it extends is not known; every other mistake leaves the rest to be looked at. */
export function extendedBy(typed: Placed<Partial<ProfileDocument>>, mistakes: Mistakes): Edition | undefined {
  const { value } = typed
  const id = field(typed, 'profile')
  if (id && EDITIONS.has(id.value)) mistakes.say('profile', id.at, text(
    `「${id.value}」は用意された評価基準の識別名です。別の名前にしてください`, `"${id.value}" is the name of a shipped profile: choose another`))
  const on = field(typed, 'standard') && field(field(typed, 'standard')!, 'on')
  if (on && !isDay(on.value)) mistakes.say('profile', on.at, text(`「${on.value}」は日付（YYYY-MM-DD）として読めません`, `"${on.value}" is no day (YYYY-MM-DD)`))
  const extended = field(typed, 'extends')
  const base = extended && EDITIONS.get(extended.value)
  if (extended && !base) {
    const hint = mistakes.hint(extended.value, EDITIONS)
    mistakes.say('unknown-name', extended.at, text(`基にする評価基準「${extended.value}」がありません${hint.ja}`, `there is no profile "${extended.value}" to extend${hint.en}`))
  }
  if (!base) return undefined
  const { document = '', on: since = '' } = value.standard ?? {}
  const cited = ({ value: { clause }, at }: Placed<{ readonly clause: string }>): Source =>
    ({ kind: 'standard', confirmed: true, on: since, at, text: text(`${document} ${clause}`, `${document}, ${clause}`) })
  const one = <T>(of: Sourced<T>, over: Placed<ValueDocument<T>> | undefined): Sourced<T> =>
    over ? { value: over.value.value, source: cited(over), was: of.value } : of
  const overlaid = <T>(of: Readonly<Record<string, Sourced<T>>>, over: Placed<Table<ValueDocument<T>>> | undefined, nameOf = (key: string) => key): Record<string, Sourced<T>> => ({
    ...of,
    ...Object.fromEntries(entries(over).flatMap(([typedKey, value]) => {
      const key = nameOf(typedKey)
      return of[key] ? [[key, one(of[key], value)]] : []
    })),
  })
  known('severities', base.severities)
  known('references', Object.fromEntries(Object.keys(base.severities).filter((key) => !key.includes('/')).map((key) => [key, true])))
  return {
    ...base, base,
    id: value.profile ?? '',
    title: text(value.title ?? '', value.title ?? ''),
    since: { value: since, source: { kind: 'standard', confirmed: true, on: since, at: typed.at, text: text(document, document) } },
    limits: overlaid(base.limits as Readonly<Record<string, Sourced<unknown>>>, field(typed, 'limits'), camel) as unknown as Edition['limits'],
    severities: overlaid(base.severities, field(typed, 'severities')),
    pathDivision: overlaid(base.pathDivision, field(typed, 'path-division')) as Edition['pathDivision'],
    myNumberWireless: one(base.myNumberWireless, field(typed, 'my-number-wireless')),
    myNumberScreenTransfer: one(base.myNumberScreenTransfer, field(typed, 'my-number-screen-transfer')),
    parties: { ...base.parties, ...Object.fromEntries(entries(field(typed, 'parties')).map(([key, party]) => [key, partyOf(key, party)])) },
    zonePairs: zonePairs(each(field(typed, 'zone-pairs')), mistakes),
    references: Object.fromEntries(entries(field(typed, 'references')).map(([key, clauses]) => [key, each(clauses).map((clause) => clause.value)])),
    auditForm: auditFormOf(base.auditForm, value['audit-table']),
  }

  function known(key: 'severities' | 'references', of: Readonly<Record<string, unknown>>): void {
    for (const [name, { at }] of entries<unknown>(field(typed, key))) {
      if (Object.hasOwn(of, name)) continue
      const hint = mistakes.hint(name, new Map(Object.entries(of)))
      mistakes.say('unknown-name', named(at), text(`規則「${name}」はありません${hint.ja}`, `there is no rule "${name}"${hint.en}`))
    }
  }

  function partyOf(key: string, party: Placed<PartyDocument>): Sourced<CatalogueParty> {
    const was = base!.parties[key]?.value
    const { title, route, class: name } = party.value
    if (title === undefined && !was) mistakes.say('profile', named(party.at), text(
      `相手方「${key}」は基にした一覧にないので、title が必要です`, `the party "${key}" is not in the catalogue that is extended: it needs a title`))
    const names = party.value.names === undefined ? was?.names ?? [] : each(field(party, 'names')).map((name) => name.value)
    const via = route ?? was?.route
    const titled = title === undefined ? was?.title ?? text(key, key) : text(title, title)
    return { value: { title: titled, names, class: name, ...(via && { route: via }) }, source: cited(party), ...(was && { was }) }
  }
}

/** Headings are the form's own: it is filled in the language that it was drawn up in. */
const auditFormOf = (form: AuditForm, typed: AuditTableDocument | undefined): AuditForm => typed ? {
  title: typed.title === undefined ? form.title : text(typed.title, typed.title),
  columns: typed.columns.map(({ heading, shows }) => ({ heading: text(heading, heading), shows })),
} : form

const camel = (key: string): string => key.replaceAll(/-[a-z]/g, (part) => part[1]!.toUpperCase())

function zonePairs(typed: readonly Placed<ZonePairDocument>[], mistakes: Mistakes): ZonePair[] {
  const services = new ServiceNames(new Map(), mistakes)
  const seen = new Map<string, Placed<ZonePairDocument>>()
  return typed.map((one): ZonePair => {
    const { from, to, communication, clause } = one.value
    const service = field(one, 'service')
    const earlier = seen.get(`${from}->${to}`)
    if (earlier) mistakes.say('profile', one.at, text(`${from} から ${to} への定めが二度あります`, `from ${from} to ${to} is ruled twice`), [
      { at: earlier.at, message: text('最初はここです', 'the first is here') }])
    seen.set(`${from}->${to}`, one)
    if ((service !== undefined) !== (communication === 'permitted')) mistakes.say('profile', one.at, text(
      'service は communication: permitted に必ず書き、ほかには書けません', 'service: belongs to communication: permitted, which needs it, and to nothing else'))
    return {
      from, to, communication, clause, at: one.at,
      ...(service && { service: services.resolve(service), serviceText: each(service).map((part) => part.value).join(', ') }),
    }
  })
}
