/** Who passes on what, as declared: relays, terminals, parties, sanitizers. Each belief can be doubted one at a time. */
import { OWN } from '../../engine/exploration.ts'
import type { Policy } from '../../engine/information.ts'
import type { Exception, Flow, Host, Party, Sanitizer } from '../../topology/model.ts'
import { text, type Assumption } from '../../verdict.ts'
import { admitted, type Admission } from '../judgement/breakouts.ts'
import type { Judgement } from '../judgement/judgement.ts'
import { acceptedBy } from './accepted.ts'
import type { Excuses } from './excuses.ts'
import { isValid, mayBeValid } from '../sanitizers/sanitizer-standing.ts'

type Passes = Policy['passes']

/** Something declared that keeps information from passing; `without` is the same policy with that one thing not believed. */
export interface Belief {
  readonly assumptions: readonly Assumption[]
  /** The key of the carrier that would pass on more. */
  readonly carrier: string
  readonly without: Passes
}

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
  readonly passes: Passes
  /** The same where a sanitizer of which too little is declared is taken for a valid one. */
  readonly hopeful: Passes
  private readonly judgement: Judgement
  private readonly creed: Creed
  private readonly excuses: Excuses
  /** The parties that end a chain, with what that rests on. */
  private readonly accepted: ReadonlyMap<string, readonly Assumption[]>

  constructor(judgement: Judgement, creed: Creed, excuses: Excuses) {
    this.judgement = judgement
    this.creed = creed
    this.excuses = excuses
    this.accepted = new Map([...judgement.topology.parties.values()].flatMap((party) => {
      const by = acceptedBy(judgement, party)
      return by ? [[party.id, by] as const] : []
    }))
    this.passes = this.passing(undefined, isValid)
    this.hopeful = this.passing(undefined, mayBeValid)
  }

  excused: Policy['excused'] = (step) => this.excuses.of(step, this.creed)

  /** Every belief of the policy, for the list of what a proof rests on. */
  beliefs(): Belief[] {
    const { hosts, devices, zones, parties } = this.judgement.topology
    return [
      ...[...hosts.values()].flatMap((host) => [...this.relayBeliefs(host, 'host', 'relays'), ...this.sanitizerBeliefs(host), ...this.terminalBelief(host)]),
      ...[...devices.values()].flatMap((device) => this.relayBeliefs(device, 'device', 'device-relays')),
      ...[...zones.values()].filter((zone) => zone.external && !zone.relays).map(({ id, at, relaysAt }) =>
        this.belief(`zone:${id}`, `zone:${id}`, relaysAt ?? at, text(`領域 ${id} は中継しない`, `zone ${id} passes nothing on`))),
      ...[...parties.values()].flatMap((party) => this.partyBelief(party)),
    ]
  }

  private relayBeliefs({ id, at, relays, relaysAt }: Pick<Host, 'id' | 'at' | 'relays' | 'relaysAt'>, kind: 'host' | 'device', key: string): Belief[] {
    if (relays === undefined) return []
    return [this.belief(`${kind}:${id}`, `${key}:${id}`, relaysAt ?? at, relays === 'none'
      ? text(`${id} は何も中継しない（申告）`, `${id} passes nothing on (declared)`)
      : text(`${id} は ${relays.join('、')} の間だけを中継する（申告）`, `${id} passes on only between ${relays.join(', ')} (declared)`))]
  }

  private sanitizerBeliefs(host: Host): Belief[] {
    if (this.creed.sanitizers === 'pass') return []
    return host.sanitizes.filter(isValid).filter(intoLgwan).map((one, index) => this.belief(`host:${host.id}`, `sanitizer:${host.id}/${index}`, one.at,
      text(`${host.id} の無害化（${one.in.join('、')} → ${one.out.join('、')}）は申告どおりに働く`, `the sanitizer ${host.id} (${one.in.join(', ')} → ${one.out.join(', ')}) works as declared`)))
  }

  private terminalBelief({ id, at, role }: Host): Belief[] {
    return role === 'terminal' ? [this.belief(`host:${id}`, `terminal:${id}`, at, text(`端末 ${id} は中継しない`, `terminal ${id} passes nothing on`))] : []
  }

  private partyBelief({ id, at }: Party): Belief[] {
    const by = this.accepted.get(id)
    if (!by) return []
    const belief = this.belief(`party:${id}`, `party:${id}`, at, text(`相手先 ${id} は中継しない`, `party ${id} passes nothing on`))
    return [{ ...belief, assumptions: [...belief.assumptions, ...by] }]
  }

  private belief(carrier: string, key: string, at: Assumption['at'], said: Assumption['text']): Belief {
    return { carrier, assumptions: [{ key, text: said, ...(at && { at }) }], without: this.passing(key, isValid) }
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
