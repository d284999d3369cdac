/**
 * A set as few boxes (sources × destinations × services) whose union it is. Enumerating the paths of a diagram would give
 * hundreds of thousands; here each box is grown around a point not yet covered, as far as it goes in each direction, and
 * boxes may overlap.
 */
import { addressRanges } from './address-levels.ts'
import { formatAddresses, unionAddresses } from './address.ts'
import type { AddressSet } from './address.ts'
import { formatBoxServices, servicesOf } from './box-service.ts'
import type { BoxService } from './box-service.ts'
import { choosePoint, countPoints } from './diagram-walk.ts'
import { FALSE, TRUE } from './diagram.ts'
import { maskOf } from './fields.ts'
import type { Family } from './header.ts'
import type { PacketSet } from './packet-set.ts'
import type { PacketSpace } from './packet-space.ts'
import type { Ref } from './unique-table.ts'
import type { BoxText } from '../verdict.ts'

/** IPv4 sources with IPv4 destinations, IPv6 with IPv6; with any of the services. */
export interface Box { readonly source: AddressSet; readonly destination: AddressSet; readonly services: readonly BoxService[] }

export interface Boxes {
  readonly boxes: readonly Box[]
  /** The boxes are not all: their union is only a part of the set. */
  readonly more: boolean
}

/** The headers now, in at most `limit` boxes for each family. Interfaces, state and the header as sent are left out. */
export function boxesOf(set: PacketSet, limit: number): Boxes {
  const { space } = set
  const { diagrams, levels, sentMask } = space
  const headers = (one: PacketSet): Ref => diagrams.forget(diagrams.or, sentMask | maskOf([levels.in, levels.out, levels.state]), one.ref)
  const boxes: Box[] = []
  let more = false
  for (const family of [4, 6] as const) {
    const [whole, valid] = [set, space.all].map((one) => diagrams.restrict(levels.family, family === 4 ? 0 : 1, headers(one))) as [Ref, Ref]
    const cover = new BoxCover(space, family, whole, valid)
    for (let found = 0; found < limit && !cover.isComplete(); found++) boxes.push(cover.next())
    more ||= !cover.isComplete() || cover.abridged
  }
  return { boxes: joinFamilies(boxes), more }
}

/** A box of one family: a set over the levels of the source, one over those of the destination, one over the others. */
interface Sides { readonly source: Ref; readonly destination: Ref; readonly service: Ref }
type Side = keyof Sides

/** In which order a box is grown around a point: the side first grown gets everything that goes with the point. */
const GROWTHS: readonly (readonly Side[])[] = [
  ['service', 'destination', 'source'], ['service', 'source', 'destination'], ['source', 'destination', 'service'], ['destination', 'source', 'service'],
]

const RANGES_LISTED = 256

/** Covers the set of one family, box after box. */
class BoxCover {
  readonly #space: PacketSpace
  readonly #family: Family
  readonly #whole: Ref
  readonly #valid: Ref
  readonly #levels: Readonly<Record<Side, readonly number[]>>
  #rest: Ref
  /** Some box has more ranges of addresses than are listed. */
  abridged = false

  constructor(space: PacketSpace, family: Family, whole: Ref, valid: Ref) {
    const { now, protocol, fragment, flags } = space.levels
    this.#space = space
    this.#family = family
    this.#whole = whole
    this.#valid = valid
    this.#rest = whole
    this.#levels = {
      source: family === 4 ? now.source.slice(-1) : now.source,
      destination: family === 4 ? now.destination.slice(-1) : now.destination,
      service: [protocol, fragment, ...now.sourcePort, ...now.destinationPort, flags],
    }
  }

  isComplete(): boolean { return this.#rest === FALSE }

  next(): Box {
    const { diagrams, levels } = this.#space
    const values = choosePoint(diagrams, this.#rest, (_, [range]) => range![0])
    const point = (side: Side): Ref => diagrams.product(this.#levels[side].map((level) => [level, [[values[level]!, values[level]!]]]))
    const start: Sides = { source: point('source'), destination: point('destination'), service: point('service') }
    let best: Sides | undefined
    let most = -1n
    for (const order of GROWTHS) {
      const grown = order.reduce<Sides>((sides, side) => ({ ...sides, [side]: this.#grow(sides, side) }), start)
      const news = this.#count(diagrams.apply(diagrams.and, this.#product(grown), this.#rest))
      if (news > most) [best, most] = [grown, news]
    }
    this.#rest = diagrams.apply(diagrams.minus, this.#rest, this.#product(best!))
    const addresses = (side: 'source' | 'destination'): AddressSet => {
      const { ranges, more } = addressRanges(diagrams, levels.now[side], this.#family, best![side], RANGES_LISTED)
      this.abridged ||= more
      return this.#family === 4 ? { v4: ranges, v6: [] } : { v4: [], v6: ranges }
    }
    const everything = diagrams.forget(diagrams.or, maskOf([...this.#levels.source, ...this.#levels.destination]), this.#valid)
    const services = servicesOf(this.#space, this.#family, best!.service, everything)
    return { source: addresses('source'), destination: addresses('destination'), services }
  }

  /** The most that one side may be while the others stay and the box stays within the set. */
  #grow(sides: Sides, side: Side): Ref {
    const { diagrams } = this.#space
    const others = this.#product({ ...sides, [side]: TRUE })
    const missing = diagrams.apply(diagrams.minus, others, this.#whole)
    const otherLevels = GROWTHS[0]!.filter((one) => one !== side).flatMap((one) => this.#levels[one])
    return diagrams.apply(diagrams.minus, TRUE, diagrams.forget(diagrams.or, maskOf(otherLevels), missing))
  }

  #product({ source, destination, service }: Sides): Ref {
    const { diagrams } = this.#space
    return diagrams.apply(diagrams.and, source, diagrams.apply(diagrams.and, destination, service))
  }

  #count(set: Ref): bigint {
    return countPoints(this.#space.diagrams, set, Object.values(this.#levels).flat())
  }
}

/** A box of IPv6 joins the first of IPv4 only that has the same services, as people read them. */
function joinFamilies(boxes: readonly Box[]): Box[] {
  const joined: Box[] = []
  for (const box of boxes) {
    const partner = joined.findIndex((other) => isOnly(other, 'v4') && isOnly(box, 'v6') && sameServices(other, box))
    if (partner < 0) joined.push(box)
    else joined[partner] = join(joined[partner]!, box)
  }
  return joined
}

const isOnly = ({ source }: Box, family: 'v4' | 'v6'): boolean => source[family === 'v4' ? 'v6' : 'v4'].length === 0

/** `icmp` beside `icmpv6` says the same, and so do the names of types; numbers do not. */
const sameServices = (v4: Box, v6: Box): boolean =>
  formatBoxServices(v4.services).join() === formatBoxServices(v6.services).map((text) => text.replace(/^icmpv6(?!\/\d)/, 'icmp')).join()

const join = (v4: Box, v6: Box): Box => ({
  source: unionAddresses(v4.source, v6.source),
  destination: unionAddresses(v4.destination, v6.destination),
  services: [...v4.services, ...v6.services.filter((service) => service.family === 6)],
})

export const formatBox = ({ source, destination, services }: Box): BoxText =>
  ({ source: formatAddresses(source), destination: formatAddresses(destination), service: formatBoxServices(services) })

