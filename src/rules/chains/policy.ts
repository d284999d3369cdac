/** Who passes on what, as declared: relays, terminals, parties, sanitizers. Each belief can be doubted one at a time. */
import type { Carrier } from '../../engine/carriers.ts'
import { OWN, type Channel, type Policy } from '../../engine/information.ts'
import type { Exception, Flow, Host, Party, Sanitizer } from '../../topology/model.ts'
import { text, type Assumption } from '../../verdict.ts'
import { admitted, type Admission } from '../judgement/breakouts.ts'
import type { Judgement } from '../judgement/judgement.ts'
import { acceptedBy } from './accepted.ts'
import { isValid, mayBeValid } from '../sanitizers/sanitizer-standing.ts'

type Passes = Policy['passes']

/** Something declared that keeps information from passing; `without` is the same policy with that one thing not believed. */
export interface Belief { readonly assumptions: readonly Assumption[]; readonly without: Passes }

/** What a question believes. */
export interface Creed {
  /** Whether what a valid sanitizer let through still counts as what came in. */
  readonly sanitizers: 'cut' | 'pass'
  /** Each excuses its own hop, and the answers to it. */
  readonly exceptions: readonly Exception[]
  /** Entries that excuse their own packets and the answers to them. */
  readonly permitted: readonly Flow[]
  /** Entries whose answers are excused: the profile lets the LGWAN tier open them. */
  readonly answered: readonly Answered[]
}

/** What the profile lets the LGWAN tier open: its answers are taken in without sanitising. */
export type Answered = Flow | Admission

export const answeredEntries = (judgement: Judgement): Answered[] => [
  ...(['export', 'necessary'] as const).filter((kind) => judgement.profile.pathDivision[kind] !== 'exception-only').flatMap((kind) => judgement.active(kind)),
  ...admitted(judgement, 'lgwan'),
]

export class ChainPolicy implements Policy {
  readonly channels: readonly Channel[]
  readonly passes: Passes
  /** The same where a sanitizer of which too little is declared is taken for a valid one. */
  readonly hopeful: Passes
  private readonly judgement: Judgement
  private readonly creed: Creed
  /** The parties that end a chain, with what that rests on. */
  private readonly accepted: ReadonlyMap<string, readonly Assumption[]>

  constructor(judgement: Judgement, creed: Creed) {
    this.judgement = judgement
    this.creed = creed
    const { hosts, devices, flows, parties } = judgement.topology
    this.accepted = new Map([...parties.values()].flatMap((party) => {
      const by = acceptedBy(judgement, party)
      return by ? [[party.id, by] as const] : []
    }))
    const listed = [...hosts.values(), ...devices.values()].flatMap(({ relays }) => (Array.isArray(relays) ? relays : []))
    const sanitised = [...hosts.values()].flatMap((host) => host.sanitizes.flatMap((one) => [...one.in, ...one.out]))
    const named = new Set([...listed, ...sanitised])
    this.channels = [...flows.values()].filter((flow) => named.has(flow.id)).map((flow): Channel => ({
      id: flow.id,
      covers: (set, from, to) => judgement.entries.between(set, from, to, flow),
      joins: (from, to) => isEnd(flow.from, from) && isEnd(flow.to, to),
    }))
    this.passes = this.passing(undefined, isValid)
    this.hopeful = this.passing(undefined, mayBeValid)
  }

  excused: Policy['excused'] = (set, from, to, kind) => {
    const { exceptions, permitted, answered } = this.creed
    return this.judgement.network.space.union([...exceptions, ...permitted, ...(kind === 'reply' ? answered : [])]
      .map((entry) => this.judgement.entries.between(set, from, to, entry)))
  }

  /** Every belief of the policy, for the list of what a proof rests on. */
  beliefs(): Belief[] {
    const { hosts, devices, zones, parties } = this.judgement.topology
    return [
      ...[...hosts.values()].flatMap((host) => [...this.relayBeliefs(host, 'relays'), ...this.sanitizerBeliefs(host), ...this.terminalBelief(host)]),
      ...[...devices.values()].flatMap((device) => this.relayBeliefs(device, 'device-relays')),
      ...[...zones.values()].filter((zone) => zone.external && !zone.relays).map(({ id, at, relaysAt }) =>
        this.belief(`zone:${id}`, relaysAt ?? at, text(`領域 ${id} は中継しない`, `zone ${id} passes nothing on`))),
      ...[...parties.values()].flatMap((party) => this.partyBelief(party)),
    ]
  }

  private relayBeliefs({ id, at, relays, relaysAt }: Pick<Host, 'id' | 'at' | 'relays' | 'relaysAt'>, kind: string): Belief[] {
    if (relays === undefined) return []
    return [this.belief(`${kind}:${id}`, relaysAt ?? at, relays === 'none'
      ? text(`${id} は何も中継しない（申告）`, `${id} passes nothing on (declared)`)
      : text(`${id} は ${relays.join('、')} の間だけを中継する（申告）`, `${id} passes on only between ${relays.join(', ')} (declared)`))]
  }

  private sanitizerBeliefs(host: Host): Belief[] {
    if (this.creed.sanitizers === 'pass') return []
    return host.sanitizes.filter(isValid).filter(intoLgwan).map((one, index) => this.belief(`sanitizer:${host.id}/${index}`, one.at,
      text(`${host.id} の無害化（${one.in.join('、')} → ${one.out.join('、')}）は申告どおりに働く`, `the sanitizer ${host.id} (${one.in.join(', ')} → ${one.out.join(', ')}) works as declared`)))
  }

  private terminalBelief({ id, at, role }: Host): Belief[] {
    return role === 'terminal' ? [this.belief(`terminal:${id}`, at, text(`端末 ${id} は中継しない`, `terminal ${id} passes nothing on`))] : []
  }

  private partyBelief({ id, at }: Party): Belief[] {
    const by = this.accepted.get(id)
    if (!by) return []
    const belief = this.belief(`party:${id}`, at, text(`相手先 ${id} は中継しない`, `party ${id} passes nothing on`))
    return [{ ...belief, assumptions: [...belief.assumptions, ...by] }]
  }

  private belief(key: string, at: Assumption['at'], said: Assumption['text']): Belief {
    return { assumptions: [{ key, text: said, ...(at && { at }) }], without: this.passing(key, isValid) }
  }

  /** The policy; `doubted` names one belief that is not held, `counts` says which sanitizers cut. */
  private passing(doubted: string | undefined, counts: (sanitizer: Sanitizer) => boolean): Passes {
    const holds = (belief: string): boolean => belief !== doubted
    const cutting = this.creed.sanitizers === 'cut' ? counts : () => false
    return (carrier, arrived, leaves) => {
      switch (carrier.kind) {
        case 'host': return hostPasses(carrier.host, arrived, leaves, holds, cutting)
        case 'device': return arrived === OWN || isAmong(carrier.device.relays, arrived, leaves) || !holds(`device-relays:${carrier.device.id}`)
        case 'zone': return arrived === OWN || carrier.zone.relays || !holds(`zone:${carrier.zone.id}`)
        case 'party': return arrived === OWN || !this.accepted.has(carrier.party.id) || !holds(`party:${carrier.party.id}`)
        case 'rest': case 'undeclared': return true
      }
    }
  }
}

/** Declared for what comes from the Internet side into the LGWAN tier; another direction cuts nothing here. */
export const intoLgwan = ({ from, to }: Sanitizer): boolean => to === 'lgwan' && ['internet', 'security-cloud', 'public'].includes(from)

function hostPasses(
  host: Host, arrived: string, leaves: string, holds: (belief: string) => boolean, counts: (sanitizer: Sanitizer) => boolean,
): boolean {
  const cut = host.sanitizes.filter(counts).filter(intoLgwan).some((one, index) =>
    one.out.includes(leaves) && (arrived === OWN || one.in.includes(arrived)) && holds(`sanitizer:${host.id}/${index}`))
  if (cut) return false
  if (arrived === OWN) return true
  if (host.role === 'terminal' && holds(`terminal:${host.id}`)) return false
  return isAmong(host.relays, arrived, leaves) || !holds(`relays:${host.id}`)
}

/** Undeclared: everything passes. */
const isAmong = (relays: Host['relays'], arrived: string, leaves: string): boolean =>
  relays === undefined || (relays !== 'none' && relays.includes(arrived) && relays.includes(leaves))

const isEnd = (ends: Flow['from'], carrier: Carrier): boolean => ends.some((end) =>
  (end.kind === 'host' && carrier.kind === 'host' && end.id === carrier.host.id)
  || (end.kind === 'device' && carrier.kind === 'device' && end.id === carrier.device.id)
  || (end.kind === 'party' && carrier.kind === 'party' && end.id === carrier.party.id)
  || (end.kind === 'zone' && carrier.kind === 'zone' && end.id === carrier.zone.id))
