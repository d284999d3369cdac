/** What a comparison hands over to be reported. */
import type { Difference } from '../../engine/difference.ts'
import type { At, Outcome, Text, Verdict } from '../../verdict.ts'

/** An obligation whose verdict is not what it was; `before` or `after` is missing where the obligation is. */
export interface Turned {
  readonly before?: Verdict
  readonly after?: Verdict
  /** It is worse than it was, or bad in another way. */
  readonly news: boolean
}

/** A declaration that changed. */
export interface ChangedPremise {
  /** Such as `zones.mgmt`, `policy`; `together`: the verdicts that turn only where all of them have their old values. */
  readonly key: string
  readonly text: Text
  readonly at: At
  /** Verdicts that would be others under the old value. */
  readonly turns: readonly { readonly name: string; readonly subject: Text; readonly now: Outcome | 'gone'; readonly then: Outcome | 'gone' }[]
}

export interface ChangedException { readonly id: string; readonly at: At; readonly title?: string; readonly approver?: string; readonly expires?: string }

export interface Compared extends Difference {
  readonly verdicts: readonly Turned[]
  readonly exceptions: Readonly<Record<'added' | 'removed' | 'changed', readonly ChangedException[]>>
  readonly premises: readonly ChangedPremise[]
}
