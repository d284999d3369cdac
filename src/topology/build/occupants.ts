import { formatAddress, rangesOf, type AddressSet } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import { text, type Text } from '../../verdict.ts'
import type { DocumentAt, Placed } from '../placed.ts'
import type { Mistakes } from './mistakes.ts'

interface Occupant { readonly low: bigint; readonly high: bigint; readonly who: Text; readonly at: DocumentAt }

/** Who holds which addresses of a segment: nobody may hold the address of another. */
export class Occupants {
  readonly #bySegment = new Map<string, Readonly<Record<Family, Occupant[]>>>()

  add(segment: string, { value, at }: Placed<AddressSet>, who: Text): void {
    const here = this.#bySegment.get(segment) ?? { 4: [], 6: [] }
    this.#bySegment.set(segment, here)
    for (const family of [4, 6] as const) {
      for (const [low, high] of rangesOf(value, family)) here[family].push({ low, high, who, at })
    }
  }

  sayConflicts(mistakes: Mistakes): void {
    for (const [segment, families] of this.#bySegment) {
      for (const family of [4, 6] as const) sayConflicts(segment, family, families[family], mistakes)
    }
  }
}

/** Sorted by first address, each is held against the one before it that reaches farthest. */
function sayConflicts(segment: string, family: Family, occupants: Occupant[], mistakes: Mistakes): void {
  let before: Occupant | undefined
  for (const one of occupants.sort((a, b) => a.low < b.low ? -1 : a.low > b.low ? 1 : 0)) {
    if (before && one.low <= before.high) {
      const shared = formatAddress({ family, value: one.low })
      mistakes.say('address-twice', one.at, text(
        `アドレス ${shared} はセグメント「${segment}」で${before.who.ja}も使っています`,
        `the address ${shared} is also used by ${before.who.en} in the segment "${segment}"`), [
        { at: before.at, message: text('もう一方はここです', 'the other is here') },
      ])
    }
    if (!before || one.high > before.high) before = one
  }
}
