/** Whether the other end of a 特定通信 is accepted: the one definition that the register and the rule `counterparty` share. */
import type { Party, Tier, Topology, Zone } from '../../topology/model.ts'
import { text, type Assumption, type At, type Missing, type Text } from '../../verdict.ts'
import { evidenceAssumed, evidenceFault } from '../judgement/evidence.ts'
import { catalogued } from '../profiles/catalogue.ts'
import type { Profile } from '../profiles/profile.ts'

export interface Acceptance {
  /** `undecided`: nothing is declared against it, and something is missing. */
  readonly is: 'accepted' | 'refused' | 'undecided'
  readonly why: Text
  readonly assumes: readonly Assumption[]
  readonly missing: readonly Missing[]
}

/** Zones that stand on the Internet, whatever is declared of a party in them. */
export const OPEN_TIERS: readonly Tier[] = ['internet', 'security-cloud', 'public']

/** Why the profile refuses a party; undefined where it does not. */
export function refusalOf(party: Party, topology: Topology, profile: Profile, asOf: string): Text | undefined {
  const { is, why } = weighed(party, topology.zones.get(party.zone)!, profile, asOf)
  return is === 'refused' ? why : undefined
}

type Weighed = Omit<Acceptance, 'assumes' | 'missing'> & { readonly missing?: Missing; readonly byCatalogue?: true }

export function acceptanceOf(party: Party, topology: Topology, profile: Profile, asOf: string): Acceptance {
  const zone = topology.zones.get(party.zone)!
  const weigh = (one: Party, its: Zone): Weighed => weighed(one, its, profile, asOf)
  const { is, why, missing, byCatalogue } = weigh(party, zone)
  if (is !== 'accepted') return { is, why, assumes: [], missing: missing ? [missing] : [] }
  // It rests on each declared fact without which it would not be accepted.
  const facts = (['is', 'internetConnected', 'evidence'] as const).filter((fact) => weigh(without(party, fact), zone).is !== 'accepted')
  const zoneFacts = (['internetConnected', 'evidence'] as const).filter((fact) => weigh(party, without(zone, fact)).is !== 'accepted')
  return {
    is, why, missing: [],
    assumes: [
      ...(byCatalogue ? [byName(party, profile)] : []),
      ...facts.map((fact) => declared(`party:${party.id}`, party.at, fact, text(`相手方 ${party.id}`, `party ${party.id}`), party)),
      ...zoneFacts.map((fact) => declared(`zone:${zone.id}`, zone.at, fact, text(`領域 ${zone.id}`, `zone ${zone.id}`), zone)),
    ],
  }
}

function weighed(party: Party, zone: Zone, { parties, limits }: Profile, asOf: string): Weighed {
  const match = catalogued(party, parties)
  const name = party.id
  const throughLgwan = zone.tier === 'lgwan-network'
  if (OPEN_TIERS.includes(zone.tier)) return refused(`${name} はインターネット側の領域 ${zone.id} にある`, `${name} stands in zone ${zone.id}, on the Internet side`)
  const listed = match?.party.class === 'accepted'
  if (listed && throughLgwan && party.publicBody !== false) return { is: 'accepted', byCatalogue: true, why: ACCEPTED }
  if (party.internetConnected === true || (listed && (match.declared || party.is !== undefined))) {
    if (party.publicBody === false) return refused(`${name} はインターネットに接続されており、公的機関が運営するものではない`, `${name} is on the Internet and no public body runs it`)
    if (!throughLgwan) return refused(`${name} はインターネットに接続されており、LGWAN経由でない`, `${name} is on the Internet and not reached through LGWAN`)
    return undecided(text(`${name} はインターネットに接続されており、公的機関が運営する、評価基準の一覧のシステムかどうかが分からない`, `${name} is on the Internet, and whether it is a public body's system on the profile's list is not known`), name, 'is',
      `${party.publicBody === undefined ? WHO_RUNS_IT : ''}# is: ID    # 一覧のシステムである場合だけ / only if it is one of the list: ${acceptedIds(parties)}`)
  }
  if (party.internetConnected === false) return attested(evidenceFault(party.evidence, asOf, limits.evidenceDays), name, `parties:\n  ${name}`)
  if (match?.party.class === 'offline') return { is: 'accepted', byCatalogue: true, why: OFFLINE }
  if (zone.internetConnected === false) return attested(evidenceFault(zone.evidence, asOf, limits.evidenceDays), name, `zones:\n  ${zone.id}`)
  return undecided(text(`${name} がインターネットに接続されているかどうかの申告がない`, `whether ${name} is itself on the Internet is not declared`), name, 'internet-connected',
    'internet-connected: false\n    evidence: { document: 文書名, on: YYYY-MM-DD }')
}

/** To name a system of the list without knowing who runs it would attest what nobody has looked up. */
const WHO_RUNS_IT = 'operator: OPERATOR    # 運営者 / who runs it\n    public-body: TRUE-OR-FALSE    # 国等の公的機関が運営しているか / whether a public body runs it\n    '

const ACCEPTED = text('評価基準の一覧にある公的機関のシステムで、LGWANを経由する', "a public body's system on the profile's list, reached through LGWAN")
const OFFLINE = text('評価基準の一覧で、インターネットに接続されないものとされている', "not on the Internet, as the profile's list has it")
const ATTESTED = text('インターネットに接続されていないことの根拠が期限内にある', 'not on the Internet, attested by a document in date')

const refused = (ja: string, en: string): Weighed => ({ is: 'refused', why: text(ja, en) })

const undecided = (why: Text, party: string, key: string, yaml: string): Weighed =>
  ({ is: 'undecided', why, missing: { key: `party:${party}/${key}`, text: why, yaml: `parties:\n  ${party}:\n    ${yaml}` } })

function attested(fault: Text | undefined, party: string, holder: string): Weighed {
  if (!fault) return { is: 'accepted', why: ATTESTED }
  const why = text(`${party} がインターネットに接続されていないことについて：${fault.ja}`, `that ${party} is not on the Internet: ${fault.en}`)
  return { is: 'undecided', why, missing: { key: `party:${party}/evidence`, text: why, yaml: `${holder}:\n    evidence: { document: 文書名, on: YYYY-MM-DD }` } }
}

const acceptedIds = (parties: Profile['parties']): string => Object.keys(parties).filter((id) => parties[id]!.class === 'accepted').join(', ')

function without<T extends object>(of: T, fact: keyof T): T {
  const { [fact]: _, ...rest } = of
  return rest as T
}

/** What the catalogue says is believed of the party that bears the name. */
function byName(party: Party, { parties }: Profile): Assumption {
  const { id, party: { title, class: name } } = catalogued(party, parties)!
  const class_ = name === 'offline' ? text('インターネットに接続されない', 'not on the Internet') : text('LGWAN経由で認められる', 'accepted through LGWAN')
  return {
    key: `catalogue:${party.id}`, at: party.at,
    text: text(`相手方 ${party.id} は一覧の ${id}「${title.ja}」（${class_.ja}）である`, `party ${party.id} is ${id} of the catalogue, ${title.en} (${class_.en})`),
  }
}

const KEYS = { is: 'is', internetConnected: 'internet-connected' } as const

function declared(of: string, at: At, fact: keyof typeof KEYS | 'evidence', who: Text, { evidence }: Pick<Party, 'evidence'>): Assumption {
  if (fact === 'evidence') return evidenceAssumed(of, evidence!)
  const says = fact === 'is' ? text('が一覧のどのシステムか（申告）', ': which system of the catalogue it is (declared)')
    : text('はインターネットに接続されていない（申告）', ' is not on the Internet (declared)')
  return {
    key: `${of}/${KEYS[fact]}`, at: 'path' in at ? { file: at.file, path: [...at.path, KEYS[fact]] } : at,
    text: text(`${who.ja}${says.ja}`, `${who.en}${says.en}`),
  }
}
