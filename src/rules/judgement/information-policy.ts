/** Who passes on what, as declared: relays, terminals, parties, sanitizers. Each belief can be doubted one at a time. */
import type { Carrier } from '../../engine/carriers.ts'
import { OWN, type Channel, type Policy } from '../../engine/information.ts'
import type { Exception, Flow, Sanitizer } from '../../topology/model.ts'
import { text, type Assumption } from '../../verdict.ts'
import { admitted, type Admission } from './breakouts.ts'
import type { Judgement } from './judgement.ts'
import { isValid, mayBeValid } from '../sanitizers/sanitizer-standing.ts'

type Passes = Policy['passes']

/** Something declared that keeps information from passing; `without` is the same policy with that one thing not believed. */
export interface Belief { readonly assumption: Assumption; readonly without: Passes }

/** What the profile lets the LGWAN tier open: its answers are taken in without sanitising. */
export type Answered = Flow | Admission

export const answeredEntries = (judgement: Judgement): Answered[] => [
  ...(['export', 'necessary'] as const).filter((kind) => judgement.profile.pathDivision[kind] !== 'exception-only').flatMap((kind) => judgement.active(kind)),
  ...admitted(judgement, 'lgwan'),
]

/** `exceptions`: each excuses its own hop, and the answers to it; of the `answered` entries the answers are excused. */
export function channelPolicy(judgement: Judgement, exceptions: readonly Exception[], answered: readonly Answered[]): Policy {
  const { topology, network } = judgement
  const named = new Set([...topology.hosts.values()].flatMap((host) =>
    [...(Array.isArray(host.relays) ? host.relays : []), ...host.sanitizes.flatMap((one) => [...one.in, ...one.out])]))
  const channels = [...topology.flows.values()].filter((flow) => named.has(flow.id)).map((flow): Channel => ({
    id: flow.id,
    covers: (set, from, to) => judgement.entries.between(set, from, to, flow),
    joins: (from, to) => isEnd(flow.from, from) && isEnd(flow.to, to),
  }))
  return {
    channels,
    passes: passing(undefined, isValid),
    excused: (set, from, to, kind) => network.space.union([...exceptions, ...(kind === 'reply' ? answered : [])]
      .map((entry) => judgement.entries.between(set, from, to, entry))),
  }
}

/** Every belief of the policy, for the list of what a proof rests on. */
export function beliefsOf({ topology }: Judgement): Belief[] {
  const hosts = [...topology.hosts.values()].flatMap((host): Belief[] => {
    const relays: Belief[] = host.relays === undefined ? [] : [{
      without: passing(`relays:${host.id}`),
      assumption: {
        key: `relays:${host.id}`, at: host.relaysAt ?? host.at,
        text: host.relays === 'none' ? text(`${host.id} は何も中継しない（申告）`, `${host.id} passes nothing on (declared)`)
          : text(`${host.id} は ${host.relays.join('、')} の間だけを中継する（申告）`, `${host.id} passes on only between ${host.relays.join(', ')} (declared)`),
      },
    }]
    const sanitizers = host.sanitizes.filter(isValid).filter(intoLgwan).map((one, index): Belief => ({
      without: passing(`sanitizer:${host.id}/${index}`),
      assumption: {
        key: `sanitizer:${host.id}/${index}`, at: one.at,
        text: text(`${host.id} の無害化（${one.in.join('、')} → ${one.out.join('、')}）は申告どおりに働く`, `the sanitizer ${host.id} (${one.in.join(', ')} → ${one.out.join(', ')}) works as declared`),
      },
    }))
    const terminal: Belief[] = host.role !== 'terminal' ? [] : [{
      without: passing(`terminal:${host.id}`),
      assumption: { key: `terminal:${host.id}`, at: host.at, text: text(`端末 ${host.id} は中継しない`, `terminal ${host.id} passes nothing on`) },
    }]
    return [...relays, ...sanitizers, ...terminal]
  })
  const zones = [...topology.zones.values()].filter((zone) => zone.external && !zone.relays).map((zone): Belief => ({
    without: passing(`zone:${zone.id}`),
    assumption: { key: `zone:${zone.id}`, at: zone.relaysAt ?? zone.at, text: text(`領域 ${zone.id} は中継しない`, `zone ${zone.id} passes nothing on`) },
  }))
  const parties = [...topology.parties.values()].filter((party) => party.publicBody === true).map((party): Belief => ({
    without: passing(`party:${party.id}`),
    assumption: { key: `party:${party.id}`, at: party.at, text: text(`相手先 ${party.id} は中継しない`, `party ${party.id} passes nothing on`) },
  }))
  return [...hosts, ...zones, ...parties]
}

/** The same where a sanitizer of which too little is declared is taken for a valid one. */
export const hopefulPasses: Passes = passing(undefined, mayBeValid)

/** The policy; `doubted` names one belief that is not held, `counts` says which sanitizers cut. */
function passing(doubted: string | undefined, counts: (sanitizer: Sanitizer) => boolean = isValid): Passes {
  return (carrier, arrived, leaves) => {
    const holds = (belief: string): boolean => belief !== doubted
    switch (carrier.kind) {
      case 'host': return hostPasses(carrier.host, arrived, leaves, holds, counts)
      case 'zone': return arrived === OWN || carrier.zone.relays || !holds(`zone:${carrier.zone.id}`)
      case 'party': return arrived === OWN || carrier.party.publicBody !== true || !holds(`party:${carrier.party.id}`)
      case 'device': case 'rest': case 'undeclared': return true
    }
  }
}

/** Declared for what comes from the Internet side into the LGWAN tier; another direction cuts nothing here. */
export const intoLgwan = ({ from, to }: Sanitizer): boolean => to === 'lgwan' && ['internet', 'security-cloud', 'public'].includes(from)

type Host = Extract<Carrier, { kind: 'host' }>['host']

function hostPasses(
  host: Host, arrived: string, leaves: string, holds: (belief: string) => boolean, counts: (sanitizer: Sanitizer) => boolean,
): boolean {
  const cut = host.sanitizes.filter(counts).filter(intoLgwan).some((one, index) =>
    one.out.includes(leaves) && (arrived === OWN || one.in.includes(arrived)) && holds(`sanitizer:${host.id}/${index}`))
  if (cut) return false
  if (arrived === OWN) return true
  if (host.role === 'terminal' && holds(`terminal:${host.id}`)) return false
  if (host.relays === undefined || !holds(`relays:${host.id}`)) return true
  return host.relays !== 'none' && host.relays.includes(arrived) && host.relays.includes(leaves)
}

const isEnd = (ends: Flow['from'], carrier: Carrier): boolean => ends.some((end) =>
  (end.kind === 'host' && carrier.kind === 'host' && end.id === carrier.host.id)
  || (end.kind === 'party' && carrier.kind === 'party' && end.id === carrier.party.id)
  || (end.kind === 'zone' && carrier.kind === 'zone' && end.id === carrier.zone.id))
