import type { Place } from '../engine/places.ts'
import type { PacketSet } from '../net/packet-set.ts'
import type { Severity, Text, Verdict } from '../verdict.ts'
import type { Claim } from './judgement/claim.ts'
import type { Judgement } from './judgement/judgement.ts'

/** What gives a rule its force. Only `policy` may say that the Article is broken. */
export type Basis =
  | { readonly kind: 'policy'; readonly quote: string }
  | { readonly kind: 'standard' | 'guideline' | 'inference'; readonly source: Text }

/**
 * A verdict before the profile has weighed it. `grade` names a case of the rule that weighs otherwise than the rule itself:
 * the profile has a severity for `<rule>` and for `<rule>/<grade>`.
 */
export type Answer = Omit<Verdict, 'severity'> & {
  readonly grade?: string
  /** Every packet by which it is refuted or unknown, where packets are what it is about, in one part or more; only a comparison asks for it. */
  readonly violation?: () => readonly PacketSet[]
  /** Where it is refuted because no entry of the register covers them: the packets that surely get through, by their ends. */
  readonly leaks?: readonly Leak[]
  /** What a certificate of it shows; only who writes one asks for it. */
  readonly claim?: Claim
}

/** What gets through from one place to another: pairs of the header as sent and as delivered. */
export interface Leak { readonly from: Place; readonly to: Place; readonly set: PacketSet }

/** A rule is a value: everything about it but its examples, which stand in `examples/rules/<id>.{pass,fail}.yaml`. */
export interface Rule {
  /** Also its file name. */
  readonly id: string
  /** As the law writes it: 第６条第３号ア. */
  readonly clause: string
  readonly relation: 'initiate' | 'opens' | 'reply' | 'flow' | 'none'
  readonly basis: Basis
  readonly title: Text
  /** What it checks, and what it cannot know. */
  readonly checks: Text
  readonly why: Text
  readonly fix: Text
  /** Every obligation of this rule in this network, evaluated. */
  check(judgement: Judgement): Iterable<Answer>
}

/** A rule as a profile weighs it. */
export type WeighedRule = Rule & { readonly severity: Severity }
