/** When an entry of the register permits something: complete, approved, in date, its ends and service within the limits. */
import type { Flow, Party, Tier, Topology } from '../../topology/model.ts'
import { text, type Cause, type Text } from '../../verdict.ts'
import { outOfDate } from '../judgement/dates.ts'
import { OPEN_TIERS, refusalOf } from './counterparties.ts'
import { standingsOf } from './ends.ts'
import { beyondLimits, openServices } from './entry-limits.ts'
import { notStated } from './exceptions.ts'
import type { Profile } from '../profiles/profile.ts'

export type Standing =
  | { readonly is: 'active' }
  /** Everything about it is right but its day. */
  | { readonly is: 'expired' | 'not-yet'; readonly why: Text }
  | { readonly is: 'incomplete'; readonly why: Text }
  /** Nothing is wrong with the entry but who is at its end. */
  | { readonly is: 'refused'; readonly why: Text; readonly party: Party }

const ACTIVE: Standing = { is: 'active' }

/**
 * Only what is declared against a party refuses it. While a fact about it is missing its entry permits: otherwise a document
 * out of date would show as a packet that breaks the Article, which it is not. The open question is rule `counterparty`'s own
 * verdict, `unknown`, and keeps the run from passing.
 */
function refusal(flow: Flow, asOf: string, topology: Topology, profile: Profile): Standing | undefined {
  if (flow.kind !== 'specific') return undefined
  for (const party of partiesOf(flow, topology)) {
    const why = refusalOf(party, topology, profile, asOf)
    if (why) return { is: 'refused', why, party }
  }
  return undefined
}

/** Limits are asked of a 特定通信 only; it also permits nothing towards a party that the profile refuses. */
export function standingOf(flow: Flow, asOf: string, topology: Topology, profile: Profile): Standing {
  const missing = whatIsMissing(flow)
  if (missing) return { is: 'incomplete', why: missing }
  const late = outOfDate({ from: [flow.starts, flow.approved!.on], until: flow.expires }, asOf)
  if (late) return late
  const faults = flow.kind === 'specific' ? [...beyondLimits(flow, profile.limits), ...unacceptedEnds(flow, topology)]
    : flow.kind === 'ordinary' || flow.kind === 'media' ? [] : unnarrowed(flow)
  if (faults.length > 0) return { is: 'incomplete', why: text(faults.map(({ ja }) => ja).join('。'), faults.map(({ en }) => en).join('; ')) }
  return refusal(flow, asOf, topology, profile) ?? ACTIVE
}

/**
 * Ends that are hosts or addresses of our own may stand anywhere but on the Internet side; what nobody has said to be off
 * the Internet counts as on it. Parties are weighed one by one (`counterparty`).
 */
function unacceptedEnds(flow: Flow, topology: Topology): Text[] {
  return [...flow.from, ...flow.to].filter(({ kind }) => kind !== 'party').flatMap((end): Text[] => {
    // A device of our own stands between zones, not in one.
    const zones = standingsOf(end, topology).flatMap(({ place }) =>
      ('segment' in place ? [topology.segments.get(place.segment)!.zone] : 'zone' in place ? [place.zone] : []).map((id) => topology.zones.get(id)!))
    if (zones.every(({ tier, internetConnected }) => !OPEN_TIERS.includes(tier) && (CLOSED_TIERS.includes(tier) || internetConnected === false))) return []
    const name = 'id' in end ? end.id : end.place?.zone ?? ''
    return [text(`相手方 ${name} はインターネットに接続されているか、接続されていないことの申告がありません`, `${name} is on the Internet, or nobody has said that it is not`)]
  })
}

const CLOSED_TIERS: readonly Tier[] = ['mynumber', 'lgwan', 'lgwan-network']

/** The parties at the ends of an entry. */
export const partiesOf = (flow: Flow, topology: Topology): Party[] =>
  [...new Set([...flow.from, ...flow.to].flatMap((end) => (end.kind === 'party' ? [end.id] : [])))].map((id) => topology.parties.get(id)!)

/** Other kinds that set a rule aside name at least one host or party, and a protocol and port. */
function unnarrowed(flow: Flow): Text[] {
  const named = [...flow.from, ...flow.to].some(({ kind }) => kind === 'host' || kind === 'device' || kind === 'party')
  const ends = named ? [] : [text('送信元と宛先のどちらにもホストや相手方の限定がありません', 'neither end names a host or a party')]
  return [...ends, ...openServices(flow.service)]
}

/** Carried media have no packets, and no service. */
function whatIsMissing(flow: Flow): Text | undefined {
  return notStated([
    [flow.from.length > 0, text('送信元', 'source')], [flow.to.length > 0, text('宛先', 'destination')],
    [flow.service !== undefined || flow.kind === 'media', text('サービス', 'service')], [!!flow.purpose, text('目的', 'purpose')],
    [!!flow.approved?.by, text('承認者', 'approver')], [!!flow.approved?.on, text('承認日', 'date of approval')], [!!flow.expires, text('有効期限', 'expiry')],
  ])
}

/** What is to be looked at of an entry that is not in force: the day, or the entry. */
export function entryCause({ id, at, expiresAt }: Flow, { is, why }: { readonly is: Standing['is']; readonly why: Text }): Cause {
  return { key: `flow:${id}`, at: is === 'expired' ? expiresAt ?? at : at, title: text(`登録 ${id}：${why.ja}`, `register entry ${id}: ${why.en}`) }
}
