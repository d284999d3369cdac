import type { Text } from '../verdict.ts'

/** What is wrong with a certificate or a bundle, and where in it. */
export interface Fault {
  /** A path such as `certificates.json networks[0].proof.invariants[3]`. */
  readonly place: string
  readonly what: Text
}
