/** Whether information gets from one side to another: refuted, unknown or proved, and what a proof rests on. */
import { MAY, SURELY } from '../../engine/flood.ts'
import { Information, OWN, type Policy, type Step } from '../../engine/information.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { Assumption } from '../../verdict.ts'
import type { Judgement } from '../judgement/judgement.ts'
import { chainHops, type ChainHop } from './hops.ts'
import { ChainPolicy, type Creed } from './policy.ts'
import { isUndeclared, type Stands } from './stands.ts'

export type Settled =
  | { readonly outcome: 'refuted' | 'unknown'; readonly steps: readonly Step[]; readonly hops: readonly ChainHop[]; readonly involved: () => PacketSet }
  | { readonly outcome: 'proved'; readonly assumes: readonly Assumption[]; readonly reaches: (from: Stands, to: Stands) => boolean }

/** What moves where under one creed, for any number of questions. */
export class Chains {
  private readonly judgement: Judgement
  private readonly policy: ChainPolicy
  private readonly sure: Information
  private readonly possible: Information

  constructor(judgement: Judgement, creed: Creed) {
    const { reach, replies, network } = judgement
    this.judgement = judgement
    this.policy = new ChainPolicy(judgement, creed)
    this.sure = new Information(reach, replies, this.policy, SURELY)
    this.possible = network.graph.isUnderstood() ? this.sure : new Information(reach, replies, this.policy, MAY)
  }

  /** Refuted by a chain of what is declared and understood, unknown where a chain needs what is not, else proved. */
  settle(starts: Stands, target: Stands): Settled {
    const declared: Policy['passes'] = (carrier, arrived, leaves) =>
      (arrived === OWN || !isUndeclared(carrier)) && carrier.kind !== 'undeclared' && this.policy.hopeful(carrier, arrived, leaves)
    // A chain one of whose packets does not replay refutes nothing; nor is its step left out of the proof below.
    const unreplayed = new Set<Step>()
    const involved = (): PacketSet => this.possible.involved(starts, target)
    const takes = (step: Step): boolean => !step.doubtful && !unreplayed.has(step)
    for (let steps = this.sure.chain(starts, target, declared, takes); steps; steps = this.sure.chain(starts, target, declared, takes)) {
      const hops = chainHops(this.judgement, steps)
      if (!('dead' in hops)) return { outcome: 'refuted', steps, hops, involved }
      unreplayed.add(hops.dead)
    }
    const steps = this.possible.chain(starts, target)
    if (steps) {
      const hops = chainHops(this.judgement, steps)
      return { outcome: 'unknown', steps, hops: 'dead' in hops ? [] : hops, involved }
    }
    const doubted = this.policy.beliefs().filter(({ without }) => this.possible.chain(starts, target, without) !== undefined)
    return {
      outcome: 'proved', assumes: unique(doubted.flatMap(({ assumptions }) => assumptions)),
      reaches: (from, to) => this.possible.chain(from, to) !== undefined,
    }
  }
}

const unique = (assumptions: readonly Assumption[]): Assumption[] => [...new Map(assumptions.map((one) => [one.key, one])).values()]
