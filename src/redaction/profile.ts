/** A municipality's own profile names it, its standard and its zones; a shipped one is everybody's. */
import { catalogued } from '../rules/profiles/catalogue.ts'
import { profileOf, type CatalogueParty, type Edition, type Profile } from '../rules/profiles/profile.ts'
import { isSourced, type Source, type Sourced } from '../rules/profiles/sourced.ts'
import { TIERS, type Topology } from '../topology/model.ts'
import { text } from '../verdict.ts'
import { pseudonymousAt } from './places.ts'
import type { Pseudonyms } from './pseudonyms.ts'

const CLAUSE = /^第[０-９\d一二三四五六七八九十百千]+条[０-９\d一二三四五六七八九十百千第条項号のア-ン及び・]*$/

/** `topology`: the original one, whose parties are found in the catalogue by their names. */
export function pseudonymousProfile({ edition }: Profile, topology: Topology, names: Pseudonyms): Profile {
  const own = edition.base ? ownEdition(edition, names) : edition
  return profileOf({ ...own, parties: knowing(own.parties, edition, topology, names) })
}

/** A party is still the usual one that it was by its name. */
function knowing(parties: Edition['parties'], { parties: original, base }: Edition, topology: Topology, names: Pseudonyms): Edition['parties'] {
  const plain = Object.fromEntries(Object.entries(original).map(([id, { value }]) => [id, value]))
  const found = [...topology.parties.values()].flatMap((party) => {
    const { is: _, ...unsaid } = party
    const match = catalogued(unsaid, plain)
    return match ? [{ id: keyOf(match.id, base, names), name: names.name(party.id) }] : []
  })
  return Object.fromEntries(Object.entries(parties).map(([id, { value, ...more }]) =>
    [id, { ...more, value: { ...value, names: [...value.names, ...found.filter((one) => one.id === id).map(({ name }) => name)] } }]))
}

/** Of an entry of the catalogue: what a municipality adds is a name of its own. */
export const keyOf = (id: string, base: Edition | undefined, names: Pseudonyms): string => (base && !(id in base.parties) ? names.name(id, 'usual-party') : id)

function ownEdition(edition: Edition, names: Pseudonyms): Edition {
  const clause = (said: string): string => (CLAUSE.test(said) ? said : names.name(said, 'clause'))
  const area = (name: string): string => ((TIERS as readonly string[]).includes(name) ? name : names.name(name))
  const { parties, ...values } = edition
  return {
    ...sourced(values, names),
    id: names.name(edition.id, 'profile'), title: text(names.name(edition.id, 'profile'), names.name(edition.id, 'profile')),
    ...(edition.base && { base: edition.base }),
    notAsked: edition.notAsked,
    // Headings and the title of a form may name whose form it is.
    auditForm: edition.base?.auditForm ?? edition.auditForm,
    parties: Object.fromEntries(Object.entries(parties).map(([id, said]) => [keyOf(id, edition.base, names), said.source.at ? ownParty(said, id, names) : said])),
    zonePairs: edition.zonePairs.map((pair) => ({ ...pair, from: area(pair.from), to: area(pair.to), clause: clause(pair.clause), at: pseudonymousAt(pair.at, names) as typeof pair.at })),
    references: Object.fromEntries(Object.entries(edition.references).map(([rule, clauses]) => [rule, clauses.map(clause)])),
  }
}

const ownParty = (said: Sourced<CatalogueParty>, id: string, names: Pseudonyms): Sourced<CatalogueParty> => {
  const title = names.name(id, 'usual-party')
  return { ...said, source: ownSource(said.source, names), value: { ...said.value, title: text(title, title), names: [] } }
}

/** Values stay; where the municipality typed them, the document that it names does not. */
function sourced<T>(value: T, names: Pseudonyms): T {
  if (isSourced(value)) return { ...value, source: ownSource(value.source, names) }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, sourced(one, names)])) as T
}

function ownSource(source: Source, names: Pseudonyms): Source {
  if (!source.at) return source
  return { ...source, at: pseudonymousAt(source.at, names), text: text(names.name(source.text.ja, 'document'), names.name(source.text.ja, 'document')) }
}
