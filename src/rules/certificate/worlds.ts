/** What a certificate says of those who hold information and pass it on, under each creed that some proof rests on. */
import type { CertifiedCarrier, Closed, Entry as WrittenEntry, Part, Reached, World } from '../../checker/format.ts'
import { takesOver, type Carrier } from '../../engine/carriers.ts'
import type { AskedFloods } from '../../engine/certificate/asked.ts'
import { writtenAddresses } from '../../engine/certificate/written-addresses.ts'
import type { WrittenPlaces } from '../../engine/certificate/written-graph.ts'
import type { WrittenSets } from '../../engine/certificate/written-sets.ts'
import { OWN } from '../../engine/exploration.ts'
import { MAY } from '../../engine/flood.ts'
import { Information, type Policy } from '../../engine/information.ts'
import { placeKey, type Place } from '../../engine/places.ts'
import { packetsOf } from '../../engine/running-services.ts'
import { RAW, Steps } from '../../engine/steps.ts'
import { channelsOf } from '../chains/channels.ts'
import type { Creed } from '../chains/policy.ts'
import type { ClaimedPermit, ClosureClaim } from '../judgement/claim.ts'
import type { Judgement } from '../judgement/judgement.ts'
import { standingsOf, type Entry } from '../register/ends.ts'
import type { Answer } from '../rule.ts'

export interface Writing { readonly floods: AskedFloods; readonly places: WrittenPlaces; readonly sets: WrittenSets }

export interface ClosureAsked { readonly answer: Answer; readonly claim: ClosureClaim }

/**
 * Every session is taken to be answered. That is more than what happens: what such information does not get to, it does not
 * get to either way, and no certificate needs to follow what devices remember.
 */
export class Worlds {
  private readonly judgement: Judgement
  private readonly generous: Steps
  private readonly asked: readonly ClosureAsked[]
  private readonly creeds: readonly Creed[]

  constructor(judgement: Judgement, asked: readonly ClosureAsked[]) {
    const { reach, network, topology, entries } = judgement
    this.judgement = judgement
    this.asked = asked
    this.generous = new Steps(reach, { answered: () => network.space.all }, channelsOf(topology, entries), MAY)
    this.creeds = [...new Set(asked.map(({ claim }) => claim.creed))]
  }

  /** Asks every question that a world refers to. */
  prepare(floods: AskedFloods): void {
    if (this.asked.length === 0) return
    for (const { place } of this.generous.carriers.flatMap(({ standings }) => standings)) floods.number(place, DECLARED)
  }

  worlds(writing: Writing): World[] {
    return this.creeds.map((creed) => this.world(creed, this.asked.find(({ claim }) => claim.creed === creed)!.claim.policy, writing))
  }

  closed(): Closed[] {
    const positions = (stands: (carrier: Carrier) => boolean): number[] => this.generous.carriers.flatMap((carrier, index) => (stands(carrier) ? [index] : []))
    return this.asked.map(({ answer: { rule, key, outcome }, claim: { creed, starts, target } }) => ({
      rule, key, outcome: outcome === 'excepted' ? 'excepted' : 'proved', world: this.creeds.indexOf(creed), starts: positions(starts), targets: positions(target),
    }))
  }

  reached(): (Reached[] | null)[] {
    const position = new Map(this.generous.carriers.map((carrier, index) => [carrier, index]))
    return this.asked.map(({ claim: { policy, starts, target } }) => {
      const explored = new Information(this.generous, policy).explore(starts, target)
      if (explored.chain) return null
      return explored.reached().map(({ carrier, arrived, step }): Reached => [position.get(carrier)!, arrived, step?.by.kind === 'reply' ? 'answer' : 'packet'])
    })
  }

  private world(creed: Creed, policy: Policy, writing: Writing): World {
    const channels = channelsOf(this.judgement.topology, this.judgement.entries)
    const ids = channels.map(({ id }) => id)
    const { carriers } = this.generous
    const policies: { readonly [arrived: string]: readonly string[] }[] = []
    const position = new Map(carriers.map((carrier, index) => [carrier, index]))
    const flows = [...this.judgement.topology.flows.values()].filter(({ id }) => ids.includes(id))
    const listed = carriers.map((carrier) => this.carrier(carrier, numberOf(policies, passing(carrier, ids, policy)), writing))
    return {
      channels: ids, carriers: listed, policies,
      outside: carriers.flatMap((carrier, from) => [...outsideSteps(this.generous, carrier)].map(([to, by]) => [from, position.get(to)!, by] as const)),
      covers: this.parts(flows, writing),
      excused: this.parts([...creed.exceptions, ...creed.permitted], writing),
      excusedAnswers: this.parts(creed.answered, writing),
    }
  }

  private carrier(carrier: Carrier, policy: number, { floods, places, sets }: Writing): CertifiedCarrier {
    const { network: { space, graph }, network } = this.judgement
    const device = carrier.kind === 'device' && !takesOver(carrier.device) ? carrier.device : undefined
    return {
      key: carrier.key, policy,
      standings: carrier.standings.map(({ place, addresses }) => ({
        question: floods.number(place, DECLARED), receiver: places.number(graph.keys[network.delivered(place)]!)!,
        addresses: writtenAddresses(addresses),
      })),
      ...(device && { speaks: sets.of(packetsOf(device.runs, space)) }),
      ...(device && !device.runs.some((service) => service === 'mail' || service === 'proxy') && { keepsAnswers: true as const }),
    }
  }

  /** The packets of entries, for every two places at which their ends stand. */
  private parts(entries: readonly (Entry & { readonly id: string })[], { floods, places, sets }: Writing): Part[] {
    const { network, topology, entries: packets } = this.judgement
    const carried = new Map(this.generous.carriers.flatMap(({ standings }) => standings.map(({ place }) => [placeKey(place), place] as const)))
    const placesOf = (ends: Entry['from']): Place[] => [...new Set(ends.flatMap((end) => standingsOf(end, topology)).map(({ place }) => placeKey(place)))].flatMap((key) => carried.get(key) ?? [])
    return entries.flatMap((entry) => placesOf(entry.from).flatMap((from) => placesOf(entry.to).flatMap((to): Part[] => {
      const named = { by: entry.id, ...packets.standing(from, to, entry), service: packets.service(entry) }
      return [{ ...writtenEntry(named, sets), question: floods.number(from, DECLARED), receiver: places.number(network.graph.keys[network.delivered(to)]!)! }]
    })))
  }
}

export const writtenEntry = ({ by, senders, receivers, service }: ClaimedPermit, sets: WrittenSets): WrittenEntry =>
  ({ by, senders: writtenAddresses(senders), receivers: writtenAddresses(receivers), service: sets.of(service) })

const DECLARED = { routes: 'declared' } as const

function passing(carrier: Carrier, channels: readonly string[], { passes }: Policy): { readonly [arrived: string]: readonly string[] } {
  const leaving = [RAW, ...channels]
  return Object.fromEntries([OWN, ...leaving].map((arrived) => [arrived, leaving.filter((leaves) => passes(carrier, arrived, leaves))]))
}

function numberOf<T>(known: T[], one: T): number {
  const written = JSON.stringify(one)
  const at = known.findIndex((other) => JSON.stringify(other) === written)
  return at >= 0 ? at : known.push(one) - 1
}

function outsideSteps(steps: Steps, carrier: Carrier): Map<Carrier, string[]> {
  const to = new Map<Carrier, string[]>()
  for (const step of steps.from(carrier)) if (step.by.kind === 'outside') to.set(step.to, [...to.get(step.to) ?? [], step.channel])
  return to
}
