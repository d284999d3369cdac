/** When an entry of the register permits something: complete, approved, in date, its ends and service within the limits. */
import type { End, Exception, Flow, Topology } from '../topology/model.ts'
import { text, type Text } from '../verdict.ts'
import { outOfDate } from './dates.ts'
import { beyondLimits } from './entry-limits.ts'
import type { Profile } from './profile.ts'

export type Standing =
  | { readonly is: 'active' }
  /** Everything about it is right but its day. */
  | { readonly is: 'expired' | 'not-yet'; readonly why: Text }
  | { readonly is: 'incomplete'; readonly why: Text }

const ACTIVE: Standing = { is: 'active' }

/** Limits are asked of a 特定通信 only; it also permits nothing towards a party that the policy does not accept. */
export function standingOf(flow: Flow, asOf: string, topology: Topology, limits: Profile['limits']): Standing {
  const missing = whatIsMissing(flow)
  if (missing) return { is: 'incomplete', why: missing }
  const late = outOfDate({ from: [flow.starts, flow.approved!.on], until: flow.expires }, asOf)
  if (late) return late
  const faults = flow.kind === 'specific' ? [...beyondLimits(flow, limits), ...unacceptedParties(flow, topology)] : []
  if (faults.length > 0) return { is: 'incomplete', why: text(faults.map(({ ja }) => ja).join('。'), faults.map(({ en }) => en).join('; ')) }
  return ACTIVE
}

/** A party that is itself on the Internet is accepted only if a public body runs it and it is reached through LGWAN. */
function unacceptedParties(flow: Flow, { parties, zones }: Topology): Text[] {
  return [...flow.from, ...flow.to].flatMap((end): Text[] => {
    const party = end.kind === 'party' ? parties.get(end.id)! : undefined
    if (!party?.internetConnected || (party.publicBody && zones.get(party.zone)!.tier === 'lgwan-network')) return []
    return [text(`相手方 ${party.id} はインターネットに接続されています`, `the party ${party.id} is itself on the Internet`)]
  })
}

function whatIsMissing(flow: Flow): Text | undefined {
  const lacking: Text[] = []
  if (flow.from.length === 0) lacking.push(text('送信元', 'source'))
  if (flow.to.length === 0) lacking.push(text('宛先', 'destination'))
  if (flow.service === undefined) lacking.push(text('サービス', 'service'))
  if (!flow.purpose) lacking.push(text('目的', 'purpose'))
  if (!flow.approved?.by) lacking.push(text('承認者', 'approver'))
  if (!flow.approved?.on) lacking.push(text('承認日', 'date of approval'))
  if (!flow.expires) lacking.push(text('有効期限', 'expiry'))
  if (lacking.length === 0) return undefined
  return text(`${lacking.map(({ ja }) => ja).join('・')}の記載がありません`, `it lacks: ${lacking.map(({ en }) => en).join(', ')}`)
}

/** Whether an exception permits anything on that day; one whose ends are both whole zones is no narrow permission. */
export function holds({ from, to, service, reason, approver, issued, expires }: Exception, asOf: string): boolean {
  const narrow = (ends: readonly End[]): boolean => ends.length > 0 && ends.every(({ kind }) => kind !== 'zone')
  const complete = service !== undefined && !!reason && !!approver && (narrow(from) || narrow(to))
  const inDate = expires !== undefined && outOfDate({ from: [issued], until: expires }, asOf) === undefined
  return complete && inDate
}
