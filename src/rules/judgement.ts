import type { Topology } from '../topology/model.ts'

/** What a rule may look at. */
export interface Judgement {
  readonly topology: Topology
  /** ISO 8601 calendar day on which the register and its expiries are judged. */
  readonly asOf: string
}
