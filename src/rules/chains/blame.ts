/** What is to blame for a chain: what a person would change to break it. */
import type { Carrier } from '../../engine/carriers.ts'
import type { Step } from '../../engine/steps.ts'
import { text, type Cause } from '../../verdict.ts'
import { causeOf, hostCause } from '../judgement/blame.ts'
import { inactiveEntry } from '../judgement/isolation.ts'
import type { Judgement } from '../judgement/judgement.ts'
import { chainHops, type ChainHop } from './hops.ts'
import { zonesOf, type Stands } from './stands.ts'

/** A host with a leg on both sides is to blame before any line that one of its legs uses. */
export function betweenTiers(judgement: Judgement, chain: readonly Step[]): Cause | undefined {
  const host = chain.flatMap(({ from, to }) => [from, to]).find((carrier) => carrier.kind === 'host' && zonesOf(carrier, judgement).size > 1)
  return host?.kind === 'host' ? hostCause(host.host.id, judgement.network) : undefined
}

/**
 * What permits the first step over the border of a side (else between two zones outside it) that no active entry registers. `rule`:
 * the one that judges that step by itself.
 */
export function unregistered(judgement: Judgement, steps: readonly Step[], inside: Stands, rule: string): Cause | undefined {
  const foreign = steps.filter((step) => step.by.kind !== 'outside' && !isRegistered(judgement, step))
  const crossing = foreign.find(({ from, to }) => inside(from) !== inside(to))
    ?? foreign.find(({ from, to }) => !(inside(from) && inside(to)) && isDisjoint(zonesOf(from, judgement), zonesOf(to, judgement)))
  const hops = crossing ? chainHops(judgement, [crossing]) : []
  return crossing && !('dead' in hops) && hops[0] ? causeOfHop(judgement, rule, crossing, hops[0], inside) : undefined
}

/** What permits the step over the border of a side, else the last one. */
export function atBorder({ network }: Judgement, steps: readonly Step[], hops: readonly ChainHop[], inside: Stands): Cause {
  const border = steps.filter(({ by }) => by.kind !== 'outside').findIndex(({ from, to }) => inside(from) !== inside(to))
  return causeOf(hops.at(border)!.blame, network)
}

/** The first who passes on outside of a side. */
export function passerOn({ network, topology }: Judgement, steps: readonly Step[], inside: Stands): Cause | undefined {
  const carrier = steps.slice(1).map(({ from }) => from).find((one) => !inside(one))
  return carrier && carrierCause(carrier)

  function carrierCause(one: Carrier): Cause | undefined {
    switch (one.kind) {
      case 'host': return hostCause(one.host.id, network)
      case 'device': return { key: `device:${one.device.id}`, at: one.device.at, title: text(`装置 ${one.device.id}`, `device ${one.device.id}`) }
      case 'party': return { key: `party:${one.party.id}`, at: one.party.at, title: text(`相手方 ${one.party.id}`, `party ${one.party.id}`) }
      case 'zone': return { key: `zone:${one.zone.id}`, at: one.zone.at, title: text(`領域 ${one.zone.id}`, `zone ${one.zone.id}`) }
      case 'rest': return { key: `segment:${one.segment}`, at: topology.segments.get(one.segment)!.at, title: text(`セグメント ${one.segment}`, `segment ${one.segment}`) }
      case 'undeclared': return undefined
    }
  }
}

/** As the isolation rules see the packet that opened the session: an entry not in force, or what let it through. */
function causeOfHop(judgement: Judgement, rule: string, { by, from, to }: Step, { blame }: ChainHop, inside: Stands): Cause {
  if (by.kind === 'outside') throw new Error('no packet of ours')
  // The packet that opened the session went the other way where the step is an answer to it.
  const [client, server] = by.kind === 'initiate' ? [from, to] : [to, from]
  const near = inside(client) === inside(server) ? undefined : inside(server) ? 'to' : 'from'
  return inactiveEntry(judgement, rule, { from: by.client, to: by.server, set: by.sessions }, blame) ?? causeOf(blame, judgement.network, near)
}

function isRegistered(judgement: Judgement, { by }: Step): boolean {
  if (by.kind === 'outside') return true
  const rest = [...judgement.topology.flows.values()].filter((flow) => judgement.standing(flow).is === 'active')
    .reduce((set, flow) => set.subtract(judgement.entries.between(set, by.client, by.server, flow)), by.sessions)
  return rest.isEmpty()
}

const isDisjoint = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => ![...a].some((one) => b.has(one))
