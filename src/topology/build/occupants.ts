import { addressesOf, formatAddress, rangesOf, type AddressSet } from '../../net/address.ts'
import type { Family } from '../../net/header.ts'
import type { Ranges } from '../../net/interval.ts'
import { text, type Text } from '../../verdict.ts'
import type { Segment } from '../model.ts'
import type { DocumentAt, Placed } from '../placed.ts'
import { unionOf } from './literals.ts'
import type { Mistakes } from './mistakes.ts'

interface Occupant { readonly low: bigint; readonly high: bigint; readonly who: Text; readonly at: DocumentAt; readonly shared: boolean }

/** Who holds which addresses of a segment: nobody may hold the address of another, unless both share it. */
export class Occupants {
  readonly #bySegment = new Map<string, Readonly<Record<Family, Occupant[]>>>()

  readonly #extents = new Map<string, AddressSet>()

  /** Whether one address, prefix or range lies in the subnets of a segment. */
  fits(segment: Segment, { v4, v6 }: AddressSet): boolean {
    const extent = this.#extents.get(segment.id) ?? unionOf(segment.subnets.map(subnet => addressesOf(subnet)))
    this.#extents.set(segment.id, extent)
    return v4.every(range => covers(extent.v4, range)) && v6.every(range => covers(extent.v6, range))
  }

  /** `shared`: those who hold it so may hold it together. */
  add(segment: string, { value, at }: Placed<AddressSet>, who: Text, shared = false): void {
    const here = this.#bySegment.get(segment) ?? { 4: [], 6: [] }
    this.#bySegment.set(segment, here)
    for (const family of [4, 6] as const) {
      for (const [low, high] of rangesOf(value, family)) here[family].push({ low, high, who, at, shared })
    }
  }

  sayConflicts(mistakes: Mistakes): void {
    for (const [segment, families] of this.#bySegment) {
      for (const family of [4, 6] as const) sayConflicts(segment, family, families[family], mistakes)
    }
  }
}

/** By bisection: the ranges are sorted and do not touch, so one of them must hold all of it. */
function covers(ranges: Ranges<bigint>, [first, last]: Ranges<bigint>[number]): boolean {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ranges[middle]![1] < first) low = middle + 1
    else high = middle
  }
  const range = ranges[low]
  return range !== undefined && range[0] <= first && last <= range[1]
}

/** Sorted by first address, each is held against the one before it that reaches farthest. */
function sayConflicts(segment: string, family: Family, occupants: Occupant[], mistakes: Mistakes): void {
  let before: Occupant | undefined
  for (const one of occupants.sort((a, b) => a.low < b.low ? -1 : a.low > b.low ? 1 : 0)) {
    if (before && one.low <= before.high && !(before.shared && one.shared)) {
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
