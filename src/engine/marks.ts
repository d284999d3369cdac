/** A device's interfaces and ways out as numbers: the marks that packets carry inside it. 0 stands for none. */
import type { Ranges } from '../net/interval.ts'
import type { Device, Interface } from '../topology/model.ts'
import { sameHand, type Hand } from './forwarding-table.ts'
import { named } from './plain/condition.ts'

export class Marks {
  /** Ways out; a hand's mark in the header level `out` is its position + 1. */
  readonly hands: Hand[] = []
  private readonly faces: readonly Interface[]

  /** Every interface leads to whatever stands there. */
  constructor(device: Device) {
    this.faces = [...device.interfaces.values()]
    for (const face of this.faces) this.hand({ interface: face, to: 'any' })
  }

  /** In the header level `in`. */
  face(face: Interface): number {
    return this.faces.indexOf(face) + 1
  }

  /** Known, or numbered now. */
  hand(hand: Hand): number {
    const known = this.hands.findIndex((one) => sameHand(one, hand))
    return known >= 0 ? known + 1 : this.hands.push(hand)
  }

  in(names: readonly string[]): Ranges {
    return numbers(this.faces, (face) => names.some((name) => named(name, face.name)))
  }

  out(names: readonly string[]): Ranges {
    return numbers(this.hands, (hand) => names.some((name) => named(name, hand.interface.name)))
  }

  /** All that the numbers of names follow from, as a key. */
  get numbering(): string {
    return JSON.stringify([this.faces.map(({ name }) => name), this.hands.map((hand) => hand.interface.name)])
  }

  /** The hands that lead out of one interface. */
  outOf(face: Interface): Ranges {
    return numbers(this.hands, (hand) => hand.interface === face)
  }
}

const numbers = <T>(items: readonly T[], wanted: (item: T) => boolean): Ranges =>
  items.flatMap((item, index) => (wanted(item) ? [[index + 1, index + 1] as const] : []))
