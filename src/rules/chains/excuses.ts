/** What exceptions and entries excuse of each step: worked out once for a question and every creed that leaves some of them out. */
import type { Step } from '../../engine/steps.ts'
import { cached } from '../../engine/reach.ts'
import type { PacketSet } from '../../net/packet-set.ts'
import type { Entry } from '../register/ends.ts'
import type { Judgement } from '../judgement/judgement.ts'
import type { Creed } from './policy.ts'

type Excusing = Pick<Creed, 'exceptions' | 'permitted' | 'answered'>

interface Part { readonly entry: Entry; readonly set: PacketSet }

export class Excuses {
  private readonly judgement: Judgement
  private readonly entries: readonly Entry[]
  private readonly parts = new Map<Step, readonly Part[]>()

  /** `all`: every entry that any of the creeds may hold. */
  constructor(judgement: Judgement, { exceptions, permitted, answered }: Excusing) {
    this.judgement = judgement
    this.entries = [...new Set<Entry>([...exceptions, ...permitted, ...answered])]
  }

  /** Undefined: nothing of it is. Of an answer also what goes back by the entries whose answers are excused. */
  of(step: Step, { exceptions, permitted, answered }: Excusing): PacketSet | undefined {
    const parts = cached(this.parts, step, () => this.partsOf(step))
    if (parts.length === 0) return undefined
    const excusing: readonly Entry[] = [...exceptions, ...permitted, ...(step.by.kind === 'reply' ? answered : [])]
    const held = parts.filter(({ entry }) => excusing.includes(entry))
    return held.length === 0 ? undefined : this.judgement.network.space.union(held.map(({ set }) => set))
  }

  private partsOf({ by }: Step): Part[] {
    if (by.kind === 'outside') return []
    return this.entries.map((entry) => ({ entry, set: this.judgement.entries.between(by.sessions, by.client, by.server, entry) })).filter(({ set }) => !set.isEmpty())
  }
}
