/** Whether information gets from one side to another: refuted, unknown or proved, and what a proof rests on. */
import { OWN } from '../../engine/exploration.ts'
import { MAY, SURELY } from '../../engine/flood.ts'
import { Information, type Policy } from '../../engine/information.ts'
import type { Step } from '../../engine/steps.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { Assumption } from '../../verdict.ts'
import type { ClosureClaim } from '../judgement/claim.ts'
import type { Judgement } from '../judgement/judgement.ts'
import type { Excuses } from './excuses.ts'
import { chainHops, type ChainHop } from './hops.ts'
import { ChainPolicy, type Creed } from './policy.ts'
import { isUndeclared, type Stands } from './stands.ts'

/** `dead`: the step of which no packet that was tried replays. */
interface Refutation { readonly steps: readonly Step[]; readonly hops: readonly ChainHop[]; readonly dead?: Step }

export type Settled =
  | Refutation & { readonly outcome: 'refuted' | 'unknown'; readonly involved: () => readonly PacketSet[] }
  | {
    readonly outcome: 'proved'
    readonly assumes: readonly Assumption[]
    /** Whether anybody of another side is reached from the starts; whether the target is from there. */
    readonly reaches: (side: Stands) => boolean
    readonly comesFrom: (side: Stands) => boolean
    readonly claim: ClosureClaim
  }

/** What moves where under one creed, for any number of questions. */
export class Chains {
  private readonly judgement: Judgement
  private readonly policy: ChainPolicy
  private readonly creed: Creed
  private readonly sure: Information
  private readonly possible: Information

  constructor(judgement: Judgement, creed: Creed, excuses: Excuses) {
    this.judgement = judgement
    this.creed = creed
    this.policy = new ChainPolicy(judgement, creed, excuses)
    this.sure = new Information(judgement.steps(SURELY), this.policy)
    this.possible = judgement.network.graph.isUnderstood() ? this.sure : new Information(judgement.steps(MAY), this.policy)
  }

  /** Refuted by a chain of what is declared and understood, unknown where a chain needs what is not, else proved. */
  settle(starts: Stands, target: Stands): Settled {
    const involved = (): readonly PacketSet[] => this.possible.involved(starts, target)
    const refutation = this.refutation(starts, target)
    if (refutation) return { outcome: 'refuted', ...refutation, involved }
    const explored = this.possible.explore(starts, target)
    if (explored.chain) {
      const hops = chainHops(this.judgement, explored.chain)
      return { outcome: 'unknown', steps: explored.chain, hops: 'dead' in hops ? [] : hops, involved, ...('dead' in hops && { dead: hops.dead }) }
    }
    const doubted = this.policy.beliefs().filter(({ carrier, without }) => explored.wouldReach(carrier, without))
    return {
      outcome: 'proved', assumes: unique(doubted.flatMap(({ assumptions }) => assumptions)),
      reaches: (side) => explored.reaches(side),
      comesFrom: (side) => this.possible.explore(side, target).chain !== undefined,
      claim: { kind: 'closure', policy: this.policy, creed: this.creed, starts, target },
    }
  }

  /** Whether it is proved, without saying what that rests on. */
  areNone(starts: Stands, target: Stands): boolean {
    if (this.possible.explore(starts, target).chain) return false
    return this.possible === this.sure || this.refutation(starts, target) === undefined
  }

  private refutation(starts: Stands, target: Stands): Refutation | undefined {
    const declared: Policy['passes'] = (carrier, arrived, leaves) =>
      (arrived === OWN || !isUndeclared(carrier)) && carrier.kind !== 'undeclared' && this.policy.hopeful(carrier, arrived, leaves)
    // A chain one of whose packets does not replay refutes nothing; nor is its step left out of what is possible.
    const unreplayed = new Set<Step>()
    const shortest = (): Step[] | undefined =>
      this.sure.explore(starts, target, declared, (step) => !step.doubtful && !unreplayed.has(step)).chain
    for (let steps = shortest(); steps; steps = shortest()) {
      const hops = chainHops(this.judgement, steps)
      if (!('dead' in hops)) return { steps, hops }
      unreplayed.add(hops.dead)
    }
    return undefined
  }
}

const unique = (assumptions: readonly Assumption[]): Assumption[] => [...new Map(assumptions.map((one) => [one.key, one])).values()]
