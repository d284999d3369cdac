/** Where information gets to from some starts, breadth first. */
import { takesOver, type Carrier } from './carriers.ts'
import { cached } from './reach.ts'
import type { Step } from './steps.ts'

/** How information came to the carrier that it starts from. */
export const OWN = 'own'

/** Whether what came in by one channel may leave by the other (ids, `RAW` or `OWN`). */
export type Passes = (carrier: Carrier, arrived: string, leaves: string) => boolean

type StepsOf = (carrier: Carrier) => readonly Step[]

interface State { readonly carrier: Carrier; readonly arrived: string; readonly before?: State; readonly step?: Step }

export class Exploration {
  /** The shortest chain of steps from a start to a target; undefined if there is none, and then every state is known. */
  readonly chain: Step[] | undefined
  private readonly from: StepsOf
  private readonly targets: ReadonlySet<Carrier>
  private readonly states: readonly State[]
  private readonly seen = new Map<Carrier, Set<string>>()

  constructor(from: StepsOf, starts: readonly Carrier[], targets: ReadonlySet<Carrier>, passes: Passes) {
    this.from = from
    this.targets = targets
    const states = starts.map((carrier): State => ({ carrier, arrived: OWN }))
    const last = this.spread(states, passes, (carrier, state) => {
      const known = cached(this.seen, carrier, () => new Set<string>())
      return !known.has(state) && known.add(state) !== undefined
    })
    this.states = states
    this.chain = last && trail(last)
  }

  /** Everyone whom it gets to, and by which step. */
  reached(): readonly { readonly carrier: Carrier; readonly arrived: string; readonly step?: Step }[] {
    return this.states
  }

  /** Whether any of these is reached by some step. */
  reaches(isSide: (carrier: Carrier) => boolean): boolean {
    return this.states.some(({ carrier, step }) => step !== undefined && isSide(carrier))
  }

  /** Whether a target would be reached if one carrier passed on more: `passes` lets through all that was let through, and more only there. */
  wouldReach(carrier: string, passes: Passes): boolean {
    const more = new Map<Carrier, Set<string>>()
    return this.spread(this.states.filter((state) => state.carrier.key === carrier), passes, (to, state) => {
      if (this.seen.get(to)?.has(state)) return false
      const known = cached(more, to, () => new Set<string>())
      return !known.has(state) && known.add(state) !== undefined
    }) !== undefined
  }

  /** Goes on from the states, and adds to them those that are new, until a target is met. */
  private spread(states: State[], passes: Passes, isNew: (carrier: Carrier, state: string) => boolean): State | undefined {
    for (const state of states) {
      for (const step of this.from(state.carrier)) {
        if (!passes(state.carrier, state.arrived, step.channel) || staysWithClients(state.step, step)) continue
        const next: State = { carrier: step.to, arrived: step.channel, before: state, step }
        if (this.targets.has(step.to)) return next
        if (isNew(step.to, arrivalOf(step))) states.push(next)
      }
    }
    return undefined
  }
}

/** What decides where information goes on to: what a service of a device got by an answer stays with those who asked. */
const arrivalOf = ({ to, channel, by }: Step): string => (to.kind === 'device' ? `${channel} ${by.kind}` : channel)

/** Of the steps from one carrier that lead to the same place in the same way the first. */
export function oneOfAKind(steps: readonly Step[]): readonly Step[] {
  const kinds = new Map<Carrier, Set<string>>()
  return steps.filter((step) => {
    const known = cached(kinds, step.to, () => new Set<string>())
    const kind = step.from.kind === 'device' || step.to.kind === 'device' ? `${step.channel} ${step.by.kind}` : step.channel
    return !known.has(kind) && known.add(kind) !== undefined
  })
}

function trail(last: State): Step[] {
  const steps: Step[] = []
  for (let state: State | undefined = last; state?.step; state = state.before) steps.unshift(state.step)
  return steps
}

/** What a service fetched goes to those who ask it, into no question of its own; mail and what a proxy gets may go anywhere. */
const staysWithClients = (arrived: Step | undefined, leaves: Step): boolean => {
  const { from } = leaves
  if (from.kind !== 'device' || arrived?.by.kind !== 'reply' || leaves.by.kind !== 'initiate') return false
  const { device } = from
  return !takesOver(device) && !device.runs.some((service) => service === 'mail' || service === 'proxy')
}
