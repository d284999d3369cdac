/**
 * The levels of a packet set's diagram.
 *
 * A set used for packets is a set of pairs: the header as it was sent, and the header now. Bit f of `rewritten` clear means
 * that field f is still as it was sent, and then the level sentF is unconstrained; set means that sentF holds the value as
 * sent. So the relation that NAT makes is exact, and a network without NAT pays nothing for it. Senders start with
 * `rewritten` = 0. A set used as a match (a filter) constrains neither `rewritten` nor any sent level.
 * A field that was rewritten to the value it had stays rewritten.
 *
 * An address is four words, the highest first. IPv4 uses the last; the others are unconstrained, and cost no node.
 * `in` and `out` are indices of interfaces, at the one device that the set is being judged at.
 */
import { STATES } from './header.ts'
import type { State } from './header.ts'
import { normalize } from './interval.ts'
import type { Ranges } from './interval.ts'

/** The fields that NAT rewrites, with their bits in `rewritten`. */
export const REWRITABLE = { source: 1, destination: 2, sourcePort: 4, destinationPort: 8 } as const
export type Rewritable = keyof typeof REWRITABLE
export const REWRITABLE_FIELDS = Object.keys(REWRITABLE) as Rewritable[]

export const MAX_INTERFACE = 0xffff
export const MAX_PORT = 0xffff
export const MAX_FLAGS = 0x3f
const MAX_WORD = 0xffffffff

export type SortedField = Rewritable | 'protocol'

/**
 * The order of the fields in the diagram; it decides about size, never about meaning. Addresses first suits networks.
 * A long filter with many wildcards (`rule-analysis.ts`) may need a manager of its own with another order.
 */
export const ADDRESSES_FIRST: readonly SortedField[] = ['source', 'destination', 'protocol', 'sourcePort', 'destinationPort']

/** Where each field stands. Of rewritable fields, all levels (four words, or one port). */
export interface Levels {
  readonly in: number
  readonly out: number
  readonly family: number
  readonly rewritten: number
  readonly now: Readonly<Record<Rewritable, readonly number[]>>
  readonly sent: Readonly<Record<Rewritable, readonly number[]>>
  readonly protocol: number
  readonly fragment: number
  readonly flags: number
  readonly state: number
  /** The fields whose order is chosen, those on deeper levels first. */
  readonly deepestFirst: readonly SortedField[]
  /** Largest value of every level. */
  readonly maxima: readonly number[]
}

export function headerLevels(order: readonly SortedField[] = ADDRESSES_FIRST): Levels {
  const maxima: number[] = []
  const level = (max: number): number => maxima.push(max) - 1
  const leading = { in: level(MAX_INTERFACE), out: level(MAX_INTERFACE), family: level(1), rewritten: level(15) }
  const sent: Partial<Record<Rewritable, readonly number[]>> = {}
  const now: Partial<Record<Rewritable, readonly number[]>> = {}
  let protocol = 0
  let fragment = 0
  for (const field of order) {
    if (field === 'protocol') {
      protocol = level(0xff)
      fragment = level(1)
      continue
    }
    const sizes = field === 'source' || field === 'destination' ? [MAX_WORD, MAX_WORD, MAX_WORD, MAX_WORD] : [MAX_PORT]
    // The sent value stands right above the one now, so that NAT moves a field without reordering the diagram.
    sent[field] = sizes.map(level)
    now[field] = sizes.map(level)
  }
  return {
    ...leading, protocol, fragment, flags: level(MAX_FLAGS), state: level(STATES.length - 1), deepestFirst: [...order].reverse(), maxima,
    sent: sent as Levels['sent'], now: now as Levels['now'],
  }
}

/** Of the level `flags`: the combinations of whose bits in `mask` exactly those in `set` are set. */
export function flagValues(mask: number, set: number): Ranges {
  const values: [number, number][] = []
  for (let value = 0; value <= MAX_FLAGS; value++) if ((value & mask) === set) values.push([value, value])
  return normalize(values)
}

/** Of the level `state`. */
export const stateValues = (states: readonly State[]): Ranges => normalize(states.map((state) => [STATES.indexOf(state), STATES.indexOf(state)]))

/** A set of levels, as `Diagrams.forget` takes it. */
export const maskOf = (levels: readonly number[]): number => levels.reduce((mask, level) => mask | (1 << level), 0)
