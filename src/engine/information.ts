/** What information can move to where: from one carrier to another by `Steps`, and on by whoever passes on, as a `Policy` says. */
import type { PacketSet } from '../net/packet-set.ts'
import type { Carrier } from './carriers.ts'
import { Exploration, oneOfAKind, OWN, type Passes } from './exploration.ts'
import { cached } from './reach.ts'
import type { Step, Steps } from './steps.ts'

export interface Policy {
  readonly passes: Passes
  /** What of a step does not count; undefined: all of it does. */
  excused(step: Step): PacketSet | undefined
}

export class Information {
  private readonly all: Steps
  private readonly policy: Policy
  private readonly steps = new Map<Carrier, readonly Step[]>()
  private readonly ways = new Map<Carrier, readonly Step[]>()

  constructor(steps: Steps, policy: Policy) {
    this.all = steps
    this.policy = policy
  }

  /**
   * Goes from the starts until a target is met, by the shortest chain of steps. `passes` may narrow or widen the policy's,
   * `takes` narrows the steps.
   */
  explore(isStart: (carrier: Carrier) => boolean, isTarget: (carrier: Carrier) => boolean, passes = this.policy.passes, takes?: (step: Step) => boolean): Exploration {
    const { carriers } = this.all
    const from = (carrier: Carrier): readonly Step[] => (takes ? this.from(carrier).filter(takes) : cached(this.ways, carrier, () => oneOfAKind(this.from(carrier))))
    return new Exploration(from, carriers.filter(isStart), new Set(carriers.filter(isTarget)), passes)
  }

  /** Every session by which a step of some chain from a start to a target is taken, however long: what a chain could be made of. One set at least. */
  involved(isStart: (carrier: Carrier) => boolean, isTarget: (carrier: Carrier) => boolean): readonly PacketSet[] {
    const stateOf = (carrier: Carrier, arrived: string): string => `${carrier.key} ${arrived}`
    const queue = this.all.carriers.filter(isStart).map((carrier) => ({ carrier, arrived: OWN }))
    const seen = new Set(queue.map(({ carrier, arrived }) => stateOf(carrier, arrived)))
    const into = new Map<string, { readonly from: string; readonly step: Step }[]>()
    const targets = new Set<string>()
    for (const { carrier, arrived } of queue) {
      for (const step of this.from(carrier)) {
        if (!this.policy.passes(carrier, arrived, step.channel)) continue
        const to = stateOf(step.to, step.channel)
        cached(into, to, () => []).push({ from: stateOf(carrier, arrived), step })
        if (isTarget(step.to)) targets.add(to)
        else if (!seen.has(to)) {
          seen.add(to)
          queue.push({ carrier: step.to, arrived: step.channel })
        }
      }
    }
    const sets: PacketSet[] = []
    for (const state of targets) {
      for (const { from, step } of into.get(state) ?? []) {
        if (step.by.kind !== 'outside') sets.push(step.by.sessions)
        targets.add(from)
      }
    }
    return sets.length > 0 ? sets : [this.all.space.none]
  }

  private from(carrier: Carrier): readonly Step[] {
    return cached(this.steps, carrier, () => this.all.from(carrier).flatMap((step) => this.counted(step)))
  }

  private counted(step: Step): Step[] {
    const excused = this.policy.excused(step)
    if (!excused || step.by.kind === 'outside') return [step]
    const sessions = step.by.sessions.subtract(excused)
    return sessions.isEmpty() ? [] : [{ ...step, by: { ...step.by, sessions } }]
  }
}
