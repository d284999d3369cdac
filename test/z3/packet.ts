/** A packet as bit vectors, and what may be asked of one: written from the words of `src/topology/device.ts` and `src/net/header.ts` alone. */
import type { Header, State } from '../../src/net/header.ts'
import type { Ranges } from '../../src/net/interval.ts'
import type { Model } from './solver.ts'
import { and, declare, FALSE, implies, not, or, same, TRUE, value, within, type Truth } from './smt.ts'

const [ICMP, TCP, ICMPV6] = [1, 6, 58]
const PORTED = [6, 17, 132]
export const STATES: readonly State[] = ['new', 'established', 'related', 'invalid', 'untracked']

const WIDTHS = {
  family: 1, source: 128, destination: 128, protocol: 8, sourcePort: 16, destinationPort: 16, flags: 6, fragment: 1,
  // At one device only: interfaces, and what connection tracking says.
  in: 16, out: 16, state: 3,
} as const
export type Field = keyof typeof WIDTHS
const FIELDS = Object.keys(WIDTHS) as Field[]

export class Packet {
  readonly #prefix: string

  /** Two packets of one question have different prefixes. */
  constructor(prefix = '') { this.#prefix = prefix }

  name(field: Field): string { return this.#prefix + field }
  get names(): string[] { return FIELDS.map((field) => this.name(field)) }
  get declarations(): string[] { return FIELDS.map((field) => declare(this.name(field), WIDTHS[field])) }

  is(field: Field, one: number | bigint): Truth { return same(this.name(field), value(one, WIDTHS[field])) }
  any(field: Field, ranges: Ranges | Ranges<bigint>): Truth {
    return or(...ranges.map(([low, high]) => within(this.name(field), WIDTHS[field], low, high)))
  }

  get v4(): Truth { return this.is('family', 0) }
  get v6(): Truth { return this.is('family', 1) }
  get later(): Truth { return this.is('fragment', 1) }
  get tcp(): Truth { return this.is('protocol', TCP) }
  get ported(): Truth { return or(...PORTED.map((one) => this.is('protocol', one))) }
  icmp(family: 4 | 6): Truth { return family === 4 ? and(this.v4, this.is('protocol', ICMP)) : and(this.v6, this.is('protocol', ICMPV6)) }
  flagged(mask: number, set: number): Truth { return same(`(bvand ${this.name('flags')} ${value(mask, WIDTHS.flags)})`, value(set, WIDTHS.flags)) }

  /** What a header can be at all. ICMP has its type in the place of the destination port and its code in that of the source port. */
  get valid(): Truth {
    const byte = (field: Field): Truth => this.any(field, [[0, 255]])
    const none = (field: Field): Truth => this.is(field, 0)
    const carries = and(not(this.later), this.ported)
    const typed = and(not(this.later), or(this.icmp(4), this.icmp(6)))
    return and(
      implies(this.v4, and(this.any('source', [[0n, 0xffffffffn]]), this.any('destination', [[0n, 0xffffffffn]]))),
      implies(typed, and(byte('sourcePort'), byte('destinationPort'))),
      implies(not(or(carries, typed)), and(none('sourcePort'), none('destinationPort'))),
      implies(or(this.later, not(this.tcp)), none('flags')),
      this.any('state', [[0, STATES.length - 1]]),
    )
  }

  /** The packet of a model, with where and how it is met. */
  read(model: NonNullable<Model>): { readonly header: Header; readonly in: number; readonly out: number; readonly state: State } {
    const of = (field: Field): bigint => model.get(this.name(field))!
    const number = (field: Field): number => Number(of(field))
    return {
      header: {
        family: of('family') === 0n ? 4 : 6, source: of('source'), destination: of('destination'), protocol: number('protocol'),
        sourcePort: number('sourcePort'), destinationPort: number('destinationPort'), flags: number('flags'), fragment: of('fragment') === 1n,
      },
      in: number('in'), out: number('out'), state: STATES[number('state')]!,
    }
  }
}

/** Of a test or a decision: whether it is so surely, and whether it may be so, where something is not understood. */
export interface Doubt { readonly surely: Truth; readonly possibly: Truth }
export const known = (truth: Truth): Doubt => ({ surely: truth, possibly: truth })
export const UNKNOWN: Doubt = { surely: FALSE, possibly: TRUE }
